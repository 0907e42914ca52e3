import type { Day } from '../../basics/dates.ts'
import { dueOn } from '../outcomes/cadence.ts'

export type Occasion = { due: Day; state: 'done' | 'missed' | 'open' | 'left'; on: Day | null }
/** A stay: its first day, and the last where it has ended. `taken`: every day on which the instrument was answered, in order. */
export type Asks = { first: Day; last: Day | null; everyDays: number; taken: readonly Day[] }

/** The day on which it is due again after an answer, or after a time that was missed: as the questions themselves are asked. */
export const dueAgain = (day: Day, everyDays: number): Day => dueOn({ everyDays }, day, day)

/**
 * Every time that an instrument was due in a stay up to `today`, by the cadence: on the first day, then so many days after each
 * answer. Answered before the next would have been due: done. Not answered by then: missed, and it is due anew. Due, and the next
 * is not: open; where the stay ended before that, left. An answer before it is due moves the day on, as it does for the client. Answers before the first day ask and settle
 * nothing. Days are whole, `everyDays` from 1. `again` may be a faster `dueAgain`. Refuses nothing. Source: clinical.md §5.1.
 */
export function occasions({ first, last, everyDays, taken }: Asks, today: Day, again = dueAgain): Occasion[] {
  const end = last !== null && last < today ? last : today
  const answers = taken.filter((day) => day >= first && day <= end)
  const found: Occasion[] = []
  let due = dueOn({ everyDays }, first, null)
  let place = 0
  while (due <= end) {
    const answer = answers[place]
    const next = again(due, everyDays)
    if (answer !== undefined && answer < next) {
      if (answer >= due) found.push({ due, state: 'done', on: answer })
      place += 1
      due = again(answer, everyDays)
    } else {
      found.push({ due, state: next <= end ? 'missed' : last !== null && last <= today ? 'left' : 'open', on: null })
      due = next
    }
  }
  return found
}
