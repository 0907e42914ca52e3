import type { Day, WeekDays } from './week-days.ts'

const infinity = Number.POSITIVE_INFINITY

/** What one day comes to: by what its groups leave (16: eight sets of visits at home, eight on the way), and by gain. */
export type DayTable = {
  placed: Float64Array
  /** Three for each of `placed`: the slot of each kind. */
  slots: Int32Array
  /** By gain and set of visits. */
  cost: Float64Array
  groups: Int32Array
  goes: Uint8Array
}

/** What a search writes on, used again by the next: nothing in it outlives one search. */
export type Scratch = {
  stay: Float64Array
  stayAt: Int32Array
  go: Float64Array
  goAt: Int32Array
  now: Float64Array
  next: Float64Array
  /** What is reached, visits aside, and how many that is; what is reached with the day. */
  states: Int32Array
  nextStates: Int32Array
  count: number
  isThere: Uint8Array
  /** What a day can add with one gain: sets of visits. */
  adds: Int32Array
  addCosts: Float64Array
  tables: DayTable[]
  back: Int32Array[]
  via: Int32Array[]
}

let known: Scratch | undefined
let room = { slots: 0, width: 0, leaves: 0, gains: 0 }

/** Paper for a search over this week; the same sheets as before where they are large enough. */
export function scratchOf(week: WeekDays): Scratch {
  const most = (of: (day: Day) => number) => week.days.reduce((all, day) => Math.max(all, of(day)), 1)
  const leaves = most((day) => day.leaves.length)
  const gains = most((day) => day.gains.length)
  const isEnough =
    room.slots >= week.slotCount && room.width >= week.ends.length && room.leaves >= leaves && room.gains >= gains
  if (known !== undefined && isEnough) return known
  room = {
    slots: Math.max(room.slots, week.slotCount),
    width: Math.max(room.width, week.ends.length),
    leaves: Math.max(room.leaves, leaves),
    gains: Math.max(room.gains, gains),
  }
  const { slots, width } = room
  const sevenDays = Array.from({ length: 7 })
  known = {
    stay: new Float64Array(slots),
    stayAt: new Int32Array(slots),
    go: new Float64Array(slots),
    goAt: new Int32Array(slots),
    now: new Float64Array(width),
    next: new Float64Array(width),
    states: new Int32Array(width),
    nextStates: new Int32Array(width),
    count: 0,
    isThere: new Uint8Array(width),
    adds: new Int32Array(8),
    addCosts: new Float64Array(8),
    tables: sevenDays.map(() => ({
      placed: new Float64Array(room.leaves * 16),
      slots: new Int32Array(room.leaves * 48),
      cost: new Float64Array(room.gains * 8),
      groups: new Int32Array(room.gains * 8),
      goes: new Uint8Array(room.gains * 8),
    })),
    back: sevenDays.map(() => new Int32Array(width)),
    via: sevenDays.map(() => new Int32Array(width)),
  }
  return known
}

export function forgetHours({ stay, stayAt, go, goAt }: Scratch, slots: number): void {
  stay.fill(infinity, 0, slots)
  stayAt.fill(-1, 0, slots)
  go.fill(infinity, 0, slots)
  goAt.fill(-1, 0, slots)
}

/**
 * For whatever groups may leave of a day: the cheapest hours for each set of visits, none touching another unless their weeks can
 * differ. Many sets of groups leave the same, and are looked at once.
 */
export function placeVisits(week: WeekDays, number: number, scratch: Scratch): void {
  const day = week.days[number]
  const table = scratch.tables[number]
  if (day === undefined || table === undefined) return
  day.leaves.forEach(({ onSite, open }, at) => {
    for (let way = onSite ? 1 : 0; way < 2; way += 1) {
      const costs = way === 1 ? scratch.go : scratch.stay
      for (const set of week.sets) cheapestSet(day, table, open, costs, at * 16 + way * 8, set)
    }
  })
}

const single = [-1, -1, -1]
const held = [-1, -1, -1]

function cheapestSet(
  day: Day,
  table: DayTable,
  open: readonly Uint8Array[],
  costs: Float64Array,
  first: number,
  set: number,
): void {
  const place = first + set
  let points = 0
  for (let kind = 0; kind < 3; kind += 1) {
    single[kind] = -1
    if ((set & (1 << kind)) === 0) continue
    // Each alone has been placed already: a set comes after those with fewer.
    const alone = 1 << kind
    if (set !== alone) {
      points += table.placed[first + alone] ?? infinity
      single[kind] = table.slots[(first + alone) * 3 + kind] ?? -1
      continue
    }
    let best = infinity
    const from = day.firstSlot[kind] ?? 0
    const free = open[kind]
    for (let slot = 0; slot < (free?.length ?? 0); slot += 1) {
      const cost = costs[from + slot] ?? infinity
      if (free?.[slot] === 1 && cost < best) {
        best = cost
        single[kind] = slot
      }
    }
    points += best
  }
  if (points < infinity && !isClear(day, single[0] ?? -1, single[1] ?? -1, single[2] ?? -1))
    points = withoutClash(day, open, costs, set)
  table.placed[place] = points
  table.slots[place * 3] = single[0] ?? -1
  table.slots[place * 3 + 1] = single[1] ?? -1
  table.slots[place * 3 + 2] = single[2] ?? -1
}

/** Whether visits at these slots (−1: none) can all be. */
function isClear({ clashes, slots }: Day, individual: number, family: number, medication: number): boolean {
  const families = slots[1]?.times.length ?? 0
  const medications = slots[2]?.times.length ?? 0
  return !(
    (individual >= 0 && family >= 0 && clashes[0]?.[individual * families + family] === 1) ||
    (individual >= 0 && medication >= 0 && clashes[1]?.[individual * medications + medication] === 1) ||
    (family >= 0 && medication >= 0 && clashes[2]?.[family * medications + medication] === 1)
  )
}

/** Every way to place them, the dear ones cut off; the slots in `single`. */
function withoutClash(day: Day, open: readonly Uint8Array[], costs: Float64Array, set: number): number {
  let best = infinity
  held.fill(-1)
  const walk = (kind: number, points: number): void => {
    if (points >= best) return
    if (kind === 3) {
      best = points
      for (let at = 0; at < 3; at += 1) single[at] = held[at] ?? -1
      return
    }
    held[kind] = -1
    if ((set & (1 << kind)) === 0) {
      walk(kind + 1, points)
      return
    }
    const from = day.firstSlot[kind] ?? 0
    const free = open[kind]
    for (let slot = 0; slot < (free?.length ?? 0); slot += 1) {
      const cost = costs[from + slot] ?? infinity
      if (points + cost >= best || free?.[slot] !== 1) continue
      held[kind] = slot
      if (isClear(day, held[0] ?? -1, held[1] ?? -1, held[2] ?? -1)) walk(kind + 1, points + cost)
    }
    held[kind] = -1
  }
  walk(0, 0)
  return best
}
