import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

/** The record that stands for this one: itself, or the one it was merged into. */
export async function keptOf(work: Work, clientId: string): Promise<string> {
  if (!isId(clientId)) return clientId
  const { rows } = await sql<{ id: string }>`select kept_of(${clientId}::uuid) as "id"`.execute(work.db)
  return rows[0]?.id ?? clientId
}

export type MergedInto = { id: string; number: string; mergeId: string; keptId: string; mergedAt: Date }

/** The record that stands in the place of this one, if it was merged. */
export async function mergedInto(work: Work, clientId: string): Promise<MergedInto | undefined> {
  if (!isId(clientId)) return undefined
  const { rows } = await sql<MergedInto>`
    select m.id as "mergeId", m.kept_id as "keptId", m.merged_at as "mergedAt", c.id as "id", c.number as "number"
    from client_merged m join client c on c.clinic_id = m.clinic_id and c.id = kept_of(m.merged_id)
    where m.clinic_id = ${work.clinic.id} and m.merged_id = ${clientId}`.execute(work.db)
  return rows[0]
}

export type EarlierRecord = {
  mergeId: string
  id: string
  number: string
  name: string
  mergedAt: Date
  by: string
  because: string
}

/** The records that were merged into this one, and into those. */
export async function earlierRecordsOf(work: Work, clientId: string): Promise<EarlierRecord[]> {
  const { rows } = await sql<EarlierRecord>`
    select m.id as "mergeId", n.id as "id", n.number as "number", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as "name",
      m.merged_at as "mergedAt", s.given_name || ' ' || s.family_name as "by", m.because as "because"
    from client_merged m join client_now n on n.clinic_id = m.clinic_id and n.id = m.merged_id
    join staff_member s on s.clinic_id = m.clinic_id and s.id = m.merged_by
    where m.clinic_id = ${work.clinic.id} and m.kept_id in (select person_ids(${clientId}::uuid)) order by m.merged_at`.execute(
    work.db,
  )
  return rows
}

export type MergeSide = {
  id: string
  number: string
  givenName: string
  familyName: string
  middleNames: string
  preferredName: string
  birthDate: Day
  sex: string
  phones: string[]
  emails: string[]
  addresses: string[]
  addedAt: Date
  isInCare: boolean
  hasSeat: boolean
  stays: number
  consents: number
  screens: number
  inquiries: number
}

/** Two records beside each other, with what hangs on each. */
export async function sidesOf(work: Work, ids: string[]): Promise<MergeSide[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const values = (
    kind: string,
  ) => sql`coalesce((select array_agg(k.value order by k.recorded_at desc) from client_contact k
    where k.clinic_id = n.clinic_id and k.client_id = n.id and k.kind = ${kind}), '{}')`
  const many = (table: string) =>
    sql`(select count(*)::int from ${sql.table(table)} q where q.clinic_id = n.clinic_id and q.client_id = n.id)`
  const { rows } = await sql<MergeSide>`
    select n.id as "id", n.number as "number", n.given_name as "givenName", n.family_name as "familyName", n.middle_names as "middleNames",
      n.preferred_name as "preferredName", n.birth_date as "birthDate", n.sex as "sex", n.added_at as "addedAt",
      ${values('phone')} as "phones", ${values('email')} as "emails", ${values('address')} as "addresses",
      exists (select from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id and not isempty(e.during)
        and (upper_inf(e.during) or upper(e.during) > ${today}::date)) as "isInCare",
      exists (select from seat e where e.clinic_id = n.clinic_id and e.client_id = n.id and not isempty(e.during)
        and (upper_inf(e.during) or upper(e.during) > ${today}::date)) as "hasSeat",
      ${many('episode')} as "stays", ${many('consent')} as "consents", ${many('safety_screen')} as "screens", ${many('inquiry_client')} as "inquiries"
    from client_now n where n.clinic_id = ${work.clinic.id} and n.id = any(${ids.filter(isId)}::uuid[])`.execute(
    work.db,
  )
  return rows
}
