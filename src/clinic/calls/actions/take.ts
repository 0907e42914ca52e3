import { sql } from 'kysely'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { newId } from '../../../basics/ids.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { slotsOffered } from '../queries/slots.ts'
import { fairest } from '../slots.ts'

export const taken = refuse('taken', 'This time is no longer free. Choose another one; what you typed is still here.')

export type Chosen = { staffId: string; minutes: number }

/**
 * Who takes a call at `at`, held until the transaction ends, so that of many who want the same time each gets somebody of
 * their own or is told at once. `rather` takes it if they are free: a moved call stays with whoever had it.
 */
export async function chooseFor(work: Work, at: Date, rather?: string): Promise<Chosen | Refusal> {
  const only = { from: at, until: new Date(at.getTime() + 1) }
  const before = await slotsOffered(work, only)
  const free = before.slots[0]?.free ?? []
  if (free.length === 0) return taken
  await holdDesk(
    work,
    free.map((one) => one.staffId),
  )
  // Whoever booked while we waited was first: what counts is how it stands now.
  const now = await slotsOffered(work, only)
  const still = now.slots[0]?.free ?? []
  return still.find((one) => one.staffId === rather) ?? fairest(still, now.calls) ?? taken
}

/** The same key as visits and seats hold (groups/actions/hold.ts), always in one order: nobody waits for each other. */
async function holdDesk(work: Work, staffIds: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(k) from (
    select distinct hashtextextended(d, 7203522) as k from unnest(${[...staffIds]}::text[]) d order by 1) held`.execute(
    work.db,
  )
}

/** Writes the time of a call. The database has the last word on who is free. */
export async function writeBooking(
  work: Work,
  row: { callId: string; number: number; at: Date } & Chosen,
): Promise<Refusal | null> {
  const ends = new Date(row.at.getTime() + row.minutes * 60_000)
  const written = await unlessRefused(
    work,
    {
      one_call_at_a_time: taken.because,
      one_next_time: 'This call was changed on another page. Here is how it stands now.',
    },
    () =>
      work.db
        .insertInto('callBooking')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          callId: row.callId,
          number: row.number,
          staffId: row.staffId,
          during: `[${row.at.toISOString()},${ends.toISOString()})`,
          startsAt: row.at,
          minutes: row.minutes,
          bookedBy: work.by.id,
          bookedAt: work.at,
        })
        .execute(),
  )
  if (!isRefusal(written)) return null
  return written.refused === 'one-call-at-a-time' ? taken : refuse('call-changed', written.because)
}

export async function writeStep(work: Work, inquiryId: string, step: { what: string; dueAt: Date }): Promise<void> {
  await work.db
    .insertInto('inquiryStep')
    .values({ clinicId: work.clinic.id, id: newId(), inquiryId, ...step, setBy: work.by.id, setAt: work.at })
    .execute()
}
