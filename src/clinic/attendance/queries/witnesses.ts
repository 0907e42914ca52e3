import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import { nameOf } from '../../clients/queries.ts'
import { type MarkKind, wasThere } from '../minutes.ts'
import type { VideoEvent } from '../presence.ts'
import { type CheckIn, type Choice, judged, type PresenceRule, ruleOn, type Witnessed } from '../witnesses.ts'

/** The rules of the clinic, in the order in which they were set. */
export async function presenceRules(work: Work): Promise<PresenceRule[]> {
  const { rows } = await sql<PresenceRule>`
    select skew_seconds as "skewSeconds", differ_minutes as "differMinutes", opens_minutes as "opensMinutes",
      presses_in_minute as "pressesInMinute", presses_in_ten_minutes as "pressesInTenMinutes", effective_from::text as "from", source from presence_rule order by set_at, id`.execute(
    work.db,
  )
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

type Held = {
  meetingId: string
  what: 'group' | 'visit'
  meetingName: string
  heldOn: Day
  starts: Date
  ends: Date
  zone: string
  isCancelled: boolean
  isVideo: boolean
  leaders: string
  noteSignedAt: Date | null
  visitClient: string | null
}
type Whose = { meetingId: string; clientId: string }
type Mark = { id: string; kind: MarkKind; minutes: number; late: number; early: number; by: string; at: Date }
type Said = CheckIn & { by: string | null }
type Settled = { id: string; stands: Choice; minutes: number; because: string; reading: string; by: string; at: Date }
type Person = { id: string; givenName: string; familyName: string; preferredName: string; pronouns: string }

const list = (ids: readonly string[] | undefined) => (ids === undefined ? sql`null::uuid[]` : sql`${[...ids]}::uuid[]`)
const keyOf = ({ meetingId, clientId }: Whose): string => `${meetingId} ${clientId}`

/**
 * Everyone of whom more than the roster speaks, meeting by meeting, the newest first: what each witness says, where they differ, and
 * who settled it. Whoever is marked as there in a meeting whose video events came is among them: that they never joined is said too.
 * Each kind of evidence is asked once for all and put together here: a planner knows too little of jsonb to join it well.
 */
export async function witnessesOf(work: Work, asked: Asked) {
  const { pair } = asked
  const rules = await presenceRules(work)
  const [meetings, clients] = [list(pair ? [pair.meeting] : asked.meetings), list(pair ? [pair.client] : asked.clients)]
  const within = sql`held_on between ${asked.from}::date and ${asked.to}::date and (${meetings} is null or meeting_id = any (${meetings}))`
  const ofClients = sql`(${clients} is null or client_id = any (${clients}))`
  const events = await eventsWithin(work, sql`${within} and ${ofClients}`)
  const checkIns = await checkInsWithin(work, sql`${within} and ${ofClients}`)
  const settled = await settledWithin(work, sql`${within} and ${ofClients}`)
  const { rows: seen } = await sql<{ meetingId: string }>`
    select distinct meeting_id as "meetingId" from presence_event where ${within}`.execute(work.db)
  const withEvents = new Set(seen.map(({ meetingId }) => meetingId))
  const about = new Set([...withEvents, ...[...checkIns.values()].map(({ meetingId }) => meetingId)])
  if (pair !== undefined) about.add(pair.meeting)
  const held = await heldOf(work, [...about], asked.leader ?? null)
  const marks = await marksOf(work, [...held.keys()], ofClients)
  const pairs = new Map<string, Whose>()
  for (const whose of [...events.values(), ...checkIns.values()]) pairs.set(keyOf(whose), whose)
  for (const whose of marks.values())
    if (withEvents.has(whose.meetingId) && wasThere(whose.said.kind)) pairs.set(keyOf(whose), whose)
  if (pair !== undefined)
    pairs.set(`${pair.meeting} ${pair.client}`, { meetingId: pair.meeting, clientId: pair.client })
  const whose = [...pairs.values()].filter(({ meetingId }) => held.has(meetingId))
  const clientIds = [...new Set(whose.map(({ clientId }) => clientId))]
  const people = await peopleOf(work, clientIds)
  const seats = await seatsOf(work, [...held.keys()], clientIds)
  return whose
    .flatMap(({ meetingId, clientId }) => {
      const [meeting, person, key] = [held.get(meetingId), people.get(clientId), `${meetingId} ${clientId}`]
      if (meeting === undefined || person === undefined) return []
      if (meeting.visitClient !== null && meeting.visitClient !== clientId) return []
      const said = marks.get(key)?.said
      // A cleared mark is none: its rows stand in the story below it.
      const mark = said === undefined || said.kind === 'cleared' ? null : said
      const checkIn = checkIns.get(key)?.said ?? null
      const word = settled.get(key)?.word ?? null
      const facts: Witnessed = {
        session: { starts: meeting.starts, ends: meeting.ends },
        isVideo: meeting.isVideo,
        isCancelled: meeting.isCancelled,
        hasEvents: withEvents.has(meetingId),
        isExpected: meeting.what === 'visit' || seats.has(key),
        mark,
        events: events.get(key)?.list ?? [],
        checkIn,
      }
      const rule = ruleOn(rules, meeting.heldOn)
      const { visitClient: _, ...about } = meeting
      return [
        {
          ...about,
          clientId,
          name: nameOf(person),
          familyName: person.familyName,
          pronouns: person.pronouns,
          hasEvents: facts.hasEvents,
          isExpected: facts.isExpected,
          facts,
          rule,
          mark,
          checkIn,
          settled: word,
          ...judged(facts, rule, work.at, word?.reading ?? null),
        },
      ]
    })
    .toSorted(
      (a, b) =>
        b.starts.getTime() - a.starts.getTime() ||
        (a.meetingId < b.meetingId ? -1 : a.meetingId > b.meetingId ? 1 : a.familyName.localeCompare(b.familyName)) ||
        a.name.localeCompare(b.name),
    )
}

type Part = ReturnType<typeof sql>

async function eventsWithin(work: Work, where: Part) {
  const { rows } = await sql<Whose & { id: string; what: 'joined' | 'left'; at: Date; device: string }>`
    select meeting_id as "meetingId", client_id as "clientId", event_id as id, what, at, device_key as device
    from presence_event where ${where}`.execute(work.db)
  const all = new Map<string, Whose & { list: VideoEvent[] }>()
  for (const { meetingId, clientId, ...event } of rows) {
    const key = keyOf({ meetingId, clientId })
    const own = all.get(key)
    if (own === undefined) all.set(key, { meetingId, clientId, list: [event] })
    else own.list.push(event)
  }
  return all
}

/** By the client themself from the first time they said so; where they are, as it was said last. */
async function checkInsWithin(work: Work, where: Part) {
  const { rows } = await sql<Whose & Omit<Said, 'at'> & { at: Date; ownAt: Date | null }>`
    select distinct on (meeting_id, client_id) meeting_id as "meetingId", client_id as "clientId", k.id, k.place, k.at,
      min(k.at) filter (where taken_by is null) over one as "ownAt", bool_or(taken_by is null) over one as "isOwn",
      w.given_name || ' ' || w.family_name as "by"
    from check_in k left join staff_member w on w.clinic_id = k.clinic_id and w.id = k.taken_by
    where ${where} window one as (partition by meeting_id, client_id)
    order by meeting_id, client_id, k.at desc, k.id desc`.execute(work.db)
  return new Map(
    rows.map(({ meetingId, clientId, ownAt, at, ...said }) => [
      keyOf({ meetingId, clientId }),
      { meetingId, clientId, said: { ...said, at: ownAt ?? at } },
    ]),
  )
}

async function settledWithin(work: Work, where: Part) {
  const { rows } = await sql<Whose & Settled>`
    select distinct on (meeting_id, client_id) meeting_id as "meetingId", client_id as "clientId", t.id, t.stands, t.minutes, t.because,
      t.reading, w.given_name || ' ' || w.family_name as "by", t.settled_at as at
    from presence_settlement t join staff_member w on w.clinic_id = t.clinic_id and w.id = t.settled_by
    where ${where} order by meeting_id, client_id, t.settled_at desc, t.id desc`.execute(work.db)
  return new Map(
    rows.map(({ meetingId, clientId, ...word }) => [keyOf({ meetingId, clientId }), { meetingId, clientId, word }]),
  )
}

async function heldOf(work: Work, ids: readonly string[], leader: string | null): Promise<Map<string, Held>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Held>`
    select * from (
      select g.id as "meetingId", 'group' as what, r.name as "meetingName", g.held_on as "heldOn",
        coalesce(lower(g.during), (g.held_on + r.starts) at time zone r.time_zone) as starts,
        coalesce(upper(g.during), (g.held_on + r.starts) at time zone r.time_zone + make_interval(mins => r.minutes)) as ends,
        r.time_zone as zone, isempty(g.during) as "isCancelled", o.is_video as "isVideo",
        coalesce((select string_agg(s.given_name || ' ' || s.family_name, ', ' order by l.part desc) from session_leader l
           join staff_member s on s.clinic_id = l.clinic_id and s.id = l.staff_id where l.clinic_id = g.clinic_id and l.session_id = g.id), '') as leaders,
        (select n.signed_at from note_signature n where n.clinic_id = g.clinic_id and n.session_id = g.id and n.part = 'author') as "noteSignedAt",
        null::uuid as "visitClient"
      from group_session g
      join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
      where g.id = any (${[...ids]}::uuid[]) ${given(
        leader,
        (one) => sql`and exists (select from session_leader l
        where l.clinic_id = g.clinic_id and l.session_id = g.id and l.staff_id = ${one}::uuid)`,
      )}
      union all
      select v.id, 'visit', v.kind, v.held_on, coalesce(lower(v.during), lower(x.was_during)), coalesce(upper(v.during), upper(x.was_during)),
        ${work.clinic.timeZone}, isempty(v.during), v.by_video, w.given_name || ' ' || w.family_name, null, v.client_id
      from visit v
      join staff_member w on w.clinic_id = v.clinic_id and w.id = v.staff_id
      left join visit_cancellation x on x.clinic_id = v.clinic_id and x.visit_id = v.id
      where v.id = any (${[...ids]}::uuid[]) ${given(leader, (one) => sql`and v.staff_id = ${one}::uuid`)}
    ) held where starts is not null`.execute(work.db)
  return new Map(rows.map((row) => [row.meetingId, row]))
}

async function marksOf(work: Work, ids: readonly string[], ofClients: Part) {
  if (ids.length === 0) return new Map<string, Whose & { said: Mark }>()
  const mark = sql`m.id, m.client_id, m.mark as kind, m.minutes, m.minutes_late as late, m.minutes_left_early as early, m.marked_at as at,
    (select w.given_name || ' ' || w.family_name from staff_member w where w.clinic_id = m.clinic_id and w.id = m.marked_by) as "by"`
  const stands = sql`m.undoes is null and ${ofClients}
    and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)`
  const { rows } = await sql<Mark & Whose>`
    select distinct on ("meetingId", client_id) x.*, client_id as "clientId" from (
      select m.session_id as "meetingId", ${mark} from attendance_mark m where m.session_id = any (${[...ids]}::uuid[]) and ${stands}
      union all
      select m.visit_id, ${mark} from attendance_mark m where m.visit_id = any (${[...ids]}::uuid[]) and ${stands}
    ) x order by "meetingId", client_id, at desc, id desc`.execute(work.db)
  return new Map(
    rows.map(({ meetingId, clientId, id, kind, minutes, late, early, by, at }) => [
      keyOf({ meetingId, clientId }),
      { meetingId, clientId, said: { id, kind, minutes, late, early, by, at } },
    ]),
  )
}

async function peopleOf(work: Work, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await work.db
    .selectFrom('clientNow')
    .where('id', 'in', [...ids])
    .select(['id', 'givenName', 'familyName', 'preferredName', 'pronouns'])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Who had a seat in which of these meetings. */
async function seatsOf(work: Work, ids: readonly string[], clients: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0 || clients.length === 0) return new Set()
  const { rows } = await sql<Whose>`
    select g.id as "meetingId", s.client_id as "clientId" from group_session g
    join seat s on s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.during @> g.held_on
    where g.id = any (${[...ids]}::uuid[]) and s.client_id = any (${[...clients]}::uuid[])`.execute(work.db)
  return new Set(rows.map(keyOf))
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
