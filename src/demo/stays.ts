import type { Day } from '../basics/dates.ts'
import { type CastClient, castId, clients as castClients } from '../../tests/cast.ts'
import { type Chance, bell, clamp, weighted, whole } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { firstHeard, newPerson, type Person } from './people.ts'

export type Ending = 'completed' | 'transferred' | 'dropped-out' | 'terminated' | 'incarcerated' | 'died' | 'other'

/** One stay in a program, as it was or is going to be. */
export type Stay = {
  id: string
  person: Person
  program: string
  level: '2.1' | '1.5'
  from: Day
  /** The last day in care; for someone who is here, the day on which they are going to leave. */
  until: Day
  isOver: boolean
  ending: Ending
  cast: CastClient | null
  /** The stay that this one steps down from. */
  after: Stay | null
}

// TEDS-D 2004, discharges from intensive outpatient (clinical.md §6.1); the small rest divided as in 2019.
const endings: Record<Ending, number> = {
  completed: 37.7,
  transferred: 17.9,
  'dropped-out': 23.2,
  terminated: 14.0,
  incarcerated: 1.5,
  died: 0.2,
  other: 5.5,
}
// Median days in care by ending, same source.
const medianDays: Record<Ending, number> = {
  completed: 50,
  transferred: 42,
  'dropped-out': 26,
  terminated: 36,
  incarcerated: 36,
  died: 36,
  other: 36,
}

export const endingOf = (chance: Chance, stayId: string): Ending => weighted(endings, chance(stayId, 'ending'))

/**
 * The day on which someone who is here on `day` is going to leave, that day or later. Asked again on any day up to it, the
 * answer is the same: each day has its own chance of being the last, small in the first two weeks. Stays come out near the median
 * of 41 days.
 */
export function lastDay(house: House, stayId: string, from: Day, day: Day): Day {
  const { calendar, chance } = house
  for (let n = Math.max(calendar.between(from, day), 5); n < 400; n += 1) {
    const hazard = n < 14 ? 0.006 : n < 30 ? 0.014 : n < 60 ? 0.026 : 0.035
    if (chance(stayId, 'leaves', n) < hazard) return calendar.add(from, n)
  }
  return calendar.add(from, 400)
}

/** Evenly strewn numbers: with a few hundred people the shares come out as meant, not as luck has it. */
const strewn = (n: number, step: number, start: number): number => (n * step + start) % 1

const shares: [string, number][] = [
  ['day', 0.36],
  ['evening', 0.33],
  ['virtual', 0.31],
]
export const programFor = (house: House, x: number): string => {
  const own = house.programs.map((one) => one.key)
  const known = shares.filter(([key]) => own.includes(key))
  let rest = x
  for (const [key, share] of known) if ((rest -= share) < 0) return key
  return known.at(-1)?.[0] ?? own[0] ?? ''
}

export type Census = { active: number; past: number; months: number }

/** Everybody who was ever here, the earliest admission first. The clinic grew to its census of today over the year. */
export function planStays(house: House, census: Census): Stay[] {
  const cast = house.number === 0 && house.programs.some((one) => one.key === 'day') ? castClients : []
  const here = Array.from({ length: census.active }, (_, n) => activeStay(house, n, cast[n] ?? null)).flat()
  const gone = Array.from({ length: census.past }, (_, n) => pastStay(house, n, census))
  return [...here, ...gone].sort((a, b) => compare(a.from, b.from) || compare(a.id, b.id))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export function stayOf(
  house: House,
  key: string,
  program: string,
  from: Day,
  cast: CastClient | null,
  person?: Person,
): Stay {
  const known = person ?? newPerson(house, key, program, firstHeard(house, from, key), cast ?? undefined)
  const id = cast
    ? castId(`${cast.key} episode`)
    : demoId(house.calendar.instant(from, '09:00'), known.id, 'episode', from)
  const ending = endingOf(house.chance, id)
  return { id, person: known, program, level: '2.1', from, until: from, isOver: false, ending, cast, after: null }
}

/** Someone who is here today; now and then after a first, completed stay at the higher level. */
function activeStay(house: House, n: number, cast: CastClient | null): Stay[] {
  const { calendar, chance, today } = house
  const key = `here ${n}`
  if (cast !== null) {
    const stay = stayOf(house, key, cast.program, calendar.add(today, 1 - cast.daysHere), cast)
    // The cast stays: tests, screenshots and the people who know the demo look for them.
    return [{ ...stay, ending: 'completed', until: calendar.add(today, 400) }]
  }
  // Who is here at any moment is here for longer than the average stay: long stays are met more often.
  const length = clamp(54 * Math.exp(0.5 * bell(chance(key, 'long'), chance(key, 'stay'))), 12, 130)
  // Before the morning's admissions nobody can have been admitted today.
  const least = house.at < calendar.instant(today, '09:30') ? 1 : 0
  const age = Math.max(least, Math.floor(strewn(n, 0.7548776662, chance('age')) * length))
  const program = programFor(house, strewn(n, 0.6180339887, chance('program')))
  const stay = stayOf(house, key, program, calendar.add(today, -age), null)
  const now = { ...stay, until: lastDay(house, stay.id, stay.from, today) }
  if (chance(key, 'stepped down') >= 0.06 || house.clinic.state !== 'NY') return [now]
  const days = whole(38, 70, chance(key, 'first stay'))
  const first = stayOf(house, key, program, calendar.add(now.from, -days), null)
  const before: Stay = { ...first, until: calendar.add(now.from, -1), isOver: true, ending: 'completed' }
  return [before, { ...now, person: before.person, level: '1.5', after: before }]
}

function pastStay(house: House, n: number, { months }: Census): Stay {
  const { calendar, chance, today } = house
  const key = `gone ${n}`
  const horizon = Math.max(365, Math.round(months * 30.4))
  // Fewer left long ago, when fewer were here: the density of leaving falls evenly to about a third a year back.
  const fall = 0.64
  const u = strewn(n, 0.5698402909, chance('left'))
  const share = (1 - Math.sqrt(1 - 2 * fall * (1 - fall / 2) * u)) / fall
  const until = calendar.add(today, -1 - Math.floor(share * horizon))
  const ending = weighted(endings, strewn(n, 0.6180339887, chance('endings')))
  const spread = bell(strewn(n, 0.7548776662, chance('lengths')), strewn(n, 0.4142135624, chance('more lengths')))
  const days = Math.round(clamp(medianDays[ending] * Math.exp(0.72 * spread), 2, 240))
  const program = programFor(house, strewn(n, 0.8191725134, chance('programs')))
  const stay = stayOf(house, key, program, calendar.add(until, 1 - days), null)
  return { ...stay, until, isOver: true, ending }
}
