import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { type Ask, mayTell, recordTelling, revokeConsent } from './actions.ts'

type Fields = Record<string, string | string[]>
const maya = { client: castId('maya') }
const by = { kind: 'stepwell', id: null, name: 'Test' } as const
const terms = {
  kind: 'person',
  name: 'Rosa Alvarez',
  relation: 'mother',
  membersWho: 'names',
  members: '',
  'information[]': ['presence', 'attendance'],
  detail: '',
  purpose: 'family',
  purposeWords: '',
  endsBy: 'event',
  endsOn: '',
  endsWhen: 'I leave the program',
  language: 'en',
}
const signs = {
  signerName: 'Maya Alvarez',
  capacity: 'client',
  authority: '',
  signature: 'Maya Alvarez',
  intends: 'yes',
}
const rosa = { kind: 'person', name: 'Rosa Alvarez' } as const

describe('A consent of its own', () => {
  let house: TestHouse
  let noor: Visitor
  let dana: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
    dana = await house.as('dana')
  })
  after(() => house.close())

  const told = async (ask: Pick<Ask, 'what' | 'purpose' | 'recipient'>) =>
    (
      await asPerson(house.db.pool, riverbend.id, by, new Date(), (work) =>
        mayTell(work, { ...ask, clients: [maya.client] }),
      )
    ).size === 1
  const shownIn = (text: string) => /name="shown" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? ''
  const sign = async (scope: string, over: Fields = {}, signed: Record<string, string> = {}) => {
    const fields: Fields = { ...terms, scope, ...over }
    const read = await noor.post(urls.newConsent(maya), { ...fields, step: 'terms' })
    assert.equal(read.status, 200, read.text)
    const kept = await noor.post(urls.newConsent(maya), {
      ...fields,
      ...signs,
      ...signed,
      step: 'sign',
      shown: shownIn(read.text),
    })
    assert.equal(kept.status, 303, kept.text)
    return { read: read.text, id: kept.location?.split('/').at(-1) ?? '' }
  }
  const attends = { what: 'attendance', purpose: 'family', recipient: rosa } as const

  it('offers the contacts on file, and takes their name as it is there', async () => {
    await house.db.owner.query(
      "insert into client_contact (clinic_id, id, client_id, kind, value, name, relationship, recorded_at) values ($1, $2, $3, 'emergency', '+15185550142', 'Rosa Álvarez', 'mother', now())",
      [riverbend.id, newId(), maya.client],
    )
    const page = await noor.get(urls.newConsent(maya, { scope: 'specific' }))
    assert.equal(page.status, 200)
    const contact = /<option value="([^"]+)">Rosa Álvarez, mother/.exec(page.text)?.[1] ?? ''
    const read = await noor.post(urls.newConsent(maya), {
      ...terms,
      scope: 'specific',
      step: 'terms',
      name: '',
      contact,
    })
    assert.equal(read.status, 200, read.text)
    assert.match(read.text, /With Rosa Álvarez \(mother\), and nobody else/)
  })

  for (const [name, over, sentence] of [
    ['without a name', { name: '' }, /Give the name, as they would say it/],
    ['without anything to tell', { 'information[]': [] }, /Choose what may be told/],
    ['without an end', { endsBy: '' }, /Choose how it ends/],
    ['with an empty event', { endsWhen: '' }, /Say at which event it ends/],
  ] as const)
    it(`is not read ${name}, and what was typed stays`, async () => {
      const answer = await noor.post(urls.newConsent(maya), {
        ...terms,
        ...over,
        scope: 'specific',
        step: 'terms',
      } as Fields)
      assert.equal(answer.status, 422)
      assert.match(answer.text, sentence)
      assert.match(answer.text, /value="mother"/)
    })

  it('is not kept without intention, nor when its terms changed after they were read', async () => {
    const fields: Fields = { ...terms, scope: 'specific' }
    const shown = shownIn((await noor.post(urls.newConsent(maya), { ...fields, step: 'terms' })).text)
    const { intends: _, ...silent } = signs
    const first = await noor.post(urls.newConsent(maya), { ...fields, ...silent, step: 'sign', shown })
    assert.equal(first.status, 422)
    assert.match(first.text, /Tick that you have read this/)
    const wider: Fields = { ...fields, 'information[]': ['record'] }
    const second = await noor.post(urls.newConsent(maya), { ...wider, ...signs, step: 'sign', shown })
    assert.equal(second.status, 422)
    assert.match(second.text, /changed while it was open/)
    const back = await noor.post(urls.newConsent(maya), { ...fields, ...signs, step: 'change', shown })
    assert.equal(back.status, 200)
    assert.match(back.text, /Read the form/)
  })

  it('signed in Spanish, lets exactly this be told, to exactly this person', async () => {
    assert.equal(await told(attends), false)
    const { read } = await sign('specific', { language: 'es' })
    assert.match(read, /<article class="card paper" lang="es">/)
    assert.match(read, /Este permiso termina cuando I leave the program/)
    assert.equal(await told(attends), true)
    assert.equal(await told({ ...attends, what: 'presence' }), true)
    for (const no of [
      { ...attends, what: 'plan' },
      { ...attends, purpose: 'treatment' },
      { ...attends, recipient: { kind: 'person', name: 'Rosa Alvares' } },
      { ...attends, recipient: { kind: 'employer', name: 'Rosa Alvarez' } },
    ] as const)
      assert.equal(await told(no), false, JSON.stringify(no))
    const list = await noor.get(urls.consents(maya))
    assert.match(list.text, /Until this happens: I leave the program/)
    assert.match(list.text, /It has happened/)
    assert.match(list.text, /What may I say to whom/)
    assert.match(list.text, /Rosa Alvarez/)
  })

  it('ends with its event, from that instant, once, and says who knew it how', async () => {
    const { id } = await sign('specific')
    const page = await noor.get(urls.consent({ consent: id }))
    assert.match(page.text, /It has come: end this consent/)
    const [on, at] = [
      /name="on"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="on"/,
      /name="at"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="at"/,
    ].map((pattern) => pattern.exec(page.text)?.slice(1).find(Boolean) ?? '')
    assert.ok(on && at, page.text)
    const events = urls.consentEvents({ consent: id })
    const future = await noor.post(events, { kind: 'ended', on: '2199-01-01', at: '10:00', howKnown: 'She said so' })
    assert.equal(future.status, 422)
    assert.match(future.text, /lies in the future/)
    assert.equal((await noor.post(events, { kind: 'ended', on, at, howKnown: 'She said so' })).status, 303)
    const twice = await noor.post(events, { kind: 'ended', on, at, howKnown: 'She said so' })
    assert.equal(twice.status, 422)
    const { rows } = await house.db.owner.query(
      'select e.kind, e.how_known, e.happened_at <= e.recorded_at as ok from consent_event e where consent_id = $1',
      [id],
    )
    assert.deepEqual(rows, [{ kind: 'ended', how_known: 'She said so', ok: true }])
    const { rows: others } = await house.db.owner.query(
      "select id from consent c where client_id = $1 and scope = 'specific' and not exists (select from consent_event e where e.consent_id = c.id)",
      [maya.client],
    )
    for (const other of others) {
      assert.equal(await told(attends), true)
      assert.equal((await noor.post(urls.consentRevocation({ consent: other.id }), { how: 'letter' })).status, 303)
    }
    assert.equal(await told(attends), false)
  })

  it('is known false only by a director, and then refuses', async () => {
    const { id } = await sign('specific', { endsBy: 'condition', endsWhen: 'I live with my mother' })
    assert.equal(await told(attends), true)
    const claim = { kind: 'known-false', on: '2026-01-01', at: '10:00', howKnown: 'Her sister signed it' }
    const events = urls.consentEvents({ consent: id })
    assert.equal((await noor.post(events, claim)).status, 403)
    assert.equal(await told(attends), true)
    assert.equal((await dana.post(events, claim)).status, 303)
    assert.equal(await told(attends), false)
    assert.match((await dana.get(urls.consent({ consent: id }))).text, /Known to be false/)
  })

  it('for counselling notes and for a legal case is apart, in both directions', async () => {
    const lee = { kind: 'treating-provider', name: 'Dr Lee' } as const
    await sign('counselling-notes', {
      kind: lee.kind,
      name: lee.name,
      'information[]': ['counselling-notes'],
      purpose: 'treatment',
    })
    assert.equal(await told({ what: 'counselling-notes', purpose: 'treatment', recipient: lee }), true)
    assert.equal(await told({ what: 'presence', purpose: 'treatment', recipient: lee }), false)
    const court = { kind: 'court', name: 'Family Court' } as const
    await sign('legal', { kind: court.kind, name: court.name, purpose: 'legal-proceedings' })
    assert.equal(await told({ what: 'attendance', purpose: 'legal-proceedings', recipient: court }), true)
    assert.equal(await told({ what: 'attendance', purpose: 'family', recipient: court }), false)
  })

  it('for a court waits until it can be taken back, and no longer', async () => {
    const quinn = { kind: 'law-enforcement', name: 'Officer Quinn' } as const
    const { id, read } = await sign('criminal-justice', {
      kind: quinn.kind,
      name: quinn.name,
      purpose: 'criminal-justice',
      revocableBy: 'event',
      revocableOn: '',
      revocableWhen: 'the court has decided',
    })
    assert.match(read, /your compliance officer/)
    const ask = { what: 'attendance', purpose: 'criminal-justice', recipient: quinn } as const
    assert.equal(await told(ask), true)
    const early = await noor.post(urls.consentRevocation({ consent: id }), { how: 'letter' })
    assert.equal(early.status, 422)
    assert.match(early.text, /once this has happened: the court has decided/)
    const now = new Date()
    assert.equal(
      (
        await noor.post(urls.consentEvents({ consent: id }), {
          kind: 'revocable',
          on: now.toLocaleDateString('en-CA', { timeZone: riverbend.timeZone }),
          at: now.toLocaleTimeString('en-GB', { timeZone: riverbend.timeZone, hour: '2-digit', minute: '2-digit' }),
          howKnown: 'The court’s letter',
        })
      ).status,
      303,
    )
    assert.equal(await told(ask), true, 'the verdict does not end it; it opens the way')
    assert.equal((await noor.post(urls.consentRevocation({ consent: id }), { how: 'letter' })).status, 303)
    assert.equal(await told(ask), false)
  })

  it('is closed to a biller and to another clinic', async () => {
    const [ben, sofia] = [await house.as('ben'), await house.as('sofia')]
    const { rows } = await house.db.owner.query("select id from consent where scope = 'specific' limit 1")
    const consent = { consent: rows[0].id }
    assert.equal((await ben.get(urls.newConsent(maya, { scope: 'specific' }))).status, 403)
    assert.equal((await ben.post(urls.consentEvents(consent), { kind: 'ended' })).status, 403)
    assert.equal((await sofia.get(urls.newConsent(maya, { scope: 'specific' }))).status, 404)
    assert.equal((await sofia.post(urls.consentEvents(consent), { kind: 'ended' })).status, 404)
  })

  it('of a minor stands when parent and child signed the very same', async () => {
    const teen = castId('a teen of this test')
    await house.db.owner.query('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
      riverbend.id,
      teen,
      '777001',
    ])
    await house.db.owner.query(
      "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, $2, $3, 'Lia', 'Soto', '2011-05-05', 'female', 'lia soto', now())",
      [riverbend.id, newId(), teen],
    )
    const params = { client: teen }
    const fields: Fields = { ...terms, scope: 'specific' }
    const shown = shownIn((await noor.post(urls.newConsent(params), { ...fields, step: 'terms' })).text)
    const kept = await noor.post(urls.newConsent(params), {
      ...fields,
      ...signs,
      signerName: 'Lia Soto',
      signature: 'Lia Soto',
      step: 'sign',
      shown,
    })
    assert.equal(kept.status, 303, kept.text)
    const asks = () =>
      asPerson(house.db.pool, riverbend.id, by, new Date(), (work) => mayTell(work, { ...attends, clients: [teen] }))
    assert.equal((await asks()).size, 0, 'one of two signatures')
    const consent = kept.location?.split('/').at(-1) ?? ''
    const page = await noor.get(urls.consent({ consent }))
    assert.match(page.text, /before the guardian has signed/)
    const again = await noor.get(urls.newConsent(params, { scope: 'specific', like: consent }))
    assert.equal(shownIn(again.text), shown, 'the same text')
    const parent = { signerName: 'Eva Soto', capacity: 'guardian', authority: 'mother', signature: 'Eva Soto' }
    const second = await noor.post(urls.newConsent(params), { ...fields, ...signs, ...parent, step: 'sign', shown })
    assert.equal(second.status, 303, second.text)
    assert.equal((await asks()).size, 1)
    assert.equal((await noor.post(urls.consentRevocation({ consent }), { how: 'letter' })).status, 303)
    assert.equal((await asks()).size, 0, 'either may take it back')
  })
})

describe('A telling and a revocation at once', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const ask = {
    what: 'record',
    purpose: 'treatment',
    recipient: { kind: 'treating-provider', name: 'County Health' },
    clients: [maya.client],
  } as const
  const consentNow = async () => {
    const id = newId()
    await house.db.owner.query(
      `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, text_signed, text_hash, information, recipients, purposes,
         signer_name, signer_capacity, method, signature, signed_at, taken_by)
       values ($1, $2, $3, 'tpo', 'stepwell-tpo', '1', 'words', $4, '{record}', '[{"kind":"treating-provider","name":null}]', '{treatment,payment,operations}',
         'Maya Alvarez', 'client', 'typed', 'Maya Alvarez', now() - interval '1 hour', $5)`,
      [riverbend.id, id, maya.client, 'a'.repeat(64), castId('noor')],
    )
    return id
  }
  const noor = {
    kind: 'staff',
    id: castId('noor'),
    role: 'coordinator',
    name: 'Noor Haddad',
    givenName: 'Noor',
    familyName: 'Haddad',
    credential: '',
    sessionId: newId(),
  } as const
  const tell = (pause = 0) =>
    asPerson(house.db.pool, riverbend.id, by, new Date(), async (work) => {
      const allowed = [...(await mayTell(work, { ...ask, clients: [...ask.clients] })).values()]
      await new Promise((resolve) => setTimeout(resolve, pause))
      await recordTelling(work, allowed, { purpose: 'treatment', recipient: 'County Health', what: 'record' })
      return allowed.length
    })
  const revoke = (id: string) =>
    asPerson(house.db.pool, riverbend.id, noor, new Date(), (work) => revokeConsent(work, id, 'by letter'))
  const wrong = async () =>
    (
      await house.db.owner.query(
        'select d.at, r.revoked_at from disclosure d join consent_revocation r on r.consent_id = d.consent_id where d.at >= r.revoked_at',
      )
    ).rows

  it('refuses in the very next request', async () => {
    const id = await consentNow()
    assert.equal(await tell(), 1)
    assert.equal(await revoke(id), null)
    assert.equal(await tell(), 0)
    assert.deepEqual(await wrong(), [])
  })

  it('waits for a telling that has begun, and takes the later time, though it was asked for earlier', async () => {
    const id = await consentNow()
    const began = new Date()
    await new Promise((resolve) => setTimeout(resolve, 5))
    const telling = tell(200)
    await new Promise((resolve) => setTimeout(resolve, 60))
    const answer = await asPerson(house.db.pool, riverbend.id, noor, began, (work) => revokeConsent(work, id, 'letter'))
    assert.equal(isRefusal(answer), false)
    assert.equal(await telling, 1)
    const { rows } = await house.db.owner.query(
      'select (select max(at) from disclosure where consent_id = $1) < (select revoked_at from consent_revocation where consent_id = $1) as after',
      [id],
    )
    assert.equal(rows[0].after, true)
    assert.equal(await tell(), 0)
  })

  it('leaves, of forty at once, an accounting in which nothing is later than the revocation it rests under', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await consentNow()
      const told = Array.from({ length: 9 }, (_, n) => n).map((n) => tell(n % 3))
      const back = revoke(id)
      await Promise.all([...told, back])
      assert.equal(await tell(), 0)
    }
    assert.deepEqual(await wrong(), [])
  })

  it('is refused by the database itself, whoever forgets to ask', async () => {
    const id = await consentNow()
    await revoke(id)
    const notice = { version: '1', text: '', short: '' }
    await assert.rejects(
      asPerson(house.db.pool, riverbend.id, by, new Date(), (work) =>
        recordTelling(work, [{ clientId: maya.client, consentId: id, notice }], {
          purpose: 'treatment',
          recipient: 'County Health',
          what: 'record',
        }),
      ),
      /has ended/,
    )
  })
})
