import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { settingRefusal } from '../settings.ts'

/** Sets or confirms one threshold or weight, from today on. What was worked out before keeps what stood then. */
export async function setTroubleRule(
  work: Work,
  { key, value, source }: { key: string; value: number; source: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return denied
  if (work.by.kind !== 'staff') return refuse('not-allowed', 'A person of the clinic decides this.')
  const refused = settingRefusal(key, value, source)
  if (isRefusal(refused)) return refused
  await work.db
    .insertInto('troubleRule')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      key,
      value,
      effectiveFrom: dayAt(work.at, work.clinic.timeZone),
      source,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'trouble-rule.set', { about: { key, value } })
  return null
}
