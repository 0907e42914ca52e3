import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { signsAs } from '../../programs/cosigning.ts'
import { dueBy } from '../deadlines.ts'
import { mayPutNameUnderPlan } from '../licences.ts'
import { mayReview, type ObjectiveOutcome } from '../plan-rules.ts'
import { stayById } from '../queries.ts'
import { openObjectives, reviewById } from '../queries/review.ts'
import { bindingFor, licencesNow } from '../queries/rule-rows.ts'
import { standingPlan, versionById } from '../queries/versions.ts'
import { hashOf } from '../signed-plan.ts'
import { addSignature, mayCosignHere } from './sign.ts'
import { beginVersion, holdPlan, noPlan } from './write.ts'

export type Reviewed = {
  words: string
  nextOn: Day
  outcomes: Map<string, { outcome: ObjectiveOutcome; words: string }>
}

/**
 * Closes a review of the version that stands: an outcome for each open objective, what was found, and when the next one is.
 * Where something changes, the next version is begun at once.
 */
export async function reviewPlan(
  work: Work,
  versionId: string,
  said: Reviewed,
): Promise<{ clientId: string; needsCosign: boolean; draft: string | null } | Refusal> {
  const denied = mayNot(work.by, 'plan.sign')
  if (denied) return denied
  const version = await versionById(work, versionId)
  const stay = version && (await stayById(work, version.episodeId))
  if (version === undefined || stay === undefined || work.by.kind !== 'staff') return noPlan
  if (stay.isOver) return refuse('stay-over', 'This stay has ended. Its plan is kept as it was.')
  await holdPlan(work, stay.id)
  const signed = await standingPlan(work, stay.id)
  if (signed === undefined) return refuse('not-signed', 'A version is signed first; then it can be reviewed.')
  if (signed.versionId !== version.id) return refuse('not-standing', 'A later version stands. Review that one.')
  const name = mayPutNameUnderPlan(work.by.credential, work.clinic.state, await licencesNow(work))
  if (isRefusal(name)) return name
  const today = dayAt(work.at, work.clinic.timeZone)
  const reviewBy = dueBy(await bindingFor(work, stay, 'review', today), today, signed.body.expectedWeeks)?.on ?? null
  const open = await openObjectives(work, signed)
  const outcomes = new Map([...said.outcomes].map(([id, one]) => [id, one.outcome]))
  const no = mayReview({ words: said.words, nextOn: said.nextOn, outcomes }, open, { today, reviewBy })
  if (no) return no
  const id = newId()
  const by = work.by
  const given = open.map((one) => ({ objectiveId: one.id, ...said.outcomes.get(one.id) }))
  const body = { version: version.id, words: said.words, nextOn: said.nextOn, outcomes: given }
  const rows = given.map(({ objectiveId, outcome = 'kept', words = '' }) => ({
    clinicId: work.clinic.id,
    id: newId(),
    reviewId: id,
    objectiveId,
    outcome,
    words,
  }))
  await work.db
    .insertInto('planReview')
    .values({
      clinicId: work.clinic.id,
      id,
      versionId: version.id,
      clientId: version.clientId,
      episodeId: stay.id,
      words: said.words,
      nextOn: said.nextOn,
      reviewedBy: by.id,
      nameAndCredential: signsAs(by),
      needsCosign: name.needsCosign,
      reviewedAt: work.at,
    })
    .execute()
  if (rows.length > 0) await work.db.insertInto('planReviewObjective').values(rows).execute()
  await addSignature(work, {
    versionId: version.id,
    reviewId: id,
    part: 'author',
    by,
    needsCosign: name.needsCosign,
    contentHash: hashOf(body),
  })
  await record(work, 'plan.reviewed', { clients: [version.clientId], about: { plan: version.id, review: id } })
  const draft = rows.some((row) => row.outcome === 'changed') ? await beginVersion(work, stay.id, 'review') : null
  if (draft !== null && isRefusal(draft)) return draft
  return { clientId: version.clientId, needsCosign: name.needsCosign, draft: draft?.id ?? null }
}

/** The second signature under a review. */
export async function cosignReview(work: Work, reviewId: string): Promise<{ versionId: string } | Refusal> {
  const denied = mayNot(work.by, 'plan.cosign')
  if (denied) return denied
  const review = isId(reviewId) ? await reviewById(work, reviewId) : undefined
  if (review === undefined || work.by.kind !== 'staff') return noPlan
  const by = work.by
  const no = await mayCosignHere(work, by, review.signatures)
  if (no) return no
  const [author] = review.signatures
  const written = await unlessRefused(
    work,
    { plan_signature_once: 'Somebody co-signed this review a moment ago.' },
    () =>
      addSignature(work, {
        versionId: review.versionId,
        reviewId: review.id,
        part: 'co-signer',
        by,
        needsCosign: false,
        contentHash: author?.hash ?? '',
      }),
  )
  if (isRefusal(written)) return written
  await record(work, 'plan.review-cosigned', { clients: [review.clientId], about: { review: review.id } })
  return { versionId: review.versionId }
}
