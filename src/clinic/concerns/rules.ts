import type { Mark } from '../../basics/mark.ts'
import { addDays, type Day, dayAt, instantAt } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import type { MarkKind } from '../attendance/minutes.ts'
import type { Settings } from './settings.ts'

/** One session with the mark that stands for this client. Sessions without a mark are not given: nobody knows yet. */
export type MarkedSession = { starts: Date; kind: MarkKind; minutes: number }

/** A call, message or visit; reached: the client themself answered. */
export type Contact = { at: Date; reached: boolean }

export type Step = 'same-day call' | 'supervisor and alternate contact' | 'review'

/** When a step begins and by when it is done. */
export type StepRow = {
  step: Step
  /** Treatment days missed in a row from which it stands. */
  misses: number
  /** Days without any word from the client from which it stands, whatever was missed; null: never for that alone. */
  silentDays: number | null
  /** Until the end of the missed day, or so many hours after the missed session began. */
  due: 'same day' | { hours: number }
  from: Day
  /** The last day the row stands; null while nobody has ended it. */
  to: Day | null
  source: string
  mark: Mark
}

const since = { from: '2013-01-01', to: null } as const

/**
 * What a new clinic starts with. Somebody who missed once was seen again within four weeks in 75 of 100 cases, after two
 * misses in a row in 36, after three in 18: the first call cannot wait (clinical.md §6.3, C:R9).
 */
export const defaultSteps: readonly StepRow[] = [
  {
    ...since,
    step: 'same-day call',
    misses: 1,
    silentDays: null,
    due: 'same day',
    source: 'clinical.md §10 missed_session_outreach_1 (R9)',
    mark: 'C',
  },
  {
    ...since,
    step: 'supervisor and alternate contact',
    misses: 2,
    silentDays: null,
    due: { hours: 24 },
    source: 'clinical.md §10 missed_session_outreach_2 (R9)',
    mark: 'C',
  },
  {
    ...since,
    step: 'review',
    misses: 3,
    silentDays: 14,
    due: { hours: 24 },
    source: 'clinical.md §10 administrative_discharge_review (O7 uses 3 misses); due within 24 h by our default',
    mark: 'K',
  },
]

/** The steps with what the clinic has set, in place of our defaults. */
export const stepsFrom = (settings: Settings): readonly StepRow[] =>
  defaultSteps.map((row) =>
    row.step === 'supervisor and alternate contact'
      ? { ...row, due: { hours: settings['second-miss-hours'] } }
      : row.step === 'review'
        ? {
            ...row,
            misses: settings['review-misses'],
            silentDays: settings['review-days'],
            due: { hours: settings['review-hours'] },
          }
        : row,
  )

export type MissState = {
  /** Treatment days in a row on which nothing was attended. 0 where only the silence calls. */
  missesInRow: number
  lastMissOn: Day | null
  /** Whether the client was reached after the last missed session began. */
  reachedSince: boolean
  step: Step
  due: Date
  /** The review that this asks for was made: `due` is the day of the next look. */
  reviewed: boolean
  /** The last instant at which the client was there, told us that they could not come, or answered; null: never. */
  lastHeard: Date | null
  sentence: string
}

export type MissFacts = {
  zone: string
  /** When the episode began: silence counts from here at the earliest. */
  admittedAt: Date
  rows?: readonly StepRow[]
  /** The last review of the stay, and the day on which somebody looks again. */
  review?: { at: Date; nextOn: Day } | null
}

type TreatmentDay = { day: Day; missed: boolean; began: number }

/** The days that are over or running, in order. A day counts once, however many groups it held. */
function daysOf(sessions: readonly MarkedSession[], zone: string): TreatmentDay[] {
  const byDay = new Map<Day, MarkedSession[]>()
  for (const session of sessions) {
    const day = dayAt(session.starts, zone)
    const known = byDay.get(day)
    if (known === undefined) byDay.set(day, [session])
    else known.push(session)
  }
  return [...byDay]
    .map(([day, own]) => {
      const absences = own.filter((session) => session.kind === 'absent')
      return {
        day,
        missed: absences.length > 0 && own.every((session) => session.minutes <= 0),
        began: Math.max(...absences.map((session) => session.starts.getTime())),
      }
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1))
}

const dayMilliseconds = 86_400_000

/**
 * Who needs a call, and which: null while nothing is owed. A day is missed when the client was absent and attended
 * nothing that day; one evening of three groups is one miss. Any other marked day, attended or excused, ends the run,
 * because then the client was there or told us. Sessions still to come do not count. The steps by misses in a row: 1 the
 * same day, 2 within 24 hours with supervisor and alternate contact, 3 the review; or the review after 14 days without a
 * word. A call that reached the client after the last missed session began leaves the state with `reachedSince`: nothing
 * is owed until the next miss, but the review stands, until it was made: then the day of the next look counts. Source: clinical.md §0 fact 26, §6.3, §10.
 */
export function missState(
  marks: readonly MarkedSession[],
  contacts: readonly Contact[],
  now: Date,
  { zone, admittedAt, rows = defaultSteps, review = null }: MissFacts,
): MissState | null {
  const marked = marks.filter((session) => session.kind !== 'cleared' && session.starts <= now)
  const days = daysOf(marked, zone)
  const run = days.slice(days.findLastIndex((day) => !day.missed) + 1)
  const last = run.at(-1)
  const reached = contacts
    .filter((contact) => contact.reached && contact.at <= now)
    .map((contact) => contact.at.getTime())
  const reachedSince = last !== undefined && reached.some((at) => at >= last.began)

  const present = marked.filter((session) => session.minutes > 0 || session.kind === 'excused')
  const heard = [...present.map((session) => session.starts.getTime()), ...reached]
  const lastHeard = heard.length === 0 ? null : Math.max(...heard)
  const silentSince = Math.max(lastHeard ?? 0, admittedAt.getTime())

  const today = dayAt(now, zone)
  const standing = rows.filter((row) => row.from <= today && (row.to === null || today <= row.to))
  const owed = standing
    .flatMap((row): { row: StepRow; due: number }[] => {
      const byMisses = last !== undefined && run.length >= row.misses ? [dueAfter(row, last, zone)] : []
      const silent = row.silentDays === null ? null : silentSince + row.silentDays * dayMilliseconds
      const bySilence = silent !== null && now.getTime() >= silent ? [silent + hoursOf(row)] : []
      const [due] = [...byMisses, ...bySilence].sort((a, b) => a - b)
      return due === undefined ? [] : [{ row, due }]
    })
    .sort((a, b) => a.row.misses - b.row.misses)
    .at(-1)
  if (owed === undefined) return null
  const reviewed =
    owed.row.step === 'review' && review !== null && review.at.getTime() >= Math.max(last?.began ?? 0, silentSince)
  return {
    missesInRow: run.length,
    lastMissOn: last?.day ?? null,
    reachedSince,
    step: owed.row.step,
    due: reviewed ? instantAt(addDays(review.nextOn, 1), '00:00', zone) : new Date(owed.due),
    reviewed,
    lastHeard: lastHeard === null ? null : new Date(lastHeard),
    sentence: sentenceOf(run.length, reachedSince, Math.floor((now.getTime() - silentSince) / dayMilliseconds)),
  }
}

const hoursOf = ({ due }: StepRow): number => (due === 'same day' ? 24 : due.hours) * 3_600_000

const dueAfter = (row: StepRow, last: TreatmentDay, zone: string): number =>
  row.due === 'same day' ? instantAt(addDays(last.day, 1), '00:00', zone).getTime() : last.began + hoursOf(row)

function sentenceOf(misses: number, reachedSince: boolean, silentDays: number): string {
  const unheard = `No word for ${plural(silentDays, 'day', 'days')}.`
  if (misses === 0) return unheard
  const missed = misses === 1 ? 'Did not attend on the last day' : `Did not attend on the last ${misses} days`
  if (reachedSince) return `${missed}; reached since.`
  return silentDays > 1 ? `${missed}; not reached yet. ${unheard}` : `${missed}; not reached yet.`
}

/** Whether the step is past its time: not for a call once the client was reached, but for a review all the same. */
export const isOverdue = (state: MissState, now: Date): boolean =>
  now > state.due && (!state.reachedSince || state.step === 'review')
