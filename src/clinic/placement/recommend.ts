import { type Refusal, refuse } from '../../basics/refusal.ts'
import { type Assessment, assessmentProblems, needsEveryRole } from './assessment.ts'
import type { Edition, Role } from './dimension.ts'
import { editionOf, editions } from './dimensions.ts'
import { isLevel, labelOf, type LevelCode, levels, type PlaceCode, rankOf } from './levels.ts'
import { consider, notesOn } from './recommend-notes.ts'
import { blocks, gatePlaces } from './recommend-blocks.ts'
import { type Recommendation, RULES, type Weight } from './recommendation.ts'
import { recommendBySubs } from './recommend-subs.ts'
import { factPulls, highest, type Pull, social } from './recommend-facts.ts'
import { type Weighed, weigh } from './weigh.ts'

export type { Reason, Recommendation, Weight } from './recommendation.ts'
export { RULES } from './recommendation.ts'

/**
 * The level of care that fits, with a sentence for each thing it rests on. From ratings 0 to 4 in six dimensions, the
 * safety gate and the history. The level is the highest that any single rating, any dangerous pair, recent care that did
 * not hold, or a standing stop asks for: so raising a rating never lowers it. It is a recommendation; a clinician decides.
 * Refuses: 'assessment-unfinished' (ratings or words missing, in details), 'edition-without-rules' (an edition whose
 * dimensions these rules do not weigh). Clinical reference, sections 1.2, 1.3 and 1.6; our own rules [K].
 */
export function recommend(assessment: Assessment, known: readonly Edition[] = editions): Recommendation | Refusal {
  const edition = editionOf(assessment.edition, known)
  const problems = assessmentProblems(assessment, known)
  if (edition === null || problems.length > 0)
    return refuse(
      'assessment-unfinished',
      'Rate each dimension from 0 to 4 and say why, then ask for the recommendation.',
      problems.map((problem) => problem.because),
    )
  const roles = new Set(edition.dimensions.map((dimension) => dimension.role))
  if (!needsEveryRole.every((role) => roles.has(role)))
    return refuse(
      'edition-without-rules',
      `Stepwell has no rules for ${edition.label}. Record the level that your own tool gives.`,
    )

  const weighed = weigh(assessment, edition)
  if (edition.dimensions.some((dimension) => dimension.subs !== undefined))
    return recommendBySubs(assessment, edition, weighed)
  const pulls = [...dimensionPulls(weighed), ...pairPulls(weighed, assessment), ...factPulls(weighed, assessment)]
  const places = [...pulls.map((pull) => pull.place), ...gatePlaces(weighed)]
  const top = highest(places)
  // A body that needs a hospital outweighs a mind that does: a general hospital can look after both.
  const level = top === '4-psych' && places.includes('4') ? '4' : top
  const alongside = alongsideOf(weighed, level)
  // No recovery residence takes a minor.
  const name = (code: LevelCode) =>
    weighed.isYoung && code === '3.1' ? 'A safe place to live, with care' : labelOf(code, assessment.program)
  const reasons = [
    ...blocks(weighed, assessment),
    ...pulls.map((pull) => ({
      dimension: pull.dimension,
      sentence: pull.sentence,
      restsOn: pull.restsOn,
      weight: weightOf(pull, level, weighed),
    })),
  ]
  return {
    rules: RULES,
    level,
    levelLabel: labelOf(level, assessment.program),
    alongside: alongside.map((each) => ({ ...each, label: name(each.level) })),
    alsoConsider: consider(weighed, level, assessment).map((each) => ({ ...each, label: name(each.level) })),
    reasons,
    notes: notesOn(weighed, level, assessment, edition),
    blocked: reasons.some((reason) => reason.weight === 'blocks'),
  }
}

const dimensionPulls = ({ of, key, label, floors, says }: Weighed): Pull[] =>
  needsEveryRole.map((role) => ({
    place: floors[role][of[role]] ?? '1.0',
    dimension: key[role],
    sentence: `${label[role]}, rated ${of[role]}: ${says[role][of[role]] ?? ''}`,
    restsOn: [key[role]],
  }))

/** A stop that asks for a prescriber before anything else weighs like a withdrawal rating of 2 without cover. */
const prescriberFirst = (weighed: Weighed): boolean =>
  weighed.live.some((stop) => !stop.iopInParallel && (stop.routeTo === '1.7' || stop.routeTo === 'otp'))

const floorOf = ({ of, floors }: Weighed, role: Role): LevelCode => floors[role][of[role]] ?? '1.0'

/** Ratings that are dangerous together, beyond what each asks for alone. */
function pairPulls(weighed: Weighed, assessment: Assessment): Pull[] {
  const { of, key, label } = weighed
  const first = prescriberFirst(weighed)
  const name = (role: Role) =>
    role === 'withdrawal' && of.withdrawal < 2
      ? 'A substance that needs a prescriber first'
      : `${label[role]} ${of[role]}`
  const pulls: Pull[] = []
  const add = (place: LevelCode, roles: readonly Role[], words: string) => {
    if (roles.some((role) => rankOf(floorOf(weighed, role)) >= rankOf(place))) return
    pulls.push({
      place,
      dimension: roles[0] === undefined ? null : key[roles[0]],
      sentence: `${roles.map(name).join(' with ')}: ${words}`,
      restsOn: roles.map((role) => key[role]),
    })
  }
  if (of.home === 4 && of.relapse >= 3) add('3.5', ['relapse', 'home'], 'daily care cannot hold from a dangerous home.')
  if (of.home === 4 && of.mind >= 3) add('3.5', ['mind', 'home'], 'serious trouble, and no safe place to go at night.')
  if (of.home >= 3 && of.relapse >= 3 && of.mind >= 3)
    add('3.5', ['relapse', 'mind', 'home'], 'too much at once to go home to each night.')

  const places = [...pulls, ...factPulls(weighed, assessment)].map((pull) => pull.place)
  const need = highest([...social.map((role) => floorOf(weighed, role)), ...places])
  const driver = social.find((role) => floorOf(weighed, role) === need)
  const and = (role: Role): Role[] => (driver === undefined ? [role] : [role, driver])
  const withdrawal = Math.max(of.withdrawal, first ? 2 : 0)
  const cover = weighed.cover && !first
  const livesIn = rankOf(need) >= rankOf('3.1')
  if (withdrawal >= 2 && of.home >= 3)
    add('3.7', ['withdrawal', 'home'], 'this home is no place to go through withdrawal.')
  if (withdrawal >= 2 && livesIn)
    add('3.7', and('withdrawal'), 'living where treatment is, with nurses for the withdrawal.')
  if (withdrawal >= 2 && !cover && !livesIn && rankOf(need) >= rankOf('2.1'))
    add('2.7', and('withdrawal'), 'several days a week, with daily medical care for the withdrawal.')
  if (of.body >= 3 && of.home >= 3) add('3.7', ['body', 'home'], 'daily nursing cannot be given in this home.')
  if (of.body >= 3 && withdrawal >= 2)
    add('3.7', ['body', 'withdrawal'], 'illness and withdrawal at once need nurses round the clock.')
  if (of.body >= 3 && livesIn) add('3.7', and('body'), 'living where treatment is, with daily nursing.')
  return pulls
}

const isOutpatient = (place: PlaceCode): place is LevelCode => isLevel(place) && levels[place].setting === 'outpatient'

function alongsideOf(weighed: Weighed, level: PlaceCode): { level: LevelCode; because: string }[] {
  if (!isOutpatient(level)) return []
  const beside: { level: LevelCode; because: string }[] = []
  if (weighed.of.home >= 3)
    beside.push({
      level: '3.1',
      because: weighed.isYoung
        ? `${weighed.label.home} is rated ${weighed.of.home}: a safe place to stay, sought with the guardian or the state.`
        : `${weighed.label.home} is rated ${weighed.of.home}: a recovery residence, with the program by day.`,
    })
  const [stop] = [...weighed.live, ...weighed.beside].filter(
    (each) => each.iopInParallel && (each.routeTo === '1.7' || each.routeTo === 'otp'),
  )
  if (!levels[level].medical && (weighed.of.withdrawal === 2 || stop !== undefined))
    beside.push({ level: '1.7', because: stop?.because ?? 'A prescriber follows the withdrawal beside the program.' })
  return beside
}

function weightOf(pull: Pull, level: PlaceCode, { of, key }: Weighed): Weight {
  if (rankOf(pull.place) >= rankOf(level)) return 'points-here'
  if (isOutpatient(level) && pull.dimension === key.home && of.home >= 3) return 'points-higher'
  if (isOutpatient(level) && !levels[level].medical && pull.dimension === key.withdrawal && of.withdrawal >= 2)
    return 'points-higher'
  return 'points-lower'
}
