import { freeHours } from '../clients/free-times.ts'
import type { WeekTime } from './instance.ts'

/** An hour of a clinician that visits take, and in which of four weeks (bits 0 to 3). */
export type TakenHour = { time: WeekTime; weeks: number }

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
  pack(both(freeHours(works, [...busy, ...keep]), wanted))
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
