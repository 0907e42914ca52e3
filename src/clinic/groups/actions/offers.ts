import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { withHouseEyes, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { mayAnswer } from '../offering.ts'
import { offerById, type SeatOffer } from '../queries/offers.ts'
import { seriesToTake } from '../queries/seating.ts'
import { daysFree, whatLacks } from '../queries/turn.ts'
import { waitingFor, waitsOpen, wantedById } from '../queries/waiting.ts'
import { closeOffer, endPlaces } from './end-waits.ts'
import { holdDiaries } from './hold.ts'
import { nextFor, offerChair, passOn, type Passed } from './pass-on.ts'
import { giveSeat } from './seats.ts'

export { passOffersOn } from './pass-on.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

export type Answered = { offer: SeatOffer; seatId: string | null; episodeId: string }

/**
 * The answer to an offered seat, by the client on their own page, or by staff for them, as after a telephone call. Accepted:
 * the seat, in this one transaction; pressed twice, one seat. Declined: the chair passes on at once.
 */
export async function answerOffer(
  work: Work,
  offerId: string,
  answer: 'accepted' | 'declined',
): Promise<Answered | Refusal> {
  const seen = await offerById(work, offerId)
  if (seen === undefined) return nothingHere
  const denied =
    work.by.kind === 'client'
      ? seen.clientId === work.by.clientId
        ? null
        : nothingHere
      : mayNot(work.by, 'waitlist.work')
  if (denied) return denied
  return withHouseEyes(work, async () => {
    await holdDiaries(work, [seen.clientId, seen.seriesId])
    // Whoever answered while we waited was first.
    const offer = await offerById(work, offerId)
    if (offer === undefined) return nothingHere
    const refused = mayAnswer(offer.state, answer)
    if (refused) return refused
    const { episodeId, clientId } = offer
    if (offer.state === answer) return { offer, seatId: null, episodeId }
    const about = { offer: offer.id, series: offer.seriesId }
    if (answer === 'declined') {
      await closeOffer(work, offer, 'declined')
      await record(work, 'seat-offer.declined', { clients: [clientId], about })
      await passOn(work, offer.seriesId)
      return { offer: { ...offer, state: 'declined' }, seatId: null, episodeId }
    }
    const today = dayAt(work.at, work.clinic.timeZone)
    const from = offer.firstDay > today ? offer.firstDay : today
    const wanted = { seriesId: offer.seriesId, from, number: offer.number }
    const seat = await giveSeat(work, episodeId, wanted, async () => null)
    if (isRefusal(seat)) return seat
    // The seat ended the place in its group's list, and with it this offer, when it was for that group.
    await closeOffer(work, offer, 'accepted', seat.id)
    await endPlaces(work, [offer.entryId], 'seated')
    await record(work, 'seat-offer.accepted', { clients: [clientId], about: { ...about, seat: seat.id } })
    return { offer: { ...offer, state: 'accepted' }, seatId: seat.id, episodeId }
  })
}

/** Staff take an offer back. The place on the list stays, and the chair is offered to whoever is next. */
export async function withdrawOffer(work: Work, offerId: string): Promise<SeatOffer | Refusal> {
  const denied = mayNot(work.by, 'waitlist.work')
  if (denied) return denied
  const seen = await offerById(work, offerId)
  if (seen === undefined) return nothingHere
  await holdDiaries(work, [seen.clientId, seen.seriesId])
  const offer = await offerById(work, offerId)
  if (offer === undefined || offer.state !== 'open')
    return refuse('offer-over', 'This offer has been answered or has run out already.')
  await closeOffer(work, offer, 'withdrawn')
  await record(work, 'seat-offer.withdrawn', { clients: [offer.clientId], about: { offer: offer.id } })
  return offer
}

/**
 * Offers a free chair of a group to somebody on its list: to whoever is next, or out of turn with a reason, which is kept and
 * shown. Refuses 'not-in-turn' without a reason, and with the rule's own reason whoever could not sit there.
 */
export async function makeOffer(
  work: Work,
  entryId: string,
  { seriesId, because }: { seriesId: string; because: string },
): Promise<{ id: string; replyBy: Date } | Refusal> {
  const denied = mayNot(work.by, 'waitlist.work')
  if (denied) return denied
  const series = await wantedById(work, seriesId)
  const [seen] = await waitsOpen(work, { entryId })
  if (series === undefined || seen === undefined) return nothingHere
  await holdDiaries(work, [seen.clientId, series.id])
  const all = await waitsOpen(work)
  const list = await waitingFor(work, series, all)
  const own = list.find(({ entry }) => entry.id === entryId)
  if (own === undefined) return refuse('not-on-list', `This place is not on the list of ${series.name}.`)
  if (own.entry.offer !== null)
    return refuse('has-an-offer', `A seat in ${own.entry.offer.group} is offered already. Wait for the answer first.`)
  const next = await nextFor(work, series, all)
  const inTurn = next?.wait.id === entryId
  if (inTurn) return offerChair(work, own.entry, series, next.day, next)
  for (const day of await daysFree(work, series)) {
    const free = await seriesToTake(work, series.id, day)
    if (free === undefined || free.chairs.length === 0) continue
    const lack = await whatLacks(work, own.entry, series.id, day)
    if (lack) return lack
    const ahead = next !== null && next.place < own.place
    if (ahead) {
      const out = mayNot(work.by, 'offer.out-of-turn')
      if (out) return out
      if (because === '')
        return refuse(
          'not-in-turn',
          `Somebody who could come stands before them on the list of ${series.name}. Say why this seat goes out of turn: the reason is kept and shown.`,
        )
    }
    const passed: Passed[] = list
      .filter(({ place }) => place < own.place)
      .map(({ place }) => ({ place, code: ahead && next.place === place ? 'out-of-turn' : 'passed' }))
    return offerChair(work, own.entry, series, day, {
      place: own.place,
      passed,
      ...(ahead ? { outOfTurn: because } : {}),
    })
  }
  return refuse('full', `No seat in ${series.name} comes free within three weeks.`)
}
