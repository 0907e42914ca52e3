import { refuse, type Refusal } from '../../basics/refusal.ts'
import { isBlank, rowsOf, type Doc, type Section } from './section.ts'

/** What is missing, section by section, as sentences. */
export type Gap = { section: string; because: string }

// A letter other than U, a digit, one more character, and up to four behind the point.
const icd10 = /^[A-TV-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/

/** A code as it is written in the books: 'f1020' and 'F10.20 ' are F10.20. */
export function tidyCode(text: string): string {
  const plain = text.toUpperCase().replace(/[\s.]/g, '')
  return plain.length > 3 ? `${plain.slice(0, 3)}.${plain.slice(3)}` : plain
}

/** Whether this has the shape of an ICD-10-CM code. The code list itself is not here: it changes every October. */
export const isCode = (text: string): boolean => icd10.test(tidyCode(text))

/**
 * What an assessment still needs before it can be signed: the fields that say so, a substance or a reason for none, a
 * diagnosis with a code and words or a reason for none. The trauma section can always be left for later.
 * Source: clinical.md §7.3 (what the file must hold) [K].
 */
export function gapsIn(sections: readonly Section[], docs: Record<string, Doc>): Gap[] {
  return sections.flatMap((section) => {
    const doc = docs[section.key] ?? {}
    const gaps = section.fields.flatMap(({ name, needed }) =>
      needed !== undefined && isBlank(doc[name]) ? [{ section: section.key, because: needed }] : [],
    )
    return [...gaps, ...tableGaps(section, doc)]
  })
}

function tableGaps({ key, table }: Section, doc: Doc): Gap[] {
  if (table === undefined) return []
  const rows = rowsOf(table, doc)
  const gap = (because: string): Gap => ({ section: key, because })
  if (rows.length === 0 && isBlank(doc.none)) {
    return [
      gap(
        key === 'diagnosis'
          ? 'Give a diagnosis with its code, or say that it is deferred.'
          : 'List the substances, or say that there is nothing to list.',
      ),
    ]
  }
  return rows.flatMap(({ row, cells }) => {
    const [first, second] = cells
    const name = `${table.rowName} ${row}`
    if (first === undefined || first.text === '') return [gap(`${name} has no ${first?.column.label.toLowerCase()}.`)]
    if (key !== 'diagnosis') return []
    if (!isCode(first.text)) return [gap(`“${first.text.slice(0, 20)}” does not look like an ICD-10-CM code.`)]
    return second === undefined || second.text === ''
      ? [gap(`Say in a few words what ${tidyCode(first.text)} is.`)]
      : []
  })
}

/** A set of answers given within the assessment, as far as safety is concerned. */
export type Given = { instrument: string; answers: readonly (number | null)[]; triage: string | null; recordedAt: Date }

export type Risk = {
  kind: 'ask-further' | 'unfinished' | 'high' | 'today'
  opens: 'c-ssrs' | 'safety' | null
  because: string
}

/**
 * What the answers call for. PHQ-9 item 9 answered 1 or more, or left open, calls for the C-SSRS screener afterwards; a
 * C-SSRS that was not finished calls for the rest; C-SSRS high calls for the safety screen afterwards, the hard stop of
 * placement (`screenedAt`: the latest safety screen; null: none). Source: clinical.md §0 facts 20 and 21, §1.6.
 */
export function risksOf(given: readonly Given[], screenedAt: Date | null): Risk[] {
  const latest = (key: string) =>
    given
      .filter((one) => one.instrument === key)
      .toSorted((a, b) => b.recordedAt.getTime() - a.recordedAt.getTime())
      .at(0)
  const [phq9, columbia] = [latest('phq-9'), latest('c-ssrs-screener')]
  const risks: Risk[] = []
  if (
    phq9 !== undefined &&
    phq9.answers[8] !== 0 &&
    (columbia === undefined || columbia.recordedAt < phq9.recordedAt)
  ) {
    const how = (phq9.answers[8] ?? null) === null ? 'was left open' : 'was answered above zero'
    risks.push({
      kind: 'ask-further',
      opens: 'c-ssrs',
      because: `Question 9 of the PHQ-9 ${how}. Ask the C-SSRS screener before the person leaves.`,
    })
  }
  // Not the latest alone: a second set of answers does not undo the first.
  const isHigh = (one: Given) => one.triage === 'high' && (screenedAt === null || screenedAt < one.recordedAt)
  if (given.some(isHigh)) {
    risks.push({
      kind: 'high',
      opens: 'safety',
      because: 'The C-SSRS screener says high risk. Do not leave the person alone. Do the safety screen now.',
    })
  }
  if (columbia !== undefined && columbia.triage === null) {
    risks.push({
      kind: 'unfinished',
      opens: 'c-ssrs',
      because: 'The C-SSRS screener has questions left open. Ask them before the person leaves.',
    })
  }
  if (columbia?.triage === 'moderate' || (columbia?.triage === 'low' && columbia.answers[1] === 1)) {
    risks.push({
      kind: 'today',
      opens: null,
      because: 'A clinician assesses the risk of suicide today, with a safety plan; screen again at each session.',
    })
  }
  return risks
}

/** Why an assessment cannot be signed now, in one sentence with the rest as a list; null when it can. */
export function maySign(gaps: readonly Gap[], risks: readonly Risk[], waiting: readonly string[]): Refusal | null {
  const stops = risks.filter((risk) => risk.kind !== 'today').map((risk) => risk.because)
  if (stops.length > 0) return refuse('risk', 'Safety first: this assessment is signed after it.', stops)
  if (waiting.length > 0)
    return refuse('words-beside', 'Two people wrote in the same place. Decide which words stand, then sign.', [
      ...waiting,
    ])
  if (gaps.length > 0)
    return refuse(
      'not-whole',
      'Something is still missing. Fill it in, then sign.',
      gaps.map((gap) => gap.because),
    )
  return null
}
