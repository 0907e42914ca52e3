import { sql } from 'kysely'
import { addDays, type Day, daysBetween } from '../../../basics/dates.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import { therapistIdOn } from '../../staff/queries/therapist.ts'

export type OnCaseload = {
  clientId: string
  staffId: string
  name: string
  program: string
  /** Whole days in care, today included. */
  dayOfStay: number
  /** Minutes of individual therapy booked in the week. */
  individual: number
  /** Minutes by which the week falls short; 0 when it does not. */
  short: number
  next: Date | null
  /** Where they are, while they are away. */
  away: 'hospital' | 'jail' | 'vacation' | 'other' | null
}
export type WeekOf = { staffId: string; groupMinutes: number; visitMinutes: number; meetings: number }

export type CaseloadSize = { staffId: string; clients: number; without: number; short: number }

// What nobody has marked on days that are over counts for nothing, as on the week's own page.
const daysGone = (week: Day, today: Day): number => Math.max(0, Math.min(7, daysBetween(week, today)))

/**
 * How many each therapist carries; how many of those have no individual hour this week, and how many fall short of their hours:
 * the counts of `onCaseloads` without its rows, so that a page reads those alone whom it shows.
 */
export async function caseloadSizes(work: Work, week: Day, today: Day): Promise<CaseloadSize[]> {
  const gone = daysGone(week, today)
  const { rows } = await sql<CaseloadSize>`
    with standing as materialized (
      select e.client_id, t.staff_id from episode e cross join lateral ${therapistIdOn('e.clinic_id', 'e.id', today)} t
      where e.during @> ${today}::date
    ), met as materialized (
      select distinct v.client_id from visit v
      where v.held_on between ${week}::date and ${addDays(week, 6)}::date and not isempty(v.during) and v.kind in ('individual', 'teen-individual')
    ), short as materialized (
      select distinct w.client_id from episode_week w
      where w.week = ${week}::date and w.short_once <= ${gone}
        and w.floor_minutes - w.expected_minutes + w.missed_minutes + (select coalesce(sum(m), 0) from unnest(w.unmarked_minutes[1:${gone}]) m) > 0
    )
    select s.staff_id as "staffId", count(*)::int as clients,
      count(*) filter (where s.client_id not in (select client_id from met))::int as without,
      count(*) filter (where s.client_id in (select client_id from short))::int as short
    from standing s group by 1`.execute(work.db)
  return rows
}

/** Everyone in care with their primary therapist, and what their week holds; with `staff`, those whom some carry. */
export async function onCaseloads(work: Work, week: Day, today: Day, staff?: readonly string[]): Promise<OnCaseload[]> {
  const gone = daysGone(week, today)
  const { rows } = await sql<OnCaseload>`
    with standing as materialized (
      select e.clinic_id, e.id, e.client_id, e.program_id, lower(e.during) as since, t.staff_id
      from episode e
      cross join lateral ${therapistIdOn('e.clinic_id', 'e.id', today)} t
      where e.during @> ${today}::date
        ${given(staff === undefined ? null : [...staff], (some) => sql`and t.staff_id = any (${some}::uuid[])`)})
    select s.client_id as "clientId", s.staff_id as "staffId", coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name,
           p.name as program, (${today}::date - s.since + 1)::int as "dayOfStay",
           coalesce((select sum(v.minutes)::int from visit v where v.clinic_id = s.clinic_id and v.client_id = s.client_id and not isempty(v.during)
                     and v.kind in ('individual', 'teen-individual') and v.held_on between ${week}::date and ${addDays(week, 6)}::date), 0) as individual,
           coalesce((select greatest(0, max(w.floor_minutes - w.expected_minutes + w.missed_minutes
                                + (select coalesce(sum(m), 0) from unnest(w.unmarked_minutes[1:${gone}]) m)))::int
                     from episode_week w where w.clinic_id = s.clinic_id and w.client_id = s.client_id
                     and w.week = ${week}::date and w.short_once <= ${gone}), 0) as short,
           (select min(lower(v.during)) from visit v where v.clinic_id = s.clinic_id and v.client_id = s.client_id and v.staff_id = s.staff_id
              and not isempty(v.during) and lower(v.during) > ${work.at}) as next,
           (select a.kind from stay_pause a where a.clinic_id = s.clinic_id and a.episode_id = s.id and a.from_day <= ${today}::date
              and not exists (select from stay_pause_end x where x.clinic_id = a.clinic_id and x.pause_id = a.id)) as away
    from standing s
    join client_now c on c.clinic_id = s.clinic_id and c.id = s.client_id
    join program p on p.clinic_id = s.clinic_id and p.id = s.program_id
    order by c.family_name, c.given_name`.execute(work.db)
  return rows
}

/** The hours that each clinician's week holds: groups they lead (by cover too), and visits. */
export async function weeksOfStaff(work: Work, week: Day): Promise<Map<string, WeekOf>> {
  const { rows } = await sql<WeekOf>`
    with met as materialized (
      select g.clinic_id, g.id, g.series_id, g.held_on, (extract(epoch from upper(g.during) - lower(g.during)) / 60)::int as minutes
      from group_session g where g.held_on between ${week}::date and ${addDays(week, 6)}::date and not isempty(g.during)
    ), changed as materialized (
      select distinct g.clinic_id, g.id, g.minutes from met g join session_cover c on c.clinic_id = g.clinic_id and c.session_id = g.id
    ), held as (
      -- Few meetings are covered. The others are led by those who lead the group, and need not be asked one by one.
      select l.staff_id, g.minutes, true as is_group from met g
      join series_leader l on l.clinic_id = g.clinic_id and l.series_id = g.series_id and l.during @> g.held_on
      where g.id not in (select id from changed)
      union all
      select l.staff_id, g.minutes, true from changed g
      cross join lateral (select x.staff_id from session_leader x where x.clinic_id = g.clinic_id and x.session_id = g.id offset 0) l
      where l.staff_id is not null
      union all
      select v.staff_id, v.minutes, false from visit v
      where v.held_on between ${week}::date and ${addDays(week, 6)}::date and not isempty(v.during))
    select staff_id as "staffId", coalesce(sum(minutes) filter (where is_group), 0)::int as "groupMinutes",
           coalesce(sum(minutes) filter (where not is_group), 0)::int as "visitMinutes", count(*) filter (where is_group)::int as meetings
    from held group by staff_id`.execute(work.db)
  return new Map(rows.map((row) => [row.staffId, row]))
}

/** Who of the staff is away at some time in the week. */
export async function awayInWeek(work: Work, week: Day): Promise<Set<string>> {
  const { rows } = await sql<{ staffId: string }>`
    select distinct a.staff_id as "staffId" from time_away a
    where a.during && tstzrange(${week}::date::timestamp at time zone ${work.clinic.timeZone},
                                ${addDays(week, 7)}::date::timestamp at time zone ${work.clinic.timeZone})
      and not exists (select from time_away_end e where e.clinic_id = a.clinic_id and e.away_id = a.id)`.execute(
    work.db,
  )
  return new Set(rows.map((row) => row.staffId))
}
