import { addDays, type Day, dayAt, instantAt, timeAt } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

/** How long a seat is kept for an answer (hours), when nobody is asked (wall times), and days until the same group is offered again. */
export type OfferPolicy = {
  replyHours: number
  quietFrom: string
  quietTo: string
  restDays: number
  from: Day
  source: string
}

/** What stands where a clinic has decided nothing. */
export const usualOfferPolicy: OfferPolicy = {
  replyHours: 24,
  quietFrom: '20:00',
  quietTo: '09:00',
  restDays: 7,
  from: '2013-01-01',
  source: 'Stepwell’s own figures: your clinical director confirms or changes them',
}

/** Whether a moment lies in the quiet hours, as the clinic's wall clock shows it. The end is not included; equal ends: none. */
export function isQuiet(at: Date, { quietFrom, quietTo }: OfferPolicy, zone: string): boolean {
  const now = timeAt(at, zone)
  return quietFrom <= quietTo ? now >= quietFrom && now < quietTo : now >= quietFrom || now < quietTo
}

/**
 * Until when an offer made at `at` may be answered: the policy's hours; where that falls in the quiet hours, two hours after
 * they end, so that nobody loses a seat asleep. Source: the clinic's dated policy (waitlist_policy).
 */
export function replyBy(at: Date, policy: OfferPolicy, zone: string): Date {
  const plain = new Date(at.getTime() + policy.replyHours * 3_600_000)
  if (!isQuiet(plain, policy, zone)) return plain
  const day = dayAt(plain, zone)
  const end = timeAt(plain, zone) < policy.quietTo ? day : addDays(day, 1)
  return new Date(instantAt(end, policy.quietTo, zone).getTime() + 2 * 3_600_000)
}

export type OfferState = 'open' | 'accepted' | 'declined' | 'lapsed' | 'withdrawn'

/** How an offer stands at a moment, whether or not the clock has written it down: one without an answer lapses by itself. */
export const stateOf = (offer: { answer: string | null; replyBy: Date }, at: Date): OfferState =>
  offer.answer === 'accepted' || offer.answer === 'declined' || offer.answer === 'withdrawn'
    ? offer.answer
    : offer.answer === 'lapsed' || offer.replyBy <= at
      ? 'lapsed'
      : 'open'

/** Whether an offer can still be answered. Refuses 'answered', 'offer-over' and 'withdrawn'. The same answer twice is no refusal. */
export function mayAnswer(state: OfferState, answer: 'accepted' | 'declined'): Refusal | null {
  if (state === 'open' || state === answer) return null
  if (state === 'lapsed')
    return refuse('offer-over', 'The time to answer is over, and the seat has passed on. The place on the list stays.')
  if (state === 'withdrawn') return refuse('withdrawn', 'This offer was taken back. The place on the list stays.')
  return refuse('answered', `This offer was ${state} already.`)
}

/** Time left to answer, in words: 'closes in 3 h 20 min'. */
export function timeLeft(until: Date, at: Date): string {
  const minutes = Math.max(0, Math.ceil((until.getTime() - at.getTime()) / 60_000))
  if (minutes === 0) return 'over'
  if (minutes < 60) return `${minutes} min left`
  const hours = Math.floor(minutes / 60)
  return hours >= 48 ? `${Math.floor(hours / 24)} days left` : `${hours} h ${minutes % 60} min left`
}

export type Wish = {
  seriesIds: readonly string[] | null
  programId: string | null
  kind: string
  topic: string
  affinity: string
  track: string
}

/** Whether a group is what somebody waits for: that very group (any row of its line), or one that has all that was wished. */
export const isWanted = (
  wish: Wish,
  series: { id: string; programId: string; kind: string; topic: string; affinity: string; track: string },
): boolean =>
  wish.seriesIds !== null
    ? wish.seriesIds.includes(series.id)
    : series.programId === wish.programId &&
      (wish.kind === '' || wish.kind === series.kind) &&
      (wish.topic === '' || wish.topic === series.topic) &&
      (wish.affinity === '' || wish.affinity === series.affinity) &&
      (wish.track === '' || wish.track === series.track)

/**
 * The one sentence for every reason that is a director's to know: the mix of a room, a seat that is kept for somebody, and who
 * does not sit with whom. It never says which.
 */
export const notNow = (group: string): Refusal =>
  refuse('not-now', `${group} does not take this person now. Choose another group, or ask a director about this one.`)
