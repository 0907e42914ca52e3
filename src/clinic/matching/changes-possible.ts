import { waysTo } from './fit.ts'
import { candidatesOf, type Ask } from './group-choices.ts'
import type { Seeker, SeriesOption, WeekTime } from './instance.ts'
import { joined } from './week.ts'

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

/** Changes of one kind and place, each farther than the one before: what a smaller one makes possible, a bigger one does. */
export type Ladder = readonly Change[]

/** Everything that could be changed for this client, in ladders. */
export function laddersOf(ask: Ask): Ladder[] {
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
  const full = ground.instance.series.filter((one) => (occupancy.seats.get(one.id)?.taken ?? 0) >= one.seats)
  const sitting = couldSit(ask, full)
  const seats = full.filter(({ id }) => sitting.has(id))
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
function couldSit(ask: Ask, full: readonly SeriesOption[]): Set<string> {
  const wide = { ...ask.client, takesVideo: true, free: always }
  const there = candidatesOf({ ...ask, client: wide, moreSeats: full.map(({ id }) => id) })
  return new Set(there.map(({ series }) => series.id))
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
