import { type Assessment, isSetApart, type Rated, worstOf } from './assessment.ts'
import { type Dimension, type Edition, isRating, type SubDimension } from './dimension.ts'
import { isLevel, labelOf, type LevelCode, levels, rankOf } from './levels.ts'
import { drives, gives, leastThatGives, type Need, together } from './needs.ts'
import { blocks, gatePlaces } from './recommend-blocks.ts'
import { factPulls, highest } from './recommend-facts.ts'
import { notesOn } from './recommend-notes.ts'
import { type Reason, type Recommendation, RULES } from './recommendation.ts'
import type { Weighed } from './weigh.ts'

type Minimum = { level: LevelCode; dimension: string | null; sentence: string; restsOn: string[] }

/**
 * The level for an edition that rates parts: the least intensive that meets the minimum of every part, of recent care that
 * did not hold, and of the gate’s standing stops. Levels differ in kind and not only in strength (hours, medical care, a
 * place to live), so what each part asks is put together first, and the lightest level that gives all of it is taken:
 * raising a part never lowers the level. Where a clinician set a dimension beside its parts, its parts count no higher than
 * that, and the dimension asks at least what its lightest part would at that rating. The sixth dimension shapes the plan
 * and sets nothing. Clinical reference, section 1.1; the minimums are ours [K].
 */
export function recommendBySubs(assessment: Assessment, edition: Edition, weighed: Weighed): Recommendation {
  const minimums: Minimum[] = [
    ...edition.dimensions.flatMap((dimension) => minimumsOf(dimension, assessment.ratings[dimension.key])),
    ...factPulls(weighed, assessment).flatMap(({ place, dimension, sentence, restsOn }) =>
      isLevel(place) ? [{ level: place, dimension, sentence, restsOn }] : [],
    ),
  ]
  const stops = gatePlaces(weighed)
  const asked = together([
    ...minimums.map(({ level }) => gives[level]),
    ...stops.filter(isLevel).map((level) => gives[level]),
  ])
  // A prescriber who already sees the person beside an outpatient program gives the medical part of it.
  const prescriberFirst = weighed.live.some((stop) => !stop.iopInParallel && isFirst(stop.routeTo))
  const isCovered = weighed.cover && !prescriberFirst && asked.living === 0 && asked.medical <= 1 && asked.hours >= 2
  const need: Need = isCovered ? { ...asked, medical: 0 } : asked
  const level = highest([leastThatGives(need), ...stops.filter((place) => !isLevel(place))])
  const reasons: Reason[] = [
    ...blocks(weighed, assessment),
    ...minimums.map(({ level: own, dimension, sentence, restsOn }) => ({
      dimension,
      sentence,
      restsOn,
      weight:
        isLevel(level) && (own === level || drives(gives[own], asked))
          ? ('points-here' as const)
          : ('points-lower' as const),
    })),
    ...shaping(assessment, edition),
  ]
  const name = (code: LevelCode) => labelOf(code, assessment.program)
  return {
    rules: RULES,
    level,
    levelLabel: labelOf(level, assessment.program),
    alongside: beside(weighed, level, isCovered).map((each) => ({ ...each, label: name(each.level) })),
    alsoConsider: consider(need, level).map((each) => ({ ...each, label: name(each.level) })),
    reasons,
    notes: [...set(assessment, edition), ...notesOn(weighed, level, assessment, edition)],
    blocked: reasons.some((reason) => reason.weight === 'blocks'),
  }
}

const isFirst = (route: string): boolean => route === '1.7' || route === 'otp'

function minimumsOf(dimension: Dimension, rated: Rated | undefined): Minimum[] {
  const { subs, key, label } = dimension
  if (subs === undefined || rated === undefined) return []
  const set = isSetApart(rated) && isRating(rated.rating) ? rated.rating : null
  const own = subs.flatMap((sub): Minimum[] => {
    const rating = rated.subs?.[sub.key]
    if (!isRating(rating)) return []
    const counts = set !== null && set < rating ? set : rating
    const held = counts === rating ? '' : ` Counted as ${counts}.`
    return [
      {
        level: sub.minimum[counts],
        dimension: key,
        sentence: `${sub.label}, rated ${rating}: ${sub.anchors[rating]}${held} At least level ${sub.minimum[counts]}.`,
        restsOn: [sub.key],
      },
    ]
  })
  if (set === null) return own
  const least = lightest(subs, set)
  return [
    ...own,
    {
      level: least,
      dimension: key,
      sentence: `${label}, set at ${set} beside its parts: ${(rated.because ?? '').trim().replace(/[.!?]*$/u, '')}. At least level ${least}.`,
      restsOn: [key],
    },
  ]
}

const lightest = (subs: readonly SubDimension[], rating: 0 | 1 | 2 | 3 | 4): LevelCode =>
  subs
    .map((sub) => sub.minimum[rating])
    .reduce<LevelCode>((best, level) => (rankOf(level) < rankOf(best) ? level : best), '4')

/** The dimension without parts is heard, and sets nothing. */
const shaping = (assessment: Assessment, edition: Edition): Reason[] =>
  edition.dimensions.flatMap((dimension) => {
    const rating = assessment.ratings[dimension.key]?.rating
    return dimension.subs !== undefined || !isRating(rating)
      ? []
      : [
          {
            dimension: dimension.key,
            sentence: `${dimension.label}, rated ${rating}: ${dimension.anchors[rating]} It shapes the plan and does not set the level.`,
            weight: 'shapes' as const,
            restsOn: [dimension.key],
          },
        ]
  })

const set = (assessment: Assessment, edition: Edition): string[] =>
  edition.dimensions.flatMap(({ key, label, subs }) => {
    const rated = assessment.ratings[key]
    return subs !== undefined && rated !== undefined && isSetApart(rated)
      ? [`A clinician set “${label}” at ${rated.rating}; its parts make ${worstOf(rated.subs)}.`]
      : []
  })

function beside(weighed: Weighed, level: string, isCovered: boolean): { level: LevelCode; because: string }[] {
  if (!isLevel(level) || levels[level].setting !== 'outpatient' || levels[level].medical) return []
  const [stop] = [...weighed.live, ...weighed.beside].filter((each) => each.iopInParallel && isFirst(each.routeTo))
  if (stop !== undefined) return [{ level: '1.7', because: stop.because }]
  return isCovered
    ? [{ level: '1.7', because: 'A prescriber already sees the person; that goes on beside the program.' }]
    : []
}

/** The same things in other clothes: the program by day, and the rest beside it. */
function consider(need: Need, level: string): { level: LevelCode; because: string }[] {
  const also: { level: LevelCode; because: string }[] = []
  if ((level === '3.1' || level === '3.5') && need.living === 1 && need.medical === 0)
    also.push({
      level: need.hours >= 3 ? '2.5' : '2.1',
      because: 'With a recovery residence (3.1) to live in, this program by day gives what is asked.',
    })
  if (level === '2.7' && need.medical === 1)
    also.push({
      level: need.hours >= 3 ? '2.5' : '2.1',
      because: 'If a prescriber (1.7) sees the person beside it, the program gives the rest.',
    })
  return also
}
