import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { lineageOf } from '../queries/lineage.ts'
import { seatById } from '../queries/seating.ts'
import { holdDiaries } from './hold.ts'
import { releaseSeat, takeSeat, type Seated } from './seats.ts'

/**
 * Moves somebody from one group to another from a day on: the old seat ends the day before and the new one begins, both or
 * neither. What happened in the old group stays there, and the two seats know of each other.
 */
export async function transferSeat(
  work: Work,
  seatId: string,
  { toSeriesId, from, because }: { toSeriesId: string; from: Day; because: string },
): Promise<Seated | Refusal> {
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return denied
  const by = work.by.id
  if (by === null) return refuse('not-a-person', 'A seat is given by a person.')
  const seat = await seatById(work, seatId)
  if (seat === undefined) return refuse('not-found', 'This seat does not exist, or it is not yours to see.')
  const line = await lineageOf(work, seat.seriesId)
  if (line.some((row) => row.id === toSeriesId))
    return refuse('same-group', 'This is the group that the seat is in. Choose another.')
  await holdDiaries(work, [seat.clientId, seat.seriesId, toSeriesId])
  await sql`savepoint transfer`.execute(work.db)
  const answer = await move(by)
  await (isRefusal(answer) ? sql`rollback to savepoint transfer` : sql`release savepoint transfer`).execute(work.db)
  return answer

  async function move(transferredBy: string): Promise<Seated | Refusal> {
    const released = await releaseSeat(work, seatId, { lastDay: addDays(from, -1), because })
    if (isRefusal(released)) return released
    const taken = await takeSeat(work, released.episodeId, { seriesId: toSeriesId, from })
    if (isRefusal(taken)) return taken
    await work.db
      .insertInto('seatTransfer')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        seatId,
        toSeatId: taken.id,
        because,
        transferredBy,
        transferredAt: work.at,
      })
      .execute()
    await tellClient(work, {
      clientId: released.clientId,
      kind: 'week-changed',
      about: { seriesId: taken.offered.row.id, day: taken.from },
    })
    await record(work, 'seat.transferred', {
      clients: [released.clientId],
      about: { seat: seatId, to: taken.id, from: taken.from },
    })
    return taken
  }
}
