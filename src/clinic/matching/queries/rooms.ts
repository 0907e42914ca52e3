import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

export type RoomFacts = {
  id: string
  siteId: string
  /** What it is about; empty: nothing in particular. */
  subject: string
  leaders: string[]
  /** The states in which a leader is licensed on the day. */
  states: string[]
  members: string[]
  newcomers: number
  /** The next day from which a chair that is taken now is free; null: nobody's last day is known. */
  nextFree: Day | null
}

/** A newcomer is somebody in their first two weeks. */
const newForDays = 14

/** Who leads and who sits in some groups from a day on, in one question. */
export async function roomFacts(work: Work, seriesIds: readonly string[], from: Day): Promise<Map<string, RoomFacts>> {
  const { rows } = await sql<RoomFacts>`
    with asked as (select unnest(${[...seriesIds]}::uuid[]) as id),
    led as (
      select l.series_id, array_agg(distinct l.staff_id) as leaders,
             array_agg(distinct x.state) filter (where x.state is not null) as states
      from series_leader l join asked a on a.id = l.series_id join group_series r on r.clinic_id = l.clinic_id and r.id = l.series_id
      left join staff_license_now x on x.clinic_id = l.clinic_id and x.staff_id = l.staff_id and x.expires_on >= ${from}::date
      where l.during @> greatest(${from}::date, lower(r.during)) group by 1),
    sits as (
      select t.series_id, array_agg(t.client_id) as members,
             count(*) filter (where lower(e.during) > ${from}::date - ${newForDays}::int)::int as newcomers,
             min(upper(t.during))::text as next_free
      from seat t join asked a on a.id = t.series_id join episode e on e.clinic_id = t.clinic_id and e.id = t.episode_id
      where t.during && daterange(${from}::date, ${from}::date + 7) group by 1)
    select r.id, o.site_id as "siteId", r.subject, coalesce(led.leaders, '{}') as leaders, coalesce(led.states, '{}') as states,
           coalesce(sits.members, '{}') as members, coalesce(sits.newcomers, 0) as newcomers, sits.next_free as "nextFree"
    from asked a join group_series r on r.id = a.id join room o on o.clinic_id = r.clinic_id and o.id = r.room_id
    left join led on led.series_id = r.id left join sits on sits.series_id = r.id`.execute(work.db)
  return new Map(rows.map((row) => [row.id, row]))
}
