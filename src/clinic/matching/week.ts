import type { Every, WeekTime } from './instance.ts'

/** Whether two times of the week share a minute. */
export const overlaps = (one: WeekTime, other: WeekTime): boolean =>
  one.weekday === other.weekday && one.from < other.to && other.from < one.to

export const isSameTime = (one: WeekTime, other: WeekTime): boolean =>
  one.weekday === other.weekday && one.from === other.from && one.to === other.to

export const minutesOf = (time: WeekTime): number => time.to - time.from

/** Minutes that `time` shares with any of `others`; what two of them cover together counts once. */
export function sharedMinutes(time: WeekTime, others: readonly WeekTime[]): number {
  const near = others.filter((other) => overlaps(time, other))
  let shared = 0
  for (const other of near.length > 1 ? joined(near) : near)
    shared += Math.min(time.to, other.to) - Math.max(time.from, other.from)
  return shared
}

/** Whether `time` lies wholly inside `windows`; windows that touch count as one. */
export function isInside(time: WeekTime, windows: readonly WeekTime[]): boolean {
  let reached = time.from
  while (reached < time.to) {
    let next = reached
    for (const one of windows) if (one.weekday === time.weekday && one.from <= reached && one.to > next) next = one.to
    if (next === reached) return false
    reached = next
  }
  return true
}

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
