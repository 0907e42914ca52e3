import { sql } from 'kysely'
import { addDays, type Day, daysBetween } from '../../../basics/dates.ts'
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

/** Everyone in care with their primary therapist, and what their week holds. */
export async function onCaseloads(work: Work, week: Day, today: Day): Promise<OnCaseload[]> {
  // What nobody has marked on days that are over counts for nothing, as on the week's own page.
  const gone = Math.max(0, Math.min(7, daysBetween(week, today)))
  const { rows } = await sql<OnCaseload>`
    with standing as (
      select e.clinic_id, e.id, e.client_id, e.program_id, lower(e.during) as since, t.staff_id
      from episode e
      cross join lateral ${therapistIdOn('e.clinic_id', 'e.id', today)} t
      where e.during @> ${today}::date)
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
    with held as (
      select l.staff_id, (extract(epoch from upper(g.during) - lower(g.during)) / 60)::int as minutes, true as is_group
      from group_session g join session_leader l on l.clinic_id = g.clinic_id and l.session_id = g.id
      where g.held_on between ${week}::date and ${addDays(week, 6)}::date and not isempty(g.during) and l.staff_id is not null
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
