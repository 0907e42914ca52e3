import { sql } from 'kysely'
import { dayAt, daysBetween, weekOf, type Day } from '../../basics/dates.ts'
import type { Work } from '../../db/work.ts'
import { mineNow } from '../concerns/queries/stand-ins.ts'
import { therapistNameText } from '../staff/queries/therapist.ts'

type Who = { clientId: string; name: string; pronouns: string; startedOn: Day | null }
export type Today = {
  census: { program: string; level: string; n: number }[]
  groups: {
    id: string
    name: string
    topic: string
    startsAt: string
    endsAt: string
    room: string
    leaders: string
    seated: number
    chairs: number
    marked: number
    here: number
    signed: boolean
    mine: boolean
  }[]
  groupCount: number
  openSeats: { seriesId: string; name: string; program: string; startsAt: string; free: number; chairs: number }[]
  short: (Who & {
    shortMinutes: number
    shortDays: number
    attended: number
    /** Still to come: what was missed is not, nor what nobody has marked of the days that are over. */
    planned: number
    floor: number
    owner: string | null
  })[]
  shortCount: number
  unreached: (Who & { lastMissedOn: Day; missesInRow: number; owner: string | null; tries: number })[]
  unreachedCount: number
  notesDue: { sessionId: string; name: string; heldOn: Day; since: string; leaders: string; mine: boolean }[]
  notesDueCount: number
  handOffs: (Who & { id: string; toWhom: string; toLevel: string; dueAt: string; answer: string | null })[]
  handOffCount: number
  visits: (Who & {
    id: string
    kind: string
    startsAt: string
    endsAt: string
    clinician: string
    mark: string | null
  })[]
}

const rows = 6

/** The first screen of the day in one question: what it costs follows what it shows, not what is stored. */
export async function todayFor(work: Work): Promise<Today> {
  const day = dayAt(work.at, work.clinic.timeZone)
  const me = work.by.id ?? ''
  const mineOnly = work.by.kind === 'staff' && work.by.role === 'therapist'
  // Their own, and those of colleagues whom they answer for today.
  const mine = mineOnly ? await mineNow(work, me) : []
  const person =
    sql.raw(`n.id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as "name", n.pronouns as "pronouns",
    (select lower(e.during) from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id and upper_inf(e.during) limit 1) as "startedOn"`)
  const owner = sql.raw(`(select ${therapistNameText('e.clinic_id', 'e.id')} from episode e
      where e.clinic_id = n.clinic_id and e.client_id = n.id and upper_inf(e.during) limit 1) as "owner"`)
  const leaders =
    sql.raw(`(select string_agg(s.given_name || ' ' || s.family_name, ', ' order by l.part desc) from session_leader l
      join staff_member s on s.clinic_id = l.clinic_id and s.id = l.staff_id
      where l.clinic_id = g.clinic_id and l.session_id = g.id) as "leaders"`)
  const isMine = sql`exists (select from session_leader l where l.clinic_id = g.clinic_id and l.session_id = g.id and l.staff_id = ${me}::uuid) as "mine"`
  const ofMine = (clientId: string) =>
    mineOnly
      ? sql`and exists (select from primary_therapist t join episode e on e.clinic_id = t.clinic_id and e.id = t.episode_id
          where t.staff_id = any(${mine}::uuid[]) and e.client_id = ${sql.raw(clientId)} and upper_inf(e.during))`
      : sql``
  const led = mineOnly
    ? sql`and exists (select from session_leader l where l.clinic_id = g.clinic_id and l.session_id = g.id and l.staff_id = ${me}::uuid)`
    : sql``

  // By the rule of the week's own page: what nobody has marked on days that are over counts for nothing.
  const daysGone = daysBetween(weekOf(day), day)
  const unknown = sql`(select coalesce(sum(m), 0)::int from unnest(w.unmarked_minutes[1:${daysGone}]) m)`
  const short = sql`w.week = ${weekOf(day)}::date and w.short_once <= ${daysGone}`

  // Its plan is the same for every day and person, and takes longer to make than the answer: left to choose, PostgreSQL
  // makes it anew each time once the clinic is large.
  await sql`set local plan_cache_mode = force_generic_plan`.execute(work.db)
  const { rows: answer } = await sql<Today>`
    select
      coalesce((select jsonb_agg(x order by x.program, x.level) from (
        select p.name as program, k.level_of_care as level, sum(k.in_care)::int as n from census k join program p on p.clinic_id = k.clinic_id and p.id = k.program_id
        where k.in_care > 0 group by p.name, k.level_of_care) x), '[]') as census,
      coalesce((select jsonb_agg(x) from (
        select g.id, r.name, r.topic, lower(g.during) as "startsAt", upper(g.during) as "endsAt", m.name as room, ${leaders}, ${isMine},
          (select count(*)::int from seat s where s.clinic_id = g.clinic_id and s.series_id = any (array[g.series_id]) and s.during @> g.held_on) as seated,
          (select count(*)::int from series_chair c where c.clinic_id = g.clinic_id and c.series_id = g.series_id) as chairs,
          k.marked, k.here,
          exists (select from note_signature z where z.clinic_id = g.clinic_id and z.session_id = g.id and z.part = 'author') as signed
        from (select * from group_session g where g.held_on = ${day}::date and not isempty(g.during) ${led}
              order by upper(g.during) < ${work.at}, lower(g.during) limit 12) g
        join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
        join room m on m.clinic_id = g.clinic_id and m.id = g.room_id
        cross join lateral (select count(*) filter (where a.mark <> 'cleared')::int as marked, count(*) filter (where a.minutes > 0)::int as here
          from attendance_now a where a.clinic_id = g.clinic_id and a.session_id = g.id) k
        order by lower(g.during), r.name) x), '[]') as groups,
      (select count(*)::int from group_session g where g.held_on = ${day}::date and not isempty(g.during) ${led}) as group_count,
      coalesce((select jsonb_agg(x) from (
        select r.id as "seriesId", r.name, p.name as program, g.starts_at as "startsAt", k.chairs, k.chairs - k.taken as free
        from (select * from (select distinct on (series_id) clinic_id, series_id, held_on, lower(during) as starts_at from (
                  select clinic_id, series_id, held_on, during from group_session
                  where held_on between ${day}::date and ${day}::date + 7 and lower(during) > ${work.at} order by held_on limit 40) soon
                order by series_id, held_on) first_of_each order by starts_at) g
        join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
        join program p on p.clinic_id = r.clinic_id and p.id = r.program_id
        cross join lateral (select
            (select count(*)::int from series_chair c where c.clinic_id = g.clinic_id and c.series_id = g.series_id) as chairs,
            (select count(*)::int from seat s where s.clinic_id = g.clinic_id and s.series_id = any (array[g.series_id]) and s.during @> g.held_on)
            + (select count(*)::int from seat_hold h where h.clinic_id = g.clinic_id and h.series_id = g.series_id and h.during @> ${work.at}::timestamptz) as taken offset 0) k
        where k.chairs > k.taken order by g.starts_at limit ${rows}) x), '[]') as open_seats,
      coalesce((select jsonb_agg(x) from (
        select ${person}, greatest(0, -w.spare) as "shortMinutes", w.short_days as "shortDays", w.floor_minutes + w.spare - w.attended_minutes as planned,
          w.attended_minutes as attended, w.floor_minutes as floor, ${owner}
        from (select w.*, w.expected_minutes - w.missed_minutes - ${unknown} - w.floor_minutes as spare
              from episode_week w where ${short} ${ofMine('w.client_id')} order by w.short_minutes desc, w.client_id limit ${rows}) w
        join client_now n on n.clinic_id = w.clinic_id and n.id = w.client_id order by w.short_minutes desc, w.client_id) x), '[]') as short,
      (select count(*)::int from episode_week w where ${short} ${ofMine('w.client_id')}) as short_count,
      coalesce((select jsonb_agg(x) from (
        select ${person}, u.last_missed_on as "lastMissedOn", u.misses_in_row as "missesInRow", ${owner},
          (select count(*)::int from outreach o where o.clinic_id = u.clinic_id and o.client_id = u.client_id and o.made_at >= u.since) as tries
        from (select * from unreached u where true ${ofMine('u.client_id')} order by u.misses_in_row desc, u.since limit ${rows}) u
        join client_now n on n.clinic_id = u.clinic_id and n.id = u.client_id order by u.misses_in_row desc, u.since) x), '[]') as unreached,
      (select count(*)::int from unreached u where true ${ofMine('u.client_id')}) as unreached_count,
      coalesce((select jsonb_agg(x) from (
        select g.id as "sessionId", r.name, g.held_on as "heldOn", d.since, ${leaders}, ${isMine}
        from (select d.* from note_due d join group_session g on g.clinic_id = d.clinic_id and g.id = d.session_id
              where d.since < ${work.at} ${led} order by d.since limit ${rows}) d
        join group_session g on g.clinic_id = d.clinic_id and g.id = d.session_id
        join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id order by d.since) x), '[]') as notes_due,
      (select count(*)::int from note_due d where d.since < ${work.at}
        ${mineOnly ? sql`and exists (select from group_session g where g.clinic_id = d.clinic_id and g.id = d.session_id ${led})` : sql``})
        + (select count(*)::int from visit_note_due d where d.since < ${work.at} ${mineOnly ? sql`and d.staff_id = ${me}::uuid` : sql``}) as notes_due_count,
      coalesce((select jsonb_agg(x) from (
        select h.id, ${person}, h.to_whom as "toWhom", h.to_level as "toLevel", o.due_at as "dueAt", o.answer
        from (select * from open_hand_off order by due_at limit ${rows}) o
        join hand_off h on h.clinic_id = o.clinic_id and h.id = o.hand_off_id
        join client_now n on n.clinic_id = o.clinic_id and n.id = o.client_id order by o.due_at) x), '[]') as hand_offs,
      (select count(*)::int from open_hand_off) as hand_off_count,
      coalesce((select jsonb_agg(x) from (
        select v.id, ${person}, v.kind, lower(v.during) as "startsAt", upper(v.during) as "endsAt", s.given_name || ' ' || s.family_name as clinician,
          (select a.mark from attendance_now a where a.clinic_id = v.clinic_id and a.visit_id = v.id) as mark
        from (select * from visit v where v.held_on = ${day}::date and not isempty(v.during) and v.staff_id = ${me}::uuid order by lower(v.during) limit 12) v
        join client_now n on n.clinic_id = v.clinic_id and n.id = v.client_id
        join staff_member s on s.clinic_id = v.clinic_id and s.id = v.staff_id order by lower(v.during)) x), '[]') as visits
  `.execute(work.db)
  const [today] = answer
  if (today === undefined) throw new Error('one row is always answered')
  return today
}
