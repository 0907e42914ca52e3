import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import { isId } from '../../../basics/ids.ts'
import { type FileEvent, type FoundMeeting, type Known, nearestMeeting, isNear } from '../presence-file.ts'

/** What the house knows of some rows: their meetings, the people they name, and events that came before. */
export async function knownOf(work: Work, events: readonly FileEvent[]): Promise<(event: FileEvent) => Known> {
  const names = [...new Set(events.map((event) => event.meeting))]
  const meetings = await meetingsNamed(work, names)
  const people = await peopleNamed(work, [...new Set(events.map((event) => event.person.toLowerCase()))])
  const before = await eventsBefore(work, [...new Set(events.map((event) => event.eventId))])
  return (event) => {
    const found = meetings.get(event.meeting)
    const meeting =
      found === undefined
        ? null
        : isId(event.meeting)
          ? (found.find((one) => isNear(event.at, one)) ?? null)
          : nearestMeeting(event.at, found)
    return {
      isMeetingKnown: found !== undefined,
      meeting,
      clients: people.get(event.person.toLowerCase()) ?? [],
      before: before.get(event.eventId) ?? null,
    }
  }
}

/** By the id of a session or visit, or by the number under which a group meets: its meetings of the last half year and the next month. */
async function meetingsNamed(work: Work, names: readonly string[]): Promise<Map<string, FoundMeeting[]>> {
  const ids = names.filter(isId)
  const numbers = names.map(keyOf).filter((key) => !ids.includes(key))
  const { rows } = await sql<FoundMeeting & { named: string }>`
    with numbered as (
      select distinct on (n.number) n.number, n.series_id from video_number n where n.number = any (${numbers}::text[])
      order by n.number, n.set_at desc, n.id desc
    )
    select x.named, x.id, x.what, x.held_on::text as "heldOn", x.starts, x.ends, x."clientId" from (
      select coalesce(k.number, g.id::text) as named, g.id, 'group' as what, g.held_on,
        coalesce(lower(g.during), (g.held_on + r.starts) at time zone r.time_zone) as starts,
        coalesce(upper(g.during), (g.held_on + r.starts) at time zone r.time_zone + make_interval(mins => r.minutes)) as ends,
        null::uuid as "clientId"
      from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      left join numbered k on k.series_id = g.series_id and g.held_on between ${work.at}::date - 190 and ${work.at}::date + 31
      where g.id = any (${ids}::uuid[]) or k.series_id is not null
      union all
      select v.id::text, v.id, 'visit', v.held_on, coalesce(lower(v.during), lower(c.was_during)), coalesce(upper(v.during), upper(c.was_during)), v.client_id
      from visit v left join visit_cancellation c on c.clinic_id = v.clinic_id and c.visit_id = v.id
      where v.id = any (${ids}::uuid[])
    ) x where x.starts is not null`.execute(work.db)
  const found = new Map<string, FoundMeeting[]>()
  for (const name of names) {
    const own = rows.filter((row) => row.named === keyOf(name))
    if (own.length > 0) found.set(name, own)
  }
  return found
}

// Providers print a number with blanks or dashes between its parts.
const keyOf = (name: string): string => (/^[0-9a-f]{8}-/.test(name) ? name : name.replace(/[\s-]/g, ''))

/** By number, or by an e-mail that is kept here; a record that was merged is read as the one that stands. */
async function peopleNamed(work: Work, names: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ named: string; clients: string[] }>`
    select named, array_agg(distinct kept_of(client_id)::text) as clients from (
      select lower(c.number) as named, c.id as client_id from client c where lower(c.number) = any (${[...names]}::text[])
      union all
      select lower(t.value), t.client_id from client_contact t where t.kind = 'email' and lower(t.value) = any (${[...names]}::text[])
    ) x group by named`.execute(work.db)
  return new Map(rows.map(({ named, clients }) => [named, clients]))
}

async function eventsBefore(work: Work, ids: readonly string[]) {
  const { rows } = await sql<NonNullable<Known['before']> & { id: string }>`
    select event_id as id, meeting_id as meeting, client_id as "clientId", what, at, device_key as device
    from presence_event where event_id = any (${[...ids]}::text[])`.execute(work.db)
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

export type ImportRead = {
  id: string
  name: string
  cameBy: 'file' | 'system'
  rows: number
  kept: number
  repeated: number
  aside: number
  by: string
  at: Date
}

/** The last files and messages, the newest first. */
export async function importsRead(work: Work): Promise<ImportRead[]> {
  const { rows } = await sql<ImportRead>`
    select i.id, i.name, i.came_by as "cameBy", i.rows, i.kept, i.repeated, i.aside, i.imported_at as at,
      coalesce((select w.given_name || ' ' || w.family_name from staff_member w where w.clinic_id = i.clinic_id and w.id = i.imported_by),
        (select s.name from outside_system s where s.clinic_id = i.clinic_id and s.id = i.imported_by), 'Stepwell') as "by"
    from presence_import i order by i.imported_at desc, i.id desc limit 40`.execute(work.db)
  return rows
}

export type AsideOpen = { id: string; place: number; why: string; came: string; file: string; at: Date }

const openAside = sql`from presence_aside a join presence_import i on i.clinic_id = a.clinic_id and i.id = a.import_id
  where not exists (select from presence_aside_end e where e.clinic_id = a.clinic_id and e.aside_id = a.id)
    and not exists (select from presence_event p where p.clinic_id = a.clinic_id and p.event_id = a.event_id)`

/** Rows that still belong nowhere: neither came in a better row since, nor were let go by somebody. */
export async function asidesOpen(work: Work): Promise<{ rows: AsideOpen[]; of: number }> {
  const { rows } = await sql<AsideOpen & { of: number }>`
    select a.id, a.place, a.why, a.came, i.name as file, i.imported_at as at, count(*) over ()::int as of ${openAside}
    order by i.imported_at desc, a.place limit 100`.execute(work.db)
  return { rows: rows.map(({ of: _, ...row }) => row), of: rows[0]?.of ?? 0 }
}

export async function isAsideOpen(work: Work, id: string): Promise<boolean> {
  if (!isId(id)) return false
  const { rows } = await sql`select a.id ${openAside} and a.id = ${id}`.execute(work.db)
  return rows.length > 0
}

export type VideoNumber = { number: string; seriesId: string; series: string; at: Date; by: string }

/** Under which number each group meets at the provider, as it stands. */
export async function videoNumbers(work: Work): Promise<VideoNumber[]> {
  const { rows } = await sql<VideoNumber>`
    select n.number, n.series_id as "seriesId", r.name as series, n.set_at as at, w.given_name || ' ' || w.family_name as "by"
    from (select distinct on (number) * from video_number order by number, set_at desc, id desc) n
    join group_series r on r.clinic_id = n.clinic_id and r.id = n.series_id
    join staff_member w on w.clinic_id = n.clinic_id and w.id = n.set_by
    order by lower(r.name), n.number`.execute(work.db)
  return rows
}

/** Groups that meet from today on, by name. */
export async function seriesToNumber(work: Work): Promise<{ id: string; name: string; when: string }[]> {
  const { rows } = await sql<{ id: string; name: string; when: string }>`
    select r.id, r.name, to_char(r.starts, 'HH24:MI') as "when" from group_series r
    where upper_inf(r.during) or upper(r.during) > ${work.at}::date order by lower(r.name), r.starts, r.id`.execute(
    work.db,
  )
  return rows
}

export type Sender = { id: string; name: string; maySend: boolean }

export async function sendersOf(work: Work): Promise<Sender[]> {
  const { rows } = await sql<Sender>`
    select s.id, s.name, coalesce((select p.may_send from presence_sender p where p.clinic_id = s.clinic_id and p.system_id = s.id
      order by p.set_at desc, p.id desc limit 1), false) as "maySend"
    from outside_system s order by lower(s.name), s.id`.execute(work.db)
  return rows
}
