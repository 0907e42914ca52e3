import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { endOf, inWords } from '../times.ts'

export type LineRow = Awaited<ReturnType<typeof lineageOf>>[number]

/**
 * The rows that one group is, the first first: each with its own hour, room and days, and why the next took its place. A row
 * that never came to pass, because the change was made earlier again, is left out.
 */
export async function lineageOf(work: Work, seriesId: string) {
  if (!isId(seriesId)) return []
  const rows = await work.db
    .selectFrom('groupSeries as r')
    .innerJoin('room as o', (join) => join.onRef('o.clinicId', '=', 'r.clinicId').onRef('o.id', '=', 'r.roomId'))
    .leftJoin('seriesChange as x', (join) =>
      join.onRef('x.clinicId', '=', 'r.clinicId').onRef('x.seriesId', '=', 'r.id'),
    )
    .leftJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'x.clinicId').onRef('m.id', '=', 'x.changedBy'),
    )
    .where(sql<boolean>`r.id in (select line_of(r.clinic_id, ${seriesId}::uuid)) and not isempty(r.during)`)
    .orderBy(sql`lower(r.during)`)
    .select(['r.id', 'r.lineId', 'r.name', 'r.weekday', 'r.starts', 'r.minutes', 'r.anchor', 'r.everyWeeks as every'])
    .select(['r.roomId', 'o.name as room', 'o.siteId', 'x.successorId', 'x.fromDay as changesFrom', 'x.because'])
    .select([
      sql<Day>`lower(r.during)::text`.as('from'),
      sql<Day | null>`(upper(r.during) - 1)::text`.as('to'),
      sql<string | null>`m.given_name || ' ' || m.family_name`.as('changedBy'),
    ])
    .execute()
  return rows.map((row) => ({ ...row, ends: endOf(row.starts, row.minutes) }))
}

/** Of the rows of one group the one that stands on a day, or else the next to come, or else the last. */
export const standingOn = (line: readonly LineRow[], day: Day): LineRow | undefined =>
  line.find((row) => row.from <= day && (row.to === null || row.to >= day)) ??
  line.find((row) => row.from > day) ??
  line.at(-1)

/** The row of a group that stands on a day, or else the next to come; an id of any of its rows leads there. */
export const rowOn = async (work: Work, seriesId: string, day: Day): Promise<string> =>
  standingOn(await lineageOf(work, seriesId), day)?.id ?? seriesId

/** The rows that come after the one named, up to a last day: what a seat goes on into. */
export async function rowsAhead(work: Work, seriesId: string, until: Day | null): Promise<LineRow[]> {
  const line = await lineageOf(work, seriesId)
  const at = line.findIndex((row) => row.id === seriesId)
  return at < 0 ? [] : line.slice(at + 1).filter((row) => until === null || row.from <= until)
}

/** A seat as one, through every row of its group that it went on into; parts that never came to pass are left out. */
export async function seatLine(work: Work, seatId: string) {
  const { rows } = await sql<{
    id: string
    seriesId: string
    from: Day
    to: Day | null
    isReleased: boolean
    markedUntil: Day | null
  }>`
    with recursive behind(id) as (
      select ${seatId}::uuid union select c.seat_id from seat_carry c join behind b on c.carried_to = b.id
    ), whole(id) as (
      select id from behind union select c.carried_to from seat_carry c join whole w on c.seat_id = w.id
    )
    select t.id, t.series_id as "seriesId", lower(t.during)::text as "from", (upper(t.during) - 1)::text as "to",
           exists (select from seat_release x where x.clinic_id = t.clinic_id and x.seat_id = t.id) as "isReleased",
           (select max(a.held_on)::text from attendance_now a join group_session g on g.clinic_id = a.clinic_id and g.id = a.session_id
            where a.clinic_id = t.clinic_id and a.client_id = t.client_id and g.series_id = t.series_id and t.during @> a.held_on
              and a.mark not in ('cleared', 'excused')) as "markedUntil"
    from whole w join seat t on t.id = w.id where not isempty(t.during) order by lower(t.during)`.execute(work.db)
  return rows
}

/** The groups that run from a day on, each once, by the row that stands then: for choosing one. */
export async function linesRunning(work: Work, day: Day): Promise<{ line: string; label: string }[]> {
  const rows = await work.db
    .selectFrom('groupSeries as r')
    .where(sql<boolean>`r.during && daterange(${day}::date, null)`)
    .distinctOn(sql`coalesce(r.line_id, r.id)`)
    .orderBy(sql`coalesce(r.line_id, r.id)`)
    .orderBy(sql`lower(r.during)`)
    .select(['r.name', 'r.weekday', 'r.starts', 'r.minutes', sql<string>`coalesce(r.line_id, r.id)`.as('line')])
    .execute()
  return rows
    .map((row) => ({ ...row, label: `${row.name}, ${inWords({ ...row, ends: endOf(row.starts, row.minutes) })}` }))
    .sort((a, b) => a.label.localeCompare(b.label))
    .map(({ line, label }) => ({ line, label }))
}
