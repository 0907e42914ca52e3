import { unfitFor, waysTo } from './fit.ts'
import type { Ground } from './ground.ts'
import { candidatesOf, type Ask } from './group-choices.ts'
import type { ClientWeek, Seeker, WeekTime } from './instance.ts'
import { bestOf, fieldOf } from './match.ts'
import { noPrices } from './prices.ts'
import { visitChoicesOf, type VisitChoices } from './visit-choices.ts'
import { joined } from './week.ts'
import type { Weights } from './weights.ts'

/** One thing that could be otherwise: for the client to say, or for the house to do. */
export type Change =
  /** The window from `from` to `to` of one weekday begins earlier or ends later by so many minutes. */
  | { kind: 'window'; whose: 'client' | 'family'; window: WeekTime; side: 'earlier' | 'later'; minutes: number }
  /** They could come on one more day of the week. */
  | { kind: 'day'; weekday: number }
  | { kind: 'video' }
  | { kind: 'gender' }
  | { kind: 'topic'; topic: string }
  | { kind: 'seat'; series: string }
  | { kind: 'caseload'; clinician: string }

/** How big a change is to those who make it: a quarter of an hour is 1. Two changes are the sum of both. */
export const sizeOf = (change: Change): number => {
  if (change.kind === 'window') return change.minutes / 15
  return { seat: 5, caseload: 5, video: 4, gender: 4, topic: 6, day: 12 }[change.kind]
}

/** Sizes of a step and of the farthest, in minutes, by which a window is stretched. */
const step = 15
const farthest = 120

export type WayOut = { changes: readonly Change[]; size: number; week: ClientWeek }

/** Every shortfall costs the same and nothing else anything: the least cost is 0 where a whole week exists, and only there. */
export const wholeWeights: Weights = {
  minutes: 1,
  core: 1,
  topic: 1,
  day: 1,
  individual: 1,
  family: 1,
  medication: 1,
  travelDay: 0,
  unloved: 0,
  misfit: 0,
  surplus: 0,
  running: 0,
  belowLeast: 0,
  newcomer: 0,
  movedSeries: 0,
  movedHour: 0,
  movedTherapist: 0,
}

/** A week in which nothing is missing, or null where none exists while everybody else stays. */
export const wholeWeek = (ask: Ask): ClientWeek | null => wholeBeside(ask, visitChoicesOf(bare(ask)))

const bare = (ask: Ask): Ask => {
  const ground: Ground = { ...ask.ground, weights: wholeWeights }
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
  const wholeWith = asking(ask)
  const singles = ladders.flatMap((ladder): WayOut[] => {
    const least = leastOn(ladder, (change) => wholeWith([change]))
    return least === null ? [] : [{ changes: [least.change], size: sizeOf(least.change), week: least.week }]
  })
  if (singles.length > 0) return sorted(singles).slice(0, howMany)
  return pairs(wholeWith, ladders, howMany)
}

/** Changes of one kind and place, each farther than the one before: what a smaller one makes possible, a bigger one does. */
type Ladder = readonly Change[]

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
function pairs(wholeWith: Asking, ladders: readonly Ladder[], howMany: number): WayOut[] {
  const out: WayOut[] = []
  let enough = Number.POSITIVE_INFINITY
  const floor = (ladder: Ladder | undefined) => (ladder?.[0] === undefined ? 0 : sizeOf(ladder[0]))
  const both = ladders
    .flatMap((one, at) => ladders.slice(at + 1).map((other) => ({ one, other, least: floor(one) + floor(other) })))
    .toSorted((a, b) => a.least - b.least)
  for (const { one, other, least } of both) {
    if (least > enough) break
    const [oneLast, otherLast] = [one.at(-1), other.at(-1)]
    if (oneLast === undefined || otherLast === undefined) continue
    if (wholeWith([oneLast, otherLast]) === null) continue
    for (const first of one) {
      const second = leastOn(other, (change) => wholeWith([first, change]))
      if (second === null) continue
      out.push({ changes: [first, second.change], size: sizeOf(first) + sizeOf(second.change), week: second.week })
    }
    if (out.length >= howMany) enough = sorted(out)[howMany - 1]?.size ?? enough
  }
  const seen = new Set<string>()
  return sorted(out)
    .filter(({ changes }) => {
      const name = changes.map(placeOf).join(' | ')
      return seen.has(name) ? false : seen.add(name)
    })
    .slice(0, howMany)
}

type Asking = (changes: readonly Change[]) => ClientWeek | null

/**
 * Asks for a whole week after changes none of which can be spared: then it uses every seat that is added, which says at once
 * where such a seat serves nobody. Visits do not hang on seats, so they are laid out once for all seats.
 */
function asking(ask: Ask): Asking {
  const known = new Map<string, { asked: Ask; visits: VisitChoices }>()
  return (changes) => {
    const others = changes.filter((change) => change.kind !== 'seat')
    const name = JSON.stringify(others)
    let base = known.get(name)
    if (base === undefined) {
      const [therapist, second] = others.flatMap((change) => (change.kind === 'caseload' ? [change.clinician] : []))
      if (second !== undefined) return null // one client, one therapist: the other place would be spared
      const asked = { ...changed(ask, others), ...(therapist === undefined ? {} : { onlyWith: therapist }) }
      base = { asked, visits: visitChoicesOf(bare(asked)) }
      known.set(name, base)
    }
    const seats = changes.flatMap((change) => (change.kind === 'seat' ? [change.series] : []))
    const { asked, visits } = base
    const isOpen = seats.every((id) => {
      const series = ask.ground.lookup.series.get(id)
      return series !== undefined && unfitFor(asked.client, series) === null
    })
    const moreSeats = [...(asked.moreSeats ?? []), ...seats]
    const mustHave = [...(asked.mustHave ?? []), ...seats]
    return isOpen ? wholeBeside({ ...asked, moreSeats, mustHave }, visits) : null
  }
}

const placeOf = (change: Change): string =>
  JSON.stringify(change.kind === 'window' ? { ...change, minutes: 0 } : change)
const sorted = (list: readonly WayOut[]): WayOut[] => list.toSorted((one, other) => one.size - other.size)

/** Everything that could be changed for this client, in ladders. */
function laddersOf(ask: Ask): Ladder[] {
  const { client, ground, occupancy } = ask
  const rungs = Array.from({ length: farthest / step }, (_, at) => (at + 1) * step)
  const stretched = (whose: 'client' | 'family', windows: readonly WeekTime[]): Ladder[] =>
    joined(windows).flatMap((window): Ladder[] =>
      (['earlier', 'later'] as const).map((side) =>
        rungs
          .filter((minutes) => (side === 'earlier' ? window.from - minutes >= 0 : window.to + minutes <= 24 * 60))
          .map((minutes) => ({ kind: 'window', whose, window, side, minutes })),
      ),
    )
  const held = new Set(client.free.map((one) => one.weekday))
  const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => !held.has(day))
  const seats = ground.instance.series.filter(
    (one) => (occupancy.seats.get(one.id)?.taken ?? 0) >= one.seats && couldSit(ask, one.id),
  )
  const wantsTherapist = client.need.individual !== null || client.need.family !== null
  const caseloads = ground.therapists.filter(({ clinician }) => {
    const ways = waysTo(client, clinician)
    return (
      wantsTherapist &&
      (ways.onSite || ways.byVideo) &&
      (occupancy.caseload.get(clinician.id) ?? 0) >= clinician.caseload
    )
  })
  const one = (change: Change): Ladder => [change]
  return [
    ...stretched('client', client.free),
    ...(client.need.family === null || client.familyFree === null ? [] : stretched('family', client.familyFree)),
    ...days.map((weekday) => one({ kind: 'day', weekday })),
    ...(client.takesVideo ? [] : [one({ kind: 'video' })]),
    ...(client.clinicianGender === null ? [] : [one({ kind: 'gender' })]),
    ...client.need.topics.map((topic) => one({ kind: 'topic', topic })),
    ...seats.map((series) => one({ kind: 'seat', series: series.id })),
    ...caseloads.map(({ clinician }) => one({ kind: 'caseload', clinician: clinician.id })),
  ].filter((ladder) => ladder.length > 0)
}

/** A seat is worth asking for only where nothing else than seats keeps them out, with every window stretched. */
const couldSit = (ask: Ask, series: string): boolean => {
  const wide = { ...ask.client, takesVideo: true, free: always }
  const there = candidatesOf({ ...ask, client: wide, moreSeats: [series] })
  return there.some((one) => one.series.id === series)
}

const always: readonly WeekTime[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: 0, to: 24 * 60 }))

/** The question as it would be asked after these changes. */
export function changed(ask: Ask, changes: readonly Change[]): Ask {
  return changes.reduce((now, change) => {
    if (change.kind === 'seat') return { ...now, moreSeats: [...(now.moreSeats ?? []), change.series] }
    if (change.kind === 'caseload') return { ...now, moreCaseload: [...(now.moreCaseload ?? []), change.clinician] }
    return { ...now, client: changedClient(now.client, change) }
  }, ask)
}

function changedClient(client: Seeker, change: Exclude<Change, { kind: 'seat' | 'caseload' }>): Seeker {
  const { need } = client
  switch (change.kind) {
    case 'window': {
      const { window, side, minutes } = change
      const more =
        side === 'earlier'
          ? { ...window, from: window.from - minutes, to: window.from }
          : { ...window, from: window.to, to: window.to + minutes }
      if (change.whose === 'client') return { ...client, free: joined([...client.free, more]) }
      return { ...client, familyFree: joined([...(client.familyFree ?? []), more]) }
    }
    case 'day': {
      const day = { weekday: change.weekday, from: 0, to: 24 * 60 }
      return {
        ...client,
        free: [...client.free, day],
      }
    }
    case 'video':
      return { ...client, takesVideo: true }
    case 'gender':
      return { ...client, clinicianGender: null }
    case 'topic':
      return { ...client, need: { ...need, topics: need.topics.filter((one) => one !== change.topic) } }
  }
}
