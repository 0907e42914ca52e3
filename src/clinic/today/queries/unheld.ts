import { sql } from 'kysely'
import { addDays, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { may } from '../../access/permissions.ts'

/** Dates within so many days are told on Today. */
export const daysTold = 14

export type UnheldCount = { count: number; askedAt: Date }

/** For whoever can do something about it: how many dates of the next two weeks nobody may hold, as the clock's board has it. */
export async function unheldSoon(work: Work): Promise<UnheldCount | null> {
  if (work.by.kind !== 'staff' || work.by.role !== 'director' || !may(work.by, 'credential.see')) return null
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<UnheldCount>`
    select a.asked_at as "askedAt", (select count(*)::int from unheld_date d
      where d.held_on between ${today}::date and ${addDays(today, daysTold)}::date and d.ends_at > ${work.at}::timestamptz) as count
    from unheld_asked a`.execute(work.db)
  return rows[0] ?? null
}
