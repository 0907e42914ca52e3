import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

/** Somebody who came to the door longer ago than this is counted, not listed. */
export const daysListed = 180

export type Waiting = {
  clientId: string
  number: string
  name: string
  pronouns: string
  source: string
  warned: boolean
  since: Date
  screenedAt: Date | null
  openStops: number
  assessedAt: Date | null
  assessmentId: string | null
  decidedAt: Date | null
  level: string | null
  levelOffered: boolean
  handOffId: string | null
  handOffTo: string | null
  handOffAnswer: string | null
  backOn: Day | null
  startsOn: Day | null
}

export type UnreadUpload = {
  id: string
  name: string
  fileName: string
  referrer: string
  uploadedAt: Date
  warned: boolean
}

/** Documents that nobody has accepted or set aside, the oldest first. */
export const uploadsWaiting = async (work: Work): Promise<UnreadUpload[]> => {
  const { rows } = await sql<UnreadUpload>`
    select u.id as "id", u.file_name as "fileName", u.uploaded_at as "uploadedAt",
      coalesce(u.what_was_read #>> '{person,preferredName}', u.what_was_read #>> '{person,givenName}') || ' ' ||
        (u.what_was_read #>> '{person,familyName}') as "name",
      coalesce(u.what_was_read #>> '{referrer,name}', '') as "referrer",
      jsonb_array_length(u.what_was_read -> 'warnings') > 0 as "warned"
    from referral_upload u
    where u.clinic_id = ${work.clinic.id}
      and not exists (select from referral r where r.clinic_id = u.clinic_id and r.upload_id = u.id)
      and not exists (select from referral_set_aside x where x.clinic_id = u.clinic_id and x.upload_id = u.id)
    order by u.uploaded_at limit 200`.execute(work.db)
  return rows
}

/**
 * Everyone between the door and the first day of a stay, the longest wait first. Each time somebody is referred anew the
 * way begins again: a screen, an assessment or a decision of an earlier stay does not count.
 */
export async function onTheWay(work: Work): Promise<{ people: Waiting[]; older: number }> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const clinic = work.clinic.id
  const listedFrom = addDays(today, -daysListed)
  const { rows } = await sql<Waiting>`
    with arrived as materialized (
      select id, max(at) as since from (
        select id, added_at as at from client where clinic_id = ${clinic} and added_at >= ${listedFrom}::date
        union all
        select client_id, accepted_at from referral where clinic_id = ${clinic} and accepted_at >= ${listedFrom}::date) came
      group by 1
    ), stayed as materialized (
      -- Read once for everybody: of whoever came lately most are in care or were, and each by themself took a second.
      select client_id, bool_or(during @> ${today}::date) as is_here,
        max(admitted_at) filter (where not isempty(during) and lower(during) <= ${today}::date) as admitted_at
      from episode where clinic_id = ${clinic} group by 1
    ), left_over as materialized (
      select a.id, a.since from arrived a left join stayed s on s.client_id = a.id
      where s.is_here is not true and (s.admitted_at is null or s.admitted_at < a.since)
    ), waiting as materialized (
      select c.id, c.number, a.since from left_over a join client c on c.clinic_id = ${clinic} and c.id = a.id
      where not exists (select from client_merged m where m.clinic_id = c.clinic_id and m.merged_id = c.id)
    )
    select w.id as "clientId", w.number as "number", w.since as "since",
      coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as "name", n.pronouns as "pronouns",
      coalesce(nullif(r.referrer, ''), r.source, '') as "source", coalesce(cardinality(r.warnings) > 0, false) as "warned",
      s.screened_at as "screenedAt", coalesce(s.open_stops, 0) as "openStops",
      a.assessed_at as "assessedAt", a.id as "assessmentId", d.decided_at as "decidedAt", d.level_of_care as "level",
      exists (select from program p where p.clinic_id = ${clinic} and p.level_of_care = d.level_of_care) as "levelOffered",
      h.id as "handOffId", h.to_whom as "handOffTo", h.back_on as "backOn", h.answer as "handOffAnswer",
      (select lower(e.during)::text from episode e where e.clinic_id = ${clinic} and e.client_id = w.id
         and not isempty(e.during) and lower(e.during) > ${today}::date order by lower(e.during) limit 1) as "startsOn"
    from waiting w
    join client_now n on n.clinic_id = ${clinic} and n.id = w.id
    left join lateral (select * from referral x where x.clinic_id = ${clinic} and x.client_id = w.id
      order by x.accepted_at desc limit 1) r on true
    left join lateral (select x.id, x.screened_at,
        (select count(*)::int from jsonb_array_elements(x.stops) raised(fact) where not exists (
           select from stop_disposition t where t.clinic_id = x.clinic_id and t.screen_id = x.id
             and t.stop = raised.fact ->> 'id' and t.disposition <> 'handed-off')) as open_stops
      from safety_screen x where x.clinic_id = ${clinic} and x.client_id = w.id and x.screened_at >= w.since
      order by x.screened_at desc limit 1) s on true
    left join lateral (select * from placement_assessment x where x.clinic_id = ${clinic} and x.client_id = w.id
      and x.assessed_at >= w.since and (x.screen_id = s.id or exists (
        select from placement_decision y where y.clinic_id = x.clinic_id and y.assessment_id = x.id)) order by x.assessed_at desc limit 1) a on true
    left join lateral (select * from placement_decision x where x.clinic_id = ${clinic} and x.client_id = w.id
      and x.assessment_id = a.id order by x.decided_at desc limit 1) d on true
    left join lateral (select x.id, x.to_whom, x.back_on, (select y.answer from hand_off_answer y
        where y.clinic_id = x.clinic_id and y.hand_off_id = x.id order by y.recorded_at desc limit 1) as answer
      from hand_off x where x.clinic_id = ${clinic} and x.client_id = w.id and x.made_at >= coalesce(s.screened_at, w.since)
      order by x.made_at desc limit 1) h on true
    order by w.since limit 500`.execute(work.db)
  const older = await sql<{ n: number }>`
    select count(*) as n from client c where c.clinic_id = ${clinic} and c.added_at < ${listedFrom}::date
      and not exists (select from referral r where r.clinic_id = c.clinic_id and r.client_id = c.id and r.accepted_at >= ${listedFrom}::date)
      and not exists (select from episode e where e.clinic_id = c.clinic_id and e.client_id = c.id)`.execute(work.db)
  return { people: rows, older: older.rows[0]?.n ?? 0 }
}
