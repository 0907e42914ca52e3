import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { addDays } from '../src/basics/dates.ts'
import { signIn } from '../src/clinic/access/actions/session.ts'
import { networkOf } from '../src/basics/network.ts'
import { isRefusal } from '../src/basics/refusal.ts'
import { urls } from '../src/urls.ts'
import { castId, demoPassword, staff } from './cast.ts'
import { openHouse, type TestHouse, type Visitor } from './knock.ts'
import { seriesId, todayHere } from './world.ts'

// What somebody tried who wanted in, or wanted it to fall over. Each of these once worked, or nearly.

describe('An attacker', () => {
  let house: TestHouse
  let dana: Visitor
  const lines: Record<string, unknown>[] = []
  before(async () => {
    house = await openHouse('cast', { log: (line) => lines.push(line) })
    dana = await house.as('dana')
  })
  beforeEach(() => {
    lines.length = 0
  })
  after(() => house.close())
  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows

  it('finds one door on every address: one connection a request, also when the session is marked as seen', async () => {
    let taken = 0
    const count = () => {
      taken += 1
    }
    house.db.pool.on('acquire', count)
    for (const url of Object.values(urls)) {
      if (url.audience !== 'staff' || !url.methods.includes('get')) continue
      await house.looksWritten()
      await ask("update session set last_seen_at = now() - interval '1 minute'")
      taken = 0
      const path = url.pattern.replace(/:\w+/g, castId('maya'))
      assert.ok((await dana.get(path)).status < 500, path)
      assert.equal(taken, 1, path)
      await house.looksWritten()
    }
    house.db.pool.off('acquire', count)
  })

  it('is not read to the end when it sends more than any form takes, signed in or not', async () => {
    const words = 'x'.repeat(2 * 1024 * 1024 + 1)
    assert.equal((await house.stranger().post(urls.signIn(), { email: words, password: 'x' })).status, 413)
    assert.equal((await dana.post(urls.noteDraft({ session: castId('maya') }), { topic: words })).status, 413)
    const endless = new ReadableStream({
      pull: (stream) => stream.enqueue(new Uint8Array(64 * 1024)),
    })
    const answer = await house.app.request(urls.signIn(), {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    } as RequestInit) // `duplex` is not in the type yet
    assert.equal(answer.status, 413)
    const unread = await house.stranger().post(urls.newReferral(), { document: new Blob([words]) })
    assert.equal(unread.status, 401)
    assert.doesNotMatch(unread.text, /name="kept"/)
  })

  it('who sends half a form is told so', async () => {
    for (const [type, body] of [
      ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a'],
      ['multipart/form-data', 'nothing'],
    ] as const)
      for (const path of [
        urls.signIn(),
        urls.password(),
        urls.newReferral(),
        urls.noteDraft({ session: castId('maya') }),
      ]) {
        const headers = { cookie: dana.cookie(), 'sec-fetch-site': 'same-origin', 'content-type': type }
        const answer = await house.app.request(path, { method: 'POST', body, headers })
        assert.ok([400, 422].includes(answer.status), `${path} ${answer.status}`)
      }
  })

  it('gets no page to fall over with days, letters and names that no database takes', async () => {
    const session = (
      await ask('select id from group_session where held_on < current_date order by held_on desc limit 1')
    )[0]?.id
    const episode = castId('maya episode')
    const seat = (await ask('select id from seat where episode_id = $1 limit 1', [episode]))[0]?.id
    for (const bad of [
      '9999-12-31',
      '0001-01-01',
      '2026-02-30',
      '\0',
      'x\0y',
      '__proto__',
      '1e309',
      '‮',
      '😀'.repeat(40),
    ]) {
      const posts: [string, Record<string, string>][] = [
        [urls.seats({ episode }), { series: seriesId('process-a', 1), from: bad, to: bad }],
        [urls.seatRelease({ seat }), { lastDay: bad, because: bad }],
        [urls.goals({ episode }), { words: bad, [bad]: bad, constructor: bad, __proto__: bad }],
        [urls.visits({ episode }), { first: bad, starts: bad, minutes: bad, times: bad, kind: bad, staffId: bad }],
        [
          urls.clientIdentity({ client: castId('maya') }),
          { givenName: bad, familyName: bad, birthDate: bad, because: bad },
        ],
        [urls.noteDraft({ session }), { topic: bad, page: bad, basedOn: bad, roster: bad }],
        [urls.walkIns({ session }), { client: bad }],
        [urls.marks({ session }), { client: bad, mark: bad, late: bad, reason: bad }],
      ]
      for (const [path, fields] of posts) {
        const answer = await dana.post(path, fields)
        assert.ok(answer.status < 500, `${path} with ${JSON.stringify(bad)}: ${answer.status} ${JSON.stringify(lines)}`)
      }
      for (const path of [
        urls.roster({ session }, { find: bad }),
        urls.clients({ q: bad }),
        urls.week({ week: bad }),
        urls.groups({ day: bad }),
        urls.trail({ before: bad }),
        urls.seats({ episode }, { from: bad }),
        urls.chartSessions({ client: castId('maya') }, { before: bad }),
        urls.chartTrail({ client: castId('maya') }, { before: bad }),
      ])
        assert.ok((await dana.get(path)).status < 500, `${path}: ${JSON.stringify(lines)}`)
    }
  })

  it('opens a group that begins beyond the calendar, and it has no meeting yet', async () => {
    const from = addDays(todayHere(), 70)
    const answer = await dana.post(urls.newSeries(), {
      name: 'Far ahead',
      programId: castId('day'),
      kind: 'process',
      isOpen: 'on',
      counts: 'on',
      weekday: '1',
      starts: '06:00',
      minutes: '60',
      roomId: castId('loft'),
      seats: '8',
      least: '3',
      from,
      leadId: castId('lee'),
    })
    assert.equal(answer.status, 303, /data-refused="[^"]+"[^<]*<?/.exec(answer.text)?.[0])
  })

  it('sees script come back as letters, and plants no flash and no header', async () => {
    const evil = '"><script>alert(1)</script><img src=x onerror=1>\r\nSet-Cookie: a=b'
    await dana.post(urls.goals({ episode: castId('maya episode') }), { words: evil })
    await dana.post(urls.clientContacts({ client: castId('maya') }), {
      kind: 'phone',
      label: evil,
      value: evil,
      name: evil,
    })
    for (const path of [
      urls.plan({ client: castId('maya') }),
      urls.client({ client: castId('maya') }),
      urls.clients({ q: evil }),
    ]) {
      const page = await dana.get(path)
      assert.doesNotMatch(page.text, /<script>alert|<img src=x/, path)
      assert.doesNotMatch(page.headers.getSetCookie().join(), /a=b/)
    }
    for (const flash of [
      '{"tone":"good","text":"<script>alert(1)</script>"}',
      '{"tone":"good","text":"x","undo":{"action":"https://evil.example"}}',
      '{"tone":"good","text":"x","undo":{"action":"/x","fields":null}}',
      '{"tone":"good","text":"x","undo":{"action":"/x","fields":{"a":{"b":1}},"label":{}}}',
      '{"tone":{},"text":"x"}',
      '[',
      'null',
    ]) {
      const page = await house.app.request(urls.today(), {
        headers: { cookie: `${dana.cookie()}; said=${encodeURIComponent(flash)}` },
      })
      const text = await page.text()
      assert.equal(page.status, 200, flash)
      assert.doesNotMatch(text, /<script>alert|evil\.example/, flash)
    }
  })

  it('who guesses a hundred passwords at once is counted one by one', async () => {
    const address = '203.0.113.9'
    const guess = (password: string) =>
      signIn(house.db.pool, new Date(), {
        email: 'lee@riverbend.example',
        password,
        address,
        deviceToken: '',
        device: '',
      })
    const answers = await Promise.all([
      ...Array.from({ length: 40 }, (_, n) => guess(`wrong guess ${n} of forty`)),
      guess(demoPassword),
    ])
    const checked = answers.filter((one) => isRefusal(one) && one.refused === 'sign-in-wrong').length
    assert.ok(checked <= 6, `${checked} were checked`)
    assert.ok(answers.every(isRefusal), 'the right one came too late')
  })

  it('cannot stop the clinic by having twenty passwords changed wrongly at once', async () => {
    const sam = await house.as('sam')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        sam.post(urls.password(), { old: 'not this one', fresh: 'a long enough one indeed' }),
      ),
    )
    assert.ok(answers.every((one) => one.status === 422))
  })

  it('has one line, however its address is written', () => {
    for (const same of [
      '2001:db8::1',
      '2001:db8:0:0:1::',
      '2001:0db8:0000:0000:ffff::2',
      '[2001:db8::7]:443',
      '2001:DB8::9%eth0',
      '2001:db8::192.0.2.4',
    ])
      assert.equal(networkOf(same), '2001:db8:0:0', same)
    assert.notEqual(networkOf('2001:db8:0:1::1'), '2001:db8:0:0')
    for (const same of ['192.0.2.4', '::ffff:192.0.2.4', '::ffff:c000:204', '192.0.2.4:55012', '[::ffff:192.0.2.4]:1'])
      assert.equal(networkOf(same), '192.0.2.4', same)
    assert.equal(networkOf('::1'), '0:0:0:0')
    assert.equal(networkOf('unknown'), 'unknown')
  })

  it('cannot have the application change or delete what is written: exactly these columns may move', async () => {
    const rows = await ask(`
      select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and has_column_privilege('stepwell_app', c.oid, a.attnum, 'update') order by 1, 2`)
    assert.deepEqual(
      rows.map((row) => `${row.table}.${row.column}`),
      [
        'episode.during',
        'group_series.during',
        'group_session.during',
        'seat.during',
        'seat_hold.during',
        'seat_offer.during',
        'series_leader.during',
        'session.ended_at',
        'session.ended_because',
        // When the clock last asked whom nobody may hold: a board, no word of anybody.
        'unheld_asked.asked_at',
        'visit.during',
        'waitlist_entry.during',
      ],
    )
    const gone =
      await ask(`select relname as table from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
      and (has_table_privilege('stepwell_app', oid, 'delete') or has_table_privilege('stepwell_app', oid, 'truncate')) order by 1`)
    assert.deepEqual(
      gone.map((row) => row.table),
      // Drafts: what was signed is copied whole, and stays.
      ['intake_section', 'note_draft', 'plan_save', 'unheld_change', 'unheld_date', 'visit_note_draft'],
    )
  })

  it('as an administrator finds no client by name, on any page; as a biller no word of a note', async () => {
    const session = (
      await ask('select g.id from group_session g where g.series_id = $1 and held_on < current_date limit 1', [
        seriesId('process-a', 1),
      ])
    )[0]?.id
    await dana.post(urls.goals({ episode: castId('maya episode') }), { words: 'Zanzibar goal words' })
    await dana.post(urls.noteDraft({ session }), { topic: 'Zanzibar topic' })
    const ids: Record<string, string> = {
      ':client': castId('maya'),
      ':episode': castId('maya episode'),
      ':session': session,
      ':series': seriesId('process-a', 1),
      ':goal': castId('maya goal 1'),
      ':member': castId('dana'),
    }
    for (const [role, secret] of [
      ['administrator', /Alvarez|Jankowski|Wanjiru|Whitfield|Giménez/],
      ['biller', /Zanzibar/],
    ] as const) {
      const visitor = await house.as(staff.find((one) => one.role === role)?.key ?? '')
      for (const [name, url] of Object.entries(urls)) {
        if (url.audience !== 'staff' || name === 'signOut' || name === 'signOutEverywhere' || name === 'password')
          continue
        const path = url.pattern.replace(/:\w+/g, (key) => ids[key] ?? castId('maya'))
        for (const method of url.methods) {
          const answer = method === 'get' ? await visitor.get(path) : await visitor.post(path, {})
          assert.doesNotMatch(answer.text, secret, `${role} ${method} ${path}`)
          assert.ok(answer.status < 500, `${role} ${method} ${path} ${JSON.stringify(lines)}`)
        }
      }
      assert.doesNotMatch((await visitor.get(urls.clients({ q: 'maya' }))).text, secret)
    }
  })

  it('reads no page about somebody without a row in the trail that says so', async () => {
    const session = (
      await ask('select id from group_session where series_id = $1 and held_on < current_date limit 1', [
        seriesId('process-a', 1),
      ])
    )[0]?.id
    const ids: Record<string, string> = {
      ':client': castId('maya'),
      ':episode': castId('maya episode'),
      ':session': session,
      ':series': seriesId('process-a', 1),
    }
    let named = 0
    for (const [name, url] of Object.entries(urls)) {
      if (url.audience !== 'staff' || !url.methods.includes('get')) continue
      await house.looksWritten()
      const before = await looksAtMaya()
      const page = await dana.get(url.pattern.replace(/:\w+/g, (key) => ids[key] ?? castId('maya')))
      await house.looksWritten()
      if (page.status !== 200 || !/Alvarez/.test(page.text)) continue
      named += 1
      assert.equal(await looksAtMaya(), before + 1, `${name} shows her and says so once`)
    }
    assert.ok(named >= 10, `${named} pages name her`)
  })
  const looksAtMaya = async () =>
    Number(
      (
        await ask("select count(*) as n from trail where verb = 'looked' and $1 = any (client_ids)", [castId('maya')])
      )[0]?.n,
    )

  it('with many tabs ends one stay once, while others give it seats and visits: nothing stands after its last day', async () => {
    const episode = castId('will episode')
    const [sam, lee] = [await house.as('sam'), await house.as('lee')]
    const tomorrow = addDays(todayHere(), 1)
    const visit = (n: number) => ({
      kind: 'individual',
      first: addDays(tomorrow, n),
      starts: '07:00',
      minutes: '30',
      times: '1',
      staffId: castId('lee'),
    })
    assert.equal((await sam.post(urls.visits({ episode }), visit(9))).status, 303)
    const booked = (await ask('select id from visit where episode_id = $1', [episode]))[0]?.id
    const leave = { onDay: todayHere(), reason: 'completed', words: 'Reached what he came for.', sawOpenItems: 'on' }
    const answers = await Promise.all([
      ...[1, 2].map(() => dana.post(urls.discharge({ episode }), leave)),
      ...[1, 2, 3].map((n) => sam.post(urls.visits({ episode }), visit(n))),
      ...[1, 2, 3].map((n) =>
        lee.post(urls.seats({ episode }), {
          series: seriesId('relapse-prevention', n),
          seriesId: seriesId('relapse-prevention', n),
          from: tomorrow,
        }),
      ),
      ...[1, 2].map(() =>
        lee.post(urls.visitCancellation({ visit: booked }), { because: 'He asked for another day.' }),
      ),
    ])
    assert.deepEqual(answers.filter((one) => one.status >= 500).length, 0, JSON.stringify(lines))
    const [ended] = await ask('select count(*)::int as n from discharge where episode_id = $1', [episode])
    assert.equal(ended?.n, 1, answers[0]?.text.match(/data-refused="[^"]+"/g)?.join())
    const [left] = await ask(
      `select (select count(*)::int from seat where episode_id = $1 and during && daterange($2, null)) as seats,
              (select count(*)::int from visit where episode_id = $1 and not isempty(during)) as visits`,
      [episode, tomorrow],
    )
    assert.deepEqual(left, { seats: 0, visits: 0 })
  })
})
