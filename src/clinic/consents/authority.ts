import { ageOn, type Day } from '../../basics/dates.ts'
import type { ConsentScope, SignerCapacity } from './consent.ts'

export type ConsentService = 'substance-use' | 'mental-health'
export type WhoConsents = 'self' | 'guardian' | 'both'

/** One state's rule for minors: dated, cited, and to be confirmed by counsel. Ages in completed years, both included. */
export type AuthorityRow = {
  state: string
  service: ConsentService
  fromAge: number
  toAge: number
  who: WhoConsents
  /** What must have been found and recorded for `who` to hold; until then both sign. */
  condition: string | null
  note: string
  citation: string
  from: Day
  mark: 'V' | 'K'
}

const row = (
  state: string,
  service: ConsentService,
  fromAge: number,
  citation: string,
  note: string,
  condition: string | null = null,
): AuthorityRow => ({
  state,
  service,
  fromAge,
  toAge: 17,
  who: 'self',
  condition,
  note,
  citation,
  from: '2024-01-01',
  mark: 'K',
})

/** The default rows. A state that is not here has both sign, until counsel adds its row. */
export const defaultAuthority: readonly AuthorityRow[] = [
  row('CA', 'substance-use', 12, 'Cal. Fam. Code 6929', 'Not for opioid agonist medicine.'),
  row('CA', 'mental-health', 12, 'Cal. Fam. Code 6924; Health & Safety Code 124260', 'Outpatient counseling.'),
  row('FL', 'substance-use', 12, 'Fla. Stat. 397.501, 397.601', 'Voluntary substance use services.'),
  row('MA', 'substance-use', 12, 'Mass. G.L. c. 112, 12E', '', 'Two physicians find that the minor is drug dependent'),
  row(
    'NY',
    'substance-use',
    12,
    'N.Y. Mental Hyg. Law 22.11',
    '',
    "A parent's part would harm treatment, or no parent can be reached",
  ),
  row('TX', 'substance-use', 12, 'Tex. Fam. Code 32.003, 32.004', 'Counseling for chemical dependency.'),
]

/** Below this, nobody consents alone under any default row. */
export const ADULT_AGE = 18

export type Authority = { who: WhoConsents; condition: string | null; note: string; citation: string; mark: 'V' | 'K' }

/**
 * Who consents to a service for someone of this age in this state on this day. `age` in completed years, null when not
 * known. From 18 the person alone. Under 18 by the state's row; where a row has a condition that is not recorded as met,
 * where no row is known, or where the age is not known: both sign. Clinical reference 4.6; each row cites its statute [K].
 */
export function consentAuthority(
  age: number | null,
  state: string,
  service: ConsentService,
  on: Day,
  conditionMet = false,
  rows: readonly AuthorityRow[] = defaultAuthority,
): Authority {
  if (age === null) return { who: 'both', condition: null, note: 'The age is not known.', citation: '', mark: 'K' }
  if (age >= ADULT_AGE) return { who: 'self', condition: null, note: '', citation: 'Adult', mark: 'K' }
  const found = rows
    .filter((each) => each.state === state && each.service === service && each.from <= on)
    .filter((each) => age >= each.fromAge && age <= each.toAge)
    .reduce<AuthorityRow | null>((best, each) => (best === null || each.from >= best.from ? each : best), null)
  if (found === null)
    return {
      who: 'both',
      condition: null,
      note: `No rule for minors in ${state} is recorded: both sign.`,
      citation: '',
      mark: 'K',
    }
  const { condition, note, citation, mark } = found
  return { who: condition !== null && !conditionMet ? 'both' : found.who, condition, note, citation, mark }
}

/**
 * Whose signatures stand behind everything that is told of somebody: born on `birthDate`, in this state, on this day. Who is
 * in no program yet counts as one of substance use, which is the stricter. 42 CFR 2.14.
 */
export const signersOf = (
  client: { birthDate: Day; programKind: ConsentService | null },
  state: string,
  on: Day,
  scope: ConsentScope = 'tpo',
): readonly SignerCapacity[] =>
  signersNeeded(
    consentAuthority(ageOn(client.birthDate, on), state, client.programKind ?? 'substance-use', on).who,
    scope,
  )

/**
 * Whose signatures a document needs. Where the minor alone may consent to treatment, only the minor may consent to
 * telling anyone, parents included; where a parent must, telling needs the minor and the parent. 42 CFR 2.14.
 */
export const signersNeeded = (who: WhoConsents, scope: ConsentScope): readonly SignerCapacity[] => {
  if (who === 'self') return ['client']
  if (who === 'guardian' && scope === 'treatment') return ['guardian']
  return ['client', 'guardian']
}
