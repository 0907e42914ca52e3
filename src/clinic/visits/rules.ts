import { addDays, type Day, weekdayOf } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { plural } from '../../basics/text.ts'
import { clash, dayInWords, endOf, fitsWithin, inWords, type Standing, type Weekly } from '../groups/times.ts'

/** Hours of one client with one clinician, and the roles that hold them. Source: clinical.md §7.4. */
export const visitKinds = [
  { value: 'individual', label: 'Individual therapy', roles: ['director', 'therapist', 'prescriber'] },
  { value: 'teen-individual', label: 'Teen therapy', roles: ['director', 'therapist', 'prescriber'] },
  { value: 'family', label: 'Family therapy', roles: ['director', 'therapist', 'prescriber'] },
  { value: 'couples', label: 'Couples therapy', roles: ['director', 'therapist', 'prescriber'] },
  { value: 'medication-management', label: 'Medication management', roles: ['prescriber'] },
  { value: 'assessment', label: 'Assessment', roles: ['director', 'therapist', 'prescriber', 'coordinator'] },
  { value: 'case-management', label: 'Case management', roles: ['director', 'coordinator', 'therapist'] },
  { value: 'drug-test', label: 'Toxicology visit', roles: ['director', 'coordinator', 'therapist', 'prescriber'] },
] as const

export type VisitKind = (typeof visitKinds)[number]['value']

/** Whether this is a kind of visit that is booked here. */
export const isBookable = (kind: string): kind is VisitKind => visitKinds.some((one) => one.value === kind)

export const visitLabel = (kind: string): string => visitKinds.find((one) => one.value === kind)?.label ?? kind

/** Something that holds a client or a clinician: a seat, a group that is led, another visit. */
export type Busy = Standing & { name: string; seriesId: string | null }

export type VisitHour = { starts: string; minutes: number }

/** The days of a visit that comes every week: the first, and so many in all (whole, from 1). */
export const weeklyDates = (first: Day, times: number): Day[] =>
  Array.from({ length: times }, (_, n) => addDays(first, n * 7))

export type BookingQuestion = {
  kind: VisitKind
  clinician: { name: string; role: string }
  client: { name: string; firstDay: Day; lastDay: Day | null; availability: readonly Weekly[] | null }
  hour: VisitHour
  days: readonly Day[]
  today: Day
}

const mostDaysBack = 14

/**
 * Whether these visits can be booked at all, before anybody's diary is looked at: the clinician's role fits the kind, the
 * hour ends before midnight, every day lies in the stay and at most 14 days back, and the client can come at that time.
 * Minutes are whole, 5 to 240. Source: clinical.md §7.4 (who may hold which service).
 */
export function mayBook({ kind, clinician, client, hour, days, today }: BookingQuestion): Refusal | null {
  const roles: readonly string[] = visitKinds.find((one) => one.value === kind)?.roles ?? []
  if (!roles.includes(clinician.role)) {
    return refuse(
      'wrong-role',
      kind === 'medication-management'
        ? `Medication management is held by a prescriber; ${clinician.name} is not one. Choose somebody else.`
        : `${clinician.name} does not hold visits of this kind. Choose somebody else.`,
    )
  }
  const ends = endOf(hour.starts, hour.minutes)
  if (ends > '24:00') return refuse('past-midnight', 'A visit ends on the day it begins. Make it shorter or earlier.')
  const [first] = days
  const last = days.at(-1)
  if (first === undefined || last === undefined) return refuse('no-days', 'Give the day of the visit.')
  if (first < client.firstDay) {
    return refuse(
      'before-stay',
      `${client.name} is in care from ${dayInWords(client.firstDay)} on. Choose a later day.`,
    )
  }
  if (client.lastDay !== null && last > client.lastDay) {
    return refuse(
      'after-stay',
      `The stay of ${client.name} ends on ${dayInWords(client.lastDay)}. Book ${days.length > 1 ? 'fewer weeks' : 'an earlier day'}.`,
    )
  }
  if (first < addDays(today, -mostDaysBack)) {
    return refuse('too-far-back', `A visit can be entered at most ${mostDaysBack} days afterwards.`)
  }
  const time = { weekday: weekdayOf(first), starts: hour.starts, ends }
  if (first >= today && client.availability !== null && !fitsWithin(time, client.availability)) {
    const free = client.availability.filter((window) => window.weekday === time.weekday)
    return refuse(
      'not-free',
      `${client.name} cannot come ${inWords(time)}: ${free.length === 0 ? 'no time on that weekday was given' : `given is ${free.map((window) => `${window.starts} to ${window.ends}`).join(' and ')}`}.`,
    )
  }
  return null
}

/** `freed`: groups of theirs (`seriesId day`) that somebody else covers that day. */
export type DiaryOf = { name: string; busy: readonly Busy[]; freed?: ReadonlySet<string> }

/** What stands in the way on one day, in words, or null. A meeting that was called off (`seriesId day`) holds nobody. */
export function inTheWay(
  day: Day,
  hour: VisitHour,
  diaries: readonly DiaryOf[],
  calledOff: ReadonlySet<string>,
): string | null {
  const time: Standing = {
    weekday: weekdayOf(day),
    starts: hour.starts,
    ends: endOf(hour.starts, hour.minutes),
    from: day,
    to: day,
  }
  for (const { name, busy, freed } of diaries) {
    const one = busy.find((held) => {
      const meeting = `${held.seriesId ?? ''} ${day}`
      return clash(held, time) && !calledOff.has(meeting) && freed?.has(meeting) !== true
    })
    if (one !== undefined) return `${dayInWords(day)}: ${name} has ${one.name}, ${one.starts} to ${one.ends}`
  }
  return null
}

/** The refusal for the days that do not work, each with what stands in the way. */
export function daysInTheWay(found: readonly string[], of: number): Refusal | null {
  const [only] = found
  if (only === undefined) return null
  return found.length === of && of === 1
    ? refuse('in-the-way', `${only}. Choose another time.`)
    : refuse(
        'in-the-way',
        found.length === of
          ? 'None of these days work. Choose another time.'
          : `${plural(found.length, 'day does', 'days do')} not work, of ${of}. Choose another time, or leave those days out.`,
        [...found],
      )
}

/** Whether a visit may be cancelled: what somebody was there for did happen. */
export function mayCancelVisit(visit: { isCancelled: boolean; minutesThere: number }): Refusal | null {
  if (visit.isCancelled) return refuse('cancelled', 'This visit is cancelled already.')
  return visit.minutesThere > 0
    ? refuse('was-there', 'This visit is marked as attended. Take the mark back first, in the week of the client.')
    : null
}
