import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { CallPolicy } from '../slots.ts'

/** Says when the admissions desk is staffed, from a day on. No weekday: never. */
export async function setDeskHours(
  work: Work,
  said: { effectiveFrom: Day; weekdays: number[]; opens: string; closes: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'call-desk.set')
  if (denied) return denied
  if (said.closes <= said.opens) return refuse('hours', 'The desk closes before it opens.')
  await work.db
    .insertInto('deskHours')
    .values({ clinicId: work.clinic.id, id: newId(), ...said, setBy: work.by.id, setAt: work.at })
    .execute()
  await record(work, 'desk-hours.set', { about: { from: said.effectiveFrom } })
  return null
}

/** Shuts the desk for a day, or opens it after all. */
export async function setClosedDay(
  work: Work,
  said: { day: Day; isClosed: boolean; because: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'call-desk.set')
  if (denied) return denied
  await work.db
    .insertInto('deskClosedDay')
    .values({ clinicId: work.clinic.id, id: newId(), ...said, setBy: work.by.id, setAt: work.at })
    .execute()
  await record(work, said.isClosed ? 'desk.shut' : 'desk.opened', { about: { day: said.day } })
  return null
}

export async function setCallPolicy(
  work: Work,
  said: CallPolicy & { effectiveFrom: Day; source: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'call-desk.set')
  if (denied) return denied
  await work.db
    .insertInto('callPolicy')
    .values({ clinicId: work.clinic.id, id: newId(), ...said, setBy: work.by.id, setAt: work.at })
    .execute()
  await record(work, 'call-policy.set', { about: { from: said.effectiveFrom } })
  return null
}
