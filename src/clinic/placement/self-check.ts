import type { AgeGroup } from '../programs/dose.ts'
import type { Assessment } from './assessment.ts'
import type { Rating, Role } from './dimension.ts'
import { editionFor } from './dimensions.ts'
import { gateOf } from './gate.ts'
import { isLevel, type PlaceCode, type Program } from './levels.ts'
import type { Answers } from './question.ts'
import { recommend } from './recommend.ts'
import { isRefusal } from '../../basics/refusal.ts'

/** The version of these questions, stored with what was handed over. */
export const SELF_CHECK = 'stepwell-self-check-1'

/** What a visitor answered, by question id. Anything that is not one of a question's choices counts as no answer. */
export type SelfAnswers = Readonly<Record<string, string>>
export type SelfQuestion = {
  id: SelfQuestionId
  choices: readonly string[]
  isAsked: (answers: SelfAnswers) => boolean
}

const always = () => true
const usesSubstances = (a: SelfAnswers) => a.about === 'substance' || a.about === 'both'
const drinks = (a: SelfAnswers) => usesSubstances(a) && (a.alcohol === 'some' || a.alcohol === 'most-days')

/** In the order in which they are asked: what may be dangerous first, so that nobody answers ten questions before it. */
export const selfQuestions = [
  { id: 'who', choices: ['self', 'loved-one'], isAsked: always },
  { id: 'body-now', choices: ['no', 'yes'], isAsked: always },
  { id: 'thoughts', choices: ['no', 'wish', 'thoughts', 'acted'], isAsked: always },
  { id: 'others', choices: ['no', 'yes'], isAsked: always },
  { id: 'mind-now', choices: ['no', 'yes'], isAsked: always },
  { id: 'age', choices: ['under-12', '12-17', '18-64', '65-up'], isAsked: always },
  { id: 'about', choices: ['substance', 'mood', 'both'], isAsked: always },
  { id: 'alcohol', choices: ['none', 'some', 'most-days'], isAsked: usesSubstances },
  { id: 'alcohol-signs', choices: ['no', 'yes'], isAsked: drinks },
  { id: 'sedatives', choices: ['none', 'some', 'daily'], isAsked: usesSubstances },
  { id: 'sudden-stop', choices: ['no', 'yes'], isAsked: usesSubstances },
  { id: 'opioids', choices: ['none', 'some', 'daily'], isAsked: usesSubstances },
  { id: 'overdose', choices: ['no', 'yes'], isAsked: usesSubstances },
  { id: 'pregnant', choices: ['no', 'yes'], isAsked: usesSubstances },
  { id: 'doctor', choices: ['no', 'cared-for', 'today'], isAsked: always },
  { id: 'mood', choices: ['none', 'little', 'much', 'hardly'], isAsked: always },
  { id: 'want', choices: ['ready', 'torn', 'no'], isAsked: always },
  { id: 'return', choices: ['unlikely', 'likely', 'daily'], isAsked: always },
  { id: 'tried', choices: ['nothing', 'weekly', 'intensive', 'residential'], isAsked: always },
  { id: 'home', choices: ['supports', 'alone', 'against', 'unsafe'], isAsked: always },
  { id: 'time', choices: ['yes', 'part', 'no'], isAsked: always },
] as const satisfies readonly { id: string; choices: readonly string[]; isAsked: (a: SelfAnswers) => boolean }[]
export type SelfQuestionId = (typeof selfQuestions)[number]['id']

/** What somebody may be in danger of; each leaves the questions at once. */
export type Danger = 'emergency' | 'suicide' | 'others' | 'mind' | 'withdrawal' | 'overdose' | 'pregnancy' | 'medical'

/** Kinds of care in words that a visitor knows. 'less': weekly visits; 'day': most of the day, five days a week. */
export type Family = 'less' | 'iop' | 'day' | 'residence' | 'residential' | 'hospital'

/** One sentence of the explanation, and the question it rests on. `weighs`: it is what asks for this kind of care. */
export type SelfReason = { question: SelfQuestionId; answer: string; weighs: boolean }

export type SelfResult =
  | { kind: 'ask'; question: SelfQuestion; place: number; of: number }
  | { kind: 'danger'; danger: Danger; restsOn: SelfQuestionId }
  | { kind: 'too-young' }
  | {
      kind: 'result'
      family: Family
      program: Program
      ageGroup: AgeGroup
      reasons: SelfReason[]
      /** A residence beside the program by day. */
      residenceBeside: boolean
      /** Things to know whatever fits. */
      notes: ('opioid-medicine' | 'naloxone' | 'unsafe-home' | 'no-time' | 'sedatives' | 'not-ready')[]
    }

/** Only answers that are a choice of a question that is asked; a question's answer goes when it is not asked any more. */
export function usable(answers: SelfAnswers): SelfAnswers {
  const kept: Record<string, string> = {}
  for (const question of selfQuestions) {
    const answer = answers[question.id]
    const choices: readonly string[] = question.choices
    if (answer !== undefined && choices.includes(answer) && question.isAsked(kept)) kept[question.id] = answer
  }
  return kept
}

/**
 * What comes after these answers: the next question, a danger that ends the questions, or what kind of care may fit.
 * Danger is judged by the safety gate (gate.ts) and the kind of care by the recommendation (recommend.ts) that staff use;
 * what a visitor says of themselves only fills in less. It explains and never diagnoses. Clinical reference, 1.3 and 1.6.
 */
export function selfCheck(given: SelfAnswers): SelfResult {
  const answers = usable(given)
  const danger = dangerOf(answers)
  if (danger !== null) return danger
  if (answers.age === 'under-12') return { kind: 'too-young' }
  const asked = selfQuestions.filter((question) => question.isAsked(answers))
  const place = asked.findIndex((question) => answers[question.id] === undefined)
  const question = asked[place]
  if (question !== undefined) return { kind: 'ask', question, place: place + 1, of: asked.length }
  return resultOf(answers)
}

const flags: readonly { question: SelfQuestionId; is: readonly string[]; danger: Danger }[] = [
  { question: 'body-now', is: ['yes'], danger: 'emergency' },
  { question: 'thoughts', is: ['wish', 'thoughts', 'acted'], danger: 'suicide' },
  { question: 'others', is: ['yes'], danger: 'others' },
  { question: 'mind-now', is: ['yes'], danger: 'mind' },
  { question: 'alcohol-signs', is: ['yes'], danger: 'withdrawal' },
  { question: 'sedatives', is: ['daily'], danger: 'withdrawal' },
  { question: 'sudden-stop', is: ['yes'], danger: 'withdrawal' },
  { question: 'overdose', is: ['yes'], danger: 'overdose' },
  { question: 'doctor', is: ['today'], danger: 'medical' },
]

function dangerOf(answers: SelfAnswers): Extract<SelfResult, { kind: 'danger' }> | null {
  const flag = flags.find(({ question, is }) => is.includes(answers[question] ?? ''))
  if (flag !== undefined) return { kind: 'danger', danger: flag.danger, restsOn: flag.question }
  const stops = gateOf(gateAnswers(answers), { age: ages[answers.age ?? ''] ?? null }).stops
  if (stops.length === 0) return null
  if (answers.pregnant === 'yes') return { kind: 'danger', danger: 'pregnancy', restsOn: 'pregnant' }
  return { kind: 'danger', danger: 'withdrawal', restsOn: 'alcohol' }
}

// The age of somebody in each band that is the most dangerous to drink at.
const ages: Readonly<Record<string, number>> = { 'under-12': 11, '12-17': 17, '18-64': 64, '65-up': 65 }

/** The same answers in the words of the safety gate. A heavy drinker is taken at the gate's own line for heavy. */
export function gateAnswers(answers: SelfAnswers): Answers {
  const is = (id: SelfQuestionId, ...values: string[]) => values.includes(answers[id] ?? '')
  const yesNo = (yes: boolean, asked: boolean) => (asked ? (yes ? 'yes' : 'no') : undefined)
  const said = (id: SelfQuestionId) => answers[id] !== undefined
  return {
    'chest-pain': yesNo(is('body-now', 'yes'), said('body-now')),
    'overdose-now': yesNo(is('body-now', 'yes'), said('body-now')),
    'cssrs-1': yesNo(!is('thoughts', 'no'), said('thoughts')),
    'cssrs-2': yesNo(is('thoughts', 'thoughts', 'acted'), said('thoughts')),
    'cssrs-6': yesNo(is('thoughts', 'acted'), said('thoughts')),
    'cssrs-6-recent': yesNo(true, is('thoughts', 'acted')),
    homicidal: yesNo(is('others', 'yes'), said('others')),
    psychosis: yesNo(is('mind-now', 'yes'), said('mind-now')),
    'alcohol-30': yesNo(!is('alcohol', 'none'), said('alcohol')),
    'alcohol-week': is('alcohol', 'most-days') ? 15 : is('alcohol', 'some') ? 4 : undefined,
    'alcohol-last': is('alcohol', 'most-days') ? 24 : undefined,
    'alcohol-signs': yesNo(is('alcohol-signs', 'yes'), said('alcohol-signs')),
    'sedative-use': yesNo(!is('sedatives', 'none'), said('sedatives')),
    'sedative-days': is('sedatives', 'daily') ? 30 : is('sedatives', 'some') ? 0 : undefined,
    'ghb-stopped': yesNo(is('sudden-stop', 'yes'), said('sudden-stop')),
    'opioid-use': yesNo(!is('opioids', 'none'), said('opioids')),
    'overdose-ever': yesNo(is('overdose', 'yes'), said('overdose')),
    'overdose-days': is('overdose', 'yes') ? 7 : undefined,
    pregnant: yesNo(is('pregnant', 'yes'), said('pregnant')),
    'medical-today': yesNo(is('doctor', 'today'), said('doctor')),
  }
}

const rating: Record<Role, { question: SelfQuestionId; of: Readonly<Record<string, Rating>> }> = {
  withdrawal: { question: 'opioids', of: { daily: 1 } },
  body: { question: 'doctor', of: { 'cared-for': 1 } },
  mind: { question: 'mood', of: { little: 1, much: 2, hardly: 3 } },
  readiness: { question: 'want', of: { ready: 1, torn: 2, no: 3 } },
  relapse: { question: 'return', of: { unlikely: 1, likely: 2, daily: 3 } },
  home: { question: 'home', of: { alone: 1, against: 2, unsafe: 3 } },
}

function resultOf(answers: SelfAnswers): SelfResult {
  const ageGroup: AgeGroup = answers.age === '12-17' ? 'adolescent' : 'adult'
  const program: Program = usesSubstances(answers) ? 'substance-use' : 'mental-health'
  const edition = editionFor(ageGroup, program)
  if (edition === null) throw new Error(`No edition of the six dimensions is for ${ageGroup}, ${program}.`)
  const gate = gateOf(gateAnswers(answers), { age: ages[answers.age ?? ''] ?? null })
  const assessment: Assessment = {
    edition: edition.id,
    program,
    ageGroup,
    ratings: Object.fromEntries(
      edition.dimensions.flatMap(({ key, role }) =>
        role === null
          ? []
          : [[key, { rating: rating[role].of[answers[rating[role].question] ?? ''] ?? 0, words: 'self-check' }]],
      ),
    ),
    // What only an examination can answer stays open there; here nobody is admitted on it.
    gate: { ...gate, unanswered: [], notKnown: [] },
    dispositions: [],
    hasDiagnosis: null,
    supportiveHome: answers.home === 'supports' ? true : answers.home === 'against' ? false : null,
    medicalCover: false,
    didNotHold: answers.tried === 'weekly' ? ['1.5'] : answers.tried === 'intensive' ? ['2.1'] : [],
    comingFrom: answers.tried === 'residential' ? '3.5' : null,
  }
  const answer = recommend(assessment)
  if (isRefusal(answer)) throw new Error(answer.because)
  const roleOf = new Map(edition.dimensions.map(({ key, role }) => [key, role]))
  const pointing = new Set(
    answer.reasons.flatMap((reason) => {
      const role = reason.dimension === null ? null : (roleOf.get(reason.dimension) ?? null)
      return reason.weight === 'points-here' && role !== null ? [rating[role].question] : []
    }),
  )
  const reasons = (['return', 'mood', 'home', 'want', 'doctor', 'opioids', 'tried', 'time'] as const).flatMap(
    (question): SelfReason[] => {
      const said = answers[question]
      if (said === undefined || (question === 'opioids' && said !== 'daily')) return []
      const weighs = pointing.has(question) || (question === 'tried' && said !== 'nothing')
      return [{ question, answer: said, weighs }]
    },
  )
  return {
    kind: 'result',
    family: familyOf(answer.level),
    program,
    ageGroup,
    reasons: [...reasons.filter(({ weighs }) => weighs), ...reasons.filter(({ weighs }) => !weighs)],
    residenceBeside: answer.alongside.some(({ level }) => level === '3.1'),
    notes: [
      ...(answers.opioids === 'some' || answers.opioids === 'daily' ? (['naloxone'] as const) : []),
      ...(answers.opioids === 'daily' ? (['opioid-medicine'] as const) : []),
      ...(answers.sedatives === 'some' ? (['sedatives'] as const) : []),
      ...(answers.home === 'unsafe' ? (['unsafe-home'] as const) : []),
      ...(answers.time === 'no' || answers.time === 'part' ? (['no-time'] as const) : []),
      ...(answers.want === 'no' ? (['not-ready'] as const) : []),
    ],
  }
}

function familyOf(place: PlaceCode): Family {
  if (!isLevel(place)) return 'hospital'
  const families: Record<string, Family> = {
    '1.0': 'less',
    '1.5': 'less',
    '1.7': 'less',
    '2.1': 'iop',
    '2.5': 'day',
    '2.7': 'day',
    '3.1': 'residence',
    '3.5': 'residential',
    '3.7': 'residential',
  }
  return families[place] ?? 'hospital'
}
