import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDays, dayAt, instantAt, weekOf } from '../src/basics/dates.ts'
import { urls } from '../src/urls.ts'
import { castId, riverbend } from './cast.ts'
import { openHouse, type TestHouse, type Visitor } from './knock.ts'

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

  /** A form that begins and never ends; the answer cuts its line. */
  const endless = (path: string, headers: Record<string, string> = {}) => {
    let cut = () => {}
    const body = new ReadableStream({
      start: (stream) => {
        stream.enqueue(new TextEncoder().encode('words='))
        cut = () => stream.error(new Error('The line was cut.'))
      },
    })
    const init = { method: 'POST', body, duplex: 'half', headers: { ...form, ...headers } }
    void Promise.resolve(house.app.request(path, init as RequestInit)).catch(() => {}) // `duplex` is not in the type yet
    return () => cut()
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
    // An aborted request would still be waited for until its minute is over, and the process with it.
    for (const cut of slow) cut()
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

  it('frees nobody’s seat by typing their number, and reads in no count whether they hold one', async () => {
    const page = await visitor.get(urls.publicGroups({ lang }))
    const ids = [...new Set([...page.text.matchAll(/\/en\/groups\/([0-9a-f-]{36})/g)].map(([, id]) => id ?? ''))]
    const fields = { name: 'Q', phone: '5185550143', forWhom: 'self', permission: 'yes' }
    const hold = async (series: string) => (await visitor.post(urls.newSeatHold({ lang, series }), fields)).location
    const seats = async (series: string) =>
      /\d+ seats?/.exec((await visitor.get(urls.publicGroup({ lang, series }))).text)
    const theirs: { id: string; link: string }[] = []
    for (const id of ids) {
      later()
      const link = await hold(id)
      if (link !== null) theirs.push({ id, link })
      if (theirs.length === 1) break
    }
    const [held] = theirs
    assert.ok(held)
    const before = await seats(held.id)
    clock += 600_000
    let more = 0
    for (const id of ids.filter((one) => one !== held.id)) {
      later()
      more += (await hold(id)) === null ? 0 : 1
      if (more > 0) break
    }
    assert.equal(more, 1)
    assert.deepEqual(await seats(held.id), before)
    assert.match((await visitor.get(held.link)).text, /Give it back|Give this seat back|release/)
  })

  it('locks out no older telephone: a form on a private page names its origin', async () => {
    later()
    const sent = await visitor.post(urls.askMessage({ lang }), { words: 'x', forWhom: 'self', agree: 'yes' })
    const mine = await visitor.get(sent.location ?? '')
    assert.equal(mine.headers.get('referrer-policy'), 'same-origin')
    assert.doesNotMatch(mine.text, /content="no-referrer"/)
  })

  describe('with a link', () => {
    const born = { month: '4', day: '17', year: '1991' }
    const shown = (text: string) => /name="shown" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? ''
    const layOut = async (client: string) => {
      const fields = { program: castId('evening'), 'papers[]': ['treatment', 'privacy-notice'], capacity: 'client' }
      const answer = await noor.post(urls.newSigning({ client }), { ...fields, language: 'en' })
      assert.equal(answer.status, 303)
      return answer.location?.split('/').at(-1) ?? ''
    }
    const linkFor = async (signing: string) => {
      const { text } = await noor.post(urls.signingLinks({ signing }))
      const token = /\/sign\/([\w-]{43})/.exec(text)?.[1] ?? ''
      const code = (/<b aria-label="([\d ]+)">/.exec(text)?.[1] ?? '').replaceAll(' ', '')
      return { token, code, phone: house.stranger() }
    }
    const sign = async (phone: Visitor, token: string, kind: string, signature: string) => {
      const path = urls.signPaper({ token, kind })
      return phone.post(path, { shown: shown((await phone.get(path)).text), signature, intends: 'yes' })
    }

    it('leaves no name in the trail for those who may not know who is a client', async () => {
      const { token, code, phone } = await linkFor(await layOut(castId('maya')))
      assert.equal((await phone.post(urls.sign({ token }), { ...born, code })).status, 303)
      assert.equal((await sign(phone, token, 'treatment', 'Maya Alvarez')).status, 303)
      const ada = await house.as('ada')
      const trail = await ada.get(urls.trail())
      assert.match(trail.text, /paper signed/)
      assert.doesNotMatch(trail.text, /Alvarez/)
    })

    it('on a tablet leaves no way back: not by an old cookie, not to other papers, not on another device', async () => {
      const tablet = await house.as('noor')
      const before = tablet.cookie()
      const over = await tablet.post(urls.signingTablet({ signing: await layOut(castId('maya')) }))
      const path = over.location ?? ''
      assert.match((await tablet.get(path)).text, /Maya Alvarez/)
      for (const cookie of [before, tablet.cookie()]) {
        const back = await house.app.request(urls.client({ client: castId('maya') }), { headers: { cookie } })
        assert.match(back.headers.get('location') ?? '', /^\/sign-in/)
      }
      assert.equal((await house.stranger().get(path)).status, 410)
      const other = await linkFor(await layOut(castId('maya')))
      const peeked = await tablet.get(urls.signPaper({ token: other.token, kind: 'treatment' }))
      assert.equal(peeked.status, 303)
    })

    it('signs nothing for a record that was merged meanwhile', async () => {
      const twinFields = { given: 'Maya', family: 'Alvarez-Stone', birthDate: '1991-04-17', sex: 'female' }
      const more = { source: 'self', phone: '', 'seen[]': [castId('maya')] }
      const twin = (await noor.post(urls.newClient(), { ...twinFields, ...more })).location?.split('/').at(-1) ?? ''
      const signing = await layOut(twin)
      const { token, code, phone } = await linkFor(signing)
      assert.equal((await phone.post(urls.sign({ token }), { ...born, code })).status, 303)
      const path = urls.signPaper({ token, kind: 'privacy-notice' })
      const read = shown((await phone.get(path)).text)
      const merge = urls.clientMerge({ client: castId('maya'), other: twin })
      assert.equal((await noor.post(merge, { kept: 'client', because: 'The same person.' })).status, 303)
      const typed = { shown: read, signature: 'Maya Alvarez-Stone', intends: 'yes' }
      assert.equal((await phone.post(path, typed)).status, 410)
      assert.match((await noor.post(urls.signingLinks({ signing }))).text, /data-refused="merged-record"/)
      assert.match((await noor.post(urls.signingTablet({ signing }))).text, /data-refused="merged-record"/)
      assert.deepEqual(await ask('select id from signed_document where signing_id = $1', [signing]), [])
      await assert.rejects(
        ask(
          "insert into signing select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* from signing s where id = $1",
          [signing],
        ),
        /merged into another/,
      )
    })
  })

  it('with a visitor’s hands in the database reads nobody, and signs the trail as nobody else', async () => {
    const client = await house.db.pool.connect()
    const tried = async (text: string) => {
      await client.query("begin; set local role stepwell_visitor; select * from begin_visit('')")
      try {
        return JSON.stringify((await client.query(text)).rows)
      } catch (error) {
        return error instanceof Error ? error.message : 'unknown'
      } finally {
        await client.query('rollback')
      }
    }
    const { rows } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p', 'm') and (has_table_privilege('stepwell_visitor', oid, 'update') or has_any_column_privilege('stepwell_visitor', oid, 'update') or has_table_privilege('stepwell_visitor', oid, 'delete'))",
    )
    assert.deepEqual(rows, [])
    for (const table of [
      'client',
      'client_identity',
      'inquiry',
      'trail',
      'staff_member',
      'seat',
      'thread_message',
      'file',
      'consent',
    ])
      assert.match(await tried(`select * from ${table}`), /permission denied/, table)
    const signed = (kind: string) =>
      `insert into trail (clinic_id, id, verb, by_kind, by_name, at) values (current_clinic(), gen_random_uuid(), 'x', '${kind}', 'Dana', now())`
    assert.match(await tried(signed('staff')), /row-level security/)
    assert.equal(await tried(signed('visitor')), '[]')
    for (const ask of [
      "call_by_link('')",
      "thread_by_link('')",
      "hold_by_token('')",
      "busy_ranges('-infinity', 'infinity')",
    ])
      assert.equal(await tried(`select * from ${ask}`), '[]', ask)
    client.release()
  })

  it('sees script come back as letters, on the pages of staff and on their own', async () => {
    const evil = `"><script>alert(1)</script><img src=x onerror=1>{n, plural, one {x}} '`
    later()
    const sent = await visitor.post(
      urls.askMessage({ lang }),
      { words: evil, name: evil, forWhom: 'self', agree: 'yes' },
      { 'accept-language': evil, 'user-agent': evil },
    )
    assert.equal(sent.status, 303)
    const mine = sent.location ?? ''
    later()
    assert.equal((await visitor.post(mine, { words: evil })).status, 303)
    later()
    const back = { phone: '5185550199', name: evil, window: 'any', leaveMessage: 'no', language: 'es', agree: 'yes' }
    assert.equal((await visitor.post(urls.callBack({ lang: 'es' }), back)).status, 303)
    const inquiries = await ask("select id from inquiry where name like '%alert(1)%'")
    assert.equal(inquiries.length, 2)
    const pages = inquiries.map(({ id }) => urls.inquiry({ inquiry: id }))
    let escaped = 0
    for (const path of [urls.today(), urls.calls(), urls.messages(), urls.admissions(), mine, ...pages]) {
      const page = await noor.get(path)
      assert.equal(page.status, 200, path)
      assert.doesNotMatch(page.text, /<script>alert|<img src=x/, path)
      escaped += page.text.includes('alert(1)') ? 1 : 0
    }
    assert.ok(escaped >= 4)
  })

  it('gets a page for every address and every word, never a fall', async () => {
    for (const bad of [
      '9999-12-31T23:40:00.000Z',
      '0000-01-01T00:00:00.000Z',
      '9999-12-31',
      '\0',
      '__proto__',
      '{a, plural, one {x}}',
      '+05:30',
      'America/New_York\r\nX: y',
      '😀'.repeat(200),
    ]) {
      const part = encodeURIComponent(bad)
      for (const path of [
        urls.bookCall({ lang }, { at: bad, day: bad, zone: bad }),
        urls.bookCall({ lang }, { day: bad, zone: bad }),
        urls.callBack({ lang }, { by: bad }),
        `/en/groups/${part}`,
        `/en/groups/${part}/hold`,
        `/en/seat-holds/${part}`,
        `/en/call/mine/${part}/call.ics`,
        `/en/message/mine/${part}`,
        `/sign/${part}/treatment`,
      ])
        assert.ok((await visitor.get(path)).status < 500, path)
    }
  })
})
