import { type Day, isDay } from '../../basics/dates.ts'

// A referral was written by a stranger's software: any field may be missing, of another kind, huge or hostile.
// Everything is read through these few functions, which answer undefined instead of trusting.

export type Resource = Record<string, unknown> & { resourceType: string }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Own fields only: '__proto__' or 'constructor' in a hostile file is a name like any other. */
export function field(value: unknown, ...path: string[]): unknown {
  let at = value
  for (const name of path) {
    if (!isObject(at) || !Object.hasOwn(at, name)) return undefined
    at = at[name]
  }
  return at
}

/** A field that may hold one value, several or none, as a list. */
export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

export const isResource = (value: unknown): value is Resource => typeof field(value, 'resourceType') === 'string'

// Marks that turn the direction of writing can make a line read as something else than it is.
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const PLAIN = /^[!-~]+(?: [!-~]+)*$/
const SOCIAL_SECURITY = /(?<![\d-])\d{3}-\d{2}-(\d{4})(?![\d-])/g

/** One line of printable text, at most `longest` characters, with any whole Social Security number masked. */
export function clean(text: string, longest = 200): string {
  // Nearly all text is plain already, and a record can hold a million of them.
  if (text.length <= longest && PLAIN.test(text) && !/\d-\d\d-\d{4}/.test(text)) return text
  const near = text
    .slice(0, longest * 3)
    .replace(/\p{Cc}+/gu, ' ')
    .replace(DIRECTION_MARKS, '')
    .replace(SOCIAL_SECURITY, '***-**-$1')
    .replace(/\s+/g, ' ')
    .toWellFormed()
    .trim()
  return near.length <= longest
    ? near
    : `${near
        .slice(0, longest - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
}

export function textOf(value: unknown, longest = 200): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return undefined
  const text = clean(value, longest)
  return text === '' ? undefined : text
}

/** The first of several fields that holds text. */
export const firstText = (...values: unknown[]): string | undefined => {
  for (const value of values) {
    const text = textOf(value)
    if (text !== undefined) return text
  }
  return undefined
}

/** The calendar day of a FHIR date or dateTime as written, in the sender's own time zone; null when not a whole day. */
export function dayOf(value: unknown): Day | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}(T|$)/.test(value)) return null
  const day = value.slice(0, 10)
  return isDay(day) ? day : null
}

/** '1985' or '1985-02': a date that is known only roughly. */
export const roughDate = (value: unknown): string | null =>
  typeof value === 'string' && /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(value) ? value : null

// In the order in which a code is preferred when the sender gives several.
const SYSTEMS: [RegExp, string][] = [
  [/icd-10|6\.90$/i, 'ICD-10'],
  [/rxnorm|6\.88$/i, 'RxNorm'],
  [/snomed|6\.96$/i, 'SNOMED CT'],
  [/loinc|6\.1$/i, 'LOINC'],
  [/icd-9|6\.103$/i, 'ICD-9'],
  [/ndc|6\.69$/i, 'NDC'],
]

const systemName = (system: string | null): string =>
  SYSTEMS.find(([pattern]) => system !== null && pattern.test(system))?.[1] ?? 'Code'

const rankOf = (system: string | null): number => {
  const at = SYSTEMS.findIndex(([pattern]) => system !== null && pattern.test(system))
  return at === -1 ? SYSTEMS.length : at
}

export type Concept = {
  system: string | null
  code: string | null
  label: string
  /** Every wording and every code the sender gave, for rules that look for a meaning. */
  words: string
  codes: string[]
}

// SNOMED CT ends its full names with the kind of thing meant; nobody says "Viral sinusitis (disorder)".
const KIND_OF_THING =
  /\s\((disorder|finding|procedure|situation|observable entity|substance|product|regime\/therapy|event|morphologic abnormality|qualifier value|record artifact|environment)\)$/i

/** A CodeableConcept (or lone Coding, or lone text) with the label a person would read; undefined when it says nothing. */
export function conceptOf(value: unknown): Concept | undefined {
  if (typeof value === 'string') {
    const label = textOf(value)
    return label === undefined ? undefined : { system: null, code: null, label, words: label, codes: [] }
  }
  const codings = (field(value, 'coding') === undefined ? [value] : listOf(field(value, 'coding')))
    .slice(0, 20)
    .map((coding) => ({
      system: textOf(field(coding, 'system')) ?? null,
      code: textOf(field(coding, 'code'), 60) ?? null,
      display: textOf(field(coding, 'display')),
    }))
    .filter((coding) => coding.code !== null || coding.display !== undefined)
    .sort((a, b) => rankOf(a.system) - rankOf(b.system))
  const text = textOf(field(value, 'text'))
  const [best] = codings
  const display = codings.find((coding) => coding.display !== undefined)?.display
  const coded = best?.code ? `${systemName(best.system)} ${best.code} (no name given)` : undefined
  const label = (text ?? display ?? coded)?.replace(KIND_OF_THING, '')
  if (label === undefined) return undefined
  return {
    system: best?.system ?? null,
    code: best?.code ?? null,
    label,
    words: [text, ...codings.map((coding) => coding.display)].filter(Boolean).join(' | '),
    codes: codings.flatMap((coding) => (coding.code === null ? [] : [coding.code])),
  }
}

/** The code of a status field, whether written as plain text or as a CodeableConcept. */
export const statusOf = (value: unknown): string =>
  (
    textOf(value) ??
    textOf(field(listOf(field(value, 'coding'))[0], 'code')) ??
    textOf(field(value, 'text')) ??
    ''
  ).toLowerCase()

/** Values of extensions whose URL ends with `name`. */
export const extensionsOf = (value: unknown, name: RegExp): unknown[] =>
  listOf(field(value, 'extension')).filter((extension) => name.test(textOf(field(extension, 'url'), 300) ?? ''))
