import { sql } from 'kysely'
import { addDays, type Day, instantAt, timeAt, weekdayOf } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { needsBook } from '../../groups/queries/coming.ts'
import { against, worksThen } from '../../staff/credentials.ts'
import { credentialsOf } from '../../staff/queries/credentials.ts'
import { awayBetween, workingHoursOf } from '../../staff/queries/hours.ts'
import { staffList } from '../../staff/queries.ts'
import { therapistId } from '../../staff/queries/therapist.ts'
import { type Candidate, meets, type Proposal, proposals } from '../covering.ts'
import { visitKinds, visitLabel } from '../rules.ts'

export type Member = { clientId: string; name: string; state: string }

type Hour = {
  day: Day
  begins: Date
  ends: Date
  name: string
  kind: string
  state: string
  isVideo: boolean
  members: Member[]
  /** Who else is in the room then. */
  others: { id: string; name: string }[]
}

export type MeetingToCover = Hour & {
  what: 'meeting'
  sessionId: string
  seriesId: string
  part: 'lead' | 'co-lead'
  room: string
  /** The row that stands now: null where nobody covers. Whoever saves says which one they saw. */
  coverId: string | null
  how: 'instead' | 'nobody' | 'as-usual'
  coveredBy: string | null
  proposed: Proposal[]
}
export type VisitToCover = Hour & {
  what: 'visit'
  visitId: string
  episodeId: string
  minutes: number
  byVideo: boolean
  proposed: Proposal[]
}
export type CoverPlan = { meetings: MeetingToCover[]; visits: VisitToCover[] }

/** Everything that somebody leads or holds on some days and that is still to come, each with who could take over. */
export async function coverPlan(work: Work, staffId: string, from: Day, to: Day): Promise<CoverPlan> {
  const meetings = await meetingsOf(work, staffId, from, to)
  const visits = await visitsToCover(work, staffId, from, to)
  const people = (await staffList(work)).filter((one) => one.id !== staffId && one.role !== 'none')
  const ids = people.map((one) => one.id)
  const facts = {
    held: await credentialsOf(work, ids),
    busy: await busyBetween(work, from, to),
    away: await awayBetween(work, from, to),
    hours: await workingHoursOf(work, ids, from),
    needsOn: await needsBook(work),
    known: await knownTo(work, [
      ...new Set([...meetings, ...visits].flatMap((one) => one.members.map((member) => member.clientId))),
    ]),
  }
  const zone = work.clinic.timeZone
  const candidate = (person: (typeof people)[number], hour: Hour, own: string): Candidate => {
    const holder = facts.held.get(person.id)
    const states =
      hour.isVideo && hour.members.length > 0 ? [...new Set(hour.members.map((one) => one.state))].sort() : [hour.state]
    const needs = facts.needsOn(hour.kind, hour.day, hour.state)
    const [unfit] =
      holder === undefined || needs === null
        ? []
        : against(
            [holder],
            needs,
            hour.day,
            states,
            hour.others.flatMap((one) => facts.held.get(one.id) ?? []),
          )
    const theirs = facts.busy.filter((one) => one.staffId === person.id && one.key !== own)
    const clash = theirs.find((one) => meets(one, hour))
    const away = facts.away.find((one) => one.staffId === person.id && meets({ begins: one.from, ends: one.to }, hour))
    const of = facts.known.filter(
      (one) => one.staffId === person.id && hour.members.some((member) => member.clientId === one.clientId),
    )
    return {
      id: person.id,
      name: `${person.givenName} ${person.familyName}`,
      unfit: unfit?.because ?? null,
      busy:
        away !== undefined
          ? 'Away then'
          : clash === undefined
            ? null
            : `Has ${clash.name}, ${timeAt(clash.begins, zone)} to ${timeAt(clash.ends, zone)}`,
      works: worksThen(
        facts.hours.filter((one) => one.staffId === person.id),
        {
          day: hour.day,
          weekday: weekdayOf(hour.day),
          starts: timeAt(hour.begins, zone),
          ends: timeAt(hour.ends, zone),
        },
      ),
      knows: of.length,
      primaryOf: of.filter((one) => one.isPrimary).length,
      minutesThatDay: theirs
        .filter((one) => one.day === hour.day)
        .reduce((sum, one) => sum + (one.ends.getTime() - one.begins.getTime()) / 60_000, 0),
    }
  }
  const leads = ['director', 'therapist', 'prescriber']
  return {
    meetings: meetings.map((one) => ({
      ...one,
      proposed: proposals(
        people
          .filter((person) => leads.includes(person.role) && !one.others.some((other) => other.id === person.id))
          .map((person) => candidate(person, one, `meeting ${one.sessionId}`)),
      ),
    })),
    visits: visits.map((one) => {
      const roles: readonly string[] = visitKinds.find((kind) => kind.value === one.kind)?.roles ?? []
      return {
        ...one,
        proposed: proposals(
          people
            .filter((person) => roles.includes(person.role))
            .map((person) => candidate(person, one, `visit ${one.visitId}`)),
        ),
      }
    }),
  }
}

async function meetingsOf(work: Work, staffId: string, from: Day, to: Day): Promise<MeetingToCover[]> {
  const { rows } = await sql<Omit<MeetingToCover, 'what' | 'proposed'>>`
    select g.id as "sessionId", g.series_id as "seriesId", g.held_on::text as day, lower(g.during) as begins, upper(g.during) as ends,
      r.name, r.kind, s.state, o.is_video as "isVideo", o.name as room, p.part, c.id as "coverId", coalesce(c.how, 'as-usual') as how,
      (select m.given_name || ' ' || m.family_name from staff_member m where m.clinic_id = g.clinic_id and m.id = c.staff_id) as "coveredBy",
      coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.given_name || ' ' || m.family_name))
        from session_leader l join staff_member m on m.clinic_id = l.clinic_id and m.id = l.staff_id
        where l.clinic_id = g.clinic_id and l.session_id = g.id and l.part <> p.part), '[]') as others,
      coalesce((select jsonb_agg(jsonb_build_object('clientId', n.id, 'name', coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name,
          'state', coalesce(h.state, s.state)) order by n.family_name, n.given_name)
        from seat t join client_now n on n.clinic_id = t.clinic_id and n.id = t.client_id
        left join client_home_state h on o.is_video and h.clinic_id = t.clinic_id and h.client_id = t.client_id
        where t.clinic_id = g.clinic_id and t.series_id = g.series_id and t.during @> g.held_on), '[]') as members
    from group_session g
    join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
    join site s on s.clinic_id = o.clinic_id and s.id = o.site_id
    cross join lateral (
      select l.part from series_leader l where l.clinic_id = g.clinic_id and l.series_id = g.series_id and l.staff_id = ${staffId}::uuid and l.during @> g.held_on
      union
      select l.part from session_leader l where l.clinic_id = g.clinic_id and l.session_id = g.id and l.staff_id = ${staffId}::uuid) p
    left join lateral (select x.* from session_cover x where x.clinic_id = g.clinic_id and x.session_id = g.id and x.part = p.part
                       order by x.covered_at desc, x.id desc limit 1) c on true
    where g.held_on between ${from}::date and ${to}::date and upper(g.during) > ${work.at}
    order by lower(g.during), r.name, p.part desc`.execute(work.db)
  return rows.map((row) => ({ ...row, what: 'meeting', proposed: [] }))
}

async function visitsToCover(work: Work, staffId: string, from: Day, to: Day): Promise<VisitToCover[]> {
  const { rows } = await sql<Omit<VisitToCover, 'what' | 'proposed' | 'name' | 'isVideo' | 'others'>>`
    select v.id as "visitId", v.episode_id as "episodeId", v.kind, v.held_on::text as day, lower(v.during) as begins, upper(v.during) as ends,
      v.minutes, v.by_video as "byVideo", s.state,
      jsonb_build_array(jsonb_build_object('clientId', n.id, 'name', coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name,
        'state', coalesce(h.state, s.state))) as members
    from visit v
    join episode e on e.clinic_id = v.clinic_id and e.id = v.episode_id
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    join site s on s.clinic_id = p.clinic_id and s.id = p.site_id
    join client_now n on n.clinic_id = v.clinic_id and n.id = v.client_id
    left join client_home_state h on v.by_video and h.clinic_id = v.clinic_id and h.client_id = v.client_id
    where v.staff_id = ${staffId}::uuid and v.held_on between ${from}::date and ${to}::date and lower(v.during) > ${work.at}
    order by lower(v.during), v.id`.execute(work.db)
  return rows.map((row) => ({
    ...row,
    what: 'visit',
    name: visitLabel(row.kind),
    isVideo: row.byVideo,
    others: [],
    proposed: [],
  }))
}

type BusyHour = { staffId: string; key: string; name: string; day: Day; begins: Date; ends: Date }

/** What holds everyone between two days: groups they lead or cover, visits, calls. Never with whom. */
async function busyBetween(work: Work, from: Day, to: Day): Promise<BusyHour[]> {
  const zone = work.clinic.timeZone
  const { rows } = await sql<BusyHour>`
    select l.staff_id as "staffId", 'meeting ' || g.id as key, r.name, g.held_on::text as day, lower(g.during) as begins, upper(g.during) as ends
    from group_session g
    join session_leader l on l.clinic_id = g.clinic_id and l.session_id = g.id
    join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    where g.held_on between ${from}::date and ${to}::date and not isempty(g.during)
    union all
    select v.staff_id, 'visit ' || v.id, 'a visit', v.held_on::text, lower(v.during), upper(v.during)
    from visit v where v.held_on between ${from}::date and ${to}::date and not isempty(v.during)
    union all
    select b.staff_id, 'call ' || b.id, 'a booked call', (b.starts_at at time zone ${zone})::date::text, lower(b.during), upper(b.during)
    from call_booking b
    where b.starts_at >= ${instantAt(from, '00:00', zone)} and b.starts_at < ${instantAt(addDays(to, 1), '00:00', zone)} and not isempty(b.during)`.execute(
    work.db,
  )
  return rows
}

type Known = { staffId: string; clientId: string; isPrimary: boolean }

/** Who among the staff led or held something that each of these clients attended, and who is their primary therapist. */
async function knownTo(work: Work, clientIds: readonly string[]): Promise<Known[]> {
  if (clientIds.length === 0) return []
  const clients = sql`any (${[...clientIds]}::uuid[])`
  const { rows } = await sql<Known>`
    select x.staff_id as "staffId", x.client_id as "clientId", bool_or(x.is_primary) as "isPrimary" from (
      select l.staff_id, a.client_id, false as is_primary from attendance_now a
      join session_leader l on l.clinic_id = a.clinic_id and l.session_id = a.session_id
      where a.client_id = ${clients} and a.minutes > 0 and a.session_id is not null
      union all
      select v.staff_id, a.client_id, false from attendance_now a join visit v on v.clinic_id = a.clinic_id and v.id = a.visit_id
      where a.client_id = ${clients} and a.minutes > 0
      union all
      select t.staff_id, e.client_id, true from episode e
      cross join lateral ${therapistId('e.clinic_id', 'e.id')} t
      where e.client_id = ${clients} and upper_inf(e.during)) x
    group by x.staff_id, x.client_id`.execute(work.db)
  return rows
}
