import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { maySupervise } from '../credentials.ts'
import { staffList } from '../queries.ts'
import { licenceById, supervisionById, supervisionsFrom, trainingById } from '../queries/credentials.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

export function whoWrites(work: Work): string {
  if (work.by.id === null) throw new Error('What staff hold and when they work is entered by a person.')
  return work.by.id
}

/** Takes back a licence that was entered wrongly. What was entered stays readable; the right one is recorded anew. */
export async function takeBackLicense(
  work: Work,
  staffId: string,
  licenseId: string,
  because: string,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff.manage')
  if (denied) return denied
  const licence = await licenceById(work, licenseId)
  if (licence === undefined || licence.staffId !== staffId) return nothingHere
  const written = await unlessRefused(work, { staff_license_end_of: 'This licence was taken back already.' }, () =>
    work.db
      .insertInto('staffLicenseEnd')
      .values({ clinicId: work.clinic.id, id: newId(), licenseId, because, endedBy: whoWrites(work), endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'license.taken-back', { about: { staff: staffId, license: licenseId, kind: licence.kind } })
  return null
}

export type NewTraining = {
  kind: 'training' | 'certificate'
  name: string
  number: string
  issuer: string
  state?: string
  issuedOn: Day
  expiresOn?: Day
}

export async function addTraining(work: Work, staffId: string, said: NewTraining): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff.manage')
  if (denied) return denied
  if (said.expiresOn !== undefined && said.expiresOn < said.issuedOn)
    return refuse('dates-turned', 'It would run out before it was issued. Look at the two dates.')
  await work.db
    .insertInto('staffTraining')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      staffId,
      ...said,
      state: said.state ?? null,
      expiresOn: said.expiresOn ?? null,
      recordedBy: whoWrites(work),
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'training.recorded', { about: { staff: staffId, kind: said.kind, name: said.name } })
  return null
}

/** Takes back a training or certificate that was entered wrongly. */
export async function takeBackTraining(
  work: Work,
  staffId: string,
  trainingId: string,
  because: string,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff.manage')
  if (denied) return denied
  const training = await trainingById(work, trainingId)
  if (training === undefined || training.staffId !== staffId) return nothingHere
  const written = await unlessRefused(work, { staff_training_end_of: 'This was taken back already.' }, () =>
    work.db
      .insertInto('staffTrainingEnd')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        trainingId,
        because,
        endedBy: whoWrites(work),
        endedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'training.taken-back', { about: { staff: staffId, training: trainingId } })
  return null
}

export type NewSupervision = { supervisorId: string; from: Day; to?: Day; agreedOn?: Day }

/** Somebody supervises this person from a day on. Two who arrange it at once follow one another, so that no ring can close. */
export async function addSupervision(work: Work, superviseeId: string, said: NewSupervision): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff-week.set')
  if (denied) return denied
  await sql`select pg_advisory_xact_lock(hashtextextended(${`supervision ${work.clinic.id}`}, 0))`.execute(work.db)
  const supervisor = (await staffList(work)).find((one) => one.id === said.supervisorId)
  if (supervisor === undefined || supervisor.role === 'none')
    return refuse('supervisor', 'Choose somebody who works here from the list.')
  const to = said.to ?? null
  const refused = maySupervise(await supervisionsFrom(work, said.from), {
    supervisorId: said.supervisorId,
    superviseeId,
    from: said.from,
    to,
  })
  if (refused) return refused
  await work.db
    .insertInto('supervision')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      supervisorId: said.supervisorId,
      superviseeId,
      during: sql<string>`daterange(${said.from}::date, ${to === null ? null : addDays(to, 1)}::date)`,
      agreedOn: said.agreedOn ?? null,
      setBy: whoWrites(work),
      setAt: work.at,
    })
    .execute()
  await record(work, 'supervision.set', {
    about: { supervisor: said.supervisorId, supervisee: superviseeId, from: said.from },
  })
  return null
}

/** Ends a supervision after a day; before its first day, it never was. */
export async function endSupervision(
  work: Work,
  supervisionId: string,
  lastDay: Day,
): Promise<{ staffId: string } | Refusal> {
  const denied = mayNot(work.by, 'staff-week.set')
  if (denied) return denied
  const one = await supervisionById(work, supervisionId)
  if (one === undefined) return nothingHere
  const written = await unlessRefused(work, { supervision_end_of: 'This supervision was ended already.' }, () =>
    work.db
      .insertInto('supervisionEnd')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        supervisionId,
        lastDay,
        endedBy: whoWrites(work),
        endedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'supervision.ended', { about: { supervision: supervisionId, lastDay } })
  return { staffId: one.superviseeId }
}
