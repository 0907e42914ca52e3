import type { Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { mayBeDated, standingOn, type Dated } from './guideline.ts'
import type { Cents } from './money.ts'

export const services = ['iop-day-sud', 'iop-day-mh', 'individual', 'family', 'assessment', 'residential-day'] as const
export type Service = (typeof services)[number]
export type Fee = Dated & {
  id: string
  service: Service
  payerId: string | null
  code: string
  amount: Cents
  isPublic: boolean
}

/** Our own labels: descriptions of procedure codes are licensed. The codes are those that clinical.md 2.3 lists. */
export const serviceNames: Record<Service, { name: string; unit: string; usualCode: string }> = {
  'iop-day-sud': { name: 'IOP day, substance use', unit: 'a day', usualCode: 'H0015' },
  'iop-day-mh': { name: 'IOP day, mental health', unit: 'a day', usualCode: 'S9480' },
  individual: { name: 'Individual session', unit: 'a session', usualCode: '90837' },
  family: { name: 'Family session', unit: 'a session', usualCode: '90847' },
  assessment: { name: 'Assessment', unit: 'each', usualCode: '90791' },
  'residential-day': { name: 'Residential care, for comparison', unit: 'a night', usualCode: '' },
}

export const iopService = (kind: string | null | undefined): Service =>
  kind === 'mental-health' ? 'iop-day-mh' : 'iop-day-sud'

/** The clinic's own fee, or what a payer allows, on a day; undefined where none is recorded. */
export const feeOn = (
  fees: readonly Fee[],
  service: Service,
  on: Day,
  payerId: string | null = null,
): Fee | undefined =>
  standingOn(
    fees.filter((fee) => fee.service === service && fee.payerId === payerId),
    on,
  )

/** May a fee be recorded so? Null when it may. A comparison figure is nobody's fee: no payer allows it. */
export function mayBeFee(fee: Omit<Fee, 'id'>): Refusal | null {
  if (!Number.isSafeInteger(fee.amount) || fee.amount < 0)
    return refuse('bad-amount', 'Give the fee as an amount of money, such as 385 or 385.50.')
  if (fee.service === 'residential-day' && fee.payerId !== null)
    return refuse('comparison-only', 'The residential figure is for comparison only: record it without a payer.')
  if (fee.isPublic && fee.payerId !== null)
    return refuse(
      'payer-secret',
      'What a payer allows is not shown to the public. Untick that, or leave the payer out.',
    )
  return mayBeDated(fee)
}
