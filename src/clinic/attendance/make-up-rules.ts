import { type Refusal, refuse } from '../../basics/refusal.ts'

/** What one meeting would do for a client whose week falls short. Minutes are whole. */
export type MakeUp = {
  sessionId: string
  minutes: number
  starts: Date
  /** A day on which nothing else is attended or planned: it counts as one more day. */
  isNewDay: boolean
  /** What the payer would pay more for: units that the week gains. Null where nobody has recorded the payer's rule. */
  unitsGained: number | null
  countsForPayer: boolean | null
  leadersKnown: number
  membersKnown: number
  byVideo: boolean
}

export type Gap = { minutes: number; days: number }

/** Whether the meeting alone closes the gap of the week, in minutes and in days. */
export const closes = (seat: MakeUp, gap: Gap): boolean =>
  seat.minutes >= gap.minutes && gap.days <= (seat.isNewDay ? 1 : 0)

/**
 * The seats worth offering, best first: those that close the gap alone, those that gain the most for the payer, the same
 * leader, familiar faces, no travel on a day that was free, the earliest. What the payer would not count is left out, and so is
 * what brings no minute. Source: products.md part 3, idea 3.
 */
export function rankMakeUps<Seat extends MakeUp>(seats: readonly Seat[], gap: Gap): Seat[] {
  const travels = (seat: Seat) => Number(seat.isNewDay && !seat.byVideo)
  return seats
    .filter((seat) => seat.minutes > 0 && seat.countsForPayer !== false)
    .sort(
      (a, b) =>
        Number(closes(b, gap)) - Number(closes(a, gap)) ||
        (b.unitsGained ?? 0) - (a.unitsGained ?? 0) ||
        Number(b.leadersKnown > 0) - Number(a.leadersKnown > 0) ||
        b.membersKnown - a.membersKnown ||
        travels(a) - travels(b) ||
        a.starts.getTime() - b.starts.getTime() ||
        (a.sessionId < b.sessionId ? -1 : 1),
    )
}

const hour = 60 * 60_000
/** An offer stands for a day, and ends an hour before the meeting so that the leader knows who comes. House rule. */
export const offerStands = 24 * hour
const before = 1 * hour

/** Until when an offer stands that is made now, or null where it is too late for one. */
export function offerUntil(starts: Date, now: Date): Date | null {
  const end = Math.min(now.getTime() + offerStands, starts.getTime() - before)
  return end > now.getTime() ? new Date(end) : null
}

export type OfferState = 'open' | 'accepted' | 'declined' | 'withdrawn' | 'expired'

/** What became of an offer: its answer, or that its time is over. */
export const offerState = (offer: { expiresAt: Date; answer: string | null }, now: Date): OfferState =>
  // The check on the table allows these three.
  offer.answer !== null ? (offer.answer as OfferState) : offer.expiresAt <= now ? 'expired' : 'open'

/** Whether an offer can be answered now, or the sentence why not. The same answer twice is no refusal: two tabs, one seat. */
export function mayAnswerMakeUp(state: OfferState, answer: 'accepted' | 'declined'): Refusal | null {
  if (state === 'open' || state === answer) return null
  if (state === 'expired') return refuse('offer-over', 'This offer is over. Ask for another seat.')
  if (state === 'withdrawn')
    return refuse('offer-withdrawn', 'This offer was taken back, or another one was accepted first.')
  return refuse('offer-answered', `This offer was ${state} already.`)
}

/** Of ranked seats, those to offer at once: at most three, none of a meeting whose free chairs others were offered already. */
export function seatsToOffer<Seat extends { sessionId: string }>(
  ranked: readonly Seat[],
  chairsLeft: (sessionId: string) => number,
  most = 3,
): Seat[] {
  return ranked.filter((seat) => chairsLeft(seat.sessionId) > 0).slice(0, most)
}
