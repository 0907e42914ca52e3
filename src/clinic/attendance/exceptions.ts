import type { MarkKind, SessionTimes } from './minutes.ts'

/** What somebody said about a mark: whole minutes, or nothing. */
export type SaidMark = { kind: MarkKind; minutesLate: number | null; minutesLeftEarly: number | null }

export type Exception = { arrivedAt: Date | null; leftAt: Date | null; minutesLate: number; minutesLeftEarly: number }

const minute = 60_000

/**
 * The two instants behind a mark. While the session runs, 'late' without minutes means "has just come" and 'left early'
 * without minutes "has just gone", to the minute that the wall clock shows; afterwards nothing is guessed: null, and the
 * rules ask. Marks other than these two say nothing about time. Both may be given with either: came late and left early.
 */
export function exceptionOf(session: SessionTimes, said: SaidMark, now: Date): Exception {
  const timed = said.kind === 'late' || said.kind === 'left-early'
  const clock = new Date(Math.floor(now.getTime() / minute) * minute)
  const justNow = (kind: MarkKind) => (said.kind === kind && now < session.ends ? clock : null)
  const arrivedAt = !timed
    ? null
    : said.minutesLate === null
      ? justNow('late')
      : said.minutesLate === 0 && said.kind !== 'late'
        ? null
        : new Date(session.starts.getTime() + said.minutesLate * minute)
  const leftAt = !timed
    ? null
    : said.minutesLeftEarly === null
      ? justNow('left-early')
      : said.minutesLeftEarly === 0 && said.kind !== 'left-early'
        ? null
        : new Date(session.ends.getTime() - said.minutesLeftEarly * minute)
  return {
    arrivedAt,
    leftAt,
    minutesLate: arrivedAt === null ? 0 : minutesBetween(session.starts, arrivedAt),
    minutesLeftEarly: leftAt === null ? 0 : minutesBetween(leftAt, session.ends),
  }
}

const minutesBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / minute))
