import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import type { Asked } from '../asked.ts'
import { type Counted, type Listed, mostListed } from '../sheet.ts'

/**
 * What a report counts, one row each: `client_id` (null where nobody alone is meant), `row_id` (the program, or whoever a row of
 * the report is), `part`, `on_day`, `label` (what it is called where it is nobody's) and `detail`. The number and the list behind
 * it are the same rows, so they cannot differ.
 */
export type Facts = RawBuilder<unknown>

/** Of a column with a program: only those that are asked about. */
export const within = ({ programs }: Asked, column: RawBuilder<unknown>) =>
  programs === null ? sql`` : sql`and ${column} = any (${[...programs]}::uuid[])`

export const between = ({ from, to }: Asked, column: RawBuilder<unknown>) =>
  sql`${column} between ${from}::date and ${to}::date`

/**
 * The program of a stay on some days, asked one by one only of those that ever changed it: the view of the parts of every stay is
 * dear. `stay` is a row of `episode`; `where` chooses among its parts, named p.
 */
export const programOf = (stay: string, where: RawBuilder<unknown>, order: RawBuilder<unknown>) => {
  const column = (name: string) => sql.ref(`${stay}.${name}`)
  return sql`case when ${column('id')} not in (select l.episode_id from stay_level l) then ${column('programId')}
    else (select p.program_id from stay_part p where p.clinic_id = ${column('clinicId')} and p.episode_id = ${column('id')} ${where} order by ${order} limit 1) end`
}

/** The program that a visit's client was in on its day, as `at_the_time`; of what was called off after the stay, the last one. */
export const programThen = sql`join episode stood on stood.clinic_id = v.clinic_id and stood.id = v.episode_id and not isempty(stood.during)
  cross join lateral (select ${programOf('stood', sql``, sql`p.during @> v.held_on desc, p.during desc`)} as program_id) at_the_time`

/** How many there are of each part, by row. */
export async function countFacts(work: Work, facts: Facts): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select coalesce(g.row_id::text, 'none') as row, g.part, g.n
    from (select f.row_id, f.part, count(*)::int as n from (${facts}) f group by 1, 2) g`.execute(work.db)
  return rows
}

type Row = { clientId: string | null; name: string; onDay: Day; part: string; detail: string; total: number }

/** The people behind a number: those of the parts, of one row or of all. */
async function listFacts(
  work: Work,
  facts: Facts,
  asked: { parts: readonly string[]; of: string | null; skip: number },
): Promise<{ rows: Row[]; total: number }> {
  const of = asked.of === null ? sql`` : sql`and coalesce(f.row_id::text, 'none') = ${asked.of}`
  const { rows } = await sql<Row>`
    with chosen as (
      select f.*, count(*) over () as total from (${facts}) f where f.part = any (${[...asked.parts]}::text[]) ${of}
      order by f.on_day desc, f.client_id, f.label limit ${mostListed} offset ${asked.skip})
    select c.client_id as "clientId", coalesce(coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name, c.label, '') as name,
      c.on_day::text as "onDay", c.part, coalesce(c.detail, '') as detail, c.total::int as total
    from chosen c left join client_now n on n.id = c.client_id
    order by c.on_day desc, 2, c.client_id`.execute(work.db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** The list as it is shown: who, the day, what of it. */
export async function listed(
  work: Work,
  facts: Facts,
  asked: {
    parts: readonly string[]
    of: string | null
    skip: number
    title: string
    day: string
    words: (part: string) => string
  },
): Promise<Listed> {
  const { rows, total } = await listFacts(work, facts, asked)
  return {
    title: asked.title,
    columns: ['Who', asked.day, 'Counted as', 'What of it'],
    rows: rows.map(({ clientId, name, onDay, part, detail }) => ({
      clientId,
      name,
      cells: [onDay, asked.words(part), detail],
    })),
    total,
  }
}
