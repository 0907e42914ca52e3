import { minutesOf, type SessionTimes } from './minutes.ts'

/** One event of a video provider. `device` tells devices of one person apart, whatever it is made of. */
export type VideoEvent = { id: string; what: 'joined' | 'left'; at: Date; device: string }

/** A stretch in the meeting. Not `isSure`: one of its ends was not recorded, and is the nearest other evidence. */
export type Stretch = { from: Date; to: Date; isSure: boolean }

export type Presence = {
  /** Whole minutes inside the session, as every mark counts them. */
  minutes: number
  /** Of these, what both a joining and a leaving prove. */
  sureMinutes: number
  /** Whether the minutes lean on an end that nobody recorded. */
  isUncertain: boolean
  firstIn: Date | null
  lastOut: Date | null
  stretches: Stretch[]
}

/** `skewSeconds`: how far apart two right clocks may stand. From 0 to 600; a dated row of the clinic. */
export type Clocks = { skewSeconds: number }

type Piece = { from: number; to: number }

/**
 * The minutes that video events prove, inside one session. The same events give the same answer in any order and however often each
 * is repeated. Each device is read by itself, and what several devices cover together counts once. A joining without a leaving runs
 * to the next evidence: the device's own next event, else any later event of this person, else the session's end. A leaving without
 * a joining reaches back in the same way, to the device's own event before, else any earlier event or the check-in (`alsoSeen`),
 * else the session's start. Both are marked as not sure. A device that joins and leaves in one instant stays as it was. What lies
 * before the start and after the end earns nothing. Gaps, late joins and early leaves no longer than `skewSeconds` are closed:
 * clocks that differ by so much cannot tell them. Minutes are whole, from 0 to the session's length, rounded down once.
 * Source: clinical.md §7.3 (arrival and departure minutes), §2.4 (partial attendance).
 */
export function presenceOf(
  session: SessionTimes,
  events: readonly VideoEvent[],
  clocks: Clocks,
  alsoSeen: readonly Date[] = [],
): Presence {
  const [opens, closes] = [session.starts.getTime(), session.ends.getTime()]
  const known = eachOnce(events)
  const later = known.map((event) => event.at.getTime())
  // A check-in says that somebody was there by then, and nothing of when they left.
  const earlier = [...later, ...alsoSeen.map((at) => at.getTime())].toSorted((a, b) => a - b)
  const [sure, assumed]: [Piece[], Piece[]] = [[], []]
  for (const own of Map.groupBy(known, (event) => event.device).values()) readDevice(own)
  const close = (pieces: readonly Piece[]) => joined(clipped(pieces, opens, closes), opens, closes, clocks)
  const proven = close(sure)
  const whole = close([...sure, ...assumed])
  const minutes = minutesIn(session, whole)
  const sureMinutes = minutesIn(session, proven)
  return {
    minutes,
    sureMinutes,
    isUncertain: covered(whole) > covered(proven),
    firstIn: dateOf(whole[0]?.from),
    lastOut: dateOf(whole.at(-1)?.to),
    stretches: whole.map(({ from, to }) => ({
      from: new Date(from),
      to: new Date(to),
      isSure: proven.some((piece) => piece.from <= from && piece.to >= to),
    })),
  }

  function readDevice(own: readonly VideoEvent[]): void {
    let inSince: number | null = null
    let before: number | null = null
    for (const [at, both] of Map.groupBy(own, (event) => event.at.getTime())) {
      const hasJoined = both.some((event) => event.what === 'joined')
      const hasLeft = both.some((event) => event.what === 'left')
      if (hasJoined && hasLeft) {
        // In and out in one instant: as it was before.
      } else if (hasJoined) {
        // A device that joins again had been in until then: its leaving is missing, or it only says so twice.
        inSince ??= at
      } else if (inSince !== null) {
        sure.push({ from: inSince, to: at })
        inSince = null
      } else {
        assumed.push({ from: before ?? earlier.findLast((seen) => seen < at) ?? Math.min(opens, at), to: at })
      }
      before = at
    }
    if (inSince === null) return
    // What the device itself said last is proven; what follows is not.
    const last = before ?? inSince
    if (last > inSince) sure.push({ from: inSince, to: last })
    assumed.push({ from: inSince, to: later.find((seen) => seen > last) ?? Math.max(closes, last) })
  }
}

/** Each event once, in one order that does not hang on how they came. Two events of one id: the first by time stands. */
function eachOnce(events: readonly VideoEvent[]): VideoEvent[] {
  const inOrder = events.toSorted(
    (a, b) =>
      a.at.getTime() - b.at.getTime() || order(a.device, b.device) || order(a.what, b.what) || order(a.id, b.id),
  )
  const ids = new Set<string>()
  return inOrder.filter(({ id }) => !ids.has(id) && ids.add(id))
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const dateOf = (at: number | undefined): Date | null => (at === undefined ? null : new Date(at))
const covered = (pieces: readonly Piece[]): number => pieces.reduce((sum, { from, to }) => sum + to - from, 0)

const clipped = (pieces: readonly Piece[], opens: number, closes: number): Piece[] =>
  pieces
    .map(({ from, to }) => ({ from: Math.max(opens, from), to: Math.min(closes, to) }))
    .filter(({ from, to }) => to > from)

/** The union of some pieces, with what two clocks cannot tell apart closed. */
function joined(pieces: readonly Piece[], opens: number, closes: number, { skewSeconds }: Clocks): Piece[] {
  const skew = skewSeconds * 1000
  const union: Piece[] = []
  for (const { from, to } of pieces.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const last = union.at(-1)
    if (last !== undefined && from - last.to <= skew) last.to = Math.max(last.to, to)
    else union.push({ from, to })
  }
  return union.map(({ from, to }) => ({
    from: from - opens <= skew ? opens : from,
    to: closes - to <= skew ? closes : to,
  }))
}

/** Through the one way in which minutes are counted. */
const minutesIn = (session: SessionTimes, pieces: readonly Piece[]): number =>
  pieces.length === 0
    ? 0
    : minutesOf(session, {
        kind: 'here',
        spans: pieces.map(({ from, to }) => ({ arrivedAt: new Date(from), leftAt: new Date(to) })),
      })
