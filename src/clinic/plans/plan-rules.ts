import { addDays, type Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { plural } from '../../basics/text.ts'
import { isServiceKind } from '../programs/library.ts'
import { numbersOf, type DraftGoal, type DraftService, type PlanDraft } from './plan-doc.ts'
import { doseOf } from './signed-plan.ts'

export type PlanFacts = {
  /** The day on which the plan would begin to stand. */
  today: Day
  /** The last day on which this version may be reviewed; null: nobody set one. */
  reviewBy: Day | null
  /** Diagnoses that stand: a problem may name one of these and no other. */
  diagnoses: readonly string[]
}

const longestReview = 366

/**
 * What a plan still needs before it can be signed, as sentences: problems, goals in the client's words, objectives that can be
 * seen or counted (what, to where, by when), services with how often, how long and by whom, each of them for an objective and
 * each objective with one; strengths; when the person is ready to leave; and the day of the next review. Empty: it is whole.
 * Source: clinical.md §7.1 (first plan), §7.3.
 */
export function gapsInPlan(plan: PlanDraft, facts: PlanFacts): string[] {
  const numbers = numbersOf(plan.goals)
  return [
    ...(plan.problems.length === 0 ? ['Name at least one problem that is worked on.'] : []),
    ...plan.problems.flatMap(({ words, diagnosisId }, n) => [
      ...(words === '' ? [`Problem ${n + 1} has no words.`] : []),
      ...(diagnosisId !== '' && !facts.diagnoses.includes(diagnosisId)
        ? [`Problem ${n + 1} names a diagnosis that does not stand any more.`]
        : []),
    ]),
    ...(plan.goals.length === 0 ? ['Write at least one goal, in the words of the person.'] : []),
    ...plan.goals.flatMap((goal, n) => goalGaps(goal, n + 1, plan, facts.today)),
    ...(plan.services.length === 0 ? ['Say what is done for it: at least one service.'] : []),
    ...plan.services.flatMap((service, n) => serviceGaps(service, n + 1, numbers)),
    ...[...numbers]
      .filter(([slot]) => !plan.services.some((service) => service.serves.includes(slot)))
      .map(([, number]) => `Nothing is done for objective ${number} yet. Tick it at a service.`),
    ...doseGaps(plan),
    ...(plan.strengths === '' ? ['Say what the person can build on.'] : []),
    ...(plan.dischargeWhen === '' ? ['Say by what one will see that the person is ready to leave.'] : []),
    ...(plan.weeks !== null && (plan.weeks < 1 || plan.weeks > 104) ? ['Give the expected weeks from 1 to 104.'] : []),
    ...reviewGaps(plan.reviewOn, facts),
  ]
}

function goalGaps(goal: DraftGoal, number: number, plan: PlanDraft, today: Day): string[] {
  return [
    ...(goal.words === '' ? [`Goal ${number} has no words.`] : []),
    ...(goal.words.length > 1000 ? [`Goal ${number} is too long: use at most 1000 characters.`] : []),
    ...(goal.problem !== '' && !plan.problems.some((one) => one.slot === goal.problem)
      ? [`Goal ${number} answers a problem that is not in the plan.`]
      : []),
    ...(goal.objectives.length === 0 ? [`Goal ${number} has no objective.`] : []),
    ...goal.objectives.flatMap(({ words, target, by }, n) => {
      const name = `Objective ${number}.${n + 1}`
      return [
        ...(words === '' ? [`${name} does not say what is seen or counted.`] : []),
        ...(target === '' ? [`${name} has no target.`] : []),
        ...(by === '' ? [`${name} does not say by when.`] : []),
        ...(by !== '' && by < today ? [`${name} was to be reached by a day that is past.`] : []),
      ]
    }),
  ]
}

const within = (n: number | null, least: number, highest: number): boolean => n !== null && n >= least && n <= highest

function serviceGaps(service: DraftService, n: number, numbers: Map<string, string>): string[] {
  const name = `Service ${n}`
  return [
    ...(isServiceKind(service.kind) ? [] : [`${name} is of a kind that is not offered here.`]),
    ...(within(service.times, 1, 14) ? [] : [`${name}: give how many times, from 1 to 14.`]),
    ...(within(service.everyWeeks, 1, 8) ? [] : [`${name}: give every how many weeks, from 1 to 8.`]),
    ...(within(service.minutes, 5, 480) ? [] : [`${name}: give its minutes, from 5 to 480.`]),
    ...(service.who === '' ? [`${name}: say who gives it.`] : []),
    ...(service.serves.some((slot) => numbers.has(slot)) ? [] : [`${name} is for no objective.`]),
  ]
}

function doseGaps(plan: PlanDraft): string[] {
  const dose = doseOf(plan.services, plan.days ?? 0)
  return [
    ...(within(plan.days, 1, 7) ? [] : ['Say on how many days a week the person comes, from 1 to 7.']),
    ...(dose.groupMinutes > 2400 ? ['The groups come to more than 40 hours a week.'] : []),
    ...(Math.max(dose.individualMinutes, dose.familyMinutes, dose.medicationMinutes) > 600
      ? ['One kind of single hours comes to more than 10 hours a week.']
      : []),
    ...(plan.fromWeek === '' ? ['Say from which week the services are given.'] : []),
  ]
}

function reviewGaps(reviewOn: Day, { today, reviewBy }: Pick<PlanFacts, 'today' | 'reviewBy'>): string[] {
  if (reviewOn === '') return ['Set the day of the next review.']
  if (reviewOn <= today) return ['The next review lies in the future: choose a later day.']
  if (reviewBy !== null && reviewOn > reviewBy) return [`The next review is due by ${reviewBy}: choose an earlier day.`]
  return reviewOn > addDays(today, longestReview) ? ['The next review is more than a year away.'] : []
}

/** Why a plan cannot be signed now, with what is missing as a list; null when it can. */
export function maySignPlan(gaps: readonly string[], beside: number): Refusal | null {
  if (beside > 0)
    return refuse(
      'words-beside',
      `Two people wrote in the same place: ${plural(beside, 'field waits', 'fields wait')} for a decision. Settle it, then sign.`,
    )
  return gaps.length === 0 ? null : refuse('not-whole', 'Something is still missing. Fill it in, then sign.', [...gaps])
}

export type ObjectiveOutcome = 'kept' | 'changed' | 'met'
export const objectiveOutcomes = [
  { value: 'kept', label: 'Goes on as it is' },
  { value: 'changed', label: 'Changes: in the next version' },
  { value: 'met', label: 'Met' },
] as const satisfies readonly { value: ObjectiveOutcome; label: string }[]

/**
 * Whether a review can be closed: an outcome for each open objective, words about what was seen, and a next review after today
 * and not later than the rule allows. Source: clinical.md §7.1 (plan review).
 */
export function mayReview(
  review: { words: string; nextOn: Day; outcomes: ReadonlyMap<string, ObjectiveOutcome> },
  open: readonly { id: string; number: string }[],
  facts: Pick<PlanFacts, 'today' | 'reviewBy'>,
): Refusal | null {
  const missing = open.filter(({ id }) => !review.outcomes.has(id))
  const gaps = [
    ...missing.map(({ number }) => `Say how objective ${number} goes on.`),
    ...(review.words === '' ? ['Say in a few words what the review found.'] : []),
    ...reviewGaps(review.nextOn, facts),
  ]
  return gaps.length === 0 ? null : refuse('not-whole', 'Something is still missing.', gaps)
}
