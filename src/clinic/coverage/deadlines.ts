import type { Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { addBusinessDays, businessDaysBetween } from './business-days.ts'
import type { Dated } from './guideline.ts'

export type Occasion = 'scheduled' | 'requested'
/** An estimate for care that is `leastAhead` business days away or more is due `dueWithin` business days after scheduling. */
export type Deadline = Dated & { occasion: Occasion; leastAhead: number; dueWithin: number }

const rule = '45 CFR 149.610(b)(1)(vi)'
const law = (occasion: Occasion, leastAhead: number, dueWithin: number, part: string): Deadline => ({
  occasion,
  leastAhead,
  dueWithin,
  from: '2022-01-01',
  to: null,
  source: `No Surprises Act, ${rule}(${part}); 86 FR 55980`,
  mark: 'V',
})
/** What the law asks since 2022; a clinic may record stricter rows. */
export const lawfulDeadlines: Deadline[] = [
  law('scheduled', 3, 1, 'A'),
  law('scheduled', 10, 3, 'B'),
  law('requested', 0, 3, 'C'),
]

export type Due = { on: Day; source: string }

/**
 * By when an estimate must be in the person's hands. `askedOn`: when they asked or when care was scheduled. Care that is
 * scheduled less than the least days ahead owes none by itself: null, until the person asks for one.
 * Refuses 'service-before' when the first day lies before the scheduling, 'no-deadline' when no row stands on that day.
 * Source: 45 CFR 149.610(b)(1)(vi).
 */
export function dueOf(
  asked: { occasion: Occasion; askedOn: Day; serviceOn: Day | null },
  rows: readonly Deadline[],
): Due | null | Refusal {
  const standing = rows.filter(
    (row) =>
      row.occasion === asked.occasion && row.from <= asked.askedOn && (row.to === null || row.to >= asked.askedOn),
  )
  if (standing.length === 0)
    return refuse('no-deadline', 'No deadline for estimates stands on this day. Record the rule under Fees.')
  if (asked.occasion === 'scheduled' && asked.serviceOn === null)
    return refuse('no-service-day', 'Give the day of the first service, so that the deadline can be counted.')
  if (asked.serviceOn !== null && asked.serviceOn < asked.askedOn)
    return refuse(
      'service-before',
      'The first day of care lies before the day it was scheduled. Look at the two dates.',
    )
  const ahead =
    asked.occasion === 'requested' || asked.serviceOn === null ? 0 : businessDaysBetween(asked.askedOn, asked.serviceOn)
  // The widest step that still fits; a later row takes the place of an earlier one of the same step.
  const fits = standing
    .filter((row) => row.leastAhead <= ahead)
    .reduce<Deadline | undefined>(
      (best, row) =>
        best === undefined ||
        row.leastAhead > best.leastAhead ||
        (row.leastAhead === best.leastAhead && row.from > best.from)
          ? row
          : best,
      undefined,
    )
  return fits === undefined ? null : { on: addBusinessDays(asked.askedOn, fits.dueWithin), source: fits.source }
}
