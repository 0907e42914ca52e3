import type { Day } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { isReason } from '../placement/dispositions.ts'
import { dischargeRefusal, type Stay } from '../episodes/rules.ts'

export type Leaving = {
  stay: Stay
  discharge: { onDay: string; reason: string; words: string }
  today: Day
  /** The last day on which the person attended anything in this stay. */
  lastAttended: Day | null
  openItems: number
  /** Whoever discharges has said that they looked at what is still open. */
  sawOpenItems: boolean
}

/**
 * May this stay end so? Refusals of `dischargeRefusal`, and 'attended-later' (the last day cannot lie before a day on which
 * somebody was there) and 'open-items' (what is still open of continuing care has to be looked at; it does not hold the
 * discharge up, and goes on after it). Source: clinical.md §10, discharge planning from admission on.
 */
export function leavingRefusal({
  stay,
  discharge,
  today,
  lastAttended,
  openItems,
  sawOpenItems,
}: Leaving): Refusal | null {
  const refused = dischargeRefusal(stay, discharge, today)
  if (refused) return refused
  if (lastAttended !== null && lastAttended > discharge.onDay)
    return refuse('attended-later', `They attended on ${lastAttended}: the last day cannot lie before that.`)
  if (openItems > 0 && !sawOpenItems)
    return refuse(
      'open-items',
      `${plural(openItems, 'item is', 'items are')} still open. Tick that you looked at ${openItems === 1 ? 'it' : 'them'}.`,
    )
  return null
}

/** Whether an admission is still ahead: it can be taken back as if it had not been, and not be discharged from. */
export const isAhead = (stay: Stay, today: Day): boolean => stay.lastDay === null && stay.from > today

/**
 * May an admission whose first day is still to come be taken back? Refusals: 'begun' (then it is a discharge),
 * 'ended-already', 'needs-words' (15 characters and two words).
 */
export function withdrawalRefusal(stay: Stay, words: string, today: Day): Refusal | null {
  if (stay.lastDay !== null) return refuse('ended-already', `This episode ended on ${stay.lastDay}.`)
  if (!isAhead(stay, today)) return refuse('begun', 'Care has begun. Discharge, with the last day.')
  if (!isReason(words)) return refuse('needs-words', 'Say why they will not come, in a sentence.')
  return null
}
