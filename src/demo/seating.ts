import type { Day } from '../basics/dates.ts'
import { minuteOf, minutesAfter } from './calendar.ts'
import { addCarried, addSeatRow, carried } from './change.ts'
import { groups } from './timetable.ts'
import { shuffled } from './chance.ts'
import { demoId } from './ids.ts'
import type { Block, House, Meeting } from './house.ts'
import type { Sheaf } from './rows.ts'
import type { Stay } from './stays.ts'

type Window = { weekday: number; from: string; to: string }

/** One person's chair in one weekly meeting. `until`: the last day, null while nobody has released it. */
export type Seat = {
  id: string
  meeting: Meeting
  number: number
  stayId: string
  clientId: string
  from: Day
  until: Day | null
  takenAt: Date
}

/** Which chair is taken until when. Asked in the order of days, so one last day a chair is enough. */
export type Chairs = {
  free: (meeting: Meeting, day: Day) => number | null
  take: (meeting: Meeting, number: number, until: Day | null) => void
}

export function newChairs(): Chairs {
  const taken = new Map<string, (Day | null)[]>()
  const of = (meeting: Meeting) => {
    let chairs = taken.get(meeting.id)
    if (chairs === undefined) taken.set(meeting.id, (chairs = Array.from({ length: meeting.cap }, () => '')))
    return chairs
  }
  return {
    free(meeting, day) {
      const place = of(meeting).findIndex((until) => until !== null && until < day)
      return place === -1 ? null : place + 1
    },
    take(meeting, number, until) {
      of(meeting)[number - 1] = until
    },
  }
}

const hours: Record<string, { weekdays: number[]; from: string; to: string }[]> = {
  day: [{ weekdays: [1, 2, 3, 4, 5, 6], from: '08:00', to: '17:30' }],
  evening: [
    { weekdays: [1, 2, 3, 4, 5], from: '13:00', to: '22:00' },
    { weekdays: [7], from: '15:00', to: '22:00' },
  ],
  virtual: [
    { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '19:00' },
    { weekdays: [7], from: '14:00', to: '21:00' },
  ],
}

/** The weekday that somebody gave away, or 0. */
export function awayOn(house: House, stay: Stay): number {
  const chance = (what: string) => house.chance('hours', stay.person.id, what)
  return stay.cast === null && chance('away') < 0.25 ? 1 + Math.floor(chance('weekday') * 5) : 0
}

/** When this person can come. One in four gave one weekday away: a shift, a class, a child to fetch. */
export function windowsOf(house: House, stay: Stay): Window[] {
  const away = awayOn(house, stay)
  return (hours[stay.program] ?? hours.day ?? []).flatMap(({ weekdays, from, to }) =>
    weekdays.filter((weekday) => weekday !== away).map((weekday) => ({ weekday, from, to })),
  )
}

export const fits = (windows: Window[], weekday: number, starts: string, minutes: number): boolean =>
  windows.some((one) => one.weekday === weekday && one.from <= starts && minuteOf(starts) + minutes <= minuteOf(one.to))

/** How many core days a week a person takes: what the level asks for. One in twenty cannot come that often yet. */
export function coreDays(house: House, stay: Stay): number {
  if (stay.level === '1.5') return 1
  return stay.cast === null && house.chance(stay.id, 'two days') < 0.025 ? 2 : 3
}

/** Seats that stand for the stay: not those of one day, nor those that were given back. */
export const lasting = (stay: Stay, seats: readonly Seat[]): Seat[] =>
  seats.filter((one) => one.until === null || (stay.isOver && one.until >= stay.until))

const runsOn = (block: Block, day: Day) => block.meetings.every((one) => one.runsFrom <= day)

/**
 * Seats for someone from this day on, as far as chairs and hours allow. `held` are the seats the person has already; who
 * lacks a day for want of a chair is asked again the Monday after.
 */
export function seatStay(house: House, chairs: Chairs, stay: Stay, held: Seat[], day: Day, busy: Hour[] = []): Seat[] {
  const { chance } = house
  const windows = windowsOf(house, stay)
  const until = stay.isOver ? stay.until : null
  const taken: Seat[] = []
  const daysHeld = new Set(lasting(stay, held).map((one) => one.meeting.weekday))

  const take = (block: Block): boolean => {
    const places = block.meetings.map((meeting) => ({ meeting, number: chairs.free(meeting, day) }))
    const open = places.every(
      ({ meeting, number }) =>
        number !== null &&
        fits(windows, meeting.weekday, meeting.starts, meeting.minutes) &&
        !busy.some((hour) => meets(hour, meeting)) &&
        !overlaps([...held, ...taken], meeting),
    )
    if (!open || !runsOn(block, day)) return false
    for (const { meeting, number } of places) {
      if (number === null) continue
      chairs.take(meeting, number, until)
      const takenAt = minutesAfter(house.calendar.instant(day, '08:45'), 0)
      const id = demoId(takenAt, stay.id, 'seat', meeting.id, day)
      taken.push({ id, meeting, number, stayId: stay.id, clientId: stay.person.id, from: day, until, takenAt })
    }
    return true
  }

  // The cast of the day program sits together in the room of the first demo screens, Maya in the DBT group.
  const liked = (block: Block, n: number) => {
    const first = block.meetings[0]
    const favourite = first?.room === 'cedar' || first?.room === 'studio'
    if (stay.cast !== null && favourite && [1, 3, 5].includes(block.weekday)) return n / 100
    return chance(stay.id, 'prefers', block.weekday, first?.id ?? '') + 1
  }
  const core = house.blocks.filter((block) => block.program === stay.program && block.core)
  for (const block of shuffled(core, liked)) {
    if (daysHeld.size >= coreDays(house, stay)) break
    if (!daysHeld.has(block.weekday) && take(block)) daysHeld.add(block.weekday)
  }
  if (held.length > 0 || stay.level !== '2.1') return taken

  for (const block of house.blocks) {
    const [meeting] = block.meetings
    if (block.core || meeting === undefined || block.program !== stay.program || !wants(house, stay, block)) continue
    take(block)
  }
  return taken
}

function wants(house: House, stay: Stay, block: Block): boolean {
  const x = house.chance(stay.person.id, 'wants', block.meetings[0]?.group ?? '')
  if (block.affinity === 'women') return stay.person.sex === 'female' && x < 0.5
  if (block.affinity !== null) return x < (stay.person.sex === 'other' ? 0.9 : 0.2)
  return x < 0.3
}

/** A time of the week. */
export type Hour = { weekday: number; starts: string; minutes: number }

/** Whether two times of the week share a minute. */
export function meets(one: Hour, other: Hour): boolean {
  const from = minuteOf(one.starts)
  const at = minuteOf(other.starts)
  return one.weekday === other.weekday && from < at + other.minutes && at < from + one.minutes
}

export const overlaps = (seats: Seat[], hour: Hour): boolean => seats.some(({ meeting }) => meets(meeting, hour))

export function addSeat(house: House, sheaf: Sheaf, seat: Seat, because: string): void {
  const { meeting, clientId, until, takenAt } = seat
  const by = house.coordinators[0]?.id ?? house.director.id
  const affinity = groups[meeting.group]?.affinity
  if (affinity !== undefined) {
    const recordedAt = minutesAfter(takenAt, -2)
    const said = { clientId, affinity, suits: true, recordedBy: by, recordedAt }
    sheaf.add('clientAffinity', { id: demoId(recordedAt, seat.id, 'affinity'), ...said })
  }
  const { seats, change } = carried(house, seat)
  if (change === null) addSeatRow(house, sheaf, seat)
  else addCarried(house, sheaf, seats, change)
  if (until !== null) addRelease(house, sheaf, seat, until, because)
}

/** Says when a seat was given back, and why. */
export function addRelease(house: House, sheaf: Sheaf, seat: Seat, until: Day, because: string): void {
  const by = house.coordinators[0]?.id ?? house.director.id
  const releasedAt = minutesAfter(house.calendar.instant(until, '17:00'), 5)
  const id = demoId(releasedAt, seat.id, 'release')
  sheaf.add('seatRelease', { id, seatId: seat.id, lastDay: until, because, releasedBy: by, releasedAt })
}

export function addAvailability(house: House, sheaf: Sheaf, stay: Stay): void {
  const at = stay.person.knownSince
  for (const { weekday, from, to } of windowsOf(house, stay)) {
    sheaf.add('clientAvailability', {
      id: demoId(at, stay.person.id, 'available', weekday),
      clientId: stay.person.id,
      weekday,
      fromTime: from,
      toTime: to,
      fromDay: stay.from,
      recordedBy: house.coordinators[0]?.id ?? house.director.id,
      recordedAt: at,
    })
  }
}
