import { dayAt, type Day, timeAt, weekOf } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { withHouseEyes, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { giveSeat } from '../../groups/actions/seats.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { giveVisits } from '../../visits/actions.ts'
import { isBookable } from '../../visits/rules.ts'
import { mayAnswerMakeUp } from '../make-up-rules.ts'
import { makeUpOfferById, makeUpOffersIn, makeUpOffersOf, type MakeUpOffer } from '../queries/make-up-offers.ts'
import { type OfferedSeat, type ShortWeek, shortWeekOf, worthOffering } from '../queries/make-ups.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

export type MakeUpsOffered = { clientId: string; name: string; offered: number }

/**
 * Offers a client seats and hours of a week, this one or one that a closure is going to shorten: those named, or the best. Only what
 * could be taken now is offered, and nothing is offered twice. Once the gap is closed, the other offers are withdrawn.
 */
export async function offerMakeUp(
  work: Work,
  episodeId: string,
  sessionIds: readonly string[] | null = null,
  week: Day | null = null,
): Promise<MakeUpsOffered | Refusal> {
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return denied
  const now = weekOf(dayAt(work.at, work.clinic.timeZone))
  const monday = week === null || week < now ? now : weekOf(week)
  const stands = await stayById(work, episodeId)
  if (stands === undefined) return nothingHere
  const short = await holdShortWeek(work, stands, monday)
  if (short === null) return nothingHere
  const wanted =
    sessionIds === null ? worthOffering(short) : short.seats.filter((one) => sessionIds.includes(one.sessionId))
  const { stay } = short
  if (short.week.verdict !== 'will-fall-short' && short.week.verdict !== 'short')
    return refuse('not-short', `${stay.firstName} is not short of hours ${monday === now ? 'this' : 'that'} week.`)
  const standing = new Set((await makeUpOffersOf(work, stay.clientId)).map((offer) => offer.sessionId))
  const ids = new Set(wanted.map((one) => one.sessionId))
  const seats = short.seats.filter(
    (one) => ids.has(one.sessionId) && one.chairs > 0 && one.expiresAt !== null && !standing.has(one.sessionId),
  )
  if (seats.length === 0)
    return standing.size > 0
      ? refuse('offered-already', `${stay.firstName} has these offers already. Wait for the answer.`)
      : refuse('no-seat', `No seat that fits ${stay.firstName} is free in the days that are left.`)
  await give(work, short, seats)
  return { clientId: stay.clientId, name: stay.firstName, offered: seats.length }
}

/**
 * Reads a short week to offer in it. Two desks that offer at once, to one client or the last chair of one meeting, wait here for each
 * other. First for the clinic, then for the client: so no two ever wait in a ring.
 */
export async function holdShortWeek(work: Work, stay: Stay, monday: Day): Promise<ShortWeek | null> {
  await holdDiaries(work, [work.clinic.id])
  await holdDiaries(work, [stay.clientId])
  return shortWeekOf(work, stay.id, monday)
}

/** Writes the offers down and tells the client of each. */
export async function give(work: Work, { stay, isForeseen }: ShortWeek, seats: readonly OfferedSeat[]): Promise<void> {
  for (const { seat, hour, day, expiresAt, sessionId } of seats) {
    if (expiresAt === null) continue
    const id = newId()
    const what =
      seat === null
        ? { staffId: hour.staffId, kind: hour.kind, begins: hour.begins, minutes: hour.minutes, byVideo: hour.byVideo }
        : { seriesId: seat.row.id, sessionId }
    await work.db
      .insertInto('makeUpOffer')
      .values({
        clinicId: work.clinic.id,
        id,
        clientId: stay.clientId,
        episodeId: stay.id,
        ...what,
        heldOn: day,
        ahead: isForeseen,
        expiresAt,
        offeredBy: work.by.id,
        offeredAt: work.at,
      })
      .execute()
    // An hour has no row in the calendar yet: its notice leads to the offer alone.
    await tellClient(work, {
      clientId: stay.clientId,
      kind: 'make-up-offered',
      about: { offerId: id, ...(seat !== null && { sessionId }) },
    })
    await record(work, 'make-up.offered', { clients: [stay.clientId], about: { offer: id, session: sessionId } })
  }
}

/**
 * Whoever said no to the last offer, or pressed on a chair that somebody else had taken by then, is offered what else would mend
 * the week at once: what was answered before is not asked again. Nothing where other offers still stand.
 */
async function offerNext(work: Work, { clientId, episodeId, sessionId, heldOn }: MakeUpOffer): Promise<number> {
  const monday = weekOf(heldOn)
  if ((await makeUpOffersOf(work, clientId)).some((other) => weekOf(other.heldOn) === monday)) return 0
  const short = await shortWeekOf(work, episodeId, monday)
  if (short === null) return 0
  const said = await makeUpOffersIn(work, [clientId], monday)
  const asked = new Set(said.filter(({ state }) => state === 'declined').map((one) => one.sessionId)).add(sessionId)
  const next = worthOffering({ ...short, seats: short.seats.filter((one) => !asked.has(one.sessionId)) })
  await give(work, short, next)
  return next.length
}

export type MakeUpAnswered = { offer: MakeUpOffer; seatId: string | null; visitId: string | null }

/**
 * The answer to an offered make-up: by the client on their own page, or by staff for them. Accepted: a seat for that one
 * meeting, or the visit is booked, and the offers that are needed no more are withdrawn, all in one transaction; pressed in two tabs, one seat. An offer that is
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
    await holdDiaries(work, [seen.clientId, seen.seriesId ?? seen.staffId ?? ''])
    // Whoever answered while we waited was first.
    const offer = await makeUpOfferById(work, offerId)
    if (offer === undefined) return nothingHere
    const refused = mayAnswerMakeUp(offer.state, answer)
    if (refused) return refused
    if (offer.state === answer) return { offer, seatId: null, visitId: null }
    const about = { offer: offer.id, session: offer.sessionId }
    if (answer === 'declined') {
      await close(work, offer.id, 'declined', null)
      await record(work, 'make-up.declined', { clients: [offer.clientId], about })
      await offerNext(work, offer)
      return { offer: { ...offer, state: 'declined' }, seatId: null, visitId: null }
    }
    const taken = await take(work, offer)
    if (isRefusal(taken)) {
      if (taken.refused !== 'seat-gone') return taken
      await close(work, offer.id, 'withdrawn', null)
      await record(work, 'make-up.too-late', { clients: [offer.clientId], about })
      const instead = await offerNext(work, offer)
      return refuse('seat-gone', `${taken.because}${instead > 0 ? ' What else is free is offered now.' : ''}`)
    }
    await close(work, offer.id, 'accepted', taken)
    await withdrawNeedless(work, offer)
    await record(work, 'make-up.accepted', { clients: [offer.clientId], about: { ...about, ...taken } })
    return { offer: { ...offer, state: 'accepted' }, ...taken }
  })
}

type Taken = { seatId: string; visitId: null } | { seatId: null; visitId: string }

/** Takes what was offered: the chair, or the hour. 'seat-gone' where somebody else was first, with whose it is. */
async function take(work: Work, offer: MakeUpOffer): Promise<Taken | Refusal> {
  if (offer.seriesId !== null) {
    const meeting = { seriesId: offer.seriesId, from: offer.heldOn, to: offer.heldOn }
    // One meeting alone takes a lasting seat from nobody.
    const seat = await giveSeat(work, offer.episodeId, meeting, async () => null)
    if (!isRefusal(seat)) return { seatId: seat.id, visitId: null }
    if (seat.refused !== 'seat-gone') return seat
    return refuse('seat-gone', `Somebody else took the last chair in ${offer.group} first.`)
  }
  if (offer.staffId === null || !isBookable(offer.kind)) return nothingHere
  const booked = await giveVisits(work, offer.episodeId, {
    kind: offer.kind,
    staffId: offer.staffId,
    first: offer.heldOn,
    starts: timeAt(offer.starts, work.clinic.timeZone),
    minutes: Math.round((offer.ends.getTime() - offer.starts.getTime()) / 60_000),
    times: 1,
    byVideo: offer.byVideo,
    leaveOut: false,
  })
  if (isRefusal(booked)) return isTaken(booked) ? refuse('seat-gone', 'This hour is taken by now.') : booked
  const [visitId] = booked.ids
  return visitId === undefined ? nothingHere : { seatId: null, visitId }
}

/** The hour is another's by now: something stands in a diary, or the same moment booked it. */
const isTaken = ({ refused }: Refusal): boolean =>
  ['in-the-way', 'clinician-in-one-visit', 'client-in-one-visit'].includes(refused)

/** Once the gap is closed the other offers go back; while it is not, those stay that still fit. */
async function withdrawNeedless(work: Work, { clientId, episodeId, heldOn }: MakeUpOffer): Promise<void> {
  const monday = weekOf(heldOn)
  const short = await shortWeekOf(work, episodeId, monday)
  const needed = new Set(short?.seats.map((seat) => seat.sessionId))
  // Offers of another week mend another gap.
  for (const other of await makeUpOffersOf(work, clientId))
    if (weekOf(other.heldOn) === monday && !needed.has(other.sessionId)) await close(work, other.id, 'withdrawn', null)
}

export const close = (
  work: Work,
  offerId: string,
  answer: 'accepted' | 'declined' | 'withdrawn',
  taken: Taken | null,
) =>
  work.db
    .insertInto('makeUpAnswer')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      offerId,
      answer,
      seatId: taken?.seatId ?? null,
      visitId: taken?.visitId ?? null,
      answeredBy: work.by.id,
      byClient: work.by.kind === 'client',
      answeredAt: work.at,
    })
    .execute()
