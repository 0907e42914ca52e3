import { notKnownOf, read, unansweredOf } from './answers.ts'
import { alcoholCautions, alcoholStops } from './gate-alcohol.ts'
import { emergencyCautions, emergencyStops, medicalCautions, medicalStops, pregnancyCautions } from './gate-body.ts'
import { depressantStops, opioidCautions, opioidStops, sedativeCautions, sedativeStops } from './gate-drugs.ts'
import { abuseStops, mindStops, suicideCautions, suicideStops } from './gate-mind.ts'
import { routes } from './levels.ts'
import type { Answers } from './question.ts'
import type { Caution, Facts, Stop } from './stops.ts'
import { defaultThresholds, type GateThresholds } from './thresholds.ts'

export type { Caution, Stop } from './stops.ts'

/** 'stop' someone must act now; 'unfinished' questions are open; 'watch' may go on with care; 'clear' nothing found. */
export type Outcome = 'stop' | 'unfinished' | 'watch' | 'clear'

export type GateResult = {
  outcome: Outcome
  /** Most urgent first. */
  stops: Stop[]
  cautions: Caution[]
  /** Required questions without an answer; 'not-known' is among them. The gate does not pass while any stands. */
  unanswered: string[]
  /** Those of the unanswered that were asked in vain: a clinician may settle them with words. */
  notKnown: string[]
  /** Which set of thresholds judged this. */
  thresholds: string
}

/**
 * The safety gate: what must be settled before anyone is placed in an intensive outpatient program.
 * `answers` by question id (questions.ts); an unreadable answer counts as none. `age` in completed years, null when not
 * known, which leaves the gate unfinished ('age' among the unanswered). A dangerous answer stops even where the question
 * that leads to it says no: a contradiction is looked at, never waved through. Clinical reference, section 1.6.
 */
export function gateOf(
  answers: Answers,
  person: { age: number | null },
  thresholds: GateThresholds = defaultThresholds,
): GateResult {
  const given = read(answers)
  const facts: Facts = { age: person.age, thresholds }
  const stops = [
    ...emergencyStops(given, facts),
    ...alcoholStops(given, facts),
    ...sedativeStops(given, facts),
    ...depressantStops(given),
    ...opioidStops(given, facts),
    ...suicideStops(given, facts),
    ...mindStops(given, facts),
    ...medicalStops(given, facts),
    ...abuseStops(given),
  ].toSorted((a, b) => routes[b.routeTo].urgency - routes[a.routeTo].urgency)
  const cautions = [
    ...emergencyCautions(given),
    ...alcoholCautions(given, facts),
    ...sedativeCautions(given, facts),
    ...opioidCautions(given, facts),
    ...suicideCautions(given),
    ...medicalCautions(given, facts),
    ...pregnancyCautions(given, facts),
  ]
  const unanswered = [...(person.age === null ? ['age'] : []), ...unansweredOf(answers)]
  return {
    outcome: outcomeOf(stops, cautions, unanswered),
    stops,
    cautions,
    unanswered,
    notKnown: notKnownOf(answers),
    thresholds: thresholds.id,
  }
}

function outcomeOf(stops: readonly Stop[], cautions: readonly Caution[], unanswered: readonly string[]): Outcome {
  if (stops.length > 0) return 'stop'
  if (unanswered.length > 0) return 'unfinished'
  return cautions.length > 0 ? 'watch' : 'clear'
}
