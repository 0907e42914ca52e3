import { sql } from 'kysely'
import { addDays, dayAt, type Day, instantAt, timeAt, weekdayOf } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { callsBetween } from '../calls/queries/calls.ts'
import { endOf } from '../groups/times.ts'
import type { Busy } from './rules.ts'

export type Visit = Awaited<ReturnType<typeof visitsOf>>[number]

const visits = (work: Work) =>
  work.db
    .selectFrom('visit as v')
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'v.clinicId').onRef('m.id', '=', 'v.staffId'),
    )
    .leftJoin('visitCancellation as x', (join) =>
      join.onRef('x.clinicId', '=', 'v.clinicId').onRef('x.visitId', '=', 'v.id'),
    )
    .leftJoin('attendanceNow as a', (join) =>
      join.onRef('a.clinicId', '=', 'v.clinicId').onRef('a.visitId', '=', 'v.id').on('a.mark', '<>', 'cleared'),
    )
    .select(['v.id', 'v.clientId', 'v.episodeId', 'v.kind', 'v.staffId', 'v.heldOn', 'v.minutes', 'v.byVideo'])
    .select(['m.givenName', 'm.familyName', 'm.credential', 'x.because as cancelledBecause'])
    .select(['a.id as markId', 'a.mark', 'a.minutes as minutesThere', 'a.reason'])
    // A cancelled visit holds nobody: its hour is kept with the cancellation.
    .select([
      sql<Date>`coalesce(lower(v.during), lower(x.was_during))`.as('begins'),
      sql<Date>`coalesce(upper(v.during), upper(x.was_during))`.as('ends'),
    ])

/** The visits of a stay between two days, in the order of the calendar. */
export const visitsOf = (work: Work, episodeId: string, from: Day, to: Day) =>
  visits(work)
    .where('v.episodeId', '=', episodeId)
    .where('v.heldOn', '>=', from)
    .where('v.heldOn', '<=', to)
    .orderBy('begins')
    .orderBy('v.id')
    .execute()

export async function visitById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return visits(work).where('v.id', '=', id).executeTakeFirst()
}

/** The booked hours of a client or a clinician on some days, each as what holds them that day. */
export async function visitsHeldOn(
  work: Work,
  whose: { clientId: string } | { staffId: string },
  days: readonly Day[],
): Promise<Busy[]> {
  const rows = await work.db
    .selectFrom('visit as v')
    .where('v.heldOn', 'in', [...days])
    .where(sql<boolean>`not isempty(v.during)`)
    .$if('clientId' in whose, (query) => query.where('v.clientId', '=', 'clientId' in whose ? whose.clientId : ''))
    .$if('staffId' in whose, (query) => query.where('v.staffId', '=', 'staffId' in whose ? whose.staffId : ''))
    .select(['v.heldOn', 'v.minutes'])
    .select(sql<Date>`lower(v.during)`.as('begins'))
    .execute()
  return rows.map((row) => {
    const starts = timeAt(row.begins, work.clinic.timeZone)
    return {
      // Whose visit it is stays out of the sentence: another client's name is nobody's business here.
      name: 'a visit',
      seriesId: null,
      weekday: weekdayOf(row.heldOn),
      starts,
      ends: endOf(starts, row.minutes),
      from: row.heldOn,
      to: row.heldOn,
    }
  })
}

/** The calls that visitors booked with somebody on these days. */
export async function callsHeldOn(work: Work, staffId: string, days: readonly Day[]): Promise<Busy[]> {
  const zone = work.clinic.timeZone
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)]
  if (first === undefined || last === undefined) return []
  const calls = await callsBetween(
    work,
    instantAt(first, '00:00', zone),
    instantAt(addDays(last, 1), '00:00', zone),
    staffId,
  )
  return calls
    .filter(({ ended }) => ended === '')
    .map(({ startsAt, minutes }) => {
      const [day, starts] = [dayAt(startsAt, zone), timeAt(startsAt, zone)]
      return {
        name: 'a booked call',
        seriesId: null,
        weekday: weekdayOf(day),
        starts,
        ends: endOf(starts, minutes),
        from: day,
        to: day,
      }
    })
}

/** Meetings that were called off on these days, as 'series day'. */
export async function calledOffOn(work: Work, days: readonly Day[]): Promise<Set<string>> {
  const rows = await work.db
    .selectFrom('groupSession')
    .where('heldOn', 'in', [...days])
    .where(sql<boolean>`isempty(during)`)
    // What was called off with a closed day and came back has a later row.
    .where(sql<boolean>`not exists (select from group_session y where y.clinic_id = group_session.clinic_id
      and y.series_id = group_session.series_id and y.held_on = group_session.held_on and not isempty(y.during))`)
    .select(['seriesId', 'heldOn'])
    .execute()
  return new Set(rows.map((row) => `${row.seriesId} ${row.heldOn}`))
}
