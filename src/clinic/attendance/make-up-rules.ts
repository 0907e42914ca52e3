import { type Refusal, refuse } from '../../basics/refusal.ts'

/** What one meeting would do for a client whose week falls short. Minutes are whole. */
export type MakeUp = {
  /** A meeting's id, or the key of an hour with somebody (see `hourKey`). */
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

/** Until when an offer stands that is made now (for `stands` milliseconds), or null where it is too late for one. */
export function offerUntil(starts: Date, now: Date, stands: number = offerStands): Date | null {
  const end = Math.min(now.getTime() + stands, starts.getTime() - before)
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

/** To how many at once a free chair is offered: of five who are asked, two answer within a day (products.md part 2, pain 20 [E8]). House rule. */
const askedAChair = 2

/**
 * To how many more people a meeting may be offered: an offer holds no chair, whoever answers first has it, and whoever comes too
 * late is shown at once what is free then. `free`: chairs that nobody has; `open`: offers of them that stand. Held for everybody who
 * was asked, most chairs would stay empty: most people do not answer.
 */
export const chairsToOffer = (free: number, open: number): number => Math.max(0, Math.max(0, free) * askedAChair - open)

/**
 * Of ranked seats, those to offer at once: first the fewest that close the gap together, on one day where that is possible, so
 * that the day is a whole one for the payer too; then others to choose from, at most four in all. None of a meeting whose free
 * chairs enough others were offered already (`chairsLeft`, see `chairsToOffer`), and of what is meant to be taken together no two at one time.
 */
export function seatsToOffer<Seat extends Pick<MakeUp, 'sessionId' | 'minutes' | 'starts'> & { isNewDay: boolean }>(
  ranked: readonly Seat[],
  gap: Gap,
  chairsLeft: (sessionId: string) => number,
  most = 4,
): Seat[] {
  const free = ranked.filter((seat) => chairsLeft(seat.sessionId) > 0)
  const [first] = free
  if (first === undefined) return []
  const near = (seat: Seat) => Math.abs(seat.starts.getTime() - first.starts.getTime())
  const together = [first]
  // Close to the first in time is the same day: nobody leaves within the hour and comes back a day later for the rest.
  for (const seat of [...free].sort((a, b) => Number(near(a) > 12 * hour) - Number(near(b) > 12 * hour))) {
    if (together.reduce((sum, one) => sum + one.minutes, 0) >= gap.minutes || together.length >= most) break
    if (together.every((one) => !overlaps(one, seat))) together.push(seat)
  }
  const others = free.filter((seat) => !together.includes(seat))
  // Another time before the same time in another room.
  const elsewhen = others.filter((seat) => together.every((one) => !overlaps(one, seat)))
  return [...together, ...elsewhen, ...others.filter((seat) => !elsewhen.includes(seat))].slice(0, most)
}

const overlaps = (one: Pick<MakeUp, 'starts' | 'minutes'>, other: Pick<MakeUp, 'starts' | 'minutes'>): boolean =>
  one.starts.getTime() < other.starts.getTime() + other.minutes * 60_000 &&
  other.starts.getTime() < one.starts.getTime() + one.minutes * 60_000
