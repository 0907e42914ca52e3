import { sql } from 'kysely'
import { addDays, type Day, dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { endSeats } from '../../groups/actions/end-seats.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { type Moved, movedBy, seatsToMove, visitsToMove } from '../queries/moved.ts'

/** What takes seats and visits away, and can give them back: a pause, a step, a discharge. */
export type Cause = { of: 'pause' | 'step' | 'discharge'; id: string }

/** A seat ends with a last day; one that had not begun by then never was. What each had is kept, so that it can be given back. */
export async function takeSeatsAway(
  work: Work,
  by: string,
  cause: Cause,
  episodeId: string,
  lastDay: Day,
  because: string,
  only?: readonly string[],
): Promise<number> {
  const seats = (await seatsToMove(work, episodeId, lastDay)).filter(
    ({ id }) => only === undefined || only.includes(id),
  )
  if (seats.length === 0) return 0
  await work.db
    .insertInto('movedSeat')
    .values(
      seats.map(({ id, during }) => ({
        clinicId: work.clinic.id,
        id: newId(),
        becauseOf: cause.of,
        causeId: cause.id,
        seatId: id,
        wasDuring: during,
      })),
    )
    .execute()
  await endSeats(
    work,
    by,
    seats.map(({ id }) => id),
    lastDay,
    because,
  )
  return seats.length
}

/** Calls off the visits after a day, until another; each keeps the hour that it had. */
export async function callOffVisits(
  work: Work,
  by: string,
  cause: Cause,
  episodeId: string,
  after: Day,
  because: string,
  before?: Day | null,
): Promise<number> {
  const visits = (await visitsToMove(work, episodeId, after)).filter(({ heldOn }) => !before || heldOn < before)
  if (visits.length === 0) return 0
  const row = { clinicId: work.clinic.id }
  await work.db
    .insertInto('movedVisit')
    .values(
      visits.map(({ id, during }) => ({
        ...row,
        id: newId(),
        becauseOf: cause.of,
        causeId: cause.id,
        visitId: id,
        wasDuring: during,
      })),
    )
    .execute()
  await work.db
    .insertInto('visitCancellation')
    .values(
      visits.map(({ id, during }) => ({
        ...row,
        id: newId(),
        visitId: id,
        wasDuring: during,
        because,
        cancelledBy: by,
        cancelledAt: work.at,
      })),
    )
    .execute()
  await work.db
    .updateTable('visit')
    .set({ during: sql`'empty'::tstzrange` })
    .where(
      'id',
      'in',
      visits.map(({ id }) => id),
    )
    .execute()
  return visits.length
}

export type GivenBack = { seats: number; visits: number; couldNot: string[] }

/**
 * Gives back what a cause took, from a day on: the same chair where it is free, else another of the same group; a visit at its own
 * hour. Whatever somebody else has taken meanwhile stays theirs and is named in `couldNot`: the rest comes back all the same, for
 * one chair that is gone is no reason to keep a person out of the other groups.
 */
export async function giveBack(work: Work, by: string, cause: Cause, from: Day): Promise<GivenBack> {
  const { seats, visits } = await movedBy(work, cause.id)
  await holdDiaries(work, [
    ...seats.map(({ clientId }) => clientId),
    ...seats.map(({ seriesId }) => seriesId),
    ...visits.map(({ staffId }) => staffId),
  ])
  const answer: GivenBack = { seats: 0, visits: 0, couldNot: [] }
  for (const seat of seats) {
    const first = from > seat.first ? from : seat.first
    // Its last day has gone by, or its group has ended: there is nothing left of it to give.
    if (seat.last !== null && seat.last < first) continue
    const id = await reseat(work, by, seat, first)
    if (id === null) answer.couldNot.push(`Somebody has the seat in ${seat.name} now.`)
    else answer.seats += 1
  }
  await carryAgain(work, cause.id)
  for (const visit of visits) {
    if (visit.starts <= work.at || visit.heldOn < from) continue
    const id = newId()
    const busy = `The visit on ${visit.heldOn} with ${visit.staff} has no room in the calendar any more.`
    const written = await unlessRefused(work, { clinician_in_one_visit: busy, client_in_one_visit: busy }, async () => {
      const { clientId, episodeId, kind, staffId, heldOn, during, minutes, byVideo, countsTowardDose } = visit
      await work.db
        .insertInto('visit')
        .values({
          clinicId: work.clinic.id,
          id,
          clientId,
          episodeId,
          kind,
          staffId,
          heldOn,
          during,
          minutes,
          byVideo,
          countsTowardDose,
          bookedBy: by,
          bookedAt: work.at,
        })
        .execute()
      await work.db
        .insertInto('visitRestored')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          movedId: visit.movedId,
          visitId: id,
          restoredBy: by,
          restoredAt: work.at,
        })
        .execute()
    })
    if (isRefusal(written)) answer.couldNot.push(written.because)
    else answer.visits += 1
  }
  return answer
}

/** The same chair, or the next that is free in the same group; null where none is. */
async function reseat(work: Work, by: string, seat: Moved['seats'][number], first: Day): Promise<string | null> {
  const numbers = [seat.number, ...seat.chairs.filter((number) => number !== seat.number)]
  const until = seat.last === null ? null : addDays(seat.last, 1)
  for (const number of numbers) {
    const id = newId()
    const gone = { chair_is_held: 'held', one_person_a_chair: 'taken', not_now: 'offered' }
    const taken = await unlessRefused(work, gone, () =>
      work.db
        .insertInto('seat')
        .values({
          clinicId: work.clinic.id,
          id,
          seriesId: seat.seriesId,
          number,
          clientId: seat.clientId,
          episodeId: seat.episodeId,
          during: sql<string>`daterange(${first}::date, ${until}::date)`,
          weekMinutes: seat.weekMinutes,
          takenBy: by,
          takenAt: work.at,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst(),
    )
    if (taken === undefined || isRefusal(taken)) continue
    await work.db
      .insertInto('seatRestored')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        movedId: seat.movedId,
        seatId: id,
        restoredBy: by,
        restoredAt: work.at,
      })
      .execute()
    return id
  }
  return null
}

/** Seats that were one through a change of their group's hour are one again. */
const carryAgain = (work: Work, causeId: string) =>
  sql`insert into seat_carry (clinic_id, id, seat_id, carried_to, change_id, carried_at, again)
    select c.clinic_id, gen_random_uuid(), r.seat_id, s.seat_id, c.change_id, ${work.at}, c.again
    from moved_seat m join seat_restored r on r.clinic_id = m.clinic_id and r.moved_id = m.id
    join seat_carry c on c.clinic_id = m.clinic_id and c.seat_id = m.seat_id
    join moved_seat n on n.clinic_id = m.clinic_id and n.cause_id = m.cause_id and n.seat_id = c.carried_to
    join seat_restored s on s.clinic_id = n.clinic_id and s.moved_id = n.id
    where m.cause_id = ${causeId}::uuid
    on conflict do nothing`.execute(work.db)

/** Today by the clinic's clock. */
export const todayOf = (work: Work): Day => dayAt(work.at, work.clinic.timeZone)
