import { ageOn, type Day, isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { plainLetters } from '../../basics/text.ts'

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

/** Everything a person may be looked for by: lower case, without accents; earlier names too. */
export const searchNameOf = (person: {
  givenName: string
  familyName: string
  middleNames?: string
  preferredName?: string
  formerFamilyNames?: readonly string[]
}): string =>
  plainLetters(
    [
      person.givenName,
      person.preferredName ?? '',
      person.middleNames ?? '',
      person.familyName,
      ...(person.formerFamilyNames ?? []),
    ].join(' '),
  )

/** '1991-04-17', '4/17/1991' (month first, as in the United States) → the day; undefined when it is none. */
export function dayTyped(text: string): Day | undefined {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim()) ?? []
  const typed = year === '' ? text.trim() : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(typed) ? typed : undefined
}

/** Earlier family names are kept among a person's identifiers, under this system. */
export const formerFamilyName = 'former-family-name'
