import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend, staffPerson } from '../../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../../tests/database.ts'
import { seriesId, todayHere } from '../../../../tests/world.ts'
import { addDays, weekdayOf } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { connect, type Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { meetingsOf } from '../queries/series.ts'
import { closeDays, openDays, type Closing } from './closed.ts'
import { laySessions } from './lay.ts'

const today = todayHere()
const dana = staffPerson('dana')

let db: TestDatabase
let pool: Pool
before(async () => {
  db = await freshDatabase()
  pool = connect(db.appUrl, 8)
})
after(async () => {
  await pool.end()
  await db.close()
})

const as = <T>(deed: (work: Work) => Promise<T>, by = dana) => asPerson(pool, riverbend.id, by, new Date(), deed)
const close = (over: Partial<Closing>) =>
  as((work) => closeDays(work, { siteId: null, seriesId: null, from: today, to: today, because: 'Holiday', ...over }))
async function closed(over: Partial<Closing>) {
  const answer = await close(over)
  assert.ok(!isRefusal(answer), JSON.stringify(answer))
  return answer
}
const live = async (day: string) =>
  (
    await db.owner.query<{ series: string }>(
      'select series_id as series from group_session where held_on = $1 and not isempty(during) order by 1',
      [day],
    )
  ).rows.map((row) => row.series)
const notices = async (day: string, kind: string) =>
  (
    await db.owner.query<{ n: number }>(
      "select count(*)::int as n from notice where about->>'day' = $1 and kind = $2",
      [day, kind],
    )
  ).rows[0]?.n

describe('A closed day', () => {
  it('calls off what stands in the calendar, with its reason, tells the members, and gives it back when it opens', async () => {
    const day = addDays(today, 9)
    const before_ = await live(day)
    assert.ok(before_.length >= 3, String(before_.length))
    const answer = await closed({ from: day, to: day, because: 'Thanksgiving Day' })
    assert.equal(answer.calledOff, before_.length)
    assert.ok(answer.told > 0)
    assert.deepEqual(await live(day), [])
    const said = await db.owner.query('select distinct because from session_cancellation')
    assert.deepEqual(said.rows, [{ because: 'Thanksgiving Day' }])
    const seats = await db.owner.query<{ n: number }>(
      'select count(*)::int as n from seat t join group_series r on r.id = t.series_id where t.during @> $1::date and r.weekday = $2',
      [day, weekdayOf(day)],
    )
    assert.equal(await notices(day, 'meeting-cancelled'), seats.rows[0]?.n)

    const again = await as((work) => openDays(work, answer.id))
    assert.deepEqual(again, { back: before_.length, roomTaken: 0 })
    assert.deepEqual(await live(day), before_)
    assert.equal(await notices(day, 'week-changed'), seats.rows[0]?.n)
    const twice = await as((work) => openDays(work, answer.id))
    assert.ok(isRefusal(twice))
    // The group's page shows the day once, as what it is now.
    const series = seriesId('process-a', weekdayOf(day))
    const shown = await as((work) => meetingsOf(work, [series], day, day, 'asc'))
    assert.deepEqual(
      shown.map((one) => [one.heldOn, one.isOff, one.cancelledBecause]),
      [[day, false, null]],
    )
  })

  it('is left out when meetings are laid later, and laid once it opens', async () => {
    const day = addDays(today, 30)
    assert.deepEqual(await live(day), [])
    const site = await closed({
      from: addDays(day, -1),
      to: addDays(day, 1),
      siteId: castId('mill'),
      because: 'Boiler',
    })
    await as((work) => laySessions(work, day, day))
    const rooms = await db.owner.query<{ site: string }>(
      'select distinct o.site_id as site from group_session g join room o on o.id = g.room_id where g.held_on = $1',
      [day],
    )
    assert.deepEqual(rooms.rows, [{ site: castId('main-street') }])
    const some = (await live(day)).length
    await as((work) => openDays(work, site.id))
    assert.ok((await live(day)).length > some)
  })

  it('stays closed while another closed day stands on it, whichever came first', async () => {
    const day = addDays(today, 12)
    const meetings = await live(day)
    const [one, two] = [await closed({ from: day, to: day }), await closed({ from: day, to: addDays(day, 1) })]
    assert.equal(two.calledOff, (await liveBefore(addDays(day, 1))).length)
    assert.deepEqual(await as((work) => openDays(work, one.id)), { back: 0, roomTaken: 0 })
    assert.deepEqual(await live(day), [])
    await as((work) => openDays(work, two.id))
    assert.deepEqual(await live(day), meetings)
  })

  it('keeps what was written: a meeting with somebody marked stays', async () => {
    const series = seriesId('process-a', weekdayOf(today))
    await db.owner.query(
      `insert into attendance_mark (clinic_id, id, client_id, session_id, held_on, mark, minutes, marked_by, marked_at)
       select g.clinic_id, gen_random_uuid(), t.client_id, g.id, g.held_on, 'here', 80, $3, now()
       from group_session g join seat t on t.series_id = g.series_id and t.during @> g.held_on
       where g.series_id = $1 and g.held_on = $2 limit 1`,
      [series, today, castId('lee')],
    )
    const answer = await closed({ seriesId: series, because: 'Snow' })
    assert.deepEqual([answer.calledOff, answer.kept], [0, 1])
    assert.ok((await live(today)).includes(series))
  })

  it('is a break of one group alone, through all its rows', async () => {
    const day = addDays(today, 14)
    const series = seriesId('process-a', weekdayOf(day))
    const others = (await live(day)).filter((one) => one !== series)
    const answer = await closed({ seriesId: series, from: day, to: addDays(day, 6), because: 'Break' })
    assert.equal(answer.calledOff, 1)
    assert.deepEqual(await live(day), others)
  })

  it('refuses what cannot be, and whoever may not', async () => {
    const code = async (over: Partial<Closing>) => {
      const answer = await close(over)
      return isRefusal(answer) ? answer.refused : 'closed'
    }
    assert.equal(await code({ from: today, to: addDays(today, -1) }), 'dates-turned')
    assert.equal(await code({ from: addDays(today, -30) }), 'too-far-back')
    assert.equal(await code({ from: today, to: addDays(today, 500) }), 'too-long')
    assert.equal(await code({ siteId: castId('nowhere') }), 'not-found')
    assert.equal(await code({ seriesId: 'what' }), 'not-found')
    const noor = staffPerson('noor')
    const denied = await as(
      (work) => closeDays(work, { siteId: null, seriesId: null, from: today, to: today, because: 'x' }),
      noor,
    )
    assert.ok(isRefusal(denied) && denied.refused === 'not-allowed')
  })
})

const liveBefore = async (day: string) =>
  (
    await db.owner.query(
      `select distinct g.series_id from group_session g join closed_day_meeting m on m.session_id = g.id where g.held_on = $1`,
      [day],
    )
  ).rows
