import { sql } from 'kysely'
import type { Day } from '../../basics/dates.ts'
import type { Work } from '../../db/work.ts'

/** The last day on which the client was there for anything since a day. */
export async function lastAttendedOn(work: Work, clientId: string, from: Day): Promise<Day | null> {
  const row = await work.db
    .selectFrom('attendanceNow')
    .where('clientId', '=', clientId)
    .where('heldOn', '>=', from)
    .where('minutes', '>', 0)
    .select(sql<Day | null>`max(held_on)::text`.as('day'))
    .executeTakeFirst()
  return row?.day ?? null
}

export type Ahead = { seats: { id: string; name: string; weekday: number }[]; visits: number }

/** What a stay still holds after its last day: seats, and visits that nobody has marked. */
export async function heldAfter(work: Work, episodeId: string, lastDay: Day): Promise<Ahead> {
  const seats = await work.db
    .selectFrom('seat as s')
    .innerJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 's.clinicId').onRef('r.id', '=', 's.seriesId'),
    )
    .where('s.episodeId', '=', episodeId)
    .where(sql<boolean>`s.during && daterange(${lastDay}::date + 1, null)`)
    .select(['s.id', 'r.name', 'r.weekday'])
    .orderBy('r.weekday')
    .orderBy('r.starts')
    .execute()
  const visits = await visitsAfter(work, episodeId, lastDay)
  return { seats, visits: visits.length }
}

export const visitsAfter = (work: Work, episodeId: string, lastDay: Day) =>
  work.db
    .selectFrom('visit as v')
    .where('v.episodeId', '=', episodeId)
    .where('v.heldOn', '>', lastDay)
    .where(sql<boolean>`not isempty(v.during)`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('attendanceNow as a')
            .whereRef('a.visitId', '=', 'v.id')
            .where('a.mark', '!=', 'cleared')
            .select('a.id'),
        ),
      ),
    )
    .select(['v.id', sql<string>`v.during::text`.as('during')])
    .execute()
