import { sql } from 'kysely'
import { addDays, type Day, timeAt, weekdayOf } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { clockOf, freeHours, minuteOf } from '../../clients/free-times.ts'
import { boundHoursOf } from '../../clients/queries/commitments.ts'
import { availabilityOf } from '../../clients/queries/face.ts'
import type { Stay } from '../../plans/queries.ts'
import { mixOf } from '../phase.ts'
import { type Held, mayTakeSeat, type Seeker, type Series } from '../rules.ts'
import { endOf, nextDate, type Weekly } from '../times.ts'
import { capOn, capsOf, type Caps } from './caps.ts'
import { payersOf, payersSeated } from './payers.ts'
import { mixesOn, phasePolicyOn, phasesOf } from './phases.ts'
import { notNowFor } from './apart.ts'
import { seriesById, seriesOpenOn, type SeriesRow } from './series.ts'

/** A series as the rule reads it, with the chairs that can be taken under the cap. */
export type Offered = { row: SeriesRow; series: Series; chairs: number[] }

/**
 * Every series that somebody could be seated in from a day on, or for the days until `to`: a chair that is held for
 * `clientId` is theirs to take.
 */
export async function seriesToOffer(
  work: Work,
  from: Day,
  to: Day | null = null,
  clientId: string | null = null,
  programId: string | null = null,
): Promise<Offered[]> {
  const rows = await seriesOpenOn(work, from, to, clientId, { programId })
  const list = await offeredOf(work, rows, from, to, clientId)
  const mixes = await mixesOn(work, from, programId === null ? undefined : list.map(({ row }) => row.id))
  return list.map((one) => ({ ...one, series: { ...one.series, mix: mixes.get(one.row.id) ?? mixOf([]) } }))
}

/** Some groups by name, each with the chairs that anybody could take from a day on. */
export async function offeredByName(work: Work, seriesIds: readonly string[], from: Day): Promise<Offered[]> {
  if (seriesIds.length === 0) return []
  return offeredOf(work, await seriesOpenOn(work, from, null, null, { ids: seriesIds }), from, null, null)
}

/**
 * The groups of a program that meet on a day, with the chairs that are free on it: without who sits there by phase, which nobody
 * chooses by who comes once.
 */
async function meetingOn(
  work: Work,
  day: Day,
  programId: string,
  laid: DayLaid,
  clientId: string | null,
): Promise<Offered[]> {
  if (laid.size === 0) return []
  const rows = await seriesOpenOn(work, day, day, clientId, { programId, ids: [...laid.keys()] })
  const offered = await offeredOf(work, rows, day, day, clientId)
  return offered.filter((one) => one.row.weekday === weekdayOf(day) && one.row.countsTowardDose)
}

/** Series with their free chairs as the rule reads them, under every limit of the state, the clinic and the payers. */
export async function offeredOf(
  work: Work,
  rows: readonly SeriesRow[],
  from: Day,
  to: Day | null,
  clientId: string | null,
): Promise<Offered[]> {
  const caps = await capsOf(work)
  const payers = await payersAsked(work, caps, clientId, from, to)
  return rows.map((row) => offered(row, caps, from, payers))
}

export async function seriesToTake(
  work: Work,
  seriesId: string,
  from: Day,
  to: Day | null = null,
  clientId: string | null = null,
): Promise<Offered | undefined> {
  const row = await seriesById(work, seriesId, from, to, clientId)
  if (row === undefined) return undefined
  const caps = await capsOf(work)
  return offered(row, caps, from, await payersAsked(work, caps, clientId, from, to, row.id))
}

/** The payers in each room, and those of the person who asks: a limit of any of them binds everybody there. */
type PayersAsked = { inRooms: ReadonlyMap<string, string[]>; own: string[] }

async function payersAsked(
  work: Work,
  caps: Caps,
  clientId: string | null,
  from: Day,
  to: Day | null,
  only?: string,
): Promise<PayersAsked> {
  // Most houses have no limit by a payer, and then nobody needs to ask who pays for whom.
  if (caps.payers.length === 0) return { inRooms: new Map(), own: [] }
  return {
    inRooms: await payersSeated(work, from, to, only),
    own: clientId === null ? [] : await payersOf(work, clientId, from),
  }
}

function offered(row: SeriesRow, caps: Caps, from: Day, payers: PayersAsked): Offered {
  const group = { kind: row.kind, state: row.state, chairs: row.chairs.length, places: row.places }
  const cap = capOn(caps, { ...group, payers: [...(payers.inRooms.get(row.id) ?? []), ...payers.own] }, from)
  const taken = row.chairs.length - row.free.length
  // A limit that came later leaves more chairs than seats: those who sit keep theirs, and no more are given.
  const left = Math.max(0, Math.min(row.free.length, cap.seats - taken))
  return {
    row,
    chairs: row.free.slice(0, left),
    series: {
      id: row.id,
      name: row.name,
      weekday: row.weekday,
      starts: row.starts,
      ends: row.ends,
      from: row.from,
      to: row.to,
      programs: [{ id: row.programId, name: row.programName }],
      ageGroup: row.ageGroup === 'adolescent' ? 'adolescent' : 'adult',
      affinity: row.affinity === '' ? null : { key: row.affinity, label: row.affinity },
      // A closed group takes people until its first meeting is over.
      closedSince: row.isOpen ? null : addDays(nextDate(row, row.begins), 1),
      seatsTaken: cap.binds === 'payer' ? Math.max(taken, cap.seats - left) : cap.seats - left,
      cap,
    },
  }
}

async function alongOf(work: Work, stay: Stay, day: Day): Promise<Seeker['along']> {
  const phase = (await phasesOf(work, [stay.id], day)).get(stay.id)
  return phase === undefined ? undefined : { phase, policy: await phasePolicyOn(work, day) }
}

/** What one client brings to the choice of a seat: the hours they hold from a day on, when they can come, what suits them. */
export async function seekerOf(work: Work, stay: Stay, from: Day): Promise<Seeker> {
  return {
    name: stay.firstName,
    program: { id: stay.programId, name: stay.programName },
    ageGroup: stay.ageGroup,
    affinities: await affinitiesOf(work, stay.clientId),
    along: await alongOf(work, stay, from),
    held: [...(await seatsHeld(work, stay.clientId, from)), ...(await visitsHeld(work, stay.clientId, from))],
    availability: await timesOf(work, stay.clientId, from),
    notNow: await notNowFor(work, stay.clientId, from),
  }
}

type DayLaid = Map<string, MakeUpSeat['session']>
/** What each day offers to anybody, by day and by program: asked once for many clients. */
export type DayOffers = { laid: Map<Day, DayLaid>; meeting: Map<string, Offered[]> }

/**
 * The meetings to come on some days that a client could join once, to make up for hours that were missed: a
 * chair is free on that day, and nothing that the rules know stands against it. With `shared`, a list of many clients asks what
 * a day offers once, and each client's hours once: a first look, which leaves their own holds and payers to the second.
 */
export async function makeUpsFor(
  work: Work,
  stay: Stay,
  days: readonly Day[],
  shared?: DayOffers,
): Promise<MakeUpSeat[]> {
  const found: MakeUpSeat[] = []
  const [first] = days
  const once = shared !== undefined && first !== undefined ? await seekerOf(work, stay, first) : undefined
  for (const day of days) {
    const laid = shared?.laid.get(day) ?? (await laidOn(work, day))
    shared?.laid.set(day, laid)
    const those = `${day} ${stay.programId}`
    const forWhom = shared === undefined ? stay.clientId : null
    const meeting = shared?.meeting.get(those) ?? (await meetingOn(work, day, stay.programId, laid, forWhom))
    shared?.meeting.set(those, meeting)
    if (meeting.length === 0) continue
    const seeker = once ?? (await seekerOf(work, stay, day))
    for (const one of meeting) {
      const session = laid.get(one.row.id)
      if (session === undefined || one.chairs.length === 0) continue
      if (mayTakeSeat({ series: one.series, client: seeker, from: day, to: day }) === null)
        found.push({ ...one, day, session })
    }
  }
  return found
}

/** A meeting that somebody could join once. */
export type MakeUpSeat = Offered & { day: Day; session: { id: string; starts: Date; ends: Date } }

/** By its series, each meeting of a day that is in the calendar, still to come and not called off. */
async function laidOn(work: Work, day: Day): Promise<DayLaid> {
  const rows = await work.db
    .selectFrom('groupSession')
    .where('heldOn', '=', day)
    .where(sql<boolean>`lower(during) > ${work.at}`)
    .select(['id', 'seriesId'])
    .select([sql<Date>`lower(during)`.as('starts'), sql<Date>`upper(during)`.as('ends')])
    .execute()
  return new Map(rows.map(({ seriesId, ...session }) => [seriesId, session]))
}

export type SeatHeld = Held & {
  id: string
  seriesId: string
  kind: string
  minutes: number
  countsTowardDose: boolean
  room: string
  isReleased: boolean
}

/** The seats that a client holds on a day or later. */
export async function seatsHeld(work: Work, clientId: string, from: Day): Promise<SeatHeld[]> {
  const rows = await work.db
    .selectFrom('seat as t')
    .innerJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 't.clinicId').onRef('r.id', '=', 't.seriesId'),
    )
    .innerJoin('room as o', (join) => join.onRef('o.clinicId', '=', 'r.clinicId').onRef('o.id', '=', 'r.roomId'))
    .where('t.clientId', '=', clientId)
    .where(sql<boolean>`t.during && daterange(${from}::date, null)`)
    .orderBy('r.weekday')
    .orderBy('r.starts')
    .select(['t.id', 't.seriesId', 'r.name', 'r.kind', 'r.weekday', 'r.starts', 'r.minutes', 'r.countsTowardDose'])
    .select(['o.name as room'])
    .select([
      // What goes on in the next row of its group is given back there.
      sql<boolean>`exists (select from seat_release x where x.clinic_id = t.clinic_id and x.seat_id = t.id)
        or exists (select from seat_carry y where y.clinic_id = t.clinic_id and y.seat_id = t.id)`.as('isReleased'),
      sql<Day>`lower(t.during)::text`.as('from'),
      sql<Day | null>`(upper(t.during) - 1)::text`.as('to'),
    ])
    .execute()
  return rows.map((row) => ({ ...row, ends: endOf(row.starts, row.minutes) }))
}

/** Visits to come, each an hour of its one day. */
async function visitsHeld(work: Work, clientId: string, from: Day): Promise<Held[]> {
  const zone = work.clinic.timeZone
  const rows = await work.db
    .selectFrom('visit as v')
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'v.clinicId').onRef('m.id', '=', 'v.staffId'),
    )
    .where('v.clientId', '=', clientId)
    .where('v.heldOn', '>=', from)
    .where(sql<boolean>`not isempty(v.during)`)
    .orderBy('v.heldOn')
    .select(['v.heldOn', 'v.minutes', 'm.givenName', 'm.familyName'])
    .select(sql<Date>`lower(v.during)`.as('begins'))
    .execute()
  return rows.map((row) => {
    const starts = timeAt(row.begins, zone)
    return {
      seriesId: null,
      name: `a visit with ${row.givenName} ${row.familyName}`,
      weekday: weekdayOf(row.heldOn),
      starts,
      ends: endOf(starts, row.minutes),
      from: row.heldOn,
      to: row.heldOn,
    }
  })
}

/**
 * When a client can come, as it stands on a day: the hours they gave, less what binds them. Null where nobody has asked yet;
 * without a window for a day, not on it.
 */
export async function timesOf(work: Work, clientId: string, day: Day): Promise<Weekly[] | null> {
  const days = await availabilityOf(work, clientId, day)
  const bound = await boundHoursOf(work, clientId, day)
  if (days.length === 0 && bound.length === 0) return null
  const given = days.filter((one) => one.canCome)
  const can = given.map(({ weekday, from, to }) => ({ weekday, from: minuteOf(from), to: minuteOf(to) }))
  return freeHours(days.length === 0 ? null : can, bound).map(({ weekday, from, to }) => ({
    weekday,
    starts: clockOf(from),
    ends: clockOf(to),
  }))
}

/** The groups kept for some that this client has said suit them. */
async function affinitiesOf(work: Work, clientId: string): Promise<string[]> {
  const { rows } = await sql<{ affinity: string }>`
    select affinity from (select distinct on (affinity) affinity, suits from client_affinity where client_id = ${clientId}
                          order by affinity, recorded_at desc, id desc) a where suits`.execute(work.db)
  return rows.map((row) => row.affinity)
}

/** One seat with whose it is, and the last day on which they were marked in that group. */
export async function seatById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('seat as t')
    .innerJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 't.clinicId').onRef('r.id', '=', 't.seriesId'),
    )
    .innerJoin('clientNow as c', (join) => join.onRef('c.clinicId', '=', 't.clinicId').onRef('c.id', '=', 't.clientId'))
    .where('t.id', '=', id)
    .select(['t.id', 't.seriesId', 't.clientId', 't.episodeId', 'r.name', 'c.givenName', 'c.preferredName'])
    .select([
      sql<Day | null>`lower(t.during)::text`.as('from'),
      sql<Day | null>`(upper(t.during) - 1)::text`.as('to'),
      sql<boolean>`exists (select from seat_release x where x.clinic_id = t.clinic_id and x.seat_id = t.id)`.as(
        'isReleased',
      ),
      sql<Day | null>`(select max(a.held_on)::text from attendance_now a join group_session g on g.clinic_id = a.clinic_id and g.id = a.session_id
        where a.clinic_id = t.clinic_id and a.client_id = t.client_id and g.series_id = t.series_id and t.during @> a.held_on
          and a.mark not in ('cleared', 'excused'))`.as('markedUntil'),
    ])
    .executeTakeFirst()
}
