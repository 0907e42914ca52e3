import type { Day } from '../basics/dates.ts'
import { clockAt, minutesAfter } from './calendar.ts'
import { shuffled, whole } from './chance.ts'
import { demoId } from './ids.ts'
import type { Colleague, House } from './house.ts'
import { instantsFrom, type Sheaf } from './rows.ts'
import { fits, type Hour, meets, overlaps, type Seat, windowsOf } from './seating.ts'
import type { Stay } from './stays.ts'

/** A standing hour of one client with one clinician: every week, or every fourth. */
export type Standing = {
  stayId: string
  clientId: string
  staff: Colleague
  kind: 'individual' | 'medication-management'
  weekday: number
  starts: string
  minutes: number
  /** Which weeks: every week, or those whose number divided by four leaves this. */
  phase: number | null
  firstDay: Day
  /** The last day it is held; null while it goes on. */
  until: Day | null
  byVideo: boolean
  /** Every fourth hour belongs to the family too. */
  withFamily: boolean
}

export type Diaries = {
  held: Standing[]
  caseload: Map<string, number>
}

export const newDiaries = (): Diaries => ({ held: [], caseload: new Map() })

const working = { from: 8 * 60, to: 19 * 60 }

/** The clinician with the smallest caseload of the program; the cast of the day program is Lee's. */
export function chooseTherapist(house: House, diaries: Diaries, stay: Stay): Colleague {
  const own = house.therapists[stay.program] ?? [house.director]
  const [first = house.director] = own
  const load = (one: Colleague) => diaries.caseload.get(one.id) ?? 0
  const therapist = stay.cast === null ? own.reduce((best, one) => (load(one) < load(best) ? one : best), first) : first
  diaries.caseload.set(therapist.id, load(therapist) + 1)
  return therapist
}

export function bookIndividual(
  house: House,
  diaries: Diaries,
  stay: Stay,
  therapist: Colleague,
  seats: Seat[],
): Standing | null {
  return book(house, diaries, stay, therapist, seats, 'individual', 50, null)
}

/** Two in three see a prescriber every four weeks. */
export function bookMedication(house: House, diaries: Diaries, stay: Stay, seats: Seat[]): Standing | null {
  if (house.chance(stay.id, 'medication') > 0.66 || house.prescribers.length === 0) return null
  const order = shuffled(house.prescribers, (one) => house.chance(stay.id, 'prescriber', one.key))
  const phase = whole(0, 3, house.chance(stay.id, 'phase'))
  for (const prescriber of order) {
    const found = book(house, diaries, stay, prescriber, seats, 'medication-management', 30, phase)
    if (found !== null) return found
  }
  return null
}

function book(
  house: House,
  diaries: Diaries,
  stay: Stay,
  staff: Colleague,
  seats: Seat[],
  kind: Standing['kind'],
  minutes: number,
  phase: number | null,
): Standing | null {
  const windows = windowsOf(house, stay)
  const daysHere = new Set(seats.map((seat) => seat.meeting.weekday))
  const slots = [1, 2, 3, 4, 5].flatMap((weekday) => {
    const found: Hour[] = []
    for (let minute = working.from; minute + minutes <= working.to; minute += minutes > 30 ? 60 : 30) {
      found.push({ weekday, starts: clockAt(minute), minutes })
    }
    return found
  })
  // On a day when the client comes anyway if there is room, so that the hour costs no further trip.
  const order = shuffled(
    slots,
    (slot) => house.chance(stay.id, kind, slot.weekday, slot.starts) + (daysHere.has(slot.weekday) ? 0 : 1),
  )
  const own = diaries.held.filter(
    (one) => (one.staff.id === staff.id || one.stayId === stay.id) && (one.until === null || one.until >= stay.from),
  )
  const slot = order.find(
    (one) =>
      fits(windows, one.weekday, one.starts, one.minutes) &&
      !overlaps(seats, one) &&
      !leads(house, staff, one) &&
      own.every((other) => !clash(other, one, phase)),
  )
  if (slot === undefined) return null
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
    withFamily: kind === 'individual' && house.chance(stay.id, 'family hour') < 0.2,
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
    if (standing.phase !== null && phase !== standing.phase) continue
    const starts = calendar.instant(day, standing.starts)
    const kind = standing.withFamily && phase === 2 ? 'family' : standing.kind
    visits.push({
      id: demoId(starts, standing.stayId, 'visit', standing.kind, day),
      standing,
      day,
      starts,
      ends: minutesAfter(starts, standing.minutes),
      kind,
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
