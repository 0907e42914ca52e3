import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { closedBetween } from '../../groups/queries/closed.ts'
import { closedOn, turnsOf } from '../../groups/recurrence.ts'
import { fillsWeek } from '../../plans/scheduled.ts'
import { type LostHour, lookAhead, type MakeUpRule, makeUpRuleOn } from '../ahead.ts'

/** The clinic's own rows, in the order in which they were set. */
export async function makeUpRules(work: Work): Promise<MakeUpRule[]> {
  const { rows } = await sql<MakeUpRule>`
    select days_ahead as "daysAhead", uncovered_days as "uncoveredDays", stands_hours as "standsHours", most_times as "mostTimes",
      effective_from::text as "from", source from make_up_rule order by set_at, id`.execute(work.db)
  return rows
}

export const makeUpRuleNow = async (work: Work): Promise<MakeUpRule> =>
  makeUpRuleOn(await makeUpRules(work), dayAt(work.at, work.clinic.timeZone))

export type LostMeeting = LostHour & { sessionId: string | null }

/**
 * Counted meetings of some days that do not take place: on closed days, whether they ever stood in the calendar or not, those that were
 * called off, and those of the days until `uncovered` that nobody leads because whoever does is away. Of some groups, or all.
 */
export async function lostMeetings(
  work: Work,
  asked: { from: Day; to: Day; uncovered: Day | null; series?: readonly string[] },
): Promise<LostMeeting[]> {
  if (asked.series?.length === 0) return []
  const which = (column: string) =>
    asked.series === undefined ? sql`` : sql`and ${sql.ref(column)} = any (${[...asked.series]}::uuid[])`
  const { rows: off } = await sql<Omit<LostMeeting, 'because'> & { kind: string; counts: boolean }>`
    select distinct on (g.series_id, g.held_on) g.id as "sessionId", g.series_id as "seriesId", r.name, g.held_on::text as day, r.minutes,
      r.kind, r.counts_toward_dose as counts
    from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    where g.held_on between ${asked.from}::date and ${asked.to}::date and isempty(g.during) ${which('g.series_id')}
      -- A group that was moved to another hour has its meetings under another row: those left the calendar, and are not lost.
      and not exists (select from group_session y where y.clinic_id = g.clinic_id and y.series_id = g.series_id
                      and y.held_on = g.held_on and not isempty(y.during))
      and r.during @> g.held_on
    order by g.series_id, g.held_on, g.laid_at desc, g.id desc`.execute(work.db)
  const lost: LostMeeting[] = off
    .filter((row) => fillsWeek({ service: row.kind, counts: row.counts }))
    .map(({ kind: _kind, counts: _counts, ...row }) => ({ ...row, because: 'called-off' as const }))
  const known = new Set(lost.map((one) => `${one.seriesId} ${one.day}`))
  lost.push(...(await closedTurns(work, asked)).filter((one) => !known.has(`${one.seriesId} ${one.day}`)))
  if (asked.uncovered !== null) lost.push(...(await ledByNobody(work, { ...asked, to: asked.uncovered })))
  return lost
}

/** Turns that fall on closed days and were never laid: what was closed long ahead never stood in the calendar. */
async function closedTurns(
  work: Work,
  { from, to, series }: { from: Day; to: Day; series?: readonly string[] },
): Promise<LostMeeting[]> {
  const closed = await closedBetween(work, from, to)
  if (closed.length === 0) return []
  const groups = await work.db
    .selectFrom('groupSeries as r')
    .innerJoin('room as o', (join) => join.onRef('o.clinicId', '=', 'r.clinicId').onRef('o.id', '=', 'r.roomId'))
    .where(sql<boolean>`r.during && daterange(${from}::date, ${to}::date, '[]')`)
    .$if(series !== undefined, (query) => query.where('r.id', 'in', [...(series ?? [])]))
    .select(['r.id', 'r.name', 'r.kind', 'r.countsTowardDose', 'r.weekday', 'r.minutes', 'r.anchor', 'o.siteId'])
    .select(['r.everyWeeks as every', sql<string>`coalesce(r.line_id, r.id)`.as('line')])
    .select([sql<Day>`lower(r.during)::text`.as('from'), sql<Day | null>`(upper(r.during) - 1)::text`.as('to')])
    .execute()
  return groups
    .filter((row) => fillsWeek({ service: row.kind, counts: row.countsTowardDose }))
    .flatMap((group) =>
      turnsOf(group, from, to)
        .filter((day) => closedOn(closed, group, day) !== undefined)
        .map((day) => ({
          sessionId: null,
          seriesId: group.id,
          name: group.name,
          day,
          minutes: group.minutes,
          because: 'closed' as const,
        })),
    )
}

/**
 * Meetings that stand, and that nobody will lead: of those who lead them each is away for some of it, and nobody covers. Asked from who
 * is away on, by their groups: what it reads grows with time away and not with the house.
 */
async function ledByNobody(
  work: Work,
  asked: { from: Day; to: Day; series?: readonly string[] },
): Promise<LostMeeting[]> {
  const found = await uncoveredMeetings(work, asked)
  const byMeeting = Map.groupBy(
    found.filter((one) => one.fills && one.left === 0),
    (one) => one.sessionId,
  )
  return [...byMeeting.values()].flatMap(([one]) =>
    one === undefined
      ? []
      : [
          {
            sessionId: one.sessionId,
            seriesId: one.seriesId,
            name: one.name,
            day: one.day,
            minutes: one.minutes,
            because: 'nobody-leads' as const,
          },
        ],
  )
}

export type Uncovered = {
  sessionId: string
  seriesId: string
  name: string
  day: Day
  begins: Date
  ends: Date
  minutes: number
  staffId: string
  staff: string
  part: string
  fills: boolean
  /** How many others lead it and are there. */
  left: number
  /** How many have a seat in it. */
  seated: number
}

/** Meetings still to come of some days in which somebody who leads is away and nobody covers, with who else leads. */
export async function uncoveredMeetings(
  work: Work,
  { from, to, series }: { from: Day; to: Day; series?: readonly string[] },
): Promise<Uncovered[]> {
  const zone = work.clinic.timeZone
  const { rows } = await sql<Omit<Uncovered, 'fills'> & { kind: string; counts: boolean }>`
    with away as materialized (
      select a.clinic_id, a.staff_id, a.during, daterange((lower(a.during) at time zone ${zone})::date, (upper(a.during) at time zone ${zone})::date, '[]') as days
      from time_away a
      where a.during && tstzrange(${from}::date::timestamp at time zone ${zone}, ${addDays(to, 1)}::date::timestamp at time zone ${zone})
        and not exists (select from time_away_end e where e.clinic_id = a.clinic_id and e.away_id = a.id)
    ), touched as materialized (
      -- One after the other, and each by its index: joined, the planner begins with every meeting of these days.
      select g.clinic_id, g.id from away a
      cross join lateral (select l.series_id, l.during from series_leader l
        where l.clinic_id = a.clinic_id and l.staff_id = a.staff_id and l.during && a.days offset 0) l
      cross join lateral (select s.clinic_id, s.id from group_session s where s.clinic_id = a.clinic_id and s.series_id = l.series_id
        and s.held_on between greatest(lower(a.days), ${from}::date) and least(upper(a.days), ${to}::date)
        and l.during @> s.held_on and s.during && a.during offset 0) g
      union
      select g.clinic_id, g.id from away a
      cross join lateral (select c.session_id from session_cover c where c.clinic_id = a.clinic_id and c.staff_id = a.staff_id offset 0) c
      cross join lateral (select s.clinic_id, s.id from group_session s where s.clinic_id = a.clinic_id and s.id = c.session_id
        and s.held_on between ${from}::date and ${to}::date and s.during && a.during offset 0) g
    ), leads as materialized (
      select g.id, l.staff_id, l.part, exists (select from away a where a.clinic_id = l.clinic_id and a.staff_id = l.staff_id and a.during && g.during) as gone
      from touched t
      join group_session g on g.clinic_id = t.clinic_id and g.id = t.id
      cross join lateral (
        select s.clinic_id, s.staff_id, s.part from series_leader s where s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.during @> g.held_on
          and coalesce((select c.how from session_cover c where c.clinic_id = g.clinic_id and c.session_id = g.id and c.part = s.part
                        order by c.covered_at desc, c.id desc limit 1), 'as-usual') = 'as-usual'
        union all
        select c.clinic_id, c.staff_id, c.part from session_cover c where c.clinic_id = g.clinic_id and c.session_id = g.id and c.how = 'instead'
          and not exists (select from session_cover n where n.clinic_id = c.clinic_id and n.session_id = c.session_id and n.part = c.part
                          and (n.covered_at, n.id) > (c.covered_at, c.id))
      ) l
      where upper(g.during) > ${work.at}
    )
    select g.id as "sessionId", g.series_id as "seriesId", r.name, g.held_on::text as day, lower(g.during) as begins, upper(g.during) as ends,
      r.minutes, d.staff_id as "staffId", m.given_name || ' ' || m.family_name as staff, d.part, r.kind, r.counts_toward_dose as counts,
      (select count(*)::int from leads o where o.id = g.id and not o.gone) as left,
      (select count(*)::int from seat t where t.clinic_id = g.clinic_id and t.series_id = any (array[g.series_id]) and t.during @> g.held_on) as seated
    from leads d
    join group_session g on g.id = d.id
    join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    join staff_member m on m.clinic_id = g.clinic_id and m.id = d.staff_id
    where d.gone ${series === undefined ? sql`` : sql`and g.series_id = any (${[...series]}::uuid[])`}
    order by g.during, g.id, d.part desc`.execute(work.db)
  return rows.map(({ kind, counts, ...row }) => ({ ...row, fills: fillsWeek({ service: kind, counts }) }))
}

/** Whether a client's week holds a meeting to come that nobody leads as it stands. */
export async function losesLeaders(
  work: Work,
  hours: readonly { seriesId: string | null; ends: Date }[],
  monday: Day,
): Promise<boolean> {
  const series = [...new Set(hours.flatMap((hour) => (hour.ends > work.at ? (hour.seriesId ?? []) : [])))]
  if (series.length === 0) return false
  const found = await uncoveredMeetings(work, { from: monday, to: addDays(monday, 6), series })
  return found.some((one) => one.left === 0)
}

export type ToLookAt = { episodeId: string; clientId: string; week: Day }

/**
 * Whose weeks lose a meeting soon, and were not looked at lately: the earliest week first, in it those who were asked least. Whoever has an
 * open offer for that week has their turn already.
 */
export async function staysLosingHours(work: Work, rule: MakeUpRule, most: number): Promise<ToLookAt[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { closures, uncovered } = lookAhead(rule, today, addDays)
  if (closures === null) return []
  const lost = await lostMeetings(work, { from: today, to: closures, uncovered })
  if (lost.length === 0) return []
  const { rows } = await sql<ToLookAt>`
    with lost as (
      select * from unnest(${lost.map((one) => one.seriesId)}::uuid[], ${lost.map((one) => one.day)}::date[]) as l(series_id, day)
    ), losing as (
      select distinct t.clinic_id, t.client_id, t.episode_id, (date_trunc('week', l.day))::date as week
      from lost l join seat t on t.series_id = l.series_id and t.during @> l.day
    )
    select w.episode_id as "episodeId", w.client_id as "clientId", w.week::text as week
    from losing w
    cross join lateral (select count(*) filter (where k.offered > 0)::int as asked, max(k.looked_at) filter (where k.offered > 0) as last,
                               max(k.looked_at) as looked from make_up_look k
                        where k.clinic_id = w.clinic_id and k.episode_id = w.episode_id and k.week = w.week) k
    where k.asked < ${rule.mostTimes} and (k.last is null or k.last <= ${work.at}::timestamptz - make_interval(hours => ${rule.standsHours}))
      and (k.looked is null or k.looked <= ${work.at}::timestamptz - interval '4 hours')
    order by w.week, k.asked, k.looked nulls first, w.episode_id limit ${most}`.execute(work.db)
  return rows
}

/** When one stay was looked at for a week, and what came of it. */
export async function looksAt(work: Work, episodeId: string, week: Day): Promise<{ at: Date; offered: number }[]> {
  const { rows } = await sql<{ at: Date; offered: number }>`
    select looked_at as at, offered from make_up_look where episode_id = ${episodeId}::uuid and week = ${week}::date`.execute(
    work.db,
  )
  return rows
}

/** Stays with offers that stand and were made ahead, each once with its week: a closed day may have been opened again. */
export async function staysOfferedAhead(work: Work, most: number): Promise<ToLookAt[]> {
  const { rows } = await sql<ToLookAt>`
    select distinct o.episode_id as "episodeId", o.client_id as "clientId", (date_trunc('week', o.held_on))::date::text as week
    from make_up_offer o where o.ahead and o.expires_at > ${work.at}
      and not exists (select from make_up_answer a where a.clinic_id = o.clinic_id and a.offer_id = o.id)
    order by 1 limit ${most}`.execute(work.db)
  return rows
}
