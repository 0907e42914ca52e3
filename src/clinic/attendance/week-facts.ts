import { addDays, type Day } from '../../basics/dates.ts'
import type { Floor } from '../programs/dose.ts'
import type { Mix } from '../programs/library.ts'
import { type Week, weekOf, type WeekSession } from './week.ts'

/** One hour as it was asked from the database. */
export type Hour = {
  kind: string
  counts: boolean
  heldOn: Day
  starts: Date
  ends: Date
  isOff: boolean
  minutes: number | null
}

/** A group that the clinic has set outside the hours counts for nothing, whatever its kind is elsewhere. */
const outside = 'recreation'

const sessionFrom = (hour: Hour): WeekSession => ({
  starts: hour.starts,
  ends: hour.ends,
  service: hour.counts ? hour.kind : outside,
  status: hour.isOff ? 'cancelled' : 'planned',
  creditedMinutes: hour.minutes,
})

export type StayInWeek = { first: Day; last: Day | null; floor: Floor | null; isAway?: boolean }

/** The week of one stay: of everything that the week held for the client, what lies inside the stay. */
export function weekOfStay(
  stay: StayInWeek,
  hours: readonly Hour[],
  about: { week: Day; zone: string; now: Date; prescribed: readonly { service: Mix; minutes: number }[] },
): Week {
  return weekOf({
    weekStart: about.week,
    zone: about.zone,
    now: about.now,
    floor: stay.floor,
    prescribed: about.prescribed,
    sessions: hours
      .filter((hour) => hour.heldOn >= stay.first && (stay.last === null || hour.heldOn <= stay.last))
      .map(sessionFrom),
    admitted: stay.first > about.week ? stay.first : null,
    discharged: stay.last !== null && stay.last < addDays(about.week, 6) ? stay.last : null,
    isAway: stay.isAway ?? false,
  })
}

export const verdictTone: Record<Week['verdict'], 'good' | 'info' | 'warning' | 'danger'> = {
  met: 'good',
  'on-course': 'good',
  'will-fall-short': 'warning',
  short: 'danger',
  'part-week': 'info',
  'no-floor': 'info',
}

export const verdictWords: Record<Week['verdict'], string> = {
  met: 'Met',
  'on-course': 'On course',
  'will-fall-short': 'Will fall short',
  short: 'Short',
  'part-week': 'Part week',
  'no-floor': 'No floor',
}
