import { addDays, type Day, instantAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'

/** Keeps that somebody is away for whole days, both included. For verbs that have asked before whether they may. */
export async function keepAway(work: Work, staffId: string, from: Day, to: Day): Promise<null | Refusal> {
  const setBy = work.by.id
  if (setBy === null) return refuse('not-a-person', 'Time away is entered by a person.')
  if (to < from) return refuse('dates-turned', 'The time away would end before it begins. Look at the two dates.')
  const zone = work.clinic.timeZone
  const [begins, ends] = [instantAt(from, '00:00', zone), instantAt(addDays(to, 1), '00:00', zone)]
  if (ends <= work.at) return refuse('away', 'This time away is over already.')
  await work.db
    .insertInto('timeAway')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      staffId,
      during: `[${begins.toISOString()},${ends.toISOString()})`,
      setBy,
      setAt: work.at,
    })
    .execute()
  await record(work, 'time-away.set', { about: { staff: staffId } })
  return null
}
