import { addDays, type Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { dayInWords } from './times.ts'

const mostDaysBack = 14

/**
 * Whether a seat may begin on a day of a stay. Days are whole; both ends of the stay are included. A seat begins inside the
 * stay and at most 14 days back, so that weeks which somebody has acted on stay as they were. Source: house rule.
 */
export function mayBeginSeat(
  stay: { firstName: string; firstDay: Day; lastDay: Day | null },
  from: Day,
  today: Day,
): Refusal | null {
  if (stay.lastDay !== null && from > stay.lastDay) {
    return refuse(
      'after-stay',
      `The stay of ${stay.firstName} ends on ${dayInWords(stay.lastDay)}. Choose an earlier day.`,
    )
  }
  if (from < stay.firstDay) {
    return refuse(
      'before-stay',
      `${stay.firstName} is in care from ${dayInWords(stay.firstDay)} on. Begin the seat then.`,
    )
  }
  if (from < addDays(today, -mostDaysBack)) {
    return refuse('too-far-back', `A seat can begin at most ${mostDaysBack} days back. Choose a later day.`)
  }
  return null
}

export type SeatToRelease = {
  /** The name of the group, and of the person. */
  group: string
  person: string
  /** First day; null when the seat was taken back before it began. */
  from: Day | null
  /** The last day, when one is set already: by the choice of the seat, or because it was given back. */
  to: Day | null
  isReleased: boolean
  /** The last day on which the person was marked there. */
  markedUntil: Day | null
}

/**
 * Whether a seat may end with `lastDay` (included). A seat ends once; a day before its first means that it never was. Days
 * on which somebody was marked in that group stay inside the seat, because their minutes were counted with it.
 */
export function mayReleaseSeat(seat: SeatToRelease, lastDay: Day): Refusal | null {
  if (seat.from === null) return refuse('never-began', `This seat in ${seat.group} was given back before it began.`)
  if (seat.to !== null && (seat.isReleased || lastDay >= seat.to)) {
    return refuse('has-ended', `This seat in ${seat.group} ends on ${dayInWords(seat.to)} already.`)
  }
  if (seat.markedUntil !== null && lastDay < seat.markedUntil) {
    return refuse(
      'marked-later',
      `${seat.person} is marked in ${seat.group} on ${dayInWords(seat.markedUntil)}. Choose that day or a later one.`,
    )
  }
  return null
}
