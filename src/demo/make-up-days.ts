import type { Day } from '../basics/dates.ts'
import { minutesAfter } from './calendar.ts'
import { addSeatRow } from './change.ts'
import { isClosed, isHouseClosed } from './closed.ts'
import { shuffled } from './chance.ts'
import type { Block, House, Meeting } from './house.ts'
import { demoId } from './ids.ts'
import type { Resident } from './residents.ts'
import type { Sheaf } from './rows.ts'
import { fits, meets, overlaps, type Seat, windowsOf } from './seating.ts'

/**
 * Whoever loses a day to a holiday is given a seat on another day of that week, as far as chairs and their hours go. Asked for the
 * weeks of `from` to `to`; a week is arranged once.
 */
export function makeUpDays(house: House, sheaf: Sheaf, residents: readonly Resident[], from: Day, to: Day): void {
  const { calendar } = house
  const closed = calendar.span(from, to).filter((day) => isHouseClosed(house, day))
  const seats = residents.flatMap((one) => one.seats)
  for (const monday of new Set(closed.map(calendar.monday))) {
    const week = calendar.span(monday, calendar.add(monday, 6))
    const atMost = minutesAfter(calendar.instant(calendar.add(monday, -6), '10:30'), 0)
    const takenAt = atMost < house.at ? atMost : minutesAfter(house.at, -120)
    const lost = residents.filter(
      (one) =>
        one.stay.level === '2.1' &&
        one.stay.from <= calendar.add(monday, -7) &&
        (!one.stay.isOver || one.stay.until > calendar.add(monday, 6)) &&
        one.seats.some((seat) => seat.until === null && closed.includes(dayOf(house, monday, seat.meeting))),
    )
    for (const one of shuffled(lost, (each) => house.chance(each.stay.id, 'made up', monday))) {
      const held = one.seats.filter((seat) => seat.until === null)
      const windows = windowsOf(house, one.stay)
      const days = new Set(held.map((seat) => dayOf(house, monday, seat.meeting)))
      const fitsIn = (block: Block, day: Day) =>
        block.core &&
        block.program === one.stay.program &&
        !days.has(day) &&
        block.meetings.every(
          (meeting) =>
            meeting.runsFrom <= day &&
            !isClosed(house, meeting, day) &&
            fits(windows, meeting.weekday, meeting.starts, meeting.minutes) &&
            !overlaps(held, meeting) &&
            !one.hours.some((hour) => meets(hour, meeting)) &&
            chairOn(seats, meeting, day) !== null,
        )
      const found = week
        .flatMap((day) =>
          house.blocks.filter((block) => block.weekday === calendar.weekday(day)).map((block) => ({ day, block })),
        )
        .find(({ day, block }) => fitsIn(block, day))
      for (const meeting of found?.block.meetings ?? []) {
        const day = found?.day ?? monday
        const number = chairOn(seats, meeting, day)
        if (number === null) continue
        const id = demoId(takenAt, one.stay.id, 'make-up', meeting.id, day)
        const whose = { stayId: one.stay.id, clientId: one.stay.person.id }
        const seat: Seat = { id, meeting, number, ...whose, from: day, until: day, takenAt }
        addSeatRow(house, sheaf, seat)
        one.seats.push(seat)
        seats.push(seat)
      }
    }
  }
}

const dayOf = (house: House, monday: Day, meeting: Meeting): Day => house.calendar.add(monday, meeting.weekday - 1)

/** A chair on which nobody sits on a day or is going to. */
function chairOn(seats: readonly Seat[], meeting: Meeting, day: Day): number | null {
  const taken = new Set(
    seats
      .filter((one) => one.meeting.id === meeting.id && one.from <= day && (one.until === null || one.until >= day))
      .map((one) => one.number),
  )
  for (let number = meeting.cap; number >= 1; number -= 1) if (!taken.has(number)) return number
  return null
}
