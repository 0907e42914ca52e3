import type { Every, WeekTime } from './instance.ts'

/** Whether two times of the week share a minute. */
export const overlaps = (one: WeekTime, other: WeekTime): boolean =>
  one.weekday === other.weekday && one.from < other.to && other.from < one.to

export const isSameTime = (one: WeekTime, other: WeekTime): boolean =>
  one.weekday === other.weekday && one.from === other.from && one.to === other.to

export const minutesOf = (time: WeekTime): number => time.to - time.from

/** Minutes that `time` shares with any of `others`; what two of them cover together counts once. */
export function sharedMinutes(time: WeekTime, others: readonly WeekTime[]): number {
  let shared = 0
  for (const other of joined(others))
    if (other.weekday === time.weekday)
      shared += Math.max(0, Math.min(time.to, other.to) - Math.max(time.from, other.from))
  return shared
}

/** Whether `time` lies wholly inside `windows`; two windows that touch count as one. */
export const isInside = (time: WeekTime, windows: readonly WeekTime[]): boolean =>
  windows.some((one) => one.weekday === time.weekday && one.from <= time.from && time.to <= one.to) ||
  sharedMinutes(time, windows) === minutesOf(time)

/** The same windows without overlaps, those that touch made one, in the order of the week. */
export function joined(windows: readonly WeekTime[]): WeekTime[] {
  const sorted = windows.toSorted((a, b) => a.weekday - b.weekday || a.from - b.from)
  const out: WeekTime[] = []
  for (const one of sorted) {
    const last = out.at(-1)
    if (last !== undefined && last.weekday === one.weekday && one.from <= last.to) {
      if (one.to > last.to) out[out.length - 1] = { ...last, to: one.to }
    } else out.push(one)
  }
  return out
}

/** The weeks of four, as bits, in which a visit of this rhythm falls. Phases: 0 for weekly, 0-1, 0-3. */
export const weeksOf = (every: Every, phase: number): number =>
  every === 1 ? 0b1111 : every === 2 ? 0b0101 << phase : 1 << phase

/** The first phase of this rhythm whose weeks are all free in an hour, or null. `preferred` is tried before the others. */
export function freePhase(taken: number, every: Every, preferred = 0): number | null {
  if (preferred < every && (taken & weeksOf(every, preferred)) === 0) return preferred
  for (let phase = 0; phase < every; phase++) if ((taken & weeksOf(every, phase)) === 0) return phase
  return null
}

/** One name for an hour of one clinician: what occupancy and prices are kept under. */
export const hourKey = (clinician: string, time: WeekTime): string => `${clinician} ${time.weekday} ${time.from}`
