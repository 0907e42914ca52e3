import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { nameOf } from '../../clients/queries.ts'
import type { MarkKind } from '../minutes.ts'
import type { VideoEvent } from '../presence.ts'
import {
  type CheckIn,
  type Choice,
  differencesOf,
  type PresenceRule,
  readingOf,
  ruleOn,
  standingOf,
  videoOf,
  type Witnessed,
} from '../witnesses.ts'

/** The rules of the clinic, in the order in which they were set. */
export async function presenceRules(work: Work): Promise<PresenceRule[]> {
  const { rows } = await sql<PresenceRule>`
    select skew_seconds as "skewSeconds", differ_minutes as "differMinutes", opens_minutes as "opensMinutes",
      effective_from::text as "from", source from presence_rule order by set_at, id`.execute(work.db)
  return rows
}

/** Whose witnesses are asked for: meetings between two days, of these; the pair alone even where no evidence but a mark exists. */
export type Asked = {
  from: Day
  to: Day
  meetings?: readonly string[]
  clients?: readonly string[]
  /** Of meetings that this member of staff leads. */
  leader?: string
  pair?: { meeting: string; client: string }
}

export type Witness = Awaited<ReturnType<typeof witnessesOf>>[number]

type Row = {
  meetingId: string
  what: 'group' | 'visit'
  clientId: string
  meetingName: string
  heldOn: Day
  starts: Date
  ends: Date
  zone: string
  isCancelled: boolean
  isVideo: boolean
  hasEvents: boolean
  isExpected: boolean
  leaders: string
  noteSignedAt: Date | null
  givenName: string
  familyName: string
  preferredName: string
  pronouns: string
  mark: { id: string; kind: MarkKind; minutes: number; late: number; early: number; by: string; at: string } | null
  events: { id: string; what: 'joined' | 'left'; at: string; device: string }[]
  checkIn: { id: string; at: string; place: CheckIn['place']; isOwn: boolean; by: string | null } | null
  settled: {
    id: string
    stands: Choice
    minutes: number
    because: string
    reading: string
    by: string
    at: string
  } | null
}

const list = (ids: readonly string[] | undefined) => (ids === undefined ? sql`null::uuid[]` : sql`${[...ids]}::uuid[]`)

/**
 * Everyone of whom more than the roster speaks, meeting by meeting, the newest first: what each witness says, where they differ, and
 * who settled it. Whoever is marked as there in a meeting whose video events came is among them: that they never joined is said too.
 */
export async function witnessesOf(work: Work, asked: Asked) {
  const rules = await presenceRules(work)
  const { from, to, leader = null, pair } = asked
  const meetings = list(asked.meetings)
  const clients = list(asked.clients)
  const within = (name: string) => sql`${sql.ref(name)}.held_on between ${from}::date and ${to}::date
    and (${meetings} is null or coalesce(${sql.ref(name)}.session_id, ${sql.ref(name)}.visit_id) = any (${meetings}))`
  const pairs =
    pair !== undefined
      ? sql`select clinic_id, session_id, visit_id, ${pair.client}::uuid as client_id from (
          select clinic_id, id as session_id, null::uuid as visit_id from group_session where id = ${pair.meeting}
          union all select clinic_id, null::uuid, id from visit where id = ${pair.meeting} and client_id = ${pair.client}) one`
      : sql`select clinic_id, session_id, visit_id, client_id from (
          select e.clinic_id, e.session_id, e.visit_id, e.client_id from presence_event e where ${within('e')}
          union select k.clinic_id, k.session_id, k.visit_id, k.client_id from check_in k where ${within('k')}
          union select a.clinic_id, a.session_id, null::uuid, a.client_id
            from (select distinct x.clinic_id, x.session_id from presence_event x where ${within('x')} and x.session_id is not null) seen
            join attendance_mark a on a.clinic_id = seen.clinic_id and a.session_id = seen.session_id
            where a.mark in ('here', 'late', 'left-early')) every_one
        where (${clients} is null or client_id = any (${clients}))`
  const { rows } = await sql<Row>`
    with pairs as (${pairs}), held as (
      select p.*, coalesce(p.session_id, p.visit_id) as meeting_id,
        case when p.session_id is null then 'visit' else 'group' end as what,
        coalesce(r.name, v.kind) as meeting_name, coalesce(g.held_on, v.held_on) as held_on,
        coalesce(lower(g.during), lower(v.during), lower(x.was_during), (g.held_on + r.starts) at time zone r.time_zone) as starts,
        coalesce(upper(g.during), upper(v.during), upper(x.was_during), (g.held_on + r.starts) at time zone r.time_zone + make_interval(mins => r.minutes)) as ends,
        coalesce(r.time_zone, ${work.clinic.timeZone}) as zone,
        coalesce(o.is_video, v.by_video, false) as is_video,
        coalesce(isempty(g.during), isempty(v.during)) as is_cancelled,
        v.staff_id as visit_staff, g.series_id
      from pairs p
      left join group_session g on g.clinic_id = p.clinic_id and g.id = p.session_id
      left join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      left join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
      left join visit v on v.clinic_id = p.clinic_id and v.id = p.visit_id
      left join visit_cancellation x on x.clinic_id = v.clinic_id and x.visit_id = v.id
    )
    select h.meeting_id as "meetingId", h.what, h.client_id as "clientId", h.meeting_name as "meetingName", h.held_on as "heldOn",
      h.starts, h.ends, h.zone, h.is_cancelled as "isCancelled", h.is_video as "isVideo",
      exists (select from presence_event e where e.clinic_id = h.clinic_id and coalesce(e.session_id, e.visit_id) = h.meeting_id) as "hasEvents",
      h.visit_id is not null or exists (select from seat s where s.clinic_id = h.clinic_id and s.series_id = h.series_id
        and s.client_id = h.client_id and s.during @> h.held_on) as "isExpected",
      coalesce((select w.given_name || ' ' || w.family_name from staff_member w where w.clinic_id = h.clinic_id and w.id = h.visit_staff),
        (select string_agg(w.given_name || ' ' || w.family_name, ', ' order by l.part desc) from session_leader l
           join staff_member w on w.clinic_id = l.clinic_id and w.id = l.staff_id where l.clinic_id = h.clinic_id and l.session_id = h.session_id),
        '') as leaders,
      (select n.signed_at from note_signature n where n.clinic_id = h.clinic_id and n.session_id = h.session_id and n.part = 'author') as "noteSignedAt",
      c.given_name as "givenName", c.family_name as "familyName", c.preferred_name as "preferredName", c.pronouns,
      (select jsonb_build_object('id', m.id, 'kind', m.mark, 'minutes', m.minutes, 'late', m.minutes_late, 'early', m.minutes_left_early,
                'by', w.given_name || ' ' || w.family_name, 'at', m.marked_at)
         from attendance_mark m join staff_member w on w.clinic_id = m.clinic_id and w.id = m.marked_by
         where m.clinic_id = h.clinic_id and (m.session_id = h.session_id or m.visit_id = h.visit_id) and m.client_id = h.client_id and m.undoes is null
           and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
         order by m.marked_at desc, m.id desc limit 1) as mark,
      (select coalesce(jsonb_agg(jsonb_build_object('id', e.event_id, 'what', e.what, 'at', e.at, 'device', e.device_key) order by e.at, e.id), '[]')
         from presence_event e where e.clinic_id = h.clinic_id and coalesce(e.session_id, e.visit_id) = h.meeting_id and e.client_id = h.client_id) as events,
      -- By the client themself from the first time they said so; where they are, as it was said last.
      (select jsonb_build_object('id', k.id, 'at', coalesce(min(k.at) filter (where k.taken_by is null) over (), k.at), 'place', k.place,
                'isOwn', bool_or(k.taken_by is null) over (),
                'by', (select w.given_name || ' ' || w.family_name from staff_member w where w.clinic_id = k.clinic_id and w.id = k.taken_by))
         from check_in k where k.clinic_id = h.clinic_id and coalesce(k.session_id, k.visit_id) = h.meeting_id and k.client_id = h.client_id
         order by k.at desc, k.id desc limit 1) as "checkIn",
      (select jsonb_build_object('id', t.id, 'stands', t.stands, 'minutes', t.minutes, 'because', t.because, 'reading', t.reading,
                'by', w.given_name || ' ' || w.family_name, 'at', t.settled_at)
         from presence_settlement t join staff_member w on w.clinic_id = t.clinic_id and w.id = t.settled_by
         where t.clinic_id = h.clinic_id and coalesce(t.session_id, t.visit_id) = h.meeting_id and t.client_id = h.client_id
         order by t.settled_at desc, t.id desc limit 1) as settled
    from held h
    join client_now c on c.clinic_id = h.clinic_id and c.id = h.client_id
    where h.starts is not null
      and (${leader}::uuid is null or h.visit_staff = ${leader}::uuid or exists (select from session_leader l
        where l.clinic_id = h.clinic_id and l.session_id = h.session_id and l.staff_id = ${leader}::uuid))
    order by h.starts desc, h.meeting_id, lower(c.family_name), lower(c.given_name), h.client_id`.execute(work.db)
  return rows.map(({ mark, events, checkIn, settled, starts, ends, ...row }) => {
    const facts: Witnessed = {
      session: { starts, ends },
      isVideo: row.isVideo,
      isCancelled: row.isCancelled,
      hasEvents: row.hasEvents,
      isExpected: row.isExpected,
      // A cleared mark is none: its rows stand in the story below it.
      mark: mark === null || mark.kind === 'cleared' ? null : mark,
      events: events.map((event): VideoEvent => ({ ...event, at: new Date(event.at) })),
      checkIn: checkIn && { ...checkIn, at: new Date(checkIn.at) },
    }
    const rule = ruleOn(rules, row.heldOn)
    return {
      ...row,
      starts,
      ends,
      name: nameOf(row),
      facts,
      rule,
      mark: facts.mark && mark && { ...mark, at: new Date(mark.at) },
      checkIn: checkIn && { ...checkIn, at: new Date(checkIn.at) },
      settled: settled && { ...settled, at: new Date(settled.at) },
      video: videoOf(facts, rule, work.at),
      differences: differencesOf(facts, rule, work.at),
      reading: readingOf(facts, rule, work.at),
      standing: standingOf(facts, rule, work.at, settled?.reading ?? null),
    }
  })
}

/** So far back the board looks: what is older was settled, or was claimed long ago. */
export const daysBack = 92

/** Whose witnesses still differ, of some meetings or of everyone's. */
export const unsettledOf = async (work: Work, asked: Asked): Promise<Witness[]> =>
  (await witnessesOf(work, asked)).filter((one) => one.standing === 'differ')

/** One person in one meeting, whatever evidence there is. Undefined: no such meeting, or nobody here. */
export async function witnessIn(work: Work, meeting: string, client: string): Promise<Witness | undefined> {
  const [one] = await witnessesOf(work, { from: '2000-01-01', to: '2100-01-01', pair: { meeting, client } })
  return one === undefined ||
    (!one.isExpected && one.mark === null && one.facts.events.length === 0 && one.checkIn === null)
    ? undefined
    : one
}

/** What this person has to settle of the last week: of the meetings they lead, or of everyone's where they lead the clinic. */
export const unsettledToday = (work: Work): Promise<Witness[]> => {
  const today = dayAt(work.at, work.clinic.timeZone)
  const seesAll = work.by.kind === 'staff' && (work.by.role === 'director' || work.by.role === 'coordinator')
  return unsettledOf(work, { from: addDays(today, -7), to: today, ...(seesAll ? {} : { leader: work.by.id ?? '' }) })
}
