import { sql } from 'kysely'
import { addDays, dayAt, type Day, instantAt, timeAt, weekdayOf } from '../../../basics/dates.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { type HoldingBook, holdingBook, needsBook, type Unheld, unheldMeetings } from '../../groups/queries/coming.ts'
import { dayInWords, endOf } from '../../groups/times.ts'
import { serviceKinds } from '../../programs/library.ts'
import { against, mayHold } from '../../staff/credentials.ts'
import { credentialsOf } from '../../staff/queries/credentials.ts'
import { awayBetween } from '../../staff/queries/hours.ts'
import type { Busy } from '../rules.ts'

/** What else holds somebody on some days: meetings they cover, and time away. And their own groups that others cover (`seriesId day`). */
export async function coversOn(
  work: Work,
  staffId: string,
  days: readonly Day[],
): Promise<{ held: Busy[]; freed: Set<string> }> {
  const { rows } = await sql<{
    seriesId: string
    day: Day
    starts: string
    minutes: number
    name: string
    isTheirs: boolean
  }>`
    select g.series_id as "seriesId", g.held_on::text as day, to_char(r.starts, 'HH24:MI') as starts, r.minutes, r.name,
      exists (select from session_leader l where l.clinic_id = g.clinic_id and l.session_id = g.id and l.staff_id = ${staffId}::uuid) as "isTheirs"
    from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    where g.held_on = any (${[...days]}::date[]) and not isempty(g.during)
      and exists (select from session_cover c where c.clinic_id = g.clinic_id and c.session_id = g.id)`.execute(work.db)
  const zone = work.clinic.timeZone
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)]
  const away = first === undefined || last === undefined ? [] : await awayBetween(work, first, last)
  return {
    held: [
      ...rows
        .filter((row) => row.isTheirs)
        .map((row) => once(row.name, row.day, row.starts, endOf(row.starts, row.minutes))),
      ...away
        .filter((one) => one.staffId === staffId)
        .flatMap((one) =>
          days
            .filter((day) => dayAt(one.from, zone) <= day && one.to > instantAt(day, '00:00', zone))
            .map((day) =>
              once(
                'time away',
                day,
                dayAt(one.from, zone) < day ? '00:00' : timeAt(one.from, zone),
                one.to >= instantAt(addDays(day, 1), '00:00', zone) ? '24:00' : timeAt(one.to, zone),
              ),
            ),
        ),
    ],
    freed: new Set(rows.filter((row) => !row.isTheirs).map((row) => `${row.seriesId} ${row.day}`)),
  }
}

const once = (name: string, day: Day, starts: string, ends: string): Busy => ({
  name,
  seriesId: null,
  weekday: weekdayOf(day),
  starts,
  ends,
  from: day,
  to: day,
})

/** In which state a client lives, as their last address says; null where none does. */
export async function homeOf(work: Work, clientId: string): Promise<string | null> {
  const row = await work.db
    .selectFrom('clientHomeState')
    .where('clientId', '=', clientId)
    .select('state')
    .executeTakeFirst()
  return row?.state ?? null
}

export type VisitToHold = {
  kind: string
  staffId: string
  days: readonly Day[]
  byVideo: boolean
  stay: { clientId: string; state: string }
}

/**
 * What stands against somebody holding visits on some days: by video they need a licence where the client lives, otherwise
 * where the site is. A visit of one kind only; the first day that does not work is named.
 */
export async function againstVisit(
  work: Work,
  { kind, staffId, days, byVideo, stay }: VisitToHold,
): Promise<Refusal | null> {
  const person = (await credentialsOf(work, [staffId])).get(staffId)
  if (person === undefined) return null
  const state = (byVideo ? await homeOf(work, stay.clientId) : null) ?? stay.state
  const needsOn = await needsBook(work)
  for (const day of days) {
    const needs = needsOn(kind, day, state)
    const [found] = needs === null ? [] : against([person], needs, day, [state])
    if (found !== undefined)
      return days.length === 1 ? found : refuse(found.refused, `${dayInWords(day)}: ${found.because}`)
  }
  return null
}

export type UnheldVisit = {
  visitId: string
  episodeId: string
  clientId: string
  client: string
  kind: string
  day: Day
  starts: string
  staffId: string
  refusal: Refusal
}

/**
 * Everything ahead that nobody may hold: meetings (of some groups, or all) and visits (of some people, or all), with what
 * everybody holds asked once for both.
 */
export async function unheldAhead(
  work: Work,
  meetings: { until: Day; beyond: Day | null; series?: readonly string[] },
  visits: { until: Day; staff?: readonly string[] },
): Promise<{ meetings: Unheld[]; visits: UnheldVisit[] }> {
  const book = await holdingBook(work)
  return { meetings: await unheldMeetings(work, meetings, book), visits: await unheldVisits(work, visits, book) }
}

/** Every visit ahead, until a day, that whoever it is booked with may not hold that day in the state concerned. */
async function unheldVisits(
  work: Work,
  { until, staff }: { until: Day; staff?: readonly string[] },
  { held, needsOn }: HoldingBook,
): Promise<UnheldVisit[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const licensed = serviceKinds.filter((one) => one.needsLicence).map((one) => one.key)
  const { rows } = await sql<Omit<UnheldVisit, 'refusal'> & { state: string }>`
    with ahead as materialized (
      select v.clinic_id, v.id, v.episode_id, v.client_id, v.kind, v.held_on, v.during, v.staff_id, v.by_video, s.state
      from visit v
      join episode e on e.clinic_id = v.clinic_id and e.id = v.episode_id
      join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
      join site s on s.clinic_id = p.clinic_id and s.id = p.site_id
      where v.held_on between ${today}::date and ${until}::date and upper(v.during) > ${work.at} and v.kind = any (${licensed}::text[])
        ${staff === undefined ? sql`` : sql`and v.staff_id = any (${[...staff]}::uuid[])`}
    ), lives as materialized (
      -- Where somebody lives is read from their address: of those alone who come by video, one by one.
      select c.client_id, h.state from (select distinct clinic_id, client_id from ahead where by_video) c
      cross join lateral (select x.state from client_home_state x where x.clinic_id = c.clinic_id and x.client_id = c.client_id offset 0) h
    ), licensed as materialized (
      select staff_id, state, issued_on, expires_on from staff_license_now
    ), unheld as materialized (
      select a.*, x.state as held_in from ahead a
      left join lives h on h.client_id = a.client_id and a.by_video
      cross join lateral (select coalesce(h.state, a.state) as state) x
      where not exists (select from licensed l where l.staff_id = a.staff_id and l.state = x.state
                        and l.expires_on >= a.held_on and coalesce(l.issued_on, a.held_on) <= a.held_on)
    )
    select v.id as "visitId", v.episode_id as "episodeId", v.client_id as "clientId",
      coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as client, v.kind, v.held_on::text as day,
      to_char(lower(v.during) at time zone ${work.clinic.timeZone}, 'HH24:MI') as starts, v.staff_id as "staffId", v.held_in as state
    from unheld v
    join client_now n on n.clinic_id = v.clinic_id and n.id = v.client_id
    order by v.held_on, v.during, v.id`.execute(work.db)
  return rows.flatMap(({ state, ...row }) => {
    const person = held.get(row.staffId)
    const needs = needsOn(row.kind, row.day, state)
    const refusal = person === undefined || needs === null ? null : mayHold(person, needs, row.day, state)
    return refusal === null ? [] : [{ ...row, refusal }]
  })
}
