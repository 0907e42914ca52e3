import { sql } from 'kysely'
import { addDays, dayAt, type Day, weekOf as mondayOf } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { payOf } from '../../coverage/payable.ts'
import { payClassOf } from '../../coverage/payer-terms.ts'
import { type DayOffers, makeUpsFor, type MakeUpSeat } from '../../groups/queries/seating.ts'
import { noWish, wishesOf } from '../../matching/queries/wishes.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { serviceKind } from '../../programs/library.ts'
import { floorOfWeek } from '../../programs/queries.ts'
import { isShortForClosures, type LostHour, makeUpRuleOn } from '../ahead.ts'
import { chairsToOffer, type MakeUp, offerStands, offerUntil, rankMakeUps, seatsToOffer } from '../make-up-rules.ts'
import { mayByVideo } from '../own-hour.ts'
import { sessionsFor } from '../pay-week.ts'
import { weekOfStay } from '../week-facts.ts'
import type { Week } from '../week.ts'
import { agreesToVideo, licensedByVideo } from './by-video.ts'
import { lostMeetings, makeUpRules, uncoveredMeetings } from './closures.ts'
import { type OwnHour, ownHoursFor } from './own-hours.ts'
import { payWeeks, type WeekAsPaid } from './pay.ts'
import { hoursOf, prescribedIn, type HourOfWeek } from './week.ts'

/**
 * A chair in a meeting (`seat`) or an hour with a clinician (`hour`). `expiresAt` null: it begins too soon to be offered, and can still be
 * held by telephone. `chairs`: to how many more it may be offered.
 */
export type OfferedSeat = MakeUp & {
  name: string
  day: Day
  ends: Date
  expiresAt: Date | null
  chairs: number
} & ({ seat: MakeUpSeat; hour: null } | { seat: null; hour: OwnHour })
export type ShortWeek = {
  stay: Stay
  monday: Day
  week: Week
  paid: WeekAsPaid | undefined
  hours: HourOfWeek[]
  seats: OfferedSeat[]
  /** What the week loses to closures, to come or gone. */
  lost: LostHour[]
  /** It would hold its floor without them, and the first of them is still to come. */
  isForeseen: boolean
}

/** The weeks of many stays: what each of them holds, and what each day offers, is asked once for all. */
export async function shortWeeksOf(
  work: Work,
  stays: readonly { episodeId: string; clientId: string }[],
  monday: Day,
): Promise<Map<string, ShortWeek>> {
  const ids = [...new Set(stays.map(({ clientId }) => clientId))]
  const hours = Map.groupBy(await hoursOf(work, ids, monday), (hour) => hour.clientId)
  const shared: Shared = { laid: new Map(), meeting: new Map(), hours }
  const weeks = new Map<string, ShortWeek>()
  for (const { episodeId } of stays) {
    const short = await shortWeekOf(work, episodeId, monday, shared)
    if (short !== null) weeks.set(episodeId, short)
  }
  return weeks
}

type Shared = DayOffers & { hours: ReadonlyMap<string, HourOfWeek[]> }

/**
 * One client's week, this one or one ahead, with the seats and hours that could mend it, ranked; `shared` for a list of many. What a closure
 * takes, or a leader who is away and nobody covers, is gone already here. Null where the stay is not there.
 */
export async function shortWeekOf(
  work: Work,
  episodeId: string,
  monday: Day,
  shared?: Shared,
): Promise<ShortWeek | null> {
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return null
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const rule = makeUpRuleOn(await makeUpRules(work), today)
  const held = shared?.hours.get(stay.clientId) ?? (await hoursOf(work, [stay.clientId], monday))
  const lost = await lostOf(work, stay, monday, addDays(today, rule.uncoveredDays))
  const nobody = new Set(lost.flatMap((one) => (one.because === 'nobody-leads' ? (one.sessionId ?? []) : [])))
  const hours = held.map((hour) => (nobody.has(hour.id) && hour.mark === null ? { ...hour, isOff: true } : hour))
  const prescribed = (await prescribedIn(work, [stay.id], monday)).get(stay.id) ?? []
  const floor = await floorOfWeek(work, stay, monday)
  const about = { week: monday, zone, now: work.at, prescribed }
  const isAway = await pausedIn(work, stay.clientId, monday)
  const week = weekOfStay({ first: stay.firstDay, last: stay.lastDay, floor, isAway }, hours, about)
  const kind = await programKindOf(work, stay.programId)
  const toPay = { clientId: stay.clientId, programKind: kind, first: stay.firstDay, last: stay.lastDay }
  const paid = (await payWeeks(work, [toPay], monday)).get(stay.clientId)
  const days = Array.from({ length: 7 }, (_, n) => addDays(monday, n)).filter((day) => day >= today)
  const isShort = week.verdict === 'will-fall-short' || week.verdict === 'short'
  const coming = new Set(
    hours
      .filter(
        (hour) =>
          hour.counts && !hour.isOff && (hour.minutes ?? 1) > 0 && (hour.minutes !== null || hour.ends > work.at),
      )
      .map((hour) => hour.heldOn),
  )
  const kept = { minutes: week.forecastMinutes, days: [...coming] }
  const isForeseen = isShort && lost.some((one) => one.day >= today) && isShortForClosures(kept, lost, floor)
  const facts = { stay, monday, week, paid, hours, lost, isForeseen }
  if (!isShort || days.length === 0) return { ...facts, seats: [] }
  // Only what the prescribed mix asks for, where somebody has prescribed one.
  const mixes = prescribed.filter((one) => one.minutes > 0).map((one) => one.service)
  const isInMix = (service: string) => {
    const mix = serviceKind(service)?.mix
    return mixes.length === 0 || (mix !== null && mix !== undefined && mixes.includes(mix))
  }
  const joinable = (await makeUpsFor(work, stay, days, shared)).filter(({ row }) => isInMix(row.kind))
  const leaderless = await nobodyLeads(
    work,
    joinable.map((seat) => seat.row.id),
    days,
  )
  const known = await knownThere(
    work,
    stay,
    joinable.map((seat) => seat.session.id),
  )
  const video = joinable.filter((seat) => known.get(seat.session.id)?.byVideo)
  const byVideo = await mayJoinByVideo(work, stay, video)
  const free = joinable.filter(
    ({ session }) =>
      !leaderless.has(session.id) && (known.get(session.id)?.byVideo !== true || byVideo.has(session.id)),
  )
  const own = isInMix('individual') ? await ownHoursFor(work, stay, days) : []
  const ids = free.map((seat) => seat.session.id)
  const open = await openOffers(work, { sessions: ids, hours: own }, stay.clientId)
  // Who is asked weeks before has longer to answer than who is asked for tomorrow.
  const isAhead = isForeseen || monday > mondayOf(today)
  const until = (starts: Date) => offerUntil(starts, work.at, isAhead ? rule.standsHours * 3_600_000 : offerStands)
  const chairs = free.map((seat): OfferedSeat => {
    const faces = known.get(seat.session.id)
    const { starts, ends, id } = seat.session
    return {
      seat,
      hour: null,
      name: seat.row.name,
      day: seat.day,
      ends,
      expiresAt: until(starts),
      chairs: chairsToOffer(seat.chairs.length, open.get(id) ?? 0),
      sessionId: id,
      starts,
      minutes: Math.round((ends.getTime() - starts.getTime()) / 60_000),
      isNewDay: !coming.has(seat.day),
      byVideo: faces?.byVideo ?? false,
      leadersKnown: faces?.leaders ?? 0,
      membersKnown: faces?.members ?? 0,
      ...gainOf(
        paid,
        hours,
        { id, name: seat.row.name, service: seat.row.kind, people: seat.series.seatsTaken + 1 },
        { day: seat.day, starts, ends, byVideo: faces?.byVideo ?? false },
        work.at,
      ),
    }
  })
  const withSomebody = own.map((hour): OfferedSeat => {
    const { key, begins, ends, day, minutes } = hour
    return {
      seat: null,
      hour,
      name: `An hour with ${hour.name}`,
      day,
      ends,
      expiresAt: until(begins),
      chairs: chairsToOffer(1, open.get(key) ?? 0),
      sessionId: key,
      starts: begins,
      minutes,
      isNewDay: !coming.has(day),
      byVideo: hour.byVideo,
      leadersKnown: 1,
      membersKnown: 0,
      ...gainOf(
        paid,
        hours,
        { id: key, name: hour.name, service: hour.kind, people: 1 },
        { day, starts: begins, ends, byVideo: hour.byVideo },
        work.at,
      ),
    }
  })
  const gap = { minutes: week.shortMinutes, days: week.shortDays }
  return { ...facts, seats: rankMakeUps([...chairs, ...withSomebody], gap) }
}

/** What this client's week loses: of the groups that they sit in on the day. */
async function lostOf(work: Work, stay: Stay, monday: Day, uncoveredUntil: Day) {
  const sunday = addDays(monday, 6)
  const seats = await work.db
    .selectFrom('seat')
    // As a list of one: by a single name the planner takes the index that keeps chairs apart, which is made for what overlaps.
    .where(sql<boolean>`client_id = any (array[${stay.clientId}::uuid])`)
    .where(sql<boolean>`during && daterange(${monday}::date, ${sunday}::date, '[]')`)
    .select('seriesId')
    .select([sql<Day>`lower(during)::text`.as('from'), sql<Day | null>`(upper(during) - 1)::text`.as('to')])
    .execute()
  const uncovered = uncoveredUntil < monday ? null : uncoveredUntil < sunday ? uncoveredUntil : sunday
  const series = [...new Set(seats.map((seat) => seat.seriesId))]
  const lost = await lostMeetings(work, { from: monday, to: sunday, uncovered, series })
  return lost.filter(
    ({ seriesId, day }) =>
      day >= stay.firstDay &&
      (stay.lastDay === null || day <= stay.lastDay) &&
      seats.some((seat) => seat.seriesId === seriesId && seat.from <= day && (seat.to === null || day <= seat.to)),
  )
}

/** Of some groups' meetings, those that nobody leads: no chair in them mends a week. */
async function nobodyLeads(work: Work, series: readonly string[], days: readonly Day[]): Promise<Set<string>> {
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined || series.length === 0) return new Set()
  const found = await uncoveredMeetings(work, { from: first, to: last, series })
  return new Set(found.filter((one) => one.left === 0).map((one) => one.sessionId))
}

/** Of meetings by video, those that the client may join so: by their own consent and wish, and the leaders' licences. */
async function mayJoinByVideo(work: Work, stay: Stay, video: readonly MakeUpSeat[]): Promise<Set<string>> {
  if (video.length === 0) return new Set()
  const agreed = await agreesToVideo(work, stay.clientId)
  const wish = ((await wishesOf(work, [stay.clientId])).get(stay.clientId) ?? noWish).place
  const ids = video.map((seat) => seat.session.id)
  const licensed = await licensedByVideo(work, stay.clientId, ids)
  return new Set(ids.filter((id) => mayByVideo({ agreed, wish, isLicensed: licensed.has(id) })))
}

/** What the payer would pay more with this hour, by the very function that judges the week. */
function gainOf(
  paid: WeekAsPaid | undefined,
  hours: readonly HourOfWeek[],
  what: { id: string; name: string; service: string; people: number },
  when: { day: Day; starts: Date; ends: Date; byVideo: boolean },
  now: Date,
): { unitsGained: number | null; countsForPayer: boolean | null } {
  if (paid?.rule === null || paid?.rule === undefined) return { unitsGained: null, countsForPayer: null }
  const { terms, payer } = paid.rule
  const kind = payClassOf(what.service)
  // With this client in it.
  const session = {
    ...what,
    day: when.day,
    minutes: Math.round((when.ends.getTime() - when.starts.getTime()) / 60_000),
    byVideo: when.byVideo,
    isLicensed: null,
    isNoteSigned: null,
  }
  const before = sessionsFor(hours, new Map(), 'forecast', now)
  const of = (sessions: typeof before) =>
    payOf({ from: paid.from, sessions, isPart: false, unitsLeft: null }, payer, terms)
  const after = of([...before, session])
  const counted = after.days.flatMap((day) => day.sessions).find((one) => one.id === session.id)
  return {
    unitsGained: Math.max(0, after.units - of(before).units),
    countsForPayer: kind !== null && counted?.counts === true,
  }
}

/** Whether a pause has days of the week: whoever is away is offered nothing. */
async function pausedIn(work: Work, clientId: string, monday: Day): Promise<boolean> {
  const { rows } = await sql<{ away: boolean }>`
    select exists (select from away_between(array[${clientId}::uuid], ${monday}::date, ${addDays(monday, 6)}::date)) as away`.execute(
    work.db,
  )
  return rows[0]?.away ?? false
}

async function programKindOf(work: Work, programId: string): Promise<string> {
  const row = await work.db.selectFrom('program').where('id', '=', programId).select('kind').executeTakeFirst()
  return row?.kind ?? 'substance-use'
}

/** Whom a client knows in some meetings: leaders of groups they sit in, and members who sit there with them. */
async function knownThere(work: Work, stay: Stay, sessionIds: readonly string[]) {
  const { rows } = await sql<{ id: string; byVideo: boolean; leaders: number; members: number }>`
    with met as materialized (
      select g.clinic_id, g.id, g.series_id, g.held_on, o.is_video from group_session g
      join room o on o.clinic_id = g.clinic_id and o.id = g.room_id where g.id = any (${[...sessionIds]}::uuid[])
    ), own as materialized (
      -- As lists of one: by a single name the planner takes an index that keeps chairs apart, which is made for what overlaps.
      select distinct s.clinic_id, s.series_id from seat s
      where s.client_id = any (array[${stay.clientId}::uuid]) and s.during && daterange(${stay.firstDay}::date, null)
    ), leads as materialized (
      select distinct k.staff_id from own
      cross join lateral (select l.staff_id from series_leader l where l.clinic_id = own.clinic_id and l.series_id = own.series_id offset 0) k
    ), mates as materialized (
      select distinct k.clinic_id, k.client_id, k.during from own
      cross join lateral (select s.clinic_id, s.client_id, s.during from seat s where s.clinic_id = own.clinic_id and s.series_id = any (array[own.series_id]) offset 0) k
      where k.client_id <> ${stay.clientId}::uuid
    ), theirs as materialized (
      -- From those they know to the meetings, and not the other way round: a house has thousands whom nobody here knows.
      select s.client_id, s.series_id, s.during from (select distinct clinic_id, client_id from mates) m
      cross join lateral (select x.client_id, x.series_id, x.during from seat x where x.clinic_id = m.clinic_id and x.client_id = any (array[m.client_id]) offset 0) s
      where s.series_id in (select series_id from met)
    ), members as (
      select g.id, count(distinct s.client_id)::int as n from met g
      join theirs s on s.series_id = g.series_id and s.during @> g.held_on
      join mates k on k.client_id = s.client_id and k.during @> g.held_on
      group by 1
    )
    select g.id, g.is_video as "byVideo", coalesce(m.n, 0) as members,
      (select count(distinct l.staff_id)::int from session_leader l where l.clinic_id = g.clinic_id and l.session_id = g.id
         and l.staff_id in (select staff_id from leads)) as leaders
    from met g left join members m on m.id = g.id`.execute(work.db)
  return new Map(rows.map(({ id, ...known }) => [id, known]))
}

/** How many open offers each meeting and each hour has, those of one client left out. An hour is offered wherever a minute of it is. */
async function openOffers(
  work: Work,
  { sessions, hours }: { sessions: readonly string[]; hours: readonly OwnHour[] },
  butFor: string,
): Promise<Map<string, number>> {
  const staff = [...new Set(hours.map((hour) => hour.staffId))]
  const { rows } = await sql<{ id: string | null; staffId: string | null; begins: Date; ends: Date }>`
    select o.session_id as id, o.staff_id as "staffId", o.begins, o.begins + make_interval(mins => o.minutes) as ends from make_up_offer o
    where (o.session_id = any (${[...sessions]}::uuid[]) or o.staff_id = any (${staff}::uuid[])) and o.expires_at > ${work.at}
      and o.client_id <> ${butFor} and not exists (select from make_up_answer a where a.clinic_id = o.clinic_id and a.offer_id = o.id)`.execute(
    work.db,
  )
  const open = new Map<string, number>()
  for (const { id } of rows) if (id !== null) open.set(id, (open.get(id) ?? 0) + 1)
  for (const hour of hours)
    open.set(
      hour.key,
      rows.filter((row) => row.staffId === hour.staffId && row.begins < hour.ends && hour.begins < row.ends).length,
    )
  return open
}

/** Of a short week, the seats that are worth offering at once. */
export const worthOffering = ({ seats, week }: ShortWeek): OfferedSeat[] => {
  const chairs = new Map(seats.map((seat) => [seat.sessionId, seat.chairs]))
  const inTime = seats.filter((seat) => seat.expiresAt !== null)
  return seatsToOffer(inTime, { minutes: week.shortMinutes, days: week.shortDays }, (id) => chairs.get(id) ?? 0)
}
