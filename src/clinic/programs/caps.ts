import type { Mark } from '../../basics/mark.ts'
import type { Day } from '../../basics/dates.ts'
import type { CapClass } from './library.ts'

/** One limit on how many clients may sit in a group, set by a state or a payer. */
export type CapRow = {
  authority: 'state' | 'payer'
  /** 'FL' for a state, the payer's key for a payer. */
  key: string
  label: string
  appliesTo: readonly CapClass[]
  cap: number
  from: Day
  /** The last day it stands; null while nobody has ended it. */
  to: Day | null
  source: string
  mark: Mark
}

const since = { from: '2013-01-01', to: null } as const

/**
 * What a new clinic starts with. Texas exempts multi-family groups; California, Florida, New York and the two payers are
 * common knowledge (K) until the clinic's compliance officer has confirmed them. Source: clinical.md §0 fact 9, §7.1.
 */
export const defaultCaps: readonly CapRow[] = [
  {
    ...since,
    authority: 'state',
    key: 'TX',
    label: 'Texas',
    appliesTo: ['counselling'],
    cap: 16,
    source: '26 TAC 564.901(b)',
    mark: 'V',
  },
  {
    ...since,
    authority: 'state',
    key: 'TX',
    label: 'Texas',
    appliesTo: ['education'],
    cap: 35,
    source: '26 TAC 564.901(b)',
    mark: 'V',
  },
  {
    ...since,
    authority: 'state',
    key: 'CA',
    label: 'California',
    appliesTo: ['counselling', 'education'],
    cap: 12,
    source: 'DMC-ODS group counselling, 2 to 12',
    mark: 'K',
  },
  {
    ...since,
    authority: 'state',
    key: 'FL',
    label: 'Florida',
    appliesTo: ['counselling'],
    cap: 15,
    source: '65D-30 F.A.C., counselling groups',
    mark: 'K',
  },
  {
    ...since,
    authority: 'state',
    key: 'NY',
    label: 'New York',
    appliesTo: ['counselling', 'education'],
    cap: 15,
    source: '14 NYCRR 822',
    mark: 'K',
  },
  {
    ...since,
    authority: 'payer',
    key: 'medicare',
    label: 'Medicare',
    appliesTo: ['counselling'],
    cap: 10,
    source: 'local coverage determinations say 10 to 12: the lower until the clinic sets its contractor’s',
    mark: 'K',
  },
  {
    ...since,
    authority: 'payer',
    key: 'masshealth',
    label: 'MassHealth',
    appliesTo: ['counselling'],
    cap: 12,
    source: '130 CMR 418, about 12',
    mark: 'K',
  },
]
