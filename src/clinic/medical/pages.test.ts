import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'
import { useInteractionSource } from '../../outside/interactions.ts'

const today = todayHere()
const maya = { client: castId('maya') }
const tomasz = { client: castId('tomasz') }
const line = {
  dose: '8 mg/2 mg film under the tongue',
  amount: '8',
  unit: 'mg',
  times: '2',
  everyDays: '1',
  route: '',
  whatFor: '',
  rxnorm: '',
}
const order = { ...line, because: 'Opioid use disorder', startOn: today, stopOn: '', daysSupplied: '14', refills: '1' }

describe('The medical part of a chart', () => {
  let house: TestHouse
  let [priya, lee, noor, dana, ben, ada]: Visitor[] = []
  before(async () => {
    house = await openHouse()
    ;[priya, lee, noor, dana, ben, ada] = await Promise.all(
      ['priya', 'lee', 'noor', 'dana', 'ben', 'ada'].map(house.as),
    )
  })
  after(() => house.close())
  const who = (one: Visitor | undefined): Visitor => one ?? assert.fail()
  const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
    (await house.db.owner.query<T>(sql, values)).rows
  const lineOf = async (name: string, client = maya.client) =>
    (
      await rows<{ id: string }>(
        'select m.id from medication m where m.client_id = $1 and m.name = $2 and not exists (select from medication_end e where e.medication_id = m.id)',
        [client, name],
      )
    )[0]?.id ?? assert.fail(name)
  const ok = (answer: { status: number; text: string }) =>
    assert.equal(answer.status, 303, answer.text.replace(/<[^>]+>/g, ' ').slice(0, 3000))

  it('says of allergies that nobody asked, that none are known and who said so, and what is known', async () => {
    const page = await who(lee).get(urls.medical(maya))
    assert.match(page.text, /Nobody has asked yet/)
    ok(
      await who(lee).post(urls.allergies(maya), {
        kind: 'none-known',
        substance: '',
        reaction: '',
        severity: 'unknown',
        assertedBy: 'client',
        rxnorm: '',
      }),
    )
    assert.match((await who(lee).get(urls.medical(maya))).text, /None known[\s\S]*Said by the client/)
    ok(
      await who(lee).post(urls.allergies(maya), {
        kind: 'allergy',
        substance: 'Amoxicillin',
        reaction: 'hives',
        severity: 'severe',
        assertedBy: 'client',
        rxnorm: '723',
      }),
    )
    const known = await who(priya).get(urls.medical(maya))
    assert.match(known.text, /Allergy, severe/)
    assert.doesNotMatch(known.text, /Said by the client on .*None known/)
    const no = await who(lee).post(urls.allergies(maya), {
      kind: 'none-known',
      substance: '',
      reaction: '',
      severity: 'unknown',
      assertedBy: 'client',
      rxnorm: '',
    })
    assert.equal(no.status, 422)
    assert.match(no.text, /There is Amoxicillin on the list/)
    assert.equal(
      (
        await who(lee).post(urls.allergies(maya), {
          kind: 'allergy',
          substance: '',
          reaction: '',
          severity: 'mild',
          assertedBy: 'client',
          rxnorm: 'x',
        })
      ).status,
      422,
    )
  })

  it('lets a prescriber order, with the licence of the day; nobody else', async () => {
    for (const one of [lee, noor, dana, ben, ada])
      assert.equal((await who(one).post(urls.newMedicationOrder(maya), { ...order, name: 'Suboxone' })).status, 403)
    ok(await who(priya).post(urls.newMedicationOrder(maya), { ...order, name: 'Suboxone' }))
    const [kept] = await rows<{ licence: string; days_supplied: number }>(
      'select licence, days_supplied from medication_order',
    )
    assert.match(kept?.licence ?? '', /^NP, NY, to /)
    const page = await who(lee).get(urls.medical(maya))
    for (const words of [
      'Suboxone',
      'twice a day',
      'Medication for opioid use',
      'Not checked for interactions: this clinic has no source.',
    ])
      assert.ok(page.text.includes(words), words)
    assert.doesNotMatch(page.text, /Order a medicine/)
    house.setNow(new Date(Date.now() + 500 * 86_400_000))
    const later = await (await house.as('priya')).post(urls.newMedicationOrder(maya), {
      ...order,
      name: 'Sertraline',
      startOn: addDays(today, 500),
    })
    house.setNow(null)
    assert.equal(later.status, 422)
    assert.match(later.text, /licence of Priya Raman ends on/)
  })

  it('warns of allergy, duplicate and danger before an order, keeps the warnings with the reason, and asks again when there are others', async () => {
    const first = await who(priya).post(urls.newMedicationOrder(maya), { ...order, name: 'Cephalexin', dose: '500 mg' })
    assert.equal(first.status, 422)
    assert.match(first.text, /Allergic to Amoxicillin \(hives\); Cephalexin is close to it/)
    const seen = [...first.text.matchAll(/name="seen\[\]" value="([^"]+)"/g)].map((match) => match[1] ?? '')
    assert.equal(seen.length, 1)
    const blind = await who(priya).post(urls.newMedicationOrder(maya), {
      ...order,
      name: 'Clonazepam',
      dose: '1 mg',
      allTheSame: 'Because',
      'seen[]': seen,
    })
    assert.equal(blind.status, 422, 'what was seen of one medicine decides nothing about another')
    assert.match(blind.text, /Clonazepam beside Suboxone: Together they can slow breathing/)
    ok(
      await who(priya).post(urls.newMedicationOrder(maya), {
        ...order,
        name: 'Cephalexin',
        dose: '500 mg',
        allTheSame: 'It was a rash at five years of age.',
        'seen[]': seen,
      }),
    )
    const [kept] = await rows<{ warnings: string[]; all_the_same: string }>(
      "select warnings, all_the_same from medication_order o join medication m on m.id = o.medication_id where m.name = 'Cephalexin'",
    )
    assert.deepEqual(kept, { warnings: seen, all_the_same: 'It was a rash at five years of age.' })
    const unknown = await who(priya).post(urls.newMedicationOrder(maya), { ...order, name: 'Herb mix', dose: 'a cup' })
    ok(unknown)
    assert.match((await who(priya).get(urls.medical(maya))).text, /not in our list of medicines: not checked/)
  })

  it('asks a source of interactions where one is plugged in', async () => {
    useInteractionSource({
      name: 'River list',
      asOf: '2026-11-01',
      interactionsOf: (one) => ({
        found: [{ between: [one.name, 'Suboxone'], severity: 'high', words: 'Too much.' }],
        unknown: [],
      }),
    })
    const answer = await who(priya).post(urls.newMedicationOrder(maya), { ...order, name: 'Trazodone', dose: '50 mg' })
    useInteractionSource(null)
    assert.equal(answer.status, 422)
    assert.match(answer.text, /Trazodone and Suboxone \(high\): Too much\./)
  })

  it('writes down what is told, from a treatment program as well, and tells of what speaks against it', async () => {
    const told = {
      ...line,
      name: 'Methadone',
      dose: '80 mg a day',
      source: 'treatment-program',
      fromWhom: '',
      startedOn: '',
    }
    assert.equal((await who(noor).post(urls.newMedication(tomasz), told)).status, 422)
    ok(await who(noor).post(urls.newMedication(tomasz), { ...told, fromWhom: 'Hudson OTP' }))
    ok(await who(lee).post(urls.newMedication(tomasz), { ...told, name: 'Naltrexone', source: 'told' }))
    assert.match((await who(lee).get(urls.medical(tomasz))).text, /From a treatment program: Hudson OTP/)
    assert.equal((await who(ben).post(urls.newMedication(tomasz), told)).status, 403)
  })

  it('is gone through by a prescriber or a nurse alone, line by line; two at once end it once', async () => {
    const page = await who(priya).get(urls.medical(tomasz))
    assert.match(page.text, /The list has not been gone through/)
    const [a, b] = [await lineOf('Methadone', tomasz.client), await lineOf('Naltrexone', tomasz.client)]
    const answers = {
      occasion: 'admission',
      words: 'With the bottles.',
      [`line-${a}`]: 'kept',
      [`line-${b}`]: 'stopped',
      [`why-${b}`]: 'Never begun.',
    }
    const therapist = await who(lee).post(urls.reconciliation(tomasz), answers)
    assert.equal(therapist.status, 422)
    assert.match(therapist.text, /A prescriber or a nurse goes through the medication list/)
    const half = await who(priya).post(urls.reconciliation(tomasz), {
      occasion: 'admission',
      words: '',
      [`line-${a}`]: 'kept',
    })
    assert.match(half.text, /Say of each line whether it is kept: Naltrexone/)
    const silent = await who(priya).post(urls.reconciliation(tomasz), { ...answers, [`why-${b}`]: '' })
    assert.match(silent.text, /why Naltrexone is not kept/)
    const both = await Promise.all([
      who(priya).post(urls.reconciliation(tomasz), answers),
      (await house.as('grace')).post(urls.reconciliation(tomasz), answers),
    ])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 422])
    assert.equal((await rows('select from reconciliation where client_id = $1', [tomasz.client])).length, 1)
    const after_ = await who(priya).get(urls.medical(tomasz))
    assert.doesNotMatch(after_.text, /The list has not been gone through/)
    assert.match(after_.text, /Naltrexone: stopped \(Never begun\.\)/)
    await house.db.owner.query(
      "insert into staff_license (clinic_id, id, staff_id, kind, number, state, expires_on, recorded_at) values ($1, gen_random_uuid(), $2, 'RN', 'x', 'NY', current_date + 90, now())",
      [riverbend.id, castId('noor')],
    )
    ok(await who(noor).post(urls.reconciliation(tomasz), { occasion: 'review', words: '', [`line-${a}`]: 'kept' }))
  })

  it('changes a dose by a line of its own, once, whoever presses twice', async () => {
    const id = await lineOf('Suboxone')
    const change = { ...order, name: 'Suboxone', dose: '12 mg/3 mg film', replacesId: id }
    const both = await Promise.all([
      who(priya).post(urls.newMedicationOrder(maya), change),
      (await house.as('grace')).post(urls.newMedicationOrder(maya), change),
    ])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 422])
    assert.equal(
      (
        await rows(
          "select from medication m where m.name = 'Suboxone' and not exists (select from medication_end e where e.medication_id = m.id)",
        )
      ).length,
      1,
    )
    const stop = { how: 'stopped', lastDay: today, because: 'Enough' }
    assert.match(
      (await who(lee).post(urls.medicationEnd({ medication: await lineOf('Herb mix') }), stop)).text,
      /a prescriber stops it/,
    )
    ok(
      await who(lee).post(urls.medicationEnd({ medication: await lineOf('Herb mix') }), { ...stop, how: 'not-taking' }),
    )
  })

  it('counts supplies, gaps and doses', async () => {
    const medication = await lineOf('Suboxone')
    ok(
      await who(lee).post(urls.medicationSupplies({ medication }), {
        filledOn: addDays(today, -20),
        days: '14',
        source: 'pharmacy',
      }),
    )
    const page = await who(lee).get(urls.medication({ medication }))
    assert.match(page.text, /In hand on 14 of 21 days \(67 %\)/)
    assert.match(page.text, /7 days without/)
    assert.match((await who(lee).get(urls.medicineBoard())).text, /Out for 7 days/)
    ok(
      await who(lee).post(urls.medicationTaken({ medication }), {
        fromDay: addDays(today, -6),
        toDay: today,
        how: 'told',
        dosesMissed: '3',
        words: '',
      }),
    )
    assert.match((await who(lee).get(urls.medication({ medication }))).text, /took 11 of 14 doses, missed 3/)
    assert.match(
      (
        await who(lee).post(urls.medicationTaken({ medication }), {
          fromDay: today,
          toDay: today,
          how: 'told',
          dosesMissed: '5',
          words: '',
        })
      ).text,
      /2 doses were due/,
    )
    assert.equal(
      (
        await who(lee).post(urls.medicationSupplies({ medication }), {
          filledOn: addDays(today, 1),
          days: '14',
          source: 'told',
        })
      ).status,
      422,
    )
  })

  it('keeps the monitoring program to prescribers, and the follow-up in sight', async () => {
    const check = { kind: 'pdmp', outcome: 'as-expected', onDay: today, words: '' }
    assert.equal((await who(lee).post(urls.medicalChecks(maya), check)).status, 422)
    ok(await who(priya).post(urls.medicalChecks(maya), check))
    ok(await who(lee).post(urls.medicalChecks(maya), { ...check, kind: 'naloxone', outcome: 'given' }))
    assert.equal((await who(lee).post(urls.medicalChecks(maya), { ...check, kind: 'naloxone' })).status, 422)
    assert.equal(
      (await who(lee).post(urls.medicalFollowUps(maya), { dueOn: addDays(today, 7), because: 'Dose' })).status,
      422,
    )
    ok(await who(priya).post(urls.medicalFollowUps(maya), { dueOn: addDays(today, 7), because: 'Dose' }))
    assert.match((await who(lee).get(urls.medical(maya))).text, /Follow-up is due, and none is booked/)
    assert.match((await who(dana).get(urls.medicineBoard())).text, /Maya Alvarez/)
  })
})
