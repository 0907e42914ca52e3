import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { serviceKind } from '../../programs/library.ts'
import { programById, roomsOf } from '../../programs/queries.ts'
import { mayLead, mayOpen } from '../opening.ts'
import { capOn, capsOf } from '../queries/caps.ts'
import { boundTo, leadersOf } from '../queries/leaders.ts'
import { againstLeading, leaderFacts } from '../queries/may-lead.ts'
import { seriesById } from '../queries/series.ts'
import { everInOneWeek } from '../recurrence.ts'
import { endOf, nextDate } from '../times.ts'
import { holdDiaries } from './hold.ts'
import { daysLaidAhead, laySessions } from './lay.ts'

export type NewSeries = {
  name: string
  programId: string
  roomId: string
  kind: string
  /** A key of the list of subjects; left out or empty: nothing in particular. */
  subject?: string
  topic: string
  affinity: string
  isOpen: boolean
  /** False: good for people, and outside the hours. What the library does not count is never counted. */
  counts: boolean
  weekday: number
  starts: string
  minutes: number
  seats: number
  least: number
  from: Day
  to: Day | null
  leadId: string
  coLeadId: string | null
  /** Every week when it is left out; otherwise counted from its first meeting. */
  every?: 1 | 2 | 4
}

/** Opens a group that meets every week, with its chairs and leaders, and lays its first meetings at once. */
export async function openSeries(work: Work, said: NewSeries): Promise<{ id: string; laid: number } | Refusal> {
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return denied
  const kind = serviceKind(said.kind)
  if (kind === null) return refuse('kind', 'Choose a kind of group from the list.')
  const program = await programById(work, said.programId)
  if (program === undefined) return refuse('program', 'Choose its program.')
  const room = (await roomsOf(work)).find((one) => one.id === said.roomId)
  if (room === undefined) return refuse('room', 'Choose its room.')
  const id = newId()
  const today = dayAt(work.at, work.clinic.timeZone)
  const leaders = [said.leadId, ...(said.coLeadId === null ? [] : [said.coLeadId])]
  await holdDiaries(work, [room.id, ...leaders])
  const { weekday, starts, minutes, from, to } = said
  const series = { id, name: said.name, kind: said.kind, weekday, starts, ends: endOf(starts, minutes), from, to }
  const every = said.every ?? 1
  const turn = { every, anchor: every === 1 ? null : nextDate(series, from) }
  const bound = await boundTo(work, { roomId: room.id }, from)
  const refused = mayOpen({
    series,
    seats: said.seats,
    least: said.least,
    cap: capOn(
      await capsOf(work),
      { kind: said.kind, state: room.state, chairs: said.seats, places: room.places },
      from,
    ),
    room: { name: room.name, places: room.places, bound: bound.filter((one) => everInOneWeek(one, turn)) },
    lead: said.leadId,
    coLead: said.coLeadId,
    today,
  })
  if (refused) return refused
  const [unfit] = await againstLeading(work, { seriesId: null, kind: said.kind, room, day: from, staffIds: leaders })
  for (const staffId of leaders) {
    const leader = await leaderFacts(work, staffId, { weekday, starts, minutes, ...turn }, from)
    const no = leader === undefined ? noLeader : (unfit ?? mayLead(leader, series, from))
    if (no) return no
  }
  const clinicId = work.clinic.id
  const during = sql<string>`daterange(${from}::date, ${to === null ? null : addDays(to, 1)}::date)`
  await work.db
    .insertInto('groupSeries')
    .values({
      clinicId,
      id,
      programId: said.programId,
      roomId: said.roomId,
      name: said.name,
      kind: said.kind,
      topic: said.topic,
      subject: said.subject ?? '',
      affinity: said.affinity,
      isOpen: said.isOpen,
      countsTowardDose: said.counts && kind.countsTowardDose,
      weekday,
      starts,
      minutes,
      timeZone: room.timeZone,
      leastSeats: said.least,
      everyWeeks: turn.every,
      anchor: turn.anchor,
      during,
      openedBy: work.by.id,
      openedAt: work.at,
    })
    .execute()
  await work.db
    .insertInto('seriesChair')
    .values(Array.from({ length: said.seats }, (_, n) => ({ clinicId, seriesId: id, number: n + 1 })))
    .execute()
  await work.db
    .insertInto('seriesLeader')
    .values(
      leaders.map((staffId, n) => ({
        clinicId,
        id: newId(),
        seriesId: id,
        staffId,
        part: n === 0 ? 'lead' : 'co-lead',
        during,
        assignedBy: work.by.id,
        assignedAt: work.at,
      })),
    )
    .execute()
  const laid = await laySessions(work, from > today ? from : today, addDays(today, daysLaidAhead), id)
  await record(work, 'series.opened', { about: { series: id, kind: said.kind, seats: said.seats } })
  return { id, laid }
}

const noLeader = refuse('leader', 'Choose who leads from the list.')

export type LeaderChange = { part: 'lead' | 'co-lead'; staffId: string | null; from: Day }

/** Changes who leads from a day on: the part that others have ends the day before, and the new one begins. */
export async function changeLeader(work: Work, seriesId: string, change: LeaderChange): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return denied
  const today = dayAt(work.at, work.clinic.timeZone)
  const { part, staffId, from } = change
  if (!isId(seriesId)) return notHere
  await holdDiaries(work, [seriesId, ...(staffId === null ? [] : [staffId])])
  const series = await seriesById(work, seriesId, from)
  if (series === undefined) return notHere
  if (from < today)
    return refuse('in-the-past', 'A change of leader begins today or later. Who led before stays as it was.')
  if (series.to !== null && from > series.to) return refuse('after-end', `${series.name} has ended by then.`)
  const current = await leadersOf(work, seriesId, from)
  if (staffId === null && part === 'lead')
    return refuse('no-lead', 'A group needs somebody who leads. Choose who takes over.')
  const other = current.find((one) => one.part !== part && one.staffId === staffId)
  if (other !== undefined) return refuse('one-leader', 'This person leads the group in the other part already.')
  const staying = current.filter((one) => one.part !== part && one.from <= from).map((one) => one.staffId)
  const unfit = await againstLeading(work, {
    seriesId,
    kind: series.kind,
    room: series,
    day: from,
    ...(staffId === null ? { staffIds: staying } : { staffIds: [staffId], alongside: staying }),
  })
  if (staffId !== null) {
    const leader = await leaderFacts(work, staffId, series, from)
    const no = leader === undefined ? noLeader : (unfit[0] ?? mayLead(leader, series, from))
    if (no) return no
  } else {
    // Whoever stays may have a licence to renew; what their going takes out of the room is the training.
    const untrained = unfit.find((one) => one.refused === 'no-training')
    if (untrained) return untrained
  }
  await work.db
    .updateTable('seriesLeader')
    .set({
      during: sql<string>`case when lower(during) >= ${from}::date then 'empty'::daterange else daterange(lower(during), ${from}::date) end`,
    })
    .where('seriesId', '=', seriesId)
    .where('part', '=', part)
    .where(sql<boolean>`during && daterange(${from}::date, null)`)
    .execute()
  if (staffId !== null) {
    const first = from > series.from ? from : series.from
    await work.db
      .insertInto('seriesLeader')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        seriesId,
        staffId,
        part,
        during: sql<string>`daterange(${first}::date, ${series.to === null ? null : addDays(series.to, 1)}::date)`,
        assignedBy: work.by.id,
        assignedAt: work.at,
      })
      .execute()
  }
  await record(work, 'series.leader-changed', { about: { series: seriesId, part, staff: staffId, from } })
  return null
}

const notHere = refuse('not-found', 'This group does not exist, or it is not yours to see.')
