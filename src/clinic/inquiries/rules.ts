import type { Day } from '../../basics/dates.ts'
import { isEmail, phoneDigits } from '../clients/contact-points.ts'
import { birthDateRefusal, nameProblem, tidyName } from '../clients/rules.ts'
import { type Contact, type Person, SEXES, type Sex } from './referral.ts'

export { birthDateRefusal, nameProblem, tidyName } from '../clients/rules.ts'
export { duplicateKeys, likelyDuplicates } from './duplicates.ts'

/** Security labels that make a record one of substance use treatment under 42 CFR Part 2 (HL7 ActCode names). */
const PART_2 = /^(42CFRPart2.*|ETH|ETHUD|SUD|OPIOIDUD|ALCOHOLUD|SUBSTANCEUD)$/i

/**
 * Whether the notice against redisclosure goes with what was received (42 CFR 2.32; clinical.md §4.3). Any label of
 * substance use information counts, not only '42CFRPart2': holding back too much can be mended, telling cannot.
 */
export const redisclosureApplies = (labels: readonly string[]): boolean => labels.some((label) => PART_2.test(label))

export type HandForm = Partial<Record<HandField, string>>
export type HandField = 'given' | 'family' | 'birthDate' | 'sex' | 'pronouns' | 'phone' | 'email' | 'language'
export type FieldRefusal = { field: HandField; because: string }

/**
 * A person entered by hand, or every field that needs another look (in the order of the form).
 * Required: given, family, birthDate ('YYYY-MM-DD'), sex. The rules for names and age are those of a referral.
 */
export function canEnterByHand(form: HandForm, today: Day): { person: Person; contacts: Contact[] } | FieldRefusal[] {
  const refusals: FieldRefusal[] = []
  const say = (field: HandField, because: string) => refusals.push({ field, because })
  const of = (field: HandField) => tidyName((form[field] ?? '').slice(0, 5000))

  for (const [field, missing] of [
    ['given', 'Enter the given name. If the person has one name only, enter it in both name fields.'],
    ['family', 'Enter the family name. If the person has one name only, enter it in both name fields.'],
  ] as const) {
    const problem = of(field) === '' ? missing : nameProblem(of(field))
    if (problem) say(field, problem)
  }
  const birthDate = birthDateRefusal(of('birthDate'), today)
  if (birthDate) say('birthDate', of('birthDate') === '' ? 'Enter the birth date.' : birthDate.because)
  const sex = sexOf(of('sex'))
  if (!sex) say('sex', 'Choose the sex; “unknown” is a choice.')
  if (of('pronouns') !== '' && isOddText(of('pronouns'), 40))
    say('pronouns', 'Write the pronouns in a few plain words.')
  if (of('phone') !== '' && phoneDigits(of('phone')) === '')
    say('phone', 'Enter the phone number with its area code, or leave it empty.')
  else if (isOddText(of('phone'), 40)) say('phone', 'Enter one phone number with digits only.')
  if (of('email') !== '' && !isEmail(of('email'))) say('email', 'Enter one email address, or leave it empty.')
  if (of('language') !== '' && isOddText(of('language'), 60)) say('language', 'Write the language as one plain word.')

  if (!sex || refusals.length > 0) return refusals
  return {
    person: {
      givenName: of('given'),
      familyName: of('family'),
      birthDate: of('birthDate'),
      sex,
      ...(of('pronouns') && { pronouns: of('pronouns') }),
      ...(of('language') && { language: of('language') }),
      identifiers: [],
    },
    contacts: [
      ...(of('phone') ? [{ kind: 'phone' as const, value: of('phone') }] : []),
      ...(of('email') ? [{ kind: 'email' as const, value: of('email') }] : []),
    ],
  }
}

const sexOf = (text: string): Sex | undefined => SEXES.find((sex) => sex === text.toLowerCase())

const isOddText = (text: string, longest: number): boolean =>
  text.length > longest || /[<>]|\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(text) || !text.isWellFormed()
