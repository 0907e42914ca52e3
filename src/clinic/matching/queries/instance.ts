import { sql } from 'kysely'
import { addDays, type Day, daysBetween } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { freeHours, minuteOf } from '../../clients/free-times.ts'
import { type Commitment, commitmentsOn } from '../../clients/queries/commitments.ts'
import { availabilityOf } from '../../clients/queries/face.ts'
import { type Offered, seatsHeld } from '../../groups/queries/seating.ts'
import { doseOrdersOf, type Stay } from '../../plans/queries.ts'
import { type Dose, doseInWeek, usualWeek } from '../../plans/rules.ts'
import type { Floor } from '../../programs/dose.ts'
import { serviceKind } from '../../programs/library.ts'
import { floorOfWeek } from '../../programs/queries.ts'
import { therapistIdOn } from '../../staff/queries/therapist.ts'
import { hoursOf } from '../hours.ts'
import type { Clinician, ClientWeek, Instance, Need, Seeker, SeriesOption, VisitPlan, WeekTime } from '../instance.ts'
import type { Occupancy } from '../occupancy.ts'
import { needOf, waitingDaysOf } from '../rules.ts'
import { hourKey } from '../week.ts'
import { apartOf } from './apart.ts'
import { type ClinicianFacts, weeksAhead } from './clinicians.ts'
import { type Colleague, groupsFor, peopleFor, prescribersOf } from './house.ts'
import { wordsOf } from './kept.ts'
import type { RoomFacts } from './rooms.ts'
import { affinitiesSaid, noWish, travelOf, type Wish, wishesOf } from './wishes.ts'

/** What one client's week is composed from, with the names and facts that the screens say beside the ids. */
export type Known = {
  instance: Instance
  seeker: Seeker
  occupancy: Occupancy
  stay: Stay
  from: Day
  offered: ReadonlyMap<string, Offered>
  rooms: ReadonlyMap<string, RoomFacts>
  clinicians: ReadonlyMap<string, Colleague>
  /** Hours of a clinician that are worked from afar, by `hourKey`. */
  fromAfar: ReadonlySet<string>
  commitments: readonly Commitment[]
  wish: Wish
  wasAsked: boolean
  travel: number | null
  dose: Dose | null
  floor: Floor | null
  /** The primary therapist on the day. */
  lead: string | null
}

/** Groups of counselling carry the level of care; two of them a week at least, where so much is prescribed. */
const coreMinutes = 180
/** Where nobody has prescribed a week yet: the floor, with an hour of it alone with a therapist. */
const doseOfFloor = (floor: Floor | null): Dose => ({
  groupMinutes: Math.max(0, (floor?.minutesPerWeek ?? 540) - 60),
  individualMinutes: 60,
  familyMinutes: 0,
  medicationMinutes: 0,
  days: floor?.daysPerWeek ?? 3,
})

/**
 * Everything about one client's stay from a day on, as the matcher reads it: a fixed number of questions. A client goes to one
 * site: of the groups that meet in rooms, only those there are read, unless the whole house is wanted (`everySite`). With whom
 * they are kept apart is not asked where every room is asked about by itself (`withApart` false).
 */
export async function knownOf(work: Work, stay: Stay, from: Day, everySite = false, withApart = true): Promise<Known> {
  const { clientId } = stay
  const words = await wordsOf(work)
  const week = usualWeek(from, stay)
  const wishes = await wishesOf(work, [clientId])
  const wish = wishes.get(clientId) ?? noWish
  const home = await homeOf(work, stay, from)
  const way = (await travelOf(work, [clientId])).find(({ siteId }) => siteId === home.siteId)
  const commitments = await commitmentsOn(work, [clientId], from)
  const given = await availabilityOf(work, clientId, from)
  const floor = await floorOfWeek(work, stay, week)
  const dose = doseInWeek(await doseOrdersOf(work, stay.id), week)
  const seats = await seatsHeld(work, clientId, from)
  const { offered, rooms } = await groupsFor(work, words, {
    stay,
    from,
    siteId: everySite ? null : home.siteId,
    held: seats.map(({ seriesId }) => seriesId),
  })
  const held = seats.filter(({ to }) => to === null || to >= addDays(from, 7))
  const said = (await affinitiesSaid(work, [clientId])).filter(({ suits }) => suits)

  const isOnSite = wish.place !== 'video' && (way === undefined || way.minutes !== null)
  const travel = way?.minutes ?? null
  const bound = commitments.filter(({ whose, firmness }) => whose === 'client' && firmness === 'cannot')
  const can = given
    .filter(({ canCome }) => canCome)
    .map((one) => ({ weekday: one.weekday, from: minuteOf(one.from), to: minuteOf(one.to) }))
  const free = freeHours(given.length === 0 ? null : can, bound, isOnSite ? (travel ?? 0) : 0)
  const series = [...offered.values()]
    .map((one) => optionOf(stay, one, rooms.get(one.row.id)))
    .filter((one) => one !== null)
  const need = needOf(dose ?? doseOfFloor(floor), coreMinutes, [...new Set([...wish.prescribed, ...wish.wanted])])

  const { lead, waitsSince } = await leadOf(work, stay, from)
  const led = lead === null ? [] : [lead]
  const visits = await visitsStanding(work, clientId, from)
  const named = [...new Set([...led, ...visits.map(({ staffId }) => staffId)])]
  const prescribers = need.medication === null ? [] : await prescribersOf(work, words, stay.programId, from)
  const facts = await peopleFor(
    work,
    words,
    {
      programId: stay.programId,
      siteId: home.siteId,
      // Without video, whoever leads at other sites alone could not be met.
      siteOnly: !everySite && wish.place === 'on-site',
      named: [...new Set([...named, ...prescribers])],
    },
    from,
  )
  const now = nowOf(
    clientId,
    need,
    held.map(({ seriesId }) => seriesId).filter((id) => offered.has(id)),
    visits,
  )
  const seeker: Seeker = {
    id: clientId,
    site: isOnSite ? home.siteId : null,
    takesVideo: wish.place !== 'on-site',
    state: home.state,
    age: stay.ageGroup,
    specialty: stay.programId,
    affinities: said.map(({ affinity }) => affinity),
    free,
    unloved: commitments.filter(({ whose, firmness }) => whose === 'client' && firmness === 'rather-not'),
    familyFree: familyHours(commitments),
    languages: wish.languages,
    clinicianGender: wish.genderIsFirm && wish.clinicianGender !== '' ? wish.clinicianGender : null,
    wishedGender: wish.genderIsFirm || wish.clinicianGender === '' ? null : wish.clinicianGender,
    acuity: wish.acuity,
    waitingDays: waitingDaysOf({ waitsSince, holdsSeat: held.length > 0, firstDay: stay.firstDay }, from),
    isNew: daysBetween(stay.firstDay, from) < 14,
    need,
    pinned: [],
    now:
      now.series.length === 0 && now.individual === null && now.medication === null && now.family === null ? null : now,
  }

  const occupancy: Occupancy = { seats: new Map(), hours: new Map(), caseload: new Map() }
  for (const [id, one] of offered) {
    const room = rooms.get(id)
    const sitsThere = room?.members.includes(clientId) ?? false
    const taken = one.series.cap.seats - Math.min(one.chairs.length, one.series.cap.seats) - (sitsThere ? 1 : 0)
    const members = new Set(room?.members.filter((member) => member !== clientId))
    const newcomers = Math.max(0, (room?.newcomers ?? 0) - (sitsThere && seeker.isNew ? 1 : 0))
    occupancy.seats.set(id, { taken: Math.max(0, taken), newcomers, members })
  }
  const fromAfar = new Set<string>()
  const groups = series.map(({ time }) => time)
  const clinicians = facts.map((one): Clinician => {
    const hours = hoursOf(one, one.diary, { seeker, siteId: home.siteId, groups })
    for (const { time, weeks, isAfar } of hours) {
      if (weeks !== 0) occupancy.hours.set(hourKey(one.id, time), weeks)
      if (isAfar) fromAfar.add(hourKey(one.id, time))
    }
    const isOwn = led[0] === one.id
    occupancy.caseload.set(one.id, one.primaryFor - (isOwn ? 1 : 0))
    return {
      id: one.id,
      part: one.role === 'prescriber' ? 'prescriber' : 'therapist',
      sites: sitesOf(one, home.siteId),
      byVideo: one.works.length === 0 || one.works.some(({ site }) => site === null) || one.leadsByVideo,
      states: one.states,
      takes: one.programs.length === 0 ? [stay.programId] : one.programs,
      ages: ['adult', 'adolescent'],
      gender: one.gender === '' ? null : one.gender,
      languages: one.languages.length === 0 ? ['en'] : one.languages,
      affinities: [],
      caseload: one.caseloadCap ?? 500,
      hours: hours.map(({ time }) => time),
    }
  })
  const instance: Instance = {
    series,
    clinicians,
    clients: [seeker],
    apart: withApart ? await apartOf(work, clientId) : [],
  }
  return {
    instance,
    seeker,
    occupancy,
    stay,
    from,
    offered,
    rooms,
    clinicians: new Map(facts.map((one) => [one.id, one])),
    fromAfar,
    commitments,
    wish,
    wasAsked: wishes.has(clientId),
    travel,
    dose,
    floor,
    lead: led[0] ?? null,
  }
}

function optionOf(stay: Stay, one: Offered | undefined, room: RoomFacts | undefined): SeriesOption | null {
  if (one === undefined || room === undefined) return null
  const { row, series } = one
  const kind = serviceKind(row.kind)
  const counts = row.countsTowardDose && (kind?.countsTowardDose ?? false)
  return {
    id: row.id,
    site: row.isVideo ? null : room.siteId,
    time: { weekday: row.weekday, from: minuteOf(row.starts), to: minuteOf(row.starts) + row.minutes },
    seats: series.cap.seats,
    least: row.leastSeats,
    takes: [stay.programId],
    topic: room.subject || row.kind,
    isCore: counts && kind?.capClass === 'counselling',
    counts,
    affinity: row.affinity === '' ? null : row.affinity,
    age: series.ageGroup,
    states: row.isVideo ? room.states : null,
    leaders: room.leaders,
    isClosed: series.closedSince !== null && series.closedSince <= addDays(row.from, 7),
  }
}

/**
 * Where the client comes to, and in which state they live: where most of the groups meet in which they sit, else where their
 * program stands; as their address says, else where that is.
 */
async function homeOf(work: Work, stay: Stay, from: Day): Promise<{ siteId: string; state: string }> {
  const { rows } = await sql<{ siteId: string; state: string | null }>`
    select coalesce((select o.site_id from seat t join group_series r on r.clinic_id = t.clinic_id and r.id = t.series_id
                     join room o on o.clinic_id = r.clinic_id and o.id = r.room_id
                     where t.clinic_id = p.clinic_id and t.client_id = ${stay.clientId} and t.episode_id = ${stay.id}
                       and t.during && daterange(${from}::date, null) and not o.is_video
                     group by o.site_id order by count(*) desc, o.site_id limit 1), p.site_id) as "siteId",
           (select h.state from client_home_state h where h.clinic_id = p.clinic_id and h.client_id = ${stay.clientId}) as state
    from program p where p.id = ${stay.programId}`.execute(work.db)
  return { siteId: rows[0]?.siteId ?? '', state: rows[0]?.state ?? stay.state }
}

/**
 * The primary therapist, the latest assignment first, null where nobody was named; and the day that counts for the earliest
 * list on which they still stand, null where they wait for nothing.
 */
async function leadOf(work: Work, stay: Stay, from: Day): Promise<{ lead: string | null; waitsSince: Day | null }> {
  const { rows } = await sql<{ lead: string | null; waitsSince: Day | null }>`
    select (select ${therapistIdOn('e.clinic_id', 'e.id', from)} from episode e where e.id = ${stay.id}) as lead,
           (select min(w.since_day)::text from waitlist_entry w
            where w.client_id = ${stay.clientId} and upper_inf(w.during)
              and not exists (
                -- From the few seats to their groups: the other way each list walks through every group there is.
                select from seat t join group_series r on r.clinic_id = t.clinic_id and r.id = t.series_id
                where w.series_id is not null and t.client_id = w.client_id and t.during && daterange(${from}::date, null)
                  and coalesce(r.line_id, r.id) = (select coalesce(x.line_id, x.id) from group_series x where x.id = w.series_id))) as "waitsSince"`.execute(
    work.db,
  )
  return rows[0] ?? { lead: null, waitsSince: null }
}

export type Standing = {
  kind: 'individual' | 'family' | 'medication'
  staffId: string
  time: WeekTime
  week: number
  byVideo: boolean
}

/** The client's own visits of the weeks ahead, each kind by the hour at which it stands most often. */
async function visitsStanding(work: Work, clientId: string, from: Day): Promise<Standing[]> {
  const zone = work.clinic.timeZone
  const { rows } = await sql<{
    kind: string
    staffId: string
    weekday: number
    starts: string
    minutes: number
    week: number
    byVideo: boolean
    n: number
  }>`
    select kind, staff_id as "staffId", extract(isodow from held_on)::int as weekday, to_char(lower(during) at time zone ${zone}, 'HH24:MI') as starts,
           minutes, min((held_on - ${from}::date) / 7)::int as week, bool_and(by_video) as "byVideo", count(*)::int as n
    from visit
    where client_id = ${clientId} and held_on >= ${from}::date and held_on < ${addDays(from, weeksAhead * 7)}::date and not isempty(during)
      and kind in ('individual', 'family', 'medication-management')
    group by 1, 2, 3, 4, 5 order by n desc, week, starts`.execute(work.db)
  const of = (kind: string, as: Standing['kind']) =>
    rows
      .filter((row) => row.kind === kind)
      .slice(0, 1)
      .map(({ staffId, weekday, starts, minutes, week, byVideo }) => ({
        kind: as,
        staffId,
        time: { weekday, from: minuteOf(starts), to: minuteOf(starts) + minutes },
        week,
        byVideo,
      }))
  return [...of('individual', 'individual'), ...of('family', 'family'), ...of('medication-management', 'medication')]
}

function nowOf(client: string, need: Need, series: string[], visits: readonly Standing[]): ClientWeek {
  const of = (kind: Standing['kind']): VisitPlan | null => {
    const one = visits.find((visit) => visit.kind === kind)
    if (one === undefined) return null
    return { clinician: one.staffId, time: one.time, phase: one.week % (need[kind]?.every ?? 1), byVideo: one.byVideo }
  }
  return { client, series, individual: of('individual'), family: of('family'), medication: of('medication') }
}

/** When the family can come: whenever the client can, less what binds the family. */
function familyHours(commitments: readonly Commitment[]): WeekTime[] | null {
  const bound = commitments.filter(({ whose, firmness }) => whose === 'family' && firmness === 'cannot')
  return bound.length === 0 ? null : freeHours(null, bound)
}

const sitesOf = (one: ClinicianFacts, siteId: string): string[] => {
  const said = [...new Set(one.works.flatMap(({ site }) => site ?? []))]
  if (one.works.length > 0) return said
  return one.groupSites.length > 0 ? one.groupSites : [siteId]
}
