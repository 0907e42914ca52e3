import type { Day } from '../../basics/dates.ts'
import { sha256 } from '../../basics/ids.ts'
import { hoursAndMinutes } from '../../basics/text.ts'
import { serviceKind } from '../programs/library.ts'
import { numbersOf, type DraftService, type PlanDraft } from './plan-doc.ts'
import type { Dose } from './rules.ts'

export type SignedObjective = {
  id: string
  /** '2.1'. */
  number: string
  words: string
  measure: string
  baseline: string
  target: string
  by: Day
}
export type SignedGoal = { id: string; position: number; words: string; problem: string; objectives: SignedObjective[] }
export type SignedService = {
  kind: string
  times: number
  everyWeeks: number
  minutes: number
  who: string
  /** The numbers of its objectives. */
  serves: string[]
}
/** A version as it is kept: words and figures, so that it reads the same whatever the forms become. */
export type SignedPlan = {
  client: { name: string; number: string; birthDate: Day }
  number: number
  fromDay: Day
  reviewOn: Day
  expectedWeeks: number | null
  diagnoses: { code: string; words: string; certainty: string; by: string; on: Day }[]
  problems: { words: string; code: string }[]
  strengths: string
  barriers: string
  dischargeWhen: string
  goals: SignedGoal[]
  services: SignedService[]
  dose: Dose
}
/** What the client's own page shows of it: no diagnosis, and no word on what stands in the way. */
export type ClientPlan = Pick<
  SignedPlan,
  'fromDay' | 'reviewOn' | 'dischargeWhen' | 'strengths' | 'services' | 'dose'
> & {
  goals: Pick<SignedGoal, 'words' | 'objectives'>[]
}

/** SHA-256, 64 hexadecimal digits, whatever the order in which the database gives keys back. */
export const hashOf = (value: unknown): string => sha256(JSON.stringify(inOrder(value)))

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => [key, inOrder(one)])
}

export const clientPartOf = ({
  fromDay,
  reviewOn,
  dischargeWhen,
  strengths,
  services,
  dose,
  goals,
}: SignedPlan): ClientPlan => ({
  fromDay,
  reviewOn,
  dischargeWhen,
  strengths,
  services,
  dose,
  goals: goals.map(({ words, objectives }) => ({ words, objectives })),
})

type Given = Pick<DraftService, 'kind' | 'times' | 'everyWeeks' | 'minutes'>

/**
 * The week that services come to, in whole minutes: times × minutes, divided by every how many weeks, each kind in its part
 * of the mix. What counts toward no hours, such as peer support, is in none. Source: clinical.md §1.2, §2.4.
 */
export function doseOf(services: readonly Given[], days: number): Dose {
  const of = (mix: string) =>
    Math.round(
      services
        .filter((one) => serviceKind(one.kind)?.mix === mix && serviceKind(one.kind)?.countsTowardDose)
        .reduce((sum, one) => sum + weeklyMinutes(one), 0),
    )
  return {
    groupMinutes: of('group'),
    individualMinutes: of('individual'),
    familyMinutes: of('family'),
    medicationMinutes: of('medication'),
    days,
  }
}

export const weeklyMinutes = ({ times, everyWeeks, minutes }: Given): number =>
  ((times ?? 0) * (minutes ?? 0)) / Math.max(1, everyWeeks ?? 1)

/** '3 times a week, 1 h 30', 'once every 2 weeks, 50 min'. */
export function rhythmOf({ times, everyWeeks, minutes }: Given): string {
  const often = times === 1 ? 'once' : `${times ?? 0} times`
  const every = (everyWeeks ?? 1) === 1 ? 'a week' : `every ${everyWeeks} weeks`
  return `${often} ${every}, ${hoursAndMinutes(minutes ?? 0)}`
}

export const labelOf = (kind: string): string => serviceKind(kind)?.label ?? kind

/** The draft's services with the numbers of the objectives that they serve. */
export function signedServices(plan: PlanDraft): SignedService[] {
  const numbers = numbersOf(plan.goals)
  return plan.services.map(({ kind, times, everyWeeks, minutes, who, serves }) => ({
    kind,
    times: times ?? 0,
    everyWeeks: everyWeeks ?? 1,
    minutes: minutes ?? 0,
    who,
    serves: serves.flatMap((slot) => numbers.get(slot) ?? []).toSorted(),
  }))
}
