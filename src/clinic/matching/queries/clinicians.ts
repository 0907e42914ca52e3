import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { minuteOf } from '../../clients/free-times.ts'
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
  /** Counted where there is a cap, else 0. */
  primaryFor: number
}

type Row = Omit<ClinicianFacts, 'led' | 'works' | 'primaryFor'> & {
  led: { weekday: number; starts: string; minutes: number }[]
  works: { weekday: number; starts: string; ends: string; site: string | null }[]
}

/**
 * Everybody whom a client of these programs could see from a day on: who leads groups at their sites, prescribers, and whoever
 * is named; each with what the matcher asks. One question, whatever the size of the house.
 */
export async function cliniciansFor(
  work: Work,
  { programs, siteId, named }: { programs: readonly string[]; siteId: string; named: readonly string[] },
  from: Day,
): Promise<ClinicianFacts[]> {
  const { rows } = await sql<Row>`
    with roles as (
      select m.id, (select r.role from staff_role r where r.clinic_id = m.clinic_id and r.staff_id = m.id
                    order by r.given_at desc, r.id desc limit 1) as role
      from staff_member m),
    leads as (
      select l.staff_id, r.program_id, r.weekday, r.starts, r.minutes, o.site_id, o.is_video
      from series_leader l join group_series r on r.clinic_id = l.clinic_id and r.id = l.series_id
      join room o on o.clinic_id = r.clinic_id and o.id = r.room_id
      where l.during && daterange(${from}::date, ${addDays(from, weeksAhead * 7)}::date)
        and r.during && daterange(${from}::date, ${addDays(from, weeksAhead * 7)}::date)),
    near as (
      select distinct staff_id as id from leads where program_id = any (${[...programs]}::uuid[]) or site_id = ${siteId}
      union select staff_id from working_hours where site_id = ${siteId} and during && daterange(${from}::date, null)
      union select unnest(${[...named]}::uuid[]))
    select m.id, roles.role, m.given_name as "givenName", m.family_name as "familyName", m.credential,
      coalesce((select g.gender from staff_gender g where g.clinic_id = m.clinic_id and g.staff_id = m.id
                order by g.set_at desc, g.id desc limit 1), '') as gender,
      coalesce((select p.languages from public_profile p where p.clinic_id = m.clinic_id and p.staff_id = m.id
                order by p.set_at desc, p.id desc limit 1), '{}') as languages,
      array(select distinct x.state from staff_license_now x where x.clinic_id = m.clinic_id and x.staff_id = m.id
            and x.expires_on >= ${from}::date) as states,
      array(select distinct program_id::text from leads where staff_id = m.id) as programs,
      array(select distinct site_id::text from leads where staff_id = m.id and not is_video) as "groupSites",
      exists (select from leads where staff_id = m.id and is_video) as "leadsByVideo",
      coalesce((select json_agg(json_build_object('weekday', weekday, 'starts', starts, 'minutes', minutes)) from leads
                where staff_id = m.id), '[]') as led,
      coalesce((select json_agg(json_build_object('weekday', h.weekday, 'starts', h.starts, 'ends', h.ends, 'site', h.site_id))
                from working_hours h where h.clinic_id = m.clinic_id and h.staff_id = m.id and h.during @> ${from}::date), '[]') as works,
      (select c.most from caseload_cap c where c.clinic_id = m.clinic_id and c.staff_id = m.id and c.effective_from <= ${from}::date
       order by c.effective_from desc, c.set_at desc limit 1) as "caseloadCap"
    from staff_member m join roles on roles.id = m.id
    where (m.id in (select id from near) and roles.role in ('therapist', 'director', 'prescriber'))
    order by m.family_name, m.given_name, m.id`.execute(work.db)
  const capped = rows.filter((row) => row.caseloadCap !== null).map(({ id }) => id)
  const primaryFor = await caseloadsOf(work, capped, from)
  return rows.map((row) => ({
    ...row,
    primaryFor: primaryFor.get(row.id) ?? 0,
    led: row.led.map(({ weekday, starts, minutes }) => ({
      weekday,
      from: minuteOf(starts),
      to: minuteOf(starts) + minutes,
    })),
    works: row.works.map(({ weekday, starts, ends, site }) => ({
      weekday,
      from: minuteOf(starts),
      to: minuteOf(ends),
      site,
    })),
  }))
}

/** For how many stays each of some clinicians is the primary therapist: asked only of those who have a cap. */
async function caseloadsOf(work: Work, staffIds: readonly string[], from: Day): Promise<Map<string, number>> {
  if (staffIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; n: number }>`
    select staff_id as id, count(*)::int as n from (
      select distinct on (t.episode_id) t.episode_id, t.staff_id
      from primary_therapist t join episode e on e.clinic_id = t.clinic_id and e.id = t.episode_id
      where e.during && daterange(${from}::date, null)
        and t.episode_id in (select episode_id from primary_therapist where staff_id = any (${[...staffIds]}::uuid[]))
      order by t.episode_id, t.assigned_at desc, t.id desc) latest
    where staff_id = any (${[...staffIds]}::uuid[]) group by 1`.execute(work.db)
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
  /** Weeks ahead (0 to 7) in which it is taken. */
  week: number
  clientId: string | null
}

/** What stands in the diaries of some clinicians in the weeks ahead: visits, booked calls and time away, on the wall clock. */
export async function diariesOf(work: Work, staffIds: readonly string[], from: Day): Promise<DiaryHour[]> {
  const until = addDays(from, weeksAhead * 7)
  const zone = work.clinic.timeZone
  const { rows } = await sql<{
    staffId: string
    clientId: string | null
    day: Day
    weekday: number
    starts: string
    ends: string
    week: number
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
        and not exists (select from time_away_end e where e.clinic_id = t.clinic_id and e.away_id = t.id))
    select staff_id as "staffId", client_id as "clientId", extract(isodow from s)::int as weekday,
           to_char(s, 'HH24:MI') as starts, case when z::date > s::date then '24:00' else to_char(z, 'HH24:MI') end as ends,
           (s::date - ${from}::date) / 7 as week
    from (select staff_id, client_id, lower(during) at time zone ${zone} as s, upper(during) at time zone ${zone} as z from taken) x`.execute(
    work.db,
  )
  return rows.map(({ staffId, clientId, weekday, starts, ends, week }) => ({
    staffId,
    clientId,
    weekday,
    from: minuteOf(starts),
    to: minuteOf(ends),
    week,
  }))
}
