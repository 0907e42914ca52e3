import { sql } from 'kysely'
import { addDays, dayAt, instantAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { closedBetween } from '../queries/closed.ts'
import { meetingDays } from '../recurrence.ts'
import { holdCalendar } from './hold.ts'

/** Sessions stand in the calendar this many days ahead, so that a week is seen before it happens. */
export const daysLaidAhead = 42

/** Lays the meetings of every series of every clinic. Done twice, nothing is laid twice. */
export async function laySessionsEverywhere(pool: Pool, at: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  for (const { id } of rows) {
    await asPerson(pool, id, { kind: 'stepwell', id: null, name: 'Clock' }, at, async (work) => {
      const today = dayAt(at, work.clinic.timeZone)
      await laySessions(work, addDays(today, -1), addDays(today, daysLaidAhead))
    })
  }
}

/**
 * Lays the missing meetings between two days, at each series' wall-clock time: 18:00 stays 18:00 through a clock change. Weeks
 * in which a group has no turn, closed days and breaks are left out; what was called off stays called off.
 */
export async function laySessions(work: Work, from: Day, to: Day, only?: string): Promise<number> {
  // A group that begins beyond these days has no meeting among them.
  if (from > to) return 0
  await holdCalendar(work)
  const series = await work.db
    .selectFrom('groupSeries as r')
    .innerJoin('room as o', (join) => join.onRef('o.clinicId', '=', 'r.clinicId').onRef('o.id', '=', 'r.roomId'))
    .select(['r.id', 'r.roomId', 'r.weekday', 'r.starts', 'r.minutes', 'r.timeZone', 'r.anchor', 'o.siteId'])
    .select(['r.everyWeeks as every', sql<string>`coalesce(r.line_id, r.id)`.as('line')])
    .select([sql<Day>`lower(r.during)`.as('from'), sql<Day | null>`upper(r.during) - 1`.as('to')])
    .where(sql<boolean>`r.during && daterange(${from}::date, ${to}::date, '[]')`)
    .$if(only !== undefined, (query) => query.where('r.id', '=', only ?? ''))
    .execute()
  const closed = await closedBetween(work, from, to)
  const laid = new Set(
    (
      await work.db
        .selectFrom('groupSession')
        .select(['seriesId', 'heldOn'])
        .where('heldOn', '>=', from)
        .where('heldOn', '<=', to)
        .execute()
    ).map((one) => `${one.seriesId} ${one.heldOn}`),
  )

  const missing = series.flatMap((one) =>
    meetingDays(one, from, to, closed)
      .filter((day) => !laid.has(`${one.id} ${day}`))
      .map((day) => {
        const starts = instantAt(day, one.starts, one.timeZone)
        const ends = new Date(starts.getTime() + one.minutes * 60_000)
        return {
          clinicId: work.clinic.id,
          id: newId(),
          seriesId: one.id,
          roomId: one.roomId,
          heldOn: day,
          during: `[${starts.toISOString()},${ends.toISOString()})`,
          laidAt: work.at,
        }
      }),
  )
  for (let n = 0; n < missing.length; n += 500) {
    await work.db
      .insertInto('groupSession')
      .values(missing.slice(n, n + 500))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  return missing.length
}
