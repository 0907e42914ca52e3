import { sql } from 'kysely'
import { addDays, type Day, instantAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { serviceOn } from '../../programs/library.ts'
import { needsOf } from '../../programs/needs.ts'
import { serviceRules } from '../../programs/queries/service-library.ts'
import { signersOn } from '../../programs/queries/signers.ts'
import { against, type Needs } from '../../staff/credentials.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'
import { credentialsOf } from '../../staff/queries/credentials.ts'
import { type Away, awayBetween } from '../../staff/queries/hours.ts'
import type { Leader } from '../opening.ts'
import { turnsOf } from '../recurrence.ts'
import { endOf } from '../times.ts'
import { boundTo, visitInTheWay } from './leaders.ts'

type Hour = { weekday: number; starts: string; minutes: number; every?: number; anchor?: Day | null }

/** So far ahead it is asked on which days somebody who is to lead is away. */
const lookAheadDays = 120

/** What somebody's diary says against leading a weekly hour from a day on; undefined: nobody who may be chosen. */
export async function leaderFacts(work: Work, staffId: string, hour: Hour, from: Day): Promise<Leader | undefined> {
  const person = (await cliniciansToChoose(work)).find((one) => one.value === staffId)
  if (person === undefined) return undefined
  const visit = await visitInTheWay(work, staffId, hour, from)
  return {
    name: person.label.split(',')[0] ?? person.label,
    leads: await boundTo(work, { staffId }, from),
    visit: visit === undefined ? null : { day: visit.heldOn, starts: visit.starts },
    covers: (await coverInTheWay(work, staffId, hour, from)) ?? null,
    away: await awayFor(work, staffId, hour, from),
  }
}

/** The coming meetings of a weekly hour, and those on which somebody is away. */
async function awayFor(work: Work, staffId: string, hour: Hour, from: Day): Promise<NonNullable<Leader['away']>> {
  const until = addDays(from, lookAheadDays)
  const turn = { weekday: hour.weekday, every: hour.every ?? 1, anchor: hour.anchor ?? null, from, to: null }
  const meetings = turnsOf(turn, from, until)
  const away = (await awayBetween(work, from, until)).filter((one) => one.staffId === staffId)
  return { meetings, days: away.length === 0 ? [] : meetings.filter((day) => isAway(work, away, hour, day)) }
}

/** Whether somebody's time away shares a minute with a meeting. */
export function isAway(
  work: Work,
  away: readonly Away[],
  { starts, minutes }: { starts: string; minutes: number },
  day: Day,
): boolean {
  if (away.length === 0) return false
  const begins = instantAt(day, starts.slice(0, 5), work.clinic.timeZone).getTime()
  return away.some((one) => one.from.getTime() < begins + minutes * 60_000 && begins < one.to.getTime())
}

const coverInTheWay = async (work: Work, staffId: string, hour: Hour, from: Day) => {
  const { rows } = await sql<{ day: Day; name: string }>`
    select l.held_on::text as day, r.name from session_leader l
    join group_series r on r.clinic_id = l.clinic_id and r.id = l.series_id
    join group_session g on g.clinic_id = l.clinic_id and g.id = l.session_id
    where l.is_cover and l.staff_id = ${staffId}::uuid and l.held_on >= ${from}::date and not isempty(g.during)
      and r.weekday = ${hour.weekday} and r.starts < ${endOf(hour.starts, hour.minutes)}::time
      and r.starts + make_interval(mins => r.minutes) > ${hour.starts}::time
    order by l.held_on limit 1`.execute(work.db)
  return rows[0]
}

/** What a kind of service asks of whoever holds it, as the clinic's rows say on a day. Null for a kind that nobody knows. */
export async function needsThen(work: Work, kind: string, day: Day, state: string): Promise<Needs | null> {
  const service = serviceOn(await serviceRules(work), kind, day)
  return service && needsOf(service, state, await signersOn(work, day))
}

/** The states in which a licence is asked for: by video where the members live, otherwise where the room is. */
export async function statesOf(
  work: Work,
  room: { state: string; isVideo: boolean },
  seriesId: string | null,
  day: Day,
): Promise<string[]> {
  if (!room.isVideo || seriesId === null) return [room.state]
  const { rows } = await sql<{ state: string }>`
    select distinct coalesce(h.state, ${room.state}) as state from seat s
    left join client_home_state h on h.clinic_id = s.clinic_id and h.client_id = s.client_id
    where s.series_id = ${seriesId}::uuid and s.during && daterange(${day}::date, null)`.execute(work.db)
  return rows.length === 0 ? [room.state] : rows.map((row) => row.state).sort()
}

export type Leading = {
  seriesId: string | null
  kind: string
  room: { state: string; isVideo: boolean }
  day: Day
  /** Whose credentials are judged, and who is in the room besides. */
  staffIds: readonly string[]
  alongside?: readonly string[]
}

/** What stands against some people leading a group on a day: their licences, and the training that its kind asks for. */
export async function againstLeading(work: Work, { seriesId, kind, room, day, ...who }: Leading): Promise<Refusal[]> {
  const needs = await needsThen(work, kind, day, room.state)
  if (needs === null) return []
  const alongside = who.alongside ?? []
  const held = await credentialsOf(work, [...who.staffIds, ...alongside])
  const persons = (ids: readonly string[]) => ids.flatMap((id) => held.get(id) ?? [])
  const states = await statesOf(work, room, seriesId, day)
  return against(persons(who.staffIds), needs, day, states, persons(alongside))
}
