import type { Day } from '../../basics/dates.ts'
import { minuteOfDay } from './times.ts'

type Meeting = {
  line: string
  name: string
  day: Day
  weekday: number
  starts: string
  ends: string
  minutes: number
  seated: number
  held: number
  least: number
  waiting: number
  cap: { seats: number }
  leaders: readonly { name: string; isCover: boolean }[]
  isOff: boolean
  until: Day | null
  changesFrom: Day | null
}

/** One group by its name, with its meetings on the seven days. */
export type Line<M> = { name: string; days: M[][] }

/** The meetings of a week by group and day: groups of one name share a row, in the order in which they first meet. */
export function linesOf<M extends Meeting>(meetings: readonly M[]): Line<M>[] {
  const lines = new Map<string, Line<M>>()
  for (const meeting of meetings) {
    let line = lines.get(meeting.name)
    if (line === undefined) {
      line = { name: meeting.name, days: Array.from({ length: 7 }, () => []) }
      lines.set(meeting.name, line)
    }
    line.days[meeting.weekday - 1]?.push(meeting)
  }
  return [...lines.values()]
}

export type Fill = 'off' | 'over' | 'full' | 'open' | 'thin'

/** How full a meeting is: more than may sit there, full, with seats free, or fewer people than it needs. */
export function fillOf(meeting: Meeting): Fill {
  if (meeting.isOff) return 'off'
  const taken = meeting.seated + meeting.held
  if (meeting.seated > meeting.cap.seats) return 'over'
  if (taken >= meeting.cap.seats) return 'full'
  return meeting.seated < meeting.least ? 'thin' : 'open'
}

/** What a planner should look at, in words: the shortest first. */
export function signsOf(meeting: Meeting): string[] {
  if (meeting.isOff) return ['Not held']
  return [
    ...(meeting.leaders.length === 0 ? ['Nobody leads'] : []),
    ...(meeting.leaders.some((one) => one.isCover) ? ['Covered'] : []),
    ...(fillOf(meeting) === 'over' ? ['Above its limit'] : []),
    ...(fillOf(meeting) === 'thin' ? [`Needs ${meeting.least}`] : []),
    ...(meeting.waiting > 0 ? [`${meeting.waiting} waiting`] : []),
    ...(meeting.changesFrom !== null ? ['Changes soon'] : []),
  ]
}

export type WeekSum = { meetings: number; seats: number; taken: number; free: number; looks: number }

/** What the week comes to: meetings that are held, seats, seats taken, and meetings that somebody should look at. */
export function sumOf(meetings: readonly Meeting[]): WeekSum {
  const held = meetings.filter((one) => !one.isOff)
  const seats = held.reduce((sum, one) => sum + one.cap.seats, 0)
  const taken = held.reduce((sum, one) => sum + Math.min(one.cap.seats, one.seated + one.held), 0)
  const looks = held.filter((one) => one.leaders.length === 0 || ['over', 'thin'].includes(fillOf(one))).length
  return { meetings: held.length, seats, taken, free: seats - taken, looks }
}

export type Span<M> = { free: true; starts: string; ends: string } | { free: false; meeting: M }

/**
 * The day of a room: its meetings in order, and the stretches between `opens` and `closes` ('HH:MM') of at least `least` minutes
 * in which nobody has it.
 */
export function dayOfRoom<M extends Meeting>(
  meetings: readonly M[],
  opens: string,
  closes: string,
  least: number,
): Span<M>[] {
  const spans: Span<M>[] = []
  let from = opens
  const gap = (to: string) => {
    if (minuteOfDay(to) - minuteOfDay(from) >= least) spans.push({ free: true, starts: from, ends: to })
  }
  for (const meeting of meetings.filter((one) => !one.isOff).sort((a, b) => (a.starts < b.starts ? -1 : 1))) {
    gap(meeting.starts)
    spans.push({ free: false, meeting })
    if (meeting.ends > from) from = meeting.ends
  }
  gap(closes)
  return spans
}

/** Minutes in which a room is in use over the week. */
export const minutesUsed = (meetings: readonly Meeting[]): number =>
  meetings.filter((one) => !one.isOff).reduce((sum, one) => sum + one.minutes, 0)
