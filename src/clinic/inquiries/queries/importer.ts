import { sql } from 'kysely'
import { given } from '../../../db/given.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type StaffPerson } from '../../../db/work.ts'

export type Importer = { clinicId: string; clinicName: string; zone: string; by: StaffPerson }

/** As whom a command of the terminal takes referrals in: the coordinator with this email, else the first one. */
export async function coordinatorToImportAs(pool: Pool, email: string | null): Promise<Importer | Refusal> {
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() id')
  if (rows.length === 0)
    return refuse('no-clinic', 'This Stepwell has no clinic yet. Start it, and create the clinic in the browser first.')
  if (email === null && rows.length > 1) {
    const demo = await largestDemoClinic(
      pool,
      rows.map(({ id }) => id),
    )
    const importer = demo && (await coordinatorOf(pool, demo, null))
    if (importer) return importer
    return refuse('several-clinics', 'Several clinics live in this database. Say as whom to import: --as EMAIL')
  }
  for (const { id } of rows) {
    const importer = await coordinatorOf(pool, id, email)
    if (importer !== undefined) return importer
  }
  return email === null
    ? refuse('no-coordinator', 'Nobody here is a care coordinator. Add one under Settings, Staff first.')
    : refuse('no-such-coordinator', `No care coordinator here has the email ${email}.`)
}

/** In a demo nothing can go to the wrong clinic: the larger of its two is meant. Null where one clinic is real. */
async function largestDemoClinic(pool: Pool, ids: string[]): Promise<string | null> {
  const sizes: { id: string; staff: number }[] = []
  for (const id of ids) {
    const staff = await asPerson(pool, id, { kind: 'stepwell', id: null, name: 'Import' }, new Date(), async (work) => {
      if (!work.clinic.isDemo) return null
      return (await work.db.selectFrom('staffMember').select('id').execute()).length
    })
    if (staff === null) return null
    sizes.push({ id, staff })
  }
  return sizes.toSorted((a, b) => b.staff - a.staff)[0]?.id ?? null
}

const coordinatorOf = (pool: Pool, clinicId: string, email: string | null): Promise<Importer | undefined> =>
  asPerson(pool, clinicId, { kind: 'stepwell', id: null, name: 'Import' }, new Date(), async (work) => {
    const { rows } = await sql<{ id: string; givenName: string; familyName: string; credential: string }>`
      select m.id as "id", m.given_name as "givenName", m.family_name as "familyName", m.credential as "credential"
      from staff_member m
      where m.clinic_id = ${clinicId} ${given(email, (one) => sql`and lower(m.email) = lower(${one}::text)`)}
        and (select r.role from staff_role r where r.clinic_id = m.clinic_id and r.staff_id = m.id
             order by r.given_at desc, r.id desc limit 1) = 'coordinator'
      order by m.added_at, m.id limit 1`.execute(work.db)
    const one = rows[0]
    return (
      one && {
        clinicId,
        clinicName: work.clinic.name,
        zone: work.clinic.timeZone,
        by: {
          kind: 'staff',
          role: 'coordinator',
          name: `${one.givenName} ${one.familyName}`,
          sessionId: 'import',
          ...one,
        },
      }
    )
  })
