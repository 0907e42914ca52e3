import type { Day } from '../../basics/dates.ts'
import { addMonths } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'

export const payerKinds = ['commercial', 'medicaid', 'medicare', 'tricare', 'other'] as const
export type PayerKind = (typeof payerKinds)[number]
export const payerKindNames: Record<PayerKind, string> = {
  commercial: 'Commercial',
  medicaid: 'Medicaid',
  medicare: 'Medicare',
  tricare: 'TRICARE',
  other: 'Other',
}

/** What the client is to the subscriber: the codes of FHIR's subscriber-relationship. */
export const relations = ['self', 'spouse', 'child', 'parent', 'common', 'other'] as const
export type Relation = (typeof relations)[number]
export const relationNames: Record<Relation, string> = {
  self: 'The client holds the plan',
  spouse: 'Husband or wife of the holder',
  child: 'Child of the holder',
  parent: 'Parent of the holder',
  common: 'Partner of the holder',
  other: 'Other',
}

export type CoverageSaid = {
  payerId: string
  plan: string
  memberNumber: string
  groupNumber: string
  relation: Relation
  subscriberName: string
  subscriberBirthDate: Day | null
  priority: number
  startsOn: Day | null
  endsOn: Day | null
}

/**
 * May a coverage be recorded so? Null when it may. Priority 1 to 9, no two running plans of a client with the same one.
 * Refuses: a plan of someone else without their name, days that are turned, a birth date ahead, a place already taken.
 */
export function mayCover(said: CoverageSaid, others: readonly { priority: number }[], today: Day): Refusal | null {
  if (said.relation !== 'self' && said.subscriberName === '')
    return refuse('needs-subscriber', 'Say who holds the plan: their name as on the card.')
  if (said.startsOn !== null && said.endsOn !== null && said.endsOn < said.startsOn)
    return refuse('dates-turned', 'The plan would end before it begins. Look at the two dates.')
  if (said.subscriberBirthDate !== null && said.subscriberBirthDate > today)
    return refuse('born-ahead', 'The birth date of the plan’s holder lies ahead. Look at it again.')
  if (!Number.isInteger(said.priority) || said.priority < 1 || said.priority > 9)
    return refuse('bad-priority', 'Say which plan pays first: 1 is the first, 9 the last.')
  if (others.some((other) => other.priority === said.priority))
    return refuse(
      'priority-taken',
      `Another plan of this client pays in place ${said.priority}. Choose another place, or end that plan.`,
    )
  return null
}

export type CoverageNow = { startsOn: Day | null; endsOn: Day | null; endedOn: Day | null }

/** Does a plan run on a day? Days that nobody has given do not stop it. An ended one runs up to and with its last day. */
export const runsOn = (coverage: CoverageNow, on: Day): boolean =>
  (coverage.startsOn === null || coverage.startsOn <= on) &&
  (coverage.endsOn === null || coverage.endsOn >= on) &&
  (coverage.endedOn === null || coverage.endedOn >= on)

/**
 * May a plan be ended on this day? It must lie between its beginning and today. Refuses 'ends-before', 'ends-ahead'.
 */
export function mayEnd(coverage: CoverageNow, on: Day, today: Day): Refusal | null {
  if (coverage.startsOn !== null && on < coverage.startsOn)
    return refuse('ends-before', 'The plan would end before it began. Look at the day again.')
  if (on > today) return refuse('ends-ahead', 'That day lies ahead. Correct the plan and give its last day instead.')
  return null
}

export type DecisionSaid =
  | { isGranted: true; sharePercent: number; startsOn: Day; endsOn: Day; because: string }
  | { isGranted: false; because: string; appeal: string }

/**
 * May an application be decided so? Granted: a share of 0 to 99 percent, for at most 12 months, with why.
 * Denied: with why, and how to appeal. Null when it may.
 */
export function mayDecide(said: DecisionSaid): Refusal | null {
  if (said.because === '') return refuse('needs-why', 'Say why: the person may ask, and so may an auditor.')
  if (!said.isGranted)
    return said.appeal === '' ? refuse('needs-appeal', 'Say how the person may appeal: to whom, and by when.') : null
  if (!Number.isInteger(said.sharePercent) || said.sharePercent < 0 || said.sharePercent > 99)
    return refuse('bad-share', 'Give the share that the person pays: a whole number from 0 to 99 percent.')
  if (said.endsOn < said.startsOn)
    return refuse('dates-turned', 'The help would end before it begins. Look at the two dates.')
  if (said.endsOn >= addMonths(said.startsOn, 12))
    return refuse('too-long', 'Help is granted for 12 months at most; then the income is looked at again.')
  return null
}

/** A national provider identifier: ten digits whose last one checks the others (Luhn over 80840 and the number; 45 CFR 162.406). */
export function isNpi(text: string): boolean {
  if (!/^[12]\d{9}$/.test(text)) return false
  const sum = Array.from(`80840${text}`)
    .reverse()
    .reduce((total, digit, at) => {
      const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}
