import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type SeatHold = {
  /** The rows of this hold: the first, and each time it was made longer. The last one names it. */
  ids: string[]
  id: string
  inquiryId: string
  name: string
  phone: string
  email: string
  seriesId: string
  group: string
  weekday: number
  starts: string
  number: number
  firstDay: Day
  heldAt: Date
  until: Date | null
  isLive: boolean
  /** Why it ended early; null while it is held, or when its time ran out. */
  endedBecause: 'visitor' | 'moved' | 'seat' | 'staff' | null
}

async function holds(work: Work, which: ReturnType<typeof sql<boolean>>): Promise<SeatHold[]> {
  const { rows } = await sql<Omit<SeatHold, 'id'>>`
    select array_agg(h.id order by h.held_at, h.id) as ids, h.inquiry_id, i.name, i.phone, i.email, h.series_id, r.name as "group",
           r.weekday, to_char(r.starts, 'HH24:MI') as starts, h.number, h.first_day, min(h.held_at) as held_at,
           max(upper(h.during)) as until, coalesce(bool_or(upper(h.during) > ${work.at}::timestamptz), false) as is_live,
           (array_agg(x.because order by x.released_at desc) filter (where x.because is not null))[1] as ended_because
    from seat_hold h
    join inquiry i on i.clinic_id = h.clinic_id and i.id = h.inquiry_id
    join group_series r on r.clinic_id = h.clinic_id and r.id = h.series_id
    left join seat_hold_release x on x.clinic_id = h.clinic_id and x.hold_id = h.id
    where ${which}
    group by h.token_hash, h.inquiry_id, i.name, i.phone, i.email, h.series_id, r.name, r.weekday, r.starts, h.number, h.first_day
    order by min(h.held_at) desc`.execute(work.db)
  return rows.map((row) => ({ ...row, id: row.ids.at(-1) ?? '' }))
}

/** The seats that somebody held or holds by an inquiry, the newest first. */
export const holdsOf = async (work: Work, inquiryId: string): Promise<SeatHold[]> =>
  isId(inquiryId) ? holds(work, sql<boolean>`h.inquiry_id = ${inquiryId}::uuid`) : []

const stillHeld = (work: Work) =>
  sql<boolean>`h.token_hash in (select k.token_hash from seat_hold k where upper(k.during) > ${work.at}::timestamptz)`

/** What visitors hold at this moment, in one group or in all. */
export const liveHolds = async (work: Work, seriesId?: string): Promise<SeatHold[]> =>
  (
    await holds(
      work,
      seriesId === undefined ? stillHeld(work) : sql<boolean>`${stillHeld(work)} and h.series_id = ${seriesId}::uuid`,
    )
  ).filter((hold) => hold.isLive)

/** What is still held for a client, by the inquiries that turned out to be theirs. */
export const holdsForClient = async (work: Work, clientId: string): Promise<SeatHold[]> =>
  (
    await holds(
      work,
      sql<boolean>`${stillHeld(work)} and exists (select from inquiry_client c
        where c.clinic_id = h.clinic_id and c.inquiry_id = h.inquiry_id and c.client_id = ${clientId}::uuid)`,
    )
  ).filter((hold) => hold.isLive)

/** A hold by any of its rows. */
export async function holdById(work: Work, id: string): Promise<SeatHold | undefined> {
  if (!isId(id)) return undefined
  const [hold] = await holds(
    work,
    sql<boolean>`h.token_hash = (select k.token_hash from seat_hold k where k.id = ${id}::uuid)`,
  )
  return hold
}
