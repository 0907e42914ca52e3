import { forgetHours, placeVisits, scratchOf, type Scratch } from './day-visits.ts'
import type { WeekDays } from './week-days.ts'

/** What the shared things cost this client now: by place in `options.seats` and `options.visits`. */
export type OwnPrices = { seats: Float64Array; visits: Float64Array; travelDay: number }

/** A week: places in `options.seats`; the visit's place by kind, −1 for none. `points` without prices, `priced` with them. */
export type FoundWeek = { seats: number[]; visits: [number, number, number]; points: number; priced: number }

const infinity = Number.POSITIVE_INFINITY

/**
 * The cheapest week of one client at these prices, exactly; where several therapists had to be tried, the best week with each.
 * The first is the best. A search over the days with what has been reached as the state: minutes, core, days, topics, visits.
 */
export function cheapestWeeks(week: WeekDays, prices: OwnPrices): FoundWeek[] {
  const anybody = search(week, prices, 'anybody')
  if (anybody === null) return []
  const [alone, family] = anybody.week.visits
  const { who } = week.visits
  if (family < 0 || alone < 0 || who[alone] === who[family]) return [anybody.week]
  // Two different therapists: each one by itself, the promising first, until none can be better.
  const floors = floorsOf(week, prices, anybody)
  const found: FoundWeek[] = []
  const without = search(week, prices, 'nobody')
  if (without !== null) found.push(without.week)
  let best = without?.week.priced ?? infinity
  for (const { therapist, floor } of floors) {
    if (floor >= best - 1e-9) break
    const one = search(week, prices, therapist)
    if (one === null) continue
    found.push(one.week)
    best = Math.min(best, one.week.priced)
  }
  return found.toSorted((a, b) => a.priced - b.priced)
}

/**
 * For each therapist a sum that no week with them alone is cheaper than, the least first: the best week with whomever, and at
 * least what their hours cost more than the cheapest of the same slots.
 */
function floorsOf(week: WeekDays, prices: OwnPrices, anybody: Found): { therapist: number; floor: number }[] {
  const { slot, kind, who, points, travels } = week.visits
  const scratch = scratchOf(week)
  cheapestHours(week, prices, 'anybody', scratch)
  const more = [new Float64Array(week.whoCount).fill(infinity), new Float64Array(week.whoCount).fill(infinity)]
  for (let place = 0; place < slot.length; place += 1) {
    const list = more[kind[place] ?? 2]
    const at = slot[place] ?? -1
    if (list === undefined || at < 0) continue
    const least = (travels[place] === 1 ? scratch.go[at] : scratch.stay[at]) ?? 0
    const whose = who[place] ?? 0
    list[whose] = Math.min(list[whose] ?? infinity, (points[place] ?? 0) + (prices.visits[place] ?? 0) - least)
  }
  const [alone, family] = more
  return Array.from({ length: week.whoCount }, (_, therapist) => ({
    therapist,
    floor:
      (alone?.[therapist] ?? infinity) +
      Math.min(anybody.withoutFamily, anybody.week.priced + (family?.[therapist] ?? infinity)),
  }))
    .filter((one) => one.floor < infinity)
    .toSorted((a, b) => a.floor - b.floor || a.therapist - b.therapist)
}

type Therapist = number | 'anybody' | 'nobody'
type Found = { week: FoundWeek; withoutFamily: number }

/** Slot by slot the cheapest option, without leaving home and with, for who may be the therapist. */
function cheapestHours(week: WeekDays, prices: OwnPrices, therapist: Therapist, scratch: Scratch): void {
  const { slot, kind, who, points, travels } = week.visits
  const { stay, stayAt, go, goAt } = scratch
  forgetHours(scratch, week.slotCount)
  for (let place = 0; place < slot.length; place += 1) {
    if (kind[place] !== 2 && therapist !== 'anybody' && who[place] !== therapist) continue
    const at = slot[place] ?? -1
    const cost = (points[place] ?? 0) + (prices.visits[place] ?? 0)
    if (cost < (go[at] ?? infinity)) {
      go[at] = cost
      goAt[at] = place
    }
    if (travels[place] === 0 && cost < (stay[at] ?? infinity)) {
      stay[at] = cost
      stayAt[at] = place
    }
  }
}

/** The cheapest week with this therapist alone (nobody: with none; anybody: whoever, even two). */
function search(week: WeekDays, prices: OwnPrices, therapist: Therapist): Found | null {
  const { days, ends } = week
  const scratch = scratchOf(week)
  cheapestHours(week, prices, therapist, scratch)
  scratch.now.fill(infinity, 0, ends.length)
  scratch.now[0] = 0
  scratch.states[0] = 0
  scratch.count = 1
  for (let number = 0; number < days.length; number += 1) {
    fillTable(week, number, prices, scratch)
    oneDay(week, number, scratch)
  }
  const { now, states } = scratch
  let end = -1
  let best = infinity
  let withoutFamily = infinity
  for (let at = 0; at < scratch.count; at += 1) {
    const first = (states[at] ?? 0) * 8
    for (let state = first; state < first + 8; state += 1) {
      const points = (now[state] ?? infinity) + (ends[state] ?? infinity)
      if ((state & 2) === 0 && points < withoutFamily) withoutFamily = points
      if (points < best - 1e-9) {
        best = points
        end = state
      }
    }
  }
  return end < 0 ? null : { week: traced(week, prices, scratch, end, best), withoutFamily }
}

/** From everything that can be reached before a day to everything that can be reached with it. */
function oneDay(week: WeekDays, number: number, scratch: Scratch): void {
  const day = week.days[number]
  const back = scratch.back[number]
  const via = scratch.via[number]
  const cost = scratch.tables[number]?.cost
  if (day === undefined || back === undefined || via === undefined || cost === undefined) return
  const { sets } = week
  const { now, next, states, nextStates, isThere, adds, addCosts } = scratch
  next.fill(infinity, 0, week.ends.length)
  let found = 0
  for (let gain = 0; gain < day.reached.length; gain += 1) {
    const reached: Int32Array | undefined = day.reached[gain]
    if (reached === undefined) continue
    let many = 0
    for (const more of sets) {
      const points = cost[gain * 8 + more] ?? infinity
      if (points === infinity) continue
      adds[many] = more
      addCosts[many] = points
      many += 1
    }
    if (many === 0) continue
    for (let at = 0; at < scratch.count; at += 1) {
      const state = states[at] ?? 0
      const to: number = reached[state] ?? -1
      if (to < 0) continue
      if (isThere[to] === 0) {
        isThere[to] = 1
        nextStates[found] = to
        found += 1
      }
      for (const placed of sets) {
        const base = now[state * 8 + placed] ?? infinity
        if (base === infinity) continue
        for (let add = 0; add < many; add += 1) {
          const more = adds[add] ?? 0
          if ((more & placed) !== 0) continue
          const points = base + (addCosts[add] ?? 0)
          const then = to * 8 + (placed | more)
          if (points >= (next[then] ?? infinity) - 1e-9) continue
          next[then] = points
          back[then] = state * 8 + placed
          via[then] = gain * 8 + more
        }
      }
    }
  }
  for (let at = 0; at < found; at += 1) isThere[nextStates[at] ?? 0] = 0
  scratch.now = next
  scratch.next = now
  scratch.states = nextStates
  scratch.nextStates = states
  scratch.count = found
}

/** For everything that a day can add to what is reached, with each set of visits: the cheapest way to add it. */
function fillTable(week: WeekDays, number: number, prices: OwnPrices, scratch: Scratch): void {
  const day = week.days[number]
  const table = scratch.tables[number]
  if (day === undefined || table === undefined) return
  table.cost.fill(infinity, 0, day.gains.length * 8)
  placeVisits(week, number, scratch)
  for (let at = 0; at < day.groups.length; at += 1) {
    const groups = day.groups[at]
    if (groups === undefined) continue
    let points = groups.points
    for (const place of groups.seats) points += prices.seats[place] ?? 0
    const isOut = day.leaves[groups.leaves]?.onSite === true
    for (const set of week.sets) {
      // At home where nothing calls one out; on the way anyway otherwise.
      const home = isOut ? infinity : (table.placed[groups.leaves * 16 + set] ?? infinity)
      const out =
        isOut || set !== 0 ? (table.placed[groups.leaves * 16 + 8 + set] ?? infinity) + prices.travelDay : infinity
      const cost = points + Math.min(home, out)
      const place = groups.gain * 8 + set
      if (cost >= (table.cost[place] ?? infinity)) continue
      table.cost[place] = cost
      table.groups[place] = at
      table.goes[place] = out < home ? 1 : 0
    }
  }
}

/** The week that led to this end. */
function traced(week: WeekDays, prices: OwnPrices, scratch: Scratch, last: number, best: number): FoundWeek {
  const seats: number[] = []
  const visits: FoundWeek['visits'] = [-1, -1, -1]
  let end = last
  for (let number = week.days.length - 1; number >= 0; number -= 1) {
    const day = week.days[number]
    const table = scratch.tables[number]
    const via = scratch.via[number]?.[end] ?? -1
    const groups = day?.groups[table?.groups[via] ?? -1]
    end = scratch.back[number]?.[end] ?? 0
    if (day === undefined || table === undefined || groups === undefined) continue
    seats.push(...groups.seats)
    const goes = table.goes[via] === 1
    const chosen = (groups.leaves * 16 + (goes ? 8 : 0) + (via % 8)) * 3
    for (let kind = 0; kind < 3; kind += 1) {
      if (((via % 8) & (1 << kind)) === 0) continue
      const slot = (day.firstSlot[kind] ?? 0) + (table.slots[chosen + kind] ?? 0)
      visits[kind] = (goes ? scratch.goAt[slot] : scratch.stayAt[slot]) ?? -1
    }
  }
  let priced = 0
  for (const place of seats) priced += prices.seats[place] ?? 0
  for (const place of visits) if (place >= 0) priced += prices.visits[place] ?? 0
  return { seats: seats.toReversed(), visits, points: best - priced, priced: best }
}
