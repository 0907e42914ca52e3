import { addDays, dayAt } from '../../../basics/dates.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { may } from '../../access/permissions.ts'
import { unheldMeetings } from '../../groups/queries/coming.ts'
import { unheldVisits } from '../../visits/queries/holding.ts'

// Asking every meeting of two weeks whether whoever leads may hold it takes seconds: the clock asks, and Today says what it knows.
const known = new Map<string, number>()

/** For whoever can do something about it: how many dates of the next two weeks nobody may hold, as the clock counted last. */
export const unheldSoon = (work: Work): number =>
  work.by.kind === 'staff' && work.by.role === 'director' && may(work.by, 'credential.see')
    ? (known.get(work.clinic.id) ?? 0)
    : 0

/** Counts anew, clinic by clinic. Each copy of Stepwell keeps its own count. */
export async function countUnheld(pool: Pool, at: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  for (const { id } of rows)
    await asPerson(pool, id, { kind: 'stepwell', id: null, name: 'Clock' }, at, async (work) => {
      const until = addDays(dayAt(at, work.clinic.timeZone), 14)
      const meetings = await unheldMeetings(work, { until, beyond: null })
      const visits = await unheldVisits(work, until)
      known.set(id, new Set(meetings.map((one) => one.sessionId)).size + visits.length)
    })
}
