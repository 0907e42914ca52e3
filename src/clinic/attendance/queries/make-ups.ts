import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { payOf } from '../../coverage/payable.ts'
import { payClassOf } from '../../coverage/payer-terms.ts'
import { type DayOffers, makeUpsFor, type MakeUpSeat } from '../../groups/queries/seating.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { serviceKind } from '../../programs/library.ts'
import { floorOfWeek } from '../../programs/queries.ts'
import {
  chairsToOffer,
  type MakeUp,
  offerState,
  type OfferState,
  offerUntil,
  rankMakeUps,
  seatsToOffer,
} from '../make-up-rules.ts'
import { sessionsFor } from '../pay-week.ts'
import { weekOfStay } from '../week-facts.ts'
import type { Week } from '../week.ts'
import { payWeeks, type WeekAsPaid } from './pay.ts'
import { hoursOf, prescribedIn, type HourOfWeek } from './week.ts'

/** `expiresAt` null: it begins too soon to be offered, and can still be held by telephone. `chairs`: to how many more it may be offered. */
export type OfferedSeat = MakeUp & { seat: MakeUpSeat; expiresAt: Date | null; chairs: number }
export type ShortWeek = {
  stay: Stay
  week: Week
  paid: WeekAsPaid | undefined
  hours: HourOfWeek[]
  seats: OfferedSeat[]
}

/** One client's week with the seats that could mend it, ranked; `shared` for a list of many. Null where the stay is not there. */
export async function shortWeekOf(
  work: Work,
  episodeId: string,
  monday: Day,
  shared?: DayOffers,
): Promise<ShortWeek | null> {
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return null
  const hours = await hoursOf(work, [stay.clientId], monday)
  const prescribed = (await prescribedIn(work, [stay.id], monday)).get(stay.id) ?? []
  const floor = await floorOfWeek(work, stay, monday)
  const about = { week: monday, zone: work.clinic.timeZone, now: work.at, prescribed }
  const week = weekOfStay({ first: stay.firstDay, last: stay.lastDay, floor }, hours, about)
  const kind = await programKindOf(work, stay.programId)
  const toPay = { clientId: stay.clientId, programKind: kind, first: stay.firstDay, last: stay.lastDay }
  const paid = (await payWeeks(work, [toPay], monday)).get(stay.clientId)
  const today = dayAt(work.at, work.clinic.timeZone)
  const days = Array.from({ length: 7 }, (_, n) => addDays(monday, n)).filter((day) => day >= today)
  const isShort = week.verdict === 'will-fall-short' || week.verdict === 'short'
  if (!isShort || days.length === 0) return { stay, week, paid, hours, seats: [] }
  // Only what the prescribed mix asks for, where somebody has prescribed one.
  const mixes = prescribed.filter((one) => one.minutes > 0).map((one) => one.service)
  const free = (await makeUpsFor(work, stay, days, shared)).filter(({ row }) => {
    const mix = serviceKind(row.kind)?.mix
    return mixes.length === 0 || (mix !== null && mix !== undefined && mixes.includes(mix))
  })
  const known = await knownThere(
    work,
    stay,
    free.map((seat) => seat.session.id),
  )
  const open = await openOffers(
    work,
    free.map((seat) => seat.session.id),
    stay.clientId,
  )
  const coming = new Set(
    hours
      .filter(
        (hour) =>
          hour.counts && !hour.isOff && (hour.minutes ?? 1) > 0 && (hour.minutes !== null || hour.ends > work.at),
      )
      .map((hour) => hour.heldOn),
  )
  const seats = free.map((seat): OfferedSeat => {
    const faces = known.get(seat.session.id)
    return {
      seat,
      expiresAt: offerUntil(seat.session.starts, work.at),
      chairs: chairsToOffer(seat.chairs.length, open.get(seat.session.id) ?? 0),
      sessionId: seat.session.id,
      starts: seat.session.starts,
      minutes: Math.round((seat.session.ends.getTime() - seat.session.starts.getTime()) / 60_000),
      isNewDay: !coming.has(seat.day),
      byVideo: faces?.byVideo ?? false,
      leadersKnown: faces?.leaders ?? 0,
      membersKnown: faces?.members ?? 0,
      ...gainOf(paid, hours, seat, faces?.byVideo ?? false, work.at),
    }
  })
  return { stay, week, paid, hours, seats: rankMakeUps(seats, { minutes: week.shortMinutes, days: week.shortDays }) }
}

/** What the payer would pay more with this meeting, by the very function that judges the week. */
function gainOf(
  paid: WeekAsPaid | undefined,
  hours: readonly HourOfWeek[],
  seat: MakeUpSeat,
  byVideo: boolean,
  now: Date,
): { unitsGained: number | null; countsForPayer: boolean | null } {
  if (paid?.rule === null || paid?.rule === undefined) return { unitsGained: null, countsForPayer: null }
  const { terms, payer } = paid.rule
  const kind = payClassOf(seat.row.kind)
  const session = {
    id: seat.session.id,
    name: seat.row.name,
    service: seat.row.kind,
    day: seat.day,
    minutes: Math.round((seat.session.ends.getTime() - seat.session.starts.getTime()) / 60_000),
    byVideo,
    // With this client in it.
    people: seat.series.seatsTaken + 1,
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

async function programKindOf(work: Work, programId: string): Promise<string> {
  const row = await work.db.selectFrom('program').where('id', '=', programId).select('kind').executeTakeFirst()
  return row?.kind ?? 'substance-use'
}

/** Whom a client knows in some meetings: leaders of groups they sit in, and members who sit there with them. */
async function knownThere(work: Work, stay: Stay, sessionIds: readonly string[]) {
  const { rows } = await sql<{ id: string; byVideo: boolean; leaders: number; members: number }>`
    with own as (select distinct series_id from seat where client_id = ${stay.clientId} and during && daterange(${stay.firstDay}::date, null))
    select g.id, o.is_video as "byVideo",
      (select count(distinct l.staff_id)::int from session_leader l where l.session_id = g.id
         and exists (select from series_leader k join own on own.series_id = k.series_id where k.staff_id = l.staff_id)) as leaders,
      (select count(distinct s.client_id)::int from seat s where s.series_id = g.series_id and s.during @> g.held_on and s.client_id <> ${stay.clientId}
         and exists (select from seat k join own on own.series_id = k.series_id where k.client_id = s.client_id and k.during @> g.held_on)) as members
    from group_session g join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
    where g.id = any (${[...sessionIds]}::uuid[])`.execute(work.db)
  return new Map(rows.map(({ id, ...known }) => [id, known]))
}

/** How many open offers each meeting has, those of one client left out. */
async function openOffers(work: Work, sessionIds: readonly string[], butFor: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; open: number }>`
    select o.session_id as id, count(*)::int as open from make_up_offer o
    where o.session_id = any (${[...sessionIds]}::uuid[]) and o.expires_at > ${work.at} and o.client_id <> ${butFor}
      and not exists (select from make_up_answer a where a.clinic_id = o.clinic_id and a.offer_id = o.id)
    group by 1`.execute(work.db)
  return new Map(rows.map((row) => [row.id, row.open]))
}

/** Of a short week, the seats that are worth offering at once. */
export const worthOffering = ({ seats, week }: ShortWeek): OfferedSeat[] => {
  const chairs = new Map(seats.map((seat) => [seat.sessionId, seat.chairs]))
  const inTime = seats.filter((seat) => seat.expiresAt !== null)
  return seatsToOffer(inTime, { minutes: week.shortMinutes, days: week.shortDays }, (id) => chairs.get(id) ?? 0)
}

export type MakeUpOffer = {
  id: string
  clientId: string
  episodeId: string
  seriesId: string
  sessionId: string
  group: string
  heldOn: Day
  starts: Date
  ends: Date
  room: string
  byVideo: boolean
  expiresAt: Date
  offeredAt: Date
  state: OfferState
}

async function offers(work: Work, where: ReturnType<typeof sql>): Promise<MakeUpOffer[]> {
  const { rows } = await sql<Omit<MakeUpOffer, 'state'> & { answer: string | null }>`
    select o.id, o.client_id as "clientId", o.episode_id as "episodeId", o.series_id as "seriesId", o.session_id as "sessionId",
           r.name as "group", o.held_on as "heldOn", coalesce(lower(g.during), (g.held_on + r.starts) at time zone r.time_zone) as starts,
           coalesce(upper(g.during), (g.held_on + r.starts) at time zone r.time_zone + make_interval(mins => r.minutes)) as ends,
           m.name as room, m.is_video as "byVideo",
           -- A meeting that was called off ends what was offered in it.
           case when isempty(g.during) then o.offered_at else o.expires_at end as "expiresAt", o.offered_at as "offeredAt",
           a.answer
    from make_up_offer o
    join group_session g on g.clinic_id = o.clinic_id and g.id = o.session_id
    join group_series r on r.clinic_id = o.clinic_id and r.id = o.series_id
    join room m on m.clinic_id = g.clinic_id and m.id = g.room_id
    left join make_up_answer a on a.clinic_id = o.clinic_id and a.offer_id = o.id
    where ${where} order by starts, o.id`.execute(work.db)
  return rows.map(({ answer, ...offer }) => ({
    ...offer,
    state: offerState({ expiresAt: offer.expiresAt, answer }, work.at),
  }))
}

/** The make-up seats that are open to a client now: readable by themselves on their own page. */
export const makeUpOffersOf = async (work: Work, clientId: string): Promise<MakeUpOffer[]> =>
  (await offers(work, sql`o.client_id = ${clientId}::uuid and o.expires_at > ${work.at}`)).filter(
    (offer) => offer.state === 'open',
  )

/** Everything that was offered to some clients for a week, and what became of it. */
export const makeUpOffersIn = async (work: Work, clientIds: readonly string[], monday: Day): Promise<MakeUpOffer[]> =>
  clientIds.length === 0
    ? []
    : offers(
        work,
        sql`o.client_id = any (${[...clientIds]}::uuid[]) and o.held_on between ${monday}::date and ${addDays(monday, 6)}::date`,
      )

export const makeUpOfferById = async (work: Work, id: string): Promise<MakeUpOffer | undefined> =>
  isId(id) ? (await offers(work, sql`o.id = ${id}::uuid`))[0] : undefined
