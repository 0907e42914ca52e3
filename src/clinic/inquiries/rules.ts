import { ageOn, type Day, isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { isEmail, phoneDigits } from './contact-points.ts'
import { type Contact, type Person, SEXES, type Sex } from './referral.ts'

export { duplicateKeys, likelyDuplicates } from './duplicates.ts'

/** Youngest age, in completed years, that Stepwell's programs take (adolescent track; mission.md M3). */
const YOUNGEST = 12

/** A birth date further back than this many years is a slip of the pen. */
const OLDEST = 120

const LONGEST_NAME = 100

/** Inner and outer white space, tabs and line ends become single spaces: they come with copying, and mean nothing. */
export const tidyName = (name: string): string => name.replace(/\s+/g, ' ').trim()

/**
 * Why a given, family or preferred name cannot be taken: one sentence, or undefined when it can.
 * Any script, accents, apostrophes, hyphens, digits and emoji are names; markup, control characters, marks that turn
 * the writing direction, damaged letters, more than 100 characters, and no letter at all are not. White space is
 * tidied, never refused. Nothing is silently taken out of a name: half a name is a wrong name.
 */
export function nameProblem(name: string): string | undefined {
  if (name.length > 20 * LONGEST_NAME) return 'The name is longer than 100 characters.'
  const tidy = tidyName(name)
  if (/[<>]/.test(tidy)) return 'The name contains characters that names don’t have (<>).'
  if (/[\u202a-\u202e\u2066-\u2069]/.test(tidy))
    return 'The name contains hidden characters that turn the direction of writing.'
  if (/\p{Cc}/u.test(tidy)) return 'The name contains control characters that names don’t have.'
  if (!tidy.isWellFormed() || tidy.includes('\ufffd')) return 'The name contains damaged letters (�).'
  if (Array.from(tidy).length > LONGEST_NAME) return 'The name is longer than 100 characters.'
  if (!/\p{L}/u.test(tidy)) return 'The name has no letters.'
  return undefined
}

/**
 * Whether someone born on `birthDate` can be referred on `today`; both are calendar days, age counts completed years.
 * Refusals: 'birth-date-missing', 'birth-date-partial' ('1985', '1985-02'), 'birth-date-wrong' (no such day),
 * 'birth-date-future', 'birth-date-too-old' (over 120 years), 'too-young' (under 12).
 */
export function birthDateRefusal(birthDate: string | undefined, today: Day): Refusal | undefined {
  const text = birthDate?.trim() ?? ''
  if (text === '') return refuse('birth-date-missing', 'There is no birth date.')
  if (/^\d{4}$/.test(text))
    return refuse(
      'birth-date-partial',
      'The birth date is only a year; the whole date (day, month and year) is needed.',
    )
  if (/^\d{4}-\d{2}$/.test(text))
    return refuse('birth-date-partial', 'The birth date is only a month and a year; the day is needed too.')
  if (!isDay(text)) return refuse('birth-date-wrong', 'The birth date is not a day in the calendar.')
  if (text > today) return refuse('birth-date-future', 'The birth date is in the future.')
  const age = ageOn(text, today)
  if (age > OLDEST) return refuse('birth-date-too-old', 'The birth date is more than 120 years ago.')
  if (age < YOUNGEST)
    return refuse(
      'too-young',
      'This person is under 12. Stepwell’s programs take people from 12: refer to a child service instead.',
    )
  return undefined
}

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
