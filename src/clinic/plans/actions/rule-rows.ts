import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { DeadlineRow } from '../deadlines.ts'
import type { LicenceRow } from '../licences.ts'

const byPerson = refuse('not-a-person', 'A rule is entered by a person.')

/** Records a deadline of the clinic's own. Earlier rows stay readable; the latest that has begun stands. */
export async function addDeadline(work: Work, row: DeadlineRow): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return denied
  if (work.by.id === null) return byPerson
  const { level, from, days, ...rest } = row
  await work.db
    .insertInto('planDeadline')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      ...rest,
      levelOfCare: level,
      days,
      atMidpoint: days === null,
      effectiveFrom: from,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'plan-deadline.recorded', { about: { what: row.what, days, from } })
  return null
}

/** Records who diagnoses and who signs plans, for one credential. */
export async function addLicence(work: Work, row: LicenceRow & { from: Day }): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return denied
  if (work.by.id === null) return byPerson
  const { from, ...rest } = row
  await work.db
    .insertInto('planCredential')
    .values({ clinicId: work.clinic.id, id: newId(), ...rest, effectiveFrom: from, setBy: work.by.id, setAt: work.at })
    .execute()
  await record(work, 'plan-credential.recorded', {
    about: { credential: row.credential, diagnoses: row.diagnoses, signs: row.signs, from },
  })
  return null
}
