import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { canonicalText, endsWords, fill, type FilledDocument, type Paragraph } from '../consents/documents.ts'
import type { Expiry } from '../consents/consent.ts'
import type { PaperKind } from './paper.ts'
import type { Tongue, Wording } from './wordings.ts'

export type Around = {
  client: string
  signer: string
  clinic: string
  program: string
  /** The least dose of the program; null where no row says one. */
  floor: { minutesPerWeek: number; daysPerWeek: number } | null
  crisisPhone: string
  phone: string
  email: string
  contact: { name: string; relationship: string; phone: string } | null
}
export type Blanks = Record<Tongue, Record<string, string>>

const hours = (minutes: number): string => String(Math.round((minutes / 60) * 10) / 10)

/** What fills the blanks of a paper, in both languages: names stay as they are, sentences are in the language. */
export function blanksFor(around: Around): Blanks {
  const { client, signer, clinic, program, floor, contact } = around
  const reach = [around.phone, around.email].filter((part) => part !== '')
  const asideEn = reach.length === 0 ? '' : ` at ${reach.join(' or ')}`
  const asideEs = reach.length === 0 ? '' : `, ${reach.join(' o ')}`
  const named = {
    client,
    signer,
    clinic,
    program,
    crisisLine: around.crisisPhone === '' ? '988' : around.crisisPhone,
    contactName: contact?.name ?? '',
    contact:
      contact === null
        ? ''
        : `${contact.name}${contact.relationship === '' ? '' : ` (${contact.relationship})`}${contact.phone === '' ? '' : `, ${contact.phone}`}`,
  }
  return {
    en: {
      ...named,
      hours:
        floor === null
          ? 'the hours of your plan'
          : `at least ${hours(floor.minutesPerWeek)} hours a week on ${floor.daysPerWeek} days`,
      complaints: `the administrator of ${clinic}${asideEn}`,
      privacyContact: `the privacy officer of ${clinic}${asideEn}`,
    },
    es: {
      ...named,
      hours:
        floor === null
          ? 'las horas de su plan'
          : `por lo menos ${hours(floor.minutesPerWeek)} horas por semana en ${floor.daysPerWeek} días`,
      complaints: `la administración de ${clinic}${asideEs}`,
      privacyContact: `la persona encargada de la privacidad en ${clinic}${asideEs}`,
    },
  }
}

/** When a consent of this kind ends. The single sharing consent may have no end; any other needs an event. 42 CFR 2.31(a)(7). */
export const endOf = (kind: PaperKind, clinic: string, language: Tongue): Expiry =>
  kind === 'emergency-contact'
    ? { kind: 'event', what: language === 'es' ? `acabe su atención en ${clinic}` : `your care at ${clinic} ends` }
    : { kind: 'none' }

/** The paper as it is read and signed, and the exact text that is hashed. */
export function filledPaper(wording: Wording, blanks: Blanks): { filled: FilledDocument; text: string } | Refusal {
  const values = blanks[wording.language]
  const ends = endsWords(endOf(wording.kind, values.clinic ?? '', wording.language), wording.language)
  const filled = fill(wording, { ...values, ends })
  return isRefusal(filled) ? filled : { filled, text: canonicalText(filled) }
}

/** The paragraphs of a text that was signed, without its first two lines (id and version, title). The reverse of `canonicalText`. */
export const paragraphsOf = (text: string): Paragraph[] =>
  text
    .split('\n')
    .slice(2)
    .filter((line) => line !== '')
    .map((line) =>
      line.startsWith('## ')
        ? { kind: 'heading', text: line.slice(3) }
        : line.startsWith('- ')
          ? { kind: 'item', text: line.slice(2) }
          : { kind: 'text', text: line },
    )
