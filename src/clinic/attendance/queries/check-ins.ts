import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

export type OwnMeeting = {
  id: string
  what: 'group' | 'visit'
  name: string
  kind: string
  heldOn: Day
  starts: Date
  ends: Date
  zone: string
  isCancelled: boolean
  isVideo: boolean
  /** Where it is held; a visit, where its program is. */
  siteId: string
  /** The check-in that stands, and how many there were. */
  checkIn: { id: string; at: Date; place: 'on-site' | 'video'; isOwn: boolean } | null
  whereNow: string
  contactName: string
  contactPhone: string
  checkIns: number
}

/** A client's meetings around now, each with the check-in that stands: asked as whoever asks, on their own page of theirs alone. */
export async function ownMeetings(work: Work, clientId: string): Promise<OwnMeeting[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const [from, to] = [addDays(today, -1), addDays(today, 1)]
  const { rows } = await sql<
    Omit<OwnMeeting, 'checkIn'> & { checkIn: (Omit<NonNullable<OwnMeeting['checkIn']>, 'at'> & { at: string }) | null }
  >`
    with mine as (
      select g.clinic_id, g.id, 'group' as what, r.name, r.kind, g.held_on, r.time_zone as zone, isempty(g.during) as off, o.is_video, o.site_id,
        coalesce(lower(g.during), (g.held_on + r.starts) at time zone r.time_zone) as starts,
        coalesce(upper(g.during), (g.held_on + r.starts) at time zone r.time_zone + make_interval(mins => r.minutes)) as ends
      from seat s
      join group_session g on g.clinic_id = s.clinic_id and g.series_id = s.series_id and s.during @> g.held_on
      join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
      where s.client_id = ${clientId}::uuid and g.held_on between ${from}::date and ${to}::date
      union all
      select v.clinic_id, v.id, 'visit', '', v.kind, v.held_on, ${work.clinic.timeZone}, isempty(v.during), v.by_video, p.site_id, lower(v.during), upper(v.during)
      from visit v
      join episode e on e.clinic_id = v.clinic_id and e.id = v.episode_id
      join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
      where v.client_id = ${clientId}::uuid and v.held_on between ${from}::date and ${to}::date and not isempty(v.during)
    )
    select m.id, m.what, m.name, m.kind, m.held_on as "heldOn", m.starts, m.ends, m.zone, m.off as "isCancelled", m.is_video as "isVideo", m.site_id as "siteId",
      case when k.id is not null then jsonb_build_object('id', k.id, 'at', k.at, 'place', k.place, 'isOwn', k.taken_by is null) end as "checkIn",
      coalesce(p.where_now, '') as "whereNow", coalesce(p.contact_name, '') as "contactName", coalesce(p.contact_phone, '') as "contactPhone",
      coalesce(k.n, 0) as "checkIns"
    from mine m
    left join lateral (
      select k.*, count(*) over ()::int as n from check_in k
      where k.clinic_id = m.clinic_id and k.meeting_id = m.id and k.client_id = ${clientId}::uuid
      order by k.at desc, k.id desc limit 1
    ) k on true
    left join check_in_place p on p.clinic_id = k.clinic_id and p.check_in_id = k.id
    where m.starts is not null
    order by m.starts, m.id`.execute(work.db)
  return rows.map(({ checkIn, ...row }) => ({ ...row, checkIn: checkIn && { ...checkIn, at: new Date(checkIn.at) } }))
}

export type OwnEvent = { meeting: string; what: 'joined' | 'left'; at: Date; device: string }

/** What a video provider said of this client, with the names of their devices: for themself alone, and nobody else may read the names. */
export async function ownEvents(work: Work, clientId: string): Promise<OwnEvent[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<OwnEvent>`
    select e.meeting_id as meeting, e.what, e.at, coalesce(d.name, '') as device
    from presence_event e left join presence_device d on d.clinic_id = e.clinic_id and d.event_id = e.id
    where e.client_id = ${clientId}::uuid and e.held_on between ${addDays(today, -14)}::date and ${today}::date
    order by e.at desc, e.id desc limit 200`.execute(work.db)
  return rows
}
