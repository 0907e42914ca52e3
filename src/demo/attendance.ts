import type { Day } from '../basics/dates.ts'
import { minutesAfter } from './calendar.ts'
import { clamp, weighted, whole } from './chance.ts'
import { demoId } from './ids.ts'
import type { House } from './house.ts'
import type { Row } from './rows.ts'
import type { Stay } from './stays.ts'

type DayKept = 'came' | 'missed' | 'excused'
export type Mark = {
  mark: 'here' | 'late' | 'left-early' | 'absent' | 'excused'
  minutes: number
  minutesLate: number
  minutesLeftEarly: number
  reason: string
}

// How often a person misses a day, by how the stay ends: together about one day in five (clinical.md §6.1: outpatient
// no-show fell from 37 % to 20 % where clinics worked on it), and people who drop out miss more from early on (§6.3).
const missing: Record<Stay['ending'], number> = {
  completed: 0.165,
  transferred: 0.22,
  'dropped-out': 0.28,
  terminated: 0.29,
  incarcerated: 0.26,
  died: 0.2,
  other: 0.24,
}

/** The last days before somebody who drops out is let go: nobody sees them any more. */
const lastRun = (house: House, stay: Stay): number =>
  stay.ending === 'dropped-out'
    ? whole(6, 13, house.chance(stay.id, 'last run'))
    : stay.ending === 'incarcerated'
      ? 4
      : 0

/** A few of those in care have not come for some days: whichever day the demo is laid, there is somebody to call. */
const isSilent = ({ calendar, chance, today }: House, stay: Stay, day: Day): boolean =>
  !stay.isOver &&
  calendar.between(stay.from, day) > 10 &&
  day >= calendar.add(today, -5) &&
  chance(stay.id, 'silent') < 0.06

/** Whether a person kept a day. A day is kept or missed whole: who has no ride has none for the second group either. */
function dayKept(house: House, stay: Stay, day: Day): DayKept {
  const { calendar, chance } = house
  const x = chance(stay.id, 'day', day)
  if (calendar.between(day, stay.until) < lastRun(house, stay)) return x < 0.96 ? 'missed' : 'came'
  if (isSilent(house, stay, day)) return 'missed'
  const own = missing[stay.ending] * (0.35 + 1.3 * chance(stay.id, 'misses'))
  const inFirstWeeks = calendar.between(stay.from, day) < 14 && stay.ending !== 'completed' ? 1.25 : 1
  // Of the week that runs, the misses that were called about and made up are left out: what is short is short for a reason.
  const thisWeek = day >= calendar.monday(house.today) ? 0.06 : 1
  const rate = clamp(own * inFirstWeeks * (day === stay.from ? 0.3 : 1), 0.01, 0.6) * thisWeek
  if (x >= rate) return 'came'
  return chance(stay.id, 'excused', day) < 0.18 ? 'excused' : 'missed'
}

/** Fives of minutes; whoever came much too late this week stayed on or came again. */
const mostLate = (house: House, day: Day): number => (day >= house.calendar.monday(house.today) ? 2 : 6)

const excuses = { illness: 34, 'work-shift': 18, court: 14, childcare: 20, ride: 8, device: 6 }
const given = { unknown: 58, ride: 14, 'craving-or-mood': 10, 'work-shift': 9, childcare: 6, illness: 3 }

/** The mark of one person at one meeting or visit. `nth`: the first or a later one of that day. */
export function markOf(house: House, stay: Stay, what: { id: string; day: Day; minutes: number }, nth: number): Mark {
  const { chance } = house
  const none = { minutes: 0, minutesLate: 0, minutesLeftEarly: 0 }
  const kept = dayKept(house, stay, what.day)
  const x = chance(what.id, stay.id, 'mark')
  if (kept === 'excused')
    return { mark: 'excused', ...none, reason: weighted(excuses, chance(stay.id, 'why', what.day)) }
  if (kept === 'missed' || (nth > 0 && x > 0.985)) {
    const reason = weighted(given, chance(stay.id, 'why', what.day))
    return { mark: 'absent', ...none, reason: reason === 'unknown' ? '' : reason }
  }
  if (nth === 0 && x < 0.075) {
    const late = Math.min(5 * whole(1, mostLate(house, what.day), chance(what.id, stay.id, 'late')), what.minutes - 10)
    return { mark: 'late', minutes: what.minutes - late, minutesLate: late, minutesLeftEarly: 0, reason: '' }
  }
  if (x > 0.955) {
    const early = Math.min(
      5 * whole(2, mostLate(house, what.day) + 2, chance(what.id, stay.id, 'early')),
      what.minutes - 10,
    )
    return { mark: 'left-early', minutes: what.minutes - early, minutesLate: 0, minutesLeftEarly: early, reason: '' }
  }
  return { mark: 'here', minutes: what.minutes, minutesLate: 0, minutesLeftEarly: 0, reason: '' }
}

/** The row of a mark, written in the room a while after the start. */
export function markRow(
  what: { id: string; day: Day; starts: Date; kind: 'session' | 'visit' },
  clientId: string,
  mark: Mark,
  by: string,
): Row<'attendanceMark'> {
  const markedAt = minutesAfter(
    what.starts,
    mark.mark === 'left-early' ? 60 : mark.mark === 'late' ? mark.minutesLate + 1 : 8,
  )
  return {
    id: demoId(markedAt, what.id, clientId, 'mark'),
    sessionId: what.kind === 'session' ? what.id : null,
    visitId: what.kind === 'visit' ? what.id : null,
    clientId,
    heldOn: what.day,
    ...mark,
    markedBy: by,
    markedAt,
  }
}
