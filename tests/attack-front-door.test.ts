import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDays, dayAt, instantAt, weekOf } from '../src/basics/dates.ts'
import { urls } from '../src/urls.ts'
import { castId, riverbend } from './cast.ts'
import { openHouse, type TestHouse, type Visitor } from './knock.ts'
import { seriesId } from './world.ts'

// What somebody tried at the front door: on the public pages, and with a link. Each of these once worked, or nearly.

const zone = riverbend.timeZone
const monday = addDays(weekOf(dayAt(new Date(), zone)), 14)
const lang = 'en'
const form = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }

describe('An attacker at the front door', () => {
  let house: TestHouse
  let visitor: Visitor
  let noor: Visitor
  let clock = instantAt(monday, '08:00', zone).getTime()
  /** A minute later: what one address may send in a burst is tested elsewhere. */
  const later = () => house.setNow(new Date((clock += 60_000)))
  before(async () => {
    let sent = 0
    house = await openHouse('cast', { addressOf: () => `198.51.${(sent += 1) >> 8}.${sent & 255}`, log: () => {} })
    later()
    visitor = house.stranger()
    noor = await house.as('noor')
  })
  after(() => house.close())
  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows
  const idle = async () =>
    (
      await ask(
        "select count(*)::int as n from pg_stat_activity where state = 'idle in transaction' and datname = current_database() and pid <> pg_backend_pid()",
      )
    )[0]?.n

  /** A form that begins and never ends. */
  const endless = (path: string, headers: Record<string, string> = {}) => {
    const stop = new AbortController()
    const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('words=')) })
    const init = { method: 'POST', body, duplex: 'half', signal: stop.signal, headers: { ...form, ...headers } }
    void Promise.resolve(house.app.request(path, init as RequestInit)).catch(() => {}) // `duplex` is not in the type yet
    return stop
  }
  const soon = (asked: Promise<{ status: number }>) =>
    Promise.race([asked.then(({ status }) => status), new Promise<string>((say) => setTimeout(say, 3000, 'no answer'))])

  it('closes nothing with forms that never end: no door opens before a form is whole', async () => {
    const link = `/sign/${'a'.repeat(43)}`
    const slow = [
      ...[1, 2, 3, 4, 5, 6].map(() => endless(urls.askMessage({ lang }), { 'content-length': '100' })),
      endless(urls.selfCheck({ lang })),
      endless(link),
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(() =>
        endless(urls.goals({ episode: castId('maya episode') }), { cookie: noor.cookie() }),
      ),
    ]
    await new Promise((go) => setTimeout(go, 200))
    assert.equal(await idle(), 0)
    assert.equal(await soon(visitor.get(urls.publicHome({ lang }))), 200)
    assert.equal(await soon(noor.get(urls.today())), 200)
    for (const one of slow) one.abort()
  })

  it('is stopped at 64 kB, also when it does not say how much comes', async () => {
    later()
    const body = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(32 * 1024)) })
    const init = { method: 'POST', body, duplex: 'half', headers: form }
    const answer = await house.app.request(urls.askMessage({ lang }), init as RequestInit) // as above
    assert.equal(answer.status, 413)
  })

  it('types telephone numbers of any length, and is told so', async () => {
    for (const phone of ['+49 12345678901234', '+49 123456789012345', '+1 (518) 555-0142 ext. 1234567', '911', '+']) {
      later()
      const typed = { phone, name: 'Q', window: 'any', leaveMessage: 'no', language: 'en', agree: 'yes' }
      const answer = await visitor.post(urls.callBack({ lang }), typed)
      assert.ok([303, 422].includes(answer.status), `${phone} ${answer.status}`)
    }
  })
  void seriesId
})
