import type { AgeGroup, Program } from '../clinic/placement/levels.ts'
import { isRefusal } from '../basics/refusal.ts'
import { isAsked } from '../clinic/placement/answers.ts'
import { editionFor } from '../clinic/placement/dimensions.ts'
import { type GateResult, gateOf } from '../clinic/placement/gate.ts'
import type { Answers } from '../clinic/placement/question.ts'
import { questions } from '../clinic/placement/questions.ts'
import { type Recommendation, recommend } from '../clinic/placement/recommend.ts'
import type { Trouble } from './people.ts'

/** What stands in the way of starting here today, for the few of whom that is so. */
export type Danger = 'alcohol withdrawal' | 'suicide' | 'opioid withdrawal'

export type Screening = { answers: Answers; gate: GateResult }

const numbers: Record<string, number> = {
  pulse: 78,
  systolic: 126,
  diastolic: 82,
  temperature: 98.4,
  oxygen: 98,
  'alcohol-last': 216,
  'alcohol-week': 24,
  ciwa: 3,
  'sedative-days': 12,
  'sedative-dose': 5,
  cows: 4,
  'opioid-last': 240,
}

const troubled: Partial<Record<Trouble, Answers>> = {
  alcohol: { 'alcohol-30': 'yes' },
  opioids: { 'opioid-use': 'yes' },
  sedatives: { 'sedative-use': 'yes' },
  depression: { 'cssrs-1': 'yes' },
  trauma: { 'cssrs-1': 'yes' },
}

const dangerous: Record<Danger, Answers> = {
  'alcohol withdrawal': {
    'alcohol-30': 'yes',
    'alcohol-last': 20,
    'alcohol-week': 60,
    'alcohol-signs': 'yes',
    ciwa: 15,
    'alcohol-seizure': 'yes',
  },
  suicide: {
    'cssrs-1': 'yes',
    'cssrs-2': 'yes',
    'cssrs-3': 'yes',
    'cssrs-4': 'yes',
    'cssrs-5': 'no',
    'means-at-hand': 'yes',
  },
  'opioid withdrawal': { 'opioid-use': 'yes', cows: 17, 'opioid-last': 30 },
}

/** A safety screen as this person would answer it, judged by the gate itself. Alike people answer alike: judged once. */
export function screeningOf(trouble: Trouble, person: { age: number; sex: string }, danger: Danger | null): Screening {
  const key = [trouble, person.age, person.sex, danger].join()
  const known = screenings.get(key) ?? judge(trouble, person, danger)
  screenings.set(key, known)
  return known
}

const screenings = new Map<string, Screening>()

function judge(trouble: Trouble, person: { age: number; sex: string }, danger: Danger | null): Screening {
  const told: Answers = { ...troubled[trouble], ...(danger === null ? {} : dangerous[danger]) }
  const answers: Record<string, string | number> = {}
  for (const question of questions) {
    if (!isAsked(question, answers)) continue
    const own = told[question.id]
    if (own !== undefined && own !== null) answers[question.id] = own
    else if (!question.required) continue
    else if (question.kind === 'yes-no') answers[question.id] = 'no'
    else if (question.kind === 'number') answers[question.id] = numbers[question.id] ?? question.min
    else if (question.id === 'vitals-taken') answers[question.id] = 'yes'
    else if (question.id === 'pregnant')
      answers[question.id] = person.sex === 'female' && person.age < 52 ? 'no' : 'cannot-be'
    else answers[question.id] = question.choices[0]?.value ?? 'no'
  }
  return { answers, gate: gateOf(answers, { age: person.age }) }
}

type Weighing = {
  edition: string
  ratings: Record<string, { rating: number; words: string }>
  facts: {
    program: Program
    hasDiagnosis: boolean
    supportiveHome: boolean
    medicalCover: boolean
    didNotHold: string[]
    comingFrom: string | null
    outside: null
  }
  recommendation: Recommendation
}

const saysWhy: Record<string, readonly string[]> = {
  d1: ['No withdrawal expected.', 'Mild discomfort in the first days; medicine at home is in order.'],
  d2: ['No complaints; last physical this year.', 'Treated elsewhere and steady.'],
  d3: [
    'Sleeps and eats; no low days lately.',
    'Some low days; sleeps poorly.',
    'Low or anxious most days; thinking is clear and no danger now.',
  ],
  d4: [
    'Asks for the groups.',
    'Wants to change and doubts that groups help.',
    'In two minds; came because family asked.',
  ],
  d5: [
    'Steady for months, with a plan.',
    'Urges twice a week, has a few means.',
    'Used again within days after each attempt alone.',
    'Used through weekly counselling this spring.',
  ],
  d6: [
    'Lives with people who help.',
    'Mostly quiet at home; one person drinks.',
    'Little support at home; neighbours use.',
  ],
}

/** Six ratings in our own words, weighed by the rules of placement. `heavy`: a week that asks for more than this level. */
export function weighingOf(
  o: { program: Program; ageGroup: AgeGroup; level: '2.1' | '1.5'; heavy: boolean; n: number },
  gate: GateResult,
): Weighing {
  const mind = o.program === 'mental-health'
  const lighter = { d1: 0, d2: o.n % 2, d3: 1, d4: 1, d5: 1, d6: o.n % 2 }
  const usual = {
    d1: mind ? 0 : o.n % 2,
    d2: (o.n >> 1) % 2,
    d3: mind ? 2 : 1 + (o.n % 2),
    d4: 1 + ((o.n >> 2) % 2),
    d5: o.heavy ? 3 : 2,
    d6: (o.n >> 3) % 3,
  }
  const rated = o.level === '1.5' ? lighter : usual
  const ratings = Object.fromEntries(
    Object.entries(rated).map(([key, rating]) => [
      key,
      { rating, words: saysWhy[key]?.[rating] ?? 'As described in the interview.' },
    ]),
  )
  const facts = {
    program: o.program,
    hasDiagnosis: true,
    supportiveHome: rated.d6 < 2,
    medicalCover: false,
    didNotHold: [],
    comingFrom: null,
    outside: null,
  }
  const edition = editionFor(o.ageGroup)?.id ?? ''
  const recommendation = recommend({
    edition,
    ageGroup: o.ageGroup,
    ratings,
    gate,
    dispositions: [],
    ...facts,
  })
  if (isRefusal(recommendation)) throw new Error(`${recommendation.because} ${recommendation.details?.join(' ') ?? ''}`)
  return { edition, ratings, facts, recommendation }
}
