import { type Refusal, refuse } from '../../basics/refusal.ts'
import { isLevel, rankOf } from './levels.ts'
import type { Recommendation } from './recommendation.ts'

/** What an assessment is for. One card serves them all. */
export const assessmentKinds = ['admission', 'continued-stay', 'step-up', 'step-down', 'discharge'] as const
export type AssessmentKind = (typeof assessmentKinds)[number]
export const isKind = (value: unknown): value is AssessmentKind => assessmentKinds.some((kind) => kind === value)

export const kindWords: Record<AssessmentKind, { label: string; hint: string }> = {
  admission: { label: 'Admission', hint: 'Where does this person belong?' },
  'continued-stay': { label: 'Continued stay', hint: 'Does this level still fit?' },
  'step-up': { label: 'Step up', hint: 'Is more care needed?' },
  'step-down': { label: 'Step down', hint: 'Is less care enough?' },
  discharge: { label: 'Discharge', hint: 'What care fits after this stay?' },
}

/** What has become of the care so far, in the order in which payers ask. Clinical reference, section 1.3 [K]. */
export const progresses = {
  'goals-met': 'The goals are met',
  progressing: 'Progress, and goals still open',
  'plan-changed': 'No progress yet, and the plan has changed',
  'new-problem': 'A new problem that this level can treat',
  worse: 'Worse, or a new danger',
} as const
export type Progress = keyof typeof progresses
export const isProgress = (value: unknown): value is Progress =>
  typeof value === 'string' && Object.hasOwn(progresses, value)

export type Review = { progress: string; words: string }

/**
 * May an assessment of this kind be made? Refusals: 'not-in-care' a review of a stay that is not open; 'in-care' an
 * admission of somebody who is in care here; 'needs-progress' a review that does not say what has become of the care, in
 * one of five answers and a few words.
 */
export function kindRefusal(kind: AssessmentKind, inCare: string | null, review: Review | null): Refusal | null {
  if (kind === 'admission')
    return inCare === null ? null : refuse('in-care', 'This person is in care here. Choose which review this is.')
  if (inCare === null) return refuse('not-in-care', 'This person is not in care here. Assess for admission.')
  if (review === null || !isProgress(review.progress))
    return refuse('needs-progress', 'Say what has become of the care so far.')
  return (review.words.match(/\p{L}/gu)?.length ?? 0) < 3
    ? refuse('needs-progress-words', 'Say in a few words what has changed since the last time.')
    : null
}

/** What in a review does not fit together: said, not smoothed. `inCare`: the level of the open stay. */
export function reviewNotes(
  kind: AssessmentKind,
  inCare: string | null,
  review: Review | null,
  { level }: Pick<Recommendation, 'level'>,
): string[] {
  if (kind === 'admission' || inCare === null || !isLevel(inCare)) return []
  const [asked, now] = [rankOf(level), rankOf(inCare)]
  const notes: string[] = []
  if (kind === 'step-up' && asked <= now)
    notes.push(`Asked as a step up, yet the ratings point to level ${level}; the person is at ${inCare}.`)
  if (kind === 'step-down' && asked >= now)
    notes.push(`Asked as a step down, yet the ratings point to level ${level}; the person is at ${inCare}.`)
  if (kind === 'continued-stay' && asked !== now)
    notes.push(
      `Asked to stay at level ${inCare}, yet the ratings point to ${level}: a step ${asked > now ? 'up' : 'down'}.`,
    )
  if (kind === 'discharge' && asked >= now)
    notes.push(`The stay is to end, yet the ratings still point to level ${level}: say where that care is given.`)
  if (review?.progress === 'goals-met' && asked >= now)
    notes.push('The goals are met, yet the ratings do not point lower.')
  if (review?.progress === 'worse' && asked <= now) notes.push('Worse, yet the ratings do not point higher.')
  return notes
}
