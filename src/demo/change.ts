import type { Day } from '../basics/dates.ts'
import { castId, lakeside } from '../../tests/cast.ts'
import { minuteOf, minutesAfter } from './calendar.ts'
import type { House, Meeting } from './house.ts'
import { demoId } from './ids.ts'
import { daysFrom, type Sheaf } from './rows.ts'
import type { Seat } from './seating.ts'

/** A group that changes its hour from a day on, as changeSeries does it: its next row begins, and everyone keeps their chair. */
export type Change = {
  id: string
  before: Meeting
  next: Meeting
  from: Day
  at: Date
  because: string
}

/** The family group begins half an hour later from a Friday in about three weeks. */
export function changesOf(
  house: Pick<House, 'calendar' | 'today' | 'at' | 'clinic' | 'idOf' | 'number' | 'blocks'>,
): Change[] {
  const { calendar, today } = house
  const before = house.blocks.flatMap((block) => block.meetings).find((one) => one.group === 'family')
  if (house.clinic.id === lakeside.id || before === undefined) return []
  const from = calendar.add(calendar.monday(today), 14 + before.weekday - 1)
  const at = minutesAfter(calendar.instant(calendar.add(today, -5), '16:10'), 0)
  const id = castId(`${house.idOf('family')} from ${from}`)
  before.runsUntil = calendar.add(from, -1)
  const next: Meeting = { ...before, id, starts: '18:30', runsFrom: from, runsUntil: null }
  const because = 'Parents asked for half an hour more to get here from work'
  return [{ id: demoId(at, id, 'change'), before, next, from, at, because }]
}

/** A seat as the rows have it: of a group that changes, one that ends the day before and one that goes on. */
export function carried(house: House, seat: Seat): { seats: Seat[]; change: Change | null } {
  const change = house.changes.find((one) => one.before.id === seat.meeting.id)
  if (change === undefined || (seat.until !== null && seat.until < change.from)) return { seats: [seat], change: null }
  const until = house.calendar.add(change.from, -1)
  const id = demoId(change.at > seat.takenAt ? change.at : seat.takenAt, seat.id, 'carried')
  return {
    seats: [
      { ...seat, until },
      {
        ...seat,
        id,
        meeting: change.next,
        from: change.from,
        takenAt: change.at > seat.takenAt ? change.at : seat.takenAt,
      },
    ],
    change,
  }
}

export function addSeatRow(house: House, sheaf: Sheaf, seat: Seat): void {
  const { meeting, number, clientId, stayId, from, until, takenAt } = seat
  const week = (meeting.weekday - 1) * 1440 + minuteOf(meeting.starts)
  sheaf.add('seat', {
    id: seat.id,
    seriesId: meeting.id,
    number,
    clientId,
    episodeId: stayId,
    during: daysFrom(from, until === null ? null : house.calendar.add(until, 1)),
    weekMinutes: `[${week},${week + meeting.minutes})`,
    takenBy: house.coordinators[0]?.id ?? house.director.id,
    takenAt,
  })
}

/** Writes a seat that goes on in the next row of its group; it is given back as one. */
export function addCarried(house: House, sheaf: Sheaf, [before, next]: Seat[], change: Change): void {
  if (before === undefined || next === undefined) return
  addSeatRow(house, sheaf, before)
  addSeatRow(house, sheaf, next)
  const carriedAt = next.takenAt
  const id = demoId(carriedAt, before.id, 'carry')
  sheaf.add('seatCarry', { id, seatId: before.id, carriedTo: next.id, changeId: change.id, carriedAt })
}

export function addChanges(house: House, sheaf: Sheaf): void {
  for (const { id, before, next, from, at, because } of house.changes)
    sheaf.add('seriesChange', {
      id,
      seriesId: before.id,
      successorId: next.id,
      fromDay: from,
      because,
      changedBy: house.director.id,
      changedAt: at,
    })
}
