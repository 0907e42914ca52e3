import type { Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { plural } from '../../basics/text.ts'
import type { Held } from './rules.ts'
import { clash, dayInWords, fitsWithin, inWords, type Standing, type Weekly, weekdayName } from './times.ts'

export type Member = {
  clientId: string
  name: string
  /** The days of the seat from the change on, both included. */
  from: Day
  to: Day | null
  /** What they hold besides this group. */
  held: readonly Held[]
  /** When they can come; null: nobody has asked. */
  availability: readonly Weekly[] | null
}

/** What a change does to one member: `clash` when they would be in two places, else what only does not suit. */
export type Problem = { kind: 'clash' | 'not-free'; because: string } | null

/**
 * What a new weekly hour does to somebody who has a seat: a time they hold already is a clash, which nobody can keep; a time
 * they did not say they can come is named, and the people decide. Source: house rule M14.
 */
export function problemOf(member: Member, hour: Weekly): Problem {
  const seat: Standing = { ...hour, from: member.from, to: member.to }
  const other = member.held.find((held) => clash(held, seat))
  if (other !== undefined)
    return { kind: 'clash', because: `${member.name} is in ${other.name}, ${inWords(other)}, at that time.` }
  if (member.availability !== null && !fitsWithin(hour, member.availability))
    return {
      kind: 'not-free',
      because: `${member.name} has not said they can come on ${weekdayName(hour.weekday)} from ${hour.starts} to ${hour.ends}.`,
    }
  return null
}

export type SeriesNow = {
  name: string
  from: Day
  to: Day | null
  /** Its hour changes on this day already; null while no change is planned. */
  changesFrom: Day | null
  /** The first row of its line: nothing stood before it. */
  isFirst: boolean
}

/**
 * Whether a group may change from a day on: not in the past, after its first day and before it ends, and one change at a time
 * (a later one is made to the row that the first makes). Days are whole. Source: house rule M14.
 */
export function mayChange(series: SeriesNow, from: Day, today: Day): Refusal | null {
  if (from < today) return refuse('in-the-past', 'A change begins today or later. What was stays as it was.')
  if (series.changesFrom !== null)
    return refuse(
      'changes-already',
      `${series.name} changes on ${dayInWords(series.changesFrom)} already. Change the group as it is from then on.`,
    )
  // A change that is still to come is corrected by another on its own first day.
  if (from < series.from || (from === series.from && series.isFirst))
    return refuse(
      'not-begun',
      `${series.name} begins on ${dayInWords(series.from)}. A change begins after its first day.`,
    )
  if (series.to !== null && from > series.to)
    return refuse('ended', `${series.name} ends on ${dayInWords(series.to)}. Choose an earlier day.`)
  return null
}

/** The refusal when members would be in two places and nobody said to leave them behind; else null. */
export function membersRefuse(clashes: readonly { name: string; because: string }[]): Refusal | null {
  if (clashes.length === 0) return null
  return refuse(
    'members-clash',
    `${plural(clashes.length, 'member', 'members')} would be in two places at one time. Choose another time, or say below that their seats in this group end.`,
    clashes.map((one) => one.because),
  )
}
