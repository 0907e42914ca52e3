import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { Asked } from '../asked.ts'
import type { Stayed } from '../staying.ts'
import { between, type Facts, within } from './facts.ts'

/** Everyone whose stay began in the period: for the first time, again, or from another program of this clinic without a gap. */
export const admissions = (asked: Asked): Facts => sql`
  with stays as (
    select e.clinic_id, e.id, e.client_id, e.program_id, e.level_of_care, e.during, e.referral_source,
      max(upper(e.during) - 1) over (partition by e.client_id order by lower(e.during) rows between unbounded preceding and 1 preceding) as last
    from episode e where not isempty(e.during)),
  -- As it began: a step to another program is no other beginning.
  begun as (
    select e.*, coalesce(p.program_id, e.program_id) as first_program, coalesce(p.level_of_care, e.level_of_care) as first_level
    from stays e
    left join (select p.episode_id, p.program_id, p.level_of_care, lower(p.during) as first from stay_part p where p.episode_id in (select l.episode_id from stay_level l)) p
      on p.episode_id = e.id and p.first = lower(e.during)
    where ${between(asked, sql`lower(e.during)`)})
  select e.client_id, e.first_program as row_id, e.id as episode_id,
    case when e.last is null then 'first' when e.last >= lower(e.during) - 1 then 'moved' else 'returned' end as part,
    lower(e.during) as on_day, null::text as label,
    'level ' || e.first_level || case when e.referral_source = '' then '' else ', sent by ' || e.referral_source end as detail
  from begun e
  where true ${within(asked, sql`e.first_program`)}`

/** Everyone whose stay ended in the period, by how it ended. */
export const discharges = (asked: Asked): Facts => sql`
  select e.client_id, e.program_id as row_id, e.id as episode_id, d.reason as part, d.on_day, null::text as label,
    'after ' || (d.on_day - lower(e.during) + 1) || ' days' as detail
  from discharge d join episode e on e.clinic_id = d.clinic_id and e.id = d.episode_id
  where not isempty(e.during) and ${between(asked, sql`d.on_day`)} ${within(asked, sql`e.program_id`)}`

/** What has become of everyone admitted in the period: how they left, or that they are still in care. */
export const cohort = (asked: Asked): Facts => sql`
  select e.client_id, e.program_id as row_id, e.id as episode_id,
    coalesce(case when d.on_day <= ${asked.today}::date then d.reason end, 'in-care') as part,
    lower(e.during) as on_day, null::text as label,
    case when d.on_day <= ${asked.today}::date then 'after ' || (d.on_day - lower(e.during) + 1) || ' days'
      else (${asked.today}::date - lower(e.during) + 1) || ' days so far' end as detail
  from episode e left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id
  where not isempty(e.during) and ${between(asked, sql`lower(e.during)`)} ${within(asked, sql`e.program_id`)}`

export type Length = Stayed & { row: string; part: string }

/** The lengths of the stays of everyone admitted in the period, to now where they are still in care. */
export async function lengthsOfCohort(work: Work, asked: Asked): Promise<Length[]> {
  const { rows } = await sql<Length>`
    select e.program_id as row, coalesce(d.reason, 'in-care') as part, d.on_day is not null as left,
      coalesce(d.on_day, ${asked.today}::date) - lower(e.during) + 1 as days, count(*)::int as n
    from episode e left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id and d.on_day <= ${asked.today}::date
    where not isempty(e.during) and ${between(asked, sql`lower(e.during)`)} ${within(asked, sql`e.program_id`)}
    group by 1, 2, 3, 4`.execute(work.db)
  return rows
}

/** The lengths of the stays that ended in the period. */
export async function lengthsOfEnded(work: Work, asked: Asked): Promise<Length[]> {
  const { rows } = await sql<Length>`
    select e.program_id as row, d.reason as part, true as left, d.on_day - lower(e.during) + 1 as days, count(*)::int as n
    from discharge d join episode e on e.clinic_id = d.clinic_id and e.id = d.episode_id
    where not isempty(e.during) and ${between(asked, sql`d.on_day`)} ${within(asked, sql`e.program_id`)}
    group by 1, 2, 4`.execute(work.db)
  return rows
}
