import { type RawBuilder, sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import { endOf } from '../times.ts'
import { capOn, capsOf } from './caps.ts'
import { payersSeated } from './payers.ts'

export type Met = Awaited<ReturnType<typeof weekOfGroups>>[number]

export type Part = { programId?: string | undefined; siteId?: string | undefined; words?: string }

/** How many groups meet in a week, by program: of a site, or of the whole house. */
export async function groupsByProgram(work: Work, week: Day, siteId?: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`
    select r.program_id as id, count(*)::int as n from group_series r
    where ${meetsIn(week)} ${atSite(siteId)}
    group by 1`.execute(work.db)
  return new Map(rows.map((row) => [row.id, row.n]))
}

type Page = {
  place: number
  most: number
  /** How many groups there are in all, where that is known already: then only those of this page are read. */
  of?: number | undefined
}

/** One part of the groups of a week, by name, so that those of one name stand together; and how many there are in all. */
export async function somePartOf(
  work: Work,
  week: Day,
  { programId, siteId, words = '' }: Part,
  { place, most, of }: Page,
): Promise<{ series: string[]; of: number }> {
  const those = sql`from group_series r where ${meetsIn(week)} ${atSite(siteId)}
    ${programId === undefined ? sql`` : sql`and r.program_id = ${programId}::uuid`} ${words === '' ? sql`` : named(words, week)}`
  const { rows } = await sql<{ id: string; of: number }>`
    select r.id, ${of === undefined ? sql`count(*) over ()::int` : sql`${of}::int`} as of ${those}
    order by r.name, r.weekday, r.starts, r.id limit ${most} offset ${(place - 1) * most}`.execute(work.db)
  return { series: rows.map(({ id }) => id), of: rows[0]?.of ?? of ?? (place > 1 ? await howMany(work, those) : 0) }
}

/** Beyond the last part no row stands that could say how many there are. */
async function howMany(work: Work, those: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ of: number }>`select count(*)::int as of ${those}`.execute(work.db)
  return rows[0]?.of ?? 0
}

const meetsIn = (week: Day) =>
  sql`r.during @> ${week}::date + (r.weekday - 1) and meets_in_week(r.every_weeks, r.anchor, ${week}::date + (r.weekday - 1))`

const atSite = (siteId: string | undefined) =>
  siteId === undefined
    ? sql``
    : sql`and r.room_id in (select o.id from room o where o.clinic_id = r.clinic_id and o.site_id = ${siteId}::uuid)`

/** Words in the name of a group, of its room, or of who leads it. */
function named(words: string, week: Day) {
  const like = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return sql`and (r.name ilike ${like}
    or r.room_id in (select o.id from room o where o.clinic_id = r.clinic_id and o.name ilike ${like})
    or exists (
      select from series_leader l join staff_member m on m.clinic_id = l.clinic_id and m.id = l.staff_id
      where l.clinic_id = r.clinic_id and l.series_id = r.id and l.during @> ${week}::date + (r.weekday - 1)
        and m.given_name || ' ' || m.family_name ilike ${like}))`
}

/** The program whose groups somebody leads, the most of them first; null for who leads none. */
export async function ownProgram(work: Work): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select r.program_id as id from series_leader l join group_series r on r.clinic_id = l.clinic_id and r.id = l.series_id
    where l.staff_id = ${work.by.id}::uuid and l.during @> ${dayAt(work.at, work.clinic.timeZone)}::date
    group by 1 order by count(*) desc, 1 limit 1`.execute(work.db)
  return rows[0]?.id ?? null
}

/** Meetings of one week, as the week's board shows them: when, where, who leads, how full, and whether each is held at all. */
export async function weekOfGroups(
  work: Work,
  week: Day,
  only: {
    programId?: string | undefined
    siteId?: string | undefined
    series?: readonly string[]
    /** Whatever meets in one of these rooms, in the calendar or as it usually does. */
    rooms?: readonly string[]
  } = {},
) {
  const series = only.series === undefined ? null : [...only.series]
  const rooms = only.rooms === undefined ? null : [...only.rooms]
  const { rows } = await sql<{
    seriesId: string
    line: string
    sessionId: string | null
    name: string
    kind: string
    topic: string
    affinity: string
    isOpen: boolean
    day: Day
    weekday: number
    starts: string
    minutes: number
    programId: string
    program: string
    roomId: string
    room: string
    places: number
    isVideo: boolean
    siteId: string
    site: string
    state: string
    least: number
    chairs: number
    seated: number
    held: number
    waiting: number
    leaders: { id: string; name: string; part: string; isCover: boolean }[]
    isOff: boolean
    offBecause: string | null
    until: Day | null
    changesFrom: Day | null
  }>`
    with days as (select ${week}::date + n as day, n + 1 as weekday from generate_series(0, 6) n),
    met as (
      select r.*, d.day from group_series r join days d on d.weekday = r.weekday and r.during @> d.day
      where meets_in_week(r.every_weeks, r.anchor, d.day)
        ${given(only.programId, (one) => sql`and r.program_id = ${one}::uuid`)}
        ${given(series, (one) => sql`and r.id = any (${one}::uuid[])`)}
        ${
          rooms === null
            ? sql``
            : sql`and (r.room_id = any (${rooms}::uuid[]) or r.id in (
                select h.series_id from group_session h where h.held_on between ${week}::date and ${addDays(week, 6)}::date
                  and h.room_id = any (${rooms}::uuid[])))`
        }),
    -- Named as a list, so that the plain index answers: that of the rule of one chair a person takes sixty times as long.
    sits as materialized (
      select t.series_id, t.during from seat t where t.series_id = any (array(select id from met))),
    sitting as materialized (
      select s.series_id, count(*)::int as n from sits s join met on met.id = s.series_id and s.during @> met.day group by 1),
    waits as materialized (
      select coalesce(s.line_id, s.id) as line, count(*)::int as n from waitlist_entry w
      join group_series s on s.clinic_id = w.clinic_id and s.id = w.series_id
      where upper_inf(w.during) and coalesce(s.line_id, s.id) in (select coalesce(line_id, id) from met) group by 1)
    select r.id as "seriesId", coalesce(r.line_id, r.id) as line, g.id as "sessionId", r.name, r.kind, r.topic, r.affinity,
           r.is_open as "isOpen", r.day::text as day, r.weekday, to_char(r.starts, 'HH24:MI') as starts, r.minutes,
           r.program_id as "programId", p.name as program, o.id as "roomId", o.name as room, o.places, o.is_video as "isVideo",
           s.id as "siteId", s.name as site, s.state, r.least_seats as least,
           (select count(*)::int from series_chair c where c.clinic_id = r.clinic_id and c.series_id = r.id) as chairs,
           coalesce(sitting.n, 0) as seated,
           (select count(*)::int from seat_hold h where h.clinic_id = r.clinic_id and h.series_id = r.id and h.during @> ${work.at}::timestamptz
              and h.first_day <= r.day) as held,
           coalesce(waits.n, 0) as waiting,
           (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.given_name || ' ' || m.family_name, 'part', l.part, 'isCover', l.cover)
                                      order by l.part desc), '[]')
            from (select x.staff_id, x.part, x.is_cover as cover from session_leader x where x.clinic_id = g.clinic_id and x.session_id = g.id
                  union all
                  select x.staff_id, x.part, false from series_leader x
                  where g.id is null and x.clinic_id = r.clinic_id and x.series_id = r.id and x.during @> r.day) l
            join staff_member m on m.clinic_id = r.clinic_id and m.id = l.staff_id) as leaders,
           coalesce(isempty(g.during), false) as "isOff", x.because as "offBecause",
           (upper(r.during) - 1)::text as until,
           (select c.from_day::text from series_change c where c.clinic_id = r.clinic_id and c.series_id = r.id limit 1) as "changesFrom"
    from met r
    join program p on p.clinic_id = r.clinic_id and p.id = r.program_id
    left join sitting on sitting.series_id = r.id
    left join waits on waits.line = coalesce(r.line_id, r.id)
    left join group_session g on g.clinic_id = r.clinic_id and g.series_id = r.id and g.held_on = r.day
    left join session_cancellation x on x.clinic_id = g.clinic_id and x.session_id = g.id
    join room o on o.clinic_id = r.clinic_id and o.id = coalesce(g.room_id, r.room_id)
    join site s on s.clinic_id = o.clinic_id and s.id = o.site_id
    where true ${given(only.siteId, (one) => sql`and s.id = ${one}::uuid`)}
      ${given(rooms, (one) => sql`and o.id = any (${one}::uuid[])`)}
    order by r.day, r.starts, r.name, r.id`.execute(work.db)
  const caps = await capsOf(work)
  // Most houses have no limit by a payer, and then nobody needs to ask who pays for whom.
  const payers =
    caps.payers.length === 0 ? new Map<string, string[]>() : await payersSeated(work, week, addDays(week, 6))
  return rows.map((row) => ({
    ...row,
    ends: endOf(row.starts, row.minutes),
    cap: capOn(caps, { ...row, payers: payers.get(row.seriesId) }, row.day),
  }))
}
