// What points to trouble with one stay, in points that add up, each with its facts and their days. Pure.
import { addDays, type Day, daysBetween } from '../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../basics/text.ts'
import { chanceOf, inputs, type KnownWeek, logOdds, weigh, type Weighed } from './leaving.ts'
import { leavingModel } from './leaving-model.ts'
import { offCourse, type Taken } from './off-course.ts'
import type { Settings } from './settings.ts'

/** Minutes of one week that counts from Monday; what nobody marked is expected and neither. */
export type WeekMinutes = { week: Day; expected: number; attended: number; missed: number }

export type TroubleFacts = {
  startedOn: Day
  /** Of the whole stay, oldest first, the running week included. */
  weeks: readonly WeekMinutes[]
  /** Drug tests with a final report; found: something that nobody prescribed. Null: not known here at all. */
  tests: readonly { day: Day; found: boolean }[] | null
  measures: readonly Taken[]
  /** Said or asked in the last two weeks; yes: there was craving, or a low mood that kept them away. */
  cravings: readonly { day: Day; yes: boolean }[]
  /** The last visit with a prescriber that is over; null: none was planned in the last four weeks. */
  prescriber: { day: Day; came: boolean | null } | null
  /** The last day they were there, told us, or answered; null: never in this stay. */
  lastHeardOn: Day | null
  /** What kept them away, as they said it, of the last three weeks, where no help has ended yet. */
  barriers: readonly { day: Day; reason: string }[]
  /** What the staff is worried about and nobody has ended. */
  worries: readonly { day: Day; words: string }[]
}

export type ReasonKey =
  | 'missed'
  | 'early'
  | 'tests'
  | 'measures'
  | 'cravings'
  | 'prescriber'
  | 'silence'
  | 'barriers'
  | 'worries'
export type Reason = { key: ReasonKey; points: number; words: string; days: Day[] }
export type Trouble = {
  /** The sum of the points of the reasons. */
  points: number
  /** Of 10,000: not seen in the next four weeks, by attendance and tests alone. */
  chance: number
  /** The heaviest first. */
  reasons: Reason[]
}

/** Ten points are one step of log odds: the points of the model and those set by a clinic lie on one scale. */
const perOdds = 10

/** The weeks as the model knows them: those that are over, and the running one once something of it is marked. */
export function knownWeeks({ weeks, tests }: Pick<TroubleFacts, 'weeks' | 'tests'>, today: Day): KnownWeek[] {
  return weeks
    .filter(({ week, attended, missed }) => week <= today && (addDays(week, 6) < today || attended + missed > 0))
    .map(({ week, expected, attended, missed }) => {
      const own = (tests ?? []).filter(({ day }) => day >= week && day <= addDays(week, 6))
      return {
        // What nobody marked counts as the average week does.
        missed:
          expected <= 0 || attended + missed <= 0
            ? null
            : Math.min(
                1,
                (missed + leavingModel.typical.missed * Math.max(0, expected - attended - missed)) / expected,
              ),
        positive: own.length === 0 ? null : own.filter(({ found }) => found).length / own.length,
      }
    })
}

/**
 * The signal of one stay on a day: fitted points for missed hours and tests (docs/model-card.md), and points that the
 * clinic sets for what no data told us the weight of. The reasons add up to the points. What is not known never counts
 * as good: weeks and tests as the average, the rest with points of their own. Source: clinical.md §6.2, §6.3.
 */
export function troubleOf(facts: TroubleFacts, settings: Settings, today: Day): Trouble {
  const weeks = knownWeeks(facts, today)
  const x = weigh(weeks)
  const reasons = [
    ...fromWeeks(facts, weeks, x, today),
    ...fromTests(facts, x, today),
    ...fromMeasures(facts, settings, today),
    ...fromCravings(facts, settings, today),
    ...fromPrescriber(facts, settings),
    ...fromSilence(facts, settings, today),
    ...fromWords(facts, settings),
  ]
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points)
  return {
    points: reasons.reduce((sum, { points }) => sum + points, 0),
    chance: Math.round(chanceOf(logOdds(leavingModel, x)) * 10_000),
    reasons,
  }
}

const attendance = inputs.filter((input) => input !== 'positive')
const oddsOf = (x: Weighed): number =>
  attendance.reduce((sum, input) => sum + leavingModel.weights[input] * x[input], 0)

function fromWeeks({ weeks: minutes }: TroubleFacts, weeks: KnownWeek[], x: Weighed, today: Day): Reason[] {
  // Had they come to everything: what is left is only that little is known yet.
  const spotless = weigh(weeks.map((week) => ({ ...week, missed: week.missed === null ? null : 0 })))
  const early = Math.round(perOdds * oddsOf(spotless))
  const all = Math.round(perOdds * oddsOf(x))
  const some = minutes.filter(({ week, missed }) => missed > 0 && week <= today).slice(-4)
  return [
    {
      key: 'missed',
      points: all - early,
      words: `Missed or late: ${some.map(({ missed, expected }) => `${hoursAndMinutes(missed)} of ${hoursAndMinutes(expected)}`).join(', then ')} in ${plural(some.length, 'week', 'weeks')}.`,
      days: some.map(({ week }) => week),
    },
    {
      key: 'early',
      points: early,
      words: weeks.every(({ missed }) => missed === null)
        ? 'No week is marked yet: the average of others stands in.'
        : `Only ${plural(weeks.filter(({ missed }) => missed !== null).length, 'week is', 'weeks are')} known: the average of others stands in for the rest.`,
      days: [],
    },
  ]
}

function fromTests({ tests }: TroubleFacts, x: Weighed, today: Day): Reason[] {
  const points = Math.round(perOdds * leavingModel.weights.positive * x.positive)
  const lately = (tests ?? []).filter(({ day }) => day <= today).slice(-8)
  const found = lately.filter((test) => test.found)
  const words =
    lately.length === 0
      ? 'No drug test is known: the average of others stands in.'
      : found.length === 0
        ? `${plural(lately.length, 'test', 'tests')} without a finding; few are known yet.`
        : `${found.length} of ${plural(lately.length, 'drug test', 'drug tests')} found what nobody prescribed.`
  return [{ key: 'tests', points, words, days: found.map(({ day }) => day) }]
}

function fromMeasures({ measures, startedOn }: TroubleFacts, settings: Settings, today: Day): Reason[] {
  const found = offCourse(measures, startedOn, today)
  const points = {
    worse: settings['points-worse'],
    'no-fall': settings['points-no-fall'],
    unmeasured: settings['points-unmeasured'],
    'on-course': 0,
  }
  return found.kind === 'on-course'
    ? []
    : [{ key: 'measures', points: points[found.kind], words: found.words, days: found.days }]
}

function fromCravings({ cravings }: TroubleFacts, settings: Settings, today: Day): Reason[] {
  const lately = cravings.filter(({ day }) => day > addDays(today, -14) && day <= today)
  const said = lately.filter(({ yes }) => yes).map(({ day }) => day)
  if (said.length > 0)
    return [
      { key: 'cravings', points: settings['points-craving'], words: 'Craving or a low mood was said.', days: said },
    ]
  if (lately.length > 0) return []
  // Not to have asked is never better news than an answer, and never worse than the worst answer.
  const points = Math.min(settings['points-unasked'], settings['points-craving'])
  return [{ key: 'cravings', points, words: 'Nobody has asked about cravings for two weeks.', days: [] }]
}

function fromPrescriber({ prescriber }: TroubleFacts, settings: Settings): Reason[] {
  if (prescriber === null || prescriber.came === true) return []
  const { day, came } = prescriber
  if (came === false)
    return [
      {
        key: 'prescriber',
        points: settings['points-prescriber'],
        words: 'Did not come to the visit with the prescriber.',
        days: [day],
      },
    ]
  const points = Math.min(settings['points-unmarked'], settings['points-prescriber'])
  return [{ key: 'prescriber', points, words: 'Nobody has marked the visit with the prescriber.', days: [day] }]
}

function fromSilence({ lastHeardOn, startedOn }: TroubleFacts, settings: Settings, today: Day): Reason[] {
  const since = lastHeardOn === null || lastHeardOn < startedOn ? startedOn : lastHeardOn
  const days = daysBetween(since, today)
  if (days < settings['quiet-days']) return []
  const quiet = settings['points-quiet']
  const points = days >= settings['review-days'] ? Math.max(quiet, settings['points-silent']) : quiet
  return [{ key: 'silence', points, words: `No word for ${plural(days, 'day', 'days')}.`, days: [since] }]
}

function fromWords({ barriers, worries }: TroubleFacts, settings: Settings): Reason[] {
  const [barrier] = barriers.toReversed()
  const worry = worries.at(-1)
  return [
    ...(barrier === undefined
      ? []
      : [
          {
            key: 'barriers' as const,
            points: settings['points-barrier'],
            words: `Said what kept them away: ${barrier.reason}. No help has come of it yet.`,
            days: barriers.map(({ day }) => day),
          },
        ]),
    ...(worry === undefined
      ? []
      : [
          {
            key: 'worries' as const,
            points: settings['points-worried'],
            words: `${plural(worries.length, 'open concern', 'open concerns')} of the staff: ${worry.words}`,
            days: worries.map(({ day }) => day),
          },
        ]),
  ]
}
