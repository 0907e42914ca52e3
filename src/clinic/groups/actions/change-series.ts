import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { membersRefuse } from '../change.ts'
import { lookAtChange, type Looked, type SeriesChange } from '../queries/consequences.ts'
import { curriculumOn } from '../queries/learning.ts'
import { endOf, minutesOfWeek, nextDate } from '../times.ts'
import { holdCalendar, holdDiaries } from './hold.ts'
import { laySessions, daysLaidAhead } from './lay.ts'
import { moveHolds } from './move-holds.ts'
import { endSeats } from './end-seats.ts'
import { followerOf, leadInto, seatsAfter } from './lead-into.ts'
import { withdrawMeetings } from './withdraw.ts'

export { consequencesOf, type Consequences, type SeriesChange } from '../queries/consequences.ts'

export type Changed = {
  /** The row that begins, and the change that it begins with. */
  id: string
  changeId: string
  carried: number
  left: { clientId: string; name: string }[]
  told: number
}

/**
 * Changes a group's day, hour, room, leaders or turn from a day on. What was stays on the row it was on: its meetings, marks,
 * notes and who sat there. A further row of the same line begins, on which everyone keeps their chair without being entered
 * again, and later seats, visitors' holds, leaders and the curriculum go along. Whoever would be in two places stops it, unless
 * their seat is to end (`leaveBehind`).
 */
export async function changeSeries(work: Work, seriesId: string, change: SeriesChange): Promise<Changed | Refusal> {
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return denied
  const by = work.by.id
  if (by === null) return refuse('not-a-person', 'A group is changed by a person.')
  const before = await lookAtChange(work, seriesId, change)
  if (isRefusal(before)) return before
  const held = diariesOfChange(seriesId, change, before)
  await holdDiaries(work, held)
  await holdCalendar(work)
  // What others did while we waited is seen now; somebody new in the group is looked at by a person first.
  const looked = await lookAtChange(work, seriesId, change)
  if (isRefusal(looked)) return looked
  if (looked.members.some((one) => !held.includes(one.clientId)))
    return refuse('members-changed', 'Somebody was given a seat here at this moment. Look at the change once more.')
  const behind = new Set(change.leaveBehind)
  const refused =
    looked.refused ??
    (looked.room.problem === null ? null : refuse('room', `${looked.room.problem} Choose another room or time.`)) ??
    against(looked) ??
    membersRefuse(
      looked.members.flatMap((one) =>
        one.isClash && !behind.has(one.clientId) ? [{ name: one.name, because: one.problem ?? '' }] : [],
      ),
    )
  if (refused) return refused
  const sentences = {
    one_room_at_a_time:
      'Somebody here was given another seat at that time at this moment. Look at the change once more.',
    one_chair_a_person: 'Somebody was given a seat here at this moment. Look at the change once more.',
    one_person_a_chair: 'Somebody was given a seat here at this moment. Look at the change once more.',
    chair_is_held: 'A visitor took hold of a seat at this moment. Look at the change once more.',
    // The database counts days, not meetings: a hold and a seat may share some days on which nobody meets.
    chair_is_taken:
      'A visitor holds a seat here that somebody takes later. Give it back, or wait until the hold is over.',
    not_now: 'A member cannot be moved along now. Ask the director.',
    series_change_of: 'Somebody changed this group at this moment. Look at it again.',
  }
  return unlessRefused(work, sentences, () => write(work, by, looked, change, behind))
}

/** Every diary that a change touches. Whoever makes several changes in one takes the diaries of all at once, before the calendar. */
export const diariesOfChange = (seriesId: string, change: SeriesChange, { members, leaders }: Looked): string[] => [
  seriesId,
  change.roomId,
  ...members.map((one) => one.clientId),
  ...leaders.map((one) => one.staffId),
]

const against = ({ leaders }: Looked): Refusal | null => {
  const first = leaders.find((one) => one.problem !== null)
  if (first !== undefined) return refuse('leader', first.problem ?? '')
  return leaders.some((one) => one.part === 'lead')
    ? null
    : refuse('no-lead', 'A group needs somebody who leads. Choose who.')
}

async function write(
  work: Work,
  by: string,
  looked: Looked,
  change: SeriesChange,
  behind: ReadonlySet<string>,
): Promise<Changed> {
  const clinicId = work.clinic.id
  const { series } = looked
  const { from } = change
  const today = dayAt(work.at, work.clinic.timeZone)
  const successorId = newId()
  const changeId = newId()
  // Only what is withdrawn has something after it: it stays, and what comes back leads into it.
  const follows = change.back === undefined ? undefined : await followerOf(work, series.id)
  await sql`insert into group_series (clinic_id, id, program_id, room_id, name, kind, topic, affinity, is_open, counts_toward_dose,
      weekday, starts, minutes, time_zone, least_seats, during, opened_by, opened_at, subject, every_weeks, anchor, line_id)
    select clinic_id, ${successorId}, program_id, ${change.roomId}, name, kind, topic, affinity, is_open, counts_toward_dose,
      ${change.weekday}, ${change.starts}::time, ${change.minutes}, ${looked.zone}, least_seats, daterange(${from}::date, upper(during)),
      ${by}, ${work.at}, subject, ${looked.every}, ${looked.anchor}::date, coalesce(line_id, id)
    from group_series where id = ${series.id}`.execute(work.db)
  await work.db
    .insertInto('seriesChange')
    .values({
      clinicId,
      id: changeId,
      seriesId: series.id,
      successorId,
      fromDay: from,
      because: change.because,
      changedBy: by,
      changedAt: work.at,
      again: follows !== undefined,
    })
    .execute()
  const chairs = change.back === undefined ? Math.max(series.chairs.length, change.seats ?? 0) : 0
  const numbers = [...(change.back?.chairs ?? series.chairs)]
  for (let n = 1; numbers.length < chairs; n += 1) if (!numbers.includes(n)) numbers.push(n)
  await work.db
    .insertInto('seriesChair')
    .values(numbers.map((number) => ({ clinicId, seriesId: successorId, number })))
    .execute()
  await cutLeaders(work, series.id, from)
  await work.db
    .insertInto('seriesLeader')
    .values(
      looked.leaders.map(({ staffId, part }) => ({
        clinicId,
        id: newId(),
        seriesId: successorId,
        staffId,
        part,
        during: daysFrom(from, series.to),
        assignedBy: by,
        assignedAt: work.at,
      })),
    )
    .execute()
  const curriculum = await curriculumOn(work, series.id, from)
  if (curriculum !== undefined)
    await work.db
      .insertInto('seriesCurriculum')
      .values({
        clinicId,
        id: newId(),
        seriesId: successorId,
        curriculumId: curriculum.id,
        fromDay: from,
        setBy: by,
        setAt: work.at,
      })
      .execute()
  const { carried, left } = await carrySeats(work, by, looked, {
    successorId,
    changeId,
    change,
    behind,
    again: follows !== undefined,
  })
  if (follows !== undefined) await leadInto(work, by, { seriesId: series.id, successorId, follows })
  await work.db
    .updateTable('groupSeries')
    .set({ during: sql<string>`daterange(lower(during), ${from}::date)` })
    .where('id', '=', series.id)
    .execute()
  const hour = { weekday: change.weekday, starts: change.starts, ends: endOf(change.starts, change.minutes) }
  await moveHolds(work, series.id, successorId, from, (day) => nextDate(hour, day > from ? day : from))
  await withdrawMeetings(work, series.id, by, change.because)
  const first = from > today ? from : today
  await laySessions(work, first, addDays(today, daysLaidAhead), successorId)
  const clients = [...new Set(carried.map((one) => one.clientId))]
  for (const clientId of clients)
    await tellClient(work, { clientId, kind: 'time-changed', about: { seriesId: successorId, day: from } })
  for (const { clientId } of left)
    await tellClient(work, { clientId, kind: 'week-changed', about: { seriesId: series.id, day: from } })
  await record(work, 'series.changed', {
    clients: [...clients, ...left.map((one) => one.clientId)],
    about: { series: series.id, successor: successorId, from, carried: carried.length, left: left.length },
  })
  return { id: successorId, changeId, carried: carried.length, left, told: clients.length + left.length }
}

const daysFrom = (from: Day, to: Day | null) =>
  sql<string>`daterange(${from}::date, ${to === null ? null : addDays(to, 1)}::date)`

/** Whoever leads a row leads it until the day before. */
const cutLeaders = (work: Work, seriesId: string, from: Day) =>
  work.db
    .updateTable('seriesLeader')
    .set({
      during: sql<string>`case when lower(during) >= ${from}::date then 'empty'::daterange else daterange(lower(during), ${from}::date) end`,
    })
    .where('seriesId', '=', seriesId)
    .where(sql<boolean>`during && daterange(${from}::date, null)`)
    .execute()

type Carrying = {
  successorId: string
  changeId: string
  change: SeriesChange
  behind: ReadonlySet<string>
  again: boolean
}

async function carrySeats(work: Work, by: string, looked: Looked, carrying: Carrying) {
  const { successorId, changeId, change, behind, again } = carrying
  const clinicId = work.clinic.id
  const left = looked.members.filter((one) => behind.has(one.clientId))
  const carried = looked.members.filter((one) => !behind.has(one.clientId))
  const lastDay = addDays(change.from, -1)
  await endSeats(
    work,
    by,
    [
      ...left.map((one) => one.seatId),
      ...(again
        ? await seatsAfter(
            work,
            left.map((one) => one.seatId),
          )
        : []),
    ],
    lastDay,
    change.because,
  )
  if (carried.length > 0) {
    await work.db
      .updateTable('seat')
      .set({
        during: sql<string>`case when lower(during) >= ${change.from}::date then 'empty'::daterange else daterange(lower(during), ${change.from}::date) end`,
      })
      .where(
        'id',
        'in',
        carried.map((one) => one.seatId),
      )
      .execute()
    const hour = minutesOfWeek(change.weekday, change.starts, change.minutes)
    const rows = carried.map((one) => ({ one, id: newId() }))
    await work.db
      .insertInto('seat')
      .values(
        rows.map(({ one, id }) => ({
          clinicId,
          id,
          seriesId: successorId,
          number: one.number,
          clientId: one.clientId,
          episodeId: one.episodeId,
          during: daysFrom(one.from, one.to),
          weekMinutes: `[${hour.from},${hour.to})`,
          takenBy: by,
          takenAt: work.at,
        })),
      )
      .execute()
    await work.db
      .insertInto('seatCarry')
      .values(
        rows.map(({ one, id }) => ({
          clinicId,
          id: newId(),
          seatId: one.seatId,
          carriedTo: id,
          changeId,
          carriedAt: work.at,
          again,
        })),
      )
      .execute()
  }
  return { carried, left: left.map(({ clientId, name }) => ({ clientId, name })) }
}
