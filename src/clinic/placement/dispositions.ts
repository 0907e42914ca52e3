import { type Refusal, refuse } from '../../basics/refusal.ts'
import type { GateResult, Stop } from './gate.ts'

/**
 * What became of a stop: handed off to other care (the stop stands: the person is not to start here), cleared by a
 * clinician who saw the person, or treated alongside the program, where the stop allows it.
 */
export type DispositionKind = 'handed-off' | 'cleared-by-clinician' | 'treated-alongside'

export type Disposition = {
  /** A stop's id, or `notKnownStop(question)` for a question that was asked in vain. */
  stop: string
  disposition: DispositionKind
  because: string
  /** Whether the person who decided is a licensed clinician (therapist, prescriber, clinical director). */
  byClinician: boolean
  decidedAt: Date
}

/** Fewest characters of a reason, spaces at the ends and doubled ones not counted. */
export const REASON_CHARACTERS = 15

export const wordsOf = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/** A reason that someone can later read: 15 characters or more, with at least two words. */
export const isReason = (text: string): boolean => {
  const words = wordsOf(text)
  return words.length >= REASON_CHARACTERS && (words.match(/\p{L}{2,}/gu)?.length ?? 0) >= 2
}

export const notKnownStop = (question: string): string => `not-known:${question}`

/** The disposition that stands for a stop: the latest. */
const standing = (stop: string, dispositions: readonly Disposition[]): Disposition | null =>
  dispositions
    .filter((each) => each.stop === stop)
    .reduce<Disposition | null>((best, each) => (best === null || each.decidedAt >= best.decidedAt ? each : best), null)

const settles = (stop: Stop, disposition: Disposition | null): boolean =>
  disposition?.byClinician === true &&
  isReason(disposition.because) &&
  (disposition.disposition === 'cleared-by-clinician' ||
    (disposition.disposition === 'treated-alongside' && stop.iopInParallel))

/** The stops of a gate that nobody has settled, most urgent first. A hand-off settles nothing: the person is elsewhere. */
export const liveStops = (gate: GateResult, dispositions: readonly Disposition[]): Stop[] =>
  gate.stops.filter((stop) => !settles(stop, standing(stop.id, dispositions)))

/** The stops whose care was arranged to run beside the program. */
export const alongsideStops = (gate: GateResult, dispositions: readonly Disposition[]): Stop[] =>
  gate.stops.filter((stop) => {
    const last = standing(stop.id, dispositions)
    return settles(stop, last) && last?.disposition === 'treated-alongside'
  })

/** Questions of the gate that still keep it from passing: blanks, and what was asked in vain and no clinician settled. */
export const openQuestions = (gate: GateResult, dispositions: readonly Disposition[]): string[] =>
  gate.unanswered.filter((question) => {
    if (!gate.notKnown.includes(question)) return true
    const last = standing(notKnownStop(question), dispositions)
    return !(last?.disposition === 'cleared-by-clinician' && last.byClinician && isReason(last.because))
  })

/**
 * May this disposition be recorded? Refusals: 'no-such-stop', 'not-alongside' (the stop does not allow the program to run
 * beside its care), 'needs-clinician', 'needs-reason' (15 characters and two words). A coordinator may record a hand-off.
 */
export function dispositionRefusal(
  gate: GateResult,
  disposition: Pick<Disposition, 'stop' | 'disposition' | 'because' | 'byClinician'>,
): Refusal | null {
  const stop = gate.stops.find((each) => each.id === disposition.stop)
  const unknown = gate.notKnown.some((question) => notKnownStop(question) === disposition.stop)
  if (!stop && !unknown) return refuse('no-such-stop', 'This screening has no such stop. Open it again and choose one.')
  if (unknown && disposition.disposition !== 'cleared-by-clinician')
    return refuse(
      'not-alongside',
      'A question without an answer can only be settled by a clinician who saw the person.',
    )
  if (stop && disposition.disposition === 'treated-alongside' && !stop.iopInParallel)
    return refuse('not-alongside', `${stop.because} The program cannot run beside this; hand the person off instead.`)
  if (disposition.disposition !== 'handed-off' && !disposition.byClinician)
    return refuse('needs-clinician', 'Only a licensed clinician who saw the person can settle a stop.')
  if (!isReason(disposition.because))
    return refuse('needs-reason', `Say what was found and done, in ${REASON_CHARACTERS} characters or more.`)
  return null
}
