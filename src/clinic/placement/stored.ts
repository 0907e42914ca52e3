import { z } from 'zod'
import { answersFrom, notKnownOf, unansweredOf } from './answers.ts'
import type { GateResult } from './gate.ts'
import { isLevel, type LevelCode, type PlaceCode, type RouteCode, routes } from './levels.ts'
import type { Answers } from './question.ts'
import { questions } from './questions.ts'
import type { Recommendation } from './recommend.ts'

// What was judged stands as it was judged, even after the rules have changed: rows are read back, never weighed anew.

const mark = z.enum(['V', 'C', 'K'])
const groupIds = [...new Set(questions.map((question) => question.group))]
const group = z.enum(groupIds)
const route = z.custom<RouteCode>((value) => typeof value === 'string' && Object.hasOwn(routes, value))
const level = z.custom<LevelCode>(isLevel)
const place = z.custom<PlaceCode>((value) => isLevel(value) || route.safeParse(value).success)
const texts = z.array(z.string())

const stops = z.array(
  z.object({
    id: z.string(),
    group,
    because: z.string(),
    restsOn: texts,
    routeTo: route,
    routeLabel: z.string(),
    within: z.union([z.literal('now'), z.number()]),
    iopInParallel: z.boolean(),
    doNow: texts,
    source: z.string(),
    mark,
  }),
)
const cautions = z.array(z.object({ id: z.string(), group, because: z.string(), restsOn: texts, doNow: texts, mark }))
const answers = z.record(z.string(), z.unknown())
const thresholds = z.object({ id: z.string() })

export type StoredScreen = { answers: unknown; thresholds: unknown; stops: unknown; cautions: unknown }

export const answersOf = (row: Pick<StoredScreen, 'answers'>): Answers => answersFrom(answers.parse(row.answers))

/** A kept safety screen as the gate that was found that day. A question asked since then counts as open. */
export function gateFrom(row: StoredScreen): GateResult {
  const given = answersOf(row)
  const found = { stops: stops.parse(row.stops), cautions: cautions.parse(row.cautions) }
  const unanswered = unansweredOf(given)
  return {
    ...found,
    outcome:
      found.stops.length > 0
        ? 'stop'
        : unanswered.length > 0
          ? 'unfinished'
          : found.cautions.length > 0
            ? 'watch'
            : 'clear',
    unanswered,
    notKnown: notKnownOf(given),
    thresholds: thresholds.parse(row.thresholds).id,
  }
}

const beside = z.array(z.object({ level, label: z.string(), because: z.string() }))
const recommendation = z.object({
  rules: z.string(),
  level: place,
  levelLabel: z.string(),
  alongside: beside,
  alsoConsider: beside,
  reasons: z.array(
    z.object({
      dimension: z.string().nullable(),
      sentence: z.string(),
      weight: z.enum(['points-here', 'points-higher', 'points-lower', 'blocks', 'shapes']),
      restsOn: texts,
    }),
  ),
  notes: texts,
  blocked: z.boolean(),
})

export const recommendationFrom = (row: unknown): Recommendation => recommendation.parse(row)

const ratings = z.record(
  z.string(),
  z.object({
    rating: z.number().nullable(),
    words: z.string(),
    subs: z.record(z.string(), z.number().nullable()).optional(),
    because: z.string().optional(),
  }),
)
export const ratingsFrom = (row: unknown) => ratings.parse(row)

/** The facts that stand beside the ratings; `outside` is the result of a licensed tool that another system gave. */
const facts = z.object({
  program: z.enum(['substance-use', 'mental-health']).nullable().default(null),
  hasDiagnosis: z.boolean().nullable(),
  supportiveHome: z.boolean().nullable(),
  medicalCover: z.boolean(),
  didNotHold: z.array(z.string()),
  comingFrom: z.string().nullable(),
  /** For someone of 12 to 17: an adult comes to family sessions. */
  adultComes: z.boolean().nullable().default(null),
  /** What has become of the care so far, where the assessment is a review. */
  review: z.object({ progress: z.string(), words: z.string() }).nullable().default(null),
  outside: z.object({ tool: z.string(), level: z.string(), on: z.string() }).nullable().default(null),
})
export type AssessmentFacts = z.infer<typeof facts>
export const factsFrom = (row: unknown): AssessmentFacts => facts.parse(row)
