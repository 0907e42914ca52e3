import type { Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

/** A chair as anybody may know it: from which day on nobody has it (null: somebody stays), and whether a visitor holds it. */
export type Chair = { number: number; freeFrom: Day | null; held: boolean }

export type OpenSeats = {
  /** Seats that somebody new could take on `day`, under the limit of the group. Whole, from 0. */
  left: number
  /** The first meeting to come on which a seat is free; without one, the next meeting; null when none is in the calendar. */
  day: Day | null
  /** A seat opens later than the next meeting. */
  isLater: boolean
  /** Keeps its members: nobody new joins. */
  isClosed: boolean
  /** The chairs behind `left`, lowest first. */
  chairs: number[]
  /** Chairs that visitors hold at this moment. */
  held: number
}

/**
 * How many seats a group has for somebody new, and from which meeting on: counted as the staff's own list counts, with what
 * visitors hold taken off. A day counts only when a meeting is laid on it and has not been called off.
 * @param meetings days of meetings to come, the soonest first, without cancelled ones
 * @param most how many may sit there under the limits of clinic, state and room on a day
 * @param closedSince nobody joins from this day on; null for an open group. Source: clinical.md §7.2; house rule M14.
 */
export function openSeats({
  chairs,
  meetings,
  most,
  closedSince,
}: {
  chairs: readonly Chair[]
  meetings: readonly Day[]
  most: (day: Day) => number
  closedSince: Day | null
}): OpenSeats {
  const held = chairs.filter((chair) => chair.held).length
  const [next = null] = meetings
  for (const day of meetings) {
    if (closedSince !== null && day >= closedSince) break
    const free = chairs
      .filter((chair) => !chair.held && chair.freeFrom !== null && chair.freeFrom <= day)
      .map((chair) => chair.number)
      .sort((a, b) => a - b)
    const taken = chairs.length - free.length
    const left = Math.max(0, Math.min(free.length, most(day) - taken))
    if (left > 0) return { left, day, isLater: day !== next, isClosed: false, chairs: free.slice(0, left), held }
  }
  const isClosed = closedSince !== null && next !== null && next >= closedSince
  return { left: 0, day: next, isLater: false, isClosed, chairs: [], held }
}

/**
 * Whether a visitor may hold a seat of a group. Visitors hold at most one in `oneIn` of what is free or held, and always
 * one: a group cannot be blocked from outside, and the last seat can still be held, once. Refuses 'no-meeting', 'closed',
 * 'full' and 'held-enough'. Source: the clinic's dated policy (front_policy).
 */
export function mayHold(open: OpenSeats, oneIn: number): Refusal | null {
  if (open.isClosed)
    return refuse('closed', 'This group keeps its members. Choose another, or call about the waitlist.')
  if (open.day === null) return refuse('no-meeting', 'This group has no meeting in the calendar yet.')
  if (open.left === 0) return refuse('full', 'The last seat was taken a moment ago. Choose another group.')
  const most = Math.max(1, Math.floor((open.left + open.held) / oneIn))
  if (open.held >= most)
    return refuse('held-enough', 'No more seats of this group can be held online at this moment. Call about it.')
  return null
}
