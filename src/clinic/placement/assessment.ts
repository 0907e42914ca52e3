import { type Dimension, type Edition, isRating, type Rating, type Role, type SubDimension } from './dimension.ts'
import { editionOf, editions } from './dimensions.ts'
import { type Disposition, isReason, REASON_CHARACTERS } from './dispositions.ts'
import type { GateResult } from './gate.ts'
import type { AgeGroup, LevelCode, Program } from './levels.ts'

export type Rated = {
  /** 0 to 4. Where the edition rates parts: their worst, unless a clinician set another and said why in `because`. */
  rating: number | null
  words: string
  /** By key of the part, where the edition rates parts. */
  subs?: Readonly<Record<string, number | null>>
  because?: string
}

/** The worst of the parts that are rated; null when none is. */
export const worstOf = (subs: Rated['subs']): number | null =>
  Object.values(subs ?? {}).reduce<number | null>(
    (worst, rating) => (rating !== null && (worst === null || rating > worst) ? rating : worst),
    null,
  )

/** A clinician set the dimension's rating beside its parts. */
export const isSetApart = (rated: Rated): boolean => rated.subs !== undefined && rated.rating !== worstOf(rated.subs)

/** What an assessor brings: ratings by dimension key of the edition, and the facts that stand beside them. */
export type Assessment = {
  edition: string
  program: Program
  ageGroup: AgeGroup
  ratings: Readonly<Record<string, Rated | undefined>>
  gate: GateResult
  dispositions: readonly Disposition[]
  /** A substance use or psychiatric diagnosis that fits the program is recorded; null when nobody has said. */
  hasDiagnosis: boolean | null
  /** Someone at home supports recovery; null when nobody has said. False points to 2.1 or more. */
  supportiveHome: boolean | null
  /** A prescriber or nurse already sees the person daily for withdrawal. */
  medicalCover: boolean
  /** Levels of care in the last 90 days that did not hold. */
  didNotHold: readonly LevelCode[]
  /** The level the person steps down from now, if any. */
  comingFrom: LevelCode | null
  /** For someone of 12 to 17: an adult comes to family sessions; null when nobody has said. */
  adultComes?: boolean | null
}

export type AssessmentProblem = { dimension: string; because: string }

/** Fewest letters of the words beside a rating of 1 or more: a rating without words cannot be explained to anyone. */
const WORDS_LETTERS = 3

/**
 * What keeps an assessment from being weighed: a dimension without a rating, a rating that is not a whole number from
 * 0 to 4, a rating of 1 or more without words, a key that its edition does not have. Where the edition rates parts: a part
 * without a rating, and a dimension's rating that is not the worst of its parts without a reason of 15 characters.
 */
export function assessmentProblems(
  assessment: Pick<Assessment, 'edition' | 'ratings'>,
  known: readonly Edition[] = editions,
): AssessmentProblem[] {
  const edition = editionOf(assessment.edition, known)
  if (edition === null) return [{ dimension: '', because: `There is no edition called ${assessment.edition}.` }]
  const strange = Object.keys(assessment.ratings)
    .filter((key) => !edition.dimensions.some((dimension) => dimension.key === key))
    .map((key) => ({ dimension: key, because: `${edition.label} has no dimension called ${key}.` }))
  const wrong = edition.dimensions.flatMap(({ key, label, subs }) => {
    const rated = Object.hasOwn(assessment.ratings, key) ? assessment.ratings[key] : undefined
    const parts = subs === undefined ? [] : partProblems(rated, subs)
    if (parts.length > 0) return parts
    if (rated === undefined || rated.rating === null)
      return [{ dimension: key, because: `Rate “${label}” from 0 to 4.` }]
    if (!isRating(rated.rating)) return [{ dimension: key, because: `“${label}” takes a whole number from 0 to 4.` }]
    if (rated.rating > 0 && (rated.words.match(/\p{L}/gu)?.length ?? 0) < WORDS_LETTERS)
      return [{ dimension: key, because: `Say in a few words why “${label}” is rated ${rated.rating}.` }]
    if (subs !== undefined && isSetApart(rated) && !isReason(rated.because ?? ''))
      return [
        {
          dimension: `${key}-because`,
          because: `Its parts make “${label}” ${worstOf(rated.subs)}. Say in ${REASON_CHARACTERS} characters or more why you set ${rated.rating}.`,
        },
      ]
    return []
  })
  return [...wrong, ...strange]
}

function partProblems(rated: Rated | undefined, subs: readonly SubDimension[]): AssessmentProblem[] {
  const strange = Object.keys(rated?.subs ?? {})
    .filter((key) => !subs.some((sub) => sub.key === key))
    .map((key) => ({ dimension: key, because: `There is no part called ${key}.` }))
  const wrong = subs
    .filter((sub) => !isRating(rated?.subs?.[sub.key]))
    .map((sub) => ({ dimension: sub.key, because: `Rate “${sub.label}” from 0 to 4.` }))
  return [...wrong, ...strange]
}

/** The edition's dimensions with their ratings; only for an assessment without problems. */
export const ratedDimensions = (
  assessment: Pick<Assessment, 'ratings'>,
  edition: Edition,
): { dimension: Dimension; rating: Rating }[] =>
  edition.dimensions.flatMap((dimension) => {
    const rating = assessment.ratings[dimension.key]?.rating
    return isRating(rating) ? [{ dimension, rating }] : []
  })

export const needsEveryRole: readonly Role[] = ['withdrawal', 'body', 'mind', 'readiness', 'relapse', 'home']
