import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { type Refusal, refuse } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { serviceOn } from '../../programs/library.ts'
import { needsOf } from '../../programs/needs.ts'
import { serviceRules } from '../../programs/queries/service-library.ts'
import { signersOn } from '../../programs/queries/signers.ts'
import { against, type Holder, type Needs } from '../../staff/credentials.ts'
import { credentialsOf } from '../../staff/queries/credentials.ts'
import { awayBetween } from '../../staff/queries/hours.ts'
import { nextDate } from '../times.ts'
import { isAway } from './may-lead.ts'

/** A meeting ahead that somebody who leads it may not hold. `staffId` null: it is about nobody alone, such as no leader. */
export type Unheld = {
  /** Null: a date that is not in the calendar yet; the group meets so every week from then on. */
  sessionId: string | null
  seriesId: string
  name: string
  day: Day
  starts: string
  staffId: string | null
  refusal: Refusal
}

type Part = { staffId: string; part: string; from: Day; to: Day | null }
type Ahead = {
  id: string
  name: string
  kind: string
  weekday: number
  starts: string
  minutes: number
  from: Day
  to: Day | null
  isVideo: boolean
  state: string
  parts: Part[]
  homes: { state: string; from: Day; to: Day | null }[]
}
type Meeting = {
  id: string
  seriesId: string
  day: Day
  covers: { part: string; how: string; staffId: string | null }[]
}

const within = (one: { from: Day; to: Day | null }, day: Day) => one.from <= day && (one.to === null || day <= one.to)

/** What the clinic's rows ask of a kind of service on a day, made once for many questions. */
export async function needsBook(work: Work): Promise<(kind: string, day: Day, state: string) => Needs | null> {
  const rules = await serviceRules(work)
  const signers = await signersOn(work, dayAt(work.at, work.clinic.timeZone))
  const made = new Map<string, Needs | null>()
  return (kind, day, state) => {
    const key = rules.some((rule) => rule.kind === kind) ? `${kind} ${state} ${day}` : `${kind} ${state}`
    const known = made.get(key)
    if (known !== undefined) return known
    const service = serviceOn(rules, kind, day)
    const needs = service && needsOf(service, state, signers)
    made.set(key, needs)
    return needs
  }
}

/** What everybody holds and what each service asks: made once for whoever asks of meetings and of visits. */
export type HoldingBook = {
  held: Awaited<ReturnType<typeof credentialsOf>>
  needsOn: Awaited<ReturnType<typeof needsBook>>
}
export const holdingBook = async (work: Work): Promise<HoldingBook> => ({
  held: await credentialsOf(work, 'everyone'),
  needsOn: await needsBook(work),
})

/**
 * Every meeting ahead that nobody, or somebody without what it asks for, would lead: those in the calendar until a day, one by
 * one, and of each group the first date beyond the calendar and until `beyond` (null: none). Some groups, or all. With `away`,
 * also every meeting in the calendar on which somebody who leads it is away and nobody covers.
 */
export async function unheldMeetings(
  work: Work,
  asked: { until: Day; beyond: Day | null; series?: readonly string[]; away?: boolean },
  book?: HoldingBook,
): Promise<Unheld[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const ahead = await groupsAhead(work, today, asked.series)
  const meetings = await meetingsAhead(work, today, asked.until, asked.series)
  const { held, needsOn } = book ?? (await holdingBook(work))
  const away = asked.away === true ? await awayBetween(work, today, asked.until) : []
  const awayOf = Map.groupBy(away, (one) => one.staffId)
  const bySeries = Map.groupBy(meetings, (one) => one.seriesId)
  // Thousands of groups meet on the same few days.
  const known = new Map<string, Day>()
  const once = (key: string, count: () => Day): Day => {
    const day = known.get(key) ?? count()
    known.set(key, day)
    return day
  }
  const weekAfter = (day: Day): Day => once(day, () => addDays(day, 7))
  const firstAfter = (group: Ahead, day: Day): Day =>
    once(`${group.weekday} ${day}`, () => nextDate({ ...group, ends: group.starts }, addDays(day, 1)))
  return ahead.flatMap((group) => {
    const laid = bySeries.get(group.id) ?? []
    const found = laid.flatMap((meeting) => {
      const covered = new Set(meeting.covers.filter((one) => one.how !== 'as-usual').map((one) => one.part))
      const leading = [
        ...group.parts.filter((one) => within(one, meeting.day) && !covered.has(one.part)).map((one) => one.staffId),
        ...meeting.covers.flatMap((one) => (one.how === 'instead' && one.staffId !== null ? [one.staffId] : [])),
      ]
      const gone = [...new Set(leading)].flatMap((staffId) =>
        isAway(work, awayOf.get(staffId) ?? [], group, meeting.day)
          ? {
              sessionId: meeting.id,
              seriesId: group.id,
              name: group.name,
              day: meeting.day,
              starts: group.starts,
              staffId,
              refusal: refuse('away', `${held.get(staffId)?.name ?? 'Who leads'} is away. Arrange a cover.`),
            }
          : [],
      )
      return [...judged(group, { id: meeting.id, day: meeting.day }, leading, held, needsOn), ...gone]
    })
    const { beyond } = asked
    const last =
      laid
        .map((one) => one.day)
        .sort()
        .at(-1) ?? today
    if (beyond === null) return found
    for (let day = firstAfter(group, last); day <= beyond; day = weekAfter(day)) {
      if (day < group.from || (group.to !== null && day > group.to)) continue
      const leading = group.parts.filter((one) => within(one, day)).map((one) => one.staffId)
      const later = judged(group, { id: null, day }, leading, held, needsOn)
      if (later.length > 0) return [...found, ...later]
    }
    return found
  })
}

function judged(
  group: Ahead,
  { id, day }: { id: string | null; day: Day },
  leading: readonly string[],
  held: ReadonlyMap<string, Holder>,
  needsOn: (kind: string, day: Day, state: string) => Needs | null,
): Unheld[] {
  const needs = needsOn(group.kind, day, group.state)
  if (needs === null) return []
  const homes = group.isVideo ? group.homes.filter((one) => within(one, day)).map((one) => one.state) : []
  const states = homes.length === 0 ? [group.state] : [...new Set(homes)].sort()
  const people = leading.flatMap((staffId) => {
    const person = held.get(staffId)
    return person === undefined ? [] : [{ staffId, person }]
  })
  const at = { sessionId: id, seriesId: group.id, name: group.name, day, starts: group.starts }
  const alone = people.flatMap(({ staffId, person }) =>
    against([person], { ...needs, training: null }, day, states).map((refusal) => ({ ...at, staffId, refusal })),
  )
  const together = against(
    people.map((one) => one.person),
    { ...needs, licence: people.length === 0 && needs.licence },
    day,
    states,
  ).map((refusal) => ({ ...at, staffId: people[0]?.staffId ?? null, refusal }))
  return [...alone, ...together]
}

async function groupsAhead(work: Work, today: Day, series?: readonly string[]): Promise<Ahead[]> {
  const which = series === undefined ? sql`` : sql`and r.id = any (${[...series]}::uuid[])`
  // Where each client lives is asked once for all groups by video: asked group by group, a large house takes minutes.
  const { rows } = await sql<Ahead>`
    with ahead as materialized (
      select r.*, o.is_video, s.state from group_series r
      join room o on o.clinic_id = r.clinic_id and o.id = r.room_id
      join site s on s.clinic_id = o.clinic_id and s.id = o.site_id
      where not isempty(r.during) and coalesce(upper(r.during), 'infinity') > ${today}::date ${which}),
    by_video as materialized (
      select t.clinic_id, t.series_id, t.client_id, t.during, a.state from seat t join ahead a on a.id = t.series_id and a.is_video
      where t.during && daterange(${today}::date, null)),
    lives as materialized (
      select c.client_id, h.state from (select distinct clinic_id, client_id from by_video) c
      cross join lateral (select x.state from client_home_state x where x.clinic_id = c.clinic_id and x.client_id = c.client_id offset 0) h),
    homes as materialized (
      select t.series_id, jsonb_agg(jsonb_build_object('state', coalesce(h.state, t.state), 'from', lower(t.during), 'to', upper(t.during) - 1)) as homes
      from by_video t left join lives h on h.client_id = t.client_id group by 1),
    led as materialized (
      select l.series_id, jsonb_agg(jsonb_build_object('staffId', l.staff_id, 'part', l.part, 'from', lower(l.during), 'to', upper(l.during) - 1)
                                    order by l.part desc) as parts
      from series_leader l where l.during && daterange(${today}::date, null) group by 1)
    select r.id, r.name, r.kind, r.weekday, to_char(r.starts, 'HH24:MI') as starts, r.minutes, lower(r.during)::text as "from",
      (upper(r.during) - 1)::text as "to", r.is_video as "isVideo", r.state, coalesce(led.parts, '[]') as parts, coalesce(homes.homes, '[]') as homes
    from ahead r left join led on led.series_id = r.id left join homes on homes.series_id = r.id`.execute(work.db)
  return rows
}

async function meetingsAhead(work: Work, from: Day, until: Day, series?: readonly string[]): Promise<Meeting[]> {
  const { rows } = await sql<Meeting>`
    select g.id, g.series_id as "seriesId", g.held_on::text as day, coalesce(c.covers, '[]') as covers
    from group_session g
    left join (
      select x.session_id, jsonb_agg(jsonb_build_object('part', x.part, 'how', x.how, 'staffId', x.staff_id)) as covers from (
        select distinct on (c.session_id, c.part) c.session_id, c.part, c.how, c.staff_id from session_cover c
        join group_session h on h.clinic_id = c.clinic_id and h.id = c.session_id
        where h.held_on between ${from}::date and ${until}::date
        order by c.session_id, c.part, c.covered_at desc, c.id desc) x
      group by x.session_id) c on c.session_id = g.id
    where g.held_on between ${from}::date and ${until}::date and upper(g.during) > ${work.at}
      ${series === undefined ? sql`` : sql`and g.series_id = any (${[...series]}::uuid[])`}
    order by g.held_on, g.id`.execute(work.db)
  return rows
}
