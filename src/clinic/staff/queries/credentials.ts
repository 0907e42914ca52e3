import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Holder, Supervises } from '../credentials.ts'

/** What each of some people holds, or everyone: licences that were not taken back, trainings and certificates likewise. */
export async function credentialsOf(
  work: Work,
  staffIds: readonly string[] | 'everyone',
): Promise<Map<string, Holder & { id: string }>> {
  if (staffIds !== 'everyone' && staffIds.length === 0) return new Map()
  const which = staffIds === 'everyone' ? sql`` : sql`where m.id = any (${[...staffIds]}::uuid[])`
  const { rows } = await sql<Holder & { id: string }>`
    select m.id, m.given_name || ' ' || m.family_name as name, m.credential,
      coalesce((select jsonb_agg(jsonb_build_object('kind', l.kind, 'state', l.state, 'from', l.issued_on, 'to', l.expires_on))
        from staff_license_now l where l.clinic_id = m.clinic_id and l.staff_id = m.id), '[]') as licences,
      coalesce((select jsonb_agg(jsonb_build_object('name', t.name, 'from', t.issued_on, 'to', t.expires_on))
        from staff_training t where t.clinic_id = m.clinic_id and t.staff_id = m.id
          and not exists (select from staff_training_end e where e.clinic_id = t.clinic_id and e.training_id = t.id)), '[]') as trainings
    from staff_member m ${which}`.execute(work.db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What one person holds, with what was taken back, the longest first. */
export async function licencesOf(work: Work, staffId: string) {
  return work.db
    .selectFrom('staffLicense as l')
    .leftJoin('staffLicenseEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 'l.clinicId').onRef('e.licenseId', '=', 'l.id'),
    )
    .where('l.staffId', '=', staffId)
    .select(['l.id', 'l.kind', 'l.number', 'l.state', 'l.issuedOn', 'l.expiresOn', 'e.because as takenBack'])
    .orderBy('l.expiresOn', 'desc')
    .orderBy('l.id')
    .execute()
}

export async function trainingsOf(work: Work, staffId: string) {
  return work.db
    .selectFrom('staffTraining as t')
    .leftJoin('staffTrainingEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 't.clinicId').onRef('e.trainingId', '=', 't.id'),
    )
    .where('t.staffId', '=', staffId)
    .select(['t.id', 't.kind', 't.name', 't.number', 't.issuer', 't.state', 't.issuedOn', 't.expiresOn'])
    .select(['e.because as takenBack'])
    .orderBy('t.name')
    .orderBy('t.issuedOn', 'desc')
    .execute()
}

export const licenceById = async (work: Work, id: string) =>
  isId(id)
    ? work.db.selectFrom('staffLicense').where('id', '=', id).select(['id', 'staffId', 'kind']).executeTakeFirst()
    : undefined

export const trainingById = async (work: Work, id: string) =>
  isId(id)
    ? work.db.selectFrom('staffTraining').where('id', '=', id).select(['id', 'staffId', 'name']).executeTakeFirst()
    : undefined

export type Supervision = Supervises & {
  id: string
  agreedOn: Day | null
  supervisor: string
  supervisee: string
}

/** Supervisions that stand on a day or later: of one person, in either part, or of everyone. */
export async function supervisionsFrom(work: Work, day: Day, staffId?: string): Promise<Supervision[]> {
  const rows = await work.db
    .selectFrom('supervision as s')
    .innerJoin('staffMember as a', (join) =>
      join.onRef('a.clinicId', '=', 's.clinicId').onRef('a.id', '=', 's.supervisorId'),
    )
    .innerJoin('staffMember as b', (join) =>
      join.onRef('b.clinicId', '=', 's.clinicId').onRef('b.id', '=', 's.superviseeId'),
    )
    .where(sql<boolean>`s.during && daterange(${day}::date, null)`)
    .$if(staffId !== undefined, (query) =>
      query.where((eb) => eb.or([eb('s.supervisorId', '=', staffId ?? ''), eb('s.superviseeId', '=', staffId ?? '')])),
    )
    .orderBy(sql`lower(s.during)`)
    .select(['s.id', 's.supervisorId', 's.superviseeId', 's.agreedOn'])
    .select([
      sql<string>`a.given_name || ' ' || a.family_name`.as('supervisor'),
      sql<string>`b.given_name || ' ' || b.family_name`.as('supervisee'),
      sql<Day>`lower(s.during)::text`.as('from'),
      sql<Day | null>`(upper(s.during) - 1)::text`.as('to'),
    ])
    .execute()
  return rows
}

export const supervisionById = async (work: Work, id: string) =>
  isId(id)
    ? work.db
        .selectFrom('supervision')
        .where('id', '=', id)
        .select(['id', 'supervisorId', 'superviseeId'])
        .select(sql<Day>`lower(during)::text`.as('from'))
        .executeTakeFirst()
    : undefined

/** Whether one supervises the other on a day, over one step. */
export async function supervisesOn(work: Work, supervisorId: string, superviseeId: string, day: Day): Promise<boolean> {
  if (!isId(supervisorId) || !isId(superviseeId)) return false
  const row = await work.db
    .selectFrom('supervision')
    .where('supervisorId', '=', supervisorId)
    .where('superviseeId', '=', superviseeId)
    .where(sql<boolean>`during @> ${day}::date`)
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * What of somebody's led groups and visits lies after the last day of their longest licence, counting treatment alone: how
 * many, and the first day. Null where nothing does.
 */
export async function afterTheLicence(work: Work, staffId: string): Promise<{ count: number; first: Day } | null> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<{ count: number; first: Day | null }>`
    with last as (select coalesce(max(l.expires_on), '-infinity'::date) as day from staff_license_now l where l.staff_id = ${staffId}::uuid)
    select count(*)::int as count, min(x.held_on)::text as first from last cross join lateral (
      select l.held_on from session_leader l
      join group_session g on g.clinic_id = l.clinic_id and g.id = l.session_id
      join group_series r on r.clinic_id = l.clinic_id and r.id = l.series_id
      where l.staff_id = ${staffId}::uuid and l.held_on >= ${today}::date and l.held_on > last.day and r.counts_toward_dose and not isempty(g.during)
      union all
      select v.held_on from visit v
      where v.staff_id = ${staffId}::uuid and v.held_on >= ${today}::date and v.held_on > last.day and v.counts_toward_dose and not isempty(v.during)) x`.execute(
    work.db,
  )
  const [row] = rows
  return row === undefined || row.first === null ? null : { count: row.count, first: row.first }
}
