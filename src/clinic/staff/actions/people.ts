import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Role, Work } from '../../../db/work.ts'
import { addStaffMember, type NewStaff } from '../../access/actions/found.ts'
import { endSessionsOf, setPassword } from '../../access/actions/session.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'

/** Puts a person on the staff with a first password, which they must change when they first come in. */
export async function hire(work: Work, person: NewStaff & { password: string }): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'staff.manage')
  if (denied) return denied
  const { password, ...rest } = person
  const id = await addStaffMember(work, rest)
  if (isRefusal(id)) return id
  const problem = await setPassword(work, id, password, true)
  return problem ?? { id }
}

/** Gives a role, or none: then the person can no longer come in, and every session of theirs ends now. */
export async function giveRole(
  work: Work,
  staffId: string,
  role: Role | 'none',
  because: string,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff.manage')
  if (denied) return denied
  // Two administrators who take the role from each other at one moment follow one another: one of them stays.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`roles ${work.clinic.id}`}, 0))`.execute(work.db)
  if (role !== 'administrator' && (await isLastAdministrator(work, staffId))) {
    return refuse('last-administrator', 'This is the only administrator. Make somebody else one first.')
  }
  await work.db
    .insertInto('staffRole')
    .values({ clinicId: work.clinic.id, id: newId(), staffId, role, because, givenBy: work.by.id, givenAt: work.at })
    .execute()
  if (role === 'none') await endSessionsOf(work, staffId, null, 'left the staff')
  await record(work, 'role.given', { about: { staff: staffId, role } })
  return null
}

async function isLastAdministrator(work: Work, staffId: string): Promise<boolean> {
  const { rows } = await work.db
    .selectFrom('staffMember as m')
    .select((eb) => [
      'm.id',
      eb
        .selectFrom('staffRole as r')
        .whereRef('r.clinicId', '=', 'm.clinicId')
        .whereRef('r.staffId', '=', 'm.id')
        .orderBy('r.givenAt', 'desc')
        .orderBy('r.id', 'desc')
        .limit(1)
        .select('r.role')
        .as('role'),
    ])
    .execute()
    .then((all) => ({ rows: all.filter((one) => one.role === 'administrator') }))
  return rows.length === 1 && rows[0]?.id === staffId
}

export type License = { kind: string; number: string; state: string; issuedOn?: string; expiresOn: string }

export async function addLicense(work: Work, staffId: string, license: License): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff.manage')
  if (denied) return denied
  if (license.issuedOn !== undefined && license.issuedOn > license.expiresOn) {
    return refuse('dates-turned', 'The licence would expire before it was issued. Look at the two dates.')
  }
  await work.db
    .insertInto('staffLicense')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      staffId,
      ...license,
      issuedOn: license.issuedOn ?? null,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'license.recorded', {
    about: { staff: staffId, kind: license.kind, expiresOn: license.expiresOn },
  })
  return null
}

/** A new first password for somebody who lost theirs. All their sessions end. */
export async function resetPassword(work: Work, staffId: string, password: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff.manage')
  if (denied) return denied
  return setPassword(work, staffId, password, true)
}
