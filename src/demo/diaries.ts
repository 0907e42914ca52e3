import type { Day } from '../basics/dates.ts'
import { clockAt, minuteOf, minutesAfter } from './calendar.ts'
import { shuffled, whole } from './chance.ts'
import { isHouseClosed } from './closed.ts'
import { demoId } from './ids.ts'
import type { Colleague, House } from './house.ts'
import { instantsFrom, type Sheaf } from './rows.ts'
import { fits, type Hour, meets, overlaps, type Seat, windowsOf } from './seating.ts'
import { isAtWork } from './timetable.ts'
import type { Stay } from './stays.ts'

/** A standing hour of one client with one clinician: every week, or every fourth. */
export type Standing = {
  stayId: string
  clientId: string
  staff: Colleague
  kind: 'individual' | 'family' | 'medication-management'
  weekday: number
  starts: string
  minutes: number
  /** Which weeks: every week, or those whose number divided by four leaves this. */
  phase: number | null
  firstDay: Day
  /** The last day it is held; null while it goes on. */
  until: Day | null
  byVideo: boolean
}

export type Diaries = {
  held: Standing[]
  caseload: Map<string, number>
}

export const newDiaries = (): Diaries => ({ held: [], caseload: new Map() })

const working = { from: 8 * 60, to: 19 * 60 }

/**
 * The clinician with the smallest caseload of the program who has an hour of the week for this person; the cast of the day
 * program is Lee's.
 */
export function chooseTherapist(house: House, diaries: Diaries, stay: Stay, seats: Seat[]): Colleague {
  const own = house.therapists[stay.program] ?? [house.director]
  const [first = house.director] = own
  const load = (one: Colleague) => diaries.caseload.get(one.id) ?? 0
  const inTurn = [...own].sort((a, b) => load(a) - load(b))
  const therapist =
    stay.cast !== null ? first : (inTurn.find((one) => slotOf(house, diaries, stay, one, seats, hourOf)) ?? first)
  diaries.caseload.set(therapist.id, load(therapist) + 1)
  return therapist
}

/** What is booked: a kind of visit, how long, and in which weeks. */
type Booking = { kind: Standing['kind']; minutes: number; phase: number | null }
const hourOf: Booking = { kind: 'individual', minutes: 50, phase: null }

export const bookIndividual = (
  house: House,
  diaries: Diaries,
  stay: Stay,
  therapist: Colleague,
  seats: Seat[],
): Standing | null => book(house, diaries, stay, therapist, seats, hourOf)

/** One in five brings somebody of the family every fourth week, beside their own hour. */
export function bookFamily(
  house: House,
  diaries: Diaries,
  stay: Stay,
  therapist: Colleague,
  seats: Seat[],
): Standing | null {
  if (house.chance(stay.id, 'family hour') >= 0.2) return null
  const phase = whole(0, 3, house.chance(stay.id, 'family phase'))
  return book(house, diaries, stay, therapist, seats, { kind: 'family', minutes: 50, phase })
}

/** Two in three see a prescriber every four weeks. */
export function bookMedication(house: House, diaries: Diaries, stay: Stay, seats: Seat[]): Standing | null {
  if (house.chance(stay.id, 'medication') > 0.66 || house.prescribers.length === 0) return null
  const order = shuffled(house.prescribers, (one) => house.chance(stay.id, 'prescriber', one.key))
  const phase = whole(0, 3, house.chance(stay.id, 'phase'))
  for (const prescriber of order) {
    const found = book(house, diaries, stay, prescriber, seats, { kind: 'medication-management', minutes: 30, phase })
    if (found !== null) return found
  }
  return null
}

function slotOf(
  house: House,
  diaries: Diaries,
  stay: Stay,
  staff: Colleague,
  seats: Seat[],
  { kind, minutes, phase }: Booking,
): Hour | undefined {
  const windows = windowsOf(house, stay)
  const daysHere = new Set(seats.map((seat) => seat.meeting.weekday))
  const slots = [1, 2, 3, 4, 5].flatMap((weekday) => {
    const found: Hour[] = []
    for (let minute = working.from; minute + minutes <= working.to; minute += 30) {
      found.push({ weekday, starts: clockAt(minute), minutes })
    }
    return found
  })
  // On a day when the client comes anyway if there is room, so that the hour costs no further trip.
  const order = shuffled(
    slots,
    (slot) =>
      house.chance(stay.id, kind, slot.weekday, slot.starts) +
      (daysHere.has(slot.weekday) ? 0 : 1) +
      // Hours of fifty minutes begin on the hour, but where nothing else is left.
      (minutes > 30 && slot.starts.endsWith('30') ? 2 : 0),
  )
  const own = diaries.held.filter(
    (one) => (one.staff.id === staff.id || one.stayId === stay.id) && (one.until === null || one.until >= stay.from),
  )
  return order.find(
    (one) =>
      fits(windows, one.weekday, one.starts, one.minutes) &&
      isAtWork(staff.key, one.weekday, minuteOf(one.starts), minuteOf(one.starts) + one.minutes, minuteOf) &&
      !overlaps(seats, one) &&
      !leads(house, staff, one) &&
      own.every((other) => !clash(other, one, phase)),
  )
}

function book(
  house: House,
  diaries: Diaries,
  stay: Stay,
  staff: Colleague,
  seats: Seat[],
  booking: Booking,
): Standing | null {
  const slot = slotOf(house, diaries, stay, staff, seats, booking)
  if (slot === undefined) return null
  const { kind, phase } = booking
  const standing: Standing = {
    stayId: stay.id,
    clientId: stay.person.id,
    staff,
    kind,
    ...slot,
    phase,
    firstDay: house.calendar.add(stay.from, 1),
    until: stay.isOver ? stay.until : null,
    byVideo: house.programs.find((one) => one.key === stay.program)?.track === 'virtual',
  }
  diaries.held.push(standing)
  return standing
}

const leads = (house: House, staff: Colleague, at: Hour): boolean =>
  house.blocks.some((block) =>
    block.meetings.some(
      (meeting) => (meeting.lead.id === staff.id || meeting.coLead?.id === staff.id) && meets(meeting, at),
    ),
  )

const clash = (one: Standing, at: Hour, phase: number | null): boolean =>
  (one.phase === null || phase === null || one.phase === phase) && meets(one, at)

export type Visit = {
  id: string
  standing: Standing
  day: Day
  starts: Date
  ends: Date
  kind: string
  minutes: number
}

/** The dates of a standing hour between two days, both included. */
export function visitsOf(house: House, standing: Standing, from: Day, to: Day): Visit[] {
  const { calendar } = house
  const first = from > standing.firstDay ? from : standing.firstDay
  const last = standing.until !== null && standing.until < to ? standing.until : to
  const visits: Visit[] = []
  for (
    let day = calendar.add(first, (standing.weekday - calendar.weekday(first) + 7) % 7);
    day <= last;
    day = calendar.add(day, 7)
  ) {
    const phase = calendar.week(day) % 4
    if ((standing.phase !== null && phase !== standing.phase) || isHouseClosed(house, day)) continue
    const starts = calendar.instant(day, standing.starts)
    visits.push({
      id: demoId(starts, standing.stayId, 'visit', standing.kind, day),
      standing,
      day,
      starts,
      ends: minutesAfter(starts, standing.minutes),
      kind: standing.kind,
      minutes: standing.minutes,
    })
  }
  return visits
}

export function addVisit(house: House, sheaf: Sheaf, visit: Visit): void {
  const { standing, day } = visit
  const weeksAhead = house.calendar.instant(house.calendar.add(day, -28), '09:00')
  const earliest = house.calendar.instant(standing.firstDay, '09:10')
  const bookedAt = new Date(
    Math.min(Math.max(weeksAhead.getTime(), earliest.getTime()), house.at.getTime(), visit.starts.getTime()),
  )
  sheaf.add('visit', {
    id: visit.id,
    clientId: standing.clientId,
    episodeId: standing.stayId,
    kind: visit.kind,
    staffId: standing.staff.id,
    heldOn: day,
    during: instantsFrom(visit.starts, visit.ends),
    minutes: visit.minutes,
    byVideo: standing.byVideo,
    bookedBy: house.coordinators[0]?.id ?? house.director.id,
    bookedAt,
  })
}
