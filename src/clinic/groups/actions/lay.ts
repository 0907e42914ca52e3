import { sql } from 'kysely'
import { addDays, dayAt, instantAt, weekdayOf, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'

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

/** Lays the missing meetings between two days, at each series' wall-clock time: 18:00 stays 18:00 through a clock change. */
export async function laySessions(work: Work, from: Day, to: Day, only?: string): Promise<number> {
  // A group that begins beyond these days has no meeting among them.
  if (from > to) return 0
  const series = await work.db
    .selectFrom('groupSeries')
    .select(['id', 'roomId', 'weekday', 'starts', 'minutes', 'timeZone'])
    .select([sql<Day | null>`lower(during)`.as('firstDay'), sql<Day | null>`upper(during)`.as('endsBefore')])
    .where(sql<boolean>`during && daterange(${from}::date, ${to}::date, '[]')`)
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .execute()
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
    daysOf(one.weekday, from, to)
      .filter((day) => (one.firstDay ?? day) <= day && (one.endsBefore === null || day < one.endsBefore))
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

function daysOf(weekday: number, from: Day, to: Day): Day[] {
  const days: Day[] = []
  const first = addDays(from, (weekday - weekdayOf(from) + 7) % 7)
  for (let day = first; day <= to; day = addDays(day, 7)) days.push(day)
  return days
}
