import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Stepwell } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'

const clock: Stepwell = { kind: 'stepwell', id: null, name: 'Clock' }

/** Stays whose step begins today are at their new level from this day on, in every clinic by its own clock. Answers how many. */
export async function followLevelsEverywhere(pool: Pool, at: Date): Promise<number> {
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  let moved = 0
  for (const { id } of rows)
    moved += await asPerson(pool, id, clock, at, async (work) => {
      const today = dayAt(at, work.clinic.timeZone)
      const { rows: found } = await sql<{ n: number }>`select stays_follow_levels(${today}::date) as n`.execute(work.db)
      const n = found[0]?.n ?? 0
      if (n > 0) await record(work, 'levels.followed', { about: { day: today, stays: n } })
      return n
    })
  return moved
}
