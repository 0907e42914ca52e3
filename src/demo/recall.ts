import type pg from 'pg'
import type { Day } from '../basics/dates.ts'
import { clients as castClients, castId } from '../../tests/cast.ts'
import type { Mark } from './attendance.ts'
import type { Standing } from './diaries.ts'
import type { Closing } from './closed.ts'
import type { Block, Colleague, House, Meeting } from './house.ts'
import type { Goal, Session } from './notes.ts'
import type { Person } from './people.ts'
import { troubleOf } from './recall-open.ts'
import type { Resident } from './residents.ts'
import { meets } from './seating.ts'
import { endingOf, lastDay, type Stay } from './stays.ts'
import { groups } from './timetable.ts'
import { therapistIdText } from '../clinic/staff/queries/therapist.ts'

// What a demo that was left alone still knows: read back from the rows, whoever wrote them.

export type RememberedSession = Session & {
  isLaid: boolean
  isSigned: boolean
  hasDraft: boolean
  marks: Map<string, Mark>
}

export async function colleaguesOf(owner: pg.Client, house: House): Promise<Map<string, Colleague>> {
  const { rows } = await owner.query<Omit<Colleague, 'key' | 'license'>>(
    `select s.id, s.given_name as "givenName", s.family_name as "familyName", s.credential, s.email, r.role
     from staff_member s
     cross join lateral (select role from staff_role x where x.clinic_id = s.clinic_id and x.staff_id = s.id order by given_at desc, id desc limit 1) r
     where s.clinic_id = $1`,
    [house.clinic.id],
  )
  const known = new Map(house.staff.map((one) => [one.id, one]))
  return new Map(rows.map((row) => [row.id, { key: '', license: null, ...known.get(row.id), ...row }]))
}

/** Every series that meets in these days, with the chairs and leaders it has now. */
export async function meetingsOf(
  owner: pg.Client,
  house: House,
  people: Map<string, Colleague>,
  from: Day,
): Promise<(Meeting & { line: string })[]> {
  const { rows } = await owner.query<{
    id: string
    name: string
    programId: string
    roomId: string
    weekday: number
    starts: string
    minutes: number
    runsFrom: Day | null
    runsUntil: Day | null
    every: number
    anchor: Day | null
    line: string
    cap: number
    lead: string | null
    coLead: string | null
  }>(
    `select s.id, s.name, s.program_id as "programId", s.room_id as "roomId", s.weekday, to_char(s.starts, 'HH24:MI') as starts, s.minutes,
       lower(s.during)::text as "runsFrom", (upper(s.during) - 1)::text as "runsUntil", s.every_weeks as every, s.anchor::text as anchor,
       coalesce(s.line_id, s.id) as line,
       (select count(*)::int from series_chair c where c.clinic_id = s.clinic_id and c.series_id = s.id) as cap,
       (select staff_id from series_leader l where l.clinic_id = s.clinic_id and l.series_id = s.id and l.part = 'lead' and not isempty(l.during) order by lower(l.during) desc limit 1) as lead,
       (select staff_id from series_leader l where l.clinic_id = s.clinic_id and l.series_id = s.id and l.part = 'co-lead' and not isempty(l.during) and (upper_inf(l.during) or upper(l.during) = upper(s.during)) order by lower(l.during) desc limit 1) as "coLead"
     from group_series s where s.clinic_id = $1 and not isempty(s.during) and s.during && daterange($2::date, null) order by s.id`,
    [house.clinic.id, from],
  )
  const groupOf = new Map(Object.entries(groups).map(([key, group]) => [group.name, key]))
  const roomOf = new Map(house.blocks.flatMap((block) => block.meetings.map((one) => [one.roomId, one.room] as const)))
  return rows.map(({ name, programId, lead, coLead, runsFrom, every, anchor, ...row }) => ({
    ...row,
    group: groupOf.get(name) ?? '',
    program: house.programs.find((one) => one.id === programId)?.key ?? '',
    room: roomOf.get(row.roomId) ?? '',
    lead: (lead === null ? undefined : people.get(lead)) ?? house.director,
    coLead: (coLead === null ? undefined : people.get(coLead)) ?? null,
    runsFrom: runsFrom ?? from,
    turn: every === 1 || anchor === null ? null : { every, phase: house.calendar.week(anchor) % every },
  }))
}

/** The sessions from a day on that somebody laid, with what is already known of them. */
export async function sessionsLaid(
  owner: pg.Client,
  house: House,
  meetings: Meeting[],
  from: Day,
): Promise<RememberedSession[]> {
  const { rows } = await owner.query<{
    id: string
    seriesId: string
    day: Day
    starts: Date | null
    ends: Date | null
    isSigned: boolean
    hasDraft: boolean
  }>(
    `select g.id, g.series_id as "seriesId", g.held_on::text as day, lower(g.during) as starts, upper(g.during) as ends,
       exists (select from note_signature n where n.clinic_id = g.clinic_id and n.session_id = g.id and n.part = 'author') as "isSigned",
       exists (select from note_draft n where n.clinic_id = g.clinic_id and n.session_id = g.id) as "hasDraft"
     from group_session g where g.clinic_id = $1 and g.held_on >= $2 order by g.held_on, g.id`,
    [house.clinic.id, from],
  )
  const marks = await marksSince(owner, house, from)
  const byId = new Map(meetings.map((one) => [one.id, one]))
  return rows.flatMap(({ seriesId, starts, ends, ...row }) => {
    const meeting = byId.get(seriesId)
    if (meeting === undefined) return []
    const noon = house.calendar.instant(row.day, '12:00')
    const times = { starts: starts ?? noon, ends: ends ?? noon, cancelled: starts === null ? 'cancelled' : null }
    return [{ ...row, meeting, ...times, isLaid: true, marks: marks.get(row.id) ?? new Map<string, Mark>() }]
  })
}

export async function marksSince(owner: pg.Client, house: House, from: Day): Promise<Map<string, Map<string, Mark>>> {
  const { rows } = await owner.query<Mark & { ofId: string; clientId: string }>(
    `select coalesce(session_id, visit_id) as "ofId", client_id as "clientId", mark, minutes,
       minutes_late as "minutesLate", minutes_left_early as "minutesLeftEarly", reason
     from attendance_now where clinic_id = $1 and held_on >= $2`,
    [house.clinic.id, from],
  )
  const marks = new Map<string, Map<string, Mark>>()
  for (const { ofId, clientId, ...mark } of rows) {
    const own = marks.get(ofId) ?? new Map<string, Mark>()
    marks.set(ofId, own.set(clientId, mark))
  }
  return marks
}

/** Everyone who was in care at some time since a day, as the demo thinks of them. */
export async function residentsSince(
  owner: pg.Client,
  house: House,
  people: Map<string, Colleague>,
  from: Day,
  lived: Day,
): Promise<Resident[]> {
  const { rows } = await owner.query<{
    id: string
    clientId: string
    program: string
    level: string
    from: Day
    after: Day | null
    sex: Person['sex']
    givenName: string
    familyName: string
    birthDate: Day
    knownSince: Date
    code: string | null
    therapist: string | null
  }>(
    `select e.id, e.client_id as "clientId", p.id as program, e.level_of_care as level, lower(e.during)::text as from, upper(e.during)::text as after,
       n.sex, n.given_name as "givenName", n.family_name as "familyName", n.birth_date::text as "birthDate", n.added_at as "knownSince",
       (select code from client_history h where h.clinic_id = e.clinic_id and h.client_id = e.client_id and h.kind = 'problem' and h.code = any ($3) limit 1) as code,
       ${therapistIdText('e.clinic_id', 'e.id')} as therapist
     from episode e
     join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
     join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
     where e.clinic_id = $1 and not isempty(e.during) and e.during && daterange($2::date, null) order by e.id`,
    [house.clinic.id, from, [...troubleOf.keys()]],
  )
  const goals = await goalsOf(
    owner,
    house,
    rows.map((row) => row.id),
  )
  const castOf = new Map(castClients.map((one) => [castId(`${one.key} episode`), one]))
  return rows.map((row) => {
    const { calendar } = house
    const cast = castOf.get(row.id) ?? null
    const isOver = row.after !== null
    const person: Person = {
      id: row.clientId,
      key: cast?.key ?? row.clientId,
      givenName: row.givenName,
      familyName: row.familyName,
      preferredName: '',
      birthDate: row.birthDate,
      sex: row.sex,
      pronouns: '',
      language: '',
      trouble: troubleOf.get(row.code ?? '') ?? 'alcohol',
      knownSince: row.knownSince,
      isKnown: true,
    }
    const until =
      row.after !== null
        ? calendar.add(row.after, -1)
        : cast === null
          ? lastDay(house, row.id, row.from, lived)
          : calendar.add(house.today, 400)
    const stay: Stay = {
      id: row.id,
      person,
      program: house.programs.find((one) => one.id === row.program)?.key ?? '',
      level: row.level === '1.5' ? '1.5' : '2.1',
      from: row.from,
      until,
      isOver,
      ending: cast === null ? endingOf(house.chance, row.id) : 'completed',
      cast,
      after: null,
    }
    const therapist = (row.therapist === null ? undefined : people.get(row.therapist)) ?? house.director
    return { stay, therapist, goals: goals.get(row.id) ?? [], seats: [], hours: [], lived: true }
  })
}

async function goalsOf(owner: pg.Client, house: House, stays: string[]): Promise<Map<string, Goal[]>> {
  const { rows } = await owner.query<Goal & { stayId: string }>(
    `select g.id, g.words, g.episode_id as "stayId" from plan_goal g where g.clinic_id = $1 and g.episode_id = any ($2)
       and not exists (select from plan_goal_end e where e.clinic_id = g.clinic_id and e.goal_id = g.id) order by g.position`,
    [house.clinic.id, stays],
  )
  return Map.groupBy(rows, (row) => row.stayId)
}

/** Gives everyone the seats they hold since a day. */
export async function recallSeats(
  owner: pg.Client,
  house: House,
  all: Resident[],
  meetings: Meeting[],
  from: Day,
): Promise<void> {
  const { rows } = await owner.query<{
    id: string
    seriesId: string
    number: number
    stayId: string
    clientId: string
    from: Day
    after: Day | null
    takenAt: Date
  }>(
    `select id, series_id as "seriesId", number, episode_id as "stayId", client_id as "clientId", lower(during)::text as from,
       upper(during)::text as after, taken_at as "takenAt"
     from seat where clinic_id = $1 and not isempty(during) and during && daterange($2::date, null) order by id`,
    [house.clinic.id, from],
  )
  const byId = new Map(meetings.map((one) => [one.id, one]))
  const byStay = new Map(all.map((one) => [one.stay.id, one]))
  for (const { seriesId, after, ...row } of rows) {
    const meeting = byId.get(seriesId)
    const until = after === null ? null : house.calendar.add(after, -1)
    if (meeting !== undefined) byStay.get(row.stayId)?.seats.push({ ...row, meeting, until })
  }
}

/** Gives everyone their standing hours, read from the last visits that were booked. */
export async function recallHours(
  owner: pg.Client,
  house: House,
  all: Resident[],
  people: Map<string, Colleague>,
): Promise<void> {
  const { rows } = await owner.query<{
    stayId: string
    kind: Standing['kind']
    staffId: string
    day: Day
    starts: string
    minutes: number
    byVideo: boolean
    firstDay: Day
  }>(
    `select distinct on (v.episode_id, k.kind) v.episode_id as "stayId", k.kind, v.staff_id as "staffId", v.held_on::text as day,
       to_char(lower(v.during) at time zone $2, 'HH24:MI') as starts, v.minutes, v.by_video as "byVideo", lower(e.during)::text as "firstDay"
     from visit v
     join episode e on e.clinic_id = v.clinic_id and e.id = v.episode_id and upper_inf(e.during)
     cross join lateral (select case when v.kind in ('medication-management', 'family') then v.kind else 'individual' end as kind) k
     where v.clinic_id = $1 and not isempty(v.during) order by v.episode_id, k.kind desc, v.held_on desc, v.id`,
    [house.clinic.id, house.clinic.timeZone],
  )
  const byStay = new Map(all.map((one) => [one.stay.id, one]))
  for (const row of rows) {
    const resident = byStay.get(row.stayId)
    const staff = people.get(row.staffId)
    if (resident === undefined || staff === undefined) continue
    const { calendar } = house
    const weekday = calendar.weekday(row.day)
    // A demo of an earlier release held the family's hour in the place of the client's own.
    if (row.kind === 'family' && resident.hours.some((one) => meets(one, { ...row, weekday }))) continue
    resident.hours.push({
      stayId: row.stayId,
      clientId: resident.stay.person.id,
      staff,
      kind: row.kind,
      weekday,
      starts: row.starts,
      minutes: row.minutes,
      phase: row.kind === 'individual' ? null : calendar.week(row.day) % 4,
      firstDay: calendar.add(row.day, 1),
      until: resident.stay.isOver ? resident.stay.until : null,
      byVideo: row.byVideo,
    })
  }
}

/** What is closed, as the rows have it, whoever closed it. */
export async function closingsOf(owner: pg.Client, house: House): Promise<Closing[]> {
  const { rows } = await owner.query<Closing>(
    `select d.first_day::text as from, d.last_day::text as to, d.because,
       case when d.series_id is not null then array(select x::text from line_of(d.clinic_id, d.series_id) x) end as "seriesIds",
       case when d.site_id is not null then array(select r.id::text from room r where r.clinic_id = d.clinic_id and r.site_id = d.site_id) end as "roomIds"
     from closed_day d where d.clinic_id = $1 and not exists (select from closed_day_end e where e.clinic_id = d.clinic_id and e.closed_id = d.id)
     order by d.first_day, d.id`,
    [house.clinic.id],
  )
  return rows
}

/** The week as it is now: a group that changed is where it went, and one that ended gives no seats any more. */
export function blocksNow(house: House, meetings: readonly (Meeting & { line: string })[]): Block[] {
  const now = new Map(meetings.filter((one) => one.runsUntil === null).map((one) => [one.line, one]))
  return house.blocks.flatMap((block) => {
    const own = block.meetings.flatMap((one) => now.get(one.id) ?? [])
    const [first] = own
    return first === undefined || own.length < block.meetings.length || own.some((one) => one.weekday !== first.weekday)
      ? []
      : [{ ...block, weekday: first.weekday, meetings: own }]
  })
}
