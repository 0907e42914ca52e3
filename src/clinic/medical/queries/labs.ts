import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { LabReport } from '../lab-report.ts'

/** The files that were read, the latest first. */
export const importsOf = (work: Work) =>
  work.db
    .selectFrom('labImport as i')
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'i.clinicId').onRef('m.id', '=', 'i.importedBy'),
    )
    .orderBy('i.importedAt', 'desc')
    .limit(50)
    .select(['i.id', 'i.name', 'i.format', 'i.reports', 'i.matched', 'i.importedAt'])
    .select(sql<string>`m.given_name || ' ' || m.family_name`.as('by'))
    .execute()

export type Aside = {
  id: string
  importId: string
  orderNumber: string
  person: string
  birthDate: Day | null
  why: string
  importedAt: Date
  report: LabReport
}

const asideWhere = async (work: Work, which: ReturnType<typeof sql>): Promise<Aside[]> =>
  (
    await sql<Aside>`
    select u.id, u.import_id as "importId", u.order_number as "orderNumber", u.person, u.birth_date as "birthDate", u.why, u.report, i.imported_at as "importedAt"
    from lab_unmatched u join lab_import i on i.clinic_id = u.clinic_id and i.id = u.import_id
    where not exists (select from lab_settled s where s.clinic_id = u.clinic_id and s.unmatched_id = u.id) and ${which}
    order by i.imported_at, u.place limit 200`.execute(work.db)
  ).rows

/** Reports that nobody has settled yet. */
export const asideOpen = (work: Work) => asideWhere(work, sql`true`)
export const asideById = async (work: Work, id: string): Promise<Aside | undefined> =>
  isId(id) ? (await asideWhere(work, sql`u.id = ${id}::uuid`))[0] : undefined
