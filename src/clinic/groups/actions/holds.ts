import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId, newId, newToken, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { openInquiry, type NewInquiry } from '../../inquiries/actions/open.ts'
import { holdById } from '../../inquiries/queries/holds.ts'
import { reachFrom } from '../../inquiries/reach.ts'
import { frontPolicyOf } from '../../staff/queries/front.ts'
import { mayHold } from '../open-seats.ts'
import { listedById, type Listed } from '../queries/directory.ts'
import { endHold } from './end-hold.ts'
import { holdDiaries } from './hold.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')
const tries = 3

export type Holder = Pick<NewInquiry, 'language' | 'forWhom' | 'name' | 'phone' | 'email' | 'permission' | 'heldBack'> &
  Partial<Pick<NewInquiry, 'mayLeaveMessage' | 'bestTime'>>
export type Held = { token: string; until: Date; firstDay: Day; group: Listed }

/**
 * A visitor holds a seat of a group for some hours, and an inquiry is opened for it. A second press takes the place of the
 * first, without a word about it; after ten minutes a hold stands, whoever else types its number, so that trying a number
 * frees nobody's seat and tells nobody whether it is known here. Whoever wants a seat of the same group waits for the one before; the database has the last word.
 */
export async function holdSeat(work: Work, seriesId: string, who: Holder): Promise<Held | Refusal> {
  if (!isId(seriesId)) return nothingHere
  const reach = reachFrom(who)
  if (isRefusal(reach)) return reach
  const keys = [reach.phone, reach.email].filter(Boolean).map((one) => `hold ${sha256(one)}`)
  await holdDiaries(work, [seriesId, ...keys])
  await sql`select give_back_earlier_holds(${reach.phone}, ${reach.email}, ${work.at})`.execute(work.db)
  const policy = await frontPolicyOf(work)
  const first = await listedById(work, seriesId)
  if (first === undefined) return nothingHere
  const refused = mayHold(first.open, policy.holdOneIn)
  if (refused) return refused
  const inquiry = await openInquiry(work, {
    mayLeaveMessage: null,
    ...who,
    channel: 'seat-hold',
    about: { series: seriesId, group: first.name, firstDay: first.open.day },
  })
  if (isRefusal(inquiry)) return inquiry
  const until = new Date(work.at.getTime() + policy.holdHours * 3_600_000)
  const token = newToken()
  for (let n = 0; n < tries; n += 1) {
    const group = n === 0 ? first : await listedById(work, seriesId)
    const [number] = group?.open.chairs ?? []
    if (group === undefined || number === undefined || group.open.day === null) break
    const firstDay = group.open.day
    const id = newId()
    // A seat that somebody else is given at this very moment, without waiting, is refused by the chair itself.
    const held = await unlessRefused(work, { chair_is_taken: 'This seat was taken at this moment.' }, () =>
      work.db
        .insertInto('seatHold')
        .values({
          clinicId: work.clinic.id,
          id,
          seriesId,
          number,
          inquiryId: inquiry.id,
          firstDay,
          during: `[${work.at.toISOString()},${until.toISOString()})`,
          tokenHash: sha256(token),
          heldBy: work.by.id,
          heldAt: work.at,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst(),
    )
    if (held === undefined || isRefusal(held)) continue
    await record(work, 'seat.held', { about: { hold: id, series: seriesId, inquiry: inquiry.id } })
    return { token, until, firstDay, group }
  }
  return refuse('full', 'The last seat was taken a moment ago. Choose another group.')
}

/** Whoever has the link gives the seat back. True when something was still held. */
export async function giveBackHold(work: Work, token: string): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`select give_back_hold(${sha256(token)}, ${work.at}) as n`.execute(work.db)
  const gave = (rows[0]?.n ?? 0) > 0
  if (gave) await record(work, 'seat-hold.given-back', {})
  return gave
}

/** A coordinator keeps a seat for longer: one more stretch of the policy's hours, from where the hold ends. */
export async function extendHold(work: Work, holdId: string): Promise<{ until: Date } | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  const hold = await holdById(work, holdId)
  if (hold === undefined) return nothingHere
  if (!hold.isLive || hold.until === null)
    return refuse(
      'hold-over',
      'This hold has ended, and somebody else may have the seat. Look for a free one together.',
    )
  const until = new Date(hold.until.getTime() + (await frontPolicyOf(work)).holdHours * 3_600_000)
  const id = newId()
  const kept = await unlessRefused(work, { one_hold_a_chair: 'Somebody made this hold longer at this moment.' }, () =>
    sql`insert into seat_hold (clinic_id, id, series_id, number, inquiry_id, first_day, during, token_hash, extends, held_by, held_at)
        select clinic_id, ${id}, series_id, number, inquiry_id, first_day, tstzrange(upper(during), ${until}::timestamptz), token_hash, id,
               ${work.by.id}::uuid, ${work.at}
        from seat_hold where id = ${hold.id} and upper(during) = ${hold.until}`.execute(work.db),
  )
  if (isRefusal(kept)) return kept
  if (kept.numAffectedRows !== 1n)
    return refuse('hold-over', 'Somebody changed this hold at this moment. Look at it again.')
  await record(work, 'seat-hold.extended', { about: { hold: id, inquiry: hold.inquiryId } })
  return { until }
}

/** A coordinator gives a held seat back. */
export async function endHoldBy(work: Work, holdId: string): Promise<{ group: string; seriesId: string } | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  const hold = await holdById(work, holdId)
  if (hold === undefined) return nothingHere
  await endHold(work, hold.ids, 'staff')
  await record(work, 'seat-hold.ended', { about: { hold: hold.id, inquiry: hold.inquiryId } })
  return { group: hold.group, seriesId: hold.seriesId }
}
