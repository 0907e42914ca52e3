import { sql } from 'kysely'
import { addDays, dayAt, daysBetween, type Day } from '../../../basics/dates.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import { nameOf } from '../../clients/queries.ts'
import type { Floor } from '../../programs/dose.ts'
import type { Mix } from '../../programs/library.ts'
import { therapistNameOn } from '../../staff/queries/therapist.ts'
import type { MarkKind } from '../minutes.ts'

export const peopleOnAPage = 40

export type WeekOnBoard = Awaited<ReturnType<typeof boardOf>>['people'][number]

/**
 * One page of the week, whoever falls short first, most of all first. The board is read as it stands: what nobody has
 * marked on days gone by counts for nothing here, because nobody knows yet.
 */
export async function boardOf(
  work: Work,
  asked: { week: Day; program: string | null; onlyShort: boolean; page: number },
) {
  const today = dayAt(work.at, work.clinic.timeZone)
  const daysGone = Math.max(0, Math.min(7, daysBetween(asked.week, today)))
  const { rows } = await sql<BoardRow>`
    with everyone as (
      select e.id as "episodeId", e.client_id as "clientId", e.program_id, e.level_of_care as "levelOfCare",
             lower(e.during) as first, upper(e.during) - 1 as last,
             coalesce(w.floor_minutes, 0) as "floorMinutes", coalesce(w.floor_days, 0) as "floorDays",
             coalesce(w.is_part_week, true) as part,
             coalesce(w.expected_minutes - w.missed_minutes, 0)
               - (select coalesce(sum(m), 0) from unnest(w.unmarked_minutes[1:${daysGone}]) m) as forecast,
             coalesce(w.short_days, 0) as "shortDays"
      from episode e
      left join episode_week w on w.clinic_id = e.clinic_id and w.client_id = e.client_id and w.episode_id = e.id and w.week = ${asked.week}::date
      where e.during && daterange(${asked.week}::date, ${asked.week}::date + 7)
        ${given(asked.program, (one) => sql`and e.program_id = ${one}::uuid`)}
    ), judged as (
      select *, not part and ("floorMinutes" > forecast or "shortDays" > 0) as "isShort", "floorMinutes" - forecast as lacking
      from everyone
    ), counted as (
      select count(*)::int as of, count(*) filter (where "isShort")::int as short from judged
    ), page as (
      select * from judged where not ${asked.onlyShort} or "isShort"
      order by "isShort" desc, case when "isShort" then lacking end desc nulls last, part, "clientId"
      limit ${peopleOnAPage} offset ${(asked.page - 1) * peopleOnAPage}
    )
    select j."episodeId", j."clientId", j."levelOfCare", j.first::text as first, j.last::text as last, j."floorMinutes", j."floorDays",
           exists (select from away_between(array[j."clientId"], ${asked.week}::date, ${asked.week}::date + 6)) as "isAway",
           j."isShort", g.name as "programName", g.kind as "programKind", p.given_name as "givenName", p.family_name as "familyName",
           p.preferred_name as "preferredName", p.pronouns, k.of, k.short,
           ${therapistNameOn('p.clinic_id', 'j."episodeId"', today)} as therapist
    from counted k
    left join page j on true
    left join program g on g.id = j.program_id
    left join client_now p on p.id = j."clientId"
    order by j."isShort" desc, case when j."isShort" then j.lacking end desc nulls last, j.part, lower(p.family_name), lower(p.given_name), j."clientId"`.execute(
    work.db,
  )
  const people = rows.flatMap((row) =>
    row.clientId === null
      ? []
      : [
          {
            ...row,
            name: nameOf(row),
            dayOfStay:
              row.first > today || (row.last !== null && row.last < today) ? null : daysBetween(row.first, today) + 1,
            floor: floorFrom(row),
          },
        ],
  )
  return { people, of: rows[0]?.of ?? 0, short: rows[0]?.short ?? 0 }
}

type BoardRow = {
  episodeId: string
  clientId: string
  levelOfCare: string
  first: Day
  last: Day | null
  floorMinutes: number
  floorDays: number
  isShort: boolean
  isAway: boolean
  programName: string
  programKind: string
  givenName: string
  familyName: string
  preferredName: string
  pronouns: string
  therapist: string | null
  of: number
  short: number
}

/** The board keeps what binds; where it was read stands with the rules. */
const floorFrom = (row: { floorMinutes: number; floorDays: number }): Floor | null =>
  row.floorMinutes === 0 && row.floorDays === 0
    ? null
    : { minutesPerWeek: row.floorMinutes, daysPerWeek: row.floorDays, source: '', mark: 'V' }

export type HourOfWeek = {
  clientId: string
  what: 'group' | 'visit'
  id: string
  seriesId: string | null
  name: string
  /** A service kind's key. */
  kind: string
  counts: boolean
  heldOn: Day
  starts: Date
  ends: Date
  isOff: boolean
  isWalkIn: boolean
  /** Who leads the group, or whose visit it is. */
  with: string
  mark: MarkKind | null
  minutes: number | null
  reason: string
}

/** Everything that a week held or holds for some clients: groups they sit in, visits, and groups they walked into. */
export async function hoursOf(work: Work, clientIds: readonly string[], week: Day): Promise<HourOfWeek[]> {
  if (clientIds.length === 0) return []
  const clients = sql`any (${[...clientIds]}::uuid[])`
  const { rows } = await sql<HourOfWeek>`
    with marks as (
      select * from attendance_now a where a.client_id = ${clients} and a.held_on between ${week}::date and ${addDays(week, 6)}::date and a.mark <> 'cleared'
    ), sat as materialized (
      -- From the few seats to their meetings: the other way every meeting of the house is asked who sat there.
      select s.clinic_id, s.series_id, s.client_id, s.during from seat s
      where s.client_id = ${clients} and s.during && daterange(${week}::date, ${addDays(week, 6)}::date, '[]')
    ), expected as materialized (
      select session_id, client_id from marks where session_id is not null
      union
      select g.id, s.client_id from sat s cross join lateral (
        select o.id from group_session o where o.clinic_id = s.clinic_id and o.series_id = any (array[s.series_id])
          and o.held_on between ${week}::date and ${addDays(week, 6)}::date and s.during @> o.held_on offset 0) g
    ), meetings as materialized (
      select g.*, r.name, r.kind, r.counts_toward_dose, (g.held_on + r.starts) at time zone r.time_zone as kept, r.minutes,
             (select coalesce(string_agg(m.given_name || ' ' || m.family_name, ', ' order by l.part desc), '') from session_leader l
                join staff_member m on m.clinic_id = l.clinic_id and m.id = l.staff_id
                where l.clinic_id = g.clinic_id and l.session_id = g.id) as leaders
      from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      where g.id = any (array(select session_id from expected))
    ), away as materialized (
      select * from away_between(${[...clientIds]}::uuid[], ${week}::date, ${addDays(week, 6)}::date)
    )
    select coalesce(s.client_id, k.client_id) as "clientId", 'group' as what, g.id, g.series_id as "seriesId", g.name, g.kind,
           g.counts_toward_dose as counts, g.held_on as "heldOn", coalesce(lower(g.during), g.kept) as starts,
           coalesce(upper(g.during), g.kept + make_interval(mins => g.minutes)) as ends,
           isempty(g.during) or k.mark is null and exists (select from away w where w.client_id = s.client_id and w.from_day <= g.held_on
             and (w.back_on is null or w.back_on > g.held_on)) as "isOff",
           s.client_id is null as "isWalkIn", g.leaders as "with", k.mark, k.minutes, coalesce(k.reason, '') as reason
    from expected x
    join meetings g on g.id = x.session_id
    left join sat s on s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.client_id = x.client_id and s.during @> g.held_on
    left join marks k on k.session_id = g.id and k.client_id = x.client_id
    union all
    select v.client_id, 'visit', v.id, null, m.given_name || ' ' || m.family_name, v.kind, true, v.held_on,
           coalesce(lower(v.during), lower(c.was_during)), coalesce(upper(v.during), upper(c.was_during)), isempty(v.during), false,
           m.given_name || ' ' || m.family_name, k.mark, k.minutes, coalesce(k.reason, '')
    from visit v
    join staff_member m on m.clinic_id = v.clinic_id and m.id = v.staff_id
    left join visit_cancellation c on c.clinic_id = v.clinic_id and c.visit_id = v.id
    left join marks k on k.visit_id = v.id
    where v.client_id = ${clients} and v.held_on between ${week}::date and ${addDays(week, 6)}::date
      and (not isempty(v.during) or c.id is not null)
    order by starts, id`.execute(work.db)
  return rows
}

/** What is prescribed in a week, for some stays: the latest order whose week has begun. */
export async function prescribedIn(
  work: Work,
  episodeIds: readonly string[],
  week: Day,
): Promise<Map<string, { service: Mix; minutes: number }[]>> {
  if (episodeIds.length === 0) return new Map()
  const { rows } = await sql<{
    episodeId: string
    group: number
    individual: number
    family: number
    medication: number
  }>`
    select distinct on (episode_id) episode_id as "episodeId", group_minutes as "group", individual_minutes as "individual",
           family_minutes as "family", medication_minutes as "medication"
    from dose_order where episode_id = any (${[...episodeIds]}::uuid[]) and from_week <= ${week}::date
    order by episode_id, from_week desc, ordered_at desc, id desc`.execute(work.db)
  return new Map(
    rows.map(({ episodeId, group, individual, family, medication }) => [
      episodeId,
      [
        { service: 'group' as const, minutes: group },
        { service: 'individual' as const, minutes: individual },
        { service: 'family' as const, minutes: family },
        { service: 'medication' as const, minutes: medication },
      ],
    ]),
  )
}

/** The stays of one client that touch a week, the one of now last: a transfer in the middle of a week has two. */
export const staysIn = async (work: Work, clientId: string, week: Day) =>
  (
    await work.db
      .selectFrom('episode as e')
      .innerJoin('program as p', (join) =>
        join.onRef('p.clinicId', '=', 'e.clinicId').onRef('p.id', '=', 'e.programId'),
      )
      .innerJoin('site as t', (join) => join.onRef('t.clinicId', '=', 'p.clinicId').onRef('t.id', '=', 'p.siteId'))
      .leftJoin('episodeWeek as w', (join) =>
        join
          .onRef('w.clinicId', '=', 'e.clinicId')
          .onRef('w.clientId', '=', 'e.clientId')
          .onRef('w.episodeId', '=', 'e.id')
          .on('w.week', '=', week),
      )
      .where('e.clientId', '=', clientId)
      .where(sql<boolean>`e.during && daterange(${week}::date, ${week}::date + 7)`)
      .orderBy(sql`lower(e.during)`)
      .select(['e.id', 'e.levelOfCare', 'e.programId', 'e.clientId', 'p.ageGroup', 'p.kind as programKind', 't.state'])
      .select(['p.name as programName', 'w.floorMinutes', 'w.floorDays'])
      .select([sql<Day>`lower(e.during)::text`.as('first'), sql<Day | null>`(upper(e.during) - 1)::text`.as('last')])
      .select(
        sql<boolean>`exists (select from away_between(array[e.client_id], ${week}::date, ${week}::date + 6))`.as(
          'isAway',
        ),
      )
      .execute()
  ).map(({ floorMinutes, floorDays, ...stay }) => ({
    ...stay,
    floor: floorMinutes === null || floorDays === null ? undefined : floorFrom({ floorMinutes, floorDays }),
  }))
