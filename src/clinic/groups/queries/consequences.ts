import { sql } from 'kysely'
import { addDays, dayAt, type Day, weekOf } from '../../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { may } from '../../access/permissions.ts'
import { stayById } from '../../plans/queries.ts'
import { roomsOf } from '../../programs/queries.ts'
import { mayChange, problemOf } from '../change.ts'
import { mayLead } from '../opening.ts'
import { closedOn, everInOneWeek, meetingDays, turnsOf } from '../recurrence.ts'
import { clash, dayInWords, endOf, inWords } from '../times.ts'
import { closedBetween } from './closed.ts'
import { boundTo, leadersOf } from './leaders.ts'
import { lineageOf, type LineRow } from './lineage.ts'
import { againstLeading, leaderFacts } from './may-lead.ts'
import { seekerOf } from './seating.ts'
import { seriesById, type SeriesRow } from './series.ts'

export type SeriesChange = {
  from: Day
  weekday: number
  /** 'HH:MM', and whole minutes. */
  starts: string
  minutes: number
  roomId: string
  /** Undefined: whoever has the part goes on; null: nobody (the co-leader alone). */
  leadId?: string
  coLeadId?: string | null
  /** Chairs from then on, at least as many as there are; undefined: as many. */
  seats?: number
  every?: 1 | 2 | 4
  because: string
  /** Clients whose seats end instead of moving along. */
  leaveBehind?: readonly string[]
  /** Only where what was planned is withdrawn: the turn and the chairs that were there before. */
  back?: { anchor: Day | null; chairs: readonly number[] }
}

export type MovedSeat = {
  seatId: string
  clientId: string
  episodeId: string
  number: number
  from: Day
  to: Day | null
  name: string
  problem: string | null
  isClash: boolean
}
export type MovedLeader = { staffId: string; name: string; part: 'lead' | 'co-lead'; problem: string | null }

/** What a change does, said before it is done. `refused`: it cannot be made at all, whatever is left behind. */
export type Consequences = {
  refused?: Refusal
  members: MovedSeat[]
  leaders: MovedLeader[]
  room: { name: string; places: number; problem: string | null }
  others: string[]
}

export type Looked = Consequences & {
  series: SeriesRow
  line: LineRow[]
  every: number
  anchor: Day | null
  zone: string
}

/** The same with what the verb needs besides. */
export async function lookAtChange(work: Work, seriesId: string, change: SeriesChange): Promise<Looked | Refusal> {
  const series = await seriesById(work, seriesId, change.from)
  const line = await lineageOf(work, seriesId)
  const row = line.find((one) => one.id === seriesId)
  if (series === undefined || row === undefined)
    return refuse('not-found', 'This group does not exist, or it is not yours to see.')
  const room = (await roomsOf(work)).find((one) => one.id === change.roomId)
  if (room === undefined) return refuse('room', 'Choose its room.')
  const today = dayAt(work.at, work.clinic.timeZone)
  const { from, weekday, starts, minutes } = change
  const every = change.every ?? row.every
  const anchor =
    change.back !== undefined
      ? change.back.anchor
      : every === 1
        ? null
        : every === row.every
          ? row.anchor
          : firstTurn(change)
  const hour = { weekday, starts, ends: endOf(starts, minutes) }
  if (hour.ends >= '24:00') return refuse('past-midnight', 'A group ends before midnight. Make it shorter or earlier.')
  const next = { ...hour, from, to: series.to, every, anchor }
  const refused =
    mayChange(
      {
        name: series.name,
        from: series.from,
        to: series.to,
        // What is withdrawn may have a change after it, which stays: the row that comes back leads into it.
        changesFrom: change.back === undefined ? row.changesFrom : null,
        isFirst: line[0]?.id === row.id,
      },
      from,
      today,
    ) ??
    ((change.seats ?? series.chairs.length) < series.chairs.length
      ? refuse('fewer-seats', `It has ${series.chairs.length} chairs. Record a limit to give fewer seats.`)
      : null)
  const members = await membersMoved(work, seriesId, line, hour, from)
  const ids = new Set(line.map((one) => one.id))
  const bound = (await boundTo(work, { roomId: room.id }, from)).filter((one) => !ids.has(one.id))
  const inTheWay = bound.find((one) => clash(one, next) && everInOneWeek(one, next))
  const most = new Set(members.map((one) => one.number)).size
  return {
    ...(refused && { refused }),
    series,
    line,
    every,
    anchor,
    zone: room.timeZone,
    members,
    leaders: await leadersMoved(work, series, change, { ...next, id: seriesId, kind: series.kind }, room),
    room: {
      name: room.name,
      places: room.places,
      problem:
        inTheWay !== undefined
          ? `${room.name} is taken by ${inTheWay.name}, ${inWords(inTheWay)}.`
          : room.places < most
            ? `${room.name} has ${room.places} places, and ${plural(most, 'seat is', 'seats are')} taken.`
            : room.places < (change.seats ?? 0)
              ? `${room.name} has ${room.places} places: offer at most as many seats.`
              : null,
    },
    others: await othersMoved(work, row, { ...next, siteId: room.siteId, line: line[0]?.id ?? seriesId }),
  }
}

/** What a change would do, for the page that asks before it is saved. */
export async function consequencesOf(work: Work, seriesId: string, change: SeriesChange): Promise<Consequences> {
  const looked = await lookAtChange(work, seriesId, change)
  if (isRefusal(looked))
    return { refused: looked, members: [], leaders: [], room: { name: '', places: 0, problem: null }, others: [] }
  const { refused, members, leaders, room, others } = looked
  return { ...(refused && { refused }), members, leaders, room, others }
}

const firstTurn = ({ from, weekday }: SeriesChange): Day =>
  turnsOf({ weekday, every: 1, anchor: null, from, to: null }, from, addDays(from, 6))[0] ?? from

async function membersMoved(
  work: Work,
  seriesId: string,
  line: readonly LineRow[],
  hour: { weekday: number; starts: string; ends: string },
  from: Day,
): Promise<MovedSeat[]> {
  const ids = new Set(line.map((one) => one.id))
  const seats = await work.db
    .selectFrom('seat as t')
    .where('t.seriesId', '=', seriesId)
    .where(sql<boolean>`t.during && daterange(${from}::date, null)`)
    .orderBy('t.number')
    .orderBy(sql`lower(t.during)`)
    .select(['t.id', 't.clientId', 't.episodeId', 't.number'])
    .select([
      sql<Day>`greatest(lower(t.during), ${from}::date)::text`.as('from'),
      sql<Day | null>`(upper(t.during) - 1)::text`.as('to'),
    ])
    .execute()
  const seesNames = may(work.by, 'client.see')
  const moved: MovedSeat[] = []
  for (const { id, ...seat } of seats) {
    const stay = await stayById(work, seat.episodeId)
    if (stay === undefined) continue
    const seeker = await seekerOf(work, stay, seat.from)
    const name = seesNames ? stay.name : 'A member'
    const held = seeker.held.filter((one) => one.seriesId === null || !ids.has(one.seriesId))
    const problem = problemOf({ ...seat, name, held, availability: seeker.availability }, hour)
    moved.push({
      ...seat,
      seatId: id,
      name,
      problem: problem?.because ?? null,
      isClash: problem?.kind === 'clash',
    })
  }
  return moved
}

async function leadersMoved(
  work: Work,
  series: SeriesRow,
  change: SeriesChange,
  next: Parameters<typeof mayLead>[1] & { every: number; anchor: Day | null },
  room: { state: string; isVideo: boolean },
): Promise<MovedLeader[]> {
  const current = (await leadersOf(work, series.id, change.from)).filter(
    (one) => one.to === null || one.to >= change.from,
  )
  const keeps = (part: string) => current.find((one) => one.part === part)?.staffId ?? null
  const leadId = change.leadId ?? keeps('lead')
  const coLeadId = change.coLeadId === undefined ? keeps('co-lead') : change.coLeadId
  const leaders: MovedLeader[] = []
  const wanted = [
    [leadId, 'lead'],
    [coLeadId, 'co-lead'],
  ] as const
  const staffIds = wanted.flatMap(([staffId]) => staffId ?? [])
  const unfit = await againstLeading(work, {
    seriesId: series.id,
    kind: series.kind,
    room,
    day: change.from,
    staffIds,
  })
  for (const [staffId, part] of wanted) {
    if (staffId === null) continue
    const facts = await leaderFacts(work, staffId, { ...change, every: next.every, anchor: next.anchor }, change.from)
    if (facts === undefined) {
      leaders.push({ staffId, name: 'Somebody', part, problem: 'Choose who leads from the list.' })
      continue
    }
    const leads = facts.leads.filter((one) =>
      everInOneWeek({ every: one.every ?? 1, anchor: one.anchor ?? null }, next),
    )
    // Whoever leads already goes on leading while they are away: their meetings are covered, at the old hour as at the new one.
    const goesOn = current.some((one) => one.staffId === staffId)
    const { away, ...others } = facts
    const problem = mayLead({ ...others, leads, ...(!goesOn && away !== undefined && { away }) }, next, change.from)
    leaders.push({
      staffId,
      name: facts.name,
      part,
      problem:
        part === 'co-lead' && staffId === leadId
          ? 'Choose two different people, or no co-leader.'
          : ((leaders.length === 0 ? unfit[0]?.because : undefined) ?? problem?.because ?? null),
    })
  }
  return leaders
}

type Next = Parameters<typeof meetingDays>[0] & { weekday: number; starts: string; ends: string }

/** What else a change moves, in sentences. */
async function othersMoved(work: Work, row: LineRow, next: Next): Promise<string[]> {
  const { rows } = await sql<{ meetings: number; holds: number; waits: number }>`
    select (select count(*)::int from group_session g where g.series_id = ${row.id}::uuid and g.held_on >= ${next.from}::date
            and not isempty(g.during) and lower(g.during) > ${work.at}) as meetings,
           (select count(distinct h.token_hash)::int from seat_hold h where h.series_id = ${row.id}::uuid
            and upper(h.during) > ${work.at}) as holds,
           (select count(*)::int from waitlist_entry w where w.series_id in (select line_of(w.clinic_id, ${row.id}::uuid))
            and upper_inf(w.during)) as waits`.execute(work.db)
  const { meetings = 0, holds = 0, waits = 0 } = rows[0] ?? {}
  const week = weekOf(next.from)
  const closed = await closedBetween(work, next.from, addDays(next.from, 60))
  const before = turnsOf(row, week, addDays(next.from, -1)).length
  const after = turnsOf(next, next.from, addDays(week, 6)).length
  const first = meetingDays(next, next.from, addDays(next.from, 60), closed)[0]
  const skipped = turnsOf(next, next.from, addDays(next.from, 42)).filter((day) => closedOn(closed, next, day))
  const said = [
    first !== undefined && `The first meeting ${inWords(next)} is on ${dayInWords(first)}.`,
    before + after > 1 && next.every === 1 && `In the week of ${dayInWords(week)} it meets ${before + after} times.`,
    before + after === 0 && next.every === 1 && `In the week of ${dayInWords(week)} it does not meet.`,
    skipped.length > 0 && `Closed on ${skipped.map(dayInWords).join(', ')}.`,
    meetings > 0 &&
      `${plural(meetings, 'meeting leaves', 'meetings leave')} the calendar at the old time, and as many are laid at the new one.`,
    holds > 0 && `${plural(holds, 'visitor holds', 'visitors hold')} a seat. Call them about the new time.`,
    waits > 0 && `${plural(waits, 'person waits', 'people wait')} for this group, and was told the old time.`,
  ]
  return said.filter((one) => typeof one === 'string')
}
