import { dayAt, weekOf } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { withHouseEyes, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { giveSeat } from '../../groups/actions/seats.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { mayAnswerMakeUp } from '../make-up-rules.ts'
import {
  makeUpOfferById,
  makeUpOffersIn,
  makeUpOffersOf,
  type MakeUpOffer,
  type OfferedSeat,
  shortWeekOf,
  worthOffering,
} from '../queries/make-ups.ts'
import { whoMarks } from './mark.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

export type MakeUpsOffered = { clientId: string; name: string; offered: number }

/**
 * Offers a client seats in meetings of this week: those named, or the best three. Only what could be taken now is offered, and
 * nothing is offered twice. Once the gap is closed, the other offers are withdrawn.
 */
export async function offerMakeUp(
  work: Work,
  episodeId: string,
  sessionIds: readonly string[] | null = null,
): Promise<MakeUpsOffered | Refusal> {
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return denied
  const monday = weekOf(dayAt(work.at, work.clinic.timeZone))
  const stands = await stayById(work, episodeId)
  if (stands === undefined) return nothingHere
  // Two desks that offer at once, to one client or the last chair of one meeting, wait here for each other.
  // First for the clinic, then for the client: so no two ever wait in a ring.
  await holdDiaries(work, [work.clinic.id])
  await holdDiaries(work, [stands.clientId])
  const short = await shortWeekOf(work, episodeId, monday)
  if (short === null) return nothingHere
  const wanted =
    sessionIds === null ? worthOffering(short) : short.seats.filter((one) => sessionIds.includes(one.sessionId))
  const { stay } = short
  if (short.week.verdict !== 'will-fall-short' && short.week.verdict !== 'short')
    return refuse('not-short', `${stay.firstName} is not short of hours this week.`)
  const standing = new Set((await makeUpOffersOf(work, stay.clientId)).map((offer) => offer.sessionId))
  const ids = new Set(wanted.map((one) => one.sessionId))
  const seats = short.seats.filter(
    (one) => ids.has(one.sessionId) && one.chairs > 0 && one.expiresAt !== null && !standing.has(one.sessionId),
  )
  if (seats.length === 0)
    return standing.size > 0
      ? refuse('offered-already', `${stay.firstName} has these offers already. Wait for the answer.`)
      : refuse('no-seat', `No seat that fits ${stay.firstName} is free in the days that are left.`)
  await give(work, stay, seats)
  return { clientId: stay.clientId, name: stay.firstName, offered: seats.length }
}

/** Writes the offers down and tells the client of each. */
async function give(work: Work, stay: Stay, seats: readonly OfferedSeat[]): Promise<void> {
  for (const { seat, expiresAt, sessionId } of seats) {
    if (expiresAt === null) continue
    const id = newId()
    await work.db
      .insertInto('makeUpOffer')
      .values({
        clinicId: work.clinic.id,
        id,
        clientId: stay.clientId,
        episodeId: stay.id,
        seriesId: seat.row.id,
        sessionId,
        heldOn: seat.day,
        expiresAt,
        offeredBy: whoMarks(work),
        offeredAt: work.at,
      })
      .execute()
    await tellClient(work, { clientId: stay.clientId, kind: 'make-up-offered', about: { offerId: id, sessionId } })
    await record(work, 'make-up.offered', { clients: [stay.clientId], about: { offer: id, session: sessionId } })
  }
}

/**
 * Whoever said no to the last offer, or pressed on a chair that somebody else had taken by then, is offered what else would mend
 * the week at once: what was answered before is not asked again. Nothing where other offers still stand.
 */
async function offerNext(work: Work, { clientId, episodeId, sessionId }: MakeUpOffer): Promise<number> {
  const monday = weekOf(dayAt(work.at, work.clinic.timeZone))
  if ((await makeUpOffersOf(work, clientId)).length > 0) return 0
  const short = await shortWeekOf(work, episodeId, monday)
  if (short === null) return 0
  const said = await makeUpOffersIn(work, [clientId], monday)
  const asked = new Set(said.filter(({ state }) => state === 'declined').map((one) => one.sessionId)).add(sessionId)
  const next = worthOffering({ ...short, seats: short.seats.filter((one) => !asked.has(one.sessionId)) })
  await give(work, short.stay, next)
  return next.length
}

export type MakeUpAnswered = { offer: MakeUpOffer; seatId: string | null }

/**
 * The answer to an offered make-up seat: by the client on their own page, or by staff for them. Accepted: a seat for that one
 * meeting, and the offers that are needed no more are withdrawn, all in one transaction; pressed in two tabs, one seat. An offer that is
 * over says so. An offer holds no chair: where the last one is gone, or the last offer is declined, the next best is offered at once.
 */
export async function answerMakeUp(
  work: Work,
  offerId: string,
  answer: 'accepted' | 'declined',
): Promise<MakeUpAnswered | Refusal> {
  const seen = await makeUpOfferById(work, offerId)
  if (seen === undefined) return nothingHere
  const denied =
    work.by.kind === 'client' ? (seen.clientId === work.by.clientId ? null : nothingHere) : mayNot(work.by, 'seat.give')
  if (denied) return denied
  return withHouseEyes(work, async () => {
    await holdDiaries(work, [seen.clientId, seen.seriesId])
    // Whoever answered while we waited was first.
    const offer = await makeUpOfferById(work, offerId)
    if (offer === undefined) return nothingHere
    const refused = mayAnswerMakeUp(offer.state, answer)
    if (refused) return refused
    if (offer.state === answer) return { offer, seatId: null }
    const about = { offer: offer.id, session: offer.sessionId }
    if (answer === 'declined') {
      await close(work, offer.id, 'declined', null)
      await record(work, 'make-up.declined', { clients: [offer.clientId], about })
      await offerNext(work, offer)
      return { offer: { ...offer, state: 'declined' }, seatId: null }
    }
    const meeting = { seriesId: offer.seriesId, from: offer.heldOn, to: offer.heldOn }
    // One meeting alone takes a lasting seat from nobody.
    const seat = await giveSeat(work, offer.episodeId, meeting, async () => null)
    if (isRefusal(seat)) {
      if (seat.refused !== 'seat-gone') return seat
      await close(work, offer.id, 'withdrawn', null)
      await record(work, 'make-up.too-late', { clients: [offer.clientId], about })
      return refuse('seat-gone', chairGone(offer.group, await offerNext(work, offer)))
    }
    await close(work, offer.id, 'accepted', seat.id)
    await withdrawNeedless(work, offer)
    await record(work, 'make-up.accepted', { clients: [offer.clientId], about: { ...about, seat: seat.id } })
    return { offer: { ...offer, state: 'accepted' }, seatId: seat.id }
  })
}

const chairGone = (group: string, instead: number): string =>
  `Somebody else took the last chair in ${group} first.${instead > 0 ? ' What else is free is offered now.' : ''}`

/** Once the gap is closed the other offers go back; while it is not, those stay that still fit. */
async function withdrawNeedless(work: Work, { clientId, episodeId }: MakeUpOffer): Promise<void> {
  const short = await shortWeekOf(work, episodeId, weekOf(dayAt(work.at, work.clinic.timeZone)))
  const needed = new Set(short?.seats.map((seat) => seat.sessionId))
  for (const other of await makeUpOffersOf(work, clientId))
    if (!needed.has(other.sessionId)) await close(work, other.id, 'withdrawn', null)
}

const close = (work: Work, offerId: string, answer: 'accepted' | 'declined' | 'withdrawn', seatId: string | null) =>
  work.db
    .insertInto('makeUpAnswer')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      offerId,
      answer,
      seatId,
      answeredBy: whoMarks(work),
      byClient: work.by.kind === 'client',
      answeredAt: work.at,
    })
    .execute()
