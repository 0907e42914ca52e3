import { type Day, isDay } from '../../basics/dates.ts'
import { plainLetters } from '../../basics/text.ts'
import { phoneDigits } from '../clients/contact-points.ts'
import { areFormsOfOneName } from './nicknames.ts'
import { type Contact, type Person, SOCIAL_SECURITY_SYSTEM } from './referral.ts'

/** What is compared: of a referral, of someone entered by hand, and of everyone the clinic knows. */
export type Identity = {
  givenName: string
  familyName: string
  preferredName?: string
  formerFamilyNames?: readonly string[]
  birthDate: Day
  phones?: readonly string[]
  emails?: readonly string[]
  socialSecurityLast4?: string
}

export type KnownPerson = Identity & { id: string }
export type LikelyDuplicate = { id: string; score: number; reasons: string[] }

/**
 * From this score (of 100) on, a known person is shown side by side with the new one. It is set so that one strong
 * fact with a name brings someone up, while a shared name alone, or a shared household (phone and email), does not.
 */
export const THRESHOLD = 55

/**
 * From this score on, a known person is shown beside an inquiry. Visitors are asked for a first name and one way to reach
 * them, no more: the same number alone brings somebody up, for the coordinator to ask whose it is.
 */
export const INQUIRY_THRESHOLD = 20

/** What of a referral or of a person entered by hand is compared. An emergency contact's phone is not theirs. */
export function identityOf(person: Person, contacts: readonly Contact[]): Identity {
  const values = (kind: Contact['kind']) =>
    contacts.filter((contact) => contact.kind === kind).map(({ value }) => value)
  const socialSecurity = person.identifiers.find(({ system }) => system === SOCIAL_SECURITY_SYSTEM)
  return {
    givenName: person.givenName,
    familyName: person.familyName,
    birthDate: person.birthDate,
    phones: values('phone'),
    emails: values('email'),
    ...(person.preferredName && { preferredName: person.preferredName }),
    ...(person.formerFamilyNames && { formerFamilyNames: person.formerFamilyNames }),
    ...(socialSecurity && { socialSecurityLast4: socialSecurity.value }),
  }
}

/**
 * Values for a prefilter in the database. It is complete: names alone reach 45 of the 55 points, so whoever is likely
 * the same shares a birth date (or one a slip away), a phone, an email or the last four of the Social Security number.
 */
export function duplicateKeys(person: Identity): {
  birthDates: Day[]
  phones: string[]
  emails: string[]
  socialSecurityLast4s: string[]
} {
  return {
    birthDates: isDay(person.birthDate) ? nearDays(person.birthDate) : [],
    phones: [...new Set(phonesOf(person))],
    emails: [...new Set(emailsOf(person))],
    socialSecurityLast4s: last4Of(person),
  }
}

/** The day itself, day and month swapped, and every day that differs in one digit: the dates that earn points. */
function nearDays(day: Day): Day[] {
  const slips = day
    .split('')
    .flatMap((letter, place) =>
      letter === '-' ? [] : '0123456789'.split('').map((digit) => day.slice(0, place) + digit + day.slice(place + 1)),
    )
  return [...new Set([day, swappedDay(day), ...slips])].filter((one): one is Day => one !== undefined && isDay(one))
}

type Evidence = { points: number; reasons: string[] }
const nothing: Evidence = { points: 0, reasons: [] }

/**
 * Known people who may be the same person, likeliest first: score `from` (55) to 100 and every reason in words. A score is
 * the same whichever of the two came first. Points: birth date 40 (day and month swapped 32, one digit off 22),
 * family name up to 25, given name up to 20, phone 20, email 25, last four of the Social Security number 25.
 */
export function likelyDuplicates(
  person: Identity,
  known: readonly KnownPerson[],
  from: number = THRESHOLD,
): LikelyDuplicate[] {
  return known
    .map((other) => ({ id: other.id, ...compare(person, other) }))
    .filter((match) => match.score >= from)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function compare(one: Identity, other: Identity): { score: number; reasons: string[] } {
  const evidence = [
    birthDateEvidence(one.birthDate, other.birthDate),
    nameEvidence(one, other),
    sharedEvidence(phonesOf(one), phonesOf(other), 20, 'Same phone number'),
    sharedEvidence(emailsOf(one), emailsOf(other), 25, 'Same email address'),
    sharedEvidence(last4Of(one), last4Of(other), 25, 'Same last four of the Social Security number'),
  ]
  return {
    score: Math.min(
      100,
      evidence.reduce((sum, { points }) => sum + points, 0),
    ),
    reasons: evidence.flatMap(({ reasons }) => reasons),
  }
}

function birthDateEvidence(one: Day, other: Day): Evidence {
  if (!isDay(one) || !isDay(other)) return nothing
  if (one === other) return { points: 40, reasons: ['Same birth date'] }
  if (swappedDay(one) === other) return { points: 32, reasons: ['Birth date with day and month swapped'] }
  const differing = one.split('').filter((digit, i) => digit !== other.charAt(i)).length
  return differing === 1 ? { points: 22, reasons: ['Birth date differs in one digit'] } : nothing
}

/** '1985-02-03' → '1985-03-02'; undefined where that is no day, or the same day. */
function swappedDay(day: Day): Day | undefined {
  const swapped = `${day.slice(0, 4)}-${day.slice(8, 10)}-${day.slice(5, 7)}`
  return swapped !== day && isDay(swapped) ? swapped : undefined
}

function nameEvidence(one: Identity, other: Identity): Evidence {
  const straight = add(familyEvidence(one, other), givenEvidence(one, other))
  const swapped =
    isSame(plainName(one.givenName), plainName(other.familyName)) &&
    isSame(plainName(one.familyName), plainName(other.givenName))
      ? { points: 40, reasons: ['Given and family name swapped'] }
      : nothing
  return swapped.points > straight.points ? swapped : straight
}

const add = (one: Evidence, other: Evidence): Evidence => ({
  points: one.points + other.points,
  reasons: [...one.reasons, ...other.reasons],
})

function familyEvidence(one: Identity, other: Identity): Evidence {
  const [a, b] = [plainName(one.familyName), plainName(other.familyName)]
  if (isSame(a, b)) return { points: 25, reasons: ['Same family name'] }
  const others = familyNamesOf(other)
  if (familyNamesOf(one).some((name) => others.includes(name)))
    return { points: 22, reasons: ['Same family name as an earlier one'] }
  if (sharesPart(one.familyName, other.familyName))
    return { points: 20, reasons: ['Part of a double family name is the same'] }
  if (isNearly(a, b)) return { points: 18, reasons: ['Family name spelled almost the same'] }
  return nothing
}

function givenEvidence(one: Identity, other: Identity): Evidence {
  const pairs = givenNamesOf(one).flatMap((a) => givenNamesOf(other).map((b) => [a, b] as const))
  if (pairs.some(([a, b]) => isSame(a, b))) return { points: 20, reasons: ['Same given name'] }
  if (pairs.some(([a, b]) => areFormsOfOneName(a, b)))
    return { points: 18, reasons: ['Given names are forms of one name'] }
  if (sharesPart(one.givenName, other.givenName))
    return { points: 16, reasons: ['Part of a double given name is the same'] }
  if (pairs.some(([a, b]) => isNearly(a, b))) return { points: 14, reasons: ['Given name spelled almost the same'] }
  const initials = pairs.some(([a, b]) => (a.length === 1 || b.length === 1) && a.charAt(0) === b.charAt(0))
  return initials ? { points: 8, reasons: ['Same initial'] } : nothing
}

const givenNamesOf = (person: Identity): string[] =>
  [person.givenName, person.preferredName ?? ''].map(plainName).filter((name) => name !== '')

const familyNamesOf = (person: Identity): string[] =>
  [person.familyName, ...(person.formerFamilyNames ?? [])].map(plainName).filter((name) => name !== '')

const phonesOf = (person: Identity): string[] =>
  (person.phones ?? []).map(phoneDigits).filter((digits) => digits !== '')

const emailsOf = (person: Identity): string[] =>
  (person.emails ?? []).map((email) => email.trim().toLowerCase()).filter((email) => email.includes('@'))

const last4Of = (person: Identity): string[] =>
  /^\d{4}$/.test(person.socialSecurityLast4 ?? '') ? [person.socialSecurityLast4 ?? ''] : []

const OTHER_LETTERS: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
  ı: 'i',
}

/** "Ó'Brien-López" → 'obrienlopez': a name as it is compared and looked up, without accents, spaces or punctuation. */
export const plainName = (name: string): string =>
  plainLetters(name.slice(0, 200))
    .replace(/[ßøłđæœþðı]/g, (letter) => OTHER_LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]/gu, '')

const isSame = (a: string, b: string): boolean => a !== '' && a === b

const partsOf = (name: string): string[] =>
  name
    .slice(0, 200)
    .split(/[\s\-‐–/]+/)
    .map(plainName)
    .filter((part) => part.length >= 3)

function sharesPart(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)]
  return (a.length > 1 || b.length > 1) && a.some((part) => b.includes(part))
}

/** One slip of the keyboard in four letters or more, two in eight or more. */
function isNearly(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  const allowed = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0
  return allowed > 0 && Math.abs(a.length - b.length) <= allowed && slips(a, b) <= allowed
}

/** Letters added, left out, exchanged, or two neighbours turned round (optimal string alignment distance). */
function slips(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}

const sharedEvidence = (ones: string[], others: string[], points: number, reason: string): Evidence =>
  ones.some((value) => others.includes(value)) ? { points, reasons: [reason] } : nothing
