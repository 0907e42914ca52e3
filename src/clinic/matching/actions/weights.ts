import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { mayWeigh } from '../rules.ts'
import type { Weights } from '../weights.ts'

/** Sets what shortfalls cost from a day on. What was decided before stays to be read. */
export async function setWeights(
  work: Work,
  { weights, from, because }: { weights: Weights; from: Day; because: string },
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'weights.set')
  if (denied) return denied
  const refused = mayWeigh(weights)
  if (refused) return refused
  if (from < dayAt(work.at, work.clinic.timeZone))
    return refuse('day-past', 'Choose today or a later day: weeks that were composed before stay as they are.')
  if (work.by.id === null) throw new Error('Weights are set by a person.')
  const id = newId()
  await work.db
    .insertInto('matchWeights')
    .values({
      clinicId: work.clinic.id,
      id,
      effectiveFrom: from,
      points: JSON.stringify(weights),
      because,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'weights.set', { about: { from } })
  return { id }
}
