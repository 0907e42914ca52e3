import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { sha256 } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { notNowFor } from '../../groups/queries/apart.ts'
import type { Stay } from '../../plans/queries.ts'
import { groundOf } from '../ground.ts'
import type { ClientWeek } from '../instance.ts'
import { swapFor } from '../swaps.ts'
import { seenOf, weekFields } from '../week-form.ts'
import { type Known, knownOf } from './instance.ts'
import { type HouseKnown, houseOf } from './program.ts'
import { waitedFor } from './waited.ts'
import { weightsOn } from './weights.ts'

/** Somebody whose week would be another: how it stands and how it would. */
export type SwapPart = { stay: Stay; before: ClientWeek | null; after: ClientWeek; seen: string }
/** A whole week for one client, for which a few others would have to move. `shown`: what it came to, in one word. */
export type SwapFound = { kind: 'found'; client: SwapPart; movers: SwapPart[]; house: HouseKnown; shown: string }
/** None of them: nobody's moving would help; the house is too large to be asked in one breath. */
export type SwapAnswer = SwapFound | { kind: 'none' } | { kind: 'too-large' }

/** Beyond so many in care, reading everybody's week takes longer than anybody waits for a page. */
const mostInCare = 400
const others = 2

/**
 * The whole week that this client could have if at most two others moved, as the house stands at this moment: nobody who moves
 * lacks more than today or gets another therapist, nobody passes those who wait for a seat, and what a director decided about a
 * room holds for all of them.
 */
export async function swapOf(work: Work, stay: Stay, from: Day): Promise<SwapAnswer> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from episode where during @> ${from}::date`.execute(work.db)
  if ((rows[0]?.n ?? 0) > mostInCare) return { kind: 'too-large' }
  const house = await houseOf(work, from, { programs: [], without: null })
  const ground = groundOf(house.instance, await weightsOn(work, from))
  const client = ground.lookup.clients.get(stay.clientId)
  if (client === undefined) return { kind: 'none' }
  const standing = house.instance.clients.flatMap((one) => one.now ?? [])
  const shut = new Map<string, string[]>([[client.id, [...(await notNowFor(work, client.id, from))]]])
  for (let round = 0; round < 5; round += 1) {
    const swap = swapFor(ground, client, standing, { others, shut })
    if (swap === null || swap.shortfall > 1e-6) return { kind: 'none' }
    const parts: SwapPart[] = []
    let isOpen = true
    for (const after of [swap.week, ...swap.moved]) {
      const one = house.stays.get(after.client)
      if (one === undefined) return { kind: 'none' }
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
    if (isOpen && first !== undefined) return { kind: 'found', client: first, movers, house, shown: shownOf(parts) }
  }
  return { kind: 'none' }
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
