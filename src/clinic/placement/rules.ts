import { addDays, type Day, isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { type Disposition, isReason, liveStops, openQuestions, REASON_CHARACTERS } from './dispositions.ts'
import type { GateResult, Stop } from './gate.ts'
import { isLevel, levels, routes } from './levels.ts'
import type { Recommendation } from './recommend.ts'
import type { GateThresholds } from './thresholds.ts'

export type DecisionDraft = {
  recommendation: Pick<Recommendation, 'level' | 'blocked'>
  /** The level that the clinician decides on. */
  decided: string
  reason: string
  gate: GateResult
  dispositions: readonly Disposition[]
}

/**
 * What a decision on the level of care still needs, or null. The clinician decides, not the recommendation; but
 * 'no-such-level' the level must exist; 'gate-unfinished' every question of the safety gate must be answered, or settled
 * by a clinician, before anything short of a hospital; 'stop-stands' a hard stop that nobody settled allows only the
 * levels that answer it; 'needs-reason' a decision that differs from the recommendation, or that goes on although the
 * recommendation is blocked (no diagnosis, care refused), says why in 15 characters and two words or more.
 */
export function decisionNeeds({ recommendation, decided, reason, gate, dispositions }: DecisionDraft): Refusal | null {
  if (!isLevel(decided)) return refuse('no-such-level', 'Choose a level of care from the list.')
  const stop = liveStops(gate, dispositions).find((each) => !routes[each.routeTo].answeredBy.includes(decided))
  if (stop !== undefined)
    return refuse(
      'stop-stands',
      stop.iopInParallel
        ? `${stop.because} A clinician first records that this is arranged or cleared: ${stop.routeLabel}.`
        : `${stop.because} Hand the person off (${stop.routeLabel}), or a clinician who saw them records that it is cleared.`,
    )
  const open = openQuestions(gate, dispositions)
  if (open.length > 0 && levels[decided].setting !== 'hospital')
    return refuse('gate-unfinished', 'Finish the safety gate first: an unanswered question is not a no.', open)
  if (decided !== recommendation.level && !isReason(reason))
    return refuse(
      'needs-reason',
      `You decide on ${decided} where ${recommendation.level} was recommended: say why, in ${REASON_CHARACTERS} characters or more.`,
    )
  if (recommendation.blocked && !isReason(reason))
    return refuse(
      'needs-reason',
      `The recommendation names something that stands in the way: say why it may go on, in ${REASON_CHARACTERS} characters or more.`,
    )
  return null
}

/** When someone must have taken the person over: 'now' means the set's `nowMinutes`, else the stop's own minutes. */
export const dueAtOf = (within: Stop['within'], at: Date, thresholds: GateThresholds): Date =>
  new Date(at.getTime() + (within === 'now' ? thresholds.rows.nowMinutes.value : within) * 60_000)

/** A hand-off is a matter of hours or days: nothing is due further ahead than this. */
const LONGEST_DUE_DAYS = 14

/**
 * May a hand-off be due at this instant? It is due by the shortest time that the stops it answers allow, counted from now,
 * and within 14 days in any case; a time that has just passed is allowed, and shows as overdue. Refusals: 'due-no-time'
 * (not an instant, or more than a day ago), 'due-too-late'.
 */
export function dueRefusal(
  dueAt: Date,
  stops: readonly Pick<Stop, 'within' | 'routeLabel'>[],
  now: Date,
  thresholds: GateThresholds,
): Refusal | null {
  const day = 86_400_000
  if (Number.isNaN(dueAt.getTime()) || dueAt.getTime() < now.getTime() - day)
    return refuse('due-no-time', 'Give the day and the time by which they take over.')
  for (const stop of stops) {
    const limit = dueAtOf(stop.within, now, thresholds)
    if (dueAt <= limit) continue
    const minutes = Math.round((limit.getTime() - now.getTime()) / 60_000)
    return refuse('due-too-late', `${stop.routeLabel}: this cannot wait longer than ${minutes} minutes from now.`)
  }
  return dueAt.getTime() > now.getTime() + LONGEST_DUE_DAYS * day
    ? refuse('due-too-late', `Give a time within ${LONGEST_DUE_DAYS} days.`)
    : null
}

/** A person is looked after until they are back or settled elsewhere: no hand-off without a date to check. */
const LONGEST_WAY_BACK_DAYS = 90

export type HandOffDraft = { toLevel: string; toWhom: string; because: string; backOn: string; owner: string | null }

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

/**
 * May this hand-off be recorded? It says to which level or service, to whom by name, why, whose it is to follow, and the
 * day on which someone checks on the way back: today to 90 days ahead. Refusals: 'no-such-place', 'needs-whom',
 * 'needs-reason', 'needs-owner', 'needs-way-back'.
 */
export function handOffRefusal(draft: HandOffDraft, today: Day): Refusal | null {
  if (!isLevel(draft.toLevel) && !Object.hasOwn(routes, draft.toLevel))
    return refuse('no-such-place', 'Choose where the person goes.')
  if (letters(draft.toWhom) < 2)
    return refuse('needs-whom', 'Name who takes the person over: the unit, and whom you spoke with.')
  if (letters(draft.because) < 3) return refuse('needs-reason', 'Say why the person is handed off.')
  if (draft.owner === null || draft.owner === '') return refuse('needs-owner', 'Say who follows this hand-off.')
  if (!isDay(draft.backOn) || draft.backOn < today || draft.backOn > addDays(today, LONGEST_WAY_BACK_DAYS))
    return refuse(
      'needs-way-back',
      `Give a day to check on the way back, from today to ${LONGEST_WAY_BACK_DAYS} days ahead.`,
    )
  return null
}

export type HandOffAnswer = {
  answer: 'accepted' | 'declined' | 'returned' | 'did-not-arrive' | 'still-there'
  /** Who there said so. */
  byWhom: string
  /** How it was said, and what. */
  words: string
  recordedAt: Date
  /** The next day to check, of an answer 'still-there'; else null. */
  backOn?: Day | null
}
export type HandOff = {
  dueAt: Date
  /** The day on which someone checks on the way back; still in time on that day. */
  backOn: Day
}
export type HandOffState = 'open' | 'accepted' | 'still-there' | 'declined' | 'returned' | 'did-not-arrive' | 'overdue'

const latest = (answers: readonly HandOffAnswer[]): HandOffAnswer | null =>
  answers.reduce<HandOffAnswer | null>(
    (best, each) => (best === null || each.recordedAt >= best.recordedAt ? each : best),
    null,
  )

/** The day on which somebody checks: the one that was agreed first, until a check moved it. */
export const checkDay = (handOff: Pick<HandOff, 'backOn'>, answers: readonly HandOffAnswer[]): Day => {
  const last = latest(answers)
  return last?.answer === 'still-there' ? (last.backOn ?? handOff.backOn) : handOff.backOn
}

const isThere = (answer: HandOffAnswer | null): boolean =>
  answer?.answer === 'accepted' || answer?.answer === 'still-there'

/**
 * How a hand-off stands at `now` (`today` is that instant's day at the site). The latest answer speaks. 'overdue': nobody
 * accepted by the due instant, or the day to check on the way back has passed and the person is not back.
 */
export function handOffState(handOff: HandOff, answers: readonly HandOffAnswer[], now: Date, today: Day): HandOffState {
  const last = latest(answers)
  if (last === null) return now > handOff.dueAt ? 'overdue' : 'open'
  if (isThere(last) && today > checkDay(handOff, answers)) return 'overdue'
  return last.answer
}

/** What to do next about a hand-off, as one sentence; null once the person is back. */
export function handOffNext(handOff: HandOff, answers: readonly HandOffAnswer[], now: Date, today: Day): string | null {
  const state = handOffState(handOff, answers, now, today)
  const accepted = isThere(latest(answers))
  const backOn = checkDay(handOff, answers)
  if (state === 'returned') return null
  if (state === 'accepted') return `Accepted. Check on the way back on ${backOn}.`
  if (state === 'still-there') return `Still there. Check again on ${backOn}.`
  if (state === 'declined') return 'Declined. Hand the person off to someone else now.'
  if (state === 'did-not-arrive') return 'Did not arrive. Reach the person now; if you cannot, ask for a welfare check.'
  if (state === 'open') return 'Not accepted yet. Call again and record who takes the person over.'
  return accepted
    ? `The day to check on the way back, ${backOn}, has passed. Call them and the person.`
    : 'Overdue: nobody has accepted. Call now; if nobody can, send the person to the emergency department.'
}

/**
 * May this answer be recorded? Who said it (two letters or more), and how or why in words. Refusals: 'hand-off-closed'
 * once the person is back, 'said-already' when the same answer stands, 'needs-whom', 'needs-words'; for 'still-there'
 * 'not-there' while nobody has accepted the person, 'needs-way-back' without a next day to check, today to 90 days ahead.
 */
export function handOffAnswerRefusal(
  draft: Pick<HandOffAnswer, 'answer' | 'byWhom' | 'words'> & { backOn?: string | null },
  answers: readonly HandOffAnswer[],
  today: Day | null = null,
): Refusal | null {
  const last = latest(answers)
  if (last?.answer === 'returned')
    return refuse('hand-off-closed', 'The person is back. Start a new hand-off if they leave again.')
  if (last?.answer === draft.answer && draft.answer !== 'still-there')
    return refuse('said-already', 'That is already recorded.')
  if (draft.answer === 'still-there' && !isThere(last))
    return refuse('not-there', 'Nobody there has accepted the person yet. Record that first.')
  if (letters(draft.byWhom) < 2)
    return refuse(
      'needs-whom',
      draft.answer === 'accepted' ? 'Name the person who accepted.' : 'Name the person who told you.',
    )
  if (draft.answer === 'accepted' && letters(draft.words) < 3)
    return refuse('needs-words', 'Say how they accepted: by phone, in person, by message.')
  if (draft.answer === 'declined' && letters(draft.words) < 3) return refuse('needs-words', 'Say why they declined.')
  const next = draft.backOn ?? ''
  if (
    draft.answer === 'still-there' &&
    (!isDay(next) || (today !== null && (next < today || next > addDays(today, LONGEST_WAY_BACK_DAYS))))
  )
    return refuse('needs-way-back', `Give the next day to check, from today to ${LONGEST_WAY_BACK_DAYS} days ahead.`)
  return null
}
