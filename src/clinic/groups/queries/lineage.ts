import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { endOf } from '../times.ts'

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
