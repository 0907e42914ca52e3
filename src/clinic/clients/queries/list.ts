import { sql, type RawBuilder } from 'kysely'
import { dayAt, daysBetween, type Day } from '../../../basics/dates.ts'
import { plainLetters } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { therapistNameOn } from '../../staff/queries/therapist.ts'
import { dayTyped } from '../rules.ts'

export type Listed = {
  id: string
  number: string
  name: string
  pronouns: string
  birthDate: Day
  program: string | null
  level: string | null
  therapist: string | null
  startedOn: Day | null
  endedOn: Day | null
  isOpen: boolean
  dayOfStay: number | null
}
export type ClientList = { people: Listed[]; of: number; page: number; near: boolean }

export const pageSize = 50

/** People in care today, by family name. */
export async function inCare(work: Work, asked: { program: string | null; page: number }): Promise<ClientList> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const where = sql`e.during @> ${today}::date ${asked.program === null ? sql`` : sql`and e.program_id = ${asked.program}`}`
  const people = await listed(work, where, 'join', asked.page)
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from episode e where e.clinic_id = ${work.clinic.id} and ${where}`.execute(work.db)
  return { people, of: rows[0]?.n ?? 0, page: asked.page, near: false }
}

/** Everyone the clinic has ever known, once, whichever of their records it says: by name (earlier names too), number or birth date; else names spelled nearly so. */
export async function found(work: Work, typed: string, page: number): Promise<ClientList> {
  const born = dayTyped(typed)
  if (born !== undefined) return search(work, sql`i.birth_date = ${born}`, page)
  if (/^\d{1,12}$/.test(typed)) return search(work, sql`c.number = ${typed}`, page)
  const words = plainLetters(typed).split(' ').filter(Boolean).slice(0, 8)
  if (words.length === 0) return { people: [], of: 0, page, near: false }
  const like = words.map((word) => sql`i.search_name like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)
  const exact = await search(work, sql.join(like, sql` and `), page)
  if (exact.of > 0 || plainLetters(typed).length < 3) return exact
  const near = await search(work, sql`word_similarity(${plainLetters(typed)}, i.search_name) > 0.45`, page)
  return { ...near, near: near.of > 0 }
}

/** The person with exactly this number. */
export const clientNumbered = (work: Work, number: string) =>
  work.db.selectFrom('client').where('number', '=', number).select('id').executeTakeFirst()

async function search(work: Work, where: RawBuilder<unknown>, page: number): Promise<ClientList> {
  const { rows } = await sql<{ id: string }>`
    select distinct case when m.id is null then c.id else kept_of(c.id) end as id
    from client c join client_identity i on i.clinic_id = c.clinic_id and i.client_id = c.id
    left join client_merged m on m.clinic_id = c.clinic_id and m.merged_id = c.id
    where c.clinic_id = ${work.clinic.id} and ${where} limit 2000`.execute(work.db)
  if (rows.length === 0) return { people: [], of: 0, page, near: false }
  const ids = rows.map(({ id }) => id)
  const people = await listed(work, sql`n.id = any(${ids}::uuid[])`, 'left join', page)
  return { people, of: rows.length, page, near: false }
}

async function listed(
  work: Work,
  where: RawBuilder<unknown>,
  stay: 'join' | 'left join',
  page: number,
): Promise<Listed[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const episode =
    stay === 'join'
      ? sql`join episode e on e.clinic_id = n.clinic_id and e.client_id = n.id`
      : sql`left join lateral (select * from episode x where x.clinic_id = n.clinic_id and x.client_id = n.id and not isempty(x.during)
              order by x.during @> ${today}::date desc, lower(x.during) desc limit 1) e on true`
  const { rows } = await sql<Omit<Listed, 'dayOfStay'>>`
    select n.id as "id", n.number as "number", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as "name",
      n.pronouns as "pronouns", n.birth_date as "birthDate", p.name as "program", e.level_of_care as "level",
      lower(e.during)::text as "startedOn", (upper(e.during) - 1)::text as "endedOn", coalesce(e.during @> ${today}::date, false) as "isOpen",
      ${therapistNameOn('e.clinic_id', 'e.id', today)} as "therapist"
    from client_now n ${episode}
    left join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    where n.clinic_id = ${work.clinic.id} and ${where}
    order by "isOpen" desc, n.family_name, n.given_name, n.number
    limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(work.db)
  return rows.map((row) => ({
    ...row,
    dayOfStay: row.isOpen && row.startedOn !== null ? daysBetween(row.startedOn, today) + 1 : null,
  }))
}

export const programNames = (work: Work) =>
  work.db.selectFrom('program').orderBy('name').select(['id', 'name']).execute()
