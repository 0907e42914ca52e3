import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Fhir } from 'fhir'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../../tests/knock.ts'
import { readPdf } from '../../../../tests/pdf.ts'
import { clear, count, hidden, notInCare, screenAs, today } from '../../../../tests/placement.ts'
import { addDays, dayAt, timeAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { asPerson } from '../../../db/work.ts'
import { urls } from '../../../urls.ts'
import { bytesOf } from '../../files/queries.ts'
import { noticeOn } from '../../consents/notice.ts'

const kofi = { client: castId('kofi') }
const ruth = { client: castId('ruth') }
const by = { kind: 'stepwell', id: null, name: 'Test' } as const

let house: TestHouse
let noor: Visitor
before(async () => {
  house = await openHouse()
  for (const key of ['kofi', 'ruth']) await notInCare(house, castId(key))
  noor = await house.as('noor')
  await house.db.owner.query(
    `insert into client_history (clinic_id, id, client_id, kind, code_system, code, label, status, started_on, detail, recorded_at)
     values ($1, gen_random_uuid(), $2, 'medication', 'rxnorm', '6813', 'Methadone 60 mg', 'active', '2026-01-04', 'Daily', now()),
            ($1, gen_random_uuid(), $2, 'allergy', null, null, 'Penicillin', 'active', null, null, now()),
            ($1, gen_random_uuid(), $2, 'problem', 'ICD-10-CM', 'F10.20', 'Alcohol dependence', 'active', '2020-05-01', null, now()),
            ($1, gen_random_uuid(), $2, 'problem', 'odd', 'x', 'A problem with no known system', 'unknown', null, 'As told', now())`,
    [riverbend.id, kofi.client],
  )
})
after(() => house.close())

const minutes = (n: number) => {
  const at = new Date(Date.now() + n * 60_000)
  return { dueDay: dayAt(at, riverbend.timeZone), dueTime: timeAt(at, riverbend.timeZone) }
}
const draft = (over: Record<string, string> = {}) => ({
  id: newId(),
  screen: '',
  toLevel: '3.7',
  toWhom: 'The charge nurse, Jo Reyes',
  because: 'Shaking this morning, last drink yesterday evening.',
  ...minutes(30),
  backOn: addDays(today(), 3),
  owner: castId('noor'),
  ...over,
})
const handOff = async (who: { client: string }, over: Record<string, string> = {}) => {
  const made = await noor.post(urls.newHandOff(who), draft(over))
  assert.equal(made.status, 303, made.text.slice(0, 400))
  return (made.location ?? '').split('/').at(-1) ?? ''
}
async function signTpo(who: { client: string }): Promise<void> {
  const page = await noor.get(urls.newConsent(who, { scope: 'tpo' }))
  const name = /name="signerName"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="signerName"/.exec(page.text)
  const signerName = name?.[1] ?? name?.[2] ?? ''
  const signed = await noor.post(urls.newConsent(who), {
    scope: 'tpo',
    shown: /name="shown" value="([0-9a-f]{64})"/.exec(page.text)?.[1] ?? '',
    signerName,
    capacity: 'client',
    authority: '',
    signature: signerName,
    signaturePath: '',
    intends: 'yes',
  })
  assert.equal(signed.status, 303)
}

describe('Partners', () => {
  const fields = {
    name: 'Stony Brook House, withdrawal unit',
    'levels[]': ['3.7', '3.5'],
    phone: '845-555-0142',
    takesPregnant: 'no',
    takesMoud: 'unsaid',
    takesAdolescents: 'yes',
  }
  let partner = ''

  it('are kept with what they give; a name alone is refused, with everything kept', async () => {
    for (const [change, sentence] of [
      [{ name: '' }, /Give the name of the house/],
      [{ 'levels[]': [] }, /Choose at least one level/],
      [{ 'levels[]': ['2.2'] }, /Choose at least one level/],
      [{ phone: '' }, /Give a phone number or an address/],
    ] as const) {
      const refused = await noor.post(urls.newPartner(), {
        ...fields,
        ...change,
        'levels[]': [...('levels[]' in change ? change['levels[]'] : fields['levels[]'])],
      })
      assert.equal(refused.status, 422)
      assert.match(refused.text, sentence)
      if (!('phone' in change)) assert.match(refused.text, /845-555-0142/)
    }
    const made = await noor.post(urls.newPartner(), fields)
    assert.equal(made.status, 303)
    partner = (made.location ?? '').split('/').at(-1) ?? ''
    const list = (await noor.get(urls.partners())).text
    assert.match(list, /Stony Brook House[\s\S]*Never checked/)
    assert.match((await noor.get(urls.partners({ level: '1.7' }))).text, /Nobody matches/)
    assert.match((await noor.get(urls.partners({ q: 'stony', level: '3.7' }))).text, /Found: 1|All partners/)
  })

  it('are old after half a year without a check', async () => {
    const check = (on: string, whom: string) => noor.post(urls.partnerCheck({ partner }), { on, with: whom })
    assert.match((await check(addDays(today(), 1), 'Jo')).text, /today at the latest/)
    assert.match((await check(today(), '')).text, /Name whom you checked/)
    assert.equal((await check(addDays(today(), -181), 'Jo Reyes')).status, 303)
    assert.match((await noor.get(urls.partner({ partner }))).text, /This is old/)
    assert.equal((await check(addDays(today(), -180), 'Jo Reyes')).status, 303)
    assert.doesNotMatch((await noor.get(urls.partner({ partner }))).text, /This is old/)
  })

  it('are changed by a new row, and not over somebody else’s change', async () => {
    const page = (await noor.get(urls.partner({ partner }))).text
    const seen = hidden(page, 'seen')
    assert.equal(
      (await noor.post(urls.partner({ partner }), { ...fields, phone: '845-555-0199', isClosed: 'no', seen })).status,
      303,
    )
    const late = await noor.post(urls.partner({ partner }), { ...fields, phone: '845-555-0100', isClosed: 'no', seen })
    assert.equal(late.status, 422)
    assert.match(late.text, /changed this partner while the page was open/)
    assert.match((await noor.get(urls.partner({ partner }))).text, /845-555-0199/)
  })

  it('stand in the hand-off by level, with what to ask; a new one is added there', async () => {
    const page = (await noor.get(urls.newHandOff(kofi, { level: '3.7' }))).text
    assert.match(
      page,
      /<optgroup label="Residential treatment with round-the-clock medical care \(level 3.7\)"><option value="[^"]+">Stony Brook House/,
    )
    for (const [change, sentence] of [
      [{ newPartner: 'Harbor crisis house', newPartnerPhone: '' }, /Give a phone number/],
      [
        { newPartner: 'Harbor crisis house', newPartnerPhone: '845-555-0111', partner },
        /Choose a partner of the list, or add one/,
      ],
      [{ partner: newId() }, /Choose a partner of the list/],
      [{ toLevel: 'clinician', newPartner: 'Harbor', newPartnerPhone: '845-555-0111' }, /somebody of this program/],
    ] as const) {
      const refused = await noor.post(urls.newHandOff(kofi), draft(change))
      assert.equal(refused.status, 422, JSON.stringify(change))
      assert.match(refused.text, sentence)
    }
    const made = await handOff(ruth, {
      toLevel: 'crisis',
      newPartner: 'Harbor crisis house',
      newPartnerPhone: '845-555-0111',
    })
    assert.match((await noor.get(urls.handOff({ handOff: made }))).text, /Harbor crisis house/)
    assert.match((await noor.get(urls.partners())).text, /2 partners/)
  })

  it('are closed to those who have no part in it, and to other clinics', async () => {
    const ben = await house.as('ben')
    for (const url of [urls.partners(), urls.newPartner(), urls.partner({ partner })])
      assert.equal((await ben.get(url)).status, 403)
    const lee = await house.as('lee')
    assert.equal((await lee.get(urls.partners())).status, 200)
    assert.equal((await lee.post(urls.partner({ partner }), fields)).status, 403)
    const sofia = await house.as('sofia')
    assert.equal((await sofia.get(urls.partner({ partner }))).status, 404)
    assert.equal((await sofia.post(urls.partnerCheck({ partner }), { on: today(), with: 'Jo' })).status, 404)
    assert.match((await sofia.get(urls.partners())).text, /No partner is listed yet/)
    for (const bad of ['x', newId()]) assert.equal((await noor.get(urls.partner({ partner: bad }))).status, 404)
  })
})

describe('The way back', () => {
  it('moves the day to check while the person is still there, and keeps them on the board', async () => {
    const id = await handOff(kofi)
    const say = (fields: Record<string, string>) => noor.post(urls.handOffAnswers({ handOff: id }), fields)
    const early = await say({ answer: 'still-there', byWhom: 'Jo Reyes', backOn: addDays(today(), 2) })
    assert.match(early.text, /Nobody there has accepted/)
    assert.equal((await say({ answer: 'accepted', byWhom: 'Jo Reyes', words: 'By phone' })).status, 303)
    for (const backOn of ['', addDays(today(), -1), addDays(today(), 91), 'soon'])
      assert.match(
        (await say({ answer: 'still-there', byWhom: 'Jo Reyes', backOn })).text,
        /Give the next day to check/,
      )
    const later = addDays(today(), 6)
    assert.equal(
      (await say({ answer: 'still-there', byWhom: 'Jo Reyes', backOn: later, words: 'Five more days' })).status,
      303,
    )
    house.setNow(new Date(Date.now() + 5 * 86_400_000))
    assert.match((await noor.get(urls.handOffs())).text, /Still there/)
    house.setNow(new Date(Date.now() + 8 * 86_400_000))
    assert.match(
      (await noor.get(urls.handOff({ handOff: id }))).text,
      /The day to check on the way back[^.]*has passed/,
    )
    house.setNow(null)
    const { rows } = await house.db.owner.query(
      'select due_at::date::text as due, answer from open_hand_off where hand_off_id = $1',
      [id],
    )
    assert.deepEqual(rows, [{ due: later, answer: 'still-there' }])
    assert.equal((await say({ answer: 'still-there', byWhom: 'Jo Reyes', backOn: addDays(later, 2) })).status, 303)
  })
})

describe('A packet', () => {
  let id = ''
  const parts = ['gate', 'assessment', 'history', 'contacts']

  it('is not made without a consent, and the page says what is missing and the two ways on', async () => {
    await screenAs(noor, kofi, { ...clear, 'opioid-use': 'yes', cows: '3' })
    id = await handOff(kofi, { toWhom: 'Dr. Rao, emergency department', toLevel: 'ed' })
    const page = (await noor.get(urls.packet({ handOff: id }))).text
    assert.match(page, /Nothing may be sent yet/)
    assert.match(page, /No consent covers this/)
    assert.match(page, /Ask for consent/)
    assert.match(page, /no consent can be had/)
    const refused = await noor.post(urls.packet({ handOff: id }), { 'parts[]': parts })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /No consent covers this/)
    assert.equal(await count(house, 'packet', kofi.client), 0)
    assert.equal(await count(house, 'disclosure', kofi.client), 0)
  })

  it('goes in a medical emergency, once its four things are recorded, to medical personnel only', async () => {
    const now = minutes(0)
    const emergency = {
      recipientName: 'Dr. Rao',
      affiliation: 'Hudson General',
      discloser: 'Noor Haddad',
      day: now.dueDay,
      time: now.dueTime,
      nature: 'Found unresponsive in the waiting room, breathing slowly.',
    }
    for (const [change, sentence] of [
      [{ recipientName: '' }, /Name the person there who is told/],
      [{ affiliation: '' }, /Name the facility/],
      [{ discloser: '' }, /Name who tells them/],
      [{ time: '' }, /Give the day and time/],
      [{ day: addDays(today(), 1) }, /Give the day and time/],
      [{ nature: 'ill' }, /Say what the emergency is/],
    ] as const) {
      const refused = await noor.post(urls.emergencyTelling({ handOff: id }), { ...emergency, ...change })
      assert.equal(refused.status, 422, JSON.stringify(change))
      assert.match(refused.text, sentence)
      if (!('affiliation' in change)) assert.match(refused.text, /Hudson General/)
    }
    const elsewhere = await handOff(ruth, { toLevel: '3.5', toWhom: 'Stony Brook, Jo' })
    assert.match((await noor.post(urls.emergencyTelling({ handOff: elsewhere }), emergency)).text, /goes elsewhere/)
    assert.equal((await noor.post(urls.emergencyTelling({ handOff: id }), emergency)).status, 303)
    assert.equal((await noor.post(urls.packet({ handOff: id }), { 'parts[]': parts })).status, 303)
    const { rows } = await house.db.owner.query(
      'select recipient_name, recipient_affiliation, discloser, nature from emergency_telling where client_id = $1',
      [kofi.client],
    )
    assert.deepEqual(rows, [
      {
        recipient_name: 'Dr. Rao',
        recipient_affiliation: 'Hudson General',
        discloser: 'Noor Haddad',
        nature: emergency.nature,
      },
    ])
    assert.equal(await count(house, 'disclosure', kofi.client), 0)
    house.setNow(new Date(Date.now() + 25 * 3_600_000))
    const old = await noor.post(urls.packet({ handOff: id }), { 'parts[]': parts })
    house.setNow(null)
    assert.equal(old.status, 422, 'an emergency of yesterday carries nothing more')
  })

  it('goes by consent: a paper that can be read, a valid FHIR document, and the accounting', async () => {
    await signTpo(kofi)
    assert.match((await noor.get(urls.packet({ handOff: id }))).text, /A consent covers this/)
    const none = await noor.post(urls.packet({ handOff: id }), {})
    assert.match(none.text, /Choose what goes along/)
    assert.equal((await noor.post(urls.packet({ handOff: id }), { 'parts[]': parts })).status, 303)
    const { rows } = await house.db.owner.query(
      'select id, file_id, consent_id, emergency_id from packet where client_id = $1 order by made_at desc limit 1',
      [kofi.client],
    )
    assert.ok(rows[0].consent_id)
    assert.equal(rows[0].emergency_id, null)
    const { rows: told } = await house.db.owner.query(
      'select recipient, purpose, what, notice_version, consent_id from disclosure where client_id = $1',
      [kofi.client],
    )
    assert.deepEqual(
      told.map((row) => [row.recipient, row.purpose, row.consent_id]),
      [['Dr. Rao, emergency department', 'treatment', rows[0].consent_id]],
    )
    const bytes = await asPerson(house.db.pool, riverbend.id, by, new Date(), (work) => bytesOf(work, rows[0].file_id))
    assert.ok(bytes)
    const paper = await readPdf(bytes)
    assert.equal(paper.title, 'Hand-off: Kofi Lartey')
    const text = paper.text.replace(/\s+/g, ' ')
    for (const words of [
      'Methadone 60 mg',
      'Penicillin',
      'Alcohol dependence',
      'COWS',
      'Dr. Rao, emergency department',
      'The consent this rests on',
      'Its words, as signed',
    ])
      assert.ok(text.includes(words), words)
    assert.ok(text.includes(noticeOn(today()).text.slice(0, 120)), 'the notice of 42 CFR 2.32')

    const answer = await noor.get(urls.packetBundle({ packet: rows[0].id }))
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-disposition') ?? '', /attachment/)
    const bundle = JSON.parse(answer.text)
    const { valid, messages } = new Fhir().validate(bundle)
    assert.ok(valid, JSON.stringify(messages.filter((one) => one.severity === 'error' || one.severity === 'fatal')))
    assert.equal(bundle.type, 'document')
    assert.equal(bundle.entry[0].resource.resourceType, 'Composition')
    const types = new Set(bundle.entry.map((one: { resource: { resourceType: string } }) => one.resource.resourceType))
    for (const type of [
      'Patient',
      'Condition',
      'MedicationStatement',
      'AllergyIntolerance',
      'Observation',
      'QuestionnaireResponse',
      'DocumentReference',
      'Consent',
      'Provenance',
    ])
      assert.ok(types.has(type), type)
    for (const { resource } of [...bundle.entry, { resource: bundle }]) {
      const codes = resource.meta.security.map((one: { code: string }) => one.code)
      assert.ok(codes.includes('R') && codes.includes('42CFRPart2'), resource.resourceType)
    }
    const urns = new Set(bundle.entry.map((one: { fullUrl: string }) => one.fullUrl))
    for (const [, reference] of answer.text.matchAll(/"reference":"([^"]+)"/g))
      assert.ok(urns.has(reference), reference)
    assert.equal(urns.size, bundle.entry.length)
  })

  it('holds only what was chosen', async () => {
    assert.equal((await noor.post(urls.packet({ handOff: id }), { 'parts[]': ['contacts'] })).status, 303)
    const { rows } = await house.db.owner.query(
      'select id, contents from packet where client_id = $1 order by made_at desc limit 1',
      [kofi.client],
    )
    assert.deepEqual(rows[0].contents, ['contacts'])
    assert.doesNotMatch(
      (await noor.get(urls.packetBundle({ packet: rows[0].id }))).text,
      /Methadone|QuestionnaireResponse/,
    )
  })

  it('is not made a moment after the consent is taken back', async () => {
    const { rows } = await house.db.owner.query("select id from consent where client_id = $1 and scope = 'tpo'", [
      kofi.client,
    ])
    const revoked = await noor.post(urls.consentRevocation({ consent: rows[0].id }), { how: 'Said so to me today' })
    assert.equal(revoked.status, 303)
    house.setNow(new Date(Date.now() + 30 * 3_600_000))
    const refused = await noor.post(urls.packet({ handOff: id }), { 'parts[]': parts })
    house.setNow(null)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /took this consent back/)
  })

  it('is closed to billers and administrators, and to another clinic', async () => {
    const { rows } = await house.db.owner.query('select id from packet where client_id = $1 limit 1', [kofi.client])
    for (const key of ['ben', 'ada']) {
      const who = await house.as(key)
      for (const url of [urls.packet({ handOff: id }), urls.packetBundle({ packet: rows[0].id })])
        assert.equal((await who.get(url)).status, 403)
      assert.equal((await who.post(urls.emergencyTelling({ handOff: id }), {})).status, 403)
    }
    const sofia = await house.as('sofia')
    for (const url of [urls.packet({ handOff: id }), urls.packetBundle({ packet: rows[0].id })])
      assert.equal((await sofia.get(url)).status, 404)
    for (const url of [urls.packet({ handOff: id }), urls.emergencyTelling({ handOff: id })])
      assert.equal((await sofia.post(url, {})).status, 404)
    assert.equal((await noor.get(urls.packetBundle({ packet: 'x' }))).status, 404)
  })
})
