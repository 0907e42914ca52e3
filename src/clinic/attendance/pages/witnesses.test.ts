import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { at, didNotSee, openWitnessRoom, saw, today, type WitnessRoom } from '../../../../tests/witness-room.ts'
import { seriesId, weekdayHere } from '../../../../tests/world.ts'
import { addDays } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { urls } from '../../../urls.ts'

describe('Three witnesses of a meeting', () => {
  let house: WitnessRoom['house']
  let lee: WitnessRoom['lee']
  let dana: WitnessRoom['dana']
  let noor: WitnessRoom['noor']
  let session: WitnessRoom['session']
  let numbers: WitnessRoom['numbers']
  let ask: WitnessRoom['ask']
  let setTime: WitnessRoom['setTime']
  let sessionOf: WitnessRoom['sessionOf']
  let evidence: WitnessRoom['evidence']
  let sawIn: WitnessRoom['sawIn']
  let row: WitnessRoom['row']
  let read: WitnessRoom['read']
  let settle: WitnessRoom['settle']
  let standing: WitnessRoom['standing']
  before(async () => {
    const room = await openWitnessRoom()
    ;({
      house,
      lee,
      dana,
      noor,
      session,
      numbers,
      ask,
      setTime,
      sessionOf,
      evidence,
      sawIn,
      row,
      read,
      settle,
      standing,
    } = room)
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
      didNotSee(page, /Settle: Amina Bello/)
      didNotSee(page, /Tomasz’s tablet/)
    }
    // On the day of whoever led it, and on nobody else's.
    saw(await lee.get(urls.today()), /Whose attendance is not settled\?/)
    didNotSee(await (await house.as('ines')).get(urls.today()), /Whose attendance is not settled\?/)
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
    const note = newId()
    await ask(
      `insert into group_note (clinic_id, id, session_id, topic, intervention, how_it_went, written_by, written_at)
       values ($1, $2, $3, '', '', '', $4, now())`,
      [riverbend.id, note, session, castId('lee')],
    )
    await ask(
      `insert into note_signature (clinic_id, id, note_id, session_id, part, signed_by, name_and_credential, content_hash, signed_at)
       values ($1, gen_random_uuid(), $2, $3, 'author', $4, 'Lee Park, LMHC', repeat('a', 64), now())`,
      [riverbend.id, note, session, castId('lee')],
    )
    assert.equal((await settle(lee, 'linh', { stands: 'video', because: 'Her line broke off.' })).status, 303)
    assert.equal(await standing('linh'), 'left-early 40 (0, 40)')
    saw(await lee.get(urls.roster({ session })), /changed after signing: Her line broke off\./)
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
    assert.equal((await noor.post(urls.videoNumbers(), { number: '55', series: '' })).status, 422)
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
    const rule = {
      differMinutes: '60',
      skewSeconds: '60',
      opensMinutes: '15',
      pressesInMinute: '12',
      pressesInTenMinutes: '60',
      source: 'Compliance, 12 June',
    }
    assert.equal((await lee.get(urls.presenceRules())).status, 403)
    assert.equal((await dana.post(urls.presenceRules(), { ...rule, from: addDays(today, -1) })).status, 422)
    assert.equal((await dana.post(urls.presenceRules(), { ...rule, from: addDays(today, 1) })).status, 303)
    saw(await dana.get(urls.presenceRules()), /From 6 min on, witnesses differ/)
  })
})
