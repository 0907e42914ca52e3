import { type Change, changed, type Ladder, laddersOf, sizeOf } from './changes-possible.ts'
import { unfitFor } from './fit.ts'
import type { Ground } from './ground.ts'
import type { Ask } from './group-choices.ts'
import type { ClientWeek } from './instance.ts'
import { bestOf, bestWith, fieldOf, type Proposal } from './match.ts'
import { noPrices } from './prices.ts'
import { visitChoicesOf, type VisitChoices } from './visit-choices.ts'
import { onlyShortfalls } from './weights.ts'

export type WayOut = { changes: readonly Change[]; size: number; week: ClientWeek }

/** A week in which nothing is missing, or null where none exists while everybody else stays. */
export const wholeWeek = (ask: Ask): ClientWeek | null => wholeBeside(ask, visitChoicesOf(bare(ask)))

const bare = (ask: Ask): Ask => {
  const ground: Ground = { ...ask.ground, weights: onlyShortfalls }
  return { ...ask, ground, prices: noPrices }
}

function wholeBeside(ask: Ask, visits: VisitChoices): ClientWeek | null {
  const field = fieldOf(bare(ask), { known: visits })
  const best = field === null ? null : bestOf(field)
  return best === null || best.cost > 1e-9 ? null : best.week
}

/**
 * The smallest changes that make a whole week possible where none is: every single change that does, each as small as it can
 * be, smallest first; where no single one does, pairs. Searched exactly: no smaller single change, and no smaller pair, of the
 * kinds above would do. Empty where a whole week exists already, and where not even two changes suffice.
 */
export function waysOut(ask: Ask, howMany = 5): WayOut[] {
  if (wholeWeek(ask) !== null) return []
  const ladders = laddersOf(ask)
  const house = askedOf(ask, ladders)
  const found = new Map<Change['kind'], number>()
  const singles = ladders.flatMap((ladder): WayOut[] => {
    const [{ kind } = { kind: 'seat' as const }] = ladder
    // Seats are of one size, and so are caseloads: more of them than are told would stand behind those that are.
    if (isOneOfMany(kind) && (found.get(kind) ?? 0) >= howMany) return []
    if (!house.mayDo(ladder)) return []
    const least = leastOn(ladder, (change) => house.wholeWith([change]))
    if (least === null) return []
    found.set(kind, (found.get(kind) ?? 0) + 1)
    return [{ changes: [least.change], size: sizeOf(least.change), week: least.week }]
  })
  if (singles.length > 0) return sorted(singles).slice(0, howMany)
  return pairs(house, ladders, howMany)
}

function leastOn(
  ladder: Ladder,
  week: (change: Change) => ClientWeek | null,
): { change: Change; week: ClientWeek } | null {
  const last = ladder.at(-1)
  const most = last === undefined ? null : week(last)
  if (last === undefined || most === null) return null
  let found = { change: last, week: most }
  let [low, high] = [0, ladder.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    const change = ladder[middle]
    const there = change === undefined ? null : week(change)
    if (change !== undefined && there !== null) {
      found = { change, week: there }
      high = middle
    } else low = middle + 1
  }
  return found
}

/** For each two ladders that lead out when both are climbed to the end: the smallest sum of two rungs. */
function pairs(house: Asked, ladders: readonly Ladder[], howMany: number): WayOut[] {
  const out: WayOut[] = []
  const floor = (ladder: Ladder) => (ladder[0] === undefined ? 0 : sizeOf(ladder[0]))
  const both = ladders
    .flatMap((one, at) => ladders.slice(at + 1).map((other) => ({ one, other, least: floor(one) + floor(other) })))
    .toSorted((a, b) => a.least - b.least)
  for (const { one, other, least } of both) {
    // Of equal size, what was found first stands first: from here on nothing comes before those that were found.
    if (least >= (sorted(out)[howMany - 1]?.size ?? Number.POSITIVE_INFINITY)) break
    const [oneLast, otherLast] = [one.at(-1), other.at(-1)]
    if (oneLast === undefined || otherLast === undefined) continue
    if (!house.mayDo(one, other) || house.wholeWith([oneLast, otherLast]) === null) continue
    let best: WayOut | null = null
    for (const first of one) {
      if (best !== null && sizeOf(first) + floor(other) >= best.size) break
      const second = leastOn(other, (change) => house.wholeWith([first, change]))
      const size = second === null ? Number.POSITIVE_INFINITY : sizeOf(first) + sizeOf(second.change)
      if (second !== null && size < (best?.size ?? Number.POSITIVE_INFINITY))
        best = { changes: [first, second.change], size, week: second.week }
    }
    if (best !== null) out.push(best)
  }
  return sorted(out).slice(0, howMany)
}

type Asked = {
  /** A whole week after some changes, or null. */
  wholeWith: (changes: readonly Change[]) => ClientWeek | null
  /** False where no rung of these ladders leads out: said of many at once, so that each need not be tried. */
  mayDo: (one: Ladder, other?: Ladder) => boolean
}

/** Of seats and caseloads a large house has hundreds; of everything else that could be changed, a handful. */
const isOneOfMany = (kind: Change['kind'] | undefined): kind is 'seat' | 'caseload' =>
  kind === 'seat' || kind === 'caseload'

/** So little that all the seats of a week together weigh less than any shortfall: it counts the seats that must be added. */
const seatPoints = 1e-4

/**
 * Asks for a whole week after changes none of which can be spared: then it uses every seat that is added, which says at once
 * where such a seat serves nobody. Visits do not hang on seats, so they are laid out once for all seats. With a seat added
 * everywhere for a small price, one search says how many are needed at least, and one more how many with a certain one among
 * them; a week has one therapist, so one search with a place in every caseload says whether one more place is of use.
 */
function askedOf(ask: Ask, ladders: readonly Ladder[]): Asked {
  const ofKind = (kind: Change['kind']) => ladders.flatMap((ladder) => (ladder[0]?.kind === kind ? [ladder[0]] : []))
  const caseloads = ofKind('caseload')
  const seats = ofKind('seat').flatMap((one) => (one.kind === 'seat' ? [one.series] : []))

  const after = kept((changes: readonly Change[]) => {
    const [whose, second] = changes.flatMap((change) => (change.kind === 'caseload' ? [change.clinician] : []))
    const isOne = whose !== undefined && second === undefined
    const asked = { ...changed(ask, changes), ...(isOne ? { onlyWith: whose } : {}) }
    return { asked, visits: visitChoicesOf(bare(asked)) }
  })
  const isWhole = kept((changes: readonly Change[]) => {
    const { asked, visits } = after(changes)
    return wholeBeside(asked, visits) !== null
  })
  const withSeats = kept((changes: readonly Change[]) => {
    const { asked, visits } = after(changes)
    const prices = { ...noPrices, seats: new Map(seats.map((id) => [id, seatPoints])) }
    const field = fieldOf(
      { ...bare(asked), prices, moreSeats: [...(asked.moreSeats ?? []), ...seats] },
      { known: visits },
    )
    return { field, least: seatsIn(field === null ? null : bestOf(field)) }
  })
  const leastSeats = (changes: readonly Change[], seat?: string): number => {
    const { field, least } = withSeats(changes)
    const series = seat === undefined ? undefined : ask.ground.lookup.series.get(seat)
    return field === null || series === undefined || least === Number.POSITIVE_INFINITY
      ? least
      : seatsIn(bestWith(field, series))
  }

  const mayDoOne = (change: Change): boolean => {
    if (change.kind === 'seat') return leastSeats([]) <= 1 && leastSeats([], change.series) <= 1
    return change.kind !== 'caseload' || isWhole(caseloads)
  }
  const mayDoTwo = (change: Change, other: Change): boolean => {
    if (other.kind !== 'seat' && change.kind === 'seat') return mayDoTwo(other, change)
    if (other.kind === 'caseload') return change.kind !== 'caseload' && isWhole([change, ...caseloads])
    if (change.kind === 'caseload' && other.kind !== 'seat') return mayDoTwo(other, change)
    if (other.kind !== 'seat') return true
    if (change.kind === 'seat')
      return leastSeats([]) <= 2 && leastSeats([], change.series) <= 2 && leastSeats([], other.series) <= 2
    if (change.kind === 'caseload' && leastSeats(caseloads) > 1) return false
    return leastSeats([change]) <= 1 && leastSeats([change], other.series) <= 1
  }
  return {
    mayDo: (one, other) => {
      const [first, second] = [one.at(-1), other?.at(-1)]
      return first !== undefined && (second === undefined ? mayDoOne(first) : mayDoTwo(first, second))
    },
    wholeWith: (changes) => {
      const others = changes.filter((change) => change.kind !== 'seat')
      // One client, one therapist: of two places in caseloads one would be spared.
      if (others.filter(({ kind }) => kind === 'caseload').length > 1) return null
      const wanted = changes.flatMap((change) => (change.kind === 'seat' ? [change.series] : []))
      const { asked, visits } = after(others)
      const isOpen = wanted.every((id) => {
        const series = ask.ground.lookup.series.get(id)
        return series !== undefined && unfitFor(asked.client, series) === null
      })
      const moreSeats = [...(asked.moreSeats ?? []), ...wanted]
      const mustHave = [...(asked.mustHave ?? []), ...wanted]
      return isOpen ? wholeBeside({ ...asked, moreSeats, mustHave }, visits) : null
    },
  }
}

/** How many added seats a whole week takes; Infinity where it is not whole. */
const seatsIn = (best: Proposal | null): number =>
  best === null || best.cost > 1e-9 ? Number.POSITIVE_INFINITY : Math.round(best.priced / seatPoints)

/** An answer for each list of changes, worked out once. */
function kept<Answer>(answer: (changes: readonly Change[]) => Answer): (changes: readonly Change[]) => Answer {
  const known = new Map<string, Answer>()
  return (changes) => {
    const name = JSON.stringify(changes)
    const one = known.get(name) ?? answer(changes)
    known.set(name, one)
    return one
  }
}

const sorted = (list: readonly WayOut[]): WayOut[] => list.toSorted((one, other) => one.size - other.size)
