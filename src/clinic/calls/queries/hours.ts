import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

/** Hours in which somebody takes calls that have not ended, one person's or everyone's. */
export const callHoursNow = async (work: Work, staffId?: string) =>
  work.db
    .selectFrom('callHours as h')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'h.clinicId').onRef('s.id', '=', 'h.staffId'),
    )
    .where('h.clinicId', '=', work.clinic.id)
    .where(sql<boolean>`not isempty(h.during)`)
    .where(sql<boolean>`coalesce(upper(h.during), 'infinity') > ${dayAt(work.at, work.clinic.timeZone)}::date`)
    .$if(staffId !== undefined, (query) => query.where('h.staffId', '=', staffId ?? ''))
    .orderBy('s.familyName')
    .orderBy('s.givenName')
    .orderBy('h.weekday')
    .orderBy('h.starts')
    .select([
      'h.id',
      'h.staffId',
      'h.weekday',
      'h.starts',
      'h.ends',
      'h.slotMinutes',
      sql<string>`lower(h.during)::text`.as('firstDay'),
      sql<string | null>`(upper(h.during) - 1)::text`.as('lastDay'),
      sql<string>`s.given_name || ' ' || s.family_name`.as('staffName'),
    ])
    .execute()

export async function callHoursById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('callHours')
    .where('clinicId', '=', work.clinic.id)
    .where('id', '=', id)
    .select(['id', 'staffId', sql<string>`lower(during)::text`.as('firstDay')])
    .executeTakeFirst()
}

/** Time away that is not over and was not taken back. */
export const timeAwayAhead = async (work: Work, staffId?: string) =>
  work.db
    .selectFrom('timeAway as a')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'a.clinicId').onRef('s.id', '=', 'a.staffId'),
    )
    .where('a.clinicId', '=', work.clinic.id)
    .where(sql<boolean>`upper(a.during) > ${work.at}`)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('timeAwayEnd as e')
            .whereRef('e.clinicId', '=', 'a.clinicId')
            .whereRef('e.awayId', '=', 'a.id')
            .select('e.id'),
        ),
      ),
    )
    .$if(staffId !== undefined, (query) => query.where('a.staffId', '=', staffId ?? ''))
    .orderBy(sql`lower(a.during)`)
    .select([
      'a.id',
      'a.staffId',
      sql<Date>`lower(a.during)`.as('from'),
      sql<Date>`upper(a.during)`.as('to'),
      sql<string>`s.given_name || ' ' || s.family_name`.as('staffName'),
    ])
    .execute()

export async function timeAwayById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('timeAway')
    .where('clinicId', '=', work.clinic.id)
    .where('id', '=', id)
    .select(['id', 'staffId'])
    .executeTakeFirst()
}

/** Who may take calls: coordinators and directors of today. */
export async function whoTakesCalls(work: Work): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select m.id, m.given_name || ' ' || m.family_name as name from staff_member m
    cross join lateral (select r.role from staff_role r where r.clinic_id = m.clinic_id and r.staff_id = m.id
                        order by r.given_at desc, r.id desc limit 1) r
    where m.clinic_id = ${work.clinic.id} and r.role in ('coordinator', 'director')
    order by r.role, m.family_name, m.given_name`.execute(work.db)
  return rows
}

/** The rows of the desk's hours, the latest first, and those of the policy: what stood when. */
export const deskHoursRows = async (work: Work) =>
  work.db
    .selectFrom('deskHours')
    .where('clinicId', '=', work.clinic.id)
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .limit(10)
    .select(['id', 'effectiveFrom', 'weekdays', 'opens', 'closes'])
    .execute()

export const policyRows = async (work: Work) =>
  work.db
    .selectFrom('callPolicy')
    .where('clinicId', '=', work.clinic.id)
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .limit(10)
    .select(['id', 'effectiveFrom', 'noticeMinutes', 'horizonDays', 'silenceDays', 'source'])
    .execute()

/** How many booked calls of one person begin within a stretch: what time away would leave standing. */
export async function callsWithin(work: Work, staffId: string, from: Date, to: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from call_booking
    where clinic_id = ${work.clinic.id} and staff_id = ${staffId} and during && tstzrange(${from}, ${to})`.execute(
    work.db,
  )
  return rows[0]?.n ?? 0
}
