// What anyone may be worried about: how urgent, whose, what next, how it ends. Pure.
import { addDays, type Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

export const urgencies = ['danger', 'today', 'soon', 'mention'] as const
export type Urgency = (typeof urgencies)[number]
export const urgencyName: Record<Urgency, string> = {
  danger: 'Danger now',
  today: 'Today',
  soon: 'Within three days',
  mention: 'For the next huddle',
}
export const urgencyHint: Record<Urgency, string> = {
  danger: 'The safety questions open at once. If somebody may die, call 911 first.',
  today: 'Somebody looks at it before the day ends.',
  soon: 'Not today, and not next week.',
  mention: 'Said and heard, tomorrow morning.',
}

/** The day by which somebody looks: danger and today at once, the rest after one or three days. Stepwell default. */
export const dueOn = (urgency: Urgency, today: Day): Day =>
  addDays(today, { danger: 0, today: 0, mention: 1, soon: 3 }[urgency])

export const firstStep: Record<Urgency, string> = {
  danger: 'Ask the safety questions now',
  today: 'Talk with them today',
  soon: 'Talk with them',
  mention: 'Bring it to the huddle',
}

export const outcomes = ['settled', 'helped', 'care-changed', 'handed-off', 'not-reached', 'no-cause'] as const
export type Outcome = (typeof outcomes)[number]
export const outcomeName: Record<Outcome, string> = {
  settled: 'Talked about, and settled',
  helped: 'Help was found',
  'care-changed': 'Their care was changed',
  'handed-off': 'Handed to others',
  'not-reached': 'Could not be reached, and others took over',
  'no-cause': 'No cause for worry',
}

export type StepDraft = { ownerId: string; step: string; dueOn: Day; isEscalation: boolean; because: string }

/** The furthest that a next step may lie ahead, in days; Stepwell default. */
const furthest = 30

/** May this be the next step? Refusals: 'no-step', 'no-day' (not from today to 30 days ahead), 'no-because' (a step up without a reason). */
export function stepRefusal({ step, dueOn: day, isEscalation, because }: StepDraft, today: Day): Refusal | null {
  if (step.trim() === '') return refuse('no-step', 'Say what happens next.')
  if (day < today || day > addDays(today, furthest))
    return refuse('no-day', `Choose a day from today to ${furthest} days ahead.`)
  if (isEscalation && because.trim() === '')
    return refuse('no-because', 'Say why this goes to somebody else: they read it first.')
  return null
}

export const decisions = ['goes-on', 'goes-on-changed', 'other-care', 'ends'] as const
export type Decision = (typeof decisions)[number]
export const decisionName: Record<Decision, string> = {
  'goes-on': 'The stay goes on as it is',
  'goes-on-changed': 'The stay goes on, with another week or plan',
  'other-care': 'Other care suits better now',
  ends: 'The stay ends',
}

/** May this review stand? Refusals: 'no-decision', 'no-words', 'no-day' (the next look lies not from tomorrow to 30 days ahead). */
export function reviewRefusal(draft: { decision: string; words: string; nextOn: Day }, today: Day): Refusal | null {
  if (!decisions.some((one) => one === draft.decision)) return refuse('no-decision', 'Choose what was decided.')
  if (draft.words.trim() === '') return refuse('no-words', 'Say what was weighed, and who was asked.')
  if (draft.nextOn <= today || draft.nextOn > addDays(today, furthest))
    return refuse('no-day', `Choose when somebody looks again, from tomorrow to ${furthest} days ahead.`)
  return null
}
