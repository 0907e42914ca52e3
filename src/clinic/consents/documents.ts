import { type Day, Temporal } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { ConsentRecipient, ConsentScope, Expiry, Information, Purpose, Statement } from './consent.ts'
import { type Paragraph, tpoWords, treatmentWords } from './documents-words.ts'
import { tpoWordsSpanish, treatmentWordsSpanish } from './documents-words-spanish.ts'

export type { Paragraph } from './documents-words.ts'

/** One version of one form. A change of a word is a new version; what was signed keeps the old one. */
export type ConsentDocument = {
  id: string
  version: string
  /** From this day on it may be signed. */
  from: Day
  language: string
  title: string
  scope: ConsentScope
  /** Names in braces in the text that are filled before anyone reads it. */
  blanks: readonly string[]
  /** What the text says, by the elements of the rule: checked against the words by a test. */
  statements: readonly Statement[]
  information: readonly Information[]
  informationWords: string
  recipients: readonly ConsentRecipient[]
  purposes: readonly Purpose[]
  paragraphs: readonly Paragraph[]
  /** For the clinic, never part of what is signed. */
  note: string
}

const template = 'Template: have counsel confirm it for your state and program before first use.'

const english: readonly ConsentDocument[] = [
  {
    id: 'stepwell-treatment',
    version: '1',
    from: '2024-04-16',
    language: 'en',
    title: 'Consent to treatment',
    scope: 'treatment',
    blanks: ['client', 'clinic', 'program', 'hours', 'crisisLine', 'complaints', 'signer'],
    statements: ['what-treatment', 'risks-and-choices', 'may-refuse', 'limits-of-privacy', 'emergencies'],
    information: [],
    informationWords: '',
    recipients: [],
    purposes: [],
    paragraphs: treatmentWords,
    note: template,
  },
  {
    id: 'stepwell-tpo',
    version: '1',
    from: '2024-04-16',
    language: 'en',
    title: 'Consent to share my records for treatment, payment and operations',
    scope: 'tpo',
    blanks: ['client', 'clinic', 'privacyContact', 'ends', 'signer'],
    statements: [
      'right-to-revoke',
      'how-to-revoke',
      'reliance',
      'hipaa-redisclosure',
      'redisclosure-risk',
      'refusal-consequences',
    ],
    information: ['record'],
    informationWords: 'All records of care at the clinic, without the counselling notes kept apart',
    recipients: [
      { kind: 'treating-provider', name: null },
      { kind: 'health-plan', name: null },
      { kind: 'third-party-payer', name: null },
      { kind: 'program-operations', name: null },
    ],
    purposes: ['treatment', 'payment', 'operations'],
    paragraphs: tpoWords,
    note: template,
  },
]

const inSpanish: Record<string, Pick<ConsentDocument, 'title' | 'informationWords' | 'paragraphs'>> = {
  'stepwell-treatment': {
    title: 'Consentimiento para el tratamiento',
    informationWords: '',
    paragraphs: treatmentWordsSpanish,
  },
  'stepwell-tpo': {
    title: 'Permiso para compartir mis registros para tratamiento, pago y operaciones',
    informationWords:
      'Todos los registros de la atención en la clínica, sin las notas de consejería que se guardan aparte',
    paragraphs: tpoWordsSpanish,
  },
}

/** The documents that ship: one version of each, in two languages. */
export const documents: readonly ConsentDocument[] = english.flatMap((document) => {
  const spanish = inSpanish[document.id]
  return spanish === undefined ? [document] : [document, { ...document, ...spanish, language: 'es' }]
})

/** The newest document of a scope and language that may be signed on `day`; null when there is none. */
export const documentOn = (
  scope: ConsentScope,
  day: Day,
  language = 'en',
  known: readonly ConsentDocument[] = documents,
): ConsentDocument | null =>
  known
    .filter((each) => each.scope === scope && each.language === language && each.from <= day)
    .reduce<ConsentDocument | null>((best, each) => (best === null || each.from >= best.from ? each : best), null)

/** What is read and signed, with nothing left to fill. */
export type FilledDocument = Pick<ConsentDocument, 'id' | 'version' | 'language' | 'title'> & {
  paragraphs: readonly Paragraph[]
}

/** A filled blank is one line of plain text: no line breaks, no control or direction marks that could hide words. */
const oneLine = (value: string): string =>
  value
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .trim()

const LONGEST_BLANK = 300

/**
 * The document with its blanks filled, once: braces inside a value stay what they are. Refuses 'blank-missing' when a
 * blank has no letter or figure, 'blank-too-long' above 300 characters.
 */
export function fill(
  document: Pick<ConsentDocument, 'id' | 'version' | 'language' | 'title' | 'blanks' | 'paragraphs'>,
  values: Readonly<Record<string, string>>,
): FilledDocument | Refusal {
  const filled = new Map(
    document.blanks.map((blank) => [blank, oneLine(Object.hasOwn(values, blank) ? (values[blank] ?? '') : '')]),
  )
  const missing = document.blanks.filter((blank) => !/[\p{L}\p{N}]/u.test(filled.get(blank) ?? ''))
  if (missing.length > 0) return refuse('blank-missing', 'This document is not filled in yet.', missing)
  const long = document.blanks.filter((blank) => (filled.get(blank) ?? '').length > LONGEST_BLANK)
  if (long.length > 0) return refuse('blank-too-long', `Shorten this to ${LONGEST_BLANK} characters.`, long)
  return {
    id: document.id,
    version: document.version,
    language: document.language,
    title: document.title,
    paragraphs: document.paragraphs.map(({ kind, text }) => ({
      kind,
      text: text.replace(/\{(\w+)\}/g, (whole, blank: string) => filled.get(blank) ?? whole),
    })),
  }
}

/** The exact text that is signed and hashed: Unicode NFC, lines ended by \n, one mark a kind of paragraph. */
export const canonicalText = (filled: FilledDocument): string =>
  [
    `${filled.id}, version ${filled.version}, ${filled.language}`,
    `# ${filled.title}`,
    ...filled.paragraphs.map(({ kind, text }) => `${kind === 'heading' ? '## ' : kind === 'item' ? '- ' : ''}${text}`),
    '',
  ]
    .join('\n')
    .normalize('NFC')

/** How a form says when it ends, as the words after "This consent" ("Este permiso"). */
export function endsWords(expiry: Expiry, language: 'en' | 'es' = 'en'): string {
  const say = endings[language]
  if (expiry.kind === 'none') return say.none
  return expiry.kind === 'date'
    ? `${say.date} ${Temporal.PlainDate.from(expiry.on).toLocaleString(say.locale, { dateStyle: 'long' })}`
    : `${say[expiry.kind]} ${expiry.what.trim().replace(/\.+$/, '')}`
}

const endings = {
  en: {
    none: 'has no end date. It stays in force until you take it back',
    date: 'ends after',
    event: 'ends when this happens:',
    condition: 'lasts only as long as this holds:',
    locale: 'en-US',
  },
  es: {
    none: 'no tiene fecha de fin. Vale hasta que usted lo retire',
    date: 'termina después del',
    event: 'termina cuando',
    condition: 'vale solo mientras se cumpla esto:',
    locale: 'es-US',
  },
}
