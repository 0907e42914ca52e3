import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../../../tests/knock.ts'
import { seriesId, todayHere, weekdayHere } from '../../../../tests/world.ts'
import { addDays, instantAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { asPerson } from '../../../db/work.ts'
import { urls } from '../../../urls.ts'

const today = todayHere()
const at = (time: string, day = today) => instantAt(day, time, riverbend.timeZone)
const saw = (answer: Answer, words: RegExp) =>
  assert.ok(words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is not on the page (${answer.status})`)
const didNotSee = (answer: Answer, words: RegExp) =>
  assert.ok(!words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is on the page (${answer.status})`)
const header = 'event_id,meeting,person,event,at,device'
const director = {
  kind: 'staff',
  id: castId('dana'),
  role: 'director',
  name: 'Dana Ortiz',
  givenName: 'Dana',
  familyName: 'Ortiz',
  credential: 'LCSW',
  sessionId: castId('dana'),
} as const
const fileOf = (rows: string[]) => new Blob([[header, ...rows].join('\n')], { type: 'text/csv' })

describe('Three witnesses of a meeting', () => {
  let house: TestHouse
  let lee: Visitor
  let dana: Visitor
  let noor: Visitor
  let session = ''
  const numbers = new Map<string, string>()
  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows
  const row = (id: string, who: string, what: string, time: string, device = 'phone', meeting = session) =>
    `${id},${meeting},${numbers.get(who)},${what},${at(time).toISOString()},${device}`
  const read = (rows: string[], by = noor) => by.post(urls.presenceImports(), { events: fileOf(rows) })
  const evidence = (who: string, meeting = session) => urls.evidence({ meeting, client: castId(who) })
  const sawIn = (page: Answer) => /name="saw" value="([^"]+)"/.exec(page.text)?.[1] ?? 'no form'
  const settle = async (visitor: Visitor, who: string, fields: Record<string, string>, meeting = session) => {
    const page = await visitor.get(evidence(who, meeting))
    return visitor.post(urls.settlement({ meeting, client: castId(who) }), {
      saw: sawIn(page),
      minutes: '',
      because: 'They told me so.',
      ...fields,
    })
  }
  const standing = async (who: string, meeting = session) => {
    const [mark] = await ask(
      'select mark, minutes, minutes_late, minutes_left_early from attendance_now where coalesce(session_id, visit_id) = $1 and client_id = $2',
      [meeting, castId(who)],
    )
    return mark && `${mark.mark} ${mark.minutes} (${mark.minutes_late}, ${mark.minutes_left_early})`
  }
  const sessionOf = async (series: string, day = today): Promise<string> =>
    (
      await ask('select id from group_session where series_id = $1 and held_on = $2', [
        seriesId(series, weekdayHere()),
        day,
      ])
    )[0]?.id ?? ''
  let now = 0
  const setTime = (time: string) => house.setNow(new Date((now = at(time).getTime())))
  /** Somebody at the clinic, where every press comes a moment after the one before. */
  const working = async (key: string): Promise<Visitor> => {
    const visitor = await house.as(key)
    return {
      ...visitor,
      post: (url, fields, headers) => {
        house.setNow(new Date((now += 20)))
        return visitor.post(url, fields, headers)
      },
    }
  }

  before(async () => {
    house = await openHouse()
    setTime('09:20')
    ;[lee, dana, noor] = [await working('lee'), await working('dana'), await working('noor')]
    session = await sessionOf('process-a')
    for (const one of await ask('select id, number from client')) numbers.set(one.id, one.number)
    for (const key of ['kofi', 'tomasz', 'amina', 'linh', 'peter', 'yusuf', 'jose', 'maya', 'clara'])
      numbers.set(key, numbers.get(castId(key)) ?? '')
    await house.db.owner.query('update group_session set room_id = $1 where id = $2', [castId('video-1'), session])
    await lee.post(urls.allHere({ session }))
    await lee.post(urls.marks({ session }), { client: castId('tomasz'), mark: 'absent', reason: 'ride' })
    setTime('11:00')
  })
  after(() => house.close())

  it('reads a file whole: each event once, and every bad row with one sentence', async () => {
    const rows = [
      row('k1', 'kofi', 'joined', '09:00'),
      row('k2', 'kofi', 'left', '10:02', 'phone', session),
      row('t1', 'tomasz', 'joined', '09:05', 'Tomasz’s tablet'),
      row('t2', 'tomasz', 'left', '10:20', 'Tomasz’s tablet'),
      row('a1', 'amina', 'joined', '09:00'),
      row('a2', 'amina', 'left', '10:20'),
      row('a1', 'amina', 'joined', '09:00'),
      `b1,${session},9999,joined,${at('09:00').toISOString()},x`,
      `b2,${newId()},${numbers.get('kofi')},joined,${at('09:00').toISOString()},x`,
      `b3,${session},${numbers.get('kofi')},waved,${at('09:00').toISOString()},x`,
      `b4,${session},${numbers.get('kofi')},left,2026-03-02 09:00,x`,
      `,${session},${numbers.get('kofi')},left,${at('09:00').toISOString()},x`,
      `b5,${session},${numbers.get('kofi')},left,${at('21:00').toISOString()},x`,
      row('k1', 'kofi', 'joined', '09:30'),
    ]
    const answer = await read(rows)
    assert.equal(answer.status, 303)
    const page = await noor.get(urls.presenceImports())
    saw(page, /6 kept, 1 came before, 7 aside/)
    for (const words of [
      'Nobody here has this number or e-mail',
      'No meeting here has this id or number',
      'neither “joined” nor “left”',
      'no instant with an offset',
      'It has no event_id',
      'lies hours away',
      'came before and said something else',
    ])
      saw(page, new RegExp(words))
    assert.deepEqual(
      (await ask('select count(*)::int as n, count(distinct event_id)::int as ids from presence_event'))[0],
      { n: 6, ids: 6 },
    )
  })

  it('takes nothing twice, whatever file it comes in', async () => {
    const before = await ask('select event_id, at from presence_event order by 1')
    const asides = (await ask('select count(*)::int as n from presence_aside'))[0].n
    await read([row('a2', 'amina', 'left', '10:20'), row('k1', 'kofi', 'joined', '09:00')])
    await read([`b1,${session},9999,joined,${at('09:00').toISOString()},x`])
    assert.deepEqual(await ask('select event_id, at from presence_event order by 1'), before)
    assert.equal((await ask('select count(*)::int as n from presence_aside'))[0].n, asides)
    saw(await noor.get(urls.presenceImports()), /0 kept, 2 came before/)
  })

  it('lists where they differ, all three side by side, on the board, the roster and the week of pay', async () => {
    for (const path of [urls.witnesses(), urls.roster({ session })]) {
      const page = await lee.get(path)
      saw(page, /The roster counts 1 h 20, the video shows 1 h 02\./)
      saw(page, /Marked away, and the video shows 1 h 15\./)
      // Nobody else of this video room joined.
      saw(page, /Marked there, and never joined the video\./)
      didNotSee(page, /Evidence of Amina Bello, Process group A">Settle/)
      didNotSee(page, /Tomasz’s tablet/)
    }
    const ben = await house.as('ben')
    const pay = await ben.get(urls.weekPay())
    saw(pay, /What is not settled yet\?/)
    saw(pay, /Kofi Lartey/)
    const week = await lee.get(urls.chartWeek({ client: castId('kofi') }))
    saw(week, /Not settled yet/)
    assert.ok(week.text.includes(evidence('kofi')))
  })

  it('is settled by name: what counts is a mark like every other, and points to its evidence', async () => {
    const attended = async () =>
      (
        await ask(
          'select attended_minutes as n from episode_week where client_id = $1 and week = date_trunc($2, $3::date)::date',
          [castId('kofi'), 'week', today],
        )
      )[0].n
    const before = await attended()
    assert.equal(await standing('kofi'), 'here 80 (0, 0)')
    const answer = await settle(lee, 'kofi', { stands: 'video', because: 'His battery was empty.' })
    assert.equal(answer.status, 303)
    assert.equal(await standing('kofi'), 'left-early 62 (0, 18)')
    assert.equal(await attended(), before - 18)
    const page = await lee.get(evidence('kofi'))
    saw(page, /Settled by Lee Park: 1 h 02 count/)
    saw(page, /His battery was empty\./)
    saw(page, /Marks on the roster/)
    saw(page, /events\.csv|blob/)
    didNotSee(await lee.get(urls.witnesses()), /Kofi/)
    saw(await lee.get(urls.witnesses({ show: 'settled' })), /Lee Park: His battery was empty\./)
    const [deed] = await ask(`select verb, about from trail where verb = 'witnesses.settled' order by at desc limit 1`)
    assert.deepEqual(deed.about, { meeting: session, stands: 'video', minutes: 62 })
  })

  it('is corrected by a further row, and opened again by new evidence', async () => {
    assert.equal(
      (await settle(dana, 'kofi', { stands: 'minutes', minutes: '50', because: 'He was on the telephone.' })).status,
      303,
    )
    assert.equal(await standing('kofi'), 'here 50 (0, 0)')
    const rows = await ask(
      'select stands, corrects is not null as again from presence_settlement where client_id = $1 order by settled_at',
      [castId('kofi')],
    )
    assert.deepEqual(rows, [
      { stands: 'video', again: false },
      { stands: 'minutes', again: true },
    ])
    await read([row('k3', 'kofi', 'joined', '10:10'), row('k4', 'kofi', 'left', '10:20')])
    const page = await lee.get(evidence('kofi'))
    saw(page, /Dana Ortiz had settled it; since then new evidence came\./)
    assert.equal(await standing('kofi'), 'here 50 (0, 0)')
    assert.equal((await settle(lee, 'kofi', { stands: 'roster' })).status, 303)
    saw(await lee.get(evidence('kofi')), /Settled by Lee Park: 50 min count/)
  })

  it('refuses what cannot be, and says what', async () => {
    const refusals: [Record<string, string>, RegExp][] = [
      [{ stands: 'minutes', minutes: '90' }, /a whole number from 0 to 80/],
      [{ stands: 'nothing' }, /This meeting took place/],
      [{ stands: 'video', saw: 'something else' }, /Something changed while you looked/],
      [{ stands: 'video', because: '' }, /Say why, in a few words/],
    ]
    for (const [fields, words] of refusals) {
      const answer = await settle(lee, 'tomasz', fields)
      assert.equal(answer.status, 422)
      saw(answer, words)
    }
    assert.equal(await standing('tomasz'), 'absent 0 (0, 0)')
    assert.match((await settle(lee, 'amina', { stands: 'roster', saw: 'x' })).text, /Something changed/)
  })

  it('is settled once when two do it at the same moment', async () => {
    const [one, other] = [sawIn(await lee.get(evidence('tomasz'))), sawIn(await dana.get(evidence('tomasz')))]
    assert.equal(one, other)
    const said = { saw: one, minutes: '', because: 'I was there.' }
    const path = urls.settlement({ meeting: session, client: castId('tomasz') })
    const answers = await Promise.all([
      lee.post(path, { ...said, stands: 'video' }),
      dana.post(path, { ...said, stands: 'roster' }),
    ])
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [303, 422])
    saw(answers.find(({ status }) => status === 422) ?? answers[0], /a colleague settled it/)
    const settled = await ask('select stands from presence_settlement where client_id = $1', [castId('tomasz')])
    assert.equal(settled.length, 1)
    assert.equal(await standing('tomasz'), settled[0].stands === 'video' ? 'late 75 (5, 0)' : 'absent 0 (0, 0)')
  })

  it('loses nothing when a file comes while the roster is marked', async () => {
    const answers = await Promise.all([
      read([row('l1', 'linh', 'joined', '09:00'), row('l2', 'linh', 'left', '09:40')]),
      lee.post(urls.marks({ session }), { client: castId('linh'), mark: 'late', minutesLate: '10' }),
      read([row('l1', 'linh', 'joined', '09:00'), row('l2', 'linh', 'left', '09:40')], dana),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [303, 303, 303],
    )
    assert.equal((await ask(`select count(*)::int as n from presence_event where event_id in ('l1', 'l2')`))[0].n, 2)
    assert.equal(await standing('linh'), 'late 70 (10, 0)')
    saw(await lee.get(evidence('linh')), /The roster counts 1 h 10, the video shows 40 min\./)
  })

  it('asks for a word after the note was signed as every change does, and gives it', async () => {
    await house.db.owner
      .query(
        `insert into note_signature (clinic_id, id, note_id, session_id, part, signed_by, name_and_credential, statement, sha256, signed_at)
       select clinic_id, gen_random_uuid(), id, session_id, 'author', $2, 'Lee Park, LMHC', '', '', now() from group_note where session_id = $1`,
        [session, castId('lee')],
      )
      .catch(() => {})
    assert.equal((await settle(lee, 'linh', { stands: 'video', because: 'Her line broke off.' })).status, 303)
    assert.equal(await standing('linh'), 'left-early 40 (0, 40)')
  })

  it('says that a meeting was called off after people had joined, and counts nothing', async () => {
    const other = await sessionOf('relapse-prevention')
    await read([
      row('c1', 'kofi', 'joined', '10:30', 'phone', other),
      row('c2', 'kofi', 'left', '11:10', 'phone', other),
    ])
    setTime('12:30')
    assert.equal((await lee.post(urls.sessionCancellation({ session: other }), { because: 'No leader' })).status, 303)
    saw(await lee.get(urls.witnesses()), /Called off, and the video shows 40 min\./)
    const wrong = await settle(lee, 'kofi', { stands: 'video' }, other)
    saw(wrong, /This meeting was called off: nothing counts/)
    assert.equal(
      (await settle(lee, 'kofi', { stands: 'nothing', because: 'They talked by themselves.' }, other)).status,
      303,
    )
    assert.equal(await standing('kofi', other), undefined)
    didNotSee(await lee.get(urls.witnesses()), /Called off/)
  })

  it('counts a night in which the clock changes as it was lived', async () => {
    const night = newId()
    const day = '2026-11-01'
    await house.db.owner.query(
      `insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at)
       select clinic_id, $1, series_id, room_id, $2, tstzrange($3, $4), now() from group_session where id = $5`,
      [night, day, at('00:30', day), at('03:30', day), session],
    )
    const line = (id: string, what: string, when: Date) =>
      `${id},${night},${numbers.get('peter')},${what},${when.toISOString()},phone`
    await read([line('n1', 'joined', at('00:30', day)), line('n2', 'left', at('03:30', day))])
    await house.db.owner.query(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, is_walk_in, marked_by, marked_at)
       values ($1, gen_random_uuid(), $2, $3, $4, 'here', 180, true, $5, $6)`,
      [riverbend.id, night, castId('peter'), day, castId('lee'), at('03:30', day)],
    )
    saw(await lee.get(evidence('peter', night)), /The roster counts 3 h, the video shows 4 h\./)
  })

  it('finds a group by the number under which it meets at the provider', async () => {
    const line = (id: string, what: string, time: string) =>
      `${id},831 2245 1190,${numbers.get('yusuf')},${what},${at(time).toISOString()},phone`
    await read([line('y1', 'joined', '09:00'), line('y2', 'left', '10:20')])
    assert.equal((await ask(`select count(*)::int as n from presence_event where event_id like 'y%'`))[0].n, 0)
    saw(await noor.get(urls.presenceImports()), /y1,831 2245 1190/)
    const set = await noor.post(urls.videoNumbers(), {
      number: '831-2245-1190',
      series: seriesId('process-a', weekdayHere()),
    })
    assert.equal(set.status, 303)
    await read([line('y1', 'joined', '09:00'), line('y2', 'left', '10:20')])
    assert.deepEqual(await ask(`select distinct session_id from presence_event where event_id like 'y%'`), [
      { session_id: session },
    ])
    // What came in a better row is nobody's to look at any more.
    didNotSee(await noor.get(urls.presenceImports()), /y1,831 2245 1190/)
  })

  it('lets a row go, once, with a reason', async () => {
    const [aside] = await ask(`select id from presence_aside where event_id = 'b1'`)
    const path = urls.presenceAsideEnd({ aside: aside.id })
    assert.equal((await noor.post(path, { because: '' })).status, 422)
    assert.equal((await noor.post(path, { because: 'A guest speaker.' })).status, 303)
    assert.equal((await noor.post(path, { because: 'A guest speaker.' })).status, 422)
    didNotSee(await noor.get(urls.presenceImports()), /Nobody here has this number/)
  })

  it('keeps the rule of its day', async () => {
    const rule = { differMinutes: '60', skewSeconds: '60', opensMinutes: '15', source: 'Compliance, 12 June' }
    assert.equal((await lee.get(urls.presenceRules())).status, 403)
    assert.equal((await dana.post(urls.presenceRules(), { ...rule, from: addDays(today, -1) })).status, 422)
    assert.equal((await dana.post(urls.presenceRules(), { ...rule, from: addDays(today, 1) })).status, 303)
    saw(await dana.get(urls.presenceRules()), /From 6 min on, witnesses differ/)
  })

  describe('for the client', () => {
    let token = ''
    let otherToken = ''
    const give = async (client: string) => {
      const answer = await noor.post(urls.ownPage({ client }), { language: 'en', birthDate: 'left-out' })
      return /\/mine\/([\w-]{43})/.exec(answer.text)?.[1] ?? `none in ${answer.status}`
    }
    const video = {
      place: 'video',
      whereNow: 'At my sister’s, 12 Elm Street',
      contactName: 'Ana Santos',
      contactPhone: '518 555 0101',
    }
    before(async () => {
      token = await give(castId('jose'))
      otherToken = await give(castId('tomasz'))
    })

    it('opens a quarter of an hour before it begins, and ends with it', async () => {
      const client = house.stranger()
      const press = () => client.post(urls.mineCheckIn({ token }), { meeting: session, place: 'on-site' })
      for (const [time, open] of [
        ['08:40', false],
        ['08:50', true],
        ['10:21', false],
      ] as const) {
        setTime(time)
        const page = await client.get(urls.mine({ token }))
        assert.equal(/Are you here\?/.test(page.text), open, time)
        if (!open) assert.match((await press()).location ?? '', /said=gone/)
      }
      assert.equal((await ask('select count(*)::int as n from check_in'))[0].n, 0)
    })

    it('takes each time where they are and whom to call, and shows it to those who care for them alone', async () => {
      const client = house.stranger()
      setTime('08:58')
      const half = await client.post(urls.mineCheckIn({ token }), { ...video, meeting: session, contactPhone: '' })
      assert.equal(half.status, 422)
      saw(half, /Write their phone number\./)
      saw(half, /At my sister’s, 12 Elm Street/)
      const whole = await client.post(urls.mineCheckIn({ token }), { ...video, meeting: session })
      assert.match(whole.location ?? '', /said=saidHere/)
      await client.post(urls.mineCheckIn({ token }), { ...video, meeting: session })
      assert.equal((await ask('select count(*)::int as n from check_in'))[0].n, 1)
      saw(await client.get(urls.mine({ token })), /You said at 8:58.AM that you join by video\./)
      saw(
        await lee.get(urls.roster({ session })),
        /Checked in 08:58, by video: At my sister’s, 12 Elm Street\. To call today: Ana Santos, 518 555 0101/,
      )
      const ben = await house.as('ben')
      for (const path of [urls.roster({ session }), evidence('jose')]) {
        const page = await ben.get(path)
        saw(page, /by video/)
        didNotSee(page, /Elm Street|Ana Santos/)
      }
    })

    it('is a witness: marked away, and checked in', async () => {
      setTime('11:30')
      await lee.post(urls.marks({ session }), { client: castId('jose'), mark: 'absent', reason: 'unknown' })
      saw(await lee.get(urls.witnesses()), /Marked away, and checked in\./)
      await read([
        row('j1', 'jose', 'joined', '09:00', 'Jose’s laptop'),
        row('j2', 'jose', 'left', '10:20', 'Jose’s laptop'),
      ])
      assert.equal((await settle(lee, 'jose', { stands: 'video' })).status, 303)
      assert.equal(await standing('jose'), 'here 80 (0, 0)')
    })

    it('shows them their own events, and nobody else’s device to anybody', async () => {
      const own = await house.stranger().get(urls.mineCheckIn({ token }))
      saw(own, /Jose’s laptop/)
      didNotSee(own, /Tomasz’s tablet/)
      saw(await house.stranger().get(urls.mineCheckIn({ token: otherToken })), /Tomasz’s tablet/)
      for (const path of [evidence('jose'), urls.presenceImports(), urls.witnesses()])
        didNotSee(await dana.get(path), /Jose’s laptop/)
      const names = await asPerson(house.db.pool, riverbend.id, director, new Date(), (work) =>
        work.db.selectFrom('presenceDevice').select('name').execute(),
      )
      assert.deepEqual(names, [])
      assert.ok((await ask('select name from presence_device')).length > 5)
    })

    it('checks nobody else in', async () => {
      setTime('08:58')
      const tries: [string, string][] = [
        [token, await sessionOf('dbt-evening')],
        [token, newId()],
        [token, 'no id'],
      ]
      const before = (await ask('select count(*)::int as n from check_in'))[0].n
      for (const [key, meeting] of tries) {
        const answer = await house.stranger().post(urls.mineCheckIn({ token: key }), { meeting, place: 'on-site' })
        assert.ok(answer.status === 422 || /said=gone/.test(answer.location ?? ''))
      }
      assert.equal((await ask('select count(*)::int as n from check_in'))[0].n, before)
    })

    it('may be told to staff, who write it down as theirs', async () => {
      setTime('09:01')
      const path = urls.checkInTaken({ meeting: session, client: castId('amina') })
      assert.equal(
        (await lee.post(path, { place: 'video', whereNow: 'Home', contactName: '', contactPhone: '' })).status,
        422,
      )
      assert.equal((await lee.post(path, { ...video, whereNow: 'Home, 4 Mill Lane' })).status, 303)
      saw(await lee.get(urls.roster({ session })), /Told Lee Park 09:01, by video: Home, 4 Mill Lane/)
      setTime('11:40')
    })
  })

  it('is closed to strangers, to other clinics, and to those whose work it is not', async () => {
    const kim = await house.as('kim')
    const ben = await house.as('ben')
    const settlement = urls.settlement({ meeting: session, client: castId('kofi') })
    assert.equal((await kim.get(evidence('kofi'))).status, 404)
    assert.equal((await kim.post(settlement, { stands: 'roster', because: 'x', saw: 'x' })).status, 404)
    didNotSee(await kim.get(urls.witnesses()), /Process group A/)
    assert.equal((await ben.post(settlement, { stands: 'roster', because: 'x', saw: 'x' })).status, 403)
    assert.equal((await ben.get(urls.presenceImports())).status, 403)
    assert.equal((await lee.get(urls.presenceImports())).status, 403)
    assert.equal((await house.stranger().get(evidence('kofi'))).status, 303)
    for (const [meeting, client] of [
      ['x', castId('kofi')],
      [session, 'x'],
      [newId(), castId('kofi')],
      [session, newId()],
      [session, castId('maya')],
    ] as const)
      assert.equal((await dana.get(urls.evidence({ meeting, client }))).status, 404)
  })

  it('takes events from a system that an administrator allowed, and tells it nothing', async () => {
    const ada = await house.as('ada')
    await ada.post(urls.systems(), { name: 'Video house', recipientClass: 'program-operations', purpose: 'operations' })
    const [system] = await ask(`select id from outside_system where name = 'Video house'`)
    const issued = await ada.post(urls.systemTokens({ system: system.id }), { days: '30' })
    const bearer = /<code class="token">([^<]+)<\/code>/.exec(issued.text)?.[1] ?? ''
    const send = (rows: unknown[], token = bearer) =>
      house.app.request(urls.videoEvents(), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(rows),
      })
    const event = (id: string, person: string | undefined, what: string, time: string) => ({
      event_id: id,
      meeting: session,
      person,
      event: what,
      at: at(time).toISOString(),
      device: 'x',
    })
    const events = [
      event('p1', numbers.get('peter'), 'joined', '09:00'),
      event('p2', numbers.get('peter'), 'left', '10:20'),
    ]
    assert.equal((await send(events, 'x'.repeat(43))).status, 401)
    assert.equal((await send(events)).status, 403)
    assert.equal((await lee.post(urls.presenceSenders(), { system: system.id, send: 'yes' })).status, 403)
    assert.equal((await ada.post(urls.presenceSenders(), { system: system.id, send: 'yes' })).status, 303)
    const taken = await send(events)
    assert.deepEqual([taken.status, await taken.json()], [200, { received: 2 }])
    const unknown = await send([event('p3', '9998', 'joined', '09:00')])
    assert.deepEqual([unknown.status, await unknown.json()], [200, { received: 1 }])
    await send(events)
    assert.equal((await ask(`select count(*)::int as n from presence_event where event_id like 'p%'`))[0].n, 2)
    saw(await noor.get(urls.presenceImports()), /Video house, sent by itself/)
    saw(await lee.get(evidence('peter')), /From Video house/)
    await ada.post(urls.presenceSenders(), { system: system.id, send: 'no' })
    assert.equal((await send(events)).status, 403)
  })
})
