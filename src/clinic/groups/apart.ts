import { type Refusal, refuse } from '../../basics/refusal.ts'

export const apartKinds = [
  { value: 'protective-order', label: 'A protective or no-contact order' },
  { value: 'former-partners', label: 'Former partners' },
  { value: 'partners', label: 'Partners' },
  { value: 'relatives', label: 'Relatives' },
  { value: 'coworkers', label: 'Coworkers' },
  { value: 'other', label: 'Another reason' },
] as const
export type ApartKind = (typeof apartKinds)[number]['value']

export const apartKindInWords = (kind: string): string =>
  apartKinds.find((one) => one.value === kind)?.label ?? 'Another reason'

/** Whether two people may be kept apart by a rule: two different ones, of whom no rule stands yet. Refuses 'same-person', 'stands' and 'over'. */
export function mayKeepApart(
  one: string,
  other: string,
  standing: readonly (readonly [string, string])[],
  days: { today: string; lastDay: string | null },
): Refusal | null {
  if (one === other) return refuse('same-person', 'Choose two different people.')
  if (days.lastDay !== null && days.lastDay < days.today)
    return refuse('over', 'The last day has passed already. Choose a later one, or none.')
  if (standing.some(([a, b]) => (a === one && b === other) || (a === other && b === one)))
    return refuse('stands', 'These two are kept apart already. End that rule first to write another.')
  return null
}
