import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { readPdf } from '../../../tests/pdf.ts'
import { newId } from '../../basics/ids.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { bytesOf } from '../files/queries.ts'

type Fields = Record<string, string | string[]>
const maya = { client: castId('maya') }
const caller: Fields = {
  callerName: 'Rosa Alvarez',
  callerKind: 'person',
  relation: 'mother',
  organisation: '',
  phone: '518 555 0199',
  askedName: 'Maya Alvarez',
  askedBorn: '1991-04-17',
  language: 'en',
}
const idIn = (location: string | null) => ({ outsideCall: location?.split('/').at(-1) ?? '' })

describe('Somebody calls and asks whether somebody is a client', () => {
  let house: TestHouse
  let lee: Visitor
  before(async () => {
    house = await openHouse()
    lee = await house.as('lee')
  })
  after(() => house.close())

  const call = async (over: Fields = {}) => {
    const taken = await lee.post(urls.callers(), { ...caller, ...over } as Fields)
    assert.equal(taken.status, 303, taken.text)
    return idIn(taken.location)
  }
  const consents = async (over: { recipients?: string; kind?: string } = {}) => {
    const id = newId()
    await house.db.owner.query(
      `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, text_signed, text_hash, information, recipients, purposes,
         signer_name, signer_capacity, method, signature, signed_at, taken_by, expires_on)
       values ($1, $2, $3, 'specific', 'stepwell-specific', $2::uuid::text, 'words', $4, '{attendance}', $5, '{family}', 'Maya Alvarez', 'client', 'typed',
         'Maya Alvarez', now() - interval '1 hour', $6, current_date + 30)`,
      [
        riverbend.id,
        id,
        maya.client,
        'a'.repeat(64),
        over.recipients ?? '[{"kind":"person","name":"Rosa Alvarez"}]',
        castId('noor'),
      ],
    )
    return id
  }

  it('shows words that say neither yes nor no, the same for a client and for a name nobody knows', async () => {
    const [known, unknown] = [await call(), await call({ askedName: 'Zebedee Quill', askedBorn: '1990-01-01' })]
    const [one, other] = [await lee.get(urls.outsideCall(known)), await lee.get(urls.outsideCall(unknown))]
    assert.match(one.text, /I can’t say whether anyone is or isn’t in care here/)
    assert.match(one.text, /No puedo decir si alguien/)
    assert.match(one.text, /42 CFR 2\.61/)
    const bare = (text: string, name: string, born: RegExp, id: string) =>
      text
        .replaceAll(id, 'ID')
        .replaceAll(name, 'NAME')
        .replace(born, 'BORN')
        .replace(/<time[^>]*>[^<]*<\/time>/g, 'TIME')
    assert.equal(
      bare(one.text, 'Maya Alvarez', /17 Apr 1991/, known.outsideCall),
      bare(other.text, 'Zebedee Quill', /1 Jan 1990/, unknown.outsideCall),
    )
  })

  it('looks nobody up for it: the page asks nothing of any client', async () => {
    const asked: string[] = []
    const was = house.db.pool.connect.bind(house.db.pool)
    const call1 = await call()
    type Connect = typeof house.db.pool.connect
    house.db.pool.connect = (async () => {
      const client = await was()
      const query = client.query.bind(client) as (...args: unknown[]) => unknown
      client.query = ((...args: unknown[]) => {
        const [first] = args
        asked.push(typeof first === 'string' ? first : JSON.stringify(first))
        return query(...args)
      }) as typeof client.query
      return client
    }) as Connect // one of its overloads, the one that the house uses
    assert.equal((await lee.get(urls.outsideCall(call1))).status, 200)
    house.db.pool.connect = was as Connect
    assert.ok(asked.length > 2, 'the spy heard nothing')
    assert.deepEqual(
      asked.filter((text) => /client_now|client_identity|"client"|from consent|"consent"|client_contact/.test(text)),
      [],
    )
  })

  it('shows staff, when they press, that nothing may be said without a consent, and writes the look', async () => {
    const answer = await lee.get(urls.callerAnswer(await call()))
    assert.match(answer.text, /Maya Alvarez/)
    assert.match(answer.text, /Tell nothing/)
    assert.match(answer.text, /The caller gave this birth date/)
    assert.doesNotMatch(answer.text, /I told them this/)
    assert.match(answer.text, /No number is on file under this caller/)
    await house.looksWritten()
    const { rowCount } = await house.db.owner.query(
      "select from trail where verb = 'looked' and by_name = 'Lee Park' and client_ids @> array[$1::uuid] and about->>'screen' = 'what may be said to a caller'",
      [maya.client],
    )
    assert.equal(rowCount, 1)
  })

  const told = {
    client: maya.client,
    'what[]': ['attendance'],
    words: 'She came on Monday.',
    verified: 'called-back',
    notice: 'yes',
  }

  it('refuses to record what may not be told', async () => {
    const refused = await lee.post(urls.callerTellings(await call()), told)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Attendance: /)
    assert.equal((await house.db.owner.query('select from disclosure')).rowCount, 0)
  })

  it('shows what the consent allows, until when, where to call back, and keeps what was told', async () => {
    const consent = await consents()
    await house.db.owner.query(
      "insert into client_contact (clinic_id, id, client_id, kind, value, name, relationship, recorded_at) values ($1, $2, $3, 'emergency', '+15185550142', 'Rosa Álvarez', 'mother', now())",
      [riverbend.id, newId(), maya.client],
    )
    const here = await call()
    const page = await lee.get(urls.callerAnswer(here))
    assert.match(page.text, /Some may be told/)
    assert.match(page.text, /\(518\) 555-0142/)
    assert.doesNotMatch(page.text, /555-0199/)
    assert.match(page.text, new RegExp(`${consent}">until \\d`))
    for (const [change, sentence] of [
      [{ verified: '' }, /Verify the caller first/],
      [{ words: '' }, /Write what you said/],
      [{ 'what[]': [] }, /Choose what you told/],
      [{ notice: [] }, /Say the sentence of the notice/],
      [{ 'what[]': ['attendance', 'billing'] }, /Billing: /],
    ] as const) {
      const refused = await lee.post(urls.callerTellings(here), { ...told, ...change } as unknown as Fields)
      assert.equal(refused.status, 422, JSON.stringify(change))
      assert.match(refused.text, sentence)
    }
    assert.equal((await house.db.owner.query('select from disclosure')).rowCount, 0)
    assert.equal((await lee.post(urls.callerTellings(here), told)).status, 303)
    const { rows } = await house.db.owner.query(
      'select consent_id, recipient, what, words, verified, purpose, recipient_kind, call_id, notice_version, told_by from disclosure',
    )
    assert.deepEqual(rows, [
      {
        consent_id: consent,
        recipient: 'Rosa Alvarez',
        what: 'Said by telephone: attendance',
        words: 'She came on Monday.',
        verified: 'I called back on the number on file',
        purpose: 'family',
        recipient_kind: 'person',
        call_id: here.outsideCall,
        notice_version: '42-cfr-2.32-2024',
        told_by: 'Lee Park',
      },
    ])
  })

  it('refuses the moment the consent is taken back, though the page was open', async () => {
    const here = await call()
    assert.match((await lee.get(urls.callerAnswer(here))).text, /I told them this/)
    const { rows } = await house.db.owner.query('select id from consent where client_id = $1', [maya.client])
    assert.equal((await lee.post(urls.consentRevocation({ consent: rows[0].id }), { how: 'by letter' })).status, 303)
    const refused = await lee.post(urls.callerTellings(here), told)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /took this consent back/)
  })

  it('takes a message that confirms nothing, and hands it on apart', async () => {
    const here = await call()
    assert.equal((await lee.post(urls.callerMessages(here), { words: '' })).status, 422)
    assert.equal((await lee.post(urls.callerMessages(here), { words: 'Please call your mother.' })).status, 303)
    assert.match((await lee.get(urls.callers())).text, /1 message waits/)
    const { rows } = await house.db.owner.query('select id from outside_message')
    const end = urls.outsideMessageEnd({ outsideMessage: rows[0].id })
    assert.equal((await lee.post(end, { client: castId('nobody'), how: 'Told in person' })).status, 422)
    assert.equal((await lee.post(end, { client: maya.client, how: 'Told in person' })).status, 303)
    const twice = await lee.post(end, { client: maya.client, how: 'Told in person' })
    assert.equal(twice.status, 422)
    assert.match(twice.text, /already/)
    assert.match((await lee.get(urls.consents(maya))).text, /Please call your mother\./)
    assert.doesNotMatch((await lee.get(urls.callers())).text, /message waits/)
  })

  it('brings back what was typed when a name is missing', async () => {
    const refused = await lee.post(urls.callers(), { ...caller, askedName: '' } as Fields)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Write the name they ask about/)
    assert.match(refused.text, /value="Rosa Alvarez"/)
  })

  it('is for every role that may see clients, and for no other, nor another clinic', async () => {
    const here = await call()
    for (const key of ['dana', 'noor', 'priya', 'ben']) {
      const one = await house.as(key)
      assert.equal((await one.get(urls.callers())).status, 200, key)
      assert.equal((await one.get(urls.callerAnswer(here))).status, 200, key)
    }
    const ada = await house.as('ada')
    for (const url of [urls.callers(), urls.outsideCall(here), urls.callerAnswer(here)])
      assert.equal((await ada.get(url)).status, 403)
    const sofia = await house.as('sofia')
    for (const url of [urls.outsideCall(here), urls.callerAnswer(here)])
      assert.equal((await sofia.get(url)).status, 404)
    assert.equal((await sofia.post(urls.callerTellings(here), told)).status, 404)
    assert.equal((await sofia.post(urls.callerMessages(here), { words: 'x' })).status, 404)
    assert.doesNotMatch((await sofia.get(urls.callers())).text, /Rosa/)
  })

  it('is accounted for: the client gets the list, as a paper in their language, and it says so in the trail', async () => {
    const go = await consents({ recipients: '[{"kind":"intermediary","name":"Valley Exchange","members":["Mercy"]}]' })
    await house.db.owner.query(
      `insert into disclosure (clinic_id, id, client_id, consent_id, recipient, what, purpose, notice_version, told_by, at, recipient_kind)
       values ($1, $2, $3, $4, 'Valley Exchange', 'record', 'family', 'x', 'Lee Park', now(), 'intermediary'),
              ($1, $5, $3, $4, 'Old Exchange', 'record', 'family', 'x', 'Lee Park', now() - interval '4 years', '')`,
      [riverbend.id, newId(), maya.client, go, newId()],
    )
    const noor = await house.as('noor')
    const page = await noor.get(urls.accounting(maya))
    assert.match(page.text, /2 times something was told in 3 years/)
    assert.doesNotMatch(page.text, /Old Exchange/)
    assert.match(page.text, /waits until the HIPAA accounting rule is revised/)
    assert.match((await noor.get(urls.accounting(maya, { years: '6' }))).text, /Old Exchange/)
    const list = await noor.get(urls.accounting(maya, { only: 'intermediary' }))
    assert.match(list.text, /Valley Exchange/)
    assert.doesNotMatch(list.text, /She came on Monday/)
    const made = await noor.post(urls.accounting(maya), { years: '3', only: 'all', language: 'es' })
    assert.equal(made.status, 303, made.text)
    const by = { kind: 'stepwell', id: null, name: 'Test' } as const
    const file = made.location?.split('/').at(-1) ?? ''
    const bytes = await asPerson(house.db.pool, riverbend.id, by, new Date(), (work) => bytesOf(work, file))
    assert.ok(bytes)
    const pdf = await readPdf(bytes)
    assert.equal(pdf.lang, 'es')
    const said = pdf.text.replace(/\s+/g, ' ')
    assert.match(said, /She came on Monday/)
    assert.match(said, /Valley Exchange/)
    assert.doesNotMatch(said, /Old Exchange/)
    const { rows } = await house.db.owner.query("select about from trail where verb = 'accounting.made'")
    assert.deepEqual(rows, [{ about: { file, years: 3, lines: 2, intermediaryOnly: false } }])
    assert.equal((await lee.post(urls.accounting(maya), { years: '3' })).status, 403)
    assert.equal((await (await house.as('sofia')).get(urls.accounting(maya))).status, 404)
  })
})
