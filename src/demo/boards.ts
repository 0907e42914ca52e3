import type pg from 'pg'

/**
 * Makes the boards of a clinic from its rows, with the same answer as `rebuild_boards` (a test holds the two equal). That
 * function joins what is expected with what was marked, and a year of a whole clinic takes it ten times as long; here the
 * two are laid side by side and grouped, so that the time follows the rows, for one clinic or a hundred.
 */
export async function countBoards(owner: pg.Client, clinicId: string): Promise<void> {
  await owner.query(
    'analyze seat, group_session, group_series, visit, attendance_mark, episode, outreach, note_signature',
  )
  for (const board of ['episode_week', 'unreached', 'note_due', 'open_hand_off']) {
    await owner.query(`delete from ${board} where clinic_id = $1`, [clinicId])
  }
  await owner.query(weeks, [clinicId])
  await owner.query(
    'select recount_unreached($1, (select array_agg(distinct client_id) from episode where clinic_id = $1 and upper_inf(during)))',
    [clinicId],
  )
  await owner.query(
    `insert into note_due (clinic_id, session_id, since)
     select g.clinic_id, g.id, upper(g.during) from group_session g
     where g.clinic_id = $1 and not isempty(g.during)
       and not exists (select from note_signature s where s.clinic_id = g.clinic_id and s.session_id = g.id and s.part = 'author')`,
    [clinicId],
  )
  await owner.query('select recount_hand_offs($1, (select array_agg(id) from hand_off where clinic_id = $1))', [
    clinicId,
  ])
}

const weeks = `
  with stays as (
    select e.clinic_id, e.client_id, e.id as episode_id, e.during, e.level_of_care, p.age_group, w.week::date as week
    from episode e
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    cross join lateral generate_series(
      week_of(lower(e.during))::timestamp,
      week_of(least(coalesce(upper(e.during) - 1, current_date + 49), current_date + 49))::timestamp, interval '7 days') w(week)
    where e.clinic_id = $1 and not isempty(e.during)
  ),
  standing as (
    select distinct on (m.client_id, m.session_id, m.visit_id) m.client_id, m.session_id, m.visit_id, m.held_on, m.mark, m.minutes
    from attendance_mark m
    where m.clinic_id = $1 and m.undoes is null
      and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
    order by m.client_id, m.session_id, m.visit_id, m.marked_at desc, m.id desc
  ),
  sides as (
    select s.client_id, g.id as key, g.held_on, (extract(epoch from upper(g.during) - lower(g.during)) / 60)::int as minutes,
           null::text as mark, null::int as there, true as counts
    from seat s
    join group_series r on r.clinic_id = s.clinic_id and r.id = s.series_id and r.counts_toward_dose
    join group_session g on g.clinic_id = s.clinic_id and g.series_id = s.series_id and s.during @> g.held_on
    where s.clinic_id = $1 and not isempty(g.during)
    union all
    select v.client_id, v.id, v.held_on, v.minutes, null, null, true
    from visit v where v.clinic_id = $1 and not isempty(v.during)
    union all
    select t.client_id, coalesce(t.session_id, t.visit_id), t.held_on, null, t.mark, t.minutes,
           g.id is not null and not isempty(g.during) and r.counts_toward_dose
    from standing t
    left join group_session g on g.clinic_id = $1 and g.id = t.session_id
    left join group_series r on r.clinic_id = $1 and r.id = g.series_id
    where t.mark <> 'cleared'
  ),
  items as (
    select client_id, key, min(held_on) as held_on, coalesce(max(minutes), max(there)) as minutes, max(mark) as mark, max(there) as there
    from sides group by client_id, key
    having max(minutes) is not null or (max(there) > 0 and bool_or(counts))
  ),
  days as (
    select client_id, held_on, sum(minutes) as expected, coalesce(sum(least(coalesce(there, 0), minutes)), 0) as attended,
           coalesce(sum(minutes - least(there, minutes)) filter (where mark is not null), 0) as missed,
           coalesce(sum(minutes) filter (where mark is null), 0) as unmarked,
           bool_and(mark is not null) and coalesce(sum(there), 0) = 0 as whole_day_missed
    from items group by client_id, held_on
  )
  insert into episode_week (clinic_id, client_id, week, episode_id, expected_minutes, attended_minutes, missed_minutes,
                            expected_days, attended_days, missed_days, floor_minutes, floor_days, is_part_week, unmarked_minutes)
  select $1, y.client_id, y.week, y.episode_id,
         coalesce(sum(d.expected), 0), coalesce(sum(d.attended), 0), coalesce(sum(d.missed), 0),
         count(d.held_on), count(*) filter (where d.attended > 0), count(*) filter (where d.whole_day_missed),
         coalesce(max(f.minutes_per_week), 0), coalesce(max(f.days_per_week), 0),
         lower(y.during) > y.week or coalesce(upper(y.during) < y.week + 7, false),
         array[coalesce(sum(d.unmarked) filter (where d.held_on = y.week), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 1), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 2), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 3), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 4), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 5), 0),
               coalesce(sum(d.unmarked) filter (where d.held_on = y.week + 6), 0)]::int[]
  from stays y
  left join days d on d.client_id = y.client_id and d.held_on between y.week and y.week + 6 and y.during @> d.held_on
  left join lateral (
    select minutes_per_week, days_per_week from dose_floor f
    where f.clinic_id = $1 and f.level_of_care = y.level_of_care and f.age_group = y.age_group
      and f.effective_from <= y.week + 6 and (f.effective_to is null or f.effective_to >= y.week + 6)
    order by f.effective_from desc, f.recorded_at desc limit 1) f on true
  group by y.client_id, y.week, y.episode_id, y.during`
