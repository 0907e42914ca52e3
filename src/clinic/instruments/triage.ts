import type { Severity } from './instrument.ts'

export type Triage = 'none' | 'low' | 'moderate' | 'high'

/** The levels in words. */
export const triageLabels: Record<Triage, string> = {
  none: 'No risk reported',
  low: 'Low risk',
  moderate: 'Moderate risk',
  high: 'High risk',
}

type Reading = { triage: Triage | null; label: string; severity: Severity; because: string | null }

/**
 * The level of the C-SSRS screener. High: yes to 4 or 5 in the past month, or behaviour (6) within 3 months (asked as
 * question 6a). Moderate: yes to 3, or behaviour at any time. Low: yes to 1 or 2. A yes that means high counts whatever
 * else is open; a lower level needs every question that was to be asked (`isWhole`), else there is none.
 * Source: Columbia triage guidelines (clinical.md §1.6, §5.1, C1).
 */
export function triageOf(isYes: (linkId: string) => boolean, isWhole: boolean): Reading {
  if (isYes('q4') || isYes('q5') || isYes('q6a'))
    return {
      triage: 'high',
      label: triageLabels.high,
      severity: 'high',
      because:
        'The screen says high risk. Do not leave the person alone; have them evaluated for hospital now. Open the safety screen.',
    }
  const asks = isYes('q2') || isYes('q3') || isYes('q6')
  const because = asks ? 'A clinician assesses the risk today, with a safety plan; screen again at each session.' : null
  if (!isWhole) return { triage: null, label: '', severity: 'none', because }
  if (isYes('q3') || isYes('q6'))
    return { triage: 'moderate', label: triageLabels.moderate, severity: 'moderate', because }
  if (isYes('q1') || isYes('q2')) return { triage: 'low', label: triageLabels.low, severity: 'mild', because }
  return { triage: 'none', label: triageLabels.none, severity: 'none', because: null }
}
