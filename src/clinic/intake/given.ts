import type { Day } from '../../basics/dates.ts'
import { instrumentOf } from '../instruments/catalog.ts'
import { bandOf, bandSetOf, highestOf } from '../instruments/rules.ts'
import type { Severity } from '../instruments/instrument.ts'
import type { Given } from './rules.ts'

type Measure = {
  instrument: string
  formVersion: string
  answers: readonly (number | null)[]
  score: number | null
  scoreStatus: string
  triage: string | null
  bandSet: string
  takenOn: Day
  mode: string
  recordedAt: Date
  /** The name of whoever recorded it. */
  recordedBy: string
}

export const givenFrom = (measures: readonly Measure[]): Given[] =>
  measures.map(({ instrument, answers, triage, recordedAt }) => ({ instrument, answers, triage, recordedAt }))

const levels: Record<string, { label: string; severity: Severity }> = {
  none: { label: 'No risk reported', severity: 'none' },
  low: { label: 'Low risk', severity: 'mild' },
  moderate: { label: 'Moderate risk', severity: 'moderate' },
  high: { label: 'High risk', severity: 'high' },
}
const hows: Record<string, string> = { self: 'by the client', clinician: 'asked by a clinician', phone: 'by phone' }

/** What a set of answers came to: score, highest, band, and which bands spoke; or why there is none. */
export function levelOf(measure: Measure): { words: string; severity: Severity } {
  const one = instrumentOf(measure.instrument)
  if (one === null) return { words: String(measure.score ?? ''), severity: 'none' }
  if (measure.triage !== null) {
    const level = levels[measure.triage]
    return { words: level?.label ?? measure.triage, severity: level?.severity ?? 'none' }
  }
  if (measure.score === null)
    return {
      words: one.scoring.kind === 'triage' ? 'Not finished' : 'Not scored: too much is missing',
      severity: 'none',
    }
  const band = bandOf(one, measure.score, measure.bandSet)
  const several = one.scoring.kind === 'sum' && one.scoring.bandSets.length > 1
  const words = [
    `${measure.score} of ${highestOf(one)}`,
    band?.label ?? '',
    measure.scoreStatus === 'prorated' ? 'prorated' : '',
    several ? `bands: ${bandSetOf(one, measure.bandSet)?.source}` : '',
  ]
  return { words: words.filter((word) => word !== '').join(', '), severity: band?.severity ?? 'none' }
}

export const resultOf = (measure: Measure): { title: string; on: Day; result: string; how: string } => ({
  title: instrumentOf(measure.instrument)?.title ?? measure.instrument,
  on: measure.takenOn,
  result: levelOf(measure).words,
  how: `${hows[measure.mode] ?? measure.mode}, recorded by ${measure.recordedBy}, form version ${measure.formVersion}`,
})
