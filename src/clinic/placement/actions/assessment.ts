import { ageOn, dayAt, timeAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { moveInquiry } from '../../inquiries/actions/move.ts'
import { programsOf } from '../../programs/queries.ts'
import { ageGroupOn } from '../../programs/dose.ts'
import { isSetApart, type Rated } from '../assessment.ts'
import { editionFor, editionsFor } from '../dimensions.ts'
import { isLevel } from '../levels.ts'
import { assessmentById, assessmentsOf, decisionsOf, isClinician, placementFor } from '../queries.ts'
import { type Recommendation, recommend } from '../recommend.ts'
import { type AssessmentKind, kindRefusal, reviewNotes } from '../review.ts'
import { decisionNeeds } from '../rules.ts'
import type { AssessmentFacts } from '../stored.ts'
import { takeTurns } from './screen.ts'

export type NewAssessment = {
  /** The safety screen that the assessor had before them. */
  screenId: string
  kind: AssessmentKind
  /** One of the editions for this person’s age; '' for the first of them. */
  edition: string
  ratings: Record<string, Rated>
  facts: AssessmentFacts & { program: 'substance-use' | 'mental-health' }
}

/** Keeps six ratings with their words, and the recommendation that the rules draw from them. */
export async function assess(
  work: Work,
  client: { id: string; birthDate: string; episodeId: string | null; levelOfCare: string | null },
  { screenId, kind, edition: chosen, ratings, facts }: NewAssessment,
): Promise<{ id: string; recommendation: Recommendation } | Refusal> {
  const denied = mayNot(work.by, 'assessment.do')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff makes an assessment.')
  await takeTurns(work, client.id)
  const { screen, dispositions } = await placementFor(work, client.id)
  if (screen === null) return refuse('gate-missing', 'Go through the safety gate first.')
  if (screen.id !== screenId)
    return refuse(
      'screened-meanwhile',
      `${screen.screenedBy} went through the safety gate again at ${timeAt(screen.screenedAt, work.clinic.timeZone)}. Look at what it found, then send this once more.`,
    )
  const today = dayAt(work.at, work.clinic.timeZone)
  const ageGroup = ageGroupOn(client.birthDate, today)
  const edition =
    chosen === '' ? editionFor(ageGroup)?.id : editionsFor(ageGroup, facts.program).find(({ id }) => id === chosen)?.id
  if (edition === undefined)
    return refuse(
      'no-edition',
      `No such assessment is written for someone of ${ageOn(client.birthDate, today)} years and this program. Choose another.`,
    )
  const inCare = client.episodeId === null ? null : client.levelOfCare
  const notNow = kindRefusal(kind, inCare, facts.review)
  if (notNow) return notNow
  if (!isClinician(work.by) && Object.values(ratings).some(isSetApart))
    return refuse(
      'needs-clinician',
      'Only a director, therapist or prescriber sets a dimension beside its parts. Leave it to its parts, or ask one of them.',
    )
  const found = recommend({
    edition,
    program: facts.program,
    ageGroup,
    ratings,
    gate: screen.gate,
    dispositions,
    hasDiagnosis: facts.hasDiagnosis,
    supportiveHome: facts.supportiveHome,
    medicalCover: facts.medicalCover,
    didNotHold: facts.didNotHold.filter(isLevel),
    comingFrom: isLevel(facts.comingFrom) ? facts.comingFrom : null,
    adultComes: facts.adultComes,
  })
  if (isRefusal(found)) return found
  const recommendation = { ...found, notes: [...reviewNotes(kind, inCare, facts.review, found), ...found.notes] }
  const id = newId()
  await work.db
    .insertInto('placementAssessment')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: client.id,
      screenId,
      edition,
      kind,
      episodeId: client.episodeId,
      ratings: JSON.stringify(ratings),
      facts: JSON.stringify(facts),
      recommendedLevel: recommendation.level,
      recommendation: JSON.stringify(recommendation),
      assessedBy: work.by.id,
      assessedAt: work.at,
    })
    .execute()
  await record(work, 'placement.assessed', {
    clients: [client.id],
    about: {
      assessment: id,
      screen: screenId,
      kind,
      edition,
      recommended: recommendation.level,
      rules: recommendation.rules,
    },
  })
  return { id, recommendation }
}

/** The clinician decides on a level of care. `seen` is the latest decision that stood on their page, or ''. */
export async function decidePlacement(
  work: Work,
  assessmentId: string,
  { level, because, seen }: { level: string; because: string; seen: string },
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'placement.decide')
  if (denied) return denied
  const assessment = await assessmentById(work, assessmentId)
  if (assessment === undefined || work.by.id === null)
    return refuse('no-such-assessment', 'This assessment is not in the record.')
  const { clientId } = assessment
  await takeTurns(work, clientId)
  const [latest] = await assessmentsOf(work, clientId)
  if (latest !== undefined && latest.id !== assessmentId)
    return refuse('assessed-meanwhile', `${latest.assessedBy} assessed this person again. Decide on that assessment.`)
  const [decided] = await decisionsOf(work, clientId)
  if (decided !== undefined && decided.id !== seen)
    return refuse(
      'decided-meanwhile',
      `${decided.decidedBy} decided on level ${decided.level} while this was open. Look at that, then send this once more to decide anew.`,
    )
  const { screen, dispositions } = await placementFor(work, clientId)
  if (screen === null) return refuse('gate-missing', 'Go through the safety gate first.')
  const needs = decisionNeeds({
    recommendation: assessment.recommendation,
    decided: level,
    reason: because,
    gate: screen.gate,
    dispositions,
  })
  if (needs) return needs
  const id = newId()
  await work.db
    .insertInto('placementDecision')
    .values({
      clinicId: work.clinic.id,
      id,
      assessmentId,
      clientId,
      levelOfCare: level,
      because,
      decidedBy: work.by.id,
      decidedAt: work.at,
    })
    .execute()
  await record(work, 'placement.decided', {
    clients: [clientId],
    about: { decision: id, assessment: assessmentId, level, recommended: assessment.recommendation.level },
  })
  if ((await programsOf(work)).some(({ levelOfCare }) => levelOfCare === level))
    await moveInquiry(work, clientId, 'waiting-for-seat', `Placed at level ${level}`)
  return { id }
}
