import type { Day, DayGroups, WeekDays } from './week-days.ts'

/** What the shared things cost this client now: by place in `options.seats` and `options.visits`. */
export type OwnPrices = { seats: Float64Array; visits: Float64Array; travelDay: number }

/** A week: places in `options.seats`; the visit's place by kind, −1 for none. `points` without prices, `priced` with them. */
export type FoundWeek = { seats: number[]; visits: [number, number, number]; points: number; priced: number }

const infinity = Number.POSITIVE_INFINITY

type Best = { stay: Float64Array; stayAt: Int32Array; go: Float64Array; goAt: Int32Array }

/**
 * The cheapest week of one client at these prices, exactly; where several therapists had to be tried, the best week with each.
 * The first is the best. A search over the days with what has been reached as the state: minutes, core, days, topics, visits.
 */
export function cheapestWeeks(week: WeekDays, prices: OwnPrices): FoundWeek[] {
  const { options } = week
  const anybody = search(week, prices, null)
  if (anybody === null) return []
  const [alone, family] = anybody.visits
  const who = (place: number) => options.visits[place]?.clinician.id
  if (family < 0 || alone < 0 || who(alone) === who(family)) return [anybody]
  // Two different therapists: each one by itself, the promising first, until none can be better.
  const floor = new Map<string, { alone: number; family: number }>()
  options.visits.forEach((visit, place) => {
    if (visit.kind === 'medication') return
    const own = floor.get(visit.clinician.id) ?? { alone: infinity, family: 0 }
    const points = visit.points + (prices.visits[place] ?? 0)
    if (visit.kind === 'individual') own.alone = Math.min(own.alone, points)
    floor.set(visit.clinician.id, own)
  })
  const found: FoundWeek[] = []
  const without = search(week, prices, '')
  if (without !== null) found.push(without)
  let best = without?.priced ?? infinity
  for (const [id, own] of [...floor].toSorted((a, b) => a[1].alone - b[1].alone || (a[0] < b[0] ? -1 : 1))) {
    // Whoever it is: at least what anybody costs, with this therapist's cheapest hour in place of the cheapest of all.
    if (own.alone === infinity || (found.length > 1 && anybody.priced >= best - 1e-9)) continue
    const one = search(week, prices, id)
    if (one === null) continue
    found.push(one)
    best = Math.min(best, one.priced)
  }
  return found.toSorted((a, b) => a.priced - b.priced)
}

/** The cheapest week with this therapist alone ('' : with none; null: whoever, even two). */
function search(week: WeekDays, prices: OwnPrices, therapist: string | null): FoundWeek | null {
  const { sizes, ends, days } = week
  const width = ends.length
  let now = new Float64Array(width).fill(infinity)
  now[0] = 0
  const from: Int32Array[] = []
  const via: Int32Array[] = []
  const tables: DayTable[] = []
  for (const day of days) {
    const table = tableOf(week, day, prices, therapist)
    const next = new Float64Array(width).fill(infinity)
    const back = new Int32Array(width).fill(-1)
    const choice = new Int32Array(width).fill(-1)
    for (let state = 0; state < width; state += 1) {
      const base = now[state] ?? infinity
      if (base === infinity) continue
      const visits = state % 8
      let rest = Math.floor(state / 8)
      const topics = rest % sizes.topics
      rest = Math.floor(rest / sizes.topics)
      const met = rest % sizes.days
      rest = Math.floor(rest / sizes.days)
      const core = rest % sizes.core
      const minutes = Math.floor(rest / sizes.core)
      for (let at = 0; at < table.length; at += 1) {
        const one = table[at]
        if (one === undefined || (one.visits & visits) !== 0 || minutes + one.minutes >= sizes.minutes) continue
        const reached =
          ((((minutes + one.minutes) * sizes.core + Math.min(sizes.core - 1, core + one.core)) * sizes.days +
            Math.min(sizes.days - 1, met + one.met)) *
            sizes.topics +
            (topics | one.topics)) *
            8 +
          (visits | one.visits)
        const points = base + one.priced
        if (points < (next[reached] ?? infinity) - 1e-9) {
          next[reached] = points
          back[reached] = state
          choice[reached] = at
        }
      }
    }
    from.push(back)
    via.push(choice)
    tables.push(table)
    now = next
  }
  let end = -1
  let best = infinity
  for (let state = 0; state < width; state += 1) {
    const points = (now[state] ?? infinity) + (ends[state] ?? infinity)
    if (points < best - 1e-9) {
      best = points
      end = state
    }
  }
  if (end < 0) return null
  const found: FoundWeek = { seats: [], visits: [-1, -1, -1], points: 0, priced: best }
  for (let at = days.length - 1; at >= 0; at -= 1) {
    const taken = tables[at]?.[via[at]?.[end] ?? -1]
    if (taken !== undefined) {
      found.seats.push(...taken.groups.seats)
      taken.places.forEach((place, kind) => {
        if (place >= 0) found.visits[kind] = place
      })
    }
    end = from[at]?.[end] ?? 0
  }
  const priced =
    found.seats.reduce((all, place) => all + (prices.seats[place] ?? 0), 0) +
    found.visits.reduce((all, place) => all + (place < 0 ? 0 : (prices.visits[place] ?? 0)), 0)
  return { ...found, seats: found.seats.toReversed(), points: best - priced }
}

type DayEntry = {
  priced: number
  minutes: number
  core: number
  met: number
  topics: number
  visits: number
  groups: DayGroups
  places: [number, number, number]
}
type DayTable = DayEntry[]

/** For everything that a day can add to what is reached: the cheapest way to add it. */
function tableOf(week: WeekDays, day: Day, prices: OwnPrices, therapist: string | null): DayTable {
  const bests = day.slots.map((_, kind) => bestAt(week, day, kind, prices, therapist))
  const table = new Map<number, DayEntry>()
  const { sizes, step } = week
  for (const groups of day.groups) {
    let points = groups.points
    for (const place of groups.seats) points += prices.seats[place] ?? 0
    const minutes = groups.minutes / step
    const core = Math.min(sizes.core - 1, groups.core / step)
    const met = groups.meets ? 1 : 0
    const reach = (((minutes * sizes.core + core) * 2 + met) * sizes.topics + groups.topics) * 8
    for (let visits = 0; visits < 8; visits += 1) {
      for (const goes of groups.onSite ? [true] : visits === 0 ? [false] : [false, true]) {
        const stands = placeVisits(week, day, groups, visits, goes, bests)
        if (stands === null) continue
        const priced = points + stands.points + (goes ? prices.travelDay : 0)
        const known = table.get(reach + visits)
        if (known !== undefined && known.priced <= priced) continue
        table.set(reach + visits, {
          priced,
          minutes,
          core,
          met,
          topics: groups.topics,
          visits,
          groups,
          places: stands.places,
        })
      }
    }
  }
  return [...table.values()]
}

/** For one kind of visit, slot by slot, the cheapest option: without leaving home, and with. */
function bestAt(week: WeekDays, day: Day, kind: number, prices: OwnPrices, therapist: string | null): Best {
  const slots = day.slots[kind]?.at ?? []
  const best: Best = {
    stay: new Float64Array(slots.length).fill(infinity),
    stayAt: new Int32Array(slots.length).fill(-1),
    go: new Float64Array(slots.length).fill(infinity),
    goAt: new Int32Array(slots.length).fill(-1),
  }
  const { visits } = week.options
  slots.forEach((places, slot) => {
    for (const place of places) {
      const visit = visits[place]
      if (visit === undefined || (kind !== 2 && therapist !== null && visit.clinician.id !== therapist)) continue
      const points = visit.points + (prices.visits[place] ?? 0)
      if (points < (best.go[slot] ?? infinity)) {
        best.go[slot] = points
        best.goAt[slot] = place
      }
      if (!visit.travels && points < (best.stay[slot] ?? infinity)) {
        best.stay[slot] = points
        best.stayAt[slot] = place
      }
    }
  })
  return best
}

type Placed = { points: number; places: [number, number, number] }

/** The cheapest hours for these visits beside these groups, none touching another unless their weeks can differ. */
function placeVisits(
  week: WeekDays,
  day: Day,
  groups: DayGroups,
  visits: number,
  goes: boolean,
  bests: readonly Best[],
): Placed | null {
  const chosen: [number, number, number] = [-1, -1, -1]
  let points = 0
  for (let kind = 0; kind < 3; kind += 1) {
    if ((visits & (1 << kind)) === 0) continue
    const costs = goes ? bests[kind]?.go : bests[kind]?.stay
    const open = groups.open[kind]
    let best = infinity
    let at = -1
    for (let slot = 0; slot < (costs?.length ?? 0); slot += 1) {
      const cost = costs?.[slot] ?? infinity
      if (open?.[slot] === 1 && cost < best) {
        best = cost
        at = slot
      }
    }
    if (at < 0) return null
    chosen[kind] = at
    points += best
  }
  const isFree = isClear(week, day, chosen)
  const slots = isFree ? { points, slots: chosen } : withoutClash(week, day, groups, visits, goes, bests)
  if (slots === null) return null
  const place = (kind: number) => {
    const slot = slots.slots[kind] ?? -1
    if (slot < 0) return -1
    return (goes ? bests[kind]?.goAt[slot] : bests[kind]?.stayAt[slot]) ?? -1
  }
  return { points: slots.points, places: [place(0), place(1), place(2)] }
}

/** Whether the visits at these slots can all be: no two share a minute of the same weeks. */
function isClear(week: WeekDays, day: Day, slots: readonly number[]): boolean {
  for (let one = 0; one < 3; one += 1) {
    const a = day.slots[one]?.times[slots[one] ?? -1]
    if (a === undefined) continue
    for (let other = one + 1; other < 3; other += 1) {
      const b = day.slots[other]?.times[slots[other] ?? -1]
      if (b === undefined || a.from >= b.to || b.from >= a.to) continue
      if ((week.rhythm[one] ?? 0) + (week.rhythm[other] ?? 0) > 4) return false
    }
  }
  return true
}

function withoutClash(
  week: WeekDays,
  day: Day,
  groups: DayGroups,
  visits: number,
  goes: boolean,
  bests: readonly Best[],
): { points: number; slots: number[] } | null {
  let best: { points: number; slots: number[] } | null = null
  const slots = [-1, -1, -1]
  const walk = (kind: number, points: number) => {
    if (best !== null && points >= best.points) return
    if (kind === 3) {
      best = { points, slots: [...slots] }
      return
    }
    slots[kind] = -1
    if ((visits & (1 << kind)) === 0) {
      walk(kind + 1, points)
      return
    }
    const costs = goes ? bests[kind]?.go : bests[kind]?.stay
    for (let slot = 0; slot < (costs?.length ?? 0); slot += 1) {
      const cost = costs?.[slot] ?? infinity
      if (cost === infinity || groups.open[kind]?.[slot] !== 1) continue
      slots[kind] = slot
      if (isClear(week, day, [...slots.slice(0, kind + 1), -1, -1].slice(0, 3))) walk(kind + 1, points + cost)
    }
    slots[kind] = -1
  }
  walk(0, 0)
  return best
}
