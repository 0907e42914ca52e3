import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { fillsWeek } from '../../plans/scheduled.ts'
import { floorOn } from '../../programs/dose.ts'
import { floorRows } from '../../programs/queries.ts'
import type { Plan } from '../closing.ts'
import type { Closed } from '../recurrence.ts'

/** The closed days and breaks that stand between two days, both included. A break names its group by its line. */
export async function closedBetween(work: Work, from: Day, to: Day): Promise<Closed[]> {
  const rows = await work.db
    .selectFrom('closedDay as d')
    .leftJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 'd.clinicId').onRef('r.id', '=', 'd.seriesId'),
    )
    .where('d.firstDay', '<=', to)
    .where('d.lastDay', '>=', from)
    .where(
      sql<boolean>`not exists (select from closed_day_end e where e.clinic_id = d.clinic_id and e.closed_id = d.id)`,
    )
    .orderBy('d.firstDay')
    .orderBy('d.id')
    .select(['d.id', 'd.siteId', 'd.firstDay as from', 'd.lastDay as to', 'd.because'])
    .select(sql<string | null>`coalesce(r.line_id, r.id)`.as('line'))
    .execute()
  return rows
}

export async function closedById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('closedDay as d')
    .leftJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 'd.clinicId').onRef('r.id', '=', 'd.seriesId'),
    )
    .where('d.id', '=', id)
    .select(['d.id', 'd.siteId', 'd.seriesId', 'd.firstDay as from', 'd.lastDay as to', 'd.because'])
    .select([
      sql<string | null>`coalesce(r.line_id, r.id)`.as('line'),
      sql<boolean>`exists (select from closed_day_end e where e.clinic_id = d.clinic_id and e.closed_id = d.id)`.as(
        'isOpenAgain',
      ),
    ])
    .executeTakeFirst()
}

/**
 * What stands in the plan of some weeks, each named by its Monday, for saying what closing days in them would do: groups, seats, visits,
 * and whose floor is what. Of these weeks alone: a large house holds a hundred thousand visits a year.
 */
export async function planOfWeeks(work: Work, mondays: readonly Day[]): Promise<Plan> {
  const days = sql`${`{${mondays.map((monday) => `[${monday},${addDays(monday, 6)}]`).join(',')}}`}::datemultirange`
  const each = mondays.flatMap((monday) => Array.from({ length: 7 }, (_, n) => addDays(monday, n)))
  const groups = await work.db
    .selectFrom('groupSeries as r')
    .innerJoin('room as o', (join) => join.onRef('o.clinicId', '=', 'r.clinicId').onRef('o.id', '=', 'r.roomId'))
    .where(sql<boolean>`r.during && ${days}`)
    .select(['r.id', 'r.weekday', 'r.minutes', 'r.anchor', 'r.everyWeeks as every', 'o.siteId'])
    .select(['r.kind', 'r.countsTowardDose', sql<string>`coalesce(r.line_id, r.id)`.as('line')])
    .select([sql<Day>`lower(r.during)::text`.as('from'), sql<Day | null>`(upper(r.during) - 1)::text`.as('to')])
    .execute()
  const seats = await work.db
    .selectFrom('seat as t')
    .where(sql<boolean>`t.during && ${days}`)
    .select(['t.seriesId', 't.clientId'])
    .select([sql<Day>`lower(t.during)::text`.as('from'), sql<Day | null>`(upper(t.during) - 1)::text`.as('to')])
    .execute()
  const visits = await work.db
    .selectFrom('visit as v')
    .where(sql<boolean>`v.held_on = any (${each}::date[])`)
    .where(sql<boolean>`not isempty(v.during)`)
    .select(['v.clientId', 'v.heldOn as day', 'v.minutes'])
    .execute()
  const stays = await work.db
    .selectFrom('episode as e')
    .innerJoin('program as p', (join) => join.onRef('p.clinicId', '=', 'e.clinicId').onRef('p.id', '=', 'e.programId'))
    .innerJoin('site as s', (join) => join.onRef('s.clinicId', '=', 'p.clinicId').onRef('s.id', '=', 'p.siteId'))
    .where(sql<boolean>`e.during && ${days}`)
    .select(['e.clientId', 'e.levelOfCare', 'e.programId', 'p.ageGroup', 's.state'])
    .select([sql<Day>`lower(e.during)::text`.as('from'), sql<Day | null>`(upper(e.during) - 1)::text`.as('to')])
    .execute()
  const calledOff = await work.db
    .selectFrom('groupSession as g')
    .where(sql<boolean>`g.held_on = any (${each}::date[])`)
    .where(sql<boolean>`isempty(g.during)`)
    .where(
      sql<boolean>`not exists (select from closed_day_meeting m where m.clinic_id = g.clinic_id and m.session_id = g.id)`,
    )
    .select(['g.seriesId', 'g.heldOn'])
    .execute()
  const floors = await floorRows(work)
  return {
    groups: groups.map((row) => ({ ...row, counts: fillsWeek({ service: row.kind, counts: row.countsTowardDose }) })),
    seats,
    visits,
    calledOff: new Set(calledOff.map((row) => `${row.seriesId} ${row.heldOn}`)),
    stays: stays.map((stay) => ({
      ...stay,
      floorOn: (sunday: Day) =>
        floorOn(
          floors,
          {
            levelOfCare: stay.levelOfCare,
            ageGroup: stay.ageGroup === 'adolescent' ? 'adolescent' : 'adult',
            state: stay.state,
            program: stay.programId,
          },
          sunday,
        ),
    })),
  }
}
