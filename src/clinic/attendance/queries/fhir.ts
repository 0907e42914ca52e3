import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import { sqlOperator, type DateTest } from '../../../fhir/search.ts'

export type EncounterForFhir = {
  markId: string
  meetingId: string
  clientId: string
  heldOn: Day
  kind: string
  name: string
  byVideo: boolean
  startsAt: Date
  endsAt: Date
  minutes: number
  minutesLate: number
  minutesLeftEarly: number
  markedAt: Date
  clinicians: string | null
  episodeId: string | null
  programKind: string | null
}
export type FhirEncounters = { clientId: string; meetingId?: string; dates?: DateTest[] }

/** What one client came to, group or visit, in the order of meetings. Whoever was not there has no encounter. */
export async function encountersForFhir(
  work: Work,
  { clientId, meetingId, dates = [] }: FhirEncounters,
): Promise<EncounterForFhir[]> {
  const within = dates.map(({ prefix, day }) => sql`and a.held_on ${sql.raw(sqlOperator[prefix])} ${day}::date`)
  const { rows } = await sql<EncounterForFhir>`
    select a.id as mark_id, coalesce(a.session_id, a.visit_id) as meeting_id, a.client_id, a.held_on::text as held_on,
      coalesce(r.kind, v.kind) as kind, coalesce(r.name, v.kind) as name, coalesce(m.is_video, v.by_video, false) as by_video,
      coalesce(lower(g.during), lower(v.during)) as starts_at, coalesce(upper(g.during), upper(v.during)) as ends_at,
      a.minutes, a.minutes_late, a.minutes_left_early, a.marked_at,
      coalesce(s.given_name || ' ' || s.family_name, (
        select string_agg(w.given_name || ' ' || w.family_name, '|' order by l.part desc) from session_leader l
        join staff_member w on w.clinic_id = l.clinic_id and w.id = l.staff_id
        where l.clinic_id = a.clinic_id and l.session_id = g.id)) as clinicians,
      e.id as episode_id, p.kind as program_kind
    from attendance_now a
    left join group_session g on g.clinic_id = a.clinic_id and g.id = a.session_id
    left join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    left join room m on m.clinic_id = g.clinic_id and m.id = g.room_id
    left join visit v on v.clinic_id = a.clinic_id and v.id = a.visit_id
    left join staff_member s on s.clinic_id = v.clinic_id and s.id = v.staff_id
    left join episode e on e.clinic_id = a.clinic_id and e.client_id = a.client_id and e.during @> a.held_on
    left join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    where a.client_id = ${clientId}::uuid and a.minutes > 0 and a.mark <> 'cleared'
      and coalesce(lower(g.during), lower(v.during)) is not null
      ${meetingId === undefined ? sql`` : sql`and coalesce(a.session_id, a.visit_id) = ${meetingId}::uuid`}
      ${sql.join(within, sql` `)}
    order by meeting_id limit 5000`.execute(work.db)
  return rows
}

export type MarkForFhir = {
  id: string
  meetingId: string
  clientId: string
  kind: string
  minutes: number
  markedAt: Date
  markedBy: string
  credential: string
  /** Who settled it where the witnesses differed, and which of them was right. */
  settledBy: string | null
  settledAt: Date | null
  stands: string | null
  events: number
  checkIns: number
  programKind: string | null
}

/** Where counted minutes come from: the marks that stand, and what stands behind each. By client, meeting or the mark itself. */
export async function marksForFhir(
  work: Work,
  asked: { clientId?: string; meetingId?: string; markId?: string },
): Promise<MarkForFhir[]> {
  const { clientId = null, meetingId = null, markId = null } = asked
  const { rows } = await sql<MarkForFhir>`
    select a.id, coalesce(a.session_id, a.visit_id) as meeting_id, a.client_id, a.mark as kind, a.minutes, a.marked_at,
      w.given_name || ' ' || w.family_name as marked_by, w.credential, t.by as settled_by, t.settled_at, t.stands,
      (select count(*)::int from presence_event e where e.clinic_id = a.clinic_id and e.client_id = a.client_id
         and e.meeting_id = coalesce(a.session_id, a.visit_id)) as events,
      (select count(*)::int from check_in k where k.clinic_id = a.clinic_id and k.client_id = a.client_id
         and k.meeting_id = coalesce(a.session_id, a.visit_id) and k.taken_by is null) as check_ins,
      p.kind as program_kind
    from attendance_now a
    join staff_member w on w.clinic_id = a.clinic_id and w.id = a.marked_by
    left join lateral (
      select s.stands, s.settled_at, m.given_name || ' ' || m.family_name as by from presence_settlement s
      join staff_member m on m.clinic_id = s.clinic_id and m.id = s.settled_by
      where s.clinic_id = a.clinic_id and s.mark_id = a.id order by s.settled_at desc, s.id desc limit 1
    ) t on true
    left join episode e on e.clinic_id = a.clinic_id and e.client_id = a.client_id and e.during @> a.held_on
    left join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    where a.minutes > 0 and a.mark <> 'cleared'
      ${given(clientId, (one) => sql`and a.client_id = ${one}::uuid`)}
      ${given(meetingId, (one) => sql`and coalesce(a.session_id, a.visit_id) = ${one}::uuid`)}
      ${given(markId, (one) => sql`and a.id = ${one}::uuid`)}
    order by a.id limit 5000`.execute(work.db)
  return rows
}
