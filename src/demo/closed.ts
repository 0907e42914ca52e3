import { addDays, type Day } from '../basics/dates.ts'
import { castId, lakeside } from '../../tests/cast.ts'
import { minutesAfter } from './calendar.ts'
import type { House, Meeting } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'

/** Days on which nothing meets: everywhere, in some rooms, or of one group. Both days are included. */
export type Closing = { from: Day; to: Day; because: string; seriesIds: string[] | null; roomIds: string[] | null }

const kept: Record<string, string> = {
  '01-01': 'New Year’s Day',
  '07-04': 'Independence Day',
  '12-25': 'Christmas Day',
}

const reaches = { back: 400, ahead: 130 }

/** What the clinic closes on a day: four holidays of the year. */
function holidayOn(house: Pick<House, 'calendar'>, day: Day): string | null {
  const monthDay = day.slice(5)
  const isThanksgiving = house.calendar.weekday(day) === 4 && monthDay >= '11-22' && monthDay <= '11-28'
  return kept[monthDay] ?? (isThanksgiving ? 'Thanksgiving' : null)
}

/** The holidays of a fresh demo. The day on which it is opened is never closed: there would be nothing to see. */
export const holidaysOf = (house: Pick<House, 'calendar' | 'today'>, after: Day | null = null): Closing[] =>
  house.calendar
    .span(house.calendar.add(house.today, -reaches.back), house.calendar.add(house.today, reaches.ahead))
    .filter((day) => (after === null ? day !== house.today : day > after))
    .flatMap((day) => {
      const because = holidayOn(house, day)
      return because === null ? [] : [{ from: day, to: day, because, seriesIds: null, roomIds: null }]
    })

/** The art group rests for two weeks: its room is painted. */
export function breakOf(house: Pick<House, 'calendar' | 'today' | 'idOf' | 'clinic'>): Closing[] {
  if (house.clinic.id === lakeside.id) return []
  const from = house.calendar.add(house.calendar.monday(house.today), 21)
  return [
    {
      from,
      to: house.calendar.add(from, 13),
      because: 'The Willow room is painted',
      seriesIds: [house.idOf('art-5')],
      roomIds: null,
    },
  ]
}

export const isClosed = (house: House, meeting: Pick<Meeting, 'id' | 'roomId'>, day: Day): boolean =>
  house.closed.some(
    (one) =>
      one.from <= day &&
      day <= one.to &&
      (one.seriesIds === null || one.seriesIds.includes(meeting.id)) &&
      (one.roomIds === null || one.roomIds.includes(meeting.roomId)),
  )

/** Whether the whole clinic is closed, and nobody comes for an hour alone either. */
export const isHouseClosed = (house: House, day: Day): boolean =>
  house.closed.some((one) => one.from <= day && day <= one.to && one.seriesIds === null && one.roomIds === null)

/** Writes closed days as a director does it: some two months before, so that no meeting was ever laid on them. */
export function addClosings(house: House, sheaf: Sheaf, closings: Closing[]): void {
  for (const { from, to, because, seriesIds } of closings) {
    const weeksBefore = minutesAfter(house.calendar.instant(addDays(from, -60), '11:40'), 0)
    const lately = minutesAfter(house.calendar.instant(house.calendar.add(house.today, -9), '11:40'), 0)
    const closedAt = weeksBefore < lately ? weeksBefore : lately
    const [seriesId = null] = seriesIds ?? []
    sheaf.add('closedDay', {
      id: demoId(closedAt, castId(house.clinic.name), 'closed', seriesId ?? '', from),
      siteId: null,
      seriesId,
      firstDay: from,
      lastDay: to,
      because,
      closedBy: house.director.id,
      closedAt,
    })
  }
}
