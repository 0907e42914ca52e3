// Who gets an alert today: the highest first, as many as each person's day can hold; the rest is counted. Pure.
import { addDays, type Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { Settings } from './settings.ts'

export const answers = ['acted', 'watching', 'not-a-concern'] as const
export type Answer = (typeof answers)[number]
export const answerName: Record<Answer, string> = {
  acted: 'Acted',
  watching: 'Watching',
  'not-a-concern': 'Not a concern',
}

/** The last alert of a stay, with the points it was raised at and the answer that stands. */
export type LastAlert = {
  raisedOn: Day
  points: number
  answer: Answer | null
  answeredOn: Day | null
  untilDay: Day | null
}
export type Candidate = { episodeId: string; staffId: string | null; points: number; last: LastAlert | null }

/**
 * Whether a stay may get an alert: its points reach the threshold, none is open, and after an answer its rest is over, or
 * its watching, or it rose by so much since. At most one a day.
 */
export function mayAlert({ points, last }: Candidate, settings: Settings, today: Day): boolean {
  if (points < settings['alert-from']) return false
  if (last === null) return true
  if (last.answer === null || last.raisedOn >= today) return false
  if (points - last.points >= settings['rise-points']) return true
  if (last.answer === 'watching') return last.untilDay === null || last.untilDay < today
  return addDays(last.answeredOn ?? last.raisedOn, settings['rest-days']) < today
}

/** Of all stays those that get an alert now. `raisedToday`: how many each person got already. Equal points: by id, so that all agree. */
export function chooseAlerts(
  candidates: readonly Candidate[],
  raisedToday: ReadonlyMap<string, number>,
  settings: Settings,
  today: Day,
): (Candidate & { staffId: string })[] {
  const used = new Map(raisedToday)
  return candidates
    .filter((one) => mayAlert(one, settings, today))
    .toSorted((a, b) => b.points - a.points || (a.episodeId < b.episodeId ? -1 : 1))
    .flatMap((one) => {
      const { staffId } = one
      if (staffId === null) return []
      const so = used.get(staffId) ?? 0
      if (so >= settings['alerts-a-day']) return []
      used.set(staffId, so + 1)
      return [{ ...one, staffId }]
    })
}

export type AnswerDraft = { answer: string; words: string; untilDay?: Day | undefined }

/** The longest that somebody may be watched without another look, in days; Stepwell default. */
const longestWatch = 28

/** May this answer stand? Refusals: 'no-answer', 'no-words' (nobody says what or why), 'no-until' (not a day from tomorrow to 28 days ahead). */
export function answerRefusal({ answer, words, untilDay }: AnswerDraft, today: Day): Refusal | null {
  if (!answers.some((one) => one === answer)) return refuse('no-answer', 'Choose what came of it.')
  if (words.trim() === '')
    return refuse(
      'no-words',
      answer === 'acted'
        ? 'Say what you did.'
        : answer === 'watching'
          ? 'Say what you watch for.'
          : 'Say why it is not a concern.',
    )
  if (answer === 'watching' && (untilDay === undefined || untilDay <= today || untilDay > addDays(today, longestWatch)))
    return refuse('no-until', `Choose until when you watch, from tomorrow to ${longestWatch} days ahead.`)
  return null
}
