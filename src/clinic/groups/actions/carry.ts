import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { problemOf } from '../change.ts'
import type { LineRow } from '../queries/lineage.ts'
import type { Seeker } from '../rules.ts'
import { dayInWords, minutesOfWeek } from '../times.ts'

const earlier = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null || a < b ? a : b)

/** Why somebody cannot stay in a group whose hour is going to change, or null: what they hold would be in the way then. */
export function againstGoingOn(ahead: readonly LineRow[], seeker: Seeker, until: Day | null): Refusal | null {
  for (const row of ahead) {
    const member = { clientId: '', name: seeker.name, from: row.from, to: earlier(until, row.to) }
    const problem = problemOf({ ...member, held: seeker.held, availability: null }, row)
    if (problem?.kind === 'clash')
      return refuse('clash-later', `${row.name} changes on ${dayInWords(row.from)}. ${problem.because}`)
  }
  return null
}

export type Carried = {
  seatId: string
  number: number
  clientId: string
  episodeId: string
  until: Day | null
  takenBy: string
}

/** Gives a new seat its chair in every row that its group changes into: nobody has to be entered again. */
export async function carryOn(work: Work, seat: Carried, ahead: readonly LineRow[]): Promise<void> {
  const clinicId = work.clinic.id
  let before = seat.seatId
  for (const row of ahead) {
    const change = await work.db
      .selectFrom('seriesChange as x')
      .innerJoin('groupSeries as r', (join) =>
        join.onRef('r.clinicId', '=', 'x.clinicId').onRef('r.id', '=', 'x.successorId'),
      )
      .where('r.id', '=', row.id)
      .select('x.id')
      .executeTakeFirst()
    if (change === undefined) return
    const id = newId()
    const hour = minutesOfWeek(row.weekday, row.starts, row.minutes)
    const last = earlier(seat.until, row.to)
    await work.db
      .insertInto('seat')
      .values({
        clinicId,
        id,
        seriesId: row.id,
        number: seat.number,
        clientId: seat.clientId,
        episodeId: seat.episodeId,
        during: sql<string>`daterange(${row.from}::date, ${last === null ? null : addDays(last, 1)}::date)`,
        weekMinutes: `[${hour.from},${hour.to})`,
        takenBy: seat.takenBy,
        takenAt: work.at,
      })
      .execute()
    await work.db
      .insertInto('seatCarry')
      .values({ clinicId, id: newId(), seatId: before, carriedTo: id, changeId: change.id, carriedAt: work.at })
      .execute()
    before = id
  }
}
