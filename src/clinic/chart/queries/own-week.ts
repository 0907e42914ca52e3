import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { withHouseEyes, type Work } from '../../../db/work.ts'
import { hoursOf, prescribedIn, staysIn } from '../../attendance/queries/week.ts'
import { weekOfStay } from '../../attendance/week-facts.ts'
import { floorOfWeek } from '../../programs/queries.ts'

export type OwnEntry = {
  /** Stays the same when a meeting is called off and comes back. */
  key: string
  id: string
  what: 'group' | 'visit'
  seriesId: string | null
  name: string
  kind: string
  heldOn: Day
  starts: Date
  ends: Date
  /** The clock of the place where it is held. */
  zone: string
  isOff: boolean
  /** How often it was called off, and came back. */
  changes: number
  with: string[]
  place: string
  room: string
  byVideo: boolean
}

/**
 * What stands in a client's calendar from one day to another, both included: seats in groups, and visits. Asked as whoever asks:
 * on their own page row-level security leaves only what is theirs. A meeting that was called off and came back is said once.
 */
export async function entriesOf(work: Work, clientId: string, from: Day, to: Day): Promise<OwnEntry[]> {
  const { rows } = await sql<OwnEntry>`
    with meetings as (
      select distinct on (g.series_id, g.held_on) g.*, r.name, r.kind, r.minutes, r.time_zone,
        (g.held_on + r.starts) at time zone r.time_zone as kept, isempty(g.during) as off,
        (select count(*)::int from group_session x join session_cancellation c on c.clinic_id = x.clinic_id and c.session_id = x.id
           where x.clinic_id = g.clinic_id and x.series_id = g.series_id and x.held_on = g.held_on) as called_off
      from seat s
      join group_session g on g.clinic_id = s.clinic_id and g.series_id = s.series_id and s.during @> g.held_on
      join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
      where s.client_id = ${clientId}::uuid and g.held_on between ${from}::date and ${to}::date
        -- What was taken out of the calendar without being called off is not theirs any more.
        and (not isempty(g.during) or exists (select from session_cancellation c where c.clinic_id = g.clinic_id and c.session_id = g.id))
      order by g.series_id, g.held_on, isempty(g.during), g.id desc
    )
    select 'group ' || g.series_id || ' ' || g.held_on as key, g.id, 'group' as what, g.series_id as "seriesId", g.name, g.kind, g.held_on as "heldOn",
      coalesce(lower(g.during), g.kept) as starts, coalesce(upper(g.during), g.kept + make_interval(mins => g.minutes)) as ends,
      g.time_zone as zone, g.off as "isOff", case when g.off then 2 * g.called_off - 1 else 2 * g.called_off end as changes,
      array(select m.given_name from session_leader l join staff_member m on m.clinic_id = l.clinic_id and m.id = l.staff_id
            where l.clinic_id = g.clinic_id and l.session_id = g.id order by l.part desc) as "with",
      p.name as place, o.name as room, o.is_video as "byVideo"
    from meetings g
    join room o on o.clinic_id = g.clinic_id and o.id = g.room_id
    join site p on p.clinic_id = o.clinic_id and p.id = o.site_id
    union all
    select 'visit ' || v.id, v.id, 'visit', null, '', v.kind, v.held_on, coalesce(lower(v.during), lower(c.was_during)),
      coalesce(upper(v.during), upper(c.was_during)), p.time_zone, isempty(v.during), case when isempty(v.during) then 1 else 0 end,
      array[m.given_name], p.name, '', v.by_video
    from visit v
    join staff_member m on m.clinic_id = v.clinic_id and m.id = v.staff_id
    join episode e on e.clinic_id = v.clinic_id and e.id = v.episode_id
    join program g on g.clinic_id = e.clinic_id and g.id = e.program_id
    join site p on p.clinic_id = g.clinic_id and p.id = g.site_id
    left join visit_cancellation c on c.clinic_id = v.clinic_id and c.visit_id = v.id
    where v.client_id = ${clientId}::uuid and v.held_on between ${from}::date and ${to}::date
      and (not isempty(v.during) or c.id is not null)
    order by starts, key`.execute(work.db)
  return rows
}

export type OwnHours = { attended: number; planned: number; floor: number }

/**
 * The hours of a week against what the level of care asks for, in whole minutes; null where nothing is asked. Counted with the
 * eyes of the house, because floors hang on what a client may not read, such as payers; only three sums come out.
 */
export const ownHoursOf = (work: Work, clientId: string, monday: Day): Promise<OwnHours | null> =>
  withHouseEyes(work, async () => {
    const stay = (await staysIn(work, clientId, monday)).at(-1)
    if (stay === undefined) return null
    const floor = stay.floor === undefined ? await floorOfWeek(work, stay, monday) : stay.floor
    if (floor === null || floor.minutesPerWeek === 0) return null
    const counted = weekOfStay({ ...stay, floor }, await hoursOf(work, [clientId], monday), {
      week: monday,
      zone: work.clinic.timeZone,
      now: work.at,
      prescribed: (await prescribedIn(work, [stay.id], monday)).get(stay.id) ?? [],
    })
    return { attended: counted.attendedMinutes, planned: counted.plannedMinutes, floor: floor.minutesPerWeek }
  })

/** What a client is called on their own page: the name they go by, and no more of it. */
export async function firstNameOf(work: Work, clientId: string): Promise<string> {
  const row = await work.db
    .selectFrom('clientNow')
    .where('id', '=', clientId)
    .select(['givenName', 'preferredName'])
    .executeTakeFirst()
  return row === undefined ? '' : row.preferredName || row.givenName
}

/** Since when somebody is away on a pause, and nothing of why; null: they are not. */
export async function ownAwaySince(work: Work, clientId: string, today: Day): Promise<Day | null> {
  const { rows } = await sql<{ day: Day }>`
    select from_day::text as day from away_between(array[${clientId}::uuid], ${today}::date, ${today}::date)`.execute(
    work.db,
  )
  return rows[0]?.day ?? null
}

export type Where = Pick<OwnEntry, 'place' | 'room' | 'byVideo' | 'with' | 'zone'>

/** Where groups meet on a day, and with whom, by the group's id: for what is offered. */
export async function meetingPlaces(
  work: Work,
  series: readonly { seriesId: string; day: Day }[],
): Promise<Map<string, Where>> {
  if (series.length === 0) return new Map()
  const ids = series.map(({ seriesId }) => seriesId)
  const days = series.map(({ day }) => day)
  const { rows } = await sql<{ id: string } & Where>`
    select r.id, p.name as place, o.name as room, o.is_video as "byVideo", r.time_zone as zone,
      array(select m.given_name from series_leader l join staff_member m on m.clinic_id = l.clinic_id and m.id = l.staff_id
            where l.clinic_id = r.clinic_id and l.series_id = r.id and l.during @> a.day order by l.part desc) as "with"
    from unnest(${ids}::uuid[], ${days}::date[]) as a(series_id, day)
    join group_series r on r.id = a.series_id
    join room o on o.clinic_id = r.clinic_id and o.id = r.room_id
    join site p on p.clinic_id = o.clinic_id and p.id = o.site_id`.execute(work.db)
  return new Map(rows.map(({ id, ...where }) => [id, where]))
}

/** The two weeks that a page shows: from Monday of this one. */
export const twoWeeks = (monday: Day): [Day, Day] => [monday, addDays(monday, 13)]
