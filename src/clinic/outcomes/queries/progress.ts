import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { baselineBefore, type Score, type StayMeasured, withinDays } from '../progress.ts'

export type StayAsked = StayMeasured & { clientId: string; name: string; program: string }

/**
 * Every stay that began within two days, with its totals of some instruments around its eight weeks: one question. A form that
 * could not be scored is not there; a prorated one is.
 */
export async function staysMeasured(
  work: Work,
  asked: { program: string | null; from: Day; to: Day; instruments: readonly string[] },
): Promise<StayAsked[]> {
  const program = asked.program === null ? sql`` : sql`and e.program_id = ${asked.program}::uuid`
  const { rows } = await sql<StayAsked & { scores: Score[] | null }>`
    select e.id, e.client_id as "clientId", n.given_name || ' ' || n.family_name as name, p.name as program,
      lower(e.during)::text as first, d.on_day::text as last, coalesce(d.reason = 'completed', false) as completed, s.scores
    from episode e
    join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id
    left join lateral (
      select jsonb_agg(jsonb_build_object('instrument', m.instrument, 'on', m.taken_on, 'score', m.score) order by m.taken_on, m.recorded_at, m.id) as scores
      from measure_now m
      where m.clinic_id = e.clinic_id and m.client_id = e.client_id and m.instrument = any (${[...asked.instruments]}::text[]) and m.score is not null
        and m.taken_on between lower(e.during) - ${baselineBefore}::int and lower(e.during) + ${withinDays}::int
    ) s on true
    where not isempty(e.during) and lower(e.during) between ${asked.from}::date and ${asked.to}::date ${program}
    order by lower(e.during), e.id`.execute(work.db)
  return rows.map((row) => ({ ...row, scores: row.scores ?? [] }))
}
