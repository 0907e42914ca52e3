import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { instantAt } from '../../basics/dates.ts'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { seriesId, todayHere, weekdayHere } from '../../../tests/world.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const at = (time: string, day = today) => instantAt(day, time, riverbend.timeZone)
const refusedIn = (answer: Answer) => /data-refused="([^"]+)"/.exec(answer.text)?.[1]
const saw = (answer: Answer, words: RegExp) =>
  assert.ok(words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is not on the page (${answer.status})`)
const didNotSee = (answer: Answer, words: RegExp) =>
  assert.ok(!words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is on the page (${answer.status})`)

describe('The roster', () => {
  let house: TestHouse
  let lee: Visitor
  let sam: Visitor
  const sessionOf = async (series: string, day = today): Promise<string> => {
    const { rows } = await house.db.owner.query<{ id: string }>(
      'select id from group_session where series_id = $1 and held_on = $2',
      [seriesId(series, weekdayHere()), day],
    )
    return rows[0]?.id ?? ''
  }
  /** The marks that stand, by the person's first name. */
  const standing = async (session: string) => {
    const { rows } = await house.db.owner.query<{ key: string; mark: string; minutes: number }>(
      `select i.given_name as key, a.mark, a.minutes from attendance_now a join client_identity i on i.client_id = a.client_id
       where a.session_id = $1 order by 1`,
      [session],
    )
    return Object.fromEntries(rows.map((row) => [row.key, `${row.mark} ${row.minutes}`]))
  }
  const clear = (session: string) =>
    house.db.owner.query('delete from attendance_mark where session_id = $1', [session])

  let now = at('09:20').getTime()
  const setTime = (time: string) => {
    now = at(time).getTime()
    house.setNow(new Date(now))
  }
  /** Someone at the clinic, where every press comes a moment after the one before. */
  const working = async (key: string): Promise<Visitor> => {
    const visitor = await house.as(key)
    return {
      ...visitor,
      post: (url, fields, headers) => {
        now += 20
        house.setNow(new Date(now))
        return visitor.post(url, fields, headers)
      },
    }
  }

  before(async () => {
    house = await openHouse()
    setTime('09:20')
    lee = await working('lee')
    sam = await working('sam')
  })
  after(() => house.close())

  it('shows everyone who has a seat on that day, and says who is expected', async () => {
    const session = await sessionOf('process-a')
    const page = await lee.get(urls.roster({ session }))
    assert.equal(page.status, 200)
    saw(page, /<h1[^>]*>Process group A: 10 expected<\/h1>/)
    assert.equal([...page.text.matchAll(/<li id="person-/g)].length, 10)
    saw(page, /Goal 1: Sleep without drinking/)
    saw(page, /he\/him · day 9/)
    // Maya is in the evening program, Will has no seat.
    didNotSee(page, /Maya Alvarez|Will Hope/)
  })

  it('marks all, then the exceptions, and counts their minutes', async () => {
    const session = await sessionOf('process-a')
    const all = await lee.post(urls.allHere({ session }))
    assert.equal(all.status, 303)
    const late = await lee.post(urls.marks({ session }), { client: castId('kofi'), mark: 'late', minutesLate: '18' })
    assert.equal(late.location, `${urls.roster({ session })}#person-${castId('kofi')}`)
    await lee.post(urls.marks({ session }), { client: castId('tomasz'), mark: 'absent', reason: 'ride' })
    const stands = await standing(session)
    assert.equal(stands.Kofi, 'late 62')
    assert.equal(stands.Tomasz, 'absent 0')
    assert.equal(stands.Amina, 'here 80')
    const page = await lee.get(urls.roster({ session }))
    saw(page, /Process group A: 9 of 10 here/)
    saw(page, /Late 18 min · 62 min count · Lee Park, 09:20/)
    saw(page, /No ride · Lee Park, 09:20/)
  })

  it('takes back press by press, and what stood before stands again', async () => {
    const session = await sessionOf('process-a')
    const undo = () => lee.post(urls.markUndo({ session }))
    assert.equal((await undo()).status, 303)
    assert.equal((await standing(session)).Tomasz, 'here 80')
    await undo()
    assert.equal((await standing(session)).Kofi, 'here 80')
    await undo()
    assert.deepEqual(await standing(session), {})
    const last = await undo()
    assert.equal(last.status, 422)
    assert.equal(refusedIn(last), 'nothing-to-undo')
    const { rows } = await house.db.owner.query(
      'select count(*)::int as n from attendance_mark where session_id = $1',
      [session],
    )
    assert.equal(rows[0].n, 24)
  })

  it('takes back only what I pressed, and one mark once', async () => {
    const session = await sessionOf('process-a')
    await sam.post(urls.marks({ session }), { client: castId('amina'), mark: 'here' })
    assert.equal(refusedIn(await lee.post(urls.markUndo({ session }))), 'nothing-to-undo')
    const marked = await lee.post(urls.marks({ session }), { client: castId('linh'), mark: 'here' })
    const page = await lee.get(marked.location ?? '')
    const mark = /name="mark" value="([0-9a-f-]{36})"/.exec(page.text)?.[1] ?? ''
    const [one, two] = await Promise.all([
      lee.post(urls.markUndo({ session }), { mark }),
      sam.post(urls.markUndo({ session }), { mark }),
    ])
    assert.deepEqual([one.status, two.status].sort(), [303, 422])
    assert.equal(refusedIn(one.status === 422 ? one : two), 'already-undone')
    assert.deepEqual(await standing(session), { Amina: 'here 80' })
    await clear(session)
  })

  it('takes late and left early while the group runs as "just now", and asks for minutes afterwards', async () => {
    const session = await sessionOf('process-a')
    await lee.post(urls.marks({ session }), { client: castId('kofi'), mark: 'late' })
    assert.equal((await standing(session)).Kofi, 'late 60')
    setTime('11:00')
    const asked = await lee.post(urls.marks({ session }), { client: castId('linh'), mark: 'late' })
    assert.equal(asked.status, 422)
    assert.equal(refusedIn(asked), 'when-arrived')
    // The row comes back with what was chosen, so that its minutes can be given without script.
    saw(asked, /value="late" checked/)
    const excused = await lee.post(urls.marks({ session }), {
      client: castId('linh'),
      mark: 'excused',
      reason: 'unknown',
    })
    assert.equal(refusedIn(excused), 'reason-needed')
    const both = { client: castId('linh'), mark: 'left-early', minutesLate: '10', minutesLeftEarly: '15' }
    assert.equal((await lee.post(urls.marks({ session }), both)).status, 303)
    assert.equal((await standing(session)).Linh, 'left-early 55')
    setTime('09:20')
    await clear(session)
  })

  const nonsense: [string, Record<string, string>][] = [
    ['minutes beyond the session', { mark: 'late', minutesLate: '80' }],
    ['minutes still to come', { mark: 'late', minutesLate: '40' }],
    ['minutes below zero', { mark: 'late', minutesLate: '-4' }],
    ['half a minute', { mark: 'late', minutesLate: '1.5' }],
    ['a mark that does not exist', { mark: 'asleep' }],
    ['a mark that only an undo writes', { mark: 'cleared' }],
    ['a reason that is not in the list', { mark: 'absent', reason: 'bored' }],
    ['another reason without words', { mark: 'absent', reason: 'other' }],
    ['somebody who has no seat', { mark: 'here', client: castId('maya') }],
    ['nobody', { mark: 'here', client: 'x' }],
  ]
  for (const [what, fields] of nonsense) {
    it(`refuses ${what} with a sentence, and writes nothing`, async () => {
      const session = await sessionOf('process-a')
      const answer = await lee.post(urls.marks({ session }), { client: castId('kofi'), ...fields })
      assert.equal(answer.status, 422)
      assert.ok(refusedIn(answer))
      assert.deepEqual(await standing(session), {})
    })
  }

  it('opens for marks half an hour before the start, and for an excuse at any time', async () => {
    const session = await sessionOf('process-a')
    setTime('08:29')
    assert.equal(refusedIn(await lee.post(urls.allHere({ session }))), 'too-early')
    didNotSee(await lee.get(urls.roster({ session })), /All here/)
    const ahead = { client: castId('jose'), mark: 'excused', reason: 'court' }
    assert.equal((await lee.post(urls.marks({ session }), ahead)).status, 303)
    setTime('08:31')
    assert.equal((await lee.post(urls.allHere({ session }))).status, 303)
    assert.equal((await standing(session)).José, 'excused 0')
    assert.equal((await standing(session)).Kofi, 'here 80')
    setTime('09:20')
    await clear(session)
  })

  it('loses nothing when two leaders mark at once: the latest mark of each person stands', async () => {
    const session = await sessionOf('process-a')
    const keys = ['kofi', 'linh', 'tomasz', 'amina', 'jose', 'peter']
    const answers = await Promise.all([
      ...keys.map((key) => lee.post(urls.marks({ session }), { client: castId(key), mark: 'late', minutesLate: '5' })),
      sam.post(urls.allHere({ session })),
      lee.post(urls.allHere({ session })),
      ...keys.map((key) => sam.post(urls.marks({ session }), { client: castId(key), mark: 'late', minutesLate: '5' })),
    ])
    for (const answer of answers) assert.equal(answer.status, 303)
    const { rows } = await house.db.owner.query<{ late: number; here: number }>(
      `select count(*) filter (where mark = 'late')::int as late, count(*) filter (where mark = 'here')::int as here
       from attendance_mark where session_id = $1`,
      [session],
    )
    // Every press on a person is a row. All here wrote one row for each who had none, whoever pressed it first.
    assert.equal(rows[0]?.late, 12)
    assert.ok((rows[0]?.here ?? 99) <= 10)
    assert.equal(Object.keys(await standing(session)).length, 10)
    await clear(session)
  })

  it('never lets All here cover a mark that another leader made a moment before', async () => {
    const session = await sessionOf('process-a')
    const client = await house.db.pool.connect()
    // Sam's mark is under way: written, not yet committed. Lee's All here must wait for it.
    await client.query('begin')
    await client.query("select set_config('app.clinic', $1, true), set_config('app.role', 'therapist', true)", [
      riverbend.id,
    ])
    await client.query('select id from group_session where id = $1 for no key update', [session])
    await client.query(
      `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
       values ($1, gen_random_uuid(), $2, $3, $4, 'absent', 0, $5, $6)`,
      [riverbend.id, session, castId('kofi'), today, castId('sam'), at('09:19')],
    )
    const all = lee.post(urls.allHere({ session }))
    await new Promise((resolve) => setTimeout(resolve, 150))
    await client.query('commit')
    client.release()
    assert.equal((await all).status, 303)
    assert.equal((await standing(session)).Kofi, 'absent 0')
    assert.equal((await standing(session)).Linh, 'here 80')
    await clear(session)
  })

  it('says whose mark it replaced', async () => {
    const session = await sessionOf('process-a')
    await sam.post(urls.marks({ session }), { client: castId('kofi'), mark: 'absent' })
    const page = await lee.get(
      (await lee.post(urls.marks({ session }), { client: castId('kofi'), mark: 'here' })).location ?? '',
    )
    saw(page, /It stands instead of the mark by Sam Iyer/)
    await clear(session)
  })

  it('adds a walk-in, and takes them out again', async () => {
    const session = await sessionOf('process-a')
    const found = await lee.get(urls.roster({ session }, { find: 'hope' }))
    saw(found, /Add Will Hope as a walk-in/)
    const added = await lee.post(urls.walkIns({ session }), { client: castId('will'), minutesLate: '20' })
    assert.equal(added.status, 303)
    assert.equal((await standing(session)).William, 'late 60')
    const page = await lee.get(urls.roster({ session }))
    saw(page, /day 45 · walk-in/)
    assert.equal(refusedIn(await sam.post(urls.walkIns({ session }), { client: castId('will') })), 'on-roster')
    const absent = await lee.post(urls.marks({ session }), { client: castId('will'), mark: 'absent' })
    assert.equal(refusedIn(absent), 'walk-in-absent')
    await lee.post(urls.markUndo({ session }))
    didNotSee(await lee.get(urls.roster({ session })), /Will Hope/)
  })

  it('refuses a walk-in who is expected elsewhere, until they are marked there', async () => {
    const evening = await sessionOf('dbt-evening')
    const visit = `insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at)
      values ($1, gen_random_uuid(), $2, $3, 'individual', $4, $5, tstzrange($6, $7), 50, $4, now())`
    await house.db.owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
    await house.db.owner.query(visit, [
      riverbend.id,
      castId('kofi'),
      castId('kofi episode'),
      castId('ines'),
      today,
      at('18:00'),
      at('18:50'),
    ])
    setTime('17:40')
    const answer = await lee.post(urls.walkIns({ session: evening }), { client: castId('kofi') })
    assert.equal(refusedIn(answer), 'expected-elsewhere')
    saw(answer, /a visit with Inés Duarte, 18:00 to 18:50/)
    assert.deepEqual(await standing(evening), {})
    // Whoever is marked absent there is free to come here.
    await house.db.owner.query(
      `insert into attendance_mark (clinic_id, id, visit_id, client_id, held_on, mark, minutes, marked_by, marked_at)
       select clinic_id, gen_random_uuid(), id, client_id, held_on, 'absent', 0, staff_id, now() from visit where client_id = $1`,
      [castId('kofi')],
    )
    assert.equal((await lee.post(urls.walkIns({ session: evening }), { client: castId('kofi') })).status, 303)
    assert.equal((await standing(evening)).Kofi, 'here 90')
    setTime('09:20')
  })

  it('refuses a walk-in into a full room, and someone who is not in care', async () => {
    const session = await sessionOf('process-a')
    await house.db.owner.query('delete from series_chair where series_id = $1 and number > 10', [
      seriesId('process-a', weekdayHere()),
    ])
    const full = await lee.post(urls.walkIns({ session }), { client: castId('will') })
    assert.equal(refusedIn(full), 'room-full')
    await lee.post(urls.marks({ session }), { client: castId('kofi'), mark: 'excused', reason: 'illness' })
    assert.equal((await lee.post(urls.walkIns({ session }), { client: castId('will') })).status, 303)
    await clear(session)
    await house.db.owner.query('update episode set during = daterange(lower(during), $2::date) where client_id = $1', [
      castId('will'),
      today,
    ])
    assert.equal(refusedIn(await lee.post(urls.walkIns({ session }), { client: castId('will') })), 'not-in-care')
    saw(await lee.get(urls.roster({ session }, { find: 'Will' })), /Nobody in care today has this name/)
  })

  it('asks why, when a mark changes after the note was signed', async () => {
    const session = await sessionOf('relapse-prevention')
    setTime('12:00')
    await sam.post(urls.allHere({ session }))
    const note = castId('a signed note')
    await house.db.owner.query(
      `insert into group_note (clinic_id, id, session_id, topic, intervention, how_it_went, written_by, written_at)
       values ($1, $2, $3, '', '', '', $4, now())`,
      [riverbend.id, note, session, castId('sam')],
    )
    await house.db.owner.query(
      `insert into note_signature (clinic_id, id, note_id, session_id, part, signed_by, name_and_credential, content_hash, signed_at)
       values ($1, gen_random_uuid(), $2, $3, 'author', $4, 'Sam Iyer, CASAC', repeat('a', 64), now())`,
      [riverbend.id, note, session, castId('sam')],
    )
    const change = { client: castId('kofi'), mark: 'absent', reason: 'unknown' }
    const refused = await sam.post(urls.marks({ session }), change)
    assert.equal(refusedIn(refused), 'note-signed')
    saw(refused, /Why it changes now/)
    assert.equal(refusedIn(await sam.post(urls.markUndo({ session }))), 'note-signed')
    const lateChange = 'He was seen at the dentist'
    assert.equal((await sam.post(urls.marks({ session }), { ...change, lateChange })).status, 303)
    const page = await sam.get(urls.roster({ session }))
    saw(page, /changed after signing: He was seen at the dentist/)
    saw(page, /The signed note keeps what it said/)
    didNotSee(page, /All here/)
    setTime('09:20')
  })

  it('cancels a meeting with a reason, but not one that people were there for', async () => {
    const session = await sessionOf('process-a')
    await lee.post(urls.allHere({ session }))
    assert.equal(refusedIn(await lee.post(urls.sessionCancellation({ session }), { because: 'Water' })), 'people-there')
    await lee.post(urls.markUndo({ session }))
    const wordless = await lee.post(urls.sessionCancellation({ session }), { because: ' ' })
    assert.equal(wordless.status, 422)
    saw(wordless, /Say in a few words why it does not take place/)
    const cancelled = await lee.post(urls.sessionCancellation({ session }), { because: 'No water in the building' })
    assert.equal(cancelled.status, 303)
    const page = await lee.get(urls.roster({ session }))
    saw(page, /Process group A was cancelled/)
    saw(page, /No water in the building/)
    saw(page, /09:00 to 10:20/)
    assert.equal(refusedIn(await lee.post(urls.allHere({ session }))), 'cancelled')
    assert.equal(refusedIn(await lee.post(urls.sessionCancellation({ session }), { because: 'Twice' })), 'cancelled')
    const day = await lee.get(urls.groups())
    saw(day, /Cancelled: No water in the building/)
  })

  it('is not there for another clinic, and not to be marked by a biller or an administrator', async () => {
    const session = await sessionOf('relapse-prevention')
    const kim = await house.as('kim')
    assert.equal((await kim.get(urls.roster({ session }))).status, 404)
    const posts = [urls.marks, urls.allHere, urls.markUndo, urls.walkIns, urls.sessionCancellation]
    const fields = { client: castId('kofi'), mark: 'here', because: 'x' }
    for (const url of posts) assert.equal((await kim.post(url({ session }), fields)).status, 404, url.pattern)
    const ben = await house.as('ben')
    didNotSee(await ben.get(urls.roster({ session })), /All here|Cancel this meeting|Goal 1/)
    for (const url of posts) {
      const answer = await ben.post(url({ session }), url === urls.markUndo ? {} : fields)
      assert.equal(answer.status, 403, url.pattern)
    }
    assert.equal((await (await house.as('ada')).get(urls.roster({ session }))).status, 403)
  })

  it('leaves a trail: every press once, and who looked at whom', async () => {
    await house.looksWritten()
    const { rows } = await house.db.owner.query<{ verb: string; n: number }>(
      `select verb, count(*)::int as n from trail where by_name = 'Sam Iyer' group by verb`,
    )
    const verbs = Object.fromEntries(rows.map((row) => [row.verb, row.n]))
    assert.equal(verbs['attendance.corrected'], 1)
    assert.ok((verbs['attendance.marked'] ?? 0) >= 8)
    assert.ok((verbs.looked ?? 0) >= 1)
  })
})
