import { waiting, type Doc } from '../../../basics/draft.ts'
import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type StaffPerson, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { floorOfWeek } from '../../programs/queries.ts'
import { mayCosign, signsAs } from '../../programs/cosigning.ts'
import { signersNow } from '../../programs/queries/signers.ts'
import { dueBy } from '../deadlines.ts'
import { keepDraft } from '../../staff/actions/drafts.ts'
import { mayPutNameUnderPlan } from '../licences.ts'
import { planFrom, type PlanDraft } from '../plan-doc.ts'
import { gapsInPlan, maySignPlan } from '../plan-rules.ts'
import { doseOrdersOf, goalsOf, stayById, type Stay } from '../queries.ts'
import { standingDiagnoses, type Diagnosis } from '../queries/diagnoses.ts'
import { bindingFor, licencesNow } from '../queries/rule-rows.ts'
import { planSaves, objectiveIds, signedVersion, standingPlan, versionById } from '../queries/versions.ts'
import type { Version } from '../queries/versions.ts'
import { doseFlag, mayOrderDose } from '../rules.ts'
import { clientPartOf, doseOf, hashOf, signedServices, type SignedPlan } from '../signed-plan.ts'
import { writeVersion, type Lines } from './write-version.ts'
import { noPlan, openVersion } from './write.ts'

export type PlanState = { doc: Doc; plan: PlanDraft; gaps: string[]; beside: number; because: Refusal | null }

/** Everything that a signature is weighed by: what is missing, and whose words wait. */
export async function stateOfPlan(
  work: Work,
  version: Pick<Version, 'id' | 'clientId' | 'episodeId'>,
): Promise<PlanState> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const stay = await stayById(work, version.episodeId)
  const save = await planSaves.latest(work, version.id)
  const doc = save?.merged ?? {}
  const plan = planFrom(doc)
  if (stay === undefined) return { doc, plan, gaps: [], beside: 0, because: noPlan }
  const reviewBy = dueBy(await bindingFor(work, stay, 'review', today), today, plan.weeks)?.on ?? null
  const diagnoses = (await standingDiagnoses(work, version.clientId)).map((one) => one.id)
  const gaps = [...gapsInPlan(plan, { today, reviewBy, diagnoses }), ...(await goalsLeftOut(work, stay, doc))]
  const beside = save === undefined ? 0 : waiting(save).length
  const dose = await doseRefusal(work, stay, plan)
  const because = maySignPlan(dose === null || gaps.length > 0 ? gaps : [dose.because], beside)
  return { doc, plan, gaps: dose === null ? gaps : [...gaps, dose.because], beside, because }
}

/** Goals that were written meanwhile, beside the draft: they are taken in or ended, and never dropped in silence. */
async function goalsLeftOut(work: Work, stay: Stay, doc: Doc): Promise<string[]> {
  const known = new Set(Object.entries(doc).flatMap(([name, id]) => (/^g\d-id$/.test(name) ? [id] : [])))
  return (await goalsOf(work, stay.id))
    .filter((goal) => goal.outcome === null && !known.has(goal.id))
    .map((goal) => `Goal “${goal.words.slice(0, 80)}” was added beside this draft. End it, or begin it here anew.`)
}

async function doseRefusal(work: Work, stay: Stay, plan: PlanDraft): Promise<Refusal | null> {
  if (plan.fromWeek === '' || plan.days === null || plan.services.length === 0) return null
  const floor = await floorOfWeek(work, stay, plan.fromWeek)
  const { because, fromWeek } = plan
  return mayOrderDose({ dose: doseOf(plan.services, plan.days), fromWeek, because, floor, stay, hasEarlier: false })
}

/** The plan as it would be signed: words and figures, whole. */
export function planToSign(
  client: { name: string; number: string; birthDate: string },
  version: Pick<Version, 'number'>,
  plan: PlanDraft,
  diagnoses: readonly Diagnosis[],
  today: string,
  lines: Lines,
): SignedPlan {
  const codeOf = new Map(diagnoses.map((one) => [one.id, one.code]))
  return {
    client: { name: client.name, number: client.number, birthDate: client.birthDate },
    number: version.number,
    fromDay: today,
    reviewOn: plan.reviewOn,
    expectedWeeks: plan.weeks,
    diagnoses: diagnoses.map(({ code, words, certainty, by, madeOn }) => ({ code, words, certainty, by, on: madeOn })),
    problems: plan.problems.map(({ words, diagnosisId }) => ({ words, code: codeOf.get(diagnosisId) ?? '' })),
    strengths: plan.strengths,
    barriers: plan.barriers,
    dischargeWhen: plan.dischargeWhen,
    goals: plan.goals.map((goal, n) => ({
      id: lines.goals.get(goal.slot)?.id ?? '',
      position: n + 1,
      words: goal.words,
      problem: plan.problems.find((one) => one.slot === goal.problem)?.words ?? '',
      objectives: goal.objectives.map(({ slot, words, measure, baseline, target, by }, m) => ({
        id: lines.objectives.get(slot) ?? '',
        number: `${n + 1}.${m + 1}`,
        words,
        measure,
        baseline,
        target,
        by,
      })),
    })),
    services: signedServices(plan),
    dose: doseOf(plan.services, plan.days ?? 0),
  }
}

/**
 * Signs a version: what stands is copied whole, hashed and locked; its goals, objectives and services become rows; and its
 * services become the prescribed week. It waits for a second signature where the licence asks for one.
 */
export async function signPlan(
  work: Work,
  id: string,
): Promise<{ needsCosign: boolean; flag: string | null } | Refusal> {
  const denied = mayNot(work.by, 'plan.sign') ?? mayNot(work.by, 'dose.order')
  if (denied) return denied
  const version = await openVersion(work, id)
  if (isRefusal(version)) return version
  const stay = await stayById(work, version.episodeId)
  const client = await clientById(work, version.clientId)
  if (stay === undefined || client === undefined || work.by.kind !== 'staff') return noPlan
  if (stay.isOver) return refuse('stay-over', 'This stay has ended. Its plan is kept as it was.')
  const name = mayPutNameUnderPlan(work.by.credential, work.clinic.state, await licencesNow(work))
  if (isRefusal(name)) return name
  const state = await stateOfPlan(work, version)
  if (state.because) return state.because
  const today = dayAt(work.at, work.clinic.timeZone)
  const diagnoses = await standingDiagnoses(work, client.id)
  const lines = await linesOf(work, stay, state.plan)
  const body = planToSign(client, version, state.plan, diagnoses, today, lines)
  const by = work.by
  const written = await unlessRefused(
    work,
    {
      plan_signed_once: 'Somebody signed this version a moment ago: it is locked.',
      plan_goal_end_of: 'Somebody ended one of these goals a moment ago. Look at it again.',
    },
    () => writeAll(work, { version, stay, state, body, lines, by, needsCosign: name.needsCosign }),
  )
  if (isRefusal(written)) return written
  await record(work, 'plan.signed', {
    clients: [client.id],
    about: { plan: version.id, number: version.number, hash: hashOf(body), needsCosign: name.needsCosign },
  })
  const floor = await floorOfWeek(work, stay, state.plan.fromWeek)
  return { needsCosign: name.needsCosign, flag: doseFlag(body.dose, floor, stay.levelOfCare) }
}

/** Which goals and objectives go on, which are new, and which give way to the same in other words. */
async function linesOf(work: Work, stay: Stay, plan: PlanDraft): Promise<Lines> {
  const open = new Map((await goalsOf(work, stay.id)).filter((one) => one.outcome === null).map((one) => [one.id, one]))
  const known = await objectiveIds(work, stay.id)
  const lines: Lines = { goals: new Map(), objectives: new Map(), newGoals: [], newObjectives: [], endedGoals: [] }
  const taken = new Set<string>()
  for (const goal of plan.goals) {
    const before = taken.has(goal.id) ? undefined : open.get(goal.id)
    if (before !== undefined) taken.add(before.id)
    const goesOn = before !== undefined && before.words === goal.words
    const id = goesOn ? before.id : newId()
    lines.goals.set(goal.slot, { id })
    if (!goesOn) lines.newGoals.push({ id, words: goal.words, replaces: before?.id ?? null })
    if (before !== undefined && !goesOn) lines.endedGoals.push({ id: before.id, outcome: 'replaced' })
    for (const one of goal.objectives) {
      const stays = known.has(one.id) && !taken.has(one.id)
      const its = stays ? one.id : newId()
      taken.add(its)
      lines.objectives.set(one.slot, its)
      if (!stays) lines.newObjectives.push(its)
    }
  }
  for (const id of open.keys()) if (!taken.has(id)) lines.endedGoals.push({ id, outcome: 'dropped' })
  return lines
}

type Writing = {
  version: Version
  stay: Stay
  state: PlanState
  body: SignedPlan
  lines: Lines
  by: StaffPerson
  needsCosign: boolean
}

async function writeAll(work: Work, { version, stay, state, body, lines, by, needsCosign }: Writing): Promise<void> {
  const clinicId = work.clinic.id
  // The next version begins as a copy of this one, with the ids of what goes on.
  const doc: Doc = { ...state.doc }
  for (const [slot, { id }] of lines.goals) doc[`${slot}-id`] = id
  for (const [slot, id] of lines.objectives) doc[`${slot}-id`] = id
  const last = await planSaves.latest(work, version.id)
  const kept = await keepDraft(
    work,
    planSaves,
    version.id,
    { page: 'signed', typed: doc, merged: doc, hands: {}, beside: [] },
    last,
  )
  await work.db.deleteFrom('planSave').where('versionId', '=', version.id).where('id', '<>', kept).execute()
  await writeVersion(work, { versionId: version.id, episodeId: stay.id, plan: state.plan, lines, by: by.id })
  const forClient = clientPartOf(body)
  await work.db
    .insertInto('planSigned')
    .values({
      clinicId,
      id: newId(),
      versionId: version.id,
      clientId: version.clientId,
      episodeId: stay.id,
      number: version.number,
      body: JSON.stringify(body),
      contentHash: hashOf(body),
      forClient: JSON.stringify(forClient),
      clientHash: hashOf(forClient),
      fromDay: body.fromDay,
      reviewOn: body.reviewOn,
      expectedWeeks: body.expectedWeeks,
      signedAt: work.at,
    })
    .execute()
  await addSignature(work, { versionId: version.id, part: 'author', by, needsCosign, contentHash: hashOf(body) })
  // Of two orders from one week the last written stands: this one follows whatever was ordered beside the plan.
  const orders = await doseOrdersOf(work, stay.id)
  const newest = Math.max(work.at.getTime(), ...orders.map((one) => one.orderedAt.getTime() + 1))
  await work.db
    .insertInto('doseOrder')
    .values({
      clinicId,
      id: newId(),
      episodeId: stay.id,
      fromWeek: state.plan.fromWeek,
      ...body.dose,
      because: state.plan.because === '' ? `Plan, version ${version.number}` : state.plan.because,
      orderedBy: by.id,
      orderedAt: new Date(newest),
      planVersionId: version.id,
    })
    .execute()
}

type Signing = {
  versionId: string
  reviewId?: string
  part: 'author' | 'co-signer'
  by: StaffPerson
  needsCosign: boolean
  contentHash: string
}

export const addSignature = (work: Work, { versionId, reviewId, part, by, needsCosign, contentHash }: Signing) =>
  work.db
    .insertInto('planSignature')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      versionId,
      reviewId: reviewId ?? null,
      part,
      signedBy: by.id,
      nameAndCredential: signsAs(by),
      needsCosign,
      contentHash,
      signedAt: work.at,
    })
    .execute()

/** The second signature, over the very words of the first, by somebody whose licence signs plans alone. */
export async function cosignPlan(work: Work, id: string): Promise<Version | Refusal> {
  const denied = mayNot(work.by, 'plan.cosign')
  if (denied) return denied
  const version = await versionById(work, id)
  const signed = version && (await signedVersion(work, version.id))
  if (version === undefined || signed === undefined || work.by.kind !== 'staff') return noPlan
  const by = work.by
  const no = await mayCosignHere(work, by, version.signatures)
  if (no) return no
  const written = await unlessRefused(work, { plan_signature_once: 'Somebody co-signed this plan a moment ago.' }, () =>
    addSignature(work, {
      versionId: version.id,
      part: 'co-signer',
      by,
      needsCosign: false,
      contentHash: signed.contentHash,
    }),
  )
  if (isRefusal(written)) return written
  await record(work, 'plan.cosigned', { clients: [version.clientId], about: { plan: version.id } })
  return version
}

/** Whose licence signs a plan alone, and who did not sign it first. */
export async function mayCosignHere(
  work: Work,
  by: StaffPerson,
  signatures: Version['signatures'],
): Promise<Refusal | null> {
  const name = mayPutNameUnderPlan(by.credential, work.clinic.state, await licencesNow(work))
  if (isRefusal(name)) return name
  if (name.needsCosign)
    return refuse('credential', 'A co-signature needs a license that signs plans alone. Ask a colleague who has one.')
  return mayCosign('plan', signatures, by, work.clinic.state, await signersNow(work))
}

/** Lays a signed version before the client on their own page. */
export async function askOnOwnPage(work: Work, id: string): Promise<Version | Refusal> {
  const denied = mayNot(work.by, 'plan.client-signs')
  if (denied) return denied
  const version = await versionById(work, id)
  if (version === undefined || work.by.id === null) return noPlan
  if (version.signedAt === null) return refuse('not-signed', 'A clinician signs this version first.')
  if ((await standingPlan(work, version.episodeId))?.versionId !== version.id)
    return refuse('not-standing', 'A later version stands. Lay that one before the client.')
  if (version.requestedAt !== null) return version
  const askedBy = work.by.id
  const written = await unlessRefused(work, { plan_request_once: 'A colleague did this a moment ago.' }, () =>
    work.db
      .insertInto('planRequest')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        versionId: version.id,
        clientId: version.clientId,
        askedBy,
        askedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'plan.laid-before', { clients: [version.clientId], about: { plan: version.id } })
  return version
}
