import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, unlessRefused, type Role, type Work } from '../../../db/work.ts'
import { hashPassword } from '../passwords.ts'
import { passwordProblem } from '../rules.ts'
import { record } from '../trail.ts'

export type Founding = {
  clinicName: string
  state: string
  timeZone: string
  givenName: string
  familyName: string
  email: string
  password: string
}

/** True until the first clinic exists: then the first-run page is gone for good. */
export async function isUnfounded(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ n: number }>('select count(*)::int as n from clinic_ids()')
  return rows[0]?.n === 0
}

/** Creates the clinic and its first administrator. `furnish` adds what later concepts bring: floors, caps. */
export async function foundClinic(
  pool: Pool,
  at: Date,
  founding: Founding,
  furnish: (work: Work) => Promise<void>,
): Promise<{ clinicId: string } | Refusal> {
  const problem = passwordProblem(founding.password, founding.email)
  if (problem) return problem
  const hash = await hashPassword(founding.password)
  const clinicId = newId()
  return asPerson(pool, clinicId, { kind: 'stepwell', id: null, name: 'First run' }, at, async (work) => {
    // Two people on the first-run page at once: the second one waits here, and is told.
    await sql`select pg_advisory_xact_lock(7203519)`.execute(work.db)
    if (!(await isUnfounded(pool)))
      return refuse('already-founded', 'This Stepwell has its clinic already. Sign in instead.')
    await work.db
      .insertInto('clinic')
      .values({
        id: clinicId,
        name: founding.clinicName,
        state: founding.state,
        timeZone: founding.timeZone,
        createdAt: at,
      })
      .execute()
    const founded = {
      ...work,
      clinic: { ...work.clinic, name: founding.clinicName, state: founding.state, timeZone: founding.timeZone },
    }
    const staffId = await addStaffMember(founded, { ...founding, credential: '', npi: null, role: 'administrator' })
    if (typeof staffId !== 'string') return staffId
    await work.db
      .insertInto('staffPassword')
      .values({ clinicId, id: newId(), staffId, hash, mustChange: false, setBy: null, setAt: at })
      .execute()
    await furnish(founded)
    await record(founded, 'clinic.founded', { about: { by: staffId } })
    return { clinicId }
  })
}

export type NewStaff = {
  givenName: string
  familyName: string
  credential: string
  email: string
  npi: string | null
  role: Role
}

/** Puts a person on the staff with a role. Answers with their id. */
export async function addStaffMember(work: Work, person: NewStaff): Promise<string | Refusal> {
  const id = newId()
  const { role, ...rest } = person
  return unlessRefused(
    work,
    { staff_member_email: 'Somebody with this email address works here already.' },
    async () => {
      await work.db
        .insertInto('staffMember')
        .values({
          clinicId: work.clinic.id,
          id,
          givenName: rest.givenName,
          familyName: rest.familyName,
          credential: rest.credential,
          email: rest.email.toLowerCase(),
          npi: rest.npi,
          addedBy: work.by.id,
          addedAt: work.at,
        })
        .execute()
      await work.db
        .insertInto('staffRole')
        .values({ clinicId: work.clinic.id, id: newId(), staffId: id, role, givenBy: work.by.id, givenAt: work.at })
        .execute()
      await record(work, 'staff.added', { about: { staff: id, role } })
      return id
    },
  )
}
