import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Standing } from '../meetings.ts'

export type MeetingRow = Standing & { feedId: string | null; feed: string | null; isOnSite: boolean }

const meetings = (work: Work, where: ReturnType<typeof sql>) =>
  sql<MeetingRow>`
    select m.id, m.feed_id as "feedId", f.name as feed, m.slug, m.name, m.weekday, to_char(m.starts, 'HH24:MI') as starts, to_char(m.ends, 'HH24:MI') as ends,
      m.zone, m.types, m.languages, m.is_in_person as "isInPerson", m.is_online as "isOnline", m.is_on_site as "isOnSite", m.place, m.address, m.notes,
      m.join_url as "joinUrl", m.join_phone as "joinPhone", m.join_notes as "joinNotes"
    from mutual_meeting m left join meeting_feed f on f.clinic_id = m.clinic_id and f.id = m.feed_id
    where ${where} and not exists (select from mutual_meeting_end e where e.clinic_id = m.clinic_id and e.meeting_id = m.id)
    order by m.name, m.weekday, m.starts, m.id`.execute(work.db)

/** Every meeting that stands, of every list and kept by hand. */
export const meetingsNow = async (work: Work): Promise<MeetingRow[]> => (await meetings(work, sql`true`)).rows

/** The meetings of one list that stand. */
export const meetingsOfFeed = async (work: Work, feedId: string): Promise<MeetingRow[]> =>
  (await meetings(work, sql`m.feed_id = ${feedId}::uuid`)).rows

export const meetingById = async (work: Work, id: string): Promise<MeetingRow | undefined> =>
  isId(id) ? (await meetings(work, sql`m.id = ${id}::uuid`)).rows[0] : undefined

/** As a client asks: the lists' names are the clinic's own. */
export async function ownMeetingsNow(work: Work): Promise<MeetingRow[]> {
  const { rows } = await sql<MeetingRow>`
    select m.id, m.feed_id as "feedId", null as feed, m.slug, m.name, m.weekday, to_char(m.starts, 'HH24:MI') as starts, to_char(m.ends, 'HH24:MI') as ends,
      m.zone, m.types, m.languages, m.is_in_person as "isInPerson", m.is_online as "isOnline", m.is_on_site as "isOnSite", m.place, m.address, m.notes,
      m.join_url as "joinUrl", m.join_phone as "joinPhone", m.join_notes as "joinNotes"
    from mutual_meeting m
    where not exists (select from mutual_meeting_end e where e.clinic_id = m.clinic_id and e.meeting_id = m.id)
    order by m.name, m.weekday, m.starts, m.id`.execute(work.db)
  return rows
}

export type Feed = { id: string; name: string; standing: number; readAt: Date | null }

/** The lists of a clinic, each with how many meetings of it stand and when it was read last. */
export async function feedsOf(work: Work): Promise<Feed[]> {
  const { rows } = await sql<Feed>`
    select f.id, f.name,
      (select count(*)::int from mutual_meeting m where m.clinic_id = f.clinic_id and m.feed_id = f.id
         and not exists (select from mutual_meeting_end e where e.clinic_id = m.clinic_id and e.meeting_id = m.id)) as standing,
      (select max(i.imported_at) from meeting_import i where i.clinic_id = f.clinic_id and i.feed_id = f.id) as "readAt"
    from meeting_feed f order by f.name`.execute(work.db)
  return rows
}

export type ImportRow = {
  id: string
  feed: string
  fileName: string
  rows: number
  added: number
  changed: number
  ended: number
  unchanged: number
  by: string
  at: Date
  aside: { place: number; why: string; held: Record<string, unknown> }[]
  asideCount: number
}

/** The files that were read, the newest first, with the rows that were set aside: 200 of each at most. */
export async function meetingImportsOf(work: Work): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    select i.id, f.name as feed, i.file_name as "fileName", i.rows, i.added, i.changed, i.ended, i.unchanged, m.given_name || ' ' || m.family_name as by,
      i.imported_at as at, (select count(*)::int from meeting_import_aside a where a.clinic_id = i.clinic_id and a.import_id = i.id) as "asideCount",
      coalesce((select json_agg(json_build_object('place', a.place, 'why', a.why, 'held', a.held) order by a.place)
        from (select * from meeting_import_aside a where a.clinic_id = i.clinic_id and a.import_id = i.id order by a.place limit 200) a), '[]') as aside
    from meeting_import i
    join meeting_feed f on f.clinic_id = i.clinic_id and f.id = i.feed_id
    join staff_member m on m.clinic_id = i.clinic_id and m.id = i.imported_by
    order by i.imported_at desc, i.id desc limit 20`.execute(work.db)
  return rows
}

export type LogEntry = {
  id: string
  onDay: Day
  how: 'in-person' | 'online'
  words: string
  meeting: string | null
  at: Date
}

/** A client's own log, the latest first. Staff who ask see it only where the client shows it: row-level security says so. */
export async function meetingLogOf(work: Work, clientId: string, since: Day): Promise<LogEntry[]> {
  const { rows } = await sql<LogEntry>`
    select l.id, l.on_day::text as "onDay", l.how, l.words, m.name as meeting, l.written_at as at
    from meeting_log l left join mutual_meeting m on m.clinic_id = l.clinic_id and m.id = l.meeting_id
    where l.client_id = ${clientId}::uuid and l.on_day >= ${since}::date
      and not exists (select from meeting_log_end e where e.clinic_id = l.clinic_id and e.log_id = l.id)
    order by l.on_day desc, l.written_at desc, l.id limit 400`.execute(work.db)
  return rows
}

export const logEntryById = async (work: Work, id: string): Promise<{ id: string; clientId: string } | undefined> =>
  isId(id)
    ? work.db.selectFrom('meetingLog').where('id', '=', id).select(['id', 'clientId']).executeTakeFirst()
    : undefined

export type KeptForThemself = {
  sharesMeetings: boolean
  sharesDays: boolean
  sponsor: { has: 'yes' | 'no' | 'not-said'; firstName: string } | null
  /** The day since which they count; null: they do not. */
  since: Day | null
}

/** What a client keeps for themself; of it, staff see what the client shows. */
export async function keptForThemself(work: Work, clientId: string): Promise<KeptForThemself> {
  const { rows } = await sql<KeptForThemself>`
    select client_shares(c.clinic_id, c.id, 'meetings') as "sharesMeetings", client_shares(c.clinic_id, c.id, 'days') as "sharesDays",
      (select json_build_object('has', s.has, 'firstName', s.first_name) from sponsor_word s
        where s.clinic_id = c.clinic_id and s.client_id = c.id order by s.at desc, s.id desc limit 1) as sponsor,
      (select s.since::text from sober_start s where s.clinic_id = c.clinic_id and s.client_id = c.id order by s.at desc, s.id desc limit 1) as since
    from client c where c.id = ${clientId}::uuid`.execute(work.db)
  return rows[0] ?? { sharesMeetings: false, sharesDays: false, sponsor: null, since: null }
}
