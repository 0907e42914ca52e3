import type { ConsentScope } from './consent.ts'

/** What staff call each kind of consent. */
export const scopeName: Record<ConsentScope, string> = {
  treatment: 'Consent to treatment',
  tpo: 'Sharing for treatment, payment and operations',
  specific: 'Sharing with one person or place',
  'counselling-notes': 'Counselling notes',
  legal: 'Legal proceedings',
  'criminal-justice': 'Report to a court or officer',
}

export const nameOfScope = (scope: string): string =>
  Object.entries(scopeName).find(([known]) => known === scope)?.[1] ?? scope
