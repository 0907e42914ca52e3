import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, instantAt } from '../../basics/dates.ts'
import { asPerson, type Person } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { drawEverywhere, drawToday } from './actions/draw.ts'
import { sampleOru, sampleReportBundle } from './lab-examples.ts'

const today = todayHere()
const maya = { client: castId('maya') }
const zone = riverbend.timeZone
const clock: Person = { kind: 'stepwell', id: null, name: 'Clock' }
const policy = {
  perWeek: '7',
  'weekdays[]': ['1', '2', '3', '4', '5', '6', '7'],
  'panel[]': ['cocaine', 'buprenorphine'],
  method: 'laboratory',
  because: 'First weeks',
}
const order = {
  why: 'concern',
  because: 'Came in drowsy',
  'panel[]': ['cocaine', 'buprenorphine', 'nonsense'],
  specimen: 'urine',
  method: 'laboratory',
  laboratory: 'Hudson',
  dueOn: today,
}

describe('Drug tests', () => {
  let house: TestHouse
  let [priya, lee, noor, ben]: Visitor[] = []
  before(async () => {
    house = await openHouse()
    ;[priya, lee, noor, ben] = await Promise.all(['priya', 'lee', 'noor', 'ben'].map(house.as))
  })
  after(() => house.close())
  const who = (one: Visitor | undefined): Visitor => one ?? assert.fail()
  const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
    (await house.db.owner.query<T>(sql, values)).rows
  const ok = (answer: { status: number; text: string; location: string | null }) => {
    assert.equal(answer.status, 303, answer.text.replace(/<[^>]+>/g, ' ').slice(0, 3000))
    return answer.location?.split('/').at(-1) ?? ''
  }
  const at = (day: string, time: string) => instantAt(day, time, zone)
  const upload = (text: string | Uint8Array, name = 'results.hl7') => {
    const form = new FormData()
    form.append('results', new Blob([typeof text === 'string' ? text : Buffer.from(text)]), name)
    return who(noor).post(urls.labImports(), form)
  }
  let seals = 0
  const collect = (test: string, over: Record<string, string> = {}) =>
    who(lee).post(urls.toxCollections({ test }), {
      outcome: 'collected',
      onDay: today,
      atTime: '00:01',
      temperature: '94',
      seal: `S-${(seals += 1)}`,
      words: '',
      ...over,
    })
  const numberOf = async (test: string) =>
    (await rows<{ number: string }>('select number from tox_order where id = $1', [test]))[0]?.number ?? assert.fail()
  const person = { family: 'Alvarez', given: 'Maya', born: '1991-04-17' }
  const fresh = async () => {
    const test = ok(await who(priya).post(urls.toxOrders(maya), order))
    ok(await collect(test))
    return { test, number: await numberOf(test) }
  }

  it('are drawn on the day and not before it; of tomorrow there is nothing in any row, whoever looks', async () => {
    for (const one of [lee, noor, ben]) assert.equal((await who(one).post(urls.toxPolicies(maya), policy)).status, 403)
    ok(await who(priya).post(urls.toxPolicies(maya), policy))
    await drawEverywhere(house.db.pool, at(today, '04:59'))
    assert.equal((await rows('select from tox_draw')).length, 0, 'before five nothing is drawn')
    // Two copies of the clock at once: one draw.
    await Promise.all([
      drawEverywhere(house.db.pool, at(today, '05:00')),
      drawEverywhere(house.db.pool, at(today, '05:00')),
    ])
    await drawEverywhere(house.db.pool, at(today, '11:00'))
    assert.deepEqual(await rows('select on_day::text as day, is_drawn as drawn from tox_draw'), [
      { day: today, drawn: true },
    ])
    assert.equal(
      (await rows('select from tox_order where due_on > current_date + 1 or why = $1', ['random'])).length,
      1,
    )
    assert.equal((await rows('select from tox_draw where on_day > $1', [today])).length, 0)
  })

  it('cannot be drawn, moved or made up by anybody but the clock', async () => {
    for (const role of ['prescriber', 'director', 'therapist', 'coordinator'] as const) {
      const by = {
        kind: 'staff',
        id: castId('priya'),
        role,
        name: '',
        givenName: '',
        familyName: '',
        credential: '',
        sessionId: '',
      } as const
      await assert.rejects(
        asPerson(house.db.pool, riverbend.id, by, at(addDays(today, 1), '09:00'), (work) => drawToday(work, () => 0)),
        /row-level security/,
        role,
      )
    }
  })

  it('keep to the number that chance gave, and leave out who is not in care', async () => {
    const draws: boolean[] = []
    for (const [n, drawn] of [399_999, 400_000, 999_999].entries()) {
      ok(await who(priya).post(urls.toxPolicies(maya), { ...policy, perWeek: '2.8' }))
      const tests = await asPerson(house.db.pool, riverbend.id, clock, at(addDays(today, n + 1), '06:00'), (work) =>
        drawToday(work, () => drawn),
      )
      draws.push(tests === 1)
    }
    assert.deepEqual(draws, [true, false, false])
    ok(await who(priya).post(urls.toxPolicies(maya), { ...policy, perWeek: '0' }))
    assert.equal(
      await asPerson(house.db.pool, riverbend.id, clock, at(addDays(today, 9), '06:00'), (work) =>
        drawToday(work, () => 0),
      ),
      0,
    )
    await house.db.owner.query('delete from tox_order where due_on > $1', [today])
    await house.db.owner.query('delete from tox_draw where on_day > $1', [today])
  })

  it('tell the client to come on the day itself, from seven on, and nothing of any other', async () => {
    const given = await who(noor).post(urls.ownPage(maya), { language: 'en', birthDate: 'left-out' })
    const token = /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? assert.fail(given.text)
    const seen = async (time: string) => {
      house.setNow(at(today, time))
      const page = await house.stranger().get(urls.mineMedicine({ token }))
      house.setNow(null)
      assert.equal(page.status, 200)
      return /Please come in today/.test(page.text)
    }
    assert.equal(await seen('23:30'), true)
    assert.equal(await seen('06:59'), false)
    assert.match((await house.stranger().get(urls.mineMedicine({ token }, { lang: 'es' }))).text, /Mis medicinas/)
    const [{ id } = { id: '' }] = await rows<{ id: string }>("select id from tox_order where why = 'random'")
    ok(await collect(id))
    assert.equal(await seen('23:30'), false)
  })

  it('are ordered by prescribers, and collected by whoever is there; a specimen for a laboratory has a seal of its own', async () => {
    for (const one of [lee, noor, ben]) assert.equal((await who(one).post(urls.toxOrders(maya), order)).status, 403)
    const test = ok(await who(priya).post(urls.toxOrders(maya), order))
    assert.match((await collect(test, { seal: '' })).text, /Write the number of the seal/)
    assert.match((await collect(test, { outcome: 'refused', seal: '' })).text, /Say in a few words/)
    ok(await collect(test, { outcome: 'could-not', words: 'Drank water, tries again', seal: '' }))
    const both = await Promise.all([collect(test, { seal: 'TWO-1' }), collect(test, { seal: 'TWO-2' })])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 422])
    const other = ok(await who(priya).post(urls.toxOrders(maya), order))
    const [{ seal } = { seal: '' }] = await rows<{ seal: string }>(
      "select seal from tox_collection where seal like 'TWO-%'",
    )
    assert.match((await collect(other, { seal })).text, /stands on another specimen/)
    assert.equal((await who(ben).get(urls.toxTest({ test }))).status, 403)
  })

  it('go from hand to hand in order, each from whoever had it last', async () => {
    const { test } = await fresh()
    const hand = {
      toWhom: 'Locked refrigerator',
      whatFor: 'Kept cold',
      onDay: today,
      atTime: '00:02',
      seal: 'whole',
      afterPlace: '1',
    }
    const both = await Promise.all([
      who(lee).post(urls.toxCustody({ test }), hand),
      who(noor).post(urls.toxCustody({ test }), { ...hand, toWhom: 'Courier' }),
    ])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 422])
    assert.match(
      (await who(lee).post(urls.toxCustody({ test }), { ...hand, afterPlace: '2', atTime: '00:00' })).text,
      /before the hand that had it last/,
    )
    ok(
      await who(lee).post(urls.toxCustody({ test }), {
        ...hand,
        afterPlace: '2',
        toWhom: 'Hudson courier',
        seal: 'broken',
      }),
    )
    const page = await who(lee).get(urls.toxTest({ test }))
    assert.match(page.text, /The client → Lee Park/)
    assert.match(page.text, /A seal was broken on the way/)
  })

  it('read on the spot are screens, and are corrected by a report of their own', async () => {
    const { test } = await fresh()
    const cup = {
      source: 'point-of-care',
      certainty: 'confirmed',
      laboratory: '',
      creatinine: '110',
      temperature: '',
      words: '',
      because: '',
      'of-cocaine': 'positive',
      'of-buprenorphine': 'negative',
      'of-nonsense': 'positive',
    }
    ok(await who(lee).post(urls.toxReports({ test }), cup))
    const page = await who(lee).get(urls.toxTest({ test }))
    assert.match(page.text, /Not explained by the medication list: Cocaine \(a screen; not confirmed\)/)
    assert.match((await who(lee).post(urls.toxReports({ test }), cup)).text, /has such a report already/)
    const [{ id } = { id: '' }] = await rows<{ id: string }>('select id from tox_report where order_id = $1', [test])
    ok(
      await who(lee).post(urls.toxReports({ test }), {
        ...cup,
        correctsId: id,
        because: 'Read the wrong strip',
        'of-cocaine': 'negative',
      }),
    )
    assert.match((await who(lee).get(urls.toxTest({ test }))).text, /Nothing was found\./)
    assert.match((await who(lee).get(urls.toxTest({ test }))).text, /Corrected later/)
  })

  it('come from a laboratory by number, names and birth date together; whatever else stays aside', async () => {
    const { test, number } = await fresh()
    const wrong = [
      { ...person, number, family: 'Alvarado' },
      { ...person, number, born: '1991-04-18' },
      { ...person, number: 'SW22222222' },
    ]
    for (const one of wrong) ok(await upload(sampleOru(one)))
    assert.equal((await rows('select from tox_report where order_id = $1', [test])).length, 0, 'never by a name alone')
    const page = await who(noor).get(urls.labImports())
    for (const words of [
      'The family name is not that',
      'The birth date is not that',
      'No order here has the number SW22222222',
      '3 reports need a person',
    ])
      assert.ok(page.text.includes(words), words)
    ok(await upload(sampleOru({ ...person, number })))
    const read = await who(lee).get(urls.toxTest({ test }))
    assert.match(read.text, /Not explained by the medication list: Buprenorphine/)
    assert.match(read.text, /creatinine 112 mg\/dL/)
    assert.match((await upload(sampleOru({ ...person, number }))).text, /This very file was read before/)
    ok(await upload(sampleOru({ ...person, number, at: '202611201100' })))
    assert.match((await who(noor).get(urls.labImports())).text, /This order has this report already/)
    ok(
      await upload(
        sampleOru({ ...person, number, status: 'C', results: ['ST|BUP^Buprenorphine screen^L||Negative||||||C'] }),
      ),
    )
    assert.match((await who(lee).get(urls.toxTest({ test }))).text, /Nothing was found\./)
    assert.equal((await upload(sampleOru({ ...person, number }), 'x')).status, 422)
  })

  it('are settled by a person, who may put the number right but not the birth date', async () => {
    const { test, number } = await fresh()
    const aside = async (words: string) =>
      (
        await rows<{ id: string }>(
          'select u.id from lab_unmatched u where not exists (select from lab_settled s where s.unmatched_id = u.id) and u.why ~ $1',
          [words],
        )
      )[0]?.id ?? assert.fail(words)
    const born = await aside('birth date')
    assert.match(
      (await who(noor).post(urls.labSettled({ aside: born }), { orderNumber: number, because: 'Looks like it' })).text,
      /It cannot be theirs/,
    )
    ok(await who(noor).post(urls.labSettled({ aside: born }), { orderNumber: '', because: 'Not our client' }))
    const slip = await aside('No order')
    const both = await Promise.all(
      [1, 2].map(() =>
        who(noor).post(urls.labSettled({ aside: slip }), { orderNumber: number, because: 'Misread label' }),
      ),
    )
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 422])
    assert.equal((await rows('select from tox_report where order_id = $1', [test])).length, 1)
    assert.equal((await who(lee).get(urls.labImports())).status, 403)
  })

  it('come as a FHIR bundle too; what cannot be read is refused in one sentence, and nothing of it is kept', async () => {
    const { test, number } = await fresh()
    ok(await upload(sampleReportBundle({ ...person, number }), 'bundle.json'))
    assert.match((await who(lee).get(urls.toxTest({ test }))).text, /Norbuprenorphine[\s\S]*Confirmed/)
    const before_ = (await rows('select from lab_import')).length
    const whole = sampleOru({ ...person, number, at: '202611211100' })
    for (const [file, words] of [
      [whole.slice(0, -20), /cut off or damaged/],
      ['', /Choose a file|empty/],
      ['hello', /does not begin as an HL7/],
      [Uint8Array.from([0, 1, 2, 255]), /does not begin as an HL7/],
      ['{"resourceType":"Bundle"', /no FHIR bundle/],
    ] as const) {
      const answer = await upload(file)
      assert.equal(answer.status, 422)
      assert.match(answer.text, words)
    }
    assert.equal((await rows('select from lab_import')).length, before_)
    const many = await fresh()
    ok(
      await upload(
        sampleOru({
          ...person,
          number: many.number,
          results: Array.from({ length: 1000 }, (_, n) => `ST|T${n}^Test ${n}^L||Negative||||||F`),
        }),
      ),
    )
    assert.equal((await who(lee).get(urls.toxTest({ test: many.test }))).status, 200)
  })
})
