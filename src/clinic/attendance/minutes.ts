/** Two instants: minutes between them are elapsed minutes, so a night with a clock change counts as it was lived. */
export type SessionTimes = { starts: Date; ends: Date }

/** 'cleared' takes a mark back: whoever is cleared stands as unmarked, or as they stood before. */
export type MarkKind = 'here' | 'late' | 'left-early' | 'absent' | 'excused' | 'cleared'

export const markKinds: readonly MarkKind[] = ['here', 'late', 'left-early', 'absent', 'excused', 'cleared']

/** In and out of the room. No arrival: there from the start. No leaving: there to the end. */
export type Span = { arrivedAt: Date | null; leftAt: Date | null }

/** What a mark says about time. `minutesIn`, where someone typed it, speaks before the spans, these before the two times. */
export type TimedMark = {
  kind: MarkKind
  arrivedAt?: Date | null
  leftAt?: Date | null
  minutesIn?: number | null
  spans?: readonly Span[] | null
}

/** Whether someone with this mark was in the room at all. */
export const wasThere = (kind: MarkKind): boolean => kind === 'here' || kind === 'late' || kind === 'left-early'

/** Whole elapsed minutes of a session, 0 where it ends before it starts. */
export const sessionMinutes = ({ starts, ends }: SessionTimes): number =>
  wholeMinutes(ends.getTime() - starts.getTime())

/** The instant at which someone came who was so many whole minutes late. */
export const arrivedAfter = (session: SessionTimes, minutesLate: number): Date =>
  new Date(session.starts.getTime() + minutesLate * 60_000)

const wholeMinutes = (milliseconds: number) => (milliseconds > 0 ? Math.floor(milliseconds / 60_000) : 0)

/**
 * The minutes that a mark earns: whole, from 0 to the session's own length, rounded down once over the whole session.
 * Several spans count as their union: whoever is in twice at one time is there once; time before the start and after the
 * end earns nothing. Absent, excused and cleared earn 0. So does 'late' without an arrival and 'left-early' without a
 * leaving: what nobody recorded is not claimed. Source: clinical.md §0 fact 7, §7.3.
 */
export function minutesOf(session: SessionTimes, mark: TimedMark): number {
  const length = sessionMinutes(session)
  if (!wasThere(mark.kind)) return 0
  if (mark.minutesIn !== undefined && mark.minutesIn !== null) {
    return Number.isFinite(mark.minutesIn) ? Math.min(length, Math.max(0, Math.floor(mark.minutesIn))) : 0
  }
  const spans = mark.spans ?? []
  if (spans.length > 0) return Math.min(length, wholeMinutes(union(session, spans)))
  if (mark.kind === 'late' && !mark.arrivedAt) return 0
  if (mark.kind === 'left-early' && !mark.leftAt) return 0
  const one = { arrivedAt: mark.arrivedAt ?? null, leftAt: mark.leftAt ?? null }
  return Math.min(length, wholeMinutes(union(session, [one])))
}

/** Milliseconds of the session that the spans cover together. */
function union(session: SessionTimes, spans: readonly Span[]): number {
  const opens = session.starts.getTime()
  const closes = session.ends.getTime()
  const inside = spans
    .map(({ arrivedAt, leftAt }) => ({
      from: Math.max(opens, arrivedAt?.getTime() ?? opens),
      to: Math.min(closes, leftAt?.getTime() ?? closes),
    }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from)
  let total = 0
  let covered = opens
  for (const { from, to } of inside) {
    if (to <= covered) continue
    total += to - Math.max(from, covered)
    covered = to
  }
  return total
}
