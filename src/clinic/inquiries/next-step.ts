import { refuse, type Refusal } from '../../basics/refusal.ts'
import { afterOpenHours, type DeskHours, usualDesk } from './first-step.ts'

export const outcomes = ['reached', 'left-message', 'no-answer', 'wrong-number'] as const
export type Outcome = (typeof outcomes)[number]
export const outcomeName: Record<Outcome, string> = {
  reached: 'Reached',
  'left-message': 'Left a message',
  'no-answer': 'No answer',
  'wrong-number': 'Wrong number',
}

/** The clinic tries this often before it may say "no answer". */
export const triesBeforeClosing = 3

/** What people usually do next; anything else may be typed. */
export const usualSteps = [
  'Call again',
  'Call back as agreed',
  'Screen for safety and fit',
  'Ask the insurer about benefits',
  'Book the assessment',
  'Remind of the assessment',
  'Find a seat',
  'Write a letter or an email',
]

export type Step = { what: string; dueAt: Date }

/**
 * The step that follows a call when nobody says otherwise, due after some open hours of the admissions desk: reached, the
 * safety screen within 8 (one working day); no answer or a message left, another try within 4, and after the third try a
 * decision; a wrong number, another way within 4. It keeps the first offer within 48 h of a working week (clinical.md 10).
 * @param tries calls without an answer before this one; @param zone IANA
 */
export function stepAfter(outcome: Outcome, tries: number, at: Date, zone: string, desk: DeskHours = usualDesk): Step {
  const within = (what: string, hours: number) => ({ what, dueAt: afterOpenHours(at, hours, zone, desk) })
  if (outcome === 'reached') return within('Screen for safety and fit', 8)
  if (outcome === 'wrong-number') return within('Find another way to reach them', 4)
  const done = tries + 1
  return done < triesBeforeClosing
    ? within(`Call again (try ${done + 1} of ${triesBeforeClosing})`, 4)
    : within('Write once more, or close', 8)
}

const mostDays = 180

/** Why a next step cannot be set: it says nothing, is due in the past, or further away than 180 days. Null when it can. */
export function stepRefusal(step: Step, now: Date): Refusal | null {
  if (step.what.trim() === '') return refuse('no-step', 'Say what comes next. An open inquiry always has a next step.')
  if (step.what.length > 300) return refuse('step-too-long', 'Say the next step in at most 300 characters.')
  if (Number.isNaN(step.dueAt.getTime())) return refuse('no-date', 'Give the day and the time by which it is due.')
  // A minute is forgiven: a form that is open for a moment still says "now".
  if (step.dueAt.getTime() < now.getTime() - 60_000)
    return refuse('due-past', 'The next step is due in the past. Choose today or a later day.')
  if (step.dueAt.getTime() > now.getTime() + mostDays * 86_400_000)
    return refuse('due-far', `Choose a day within ${mostDays} days: an inquiry is looked at before that.`)
  return null
}

/**
 * The step that comes after one that something else in the house has just fulfilled: a safety screen that was done, benefits
 * that were recorded. Null where the step that stands is about something else: then it stays.
 */
export function stepFollowing(stage: string, standing: string): string | null {
  const isScreen = standing === 'Screen for safety and fit' || standing.startsWith('Look where this person stands')
  if (stage === 'screening' && isScreen) return 'Ask the insurer about benefits'
  if (stage === 'benefits' && (isScreen || standing === 'Ask the insurer about benefits')) return 'Book the assessment'
  if (stage === 'waiting-for-seat' && (isScreen || /benefits|assessment/i.test(standing))) return 'Find a seat'
  return null
}
