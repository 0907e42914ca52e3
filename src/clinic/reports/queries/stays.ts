import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { Asked } from '../asked.ts'
import type { Stayed } from '../staying.ts'
import { between, type Facts, within } from './facts.ts'

/** Everyone whose stay began in the period: for the first time, again, or from another program of this clinic without a gap. */
export const admissions = (asked: Asked): Facts => sql`
  select e.client_id, p.program_id as row_id, e.id as episode_id,
    case when b.last is null then 'first' when b.last >= lower(e.during) - 1 then 'moved' else 'returned' end as part,
    lower(e.during) as on_day, null::text as label,
    'level ' || p.level_of_care || case when e.referral_source = '' then '' else ', sent by ' || e.referral_source end as detail
  from episode e
  -- As it began: a step to another program is no other beginning.
  join stay_part p on p.clinic_id = e.clinic_id and p.episode_id = e.id and lower(p.during) = lower(e.during)
  left join lateral (
    select max(upper(x.during) - 1) as last from episode x
    where x.clinic_id = e.clinic_id and x.client_id = e.client_id and not isempty(x.during) and lower(x.during) < lower(e.during)) b on true
  where not isempty(e.during) and ${between(asked, sql`lower(e.during)`)} ${within(asked, sql`p.program_id`)}`

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
