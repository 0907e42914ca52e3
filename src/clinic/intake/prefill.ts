import type { Day } from '../../basics/dates.ts'
import type { Doc } from './section.ts'

/** Something the record holds already, with where it came from. */
export type Known = { section: string; term: string; words: string; source: string }

type History = {
  kind: string
  code: string | null
  label: string
  status: string
  startedOn: Day | null
  detail: string | null
  source: string
}
type Facts = {
  history: readonly History[]
  contacts: readonly { kind: string; value: string; name: string; relationship: string }[]
  referrals: readonly { referrer: string; source: string; on: Day }[]
  language: string
}

/** Where a row came from, as it is said on screen. */
export const sourceWords = (source: string): string =>
  ({ staff: 'the face sheet', fhir: 'the referral', document: 'the referral' })[source] ?? `the record (${source})`

const inMind = (one: History): boolean => (one.code ?? '').startsWith('F')

/** What the face sheet, the referral and the history say already, section by section. The person is asked all the same. */
export function knownFrom({ history, contacts, referrals, language }: Facts): Known[] {
  const told = (section: string, term: string, rows: readonly History[]): Known[] =>
    rows.map((one) => ({
      section,
      term,
      words: [one.label, one.startedOn === null ? '' : `since ${one.startedOn}`, one.detail ?? '']
        .filter((part) => part !== '')
        .join(', '),
      source: sourceWords(one.source),
    }))
  const live = (kind: string) => history.filter((one) => one.kind === kind && one.status !== 'resolved')
  const problems = live('problem')
  return [
    ...referrals.slice(0, 3).map((one) => ({
      section: 'concern',
      term: 'Referred',
      words: [one.referrer || one.source, one.on].join(', '),
      source: 'the referral',
    })),
    ...told('mind', 'Known', problems.filter(inMind)),
    ...told(
      'medical',
      'Condition',
      problems.filter((one) => !inMind(one)),
    ),
    ...told('medical', 'Medication', live('medication')),
    ...told('medical', 'Allergy', live('allergy')),
    ...told('treatment', 'Care before', history.filter((one) => one.kind === 'encounter').slice(0, 12)),
    ...contacts
      .filter((one) => one.kind === 'emergency')
      .map((one) => ({
        section: 'family',
        term: 'Emergency contact',
        words: [one.name, one.relationship].filter((part) => part !== '').join(', '),
        source: 'the face sheet',
      })),
    ...contacts
      .filter((one) => one.kind === 'phone' || one.kind === 'address')
      .map((one) => ({
        section: one.kind === 'phone' ? 'barriers' : 'housing',
        term: one.kind === 'phone' ? 'Phone' : 'Address',
        words: one.value,
        source: 'the face sheet',
      })),
    ...(language === '' ? [] : [{ section: 'culture', term: 'Language', words: language, source: 'the face sheet' }]),
  ]
}

const fields: Record<string, { section: string; term: string }> = {
  conditions: { section: 'medical', term: 'Condition' },
  medications: { section: 'medical', term: 'Medication' },
  allergies: { section: 'medical', term: 'Allergy' },
  history: { section: 'mind', term: 'Known' },
  past: { section: 'treatment', term: 'Care before' },
  language: { section: 'culture', term: 'Language' },
}

/** What a section nobody has touched begins with: a line for each thing known, its source behind it. */
export function firstWords(section: string, known: readonly Known[]): Doc {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, of]) => {
      if (of.section !== section) return []
      const lines = known.filter((one) => one.section === section && one.term === of.term)
      const text = lines.map((one) => `${one.words} (from ${one.source})`).join('\n')
      return text === '' ? [] : [[field, text]]
    }),
  )
}
