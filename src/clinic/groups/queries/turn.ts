import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { type Held, mayTakeSeat } from '../rules.ts'
import { mayBeginSeat } from '../seating.ts'
import type { Placed } from '../waiting.ts'
import { seekerOf, seriesToTake, type Offered } from './seating.ts'
import { daysAhead, waitingFor, wantedById, type OpenWait, type Wanted } from './waiting.ts'

/** The days within the coming weeks from which on a chair of a group stands empty, the soonest first. */
export async function daysFree(work: Work, series: Wanted): Promise<Day[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const first = today > series.from ? today : series.from
  const { rows } = await sql<{ day: Day }>`
    select distinct upper(t.during)::text as day from seat t
    where t.series_id = ${series.id}::uuid and upper(t.during) > ${first}::date
      and upper(t.during) <= ${addDays(today, daysAhead)}::date order by 1`.execute(work.db)
  return [first, ...rows.map((row) => row.day)].filter((day) => series.to === null || day <= series.to)
}

/**
 * What stands between somebody who waits and a seat from a day on; null when it could be theirs. A seat that is offered to
 * them elsewhere at the same hour stands between as one they hold.
 */
export async function whatLacks(work: Work, wait: OpenWait, seriesId: string, day: Day): Promise<Refusal | null> {
  const stay = await stayById(work, wait.episodeId)
  if (stay === undefined) return refuse('after-stay', 'The stay has ended.')
  const from = day > stay.firstDay ? day : stay.firstDay
  // Before the group is asked: a stay that ends before the chair comes free has no days in it at all.
  const outside = mayBeginSeat(stay, from, dayAt(work.at, work.clinic.timeZone))
  if (outside) return outside
  const offered = await seriesToTake(work, seriesId, from, stay.lastDay, stay.clientId)
  if (offered === undefined) return refuse('ended', 'This group does not run any more.')
  const seeker = await seekerOf(work, stay, from)
  const held = [...seeker.held, ...(await offersHeld(work, stay.clientId, seriesId))]
  return mayTakeSeat({ series: offered.series, client: { ...seeker, held }, from, to: stay.lastDay })
}

/**
 * What stands between somebody who waits and the soonest seat of a group within the coming weeks; null when one could be theirs.
 * A full room is the last thing that is said: another day may have something else in the way.
 */
export async function whatLacksSoon(work: Work, wait: OpenWait, series: Wanted): Promise<Refusal | null> {
  let lack: Refusal | null = null
  for (const day of await daysFree(work, series)) {
    const found = await whatLacks(work, wait, series.id, day)
    if (found === null) return null
    if (lack === null || lack.refused === 'full') lack = found
  }
  return lack ?? refuse('ended', `${series.name} does not run in the coming weeks.`)
}

/** The hours of seats that are offered to somebody at this moment, but for one group. */
async function offersHeld(work: Work, clientId: string, but: string): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select r.id as series_id, r.name || ', which is offered' as name, r.weekday, to_char(r.starts, 'HH24:MI') as starts,
      to_char(r.starts + make_interval(mins => r.minutes), 'HH24:MI') as ends, o.first_day::text as "from", null as "to"
    from seat_offer o join group_series r on r.clinic_id = o.clinic_id and r.id = o.series_id
    where o.client_id = ${clientId}::uuid and o.series_id <> ${but}::uuid and upper(o.during) > ${work.at}::timestamptz`.execute(
    work.db,
  )
  return rows
}

/** Those of a list who could be offered a chair now: without an open offer, and not within the days of rest after their last. */
export const asksFor = (list: readonly Placed<OpenWait>[], seriesId: string): Placed<OpenWait>[] =>
  list.filter(({ entry }) => entry.offer === null && !entry.rested.includes(seriesId))

/**
 * Whether somebody may be given a seat by hand while others wait for it. Refuses 'waited-for' where as many people as there
 * are free chairs stand before them on the list and could come. Going out of turn is an offer with a reason, never a plain seat.
 */
export async function mayGoFirst(
  work: Work,
  stay: Stay,
  { row, series, chairs }: Offered,
  everybody?: readonly OpenWait[],
): Promise<Refusal | null> {
  // Who asks about several groups knows who waits already.
  if (everybody?.every((wait) => wait.clientId === stay.clientId)) return null
  const wanted = await wantedById(work, row.id)
  if (wanted === undefined) return null
  const list = await waitingFor(work, wanted, everybody)
  const own = list.find(({ entry }) => entry.clientId === stay.clientId)
  // A chair that is kept for this very person is theirs.
  if (own?.entry.offer?.seriesId === row.id) return null
  const ahead = asksFor(list, row.id).filter(
    ({ place, entry }) => entry.clientId !== stay.clientId && (own === undefined || place < own.place),
  )
  let first = 0
  for (const { entry } of ahead) {
    if ((await whatLacks(work, entry, row.id, dayAt(work.at, work.clinic.timeZone))) === null) first += 1
    if (first >= chairs.length)
      return refuse(
        'waited-for',
        `${plural(first, 'person', 'people')} who could come ${first === 1 ? 'waits' : 'wait'} for ${series.name} and ${first === 1 ? 'stands' : 'stand'} before ${stay.firstName}. Open its waitlist: offer the seat in turn, or out of turn with a reason.`,
      )
  }
  return null
}
