import { type Day, isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

/** A scale or tool of somebody else: its result is kept, its words stay with their owner. */
export type OutsideScale = {
  id: string
  label: string
  /** The lowest and highest total; null where it gives a level and no total. */
  total: readonly [number, number] | null
  /** The levels it gives; null where they are written as the tool writes them. */
  levels: readonly string[] | null
  source: string
}

const sixLevels = ['0', '1', '2', '3', '4', '5', '6']

/** Clinical reference 1.4 and 1.5: LOCUS may be kept as total, date, rater, levels and an unmodified PDF, nothing else. */
export const outsideScales: readonly OutsideScale[] = [
  { id: 'LOCUS', label: 'LOCUS', total: [7, 35], levels: sixLevels, source: 'Adults, mental health' },
  {
    id: 'CALOCUS-CASII',
    label: 'CALOCUS-CASII',
    total: [7, 35],
    levels: sixLevels,
    source: 'Children and adolescents',
  },
  { id: 'CONTINUUM', label: 'ASAM CONTINUUM', total: null, levels: null, source: 'A licensed tool' },
  { id: 'CO-Triage', label: 'CO-Triage', total: null, levels: null, source: 'A licensed tool' },
  { id: 'other', label: 'Another scale or tool', total: null, levels: null, source: '' },
]
export const outsideScale = (id: string): OutsideScale | null => outsideScales.find((one) => one.id === id) ?? null

/** Why somebody is at another level than the scale recommends: codes as states ask for them, in our own words. */
export const variances = {
  'not-offered': 'That level is not offered near here',
  'no-place': 'No place is free there now',
  'person-chose': 'The person chose otherwise',
  'clinical-judgment': 'Clinical judgment, said below',
  'payer-refused': 'The payer refused it',
  'court-or-law': 'A court or the law asks for another level',
  transport: 'No way to get there',
  other: 'Another reason, said below',
} as const
export type Variance = keyof typeof variances
export const isVariance = (code: string): code is Variance => Object.hasOwn(variances, code)

export type OutsideResult = {
  scale: string
  tool: string
  total: number | null
  doneOn: string
  rater: string
  recommendedLevel: string
  /** '' where it is the recommended one. */
  actualLevel: string
  varianceCode: string
  varianceWords: string
}

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

/**
 * May this result be kept? Refusals: 'needs-scale', 'needs-tool' another tool without its name, 'needs-total' a total that is
 * missing, not whole, or outside the scale (LOCUS 7 to 35), 'no-total' a total of a tool that has none, 'needs-day' (up to
 * today), 'needs-rater', 'needs-level' (one of the scale's), 'needs-variance' where the actual level is another, and
 * 'needs-variance-words' where the code asks for words. It never moves our own recommendation.
 */
export function outsideRefusal(result: OutsideResult, today: Day): Refusal | null {
  const scale = outsideScale(result.scale)
  if (scale === null) return refuse('needs-scale', 'Choose the scale or tool.')
  if (scale.id === 'other' && letters(result.tool) < 2) return refuse('needs-tool', 'Name the tool.')
  if (scale.total === null && result.total !== null)
    return refuse('no-total', `${scale.label} gives a level and no total.`)
  if (scale.total !== null) {
    const [least, most] = scale.total
    if (result.total === null || !Number.isInteger(result.total) || result.total < least || result.total > most)
      return refuse('needs-total', `Give the total of ${scale.label}, a whole number from ${least} to ${most}.`)
  }
  if (!isDay(result.doneOn) || result.doneOn > today)
    return refuse('needs-day', 'Give the day on which it was done, today at the latest.')
  if (letters(result.rater) < 2) return refuse('needs-rater', 'Name who rated.')
  const fits = (level: string) => (scale.levels === null ? level.trim() !== '' : scale.levels.includes(level))
  if (!fits(result.recommendedLevel))
    return refuse(
      'needs-level',
      scale.levels === null
        ? 'Give the level that it recommends.'
        : `Give the level that it recommends, from ${scale.levels[0]} to ${scale.levels.at(-1)}.`,
    )
  if (result.actualLevel === '' || result.actualLevel === result.recommendedLevel) return null
  if (!fits(result.actualLevel)) return refuse('needs-actual', 'Give the actual level in the words of the same scale.')
  if (!isVariance(result.varianceCode))
    return refuse('needs-variance', 'The actual level is another than recommended: choose why.')
  return ['clinical-judgment', 'other'].includes(result.varianceCode) && letters(result.varianceWords) < 3
    ? refuse('needs-variance-words', 'Say the reason in a few words.')
    : null
}

/** The level that somebody else gives: kept beside the clinical decision, never in its place. */
export type Stated = {
  whose: string
  statedBy: string
  code: string
  label: string
  reference: string
  statedOn: string
  words: string
}

/** Where people are counted in the state's treatment episode data (TEDS SERVICES; 2019 public-use names, our words) [V]. */
export const tedsServices: readonly { code: string; label: string }[] = [
  { code: '1', label: 'Withdrawal care, hospital, 24 hours' },
  { code: '2', label: 'Withdrawal care, residential, 24 hours' },
  { code: '3', label: 'Residential, in a hospital' },
  { code: '4', label: 'Residential, 30 days or fewer' },
  { code: '5', label: 'Residential, more than 30 days' },
  { code: '6', label: 'Ambulatory, intensive outpatient' },
  { code: '7', label: 'Ambulatory, not intensive' },
  { code: '8', label: 'Ambulatory withdrawal care' },
]

/**
 * May this be kept? Refusals: 'needs-whose' (payer or state report), 'needs-who' who stated it, 'needs-code' the level as they
 * call it, 'needs-day' up to today. A state-report code may be any that the state uses; TEDS codes are offered.
 */
export function statedRefusal(stated: Stated, today: Day): Refusal | null {
  if (stated.whose !== 'payer' && stated.whose !== 'state-report')
    return refuse('needs-whose', 'Say whose level this is.')
  if (letters(stated.statedBy) < 2)
    return refuse('needs-who', 'Name who stated it: the payer and the person, or the report.')
  if (stated.code.trim() === '') return refuse('needs-code', 'Give the level as they call it.')
  return !isDay(stated.statedOn) || stated.statedOn > today
    ? refuse('needs-day', 'Give the day on which they stated it, today at the latest.')
    : null
}
