import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { therapistId } from './therapist.ts'
import type { WorkingHours } from '../credentials.ts'

export type HoursRow = WorkingHours & { id: string; staffId: string; siteId: string | null; site: string | null }

/** The working hours of some people that stand on a day or later; nobody's row: they gave none. `site` null: from afar. */
export async function workingHoursOf(work: Work, staffIds: readonly string[], day: Day): Promise<HoursRow[]> {
  if (staffIds.length === 0) return []
  return work.db
    .selectFrom('workingHours as h')
    .leftJoin('site as s', (join) => join.onRef('s.clinicId', '=', 'h.clinicId').onRef('s.id', '=', 'h.siteId'))
    .where('h.staffId', 'in', [...staffIds])
    .where(sql<boolean>`h.during && daterange(${day}::date, null)`)
    .orderBy('h.weekday')
    .orderBy('h.starts')
    .select(['h.id', 'h.staffId', 'h.weekday', 'h.siteId', 's.name as site'])
    .select([
      sql<string>`to_char(h.starts, 'HH24:MI')`.as('starts'),
      sql<string>`to_char(h.ends, 'HH24:MI')`.as('ends'),
      sql<Day>`lower(h.during)::text`.as('from'),
      sql<Day | null>`(upper(h.during) - 1)::text`.as('to'),
    ])
    .execute()
}

export const workingHoursById = async (work: Work, id: string) =>
  isId(id)
    ? work.db.selectFrom('workingHours').where('id', '=', id).select(['id', 'staffId']).executeTakeFirst()
    : undefined

/** How many clients each may be primary therapist of, as it stands on a day (today). Whoever has no limit is not in it. */
export async function caseloadCapsOf(
  work: Work,
  day = dayAt(work.at, work.clinic.timeZone),
): Promise<Map<string, number>> {
  const { rows } = await sql<{ staffId: string; most: number | null }>`
    select distinct on (staff_id) staff_id as "staffId", most from caseload_cap where effective_from <= ${day}::date
    order by staff_id, effective_from desc, set_at desc, id desc`.execute(work.db)
  return new Map(rows.flatMap(({ staffId, most }) => (most === null ? [] : [[staffId, most]])))
}

/** The limits of one person as they were set, the newest day first. */
export const caseloadCapRows = (work: Work, staffId: string) =>
  work.db
    .selectFrom('caseloadCap')
    .where('staffId', '=', staffId)
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .select(['id', 'most', 'effectiveFrom', 'because'])
    .execute()

/** Of how many stays that are open somebody is the primary therapist. */
export async function caseloadsOf(work: Work): Promise<Map<string, number>> {
  const { rows } = await sql<{ staffId: string; n: number }>`
    select t.staff_id as "staffId", count(*)::int as n from episode e
    cross join lateral ${therapistId('e.clinic_id', 'e.id')} t
    where upper_inf(e.during) and not isempty(e.during) group by t.staff_id`.execute(work.db)
  return new Map(rows.map(({ staffId, n }) => [staffId, n]))
}

/** The rooms that somebody uses. */
export async function roomsUsedBy(work: Work, staffId: string): Promise<{ id: string; name: string; site: string }[]> {
  const { rows } = await sql<{ id: string; name: string; site: string }>`
    select r.id, r.name, s.name as site from room r
    join site s on s.clinic_id = r.clinic_id and s.id = r.site_id
    cross join lateral (select u.uses from staff_room u where u.clinic_id = r.clinic_id and u.room_id = r.id and u.staff_id = ${staffId}::uuid
                        order by u.set_at desc, u.id desc limit 1) u
    where u.uses order by s.name, r.name`.execute(work.db)
  return rows
}

/** Rooms and sites there are, for choosing. */
export const placesToChoose = async (work: Work) => ({
  sites: await work.db.selectFrom('site').select(['id', 'name']).orderBy('name').execute(),
  rooms: await work.db
    .selectFrom('room as r')
    .innerJoin('site as s', (join) => join.onRef('s.clinicId', '=', 'r.clinicId').onRef('s.id', '=', 'r.siteId'))
    .select(['r.id', 'r.name', 's.name as site'])
    .orderBy('s.name')
    .orderBy('r.name')
    .execute(),
})

/** What people offered to say of themselves: the gender that clients may ask for. Whoever said nothing is not in it. */
export async function gendersOf(work: Work): Promise<Map<string, string>> {
  const { rows } = await sql<{ staffId: string; gender: string }>`
    select distinct on (staff_id) staff_id as "staffId", gender from staff_gender
    order by staff_id, set_at desc, id desc`.execute(work.db)
  return new Map(rows.flatMap((row) => (row.gender === '' ? [] : [[row.staffId, row.gender]])))
}

export type Away = { staffId: string; from: Date; to: Date }

/** When people are away between two days, both included. */
export async function awayBetween(work: Work, from: Day, to: Day): Promise<Away[]> {
  const zone = work.clinic.timeZone
  const { rows } = await sql<Away>`
    select a.staff_id as "staffId", lower(a.during) as "from", upper(a.during) as "to" from time_away a
    where a.during && tstzrange(${from}::date::timestamp at time zone ${zone}, ${addDays(to, 1)}::date::timestamp at time zone ${zone})
      and not exists (select from time_away_end e where e.clinic_id = a.clinic_id and e.away_id = a.id)`.execute(
    work.db,
  )
  return rows
}
