import type { Day } from '../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import type { ConsentDocument, Paragraph } from '../consents/documents.ts'
import { documents } from '../consents/documents.ts'
import { blanksIn, readMarkup } from './markup.ts'
import { isPaperKind, type PaperKind, paperKinds, papers, statementWords } from './paper.ts'
import { agreementWords } from './wordings/agreement.ts'
import { emergencyWords } from './wordings/emergency.ts'
import { financialWords } from './wordings/financial.ts'
import { privacyNoticeWords } from './wordings/privacy-notice.ts'
import { telehealthWords } from './wordings/telehealth.ts'

export type Tongue = 'en' | 'es'
export const tongues: readonly Tongue[] = ['en', 'es']

/** One version of one paper in one language. */
export type Wording = Pick<ConsentDocument, 'id' | 'version' | 'from' | 'title' | 'paragraphs' | 'statements'> & {
  kind: PaperKind
  language: Tongue
  /** Who wrote it: Stepwell's default, or the clinic. */
  by: 'stepwell' | 'clinic'
  blanks: readonly string[]
}

/** What every default says to the clinic, and never to the signer. */
export const defaultNote =
  'Default wording: your compliance officer and counsel confirm it for your state and program before first use.'

const shippedOn: Day = '2026-02-16'

type Texts = { title: string; en: string; titleSpanish: string; es: string }

function shipped(kind: PaperKind, texts: Texts, from: Day = shippedOn): Wording[] {
  const wording = (language: Tongue, title: string, words: string): Wording => {
    const paragraphs = readMarkup(words, papers[kind].blanks)
    // What ships is read by a test: this cannot happen, and if it did nobody should sign it.
    if (isRefusal(paragraphs)) throw new Error(`${kind}, ${language}: ${paragraphs.because}`)
    return {
      kind,
      id: `stepwell-${kind}`,
      version: '1',
      language,
      title,
      from,
      by: 'stepwell',
      paragraphs,
      blanks: [...new Set(blanksIn(paragraphs))],
      statements: papers[kind].mustSay,
    }
  }
  return [wording('en', texts.title, texts.en), wording('es', texts.titleSpanish, texts.es)]
}

const fromConsents: Wording[] = documents.flatMap((document) =>
  isPaperKind(document.scope) && (document.language === 'en' || document.language === 'es')
    ? [{ ...document, kind: document.scope, language: document.language, by: 'stepwell' as const }]
    : [],
)

/** The wordings that ship, in both languages. */
export const defaultWordings: readonly Wording[] = [
  ...fromConsents,
  ...shipped('privacy-notice', privacyNoticeWords),
  ...shipped('group-agreement', agreementWords, '2024-04-16'),
  ...shipped('telehealth', telehealthWords, '2024-04-16'),
  ...shipped('financial', financialWords, '2024-04-16'),
  ...shipped('emergency-contact', emergencyWords, '2024-04-16'),
]

/**
 * The wording that is signed on `day`: the clinic's newest one whose day has come, else Stepwell's. Of two from one day the
 * higher version. Null when no wording of that language may be signed yet.
 */
export function wordingOn(
  kind: PaperKind,
  language: Tongue,
  day: Day,
  published: readonly Wording[] = [],
): Wording | null {
  const newest = (known: readonly Wording[]) =>
    known
      .filter((one) => one.kind === kind && one.language === language && one.from <= day)
      .reduce<Wording | null>((best, one) => (best === null || isNewer(one, best) ? one : best), null)
  return newest(published) ?? newest(defaultWordings)
}

const isNewer = (one: Wording, than: Wording): boolean =>
  one.from > than.from || (one.from === than.from && Number(one.version) > Number(than.version))

/** Every version of a paper in one language, the one of the latest day first. */
export const versionsOf = (kind: PaperKind, language: Tongue, published: readonly Wording[]): Wording[] =>
  [...published, ...defaultWordings]
    .filter((one) => one.kind === kind && one.language === language)
    .toSorted((a, b) => (a.by !== b.by ? (a.by === 'clinic' ? -1 : 1) : isNewer(a, b) ? -1 : 1))

export type NewWording = {
  kind: PaperKind
  from: string
  statements: readonly string[]
  texts: Readonly<Record<Tongue, { title: string; words: string }>>
}

const tongueName: Record<Tongue, string> = { en: 'English', es: 'Spanish' }

/**
 * May the clinic publish this wording? Null when yes. Both languages have to be there, so that nobody signs what they cannot
 * read: 'language-missing' names the one that is not. 'starts-in-the-past' keeps what was signed beside what was in force.
 * 'statements-missing' for a consent that does not say what the rule asks (42 CFR 2.31(a)); the publisher vouches for each.
 * 'blank-missing' where a name the rule wants is not in the text, and what `readMarkup` refuses, with the language.
 */
export function wordingProblem(wording: NewWording, today: Day): Refusal | null {
  const paper = papers[wording.kind]
  if (wording.from < today)
    return refuse('starts-in-the-past', 'A wording begins today or later: what was signed before stays as it was.')
  for (const tongue of tongues) {
    const { title, words } = wording.texts[tongue]
    if (title.trim() === '' || words.trim() === '')
      return refuse(
        'language-missing',
        `The ${tongueName[tongue]} wording is missing. A paper is published in both languages at once.`,
      )
  }
  const unsaid = paper.mustSay.filter((statement) => !wording.statements.includes(statement))
  if (unsaid.length > 0)
    return refuse(
      'statements-missing',
      'This paper is not valid without these. Write them, then tick each.',
      unsaid.map((statement) => statementWords[statement]),
    )
  for (const tongue of tongues) {
    const paragraphs = readMarkup(wording.texts[tongue].words, paper.blanks)
    if (isRefusal(paragraphs)) return { ...paragraphs, because: `${tongueName[tongue]}: ${paragraphs.because}` }
    const there = blanksIn(paragraphs)
    const missing = paper.mustUse.filter((blank) => !there.includes(blank))
    if (missing.length > 0)
      return refuse(
        'blank-missing',
        `${tongueName[tongue]}: the text has to use ${missing.map((blank) => `{${blank}}`).join(', ')}.`,
      )
  }
  return null
}

export type Published = Readonly<{
  kind: string
  version: number
  language: string
  title: string
  words: string
  statements: readonly string[]
  effectiveFrom: Day
}>

/** A published row as a wording. Rows were weighed when they were published; one that cannot be read is left out. */
export function wordingFrom(row: Published): Wording[] {
  const { kind, language } = row
  if (!isPaperKind(kind) || (language !== 'en' && language !== 'es')) return []
  const paragraphs: readonly Paragraph[] | Refusal = readMarkup(row.words, papers[kind].blanks)
  if (isRefusal(paragraphs)) return []
  return [
    {
      kind,
      id: `clinic-${kind}`,
      version: String(row.version),
      language,
      title: row.title,
      from: row.effectiveFrom,
      by: 'clinic',
      paragraphs,
      blanks: [...new Set(blanksIn(paragraphs))],
      statements: papers[kind].mustSay.filter((statement) => row.statements.includes(statement)),
    },
  ]
}

export { paperKinds }
