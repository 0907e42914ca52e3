import type { Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { Cap } from './seats.ts'
import { clash, dayInWords, inWords, type Standing, type Weekly, weekdayName } from './times.ts'

export type Leader = {
  name: string
  /** The groups that this person leads already. */
  leads: readonly (Standing & { id: string; name: string; every?: number; anchor?: Day | null })[]
  /** The first visit that the new hour would run into. */
  visit: { day: Day; starts: string } | null
  /** The first meeting of another group at that hour that they cover. */
  covers: { day: Day; name: string } | null
  /** The coming meetings, in their order, and those on whose days they are away. Left out where nobody asks. */
  away?: { meetings: readonly Day[]; days: readonly Day[] }
}

/**
 * Whether someone's hours let them lead a group from a day on: nobody leads two groups at one time. Whether their credentials
 * do is asked of `against` in staff/credentials.ts. Nobody begins to lead while they are away: every date is named at once; a
 * later absence is flagged on the group's page and covered. Refuses 'leads-elsewhere', 'has-visit', 'covers-then' and 'away-then'.
 * Source: seed-002.
 */
export function mayLead(leader: Leader, series: Standing & { id: string; kind: string }, from: Day): Refusal | null {
  const other = leader.leads.find((one) => one.id !== series.id && clash(one, { ...series, from }))
  if (other !== undefined) {
    return refuse('leads-elsewhere', `${leader.name} leads ${other.name}, ${inWords(other)}, at that time.`)
  }
  if (leader.visit !== null) {
    return refuse(
      'has-visit',
      `${leader.name} has a visit on ${dayInWords(leader.visit.day)} at ${leader.visit.starts}. Move it first.`,
    )
  }
  if (leader.covers !== null) {
    return refuse(
      'covers-then',
      `${leader.name} covers ${leader.covers.name} on ${dayInWords(leader.covers.day)} at that time. Choose somebody else for that day first.`,
    )
  }
  const [first] = leader.away?.meetings ?? []
  const days = leader.away?.days ?? []
  if (first !== undefined && days.includes(first)) {
    const further = days.length > mostNamed ? ` and ${days.length - mostNamed} more` : ''
    return refuse(
      'away-then',
      `${leader.name} is away on ${days.slice(0, mostNamed).map(dayInWords).join('; ')}${further}. Choose somebody else, or a first day after that.`,
    )
  }
  return null
}

const mostNamed = 6

export type Opening = {
  series: Standing & { name: string; kind: string }
  seats: number
  least: number
  cap: Cap
  room: { name: string; places: number; bound: readonly (Standing & { name: string })[] }
  lead: string
  coLead: string | null
  today: Day
}

/**
 * Whether a group can be opened: whole hours inside one day, seats within room and limit, a room that is free, two different
 * leaders, and a start that is not in the past. Source: clinical.md §7.1 (caps), §7.2.
 */
export function mayOpen({ series, seats, least, cap, room, lead, coLead, today }: Opening): Refusal | null {
  if (series.ends >= '24:00')
    return refuse('past-midnight', 'A group ends before midnight. Make it shorter or earlier.')
  if (series.from < today) return refuse('in-the-past', 'A new group begins today or later. Choose another first day.')
  if (series.to !== null && series.to < series.from) {
    return refuse('dates-turned', 'The group would end before it begins. Look at the two dates.')
  }
  if (seats > room.places) {
    return refuse(
      'room-too-small',
      `${room.name} has ${room.places} places. Offer at most ${room.places} seats, or another room.`,
    )
  }
  if (seats > cap.seats) return refuse('over-the-limit', `${cap.because} Offer at most ${cap.seats} seats.`)
  if (least > seats) return refuse('least', 'The group would need more people than it has seats. Look at both numbers.')
  if (coLead !== null && coLead === lead) return refuse('one-leader', 'Choose two different people, or no co-leader.')
  const inTheWay = room.bound.find((one) => clash(one, series))
  if (inTheWay !== undefined) {
    return refuse(
      'room-taken',
      `${room.name} is taken by ${inTheWay.name}, ${inWords(inTheWay)}. Choose another room or time.`,
    )
  }
  return null
}

/** 'Tuesdays, 17:30 to 19:00'. */
export const everyWeek = (time: Weekly): string => `${weekdayName(time.weekday)}s, ${time.starts} to ${time.ends}`
