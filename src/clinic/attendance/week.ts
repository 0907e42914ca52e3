import { addDays, type Day, instantAt } from '../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../basics/text.ts'
import type { Floor } from '../programs/dose.ts'
import { type Mix, serviceKind } from '../programs/library.ts'
import { sessionMinutes } from './minutes.ts'

/** One session that this client has, or had, in the week. A client's sessions do not overlap: the database sees to it. */
export type WeekSession = {
  starts: Date
  ends: Date
  /** A service kind's key. */
  service: string
  status: 'planned' | 'held' | 'cancelled'
  /** The minutes of the mark that stands (0 for absent and excused); null while nobody has marked this client. */
  creditedMinutes: number | null
}

export type WeekFacts = {
  /** A Monday, in the clinic's zone. */
  weekStart: Day
  zone: string
  now: Date
  floor: Floor | null
  prescribed: readonly { service: Mix; minutes: number }[]
  sessions: readonly WeekSession[]
  /** First and last day of the episode; null: before this week, not ended. */
  admitted: Day | null
  discharged: Day | null
  /** A pause has days of this week. */
  isAway?: boolean
}

export type Verdict = 'met' | 'on-course' | 'will-fall-short' | 'short' | 'part-week' | 'no-floor'

/** Whose it is to act, and what to do. */
export type Actor = { role: 'facilitator' | 'care coordinator' | 'primary therapist'; does: string }

export type Week = {
  attendedMinutes: number
  attendedDays: number
  /** Still to come: sessions that are not over, unless the client is already marked as not coming. */
  plannedMinutes: number
  plannedDays: number
  /** Attended and planned together. */
  forecastMinutes: number
  forecastDays: number
  shortMinutes: number
  shortDays: number
  /** Over, and nobody has marked this client. Counts for nothing until someone does. */
  unmarkedMinutes: number
  cancelledMinutes: number
  prescribedMinutes: number
  byService: { service: Mix; prescribed: number; attended: number; planned: number }[]
  /** What is good for people and fills no floor: mutual aid, recreation, breaks. */
  apart: { attendedMinutes: number; plannedMinutes: number }
  verdict: Verdict
  sentence: string
  actor: Actor | null
}

const mixes: readonly Mix[] = ['group', 'individual', 'family', 'medication']

type Counted = WeekSession & { day: Day | null; length: number; mix: Mix | null; counts: boolean }

const minutesIn = (session: Counted) => Math.max(0, Math.min(session.length, session.creditedMinutes ?? 0))
const sum = (sessions: readonly Counted[], minutes: (session: Counted) => number) =>
  sessions.reduce((total, session) => total + minutes(session), 0)
const days = (sessions: readonly Counted[]) => new Set(sessions.map((session) => session.day))

type Midnight = { day: Day; at: number }

// A board asks for the same week once per client, and a zone's midnights are costly to find: the last answer is kept.
let known: { weekStart: Day; zone: string; midnights: readonly Midnight[] } | null = null

/** The eight midnights that bound the seven days, in milliseconds. */
function midnightsOf(weekStart: Day, zone: string): readonly Midnight[] {
  if (known?.weekStart === weekStart && known.zone === zone) return known.midnights
  const midnights = Array.from({ length: 8 }, (_, n) => {
    const day = addDays(weekStart, n)
    return { day, at: instantAt(day, '00:00', zone).getTime() }
  })
  known = { weekStart, zone, midnights }
  return midnights
}

/** The day of this week that holds an instant, or null where none does. */
function dayIn(midnights: readonly Midnight[], instant: Date): Day | null {
  const at = instant.getTime()
  const next = midnights.findIndex((midnight) => at < midnight.at)
  return next < 1 ? null : (midnights[next - 1]?.day ?? null)
}

/**
 * A client's week against the program's floor: whole elapsed minutes, and days on which at least one counted minute was
 * spent, from Monday to Sunday in the clinic's zone. Only services that count toward the dose fill the floor.
 *
 * - A session that is over counts what its mark credits; without a mark it counts for nothing and is shown as unmarked.
 * - A session that is not over counts as planned with its whole length, or with what the client is already marked for.
 * - 'met': the attended time has reached the floor. 'on-course': attended and planned together do. 'will-fall-short': they
 *   do not, and the week is not over. 'short': it is over.
 * - 'part-week': admitted after Monday, discharged before Sunday, or away on some day of it. The floor is neither expected nor prorated, because no
 *   source prorates it; the hours are shown.
 * - A holiday or a cancelled session lowers nothing: state and payer count hours, not reasons. The coordinator is told.
 *
 * Source: clinical.md §0 facts 1 and 7, §1.2, §2.4; the floor's own source stands with the floor.
 */
export function weekOf(facts: WeekFacts): Week {
  const { floor, zone, weekStart } = facts
  const midnights = midnightsOf(weekStart, zone)
  const over = facts.now.getTime() >= (midnights[7]?.at ?? 0)
  const all = facts.sessions
    .map((session): Counted => {
      const kind = serviceKind(session.service)
      return {
        ...session,
        day: dayIn(midnights, session.starts),
        length: sessionMinutes(session),
        mix: kind?.mix ?? null,
        counts: kind?.countsTowardDose ?? false,
      }
    })
    .filter((session) => session.day !== null)
  const standing = all.filter((session) => session.status !== 'cancelled')
  const past = standing.filter((session) => session.ends <= facts.now)
  const future = standing.filter((session) => session.ends > facts.now)
  const expected = (session: Counted) => (session.creditedMinutes === null ? session.length : minutesIn(session))

  const attended = past.filter((session) => session.counts && minutesIn(session) > 0)
  const planned = future.filter((session) => session.counts && expected(session) > 0)
  const unmarked = past.filter((session) => session.counts && session.creditedMinutes === null)
  const cancelled = all.filter((session) => session.counts && session.status === 'cancelled')
  const ofMix = (mix: Mix) => (session: Counted) => session.mix === mix
  const prescribedOf = (mix: Mix) =>
    facts.prescribed.reduce((total, p) => total + (p.service === mix ? Math.max(0, p.minutes) : 0), 0)

  const attendedMinutes = sum(attended, minutesIn)
  const plannedMinutes = sum(planned, expected)
  const attendedDays = days(attended).size
  const forecastMinutes = attendedMinutes + plannedMinutes
  const forecastDays = days([...attended, ...planned]).size
  const byService = mixes.map((mix) => ({
    service: mix,
    prescribed: prescribedOf(mix),
    attended: sum(attended.filter(ofMix(mix)), minutesIn),
    planned: sum(planned.filter(ofMix(mix)), expected),
  }))
  const counts = {
    attendedMinutes,
    attendedDays,
    plannedMinutes,
    plannedDays: days(planned).size,
    forecastMinutes,
    forecastDays,
    shortMinutes: floor === null ? 0 : Math.max(0, floor.minutesPerWeek - forecastMinutes),
    shortDays: floor === null ? 0 : Math.max(0, floor.daysPerWeek - forecastDays),
    unmarkedMinutes: sum(unmarked, (session) => session.length),
    cancelledMinutes: sum(cancelled, (session) => session.length),
    prescribedMinutes: byService.reduce((total, { prescribed }) => total + prescribed, 0),
    byService,
    apart: {
      attendedMinutes: sum(
        past.filter((session) => !session.counts),
        minutesIn,
      ),
      plannedMinutes: sum(
        future.filter((session) => !session.counts),
        expected,
      ),
    },
  }
  const part = partOf(facts, addDays(weekStart, 6))
  const verdict = verdictOf(counts, floor, part !== null, over)
  return {
    ...counts,
    verdict,
    sentence: sentenceOf(counts, floor, verdict, part),
    actor: actorOf(counts, floor, verdict, {
      forecastDaysIfMarked: days([...attended, ...planned, ...unmarked]).size,
      onTimetable: sum(
        standing.filter((s) => s.counts),
        (s) => s.length,
      ),
      onTimetableDays: days(standing.filter((s) => s.counts)).size,
    }),
  }
}

type Counts = Omit<Week, 'verdict' | 'sentence' | 'actor'>

type Part = 'first' | 'last' | 'away'
const partOf = ({ admitted, discharged, weekStart, isAway }: WeekFacts, lastDay: Day): Part | null =>
  admitted !== null && admitted > weekStart
    ? 'first'
    : discharged !== null && discharged < lastDay
      ? 'last'
      : isAway
        ? 'away'
        : null

function verdictOf(counts: Counts, floor: Floor | null, part: boolean, over: boolean): Verdict {
  if (floor === null) return 'no-floor'
  if (counts.attendedMinutes >= floor.minutesPerWeek && counts.attendedDays >= floor.daysPerWeek) return 'met'
  if (part) return 'part-week'
  if (counts.shortMinutes === 0 && counts.shortDays === 0) return 'on-course'
  return over ? 'short' : 'will-fall-short'
}

const inDays = (n: number) => plural(n, 'day', 'days')

/** '1 h 30 and 1 day', '1 h 30' or '1 day'. */
function lacking({ shortMinutes, shortDays }: Counts): string {
  const parts = [
    ...(shortMinutes > 0 ? [hoursAndMinutes(shortMinutes)] : []),
    ...(shortDays > 0 ? [inDays(shortDays)] : []),
  ]
  return parts.join(' and ')
}

function sentenceOf(counts: Counts, floor: Floor | null, verdict: Verdict, part: Part | null): string {
  const soFar =
    counts.attendedMinutes > 0
      ? `${hoursAndMinutes(counts.attendedMinutes)} on ${inDays(counts.attendedDays)} attended`
      : 'nothing attended yet'
  const toCome =
    counts.plannedMinutes > 0 ? `${hoursAndMinutes(counts.plannedMinutes)} to come` : 'nothing more planned'
  const pending = counts.unmarkedMinutes > 0 ? ` ${hoursAndMinutes(counts.unmarkedMinutes)} not marked yet.` : ''
  const lost = counts.cancelledMinutes > 0 ? ` ${hoursAndMinutes(counts.cancelledMinutes)} cancelled.` : ''
  if (floor === null || verdict === 'no-floor') {
    return `No weekly floor at this level: ${soFar}, ${toCome}.${pending}`
  }
  const goal = `${hoursAndMinutes(floor.minutesPerWeek)} on ${inDays(floor.daysPerWeek)}`
  if (verdict === 'met') return `Met: ${soFar}, of ${goal}.`
  if (verdict === 'part-week') {
    return `${part === 'away' ? 'Away in this' : part === 'last' ? 'Last' : 'First'} week, floor not expected: ${soFar}, ${toCome}.${pending}`
  }
  if (verdict === 'on-course') return `On course: ${soFar}, ${toCome}, of ${goal}.${pending}`
  if (verdict === 'short')
    return `Short by ${lacking(counts)}: ${soFar.replace(' yet', '')}, of ${goal}.${pending}${lost}`
  return `Will fall ${lacking(counts)} short: ${soFar}, ${toCome}, of ${goal}.${pending}${lost}`
}

/**
 * Whoever can close the gap soonest: the facilitator where marking the roster could do it; the coordinator where the
 * timetable itself is too thin; else the primary therapist, because the client was missed.
 */
function actorOf(
  counts: Counts,
  floor: Floor | null,
  verdict: Verdict,
  {
    forecastDaysIfMarked,
    onTimetable,
    onTimetableDays,
  }: { forecastDaysIfMarked: number; onTimetable: number; onTimetableDays: number },
): Actor | null {
  if (floor === null || (verdict !== 'short' && verdict !== 'will-fall-short')) return null
  const marking =
    counts.unmarkedMinutes > 0 &&
    counts.forecastMinutes + counts.unmarkedMinutes >= floor.minutesPerWeek &&
    forecastDaysIfMarked >= floor.daysPerWeek
  if (marking) return { role: 'facilitator', does: 'Mark the roster: it may close the gap.' }
  const late = verdict === 'short'
  if (onTimetable < floor.minutesPerWeek || onTimetableDays < floor.daysPerWeek) {
    return {
      role: 'care coordinator',
      does: late ? 'Add seats so that next week holds enough.' : 'Offer a seat or a make-up session this week.',
    }
  }
  return {
    role: 'primary therapist',
    does: late ? 'Note why, and plan next week with the client.' : 'Reach the client and offer a make-up session.',
  }
}
