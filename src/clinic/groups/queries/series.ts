import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import { endOf } from '../times.ts'

export type SeriesRow = NonNullable<Awaited<ReturnType<typeof seriesById>>>

/** A series as it stands in the timetable, whoever sits there: every chair, and every row of its line, whose chairs are its own. */
export type StandingRow = Omit<SeriesRow, 'free'> & { line: string; rowIds: string[] }

/**
 * Series that run on `from` or later, each with its chairs. With `programId`, those of one program alone; with `siteId`, those at
 * that site and by video; with `ids`, these alone. What is counted is counted once for all of them: a house of hundreds of groups
 * asks this for every client.
 */
export async function seriesStanding(
  work: Work,
  from: Day,
  only: { programId?: string | null; siteId?: string | null; ids?: readonly string[] } = {},
): Promise<StandingRow[]> {
  const { programId = null, siteId = null, ids } = only
  const { rows } = await sql<Omit<StandingRow, 'ends'>>`
    with open as materialized (
      select r.*, coalesce(r.line_id, r.id) as line from group_series r
      -- A row that never came to pass, because its change was changed again or withdrawn, has no end either, and is no group.
      where not isempty(r.during) and coalesce(upper(r.during), 'infinity') > ${from}::date
        ${given(programId, (one) => sql`and r.program_id = ${one}::uuid`)}
        ${given(siteId, (one) => sql`and r.room_id in (select o.id from room o where o.is_video or o.site_id = ${one}::uuid)`)}
        ${ids === undefined ? sql`` : sql`and r.id = any (${[...ids]}::uuid[])`}),
    lines as materialized (
      select coalesce(x.line_id, x.id) as line, min(lower(x.during)) as begins, array_agg(x.id) as row_ids from group_series x
      where coalesce(x.line_id, x.id) in (select line from open) group by 1)
    select r.id, r.program_id as "programId", r.room_id as "roomId", r.name, r.kind, r.topic, r.affinity, r.is_open as "isOpen",
           r.weekday, r.starts, r.minutes, r.time_zone as "timeZone", r.counts_toward_dose as "countsTowardDose",
           r.least_seats as "leastSeats", p.name as "programName", p.age_group as "ageGroup", o.name as room, o.places,
           o.is_video as "isVideo", s.state, lower(r.during)::text as "from", (upper(r.during) - 1)::text as "to", r.anchor,
           r.every_weeks as every, r.line_id as "lineId", b.begins::text as begins, coalesce(c.chairs, '{}') as chairs,
           coalesce(led.leaders, '') as leaders, r.line, b.row_ids as "rowIds"
    from open r join program p on p.id = r.program_id join room o on o.id = r.room_id join site s on s.id = o.site_id
    join lines b on b.line = r.line
    -- Of each group by its index: joined as two lists, a program of hundreds took a tenth of a second.
    left join lateral (select array_agg(x.number order by x.number) as chairs from series_chair x where x.series_id = r.id) c on true
    left join lateral (
      select string_agg(m.given_name || ' ' || m.family_name, ', ' order by l.part desc) as leaders
      from series_leader l join staff_member m on m.id = l.staff_id
      where l.series_id = r.id and l.during @> greatest(${from}::date, lower(r.during))) led on true
    order by r.weekday, r.starts, r.name, r.id`.execute(work.db)
  return rows.map(withTimes)
}

/**
 * By line, the chairs that a visitor holds or that are offered to somebody at this moment, for the days until `to`. What is held
 * or offered for `clientId` is not in it: it is theirs to take, once the inquiry behind it is known to be theirs.
 */
export async function chairsAside(
  work: Work,
  rowIds: readonly string[],
  from: Day,
  to: Day | null,
  clientId: string | null,
): Promise<Map<string, number[]>> {
  const days = sql`daterange(${from}::date, ${to}::date, '[]')`
  const { rows } = await sql<{ seriesId: string; number: number }>`
    select h.series_id as "seriesId", h.number from seat_hold h
    where h.series_id = any (${[...rowIds]}::uuid[]) and h.during @> ${work.at}::timestamptz and daterange(h.first_day, null) && ${days}
      and not exists (select from inquiry_client i where i.clinic_id = h.clinic_id and i.inquiry_id = h.inquiry_id
                      and i.client_id = ${clientId}::uuid)
    union all
    select f.series_id, f.number from seat_offer f
    where f.series_id = any (${[...rowIds]}::uuid[]) and upper(f.during) > ${work.at}::timestamptz and daterange(f.first_day, null) && ${days}
      and f.client_id is distinct from ${clientId}::uuid`.execute(work.db)
  return numbersBySeries(rows)
}

/** By series, the chairs on which somebody sits on a day between two. */
async function chairsSatOn(work: Work, rowIds: readonly string[], from: Day, to: Day | null) {
  const { rows } = await sql<{ seriesId: string; number: number }>`
    select t.series_id as "seriesId", t.number from seat t
    where t.series_id = any (${[...rowIds]}::uuid[]) and t.during && daterange(${from}::date, ${to}::date, '[]')`.execute(
    work.db,
  )
  return numbersBySeries(rows)
}

function numbersBySeries(rows: readonly { seriesId: string; number: number }[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const { seriesId, number } of rows) {
    const known = found.get(seriesId)
    if (known === undefined) found.set(seriesId, [number])
    else known.push(number)
  }
  return found
}

/** The same with the chairs of each that nobody has, in any row of its line. */
export function withFree(
  rows: readonly StandingRow[],
  taken: readonly ReadonlyMap<string, readonly number[]>[],
): SeriesRow[] {
  const byLine = new Map<string, Set<number>>()
  for (const { line, rowIds } of rows) {
    if (byLine.has(line)) continue
    byLine.set(line, new Set(rowIds.flatMap((id) => taken.flatMap((one) => one.get(id) ?? []))))
  }
  return rows.map(({ line, rowIds: _, ...row }) => ({
    ...row,
    free: row.chairs.filter((number) => byLine.get(line)?.has(number) !== true),
  }))
}

/**
 * Series that run on `from` or later, each with its chairs and those that nobody has from `from` on, or until `to`. A chair
 * that a visitor holds is free for that person alone, once the inquiry behind it is known to be `clientId`. With `programId`,
 * those of one program alone; with `ids`, these alone.
 */
export async function seriesOpenOn(
  work: Work,
  from: Day,
  to: Day | null = null,
  clientId: string | null = null,
  only: { programId?: string | null; ids?: readonly string[] } = {},
): Promise<SeriesRow[]> {
  const rows = await seriesStanding(work, from, only)
  const ids = [...new Set(rows.flatMap(({ rowIds }) => rowIds))]
  return withFree(rows, [await chairsSatOn(work, ids, from, to), await chairsAside(work, ids, from, to, clientId)])
}

export async function seriesById(
  work: Work,
  id: string,
  from: Day,
  to: Day | null = null,
  clientId: string | null = null,
) {
  if (!isId(id)) return undefined
  const row = await seriesRows(work, from, to, clientId).where('r.id', '=', id).executeTakeFirst()
  return row && withTimes(row)
}

/** All rows of the group that `r` is one of: they share their chairs. */
const line = sql`select x.id from group_series x where x.clinic_id = r.clinic_id and coalesce(x.line_id, x.id) = coalesce(r.line_id, r.id)`

const seriesRows = (work: Work, from: Day, to: Day | null, clientId: string | null) =>
  work.db
    .selectFrom('groupSeries as r')
    .innerJoin('program as p', (join) => join.onRef('p.clinicId', '=', 'r.clinicId').onRef('p.id', '=', 'r.programId'))
    .innerJoin('room as o', (join) => join.onRef('o.clinicId', '=', 'r.clinicId').onRef('o.id', '=', 'r.roomId'))
    .innerJoin('site as s', (join) => join.onRef('s.clinicId', '=', 'o.clinicId').onRef('s.id', '=', 'o.siteId'))
    .orderBy('r.weekday')
    .orderBy('r.starts')
    .orderBy('r.name')
    .select(['r.id', 'r.programId', 'r.roomId', 'r.name', 'r.kind', 'r.topic', 'r.affinity', 'r.isOpen', 'r.weekday'])
    .select(['r.starts', 'r.minutes', 'r.timeZone', 'r.countsTowardDose', 'r.leastSeats', 'p.name as programName'])
    .select(['p.ageGroup', 'o.name as room', 'o.places', 'o.isVideo', 's.state'])
    .select([
      sql<Day>`lower(r.during)::text`.as('from'),
      sql<Day | null>`(upper(r.during) - 1)::text`.as('to'),
      'r.anchor',
      'r.everyWeeks as every',
      'r.lineId',
      // The first day of the group, whatever its hour was then.
      sql<Day>`(select min(lower(x.during)) from group_series x where x.id in (${line}))::text`.as('begins'),
      sql<
        number[]
      >`array(select c.number from series_chair c where c.clinic_id = r.clinic_id and c.series_id = r.id order by 1)`.as(
        'chairs',
      ),
      sql<number[]>`array(select c.number from series_chair c where c.clinic_id = r.clinic_id and c.series_id = r.id
        and c.number <> all (array(
          select t.number from seat t where t.clinic_id = r.clinic_id and t.series_id in (${line})
            and t.during && daterange(${from}::date, ${to}::date, '[]')
          union all
          select h.number from seat_hold h where h.clinic_id = r.clinic_id and h.series_id in (${line})
            and h.during @> ${work.at}::timestamptz and daterange(h.first_day, null) && daterange(${from}::date, ${to}::date, '[]')
            and not exists (select from inquiry_client i where i.clinic_id = h.clinic_id and i.inquiry_id = h.inquiry_id
                            and i.client_id = ${clientId}::uuid)
          union all
          select f.number from seat_offer f where f.clinic_id = r.clinic_id and f.series_id in (${line})
            and upper(f.during) > ${work.at}::timestamptz and daterange(f.first_day, null) && daterange(${from}::date, ${to}::date, '[]')
            and f.client_id is distinct from ${clientId}::uuid))
        order by 1)`.as('free'),
      sql<string>`(select coalesce(string_agg(m.given_name || ' ' || m.family_name, ', ' order by l.part desc), '')
        from series_leader l join staff_member m on m.clinic_id = l.clinic_id and m.id = l.staff_id
        where l.clinic_id = r.clinic_id and l.series_id = r.id and l.during @> greatest(${from}::date, lower(r.during)))`.as(
        'leaders',
      ),
    ])

const withTimes = <Row extends { starts: string; minutes: number }>(row: Row) => ({
  ...row,
  ends: endOf(row.starts, row.minutes),
})

/** Who sits where from a day on: those who sit now, and those who come later. */
export const chairsOf = async (work: Work, seriesIds: string | readonly string[], day: Day) =>
  work.db
    .selectFrom('seat as t')
    .innerJoin('clientNow as c', (join) => join.onRef('c.clinicId', '=', 't.clinicId').onRef('c.id', '=', 't.clientId'))
    .innerJoin('episode as e', (join) => join.onRef('e.clinicId', '=', 't.clinicId').onRef('e.id', '=', 't.episodeId'))
    .where('t.seriesId', 'in', [seriesIds].flat())
    .where(sql<boolean>`t.during && daterange(${day}::date, null)`)
    .orderBy('t.number')
    .orderBy(sql`lower(t.during)`)
    .select([
      't.number',
      't.id as seatId',
      't.episodeId',
      't.clientId',
      'c.givenName',
      'c.familyName',
      'c.preferredName',
      'c.pronouns',
    ])
    .select([
      sql<Day>`lower(t.during)::text`.as('from'),
      sql<Day | null>`(upper(t.during) - 1)::text`.as('to'),
      sql<Day>`lower(e.during)::text`.as('since'),
    ])
    .execute()

/** Of a meeting `g` that was called off and came back, the row that came back stands for both. */
export const isLatest = sql<boolean>`not exists (select from group_session y where y.clinic_id = g.clinic_id
  and y.series_id = g.series_id and y.held_on = g.held_on and (y.laid_at, y.id) > (g.laid_at, g.id))`

/** The meetings of the rows of one group between two days, with what became of each: cancelled, marked, its note signed. */
export const meetingsOf = (
  work: Work,
  seriesIds: string | readonly string[],
  from: Day,
  to: Day,
  order: 'asc' | 'desc',
) =>
  work.db
    .selectFrom('groupSession as g')
    .leftJoin('sessionCancellation as x', (join) =>
      join.onRef('x.clinicId', '=', 'g.clinicId').onRef('x.sessionId', '=', 'g.id'),
    )
    .leftJoin('noteSignature as n', (join) =>
      join.onRef('n.clinicId', '=', 'g.clinicId').onRef('n.sessionId', '=', 'g.id').on('n.part', '=', 'author'),
    )
    .where('g.seriesId', 'in', [seriesIds].flat())
    .where('g.heldOn', '>=', from)
    .where('g.heldOn', '<=', to)
    .where(isLatest)
    .orderBy('g.heldOn', order)
    .select(['g.id', 'g.heldOn', 'x.because as cancelledBecause', 'n.signedAt'])
    .select([
      sql<Date | null>`upper(g.during)`.as('ends'),
      sql<boolean>`isempty(g.during)`.as('isOff'),
      sql<number>`(select count(*)::int from attendance_now a where a.clinic_id = g.clinic_id and a.session_id = g.id and a.minutes > 0)`.as(
        'there',
      ),
      sql<number>`(select count(*)::int from seat t where t.clinic_id = g.clinic_id and t.series_id = any (array[g.series_id]) and t.during @> g.held_on)`.as(
        'seated',
      ),
    ])
    .execute()

/** Of the chairs of a group those that are kept by an offer, and how many people wait for it. */
export async function asideOf(work: Work, seriesId: string): Promise<{ offered: number[]; waiting: number }> {
  const { rows } = await sql<{ offered: number[]; waiting: number }>`
    select array(select distinct f.number from seat_offer f where f.clinic_id = r.clinic_id and f.series_id in (${line})
                 and upper(f.during) > ${work.at}::timestamptz order by 1) as offered,
           (select count(*)::int from waitlist_entry w where w.clinic_id = r.clinic_id and w.series_id in (${line})
            and upper_inf(w.during)) as waiting
    from group_series r where r.id = ${seriesId}::uuid`.execute(work.db)
  return rows[0] ?? { offered: [], waiting: 0 }
}
