import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { hasStandingConsent, mayTell } from './actions.ts'

const maya = { client: castId('maya') }
const by = { kind: 'stepwell', id: null, name: 'Test' } as const

describe('A consent', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())

  const shownHash = async (scope: string) =>
    /name="shown" value="([0-9a-f]{64})"/.exec((await noor.get(urls.newConsent(maya, { scope }))).text)?.[1] ?? ''
  const fields = async (scope: string) => ({
    scope,
    shown: await shownHash(scope),
    signerName: 'Maya Alvarez',
    capacity: 'client',
    authority: '',
    signature: 'Maya Alvarez',
    signaturePath: '',
    intends: 'yes',
  })
  const asks = () =>
    asPerson(house.db.pool, riverbend.id, by, new Date(), (work) =>
      mayTell(work, {
        what: 'record',
        purpose: 'treatment',
        recipient: { kind: 'treating-provider', name: 'County Health' },
        clients: [maya.client, castId('kofi')],
      }),
    )

  it('does not exist until somebody signs: nothing may be told', async () => {
    assert.equal((await asks()).size, 0)
  })

  for (const [name, change, sentence] of [
    ['without the intention', { intends: undefined }, /Tick that you have read this/],
    ['without a signature', { signature: '' }, /Sign by drawing or by typing/],
    ['with somebody else’s name', { signature: 'Kofi Lartey' }, /Type your name as it is printed/],
    ['by a guardian of an adult', { capacity: 'guardian', authority: 'mother' }, /An adult signs for themselves/],
    ['of a document that changed meanwhile', { shown: 'a'.repeat(64) }, /changed while it was open/],
  ] as const) {
    it(`is refused ${name}, and what was typed stays`, async () => {
      const all: Record<string, string | undefined> = { ...(await fields('tpo')), ...change }
      const sent = Object.fromEntries(
        Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
      )
      const answer = await noor.post(urls.newConsent(maya), sent)
      assert.equal(answer.status, 422)
      assert.match(answer.text, sentence)
      assert.match(answer.text, /value="Maya Alvarez"/)
    })
  }

  it('typed, is kept as it was read, with its hash, and lets the record be told', async () => {
    assert.equal((await noor.post(urls.newConsent(maya), await fields('tpo'))).status, 303)
    const told = await asks()
    assert.deepEqual([...told.keys()], [maya.client])
    assert.match(told.get(maya.client)?.notice.text ?? '', /42 CFR part 2/)
    const { rows } = await house.db.owner.query(
      "select text_hash, encode(sha256(convert_to(text_signed, 'utf8')), 'hex') as again, text_signed from consent where client_id = $1",
      [maya.client],
    )
    assert.equal(rows[0].text_hash, rows[0].again)
    assert.match(rows[0].text_signed, /Maya Alvarez/)
  })

  it('drawn, counts as well', async () => {
    const drawn = { ...(await fields('treatment')), signature: '', signaturePath: 'M10 20L60 90L120 30' }
    assert.equal((await noor.post(urls.newConsent(maya), drawn)).status, 303)
    const stands = await asPerson(house.db.pool, riverbend.id, by, new Date(), (work) =>
      hasStandingConsent(work, maya.client, 'treatment', 'substance-use'),
    )
    assert.equal(stands, true)
  })

  it('cannot carry a drawing that is something else', async () => {
    const answer = await noor.post(urls.newConsent(maya), {
      ...(await fields('treatment')),
      signature: '',
      signaturePath: '"><script>alert(1)</script>',
    })
    assert.equal(answer.status, 422)
    assert.doesNotMatch(answer.text, /<script>alert/)
  })

  it('taken back, stops telling from that instant; taking it back twice is one sentence', async () => {
    const { rows } = await house.db.owner.query("select id from consent where client_id = $1 and scope = 'tpo'", [
      maya.client,
    ])
    const revocation = urls.consentRevocation({ consent: rows[0].id })
    assert.equal((await noor.post(revocation, { how: 'in person' })).status, 303)
    assert.equal((await asks()).size, 0)
    const twice = await noor.post(revocation, { how: 'in person' })
    assert.equal(twice.status, 422)
    assert.match(twice.text, /taken back already/)
  })

  it('is seen and not taken by a biller, and unknown to a stranger', async () => {
    const ben = await house.as('ben')
    assert.equal((await ben.get(urls.consents(maya))).status, 200)
    assert.equal((await ben.get(urls.newConsent(maya))).status, 403)
    assert.equal((await (await house.as('sofia')).get(urls.consents(maya))).status, 404)
  })

  it('is read under the eye of the trail', async () => {
    await house.looksWritten()
    const { rowCount } = await house.db.owner.query(
      "select 1 from trail where verb = 'looked' and client_ids @> array[$1::uuid] and by_name = 'Ben Okafor'",
      [maya.client],
    )
    assert.ok((rowCount ?? 0) > 0)
  })
})
