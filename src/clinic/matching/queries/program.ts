import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { nameOf } from '../../clients/queries.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { roomsOf } from '../../programs/queries.ts'
import { hoursFor, officeHours } from '../hours.ts'
import type { Clinician, Plan, Room, Seeker, SeriesOption, TimetableInstance, WeekTime } from '../instance.ts'
import { hourKey, overlaps } from '../week.ts'
import { diariesOf } from './clinicians.ts'
import type { Colleague } from './house.ts'
import { knownOf } from './instance.ts'

/** The whole house as the timetable's optimiser reads it, with the names that the screens say beside the ids. */
export type HouseKnown = {
  instance: TimetableInstance
  plan: Plan
  stays: ReadonlyMap<string, Stay>
  rooms: ReadonlyMap<string, { name: string; siteId: string; isVideo: boolean }>
  /** The room that each series has today, video rooms too: the rows of a house always name one. */
  roomOf: ReadonlyMap<string, string>
  series: ReadonlyMap<string, { name: string; programId: string }>
  staff: ReadonlyMap<string, string>
  clients: ReadonlyMap<string, string>
}

export type HouseQuestion = {
  /** Programs whose groups may move; empty: all. */
  programs: readonly string[]
  without: string | null
}

/**
 * Everyone in care from a day on, every group and everybody who leads or sees somebody: asked client by client, then joined.
 * `only`: these stays alone, each with the groups of its own site; whoever is not among them keeps their seats and hours.
 */
export async function houseOf(
  work: Work,
  from: Day,
  question: HouseQuestion,
  only?: readonly Stay[],
): Promise<HouseKnown> {
  const stays = new Map<string, Stay>()
  const seekers: Seeker[] = []
  const series = new Map<string, SeriesOption>()
  const names = new Map<string, { name: string; programId: string }>()
  const facts = new Map<string, Colleague>()
  const kinds = new Map<string, Clinician>()
  const apart = new Map<string, readonly [string, string]>()
  const asked = only ?? (await staysOpen(work, from))
  const among = only && new Set(only.map(({ clientId }) => clientId))
  for (const one of asked) {
    const stay = typeof one === 'string' ? await stayById(work, one) : one
    if (stay === undefined || stay.isOver) continue
    const known = await knownOf(work, stay, from, only === undefined)
    stays.set(stay.clientId, stay)
    seekers.push(known.seeker)
    for (const [staffId, one] of known.clinicians) facts.set(staffId, one)
    for (const one of known.instance.clinicians) {
      const seen = kinds.get(one.id)
      kinds.set(one.id, seen === undefined ? one : { ...one, takes: [...new Set([...seen.takes, ...one.takes])] })
    }
    for (const option of known.instance.series) {
      const taken = known.occupancy.seats.get(option.id)
      const offered = known.offered.get(option.id)
      // Chairs that visitors hold or that are offered are nobody's to give here.
      const members = [...(taken?.members ?? [])].filter((id) => among?.has(id) ?? true).length
      const elsewhere = Math.max(0, (taken?.taken ?? 0) - members)
      // A room in which nobody moves may have no chair left: then it is as good as closed to everybody here.
      const seats = Math.max(among === undefined ? 1 : 0, option.seats - elsewhere)
      const before = series.get(option.id)
      const takes = [...new Set([...(before?.takes ?? []), ...option.takes])]
      series.set(option.id, { ...option, seats: Math.min(before?.seats ?? seats, seats), takes })
      names.set(option.id, { name: offered?.row.name ?? 'A group', programId: offered?.row.programId ?? '' })
    }
    for (const pair of known.instance.apart) apart.set([...pair].sort().join(' '), pair)
  }
  return joined(work, from, question, { stays, seekers, series, names, facts, kinds, apart: [...apart.values()] })
}

type Gathered = {
  stays: Map<string, Stay>
  seekers: Seeker[]
  series: Map<string, SeriesOption>
  names: Map<string, { name: string; programId: string }>
  facts: Map<string, Colleague>
  kinds: Map<string, Clinician>
  apart: (readonly [string, string])[]
}

async function joined(work: Work, from: Day, question: HouseQuestion, all: Gathered): Promise<HouseKnown> {
  const { without } = question
  const rooms = await roomsOf(work)
  const roomOf = await roomsOfSeries(work, [...all.series.keys()])
  const pinned = await pinnedSeries(work)
  const diaries = await diariesOf(work, [...all.facts.keys()], from)
  const inside = new Set(all.seekers.map((one) => one.id))
  const seekers = all.seekers.map((one) => (without === null ? one : withoutClinician(one, without)))
  const standing = standingHours(seekers)
  const shifts: { clinician: string; times: WeekTime[]; slots: WeekTime[] }[] = []
  const clinicians: Clinician[] = []
  for (const [id, one] of all.facts) {
    const kind = all.kinds.get(id)
    if (kind === undefined || id === without) continue
    const times =
      one.works.length > 0
        ? one.works.map(plain)
        : officeHours(
            [...all.series.values()].map((option) => option.time),
            one.led,
          )
    const elsewhere = diaries.filter((hour) => hour.staffId === id && !inside.has(hour.clientId ?? '')).map(plain)
    const minutes = kind.part === 'prescriber' ? 30 : 60
    const keep = standing.get(id) ?? []
    const slots = hoursFor(times, elsewhere, keep, [], minutes)
    shifts.push({ clinician: id, times, slots })
    const hours = slots.filter(
      (slot) =>
        keep.some((one) => hourKey(id, one) === hourKey(id, slot)) || !one.led.some((led) => overlaps(led, slot)),
    )
    const ours = seekers.filter((client) => (client.now?.individual?.clinician ?? null) === id).length
    clinicians.push({
      ...kind,
      hours,
      caseload: Math.max(0, (one.caseloadCap ?? 500) - Math.max(0, one.primaryFor - ours)),
    })
  }
  const present = new Set(clinicians.map((one) => one.id))
  const series = [...all.series.values()].map((one) => ({
    ...one,
    leaders: one.leaders.filter((id) => present.has(id)),
  }))
  const leads = (programId: string) =>
    clinicians
      .filter((one) => one.part === 'therapist' && (all.facts.get(one.id)?.programs.includes(programId) ?? false))
      .map((one) => one.id)
  const open: WeekTime[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 8 * 60, to: 21 * 60 }))
  const instance: TimetableInstance = {
    series,
    clinicians,
    clients: seekers,
    apart: all.apart,
    rooms: rooms
      .filter((room) => !room.isVideo)
      .map((room): Room => ({ id: room.id, site: room.siteId, seats: room.places })),
    shifts,
    placings: series.map((one) => {
      const programId = all.names.get(one.id)?.programId ?? ''
      const isAsked = question.programs.length === 0 || question.programs.includes(programId)
      return {
        series: one.id,
        room: one.site === null ? null : (roomOf.get(one.id) ?? null),
        mayMove: isAsked && !pinned.has(one.id),
        mayLead: [...new Set([...one.leaders, ...leads(programId)])],
      }
    }),
    open,
    mostLedMinutes: Math.max(18 * 60, ...clinicians.map((one) => ledMinutes(series, one.id))),
  }
  const plan: Plan = {
    weeks: seekers.flatMap(
      (one) => one.now ?? { client: one.id, series: [], individual: null, family: null, medication: null },
    ),
  }
  return {
    instance,
    plan,
    stays: all.stays,
    rooms: new Map(rooms.map((room) => [room.id, { name: room.name, siteId: room.siteId, isVideo: room.isVideo }])),
    roomOf,
    series: all.names,
    staff: new Map([...all.facts.values()].map((one) => [one.id, `${one.givenName} ${one.familyName}`])),
    clients: new Map([...all.stays].map(([id, stay]) => [id, nameOf(stay)])),
  }
}

const plain = ({ weekday, from, to }: WeekTime): WeekTime => ({ weekday, from, to })

const ledMinutes = (series: readonly SeriesOption[], id: string): number =>
  series.filter((one) => one.leaders.includes(id)).reduce((sum, one) => sum + one.time.to - one.time.from, 0)

/** The visits that stand today, by clinician: their hours are kept as they are cut. */
function standingHours(seekers: readonly Seeker[]): Map<string, WeekTime[]> {
  const hours = new Map<string, WeekTime[]>()
  for (const { now } of seekers)
    for (const visit of [now?.individual, now?.family, now?.medication]) {
      if (visit === null || visit === undefined) continue
      const those = hours.get(visit.clinician) ?? []
      if (!those.some((one) => overlaps(one, visit.time))) hours.set(visit.clinician, [...those, visit.time])
    }
  return hours
}

function withoutClinician(client: Seeker, staffId: string): Seeker {
  const { now } = client
  if (now === null) return client
  const kept = <V extends { clinician: string }>(visit: V | null) => (visit?.clinician === staffId ? null : visit)
  return {
    ...client,
    now: { ...now, individual: kept(now.individual), family: kept(now.family), medication: kept(now.medication) },
  }
}

async function staysOpen(work: Work, from: Day): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from episode e where e.during @> ${from}::date and (upper(e.during) is null or upper(e.during) > ${from}::date + 7)
    order by e.admitted_at, e.id`.execute(work.db)
  return rows.map((row) => row.id)
}

async function roomsOfSeries(work: Work, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; roomId: string }>`
    select id, room_id as "roomId" from group_series where id = any (${[...ids]}::uuid[])`.execute(work.db)
  return new Map(rows.map((row) => [row.id, row.roomId]))
}

/** Groups that stay as they are, with why: the latest word on each line. */
export async function pinnedSeries(work: Work): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; because: string; isPinned: boolean }>`
    select r.id, p.because, p.is_pinned as "isPinned" from group_series r
    cross join lateral (select x.is_pinned, x.because from series_pin x
                        where x.clinic_id = r.clinic_id and x.series_id in (select line_of(r.clinic_id, r.id))
                        order by x.set_at desc, x.id desc limit 1) p`.execute(work.db)
  return new Map(rows.filter((row) => row.isPinned).map((row) => [row.id, row.because]))
}
