import { addDays, type Day, isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { Stay } from '../episodes/rules.ts'

export const pauseKinds = ['hospital', 'jail', 'vacation', 'other'] as const
export type PauseKind = (typeof pauseKinds)[number]
export const pauseName: Record<PauseKind, string> = {
  hospital: 'In hospital',
  jail: 'In jail',
  vacation: 'On vacation',
  other: 'Away',
}

export const pauseEnds = ['came-back', 'not-back', 'entered-in-error'] as const
export type PauseEnd = (typeof pauseEnds)[number]
export const pauseEndName: Record<PauseEnd | 'stay-ended', string> = {
  'came-back': 'Came back',
  'not-back': 'Did not come back',
  'entered-in-error': 'Written down by mistake',
  'stay-ended': 'The stay ended',
}

/** Days away: from the first one, to before the day back; null while nobody knows. */
export type Away = { from: Day; backOn: Day | null }

/** Whether somebody is away on a day. A pause that ended on its first day never was. */
export const isAwayOn = (pauses: readonly Away[], day: Day): boolean =>
  pauses.some(({ from, backOn }) => day >= from && (backOn === null || day < backOn))

/** The longest that somebody waits before asking again about a person who is away, in days. Stepwell default [K]. */
export const longestWait = 31
/** How far back a pause may be written down, in days: who was away is often learnt later. Stepwell default [K]. */
const longestAgo = 60
/** How long seats are kept at most, in days. Stepwell default [K]. */
export const longestKept = 60

export type PauseDraft = {
  kind: string
  fromDay: string
  expectedBack: string | null
  nextOn: string
  /** The last day on which the seats are kept; null: they are given back. */
  seatsUntil: string | null
  words: string
}

/**
 * May this pause be written down? Days are 'YYYY-MM-DD', whole days of the clinic's clock. Refusals: 'ended-already', 'kind',
 * 'from-day' (no day, before the admission, over 60 days ago or over 60 ahead), 'overlaps' (another pause has some of these days),
 * 'was-there' (they attended on or after it), 'back-before' (the return is not after the first day away), 'next-day' (the day on which
 * somebody asks again is not from today to 31 days ahead, or, for a pause ahead, to 31 days after it begins), 'seats-until' (kept for
 * less than a day or over 60), 'needs-words'. Source: house rule; clinical.md §10 on dated touches.
 */
export function pauseRefusal(
  stay: Stay,
  draft: PauseDraft,
  known: { pauses: readonly Away[]; lastAttended: Day | null },
  today: Day,
): Refusal | null {
  if (stay.lastDay !== null) return refuse('ended-already', `This episode ended on ${stay.lastDay}.`)
  if (!pauseKinds.some((kind) => kind === draft.kind)) return refuse('kind', 'Choose where they are.')
  const { fromDay, expectedBack, nextOn, seatsUntil } = draft
  if (!isDay(fromDay)) return refuse('from-day', 'Give the first day away.')
  if (fromDay < stay.from) return refuse('from-day', `Care began on ${stay.from}: a pause cannot begin before it.`)
  if (fromDay < addDays(today, -longestAgo) || fromDay > addDays(today, longestAgo))
    return refuse('from-day', `The first day away lies within ${longestAgo} days of today.`)
  if (known.pauses.some(({ from, backOn }) => from !== backOn && (backOn === null || backOn > fromDay)))
    return refuse('overlaps', 'They are away on these days already. Write down how that pause ended first.')
  if (known.lastAttended !== null && known.lastAttended >= fromDay)
    return refuse('was-there', `They attended on ${known.lastAttended}: the pause begins after that.`)
  if (expectedBack !== null && (!isDay(expectedBack) || expectedBack <= fromDay))
    return refuse('back-before', 'The day they are expected back comes after the first day away.')
  const from = fromDay > today ? fromDay : today
  if (!isDay(nextOn) || nextOn < today || nextOn > addDays(from, longestWait))
    return refuse('next-day', `Choose the day on which somebody asks again, from today to ${longestWait} days ahead.`)
  if (seatsUntil !== null && (!isDay(seatsUntil) || seatsUntil < from || seatsUntil > addDays(from, longestKept)))
    return refuse('seats-until', `Seats are kept from a day to ${longestKept} days. Choose the last day.`)
  if (draft.words.trim() === '') return refuse('needs-words', 'Say in a few words what is known.')
  return null
}

/**
 * May this pause end so? `onDay` is the first day back, or the day on which it was certain that they do not come back. Refusals:
 * 'ended-already', 'end', 'on-day' (before it began, or ahead; a mistake ends on its first day, whatever is typed), 'needs-words'
 * (who did not come back, and a mistake, are explained).
 */
export function pauseEndRefusal(
  pause: { from: Day; isOver: boolean },
  draft: { onDay: string; because: string; words: string },
  today: Day,
): Refusal | null {
  if (pause.isOver) return refuse('ended-already', 'How this pause ended is written down already.')
  if (!pauseEnds.some((end) => end === draft.because)) return refuse('end', 'Choose how it ended.')
  if (draft.because !== 'entered-in-error') {
    if (!isDay(draft.onDay)) return refuse('on-day', 'Give the day on which it ended.')
    if (draft.onDay < pause.from)
      return refuse('on-day', `The pause began on ${pause.from}: it ends on that day or later.`)
    if (draft.onDay > today) return refuse('on-day', 'Write it down when the day has come.')
  }
  if (draft.because !== 'came-back' && draft.words.trim() === '')
    return refuse('needs-words', 'Say in a few words what happened.')
  return null
}

/** May this be noted of somebody away? 'ended-already', 'next-day' (from tomorrow to 31 days ahead), 'needs-words'. */
export function touchRefusal(
  pause: { from: Day; isOver: boolean },
  draft: { nextOn: string; expectedBack: string | null; words: string },
  today: Day,
): Refusal | null {
  if (pause.isOver) return refuse('ended-already', 'They are not away any more: this pause has ended.')
  if (draft.words.trim() === '') return refuse('needs-words', 'Say in a few words what you heard.')
  if (!isDay(draft.nextOn) || draft.nextOn <= today || draft.nextOn > addDays(today, longestWait))
    return refuse('next-day', `Choose the day on which somebody asks again, within ${longestWait} days.`)
  if (draft.expectedBack !== null && (!isDay(draft.expectedBack) || draft.expectedBack <= pause.from))
    return refuse('back-before', 'The day they are expected back comes after the first day away.')
  return null
}

/** Whole days of a time that somebody was away, 0 where pauses lie outside it. Both ends are counted. */
export function daysAway(pauses: readonly Away[], first: Day, last: Day): number {
  let days = 0
  for (let day = first; day <= last; day = addDays(day, 1)) if (isAwayOn(pauses, day)) days += 1
  return days
}
