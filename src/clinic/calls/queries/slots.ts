import { sql } from 'kysely'
import { addDays, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { closedDaysFrom } from '../../inquiries/queries/desk.ts'
import { bookable, freeSlots, usualPolicy, type Busy, type CallHours, type CallPolicy, type Slot } from '../slots.ts'

/** What the clinic has said about booking calls, or what is usual; `source` is null for the latter. */
export async function callPolicyOf(
  work: Work,
): Promise<CallPolicy & { source: string | null; effectiveFrom: string | null }> {
  const row = await work.db
    .selectFrom('callPolicy')
    .where('clinicId', '=', work.clinic.id)
    .where('effectiveFrom', '<=', dayAt(work.at, work.clinic.timeZone))
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .select(['noticeMinutes', 'horizonDays', 'silenceDays', 'source', 'effectiveFrom'])
    .executeTakeFirst()
  return row ?? { ...usualPolicy, source: null, effectiveFrom: null }
}

export type Offer = { slots: Slot[]; calls: Map<string, number> }

/** The times that can be booked now; of one stretch only, where that is all that is asked. Visitors and staff alike. */
export async function slotsOffered(work: Work, only?: { from: Date; until: Date }): Promise<Offer> {
  const policy = await callPolicyOf(work)
  const span = bookable(work.at, policy, work.clinic.timeZone)
  const from = only !== undefined && only.from > span.from ? only.from : span.from
  const until = only !== undefined && only.until < span.until ? only.until : span.until
  if (until <= from) return { slots: [], calls: new Map() }
  const [hours, busy, closed] = await Promise.all([
    openHours(work),
    busyRanges(work, from, until),
    closedDaysFrom(work, addDays(dayAt(from, work.clinic.timeZone), -1)),
  ])
  const zone = work.clinic.timeZone
  return {
    slots: freeSlots({ hours, busy, closedDays: closed.map((one) => one.day), zone, from, until }),
    calls: new Map(hours.map((row) => [row.staffId, row.calls])),
  }
}

async function openHours(work: Work): Promise<(CallHours & { calls: number })[]> {
  const { rows } = await sql<CallHours & { calls: number }>`
    select staff_id as "staffId", weekday, starts as "from", ends as "to", slot_minutes as "slotMinutes",
           first_day as "firstDay", last_day as "lastDay", calls from open_call_hours(${work.at})`.execute(work.db)
  return rows
}

/** Until a day after the end: a call that begins within the stretch may reach beyond it. */
async function busyRanges(work: Work, from: Date, until: Date): Promise<Busy[]> {
  const beyond = new Date(until.getTime() + 24 * 3_600_000)
  const { rows } = await sql<Busy>`
    select staff_id as "staffId", begins as "from", ends as "to" from busy_ranges(${from}, ${beyond})`.execute(work.db)
  return rows
}
