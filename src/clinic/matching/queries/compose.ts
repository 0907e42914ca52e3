import { type Day, weekOf } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { notNowFor } from '../../groups/queries/apart.ts'
import { somePartOf } from '../../groups/queries/board.ts'
import { seriesStanding, type StandingRow } from '../../groups/queries/series.ts'
import type { Stay } from '../../plans/queries.ts'
import { groundOf } from '../ground.ts'
import { type Ask, candidatesOf } from '../group-choices.ts'
import { type Field, fieldOf, matchWeeks, type Proposal } from '../match.ts'
import type { Prices } from '../prices.ts'
import { nearestFirst, reasonFor, type SeriesReason } from '../reasons.ts'
import { type WayOut, waysOut } from '../smallest-change.ts'
import { steered } from '../steer.ts'
import type { Weights } from '../weights.ts'
import { type Known, knownOf } from './instance.ts'
import { pricesFor, type PricesKnown } from './prices.ts'
import { waitedFor } from './waited.ts'
import { weightsOn } from './weights.ts'

/** What the coordinator said beside the instance: what stays, what must be in, what is left out. */
export type Adjusted = { pinned: readonly string[]; mustHave: readonly string[]; mustNot: readonly string[] }
export const asItIs: Adjusted = { pinned: [], mustHave: [], mustNot: [] }

/** What is looked for beyond the weeks: in a house of many groups only once somebody asks, since it takes longer than all else. */
export type Further = {
  why: boolean
  ways: boolean
  /** Words of a group's name, leader or room, of whatever program: why is it not in the week? */
  find?: string
}
const asNeeded: Further = { why: false, ways: false }

/** A group that somebody asked about: in week 1, with its reason, or not one that they could have at all. */
export type AskedAbout = { row: StandingRow; reason: SeriesReason | 'in-week' | 'other-program' | 'other-site' }
const mostFound = 12
/** A program with more groups than this is a large one: the nearest reasons are told, and ways out are searched when asked for. */
const manyGroups = 60

export type Composed = {
  known: Known
  ask: Ask
  prices: PricesKnown
  weights: Weights
  proposals: Proposal[]
  /** Why each other group of the program is not in the first of them. */
  reasons: SeriesReason[]
  /** Groups that would be possible and were not compared, in a house of very many. */
  uncompared: number
  /** Groups that could not be had either, whose reasons were not told, in a house of very many. */
  untold: number
  /** Where none is whole: the smallest changes that would make one possible. Null: not searched, since nobody asked. */
  ways: WayOut[] | null
  /** Groups with a free chair for which others wait who stand before this client, each with the sentence. */
  waited: ReadonlyMap<string, string>
  /** The groups of the whole clinic that were asked about by name. Null: nobody asked. */
  found: AskedAbout[] | null
}

const howMany = 5

/** The best whole weeks of one client from a day on, as the house stands at this moment. */
export async function composeFor(
  work: Work,
  stay: Stay,
  from: Day,
  adjusted: Adjusted = asItIs,
  further: Further = asNeeded,
): Promise<Composed> {
  const known = await knownOf(work, stay, from, false, false)
  const weights = await weightsOn(work, from)
  const prices = await pricesFor(work, { series: [...known.offered.keys()], staff: [...known.clinicians.keys()] })
  const client = { ...known.seeker, pinned: adjusted.pinned }
  // Somebody else than a named therapist: they hold no hour for this client here.
  const clinicians = known.instance.clinicians.filter(({ id }) => !adjusted.mustNot.includes(id))
  // Without pairs: whom they must not meet is met below, as every decision about a room is.
  const instance = { ...known.instance, clients: [client], clinicians, apart: [] }
  // What a director decided about a room is met in one way, whatever it was: the group is not open to this client now.
  const notNow = await notNowFor(work, stay.clientId, from)
  const shut = [...adjusted.mustNot, ...[...notNow].filter((id) => !(client.now?.series.includes(id) ?? false))]
  const bare: Ask = {
    ground: groundOf(instance, weights),
    client,
    occupancy: known.occupancy,
    prices: prices.prices,
    mustHave: adjusted.mustHave,
    mustNot: shut,
  }
  // What others may want tomorrow steers the choice; it takes nothing from whoever is here.
  const worth = steered(bare).prices
  const ask: Ask = {
    ...bare,
    prices: adjusted.mustNot.includes(known.lead ?? '') ? worth : withLead(worth, known, weights),
  }
  let proposals = matchWeeks(ask, howMany)
  // Who waits for a chair is asked only of the groups that would be given, and those that fall out are composed around.
  const waited = new Map<string, string>()
  for (let round = 0; round < 3; round += 1) {
    const wanted = [...new Set(proposals.flatMap(({ week }) => week.series))].filter(
      (id) => !waited.has(id) && !(client.now?.series.includes(id) ?? false),
    )
    const found = await waitedFor(
      work,
      stay,
      wanted.flatMap((id) => known.offered.get(id) ?? []),
    )
    if (found.size === 0) break
    for (const [id, sentence] of found) waited.set(id, sentence)
    proposals = matchWeeks({ ...ask, mustNot: [...shut, ...waited.keys()] }, howMany)
  }
  const closed = { ...ask, mustNot: [...shut, ...waited.keys()] }
  const [first] = proposals
  const field = first === undefined ? null : fieldOf(closed)
  const isLarge = instance.series.length > manyGroups
  const told = first === undefined || field === null ? noReasons : reasonsIn(field, first, isLarge && !further.why)
  const isSearched = first !== undefined && !first.isWhole
  const ways = !isSearched ? [] : isLarge && !further.ways ? null : waysOut(closed, 4)
  return {
    known: { ...known, seeker: client, instance },
    ask: closed,
    prices,
    weights,
    proposals,
    ...told,
    ways,
    waited,
    found: await askedAbout(work, known, field, first, further.find?.trim() ?? ''),
  }
}

/** Why each group of some words, whatever program it belongs to, is not in the first week. */
async function askedAbout(
  work: Work,
  { offered, stay, from }: Known,
  field: Field | null,
  first: Proposal | undefined,
  words: string,
): Promise<AskedAbout[] | null> {
  if (words.length < 2 || field === null || first === undefined) return null
  const { series } = await somePartOf(work, weekOf(from), { words }, { place: 1, most: mostFound })
  const rows = await seriesStanding(work, from, { ids: series })
  return rows.map((row) => {
    if (first.week.series.includes(row.id)) return { row, reason: 'in-week' }
    const option = field.ask.ground.lookup.series.get(row.id)
    if (offered.has(row.id) && option !== undefined) return { row, reason: reasonFor(field, first, option) }
    return { row, reason: row.programId === stay.programId ? 'other-site' : 'other-program' }
  })
}

const noReasons = { reasons: [], uncompared: 0, untold: 0 }

/** Every group that cannot be had says why; of those that could, this many are compared week against week. */
const mostCompared = 60
/** Of a large program, unasked: this many compared, and this many told in all. */
const [nearCompared, nearTold] = [5, 12]

function reasonsIn(
  field: Field,
  first: Proposal,
  nearestOnly: boolean,
): Pick<Composed, 'reasons' | 'uncompared' | 'untold'> {
  const possible = candidatesOf(field.ask)
    .filter(({ series }) => !first.week.series.includes(series.id))
    .toSorted((one, other) => (nearestOnly ? one.cost - other.cost : 0))
    .map(({ series }) => series.id)
  const left = new Set(possible.slice(nearestOnly ? nearCompared : mostCompared))
  const reasons = field.ask.ground.instance.series
    .filter(({ id }) => !first.week.series.includes(id) && !left.has(id))
    .map((series) => reasonFor(field, first, series))
  if (!nearestOnly) return { reasons, uncompared: left.size, untold: 0 }
  const near = nearestFirst(reasons).slice(0, nearTold)
  return { reasons: near, uncompared: left.size, untold: reasons.length - near.length }
}

/**
 * A primary therapist with whom no hour stands yet is still theirs: seeing somebody else costs what a change of therapist
 * costs, kept as the price of everybody else's caseload.
 */
function withLead(prices: Prices, { seeker, lead, clinicians }: Known, { movedTherapist }: Weights): Prices {
  if (lead === null || (seeker.now?.individual ?? seeker.now?.family ?? null) !== null) return prices
  const caseload = new Map(prices.caseload)
  for (const id of clinicians.keys()) if (id !== lead) caseload.set(id, (caseload.get(id) ?? 0) + movedTherapist)
  return { ...prices, caseload }
}
