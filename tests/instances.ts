import type {
  Clinician,
  Placing,
  Room,
  Seeker,
  SeriesOption,
  Shift,
  TimetableInstance,
  WeekTime,
} from '../src/clinic/matching/instance.ts'
import { hoursLeft } from '../src/clinic/matching/timetable.ts'
import { overlaps } from '../src/clinic/matching/week.ts'
import { clientOf } from './instance-clients.ts'
import { chance, type Dice, diceOf, oneOf, shuffled, weighted } from './instance-dice.ts'
import { specialties, type Specialty, states, topics } from './instance-mix.ts'

// Clinics that never were, for the optimiser's tests and benches: the same seed gives the same clinic, to the minute.
// Sizes as in the formulation of the week, section 4: S one site and 40 clients, M 300 clients, L 20 sites and 2,000.

export type Size = 'S' | 'M' | 'L'
type Place = {
  site: string | null
  state: string
  clients: number
  series: number
  therapists: number
  prescribers: number
  rooms: number
}

const places: Record<Size, Place[]> = {
  S: [{ site: 'n1', state: 'OH', clients: 40, series: 24, therapists: 6, prescribers: 1, rooms: 4 }],
  M: [
    { site: 'n1', state: 'OH', clients: 180, series: 92, therapists: 21, prescribers: 3, rooms: 11 },
    { site: null, state: 'OH', clients: 120, series: 58, therapists: 15, prescribers: 2, rooms: 0 },
  ],
  L: [
    ...Array.from({ length: 20 }, (_, at) => ({
      site: `n${at + 1}`,
      state: states[at % states.length] ?? 'OH',
      clients: 75,
      series: 37,
      therapists: 10,
      prescribers: 1,
      rooms: 5,
    })),
    { site: null, state: 'OH', clients: 500, series: 230, therapists: 56, prescribers: 6, rooms: 0 },
  ],
}

/** A clinic of this size with a timetable laid by hand and nobody placed. */
export function instanceOf(size: Size, seed: number): TimetableInstance {
  const dice = diceOf(seed * 7919 + size.charCodeAt(0))
  const made = {
    series: [] as SeriesOption[],
    placings: [] as Placing[],
    rooms: [] as Room[],
    shifts: [] as Shift[],
    clinicians: [] as Clinician[],
  }
  for (const place of places[size]) {
    const rooms = Array.from({ length: place.rooms }, (_, at) => ({
      id: `${place.site}-r${at + 1}`,
      site: place.site ?? '',
      seats: [9, 10, 12, 14][at % 4] ?? 10,
    }))
    const staff = [
      ...Array.from({ length: place.therapists }, (_, at) => therapistOf(dice, place, at)),
      ...Array.from({ length: place.prescribers }, (_, at) => prescriberOf(dice, place, at)),
    ]
    const laid = layByHand(dice, place, rooms, staff)
    made.rooms.push(...rooms)
    made.shifts.push(...staff.map((one) => one.shift))
    made.clinicians.push(
      ...staff.map(({ clinician, shift }) => ({ ...clinician, hours: hoursLeft(shift, laid.series) })),
    )
    made.series.push(...laid.series)
    made.placings.push(...laid.placings)
  }
  const clients: Seeker[] = []
  for (const place of places[size])
    for (let at = 0; at < place.clients; at++)
      clients.push(
        clientOf(
          dice,
          { id: `c${clients.length + 1}`, site: place.site, state: place.state },
          made.series,
          made.clinicians,
        ),
      )
  return {
    series: made.series,
    clinicians: made.clinicians,
    clients,
    apart: apartPairs(dice, clients),
    rooms: made.rooms,
    shifts: made.shifts,
    placings: made.placings,
    open: [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, from: 8 * 60, to: 21 * 60 })),
    mostLedMinutes: 18 * 60,
  }
}

type Member = { clinician: Clinician; shift: Shift }
const slotsOf = (times: readonly WeekTime[], minutes: number): WeekTime[] =>
  times.flatMap(({ weekday, from, to }) =>
    Array.from({ length: Math.floor((to - from) / minutes) }, (_, at) => ({
      weekday,
      from: from + at * minutes,
      to: from + (at + 1) * minutes,
    })),
  )

function therapistOf(dice: Dice, place: Place, at: number): Member {
  const id = `${place.site ?? 'v'}-t${at + 1}`
  const kind = weighted(dice, { early: 38, late: 40, split: 22 })
  const days = kind === 'split' ? [1, 2, 3, 4, 6] : [1, 2, 3, 4, 5]
  const times = days.flatMap((weekday): WeekTime[] => {
    if (kind === 'early' || weekday === 6)
      return [
        { weekday, from: 8 * 60, to: 12 * 60 },
        { weekday, from: 13 * 60, to: 17 * 60 },
      ]
    if (kind === 'late')
      return [
        { weekday, from: 12 * 60, to: 16 * 60 },
        { weekday, from: 17 * 60, to: 21 * 60 },
      ]
    return [
      { weekday, from: 9 * 60, to: 13 * 60 },
      { weekday, from: 16 * 60, to: 20 * 60 },
    ]
  })
  // Each specialty has somebody: the first ones go through the list, the others as the demand is.
  const main = specialties[at % 5] ?? 'substance-use'
  const own: Specialty =
    at < 5 ? main : weighted(dice, { 'substance-use': 42, dbt: 27, ptsd: 13, eating: 8, adolescent: 10 })
  const second = oneOf(dice, ['substance-use', 'dbt', 'ptsd'] as const)
  return {
    shift: { clinician: id, times, slots: slotsOf(times, 60) },
    clinician: {
      id,
      part: 'therapist',
      sites: place.site === null ? [] : [place.site],
      byVideo: place.site === null || chance(dice, 0.3),
      states: licences(dice, place.state),
      takes: [...new Set([own, second])],
      ages: own === 'adolescent' ? ['adolescent', 'adult'] : chance(dice, 0.25) ? ['adolescent', 'adult'] : ['adult'],
      gender: chance(dice, 0.7) ? 'female' : 'male',
      languages: chance(dice, 0.18) ? ['en', 'es'] : ['en'],
      affinities: chance(dice, 0.2) ? ['lgbtq'] : [],
      caseload: 9 + Math.floor(dice() * 3),
      hours: [],
    },
  }
}

function prescriberOf(dice: Dice, place: Place, at: number): Member {
  const id = `${place.site ?? 'v'}-p${at + 1}`
  const evening = 1 + Math.floor(dice() * 4)
  const times: WeekTime[] = [1, 2, 3, 4, 5].map((weekday) =>
    weekday === evening ? { weekday, from: 13 * 60, to: 20 * 60 } : { weekday, from: 9 * 60, to: 15 * 60 },
  )
  return {
    shift: { clinician: id, times, slots: slotsOf(times, 30) },
    clinician: {
      id,
      part: 'prescriber',
      sites: place.site === null ? [] : [place.site],
      byVideo: true,
      states: place.site === null ? [...states] : licences(dice, place.state),
      takes: [...specialties],
      ages: ['adolescent', 'adult'],
      gender: chance(dice, 0.5) ? 'female' : 'male',
      languages: ['en'],
      affinities: [],
      caseload: 0,
      hours: [],
    },
  }
}

const licences = (dice: Dice, home: string): string[] =>
  states.filter((one) => one === home || chance(dice, one === 'OH' ? 0.6 : 0.35))

type Draft = {
  takes: string[]
  topic: string
  isCore: boolean
  affinity: string | null
  age: SeriesOption['age']
  of: Specialty
}

/** What a place offers: 55 % core, 33 % skills, 12 % for some; the core groups as the demand is, none below two. */
function draftsOf(dice: Dice, place: Place): Draft[] {
  const core = Math.round(place.series * 0.55)
  const shares: [Specialty, number][] = [
    ['substance-use', 0.42],
    ['dbt', 0.27],
    ['ptsd', 0.13],
    ['eating', 0.08],
    ['adolescent', 0.1],
  ]
  const drafts: Draft[] = shares.flatMap(([of, share]) =>
    Array.from({ length: Math.max(2, Math.round(core * share)) }, () => ({
      takes: [of],
      topic: `${of}-core`,
      isCore: true,
      affinity: null,
      age: of === 'adolescent' ? ('adolescent' as const) : ('adult' as const),
      of,
    })),
  )
  const affine = Math.max(2, Math.round(place.series * 0.12))
  for (let at = 0; at < affine; at++) {
    const affinity = ['women', 'men', 'lgbtq'][at % 3] ?? 'women'
    drafts.push({
      takes: [...specialties],
      topic: `${affinity}-group`,
      isCore: false,
      affinity,
      age: 'adult',
      of: oneOf(dice, specialties),
    })
  }
  for (let at = 0; drafts.length < place.series; at++) {
    const young = at % 8 === 7
    drafts.push({
      takes: [...specialties],
      topic: topics[at % topics.length] ?? 'mindfulness',
      isCore: false,
      affinity: null,
      age: young ? 'adolescent' : 'adult',
      of: young ? 'adolescent' : oneOf(dice, specialties),
    })
  }
  return shuffled(dice, drafts)
}

/** By hand: the groups in any order, each at the first of some usual times with a room and somebody to lead it. */
function layByHand(dice: Dice, place: Place, rooms: readonly Room[], staff: readonly Member[]) {
  const series: SeriesOption[] = []
  const placings: Placing[] = []
  for (const draft of draftsOf(dice, place)) {
    const mayLead = staff.filter(
      ({ clinician: one }) =>
        one.part === 'therapist' &&
        (!draft.isCore || one.takes.includes(draft.of)) &&
        (draft.age === 'adult' || one.ages.includes('adolescent')),
    )
    const minutes = place.site !== null ? (draft.isCore || chance(dice, 0.8) ? 180 : 90) : chance(dice, 0.65) ? 180 : 90
    const wantsTwo = chance(dice, 0.2)
    for (let attempt = 0; attempt < 60; attempt++) {
      const time = startOf(dice, draft, minutes)
      const isBusy = (id: string) => series.some((one) => one.leaders.includes(id) && overlaps(one.time, time))
      const led = (id: string) =>
        series.filter((one) => one.leaders.includes(id)).reduce((all, one) => all + one.time.to - one.time.from, 0)
      const leaders = mayLead.filter(
        ({ clinician, shift }) =>
          shift.times.some((one) => one.weekday === time.weekday && one.from <= time.from && time.to <= one.to) &&
          !isBusy(clinician.id) &&
          led(clinician.id) + minutes <= (attempt < 30 ? 14 : 18) * 60,
      )
      const room = rooms.find(
        (one) =>
          !placings.some(
            (other) =>
              other.room === one.id && series.some((group) => group.id === other.series && overlaps(group.time, time)),
          ),
      )
      const lead = leaders[0]
      if (lead === undefined || (place.site !== null && room === undefined)) continue
      const second = wantsTwo ? leaders[1] : undefined
      const id = `${place.site ?? 'v'}-g${series.length + 1}`
      series.push({
        id,
        site: place.site,
        time,
        seats: Math.min(8 + Math.floor(dice() * 5), room?.seats ?? 12),
        least: 4,
        takes: draft.takes,
        topic: draft.topic,
        isCore: draft.isCore,
        counts: true,
        affinity: draft.affinity,
        age: draft.age,
        states: place.site === null ? lead.clinician.states : null,
        leaders: [lead, ...(second === undefined ? [] : [second])].map((one) => one.clinician.id),
        isClosed: false,
      })
      placings.push({
        series: id,
        room: place.site === null ? null : (room?.id ?? null),
        mayMove: chance(dice, 0.85),
        mayLead: mayLead.map((one) => one.clinician.id),
      })
      break
    }
  }
  return { series, placings }
}

function startOf(dice: Dice, draft: Draft, minutes: number): WeekTime {
  const young = draft.age === 'adolescent'
  const weekday = young || chance(dice, 0.92) ? 1 + Math.floor(dice() * 5) : 6
  const from = young
    ? oneOf(dice, [16, 16.5, 17] as const)
    : weekday === 6
      ? oneOf(dice, [9, 13] as const)
      : Number(weighted(dice, { '9': 30, '9.5': 8, '13': 18, '14': 6, '17': 16, '17.5': 12, '18': 10 }))
  return { weekday, from: from * 60, to: from * 60 + minutes }
}

/** A few pairs of one place and one trouble who must not share a room. */
function apartPairs(dice: Dice, clients: readonly Seeker[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let at = 0; at < clients.length; at++) {
    const one = clients[at]
    if (one === undefined || !chance(dice, 0.03)) continue
    const others = clients.slice(at + 1).filter((other) => other.site === one.site && other.specialty === one.specialty)
    const other = others.length === 0 ? undefined : oneOf(dice, others)
    if (other !== undefined) pairs.push([one.id, other.id])
  }
  return pairs
}
