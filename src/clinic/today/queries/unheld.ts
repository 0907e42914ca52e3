import { addDays, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { may } from '../../access/permissions.ts'
import { unheldMeetings } from '../../groups/queries/coming.ts'
import { unheldVisits } from '../../visits/queries/holding.ts'

/** For whoever can do something about it: how many meetings and visits of the next two weeks nobody may hold as they stand. */
export async function unheldSoon(work: Work): Promise<number> {
  if (work.by.kind !== 'staff' || work.by.role !== 'director' || !may(work.by, 'credential.see')) return 0
  const until = addDays(dayAt(work.at, work.clinic.timeZone), 14)
  const meetings = await unheldMeetings(work, { until, beyond: null })
  const visits = await unheldVisits(work, until)
  return new Set(meetings.map((one) => one.sessionId)).size + visits.length
}
