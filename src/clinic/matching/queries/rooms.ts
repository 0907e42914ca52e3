import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

/** What a group is, whoever sits there. */
export type RoomStanding = {
  id: string
  siteId: string
  /** What it is about; empty: nothing in particular. */
  subject: string
  leaders: string[]
  /** The states in which a leader is licensed on the day. */
  states: string[]
}
/** Who sits there in the week from a day on. */
export type RoomSits = {
  members: readonly string[]
  newcomers: number
  /** The next day from which a chair that is taken now is free; null: nobody's last day is known. */
  nextFree: Day | null
  /** Chairs on which somebody sits that week or later, each with its first day. */
  chairs: readonly (readonly [number: number, first: Day])[]
}
export type RoomFacts = RoomStanding & RoomSits

/** A newcomer is somebody in their first two weeks. */
const newForDays = 14

/** Who leads some groups from a day on, where, and what each is about, in one question. */
export async function roomsStanding(
  work: Work,
  seriesIds: readonly string[],
  from: Day,
): Promise<Map<string, RoomStanding>> {
  const { rows } = await sql<RoomStanding>`
    with asked as (select unnest(${[...seriesIds]}::uuid[]) as id),
    led as (
      select l.series_id, array_agg(distinct l.staff_id) as leaders,
             array_agg(distinct x.state) filter (where x.state is not null) as states
      from series_leader l join asked a on a.id = l.series_id join group_series r on r.clinic_id = l.clinic_id and r.id = l.series_id
      left join staff_license_now x on x.clinic_id = l.clinic_id and x.staff_id = l.staff_id and x.expires_on >= ${from}::date
      where l.during @> greatest(${from}::date, lower(r.during)) group by 1)
    select r.id, o.site_id as "siteId", r.subject, coalesce(led.leaders, '{}') as leaders, coalesce(led.states, '{}') as states
    from asked a join group_series r on r.id = a.id join room o on o.clinic_id = r.clinic_id and o.id = r.room_id
    left join led on led.series_id = r.id`.execute(work.db)
  return new Map(rows.map((row) => [row.id, row]))
}

export const nobodySits: RoomSits = { members: [], newcomers: 0, nextFree: null, chairs: [] }

/** Who sits in some groups from a day on; a group in which nobody does is not in it. */
export async function sitsIn(work: Work, seriesIds: readonly string[], from: Day): Promise<Map<string, RoomSits>> {
  const { rows } = await sql<RoomSits & { id: string }>`
    with sits as materialized (
      select t.series_id, t.client_id, t.number, t.during, t.during && daterange(${from}::date, ${from}::date + 7) as soon,
             lower(e.during) > ${from}::date - ${newForDays}::int as is_new
      from seat t join episode e on e.clinic_id = t.clinic_id and e.id = t.episode_id
      where t.series_id = any (${[...seriesIds]}::uuid[]) and t.during && daterange(${from}::date, null))
    select series_id as id, coalesce(array_agg(client_id) filter (where soon), '{}') as members,
           count(*) filter (where soon and is_new)::int as newcomers, (min(upper(during)) filter (where soon))::text as "nextFree",
           json_agg(json_build_array(number, lower(during))) as chairs
    from sits group by 1`.execute(work.db)
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
