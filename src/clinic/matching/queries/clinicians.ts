import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { minuteOf } from '../../clients/free-times.ts'
import { therapistIdOn } from '../../staff/queries/therapist.ts'
import type { WeekTime } from '../instance.ts'

/** How many weeks ahead standing visits are booked, and diaries are looked at. */
export const weeksAhead = 8

export type ClinicianFacts = {
  id: string
  role: string
  givenName: string
  familyName: string
  credential: string
  /** '' where they have not said. */
  gender: string
  languages: string[]
  states: string[]
  /** Programs whose groups they lead. */
  programs: string[]
  /** Sites at which they lead groups, and whether they lead one by video. */
  groupSites: string[]
  leadsByVideo: boolean
  /** Groups they lead, anywhere. */
  led: WeekTime[]
  /** When they work: at a site, or from afar (null). Empty: nobody entered it. */
  works: (WeekTime & { site: string | null })[]
  caseloadCap: number | null
}

/** Times are read as lines of text: as so many small objects they took longer than everything else that is asked. */
type Row = Omit<ClinicianFacts, 'led' | 'works'> & { led: string; works: string }

const linesOf = (text: string): string[][] => (text === '' ? [] : text.split(';').map((line) => line.split(' ')))

/**
 * Everybody whom a client of a program could see at a site from a day on: who leads groups there, or of the program by video (and
 * elsewhere, unless `siteOnly`), and who works there. Ids: what the matcher asks of each is `clinicianFacts`.
 */
export async function cliniciansNear(
  work: Work,
  { programId, siteId, siteOnly }: { programId: string; siteId: string; siteOnly: boolean },
  from: Day,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with there as materialized (
      select r.id from group_series r join room o on o.id = r.room_id
      where r.during && daterange(${from}::date, ${addDays(from, weeksAhead * 7)}::date)
        and (o.site_id = ${siteId} or (r.program_id = ${programId} and (o.is_video or not ${siteOnly}::boolean))))
    select l.staff_id as id from series_leader l
    where l.series_id in (select id from there) and l.during && daterange(${from}::date, ${addDays(from, weeksAhead * 7)}::date)
    union select staff_id from working_hours where site_id = ${siteId} and during && daterange(${from}::date, null)`.execute(
    work.db,
  )
  return rows.map(({ id }) => id)
}

/** What the matcher asks of some people from a day on; whoever sees nobody is not in the answer. */
export async function clinicianFacts(work: Work, ids: readonly string[], from: Day): Promise<ClinicianFacts[]> {
  const { rows } = await sql<Row>`
    with near as materialized (select unnest(${[...ids]}::uuid[]) as id),
    leads as materialized (
      select l.staff_id, r.program_id, r.weekday, r.starts, r.minutes, o.site_id, o.is_video
      from near join series_leader l on l.staff_id = near.id join group_series r on r.id = l.series_id join room o on o.id = r.room_id
      where l.during && daterange(${from}::date, ${addDays(from, weeksAhead * 7)}::date)
        and r.during && daterange(${from}::date, ${addDays(from, weeksAhead * 7)}::date)),
    -- Of each person at once: asked one by one, a house of hundreds waits for every one of them.
    people as materialized (
      select m.*, x.role from near join staff_member m on m.id = near.id
      join (select distinct on (staff_id) staff_id, role from staff_role order by staff_id, given_at desc, id desc) x on x.staff_id = m.id
      where x.role in ('therapist', 'director', 'prescriber')),
    led as materialized (
      select staff_id, array_agg(distinct program_id::text) as programs, bool_or(is_video) as by_video,
             array_agg(distinct site_id::text) filter (where not is_video) as sites,
             string_agg(concat_ws(' ', weekday, starts, minutes), ';') as groups
      from leads group by 1),
    licensed as materialized (
      select staff_id, array_agg(distinct state) as states from staff_license_now where expires_on >= ${from}::date group by 1),
    genders as (select distinct on (staff_id) staff_id, gender from staff_gender order by staff_id, set_at desc, id desc),
    spoken as (select distinct on (staff_id) staff_id, languages from public_profile order by staff_id, set_at desc, id desc),
    caps as (
      select distinct on (staff_id) staff_id, most from caseload_cap where effective_from <= ${from}::date
      order by staff_id, effective_from desc, set_at desc)
    select m.id, m.role, m.given_name as "givenName", m.family_name as "familyName", m.credential,
      coalesce(g.gender, '') as gender, coalesce(s.languages, '{}') as languages, coalesce(x.states, '{}') as states,
      coalesce(d.programs, '{}') as programs, coalesce(d.sites, '{}') as "groupSites", coalesce(d.by_video, false) as "leadsByVideo",
      coalesce(d.groups, '') as led, coalesce(w.hours, '') as works, c.most as "caseloadCap"
    from people m
    left join led d on d.staff_id = m.id
    left join lateral (
      select string_agg(concat_ws(' ', h.weekday, h.starts, h.ends, h.site_id), ';') as hours
      from working_hours h where h.staff_id = m.id and h.during @> ${from}::date) w on true
    left join licensed x on x.staff_id = m.id
    left join genders g on g.staff_id = m.id
    left join spoken s on s.staff_id = m.id
    left join caps c on c.staff_id = m.id
    order by m.family_name, m.given_name, m.id`.execute(work.db)
  return rows.map((row) => ({
    ...row,
    led: linesOf(row.led).map(([weekday = '', starts = '', minutes = '']) => ({
      weekday: Number(weekday),
      from: minuteOf(starts),
      to: minuteOf(starts) + Number(minutes),
    })),
    works: linesOf(row.works).map(([weekday = '', starts = '', ends = '', site = null]) => ({
      weekday: Number(weekday),
      from: minuteOf(starts),
      to: minuteOf(ends),
      site,
    })),
  }))
}

/**
 * For how many stays each clinician is the primary therapist: of the whole house at once, from the stays that are open. Asked of
 * some people, it read every stay they ever had, and each program of the house asked again.
 */
export async function primariesOf(work: Work, from: Day): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`
    select l.staff_id as id, count(*)::int as n
    from episode e cross join lateral ${therapistIdOn('e.clinic_id', 'e.id', from)} l
    where e.during && daterange(${from}::date, null) group by 1`.execute(work.db)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** Prescribers of the house, who lead no groups: known by their visits of the last weeks with clients of a program, else all. */
export async function prescribersNear(work: Work, programId: string, from: Day): Promise<string[]> {
  const { rows } = await sql<{ id: string; isNear: boolean }>`
    select m.id, exists (select from visit v join episode e on e.clinic_id = v.clinic_id and e.id = v.episode_id
      where v.clinic_id = m.clinic_id and v.staff_id = m.id and v.held_on between ${from}::date - 28 and ${from}::date + 28
        and v.kind = 'medication-management' and e.program_id = ${programId}) as "isNear"
    from staff_member m
    where 'prescriber' = (select r.role from staff_role r where r.clinic_id = m.clinic_id and r.staff_id = m.id
                          order by r.given_at desc, r.id desc limit 1)`.execute(work.db)
  const near = rows.filter(({ isNear }) => isNear)
  return (near.length > 0 ? near : rows).map(({ id }) => id)
}

export type DiaryHour = WeekTime & {
  staffId: string
  /** The weeks ahead in which it is taken: bits 0 to 7. */
  weeks: number
  clientId: string | null
}

/**
 * What stands in the diaries of some clinicians in the weeks ahead: visits, booked calls and time away, on the wall clock. What
 * stands at one hour in many weeks is one row.
 */
export async function diariesOf(work: Work, staffIds: readonly string[], from: Day): Promise<DiaryHour[]> {
  const until = addDays(from, weeksAhead * 7)
  const zone = work.clinic.timeZone
  const { rows } = await sql<{
    staffId: string
    clientId: string | null
    weekday: number
    from: number
    to: number
    weeks: number
  }>`
    with span as (select (${from}::date::timestamp at time zone ${zone}) as a, (${until}::date::timestamp at time zone ${zone}) as z),
    taken as (
      select v.staff_id, v.client_id, v.during from visit v
      where v.staff_id = any (${[...staffIds]}::uuid[]) and v.held_on >= ${from}::date and v.held_on < ${until}::date and not isempty(v.during)
      union all
      select b.staff_id, null, b.during from call_booking b, span
      where b.staff_id = any (${[...staffIds]}::uuid[]) and b.during && tstzrange(a, z)
      union all
      select t.staff_id, null, tstzrange(greatest(lower(t.during), d.d at time zone ${zone}),
                                         least(upper(t.during), (d.d + interval '1 day') at time zone ${zone}))
      from time_away t, span, generate_series(${from}::timestamp, ${addDays(until, -1)}::timestamp, interval '1 day') d(d)
      where t.staff_id = any (${[...staffIds]}::uuid[]) and t.during && tstzrange(a, z)
        and t.during && tstzrange(d.d at time zone ${zone}, (d.d + interval '1 day') at time zone ${zone})
        and not exists (select from time_away_end e where e.clinic_id = t.clinic_id and e.away_id = t.id)),
    on_the_wall as materialized (
      select staff_id, client_id, lower(during) at time zone ${zone} as s, upper(during) at time zone ${zone} as z from taken)
    select staff_id as "staffId", client_id as "clientId", extract(isodow from s)::int as weekday,
           (extract(epoch from s::time) / 60)::int as "from",
           case when z::date > s::date then 1440 else (extract(epoch from z::time) / 60)::int end as "to",
           bit_or(1 << ((s::date - ${from}::date) / 7)) as weeks
    from on_the_wall group by 1, 2, 3, 4, 5`.execute(work.db)
  return rows
}
