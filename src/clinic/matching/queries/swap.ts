import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { sha256 } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { notNowFor } from '../../groups/queries/apart.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { visitKinds, weekLines } from '../cost.ts'
import { unfitFor, waysTo } from '../fit.ts'
import { groundOf } from '../ground.ts'
import type { ClientWeek } from '../instance.ts'
import { missingIn } from '../proposal.ts'
import { seenOf, weekFields } from '../week-form.ts'
import { type Known, knownOf } from './instance.ts'
import { pricesFor } from './prices.ts'
import { type HouseKnown, houseOf } from './program.ts'
import { roomFor } from './room.ts'
import { waitedFor } from './waited.ts'
import { weightsOn } from './weights.ts'

/** Somebody whose week would be another: how it stands and how it would. */
export type SwapPart = { stay: Stay; before: ClientWeek | null; after: ClientWeek; seen: string }
/**
 * A week for one client that lacks less than theirs, for which a few others would have to move. `missing`: what is prescribed and
 * not in it, in words; none: it is whole. `shown`: what it came to, in one word.
 */
export type SwapFound = {
  kind: 'found'
  client: SwapPart
  movers: SwapPart[]
  house: HouseKnown
  missing: string[]
  shown: string
}
/** None: nobody's moving would help, of so many who were looked at. */
export type SwapAnswer = SwapFound | { kind: 'none'; asked: number }

/** Everybody's week in a large house takes longer to read than anybody waits for a page: so many, the nearest first, are looked at. */
const mostAsked = 120

/**
 * The week that this client could have if at most three others moved, as the house stands at this moment: whole where it can be,
 * else one that lacks less than what they have or could have now. Nobody who moves lacks more than today or gets another therapist, nobody passes those who wait for a seat, and what a director decided about a
 * room holds for all of them. Whoever has what this client would need is looked at, in a large house the nearest of them; `saidNo`
 * (ids of clients) stay where they are.
 */
export async function swapOf(work: Work, stay: Stay, from: Day, saidNo: readonly string[] = []): Promise<SwapAnswer> {
  const near = await nearTo(work, await knownOf(work, stay, from))
  const notAsked = new Set(saidNo)
  const asked = near.filter((one) => !notAsked.has(one.clientId)).length
  const house = await houseOf(work, from, { programs: [], without: null }, [stay, ...near])
  const weights = await weightsOn(work, from)
  const ground = groundOf(house.instance, weights)
  const client = ground.lookup.clients.get(stay.clientId)
  if (client === undefined) return { kind: 'none', asked }
  const standing = house.instance.clients.flatMap((one) => one.now ?? [])
  const shut = new Map<string, string[]>([[client.id, [...(await notNowFor(work, client.id, from))]]])
  // Of the moves that help as much, those that leave alone what others will want tomorrow.
  const { prices } = await pricesFor(work, {
    series: house.instance.series.map(({ id }) => id),
    staff: house.instance.clinicians.map(({ id }) => id),
  })
  for (let round = 0; round < 5; round += 1) {
    const swap = await roomFor({ instance: house.instance, weights, client, standing, shut, notAsked, prices })
    if (swap === null) return { kind: 'none', asked }
    const parts: SwapPart[] = []
    let isOpen = true
    for (const after of [swap.week, ...swap.moved]) {
      const one = house.stays.get(after.client)
      if (one === undefined) return { kind: 'none', asked }
      const known = await knownOf(work, one, from)
      const closed = await closedTo(work, known, after)
      if (closed.length > 0) {
        shut.set(after.client, [...(shut.get(after.client) ?? []), ...closed])
        isOpen = false
      }
      const { now } = known.seeker
      parts.push({ stay: one, before: now, after, seen: seenOf(now, known.lead) })
    }
    const [first, ...movers] = parts
    if (!isOpen || first === undefined) continue
    const groups = swap.week.series.flatMap((id) => ground.lookup.series.get(id) ?? [])
    const missing = missingIn(client, weekLines(client, swap.week, ground.lookup, weights), groups)
    return { kind: 'found', client: first, movers, house, missing, shown: shownOf(parts) }
  }
  return { kind: 'none', asked }
}

/**
 * The stays of those who have what this client would need: a seat in a full group that suits them, or hours with a clinician whom
 * they see or could see; and those of their program, who may make room for one of these. Whoever sits in most of those groups
 * first, then whoever has most of those hours.
 */
async function nearTo(work: Work, { instance, seeker, occupancy, lead, from, stay }: Known): Promise<Stay[]> {
  const full = instance.series
    .filter((one) => unfitFor(seeker, one) === null && (occupancy.seats.get(one.id)?.taken ?? 0) >= one.seats)
    .map(({ id }) => id)
  const seen = visitKinds.flatMap((kind) => seeker.now?.[kind]?.clinician ?? [])
  const own = [...new Set([...seen, ...(lead === null ? [] : [lead])])]
  const suiting = instance.clinicians
    .filter((one) => waysTo(seeker, one).onSite || waysTo(seeker, one).byVideo)
    .map(({ id }) => id)
  const { rows } = await sql<{ id: string }>`
    with sits as materialized (
      select t.episode_id, count(*) as n from seat t
      where t.series_id = any (${full}::uuid[]) and t.during && daterange(${from}::date, ${from}::date + 7) group by 1),
    sees as materialized (
      select v.episode_id, count(*) filter (where v.staff_id = any (${own}::uuid[])) as own, count(*) as n from visit v
      where v.staff_id = any (${[...new Set([...own, ...suiting])]}::uuid[]) and v.held_on >= ${from}::date and v.held_on < ${from}::date + 14
        and not isempty(v.during) group by 1)
    select e.id from episode e left join sits on sits.episode_id = e.id left join sees on sees.episode_id = e.id
    where (e.program_id = ${stay.programId}::uuid or e.id in (select episode_id from sits union select episode_id from sees)) and e.client_id <> ${stay.clientId}
      and e.during @> ${from}::date and (upper(e.during) is null or upper(e.during) > ${from}::date + 7)
    order by coalesce(sits.n, 0) desc, coalesce(sees.own, 0) desc, coalesce(sees.n, 0) desc, e.id limit ${mostAsked}`.execute(
    work.db,
  )
  const stays: Stay[] = []
  for (const { id } of rows) {
    const one = await stayById(work, id)
    if (one !== undefined) stays.push(one)
  }
  return stays
}

/** Groups of this week that are new to them and not theirs to take: others wait, or a director decided so. */
async function closedTo(work: Work, known: Known, after: ClientWeek): Promise<string[]> {
  const before = known.seeker.now?.series ?? []
  const fresh = after.series.filter((id) => !before.includes(id))
  const decided = await notNowFor(work, known.stay.clientId, known.from)
  const waited = await waitedFor(
    work,
    known.stay,
    fresh.flatMap((id) => known.offered.get(id) ?? []),
  )
  const closed = fresh.filter((id) => waited.has(id) || decided.has(id) || !known.offered.has(id))
  return closed.length === 0 ? [] : [...closed, ...decided]
}

const shownOf = (parts: readonly SwapPart[]): string =>
  sha256(JSON.stringify(parts.map((one) => [one.stay.id, one.seen, weekFields(one.after)]))).slice(0, 16)
