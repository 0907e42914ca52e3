import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { notNow } from '../offering.ts'
import { holdFor } from '../queries/holds.ts'
import { rowOn, rowsAhead, seatLine } from '../queries/lineage.ts'
import { seatById, seekerOf, seriesToTake, type Offered } from '../queries/seating.ts'
import { mayGoFirst } from '../queries/turn.ts'
import { mayTakeSeat } from '../rules.ts'
import { mayBeginSeat, mayReleaseSeat } from '../seating.ts'
import { minutesOfWeek } from '../times.ts'
import { againstGoingOn, carryOn } from './carry.ts'
import { endHold } from './end-hold.ts'
import { endWaits } from './end-waits.ts'
import { holdDiaries } from './hold.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')
const tries = 3

/** Seats are given by a person: Stepwell's own clock gives none. */
function whoSeats(work: Work): string {
  if (work.by.id === null) throw new Error('A seat is given by a person.')
  return work.by.id
}

export type Seated = { id: string; offered: Offered; stay: Stay; from: Day }

/**
 * Gives a client the lowest free chair of a series from a day on, or until `to`, as for one meeting that makes up for another.
 * Whoever wants a seat in the same group, or hours of the
 * same client, waits here for the one before. The database has the last word on every chair all the same: when somebody who
 * did not wait, such as an import, takes this one at this moment, the next free one is tried. `on conflict do nothing` gives
 * way to the other; plain inserts that meet would wait for each other until the database breaks one of them off.
 */
export async function takeSeat(
  work: Work,
  episodeId: string,
  wanted: { seriesId: string; from: Day; to?: Day | null },
): Promise<Seated | Refusal> {
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return denied
  return giveSeat(work, episodeId, wanted, async (stay, offered) =>
    // One meeting alone takes a lasting seat from nobody.
    wanted.to === wanted.from ? null : mayGoFirst(work, stay, offered),
  )
}

/**
 * The same for a verb that has asked already whether it may: an offer that is accepted takes the chair that was kept (`number`).
 * `turn` says whether somebody who waits stands before this person.
 */
export async function giveSeat(
  work: Work,
  episodeId: string,
  { seriesId: asked, from, to = null, number }: { seriesId: string; from: Day; to?: Day | null; number?: number },
  turn: (stay: Stay, offered: Offered) => Promise<Refusal | null>,
): Promise<Seated | Refusal> {
  const found = await stayById(work, episodeId)
  if (found === undefined || !isId(asked)) return nothingHere
  await holdDiaries(work, [found.clientId, asked])
  // A group that changed its hour is one group: any of its rows leads to the one that stands then.
  const seriesId = await rowOn(work, asked, from)
  // Whoever ended the stay while we waited was first: what counts is how it stands now.
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return nothingHere
  if (to !== null && to < from) return refuse('dates', 'The last day comes before the first. Look at the two dates.')
  const outside = mayBeginSeat(stay, from, dayAt(work.at, work.clinic.timeZone))
  if (outside) return outside
  const until = earlier(stay.lastDay, to)
  // The chair that this very person held as a visitor becomes theirs: the hold ends with the seat.
  const held = await holdFor(work, seriesId, stay.clientId)
  for (let n = 0; n < tries; n += 1) {
    const offered = await seriesToTake(work, seriesId, from, until, stay.clientId)
    if (offered === undefined) return nothingHere
    const { series, chairs } = offered
    const seeker = await seekerOf(work, stay, from)
    const refused = mayTakeSeat({ series, client: seeker, from, to: until })
    const kept = held?.number ?? number
    const chair = kept !== undefined && offered.row.free.includes(kept) ? kept : chairs[0]
    if (refused?.refused === 'full' || (refused === null && chairs[0] === undefined)) return gone(series.name)
    const ahead = await rowsAhead(work, seriesId, until)
    const notYet =
      refused ?? againstGoingOn(ahead, seeker, until) ?? (held === undefined ? await turn(stay, offered) : null)
    if (notYet) return notYet
    const first = from > series.from ? from : series.from
    const last = earlier(until, series.to)
    const hour = minutesOfWeek(series.weekday, series.starts, offered.row.minutes)
    const id = newId()
    // A chair that a visitor holds since this very moment is not to be had: the chair itself says so.
    const sentences = {
      chair_is_held: 'This seat is held.',
      one_person_a_chair: 'This seat is taken later.',
      not_now: notNow(series.name).because,
      // The database counts days, not meetings: two seats may share some days on which neither meets.
      one_chair_a_person: `They have a seat in ${series.name} for some of these days already. Give that one back first, or choose a later day.`,
      one_room_at_a_time: `${series.name} changes its hour, and for some days another group of theirs stands at that hour. Choose a later day.`,
    }
    const taken = await unlessRefused(work, sentences, async () => {
      // Kept only with the seat: whoever is refused holds it still.
      if (held !== undefined && held.number === chair) await endHold(work, held.ids, 'seat')
      const seat = await work.db
        .insertInto('seat')
        .values({
          clinicId: work.clinic.id,
          id,
          seriesId,
          number: chair ?? 0,
          clientId: stay.clientId,
          episodeId,
          during: sql<string>`daterange(${first}::date, ${last === null ? null : addDays(last, 1)}::date)`,
          weekMinutes: `[${hour.from},${hour.to})`,
          takenBy: whoSeats(work),
          takenAt: work.at,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      const same = {
        seatId: id,
        number: chair ?? 0,
        clientId: stay.clientId,
        episodeId,
        until,
        takenBy: whoSeats(work),
      }
      if (seat !== undefined) await carryOn(work, same, ahead)
      return seat
    })
    if (isRefusal(taken) && ['not-now', 'one-room-at-a-time', 'one-chair-a-person'].includes(taken.refused))
      return taken
    if (taken === undefined || isRefusal(taken)) continue
    await endWaits(work, stay.clientId, seriesId, id)
    await record(work, 'seat.given', { clients: [stay.clientId], about: { seat: id, series: seriesId, from: first } })
    return { id, offered, stay, from: first }
  }
  return refuse('seats-busy', 'Others are choosing seats in this group at this moment. Try once more.')
}

const gone = (name: string) =>
  refuse('seat-gone', `The last seat in ${name} was taken a moment ago. Choose another group, or a later day.`)

const earlier = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null || a < b ? a : b)

export type Released = { clientId: string; episodeId: string; seriesId: string; name: string; again: Day }

/** Ends a seat with a last day. The chair is free for others from the day after; the seat itself cannot grow again. */
export async function releaseSeat(
  work: Work,
  seatId: string,
  { lastDay, because }: { lastDay: Day; because: string },
): Promise<Released | Refusal> {
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return denied
  const found = await seatById(work, seatId)
  if (found === undefined) return nothingHere
  await holdDiaries(work, [found.clientId, found.seriesId])
  // Whoever changed the group while we waited was first: what counts is how the seat stands now.
  const seat = (await seatById(work, seatId)) ?? found
  // A seat that went on when its group changed its hour is given back as one.
  const whole = await seatLine(work, seatId)
  const marked = whole.flatMap((one) => one.markedUntil ?? []).sort()
  const asOne = {
    ...seat,
    ...(whole.length > 1 && {
      from: whole[0]?.from ?? null,
      to: whole.at(-1)?.to ?? null,
      isReleased: whole.some((one) => one.isReleased),
      markedUntil: marked.at(-1) ?? null,
    }),
  }
  const refused = mayReleaseSeat({ ...asOne, group: seat.name, person: seat.preferredName || seat.givenName }, lastDay)
  if (refused) return refused
  const from = asOne.from ?? lastDay
  const never = lastDay < from
  const ending = whole.filter((one) => one.to === null || one.to > lastDay).map((one) => one.id)
  const row = { clinicId: work.clinic.id, lastDay, because, releasedBy: whoSeats(work), releasedAt: work.at }
  const released = await unlessRefused(
    work,
    { seat_release_of: `Somebody gave back this seat in ${seat.name} at this moment.` },
    async () => {
      await work.db
        .insertInto('seatRelease')
        .values(ending.map((id) => ({ ...row, id: newId(), seatId: id })))
        .execute()
      await work.db
        .updateTable('seat')
        .set({
          during: sql<string>`case when lower(during) > ${lastDay}::date then 'empty' else daterange(lower(during), ${addDays(lastDay, 1)}::date) end`,
        })
        .where('id', 'in', ending)
        .execute()
    },
  )
  if (isRefusal(released)) return released
  await record(work, 'seat.released', { clients: [seat.clientId], about: { seat: seatId, lastDay } })
  const { clientId, episodeId, seriesId, name } = seat
  return { clientId, episodeId, seriesId, name, again: never ? from : addDays(lastDay, 1) }
}

/** Keeps what the client says of a group that is kept for some. */
export async function noteAffinity(
  work: Work,
  episodeId: string,
  { affinity, suits }: { affinity: string; suits: boolean },
): Promise<Stay | Refusal> {
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return denied
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return nothingHere
  await work.db
    .insertInto('clientAffinity')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: stay.clientId,
      affinity,
      suits,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'affinity.noted', { clients: [stay.clientId], about: { suits } })
  return stay
}
