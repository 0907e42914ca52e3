import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { dayInWords } from '../times.ts'
import { lineageOf } from '../queries/lineage.ts'
import { endSeats } from './end-seats.ts'
import { endHold } from './end-hold.ts'
import { holdCalendar, holdDiaries } from './hold.ts'
import { withdrawMeetings } from './withdraw.ts'

export type Unseated = { clientId: string; episodeId: string }

/**
 * Ends a group with a last day: its seats end with it and its meetings after that day leave the calendar, those of changes that
 * were still to come too. Answers with the members, who need another seat.
 */
export async function endSeries(
  work: Work,
  seriesId: string,
  { lastDay, because }: { lastDay: Day; because: string },
): Promise<{ unseated: Unseated[] } | Refusal> {
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return denied
  const by = work.by.id
  if (by === null) return refuse('not-a-person', 'A group is ended by a person.')
  await holdDiaries(work, [seriesId])
  await holdCalendar(work)
  const line = await lineageOf(work, seriesId)
  const [first, last] = [line[0], line.at(-1)]
  if (first === undefined || last === undefined)
    return refuse('not-found', 'This group does not exist, or it is not yours to see.')
  if (lastDay < dayAt(work.at, work.clinic.timeZone))
    return refuse('in-the-past', 'A group ends today or later. What was stays as it was.')
  if (last.to !== null && last.to <= lastDay)
    return refuse('ends-already', `${last.name} ends on ${dayInWords(last.to)} already.`)
  if (lastDay < first.from)
    return refuse('not-begun', `${first.name} begins on ${dayInWords(first.from)}. Choose that day or a later one.`)
  const rows = line.filter((one) => one.to === null || one.to > lastDay)
  const ids = rows.map((one) => one.id)
  const seats = await work.db
    .selectFrom('seat')
    .where('seriesId', 'in', ids)
    .where(sql<boolean>`during && daterange(${addDays(lastDay, 1)}::date, null)`)
    .select(['id', 'clientId', 'episodeId'])
    .execute()
  await endSeats(
    work,
    by,
    seats.map((one) => one.id),
    lastDay,
    because,
  )
  const held = await work.db
    .selectFrom('seatHold')
    .where('seriesId', 'in', ids)
    .where('firstDay', '>', lastDay)
    .where(sql<boolean>`upper(during) > ${work.at}::timestamptz`)
    .select('id')
    .execute()
  if (held.length > 0)
    await endHold(
      work,
      held.map((one) => one.id),
      'staff',
    )
  const cut = sql<string>`case when lower(during) > ${lastDay}::date then 'empty'::daterange else daterange(lower(during), ${addDays(lastDay, 1)}::date) end`
  await work.db
    .updateTable('seriesLeader')
    .set({ during: cut })
    .where('seriesId', 'in', ids)
    .where(sql<boolean>`during && daterange(${addDays(lastDay, 1)}::date, null)`)
    .execute()
  await work.db.updateTable('groupSeries').set({ during: cut }).where('id', 'in', ids).execute()
  await work.db
    .insertInto('seriesEnd')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      seriesId,
      lastDay,
      because,
      endedBy: by,
      endedAt: work.at,
    })
    .execute()
  for (const id of ids) await withdrawMeetings(work, id, by, because)
  const unseated = [...new Map(seats.map(({ clientId, episodeId }) => [clientId, { clientId, episodeId }])).values()]
  for (const { clientId } of unseated)
    await tellClient(work, { clientId, kind: 'week-changed', about: { seriesId, day: lastDay } })
  await record(work, 'series.ended', {
    clients: unseated.map((one) => one.clientId),
    about: { series: seriesId, lastDay, seats: seats.length },
  })
  return { unseated }
}
