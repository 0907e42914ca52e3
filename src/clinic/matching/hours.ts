import { freeHours } from '../clients/free-times.ts'
import type { Seeker, WeekTime } from './instance.ts'
import { overlaps } from './week.ts'

/** Visits begin on the hour or the half, short ones on the quarter. */
const stepFor = (minutes: number): number => (minutes > 30 ? 30 : 15)
const upTo = (minute: number, step: number): number => Math.ceil(minute / step) * step

/**
 * The hours of one clinician in which a visit of so many minutes could stand, none overlapping another: those of `keep` as
 * they are (a visit that stands today), then as many as fit into what is left of `works` beside `busy`, first where the client
 * can come (`wanted`), so that no hour is cut where they need it. Minutes are whole.
 */
export function hoursFor(
  works: readonly WeekTime[],
  busy: readonly WeekTime[],
  keep: readonly WeekTime[],
  wanted: readonly WeekTime[],
  minutes: number,
): WeekTime[] {
  const hours = [...keep]
  const pack = (open: readonly WeekTime[]) => {
    const step = stepFor(minutes)
    for (const { weekday, from, to } of open)
      for (let at = upTo(from, step); at + minutes <= to; at = upTo(at + minutes, step))
        hours.push({ weekday, from: at, to: at + minutes })
  }
  pack(both(freeHours(works, [...busy, ...keep]), freeHours(wanted, [])))
  pack(freeHours(works, [...busy, ...hours]))
  return hours.toSorted((a, b) => a.weekday - b.weekday || a.from - b.from)
}

/** The minutes that two lists of stretches share. */
export const both = (one: readonly WeekTime[], other: readonly WeekTime[]): WeekTime[] =>
  one.flatMap((a) =>
    other
      .filter((b) => b.weekday === a.weekday && b.from < a.to && a.from < b.to)
      .map((b) => ({ weekday: a.weekday, from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) })),
  )

type Diarist = {
  id: string
  role: string
  led: readonly WeekTime[]
  works: readonly (WeekTime & { site: string | null })[]
}
/** `weeks`: the weeks ahead in which it is taken, bits 0 to 7. */
type Diary = readonly (WeekTime & { weeks: number; clientId: string | null })[]
export type HoursAsked = {
  seeker: Seeker
  siteId: string
  /** When the groups of the house meet: the office hours where nobody entered their own. */
  groups: readonly WeekTime[]
}
/** An hour, the weeks of four (bits 0 to 3) in which somebody else has it, and whether the clinician works from afar then. */
export type HourKnown = { time: WeekTime; weeks: number; isAfar: boolean }

/**
 * The hours of one clinician for one client, from eight weeks of their diary (weeks 0 to 7 ahead). What somebody has in six
 * or more of them is theirs; what is in the way in one week alone is left out when visits are booked.
 */
export function hoursOf(one: Diarist, diary: Diary, { seeker, siteId, groups }: HoursAsked): HourKnown[] {
  const { need, now } = seeker
  const minutes =
    one.role === 'prescriber'
      ? (need.medication?.minutes ?? 30)
      : Math.max(need.individual?.minutes ?? 45, need.family?.minutes ?? 0)
  const here = one.works.filter(({ site }) => site === null || site === siteId || seeker.site === null)
  const works = one.works.length > 0 ? here : officeHours(groups, one.led)
  const own = [now?.individual, now?.family, now?.medication].filter((visit) => visit?.clinician === one.id)
  const keep = own.flatMap((visit) => visit?.time ?? [])
  const distinct = keep.filter((time, n) => !keep.slice(0, n).some((other) => overlaps(other, time)))
  const others = diary.filter(({ clientId }) => clientId === null || clientId !== seeker.id)
  const hours = hoursFor(works, [...one.led, ...takenOften(others)], distinct, seeker.free, minutes)
  return hours.map((time) => ({
    time,
    weeks: weeksTaken(time, others),
    isAfar: here.some((row) => row.site === null && overlaps(row, time)),
  }))
}

function takenOften(diary: Diary): WeekTime[] {
  const weeks = new Map<string, { time: WeekTime; seen: number }>()
  for (const { weekday, from, to, weeks: taken } of diary) {
    const key = `${weekday} ${from} ${to}`
    const one = weeks.get(key)
    if (one === undefined) weeks.set(key, { time: { weekday, from, to }, seen: taken })
    else one.seen |= taken
  }
  return [...weeks.values()].filter(({ seen }) => bitsIn(seen) >= 6).map(({ time }) => time)
}

/** The weeks of four that an hour is taken in; what is in the way in one week alone counts for none. */
function weeksTaken(hour: WeekTime, diary: Diary): number {
  const seen = diary.reduce((bits, one) => (overlaps(one, hour) ? bits | one.weeks : bits), 0)
  return bitsIn(seen) <= 1 ? 0 : (seen | (seen >> 4)) & 15
}

function bitsIn(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count += 1
  return count
}

/** Where nobody entered working hours: the days on which they lead, or the house has groups, at least from nine to five. */
export function officeHours(groups: readonly WeekTime[], led: readonly WeekTime[]): WeekTime[] {
  const days = new Set((led.length > 0 ? led : groups).map(({ weekday }) => weekday))
  return [...days].map((weekday) => {
    const those = [...groups, ...led].filter((time) => time.weekday === weekday)
    const from = Math.min(9 * 60, ...those.map((time) => time.from))
    return { weekday, from, to: Math.max(17 * 60, ...those.map((time) => time.to)) }
  })
}
