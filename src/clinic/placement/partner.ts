import { addDays, type Day, isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { isLevel, routes } from './levels.ts'

/** Days after which what is known of a partner is called old: half a year [K]. */
export const STALE_AFTER_DAYS = 180

/** What is known of a partner. Null: nobody has asked. */
export type PartnerFacts = {
  name: string
  /** Levels of care and routes that they take people for: '3.7', 'ed', 'otp'. */
  levels: readonly string[]
  phone: string
  fax: string
  address: string
  hours: string
  payers: string
  takesAdolescents: boolean | null
  takesPregnant: boolean | null
  takesMoud: boolean | null
  words: string
  isClosed: boolean
}

/** Not checked for 180 days, or never. On the last of those days it still counts as fresh. */
export const isStale = (verifiedOn: Day | null, today: Day): boolean =>
  verifiedOn === null || verifiedOn < addDays(today, -STALE_AFTER_DAYS)

/** Where a partner may be chosen for: every level of care and every route that another house answers. */
export const isPlace = (code: string): boolean => isLevel(code) || (Object.hasOwn(routes, code) && code !== 'clinician')

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

/**
 * May this be kept of a partner? Refusals: 'needs-name' (two letters), 'needs-level' none or one that does not exist,
 * 'needs-way' neither a phone nor an address: nobody can be handed over to a name alone.
 */
export function partnerRefusal(facts: Pick<PartnerFacts, 'name' | 'levels' | 'phone' | 'address'>): Refusal | null {
  if (letters(facts.name) < 2) return refuse('needs-name', 'Give the name of the house or the unit.')
  if (facts.levels.length === 0 || !facts.levels.every(isPlace))
    return refuse('needs-level', 'Choose at least one level of care that they give.')
  return facts.phone === '' && letters(facts.address) < 3
    ? refuse('needs-way', 'Give a phone number or an address.')
    : null
}

/** May a check be recorded? On a day up to today, with whom: 'needs-day', 'needs-whom'. */
export function checkRefusal(check: { on: string; with: string }, today: Day): Refusal | null {
  if (!isDay(check.on) || check.on > today)
    return refuse('needs-day', 'Give the day on which you checked, today at the latest.')
  return letters(check.with) < 2 ? refuse('needs-whom', 'Name whom you checked it with.') : null
}

/** What about this person asks whether a partner takes them; the answer that is not yes is said before they are called. */
export type Person = { isAdolescent: boolean; isPregnant: boolean; wantsMoud: boolean }

/** Why a partner may not take this person, as short sentences. Empty where nothing speaks against it. */
export function doubts(facts: PartnerFacts, person: Person): string[] {
  const asked: [boolean, boolean | null, string, string][] = [
    [person.isAdolescent, facts.takesAdolescents, 'Takes no one under 18.', 'Ask whether they take someone under 18.'],
    [
      person.isPregnant,
      facts.takesPregnant,
      'Takes no one who is pregnant.',
      'Ask whether they take someone who is pregnant.',
    ],
    [
      person.wantsMoud,
      facts.takesMoud,
      'Does not go on with medicine for opioid use.',
      'Ask whether medicine for opioid use goes on there.',
    ],
  ]
  return asked.flatMap(([applies, takes, no, unknown]) =>
    !applies || takes === true ? [] : [takes === false ? no : unknown],
  )
}

/** Those that give this level first, then who was checked last; the closed are left out. */
export function forLevel<T extends PartnerFacts & { verifiedOn: Day | null }>(
  partners: readonly T[],
  level: string,
): { gives: T[]; others: T[] } {
  const order = (a: T, b: T) => (b.verifiedOn ?? '').localeCompare(a.verifiedOn ?? '') || a.name.localeCompare(b.name)
  const open = partners.filter((one) => !one.isClosed).toSorted(order)
  return {
    gives: open.filter((one) => one.levels.includes(level)),
    others: open.filter((one) => !one.levels.includes(level)),
  }
}
