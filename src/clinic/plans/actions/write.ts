import { sql } from 'kysely'
import { addDays, dayAt, weekOf } from '../../../basics/dates.ts'
import { saysMore, type Doc, type Kept } from '../../../basics/draft.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { dueBy } from '../deadlines.ts'
import { bringTogether, keepDraft, type Decision } from '../../staff/actions/drafts.ts'
import type { SentDraft } from '../../staff/queries/drafts.ts'
import { firstDoc, nextDoc } from '../first-doc.ts'
import { isChoice } from '../plan-doc.ts'
import { doseOrdersOf, goalsOf, scheduledIn, stayById, type Stay } from '../queries.ts'
import { standingDiagnoses } from '../queries/diagnoses.ts'
import { bindingFor } from '../queries/rule-rows.ts'
import { isSigned, metObjectives, planSaves, versionById, versionsOf, type Version } from '../queries/versions.ts'
import { doseInWeek, usualWeek } from '../rules.ts'

export const noPlan: Refusal = refuse('not-found', 'This plan does not exist, or it is not yours to see.')

/** One after the other: whoever begins, saves, signs or reviews waits for whoever came first. */
export const holdPlan = (work: Work, episodeId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`plan ${episodeId}`}, 56))`.execute(work.db)

/** Begins the next version, or goes on with the one that is open: nobody begins twice. */
export async function beginVersion(
  work: Work,
  episodeId: string,
  why: 'review' | 'amendment',
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return denied
  const stay = await stayById(work, episodeId)
  if (stay === undefined || work.by.id === null) return noPlan
  if (stay.isOver) return refuse('stay-over', 'This stay has ended. A plan belongs to the stay that is open.')
  await holdPlan(work, stay.id)
  const [newest] = await versionsOf(work, stay.id)
  if (newest !== undefined && !isSigned(newest)) return { id: newest.id }
  const id = newId()
  const begunBy = work.by.id
  const doc = await docToBeginWith(work, stay, newest)
  const written = await unlessRefused(
    work,
    { client_stands: 'This record was merged into another. Go to the one that stands.' },
    () =>
      work.db
        .insertInto('planVersion')
        .values({
          clinicId: work.clinic.id,
          id,
          clientId: stay.clientId,
          episodeId: stay.id,
          number: (newest?.number ?? 0) + 1,
          kind: newest === undefined ? 'first' : why,
          begunBy,
          begunAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await keepDraft(work, planSaves, id, { page: 'begun', typed: doc, merged: doc, hands: {}, beside: [] }, undefined)
  await record(work, 'plan.begun', { clients: [stay.clientId], about: { plan: id, number: (newest?.number ?? 0) + 1 } })
  return { id }
}

async function docToBeginWith(work: Work, stay: Stay, newest: Version | undefined): Promise<Doc> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const week = usualWeek(today, stay)
  const binding = await bindingFor(work, stay, 'review', today)
  const fresh = {
    fromWeek: weekOf(today > stay.firstDay ? today : stay.firstDay),
    reviewOn: dueBy(binding, today, null)?.on ?? addDays(today, 30),
  }
  const last = newest && (await planSaves.latest(work, newest.id))
  if (last !== undefined) return nextDoc(last.merged, new Set((await metObjectives(work, stay.id)).keys()), fresh)
  const goals = (await goalsOf(work, stay.id)).filter((goal) => goal.outcome === null)
  return firstDoc({
    goals,
    diagnoses: await standingDiagnoses(work, stay.clientId),
    booked: await scheduledIn(work, stay.clientId, week),
    days: doseInWeek(await doseOrdersOf(work, stay.id), week)?.days ?? null,
    ...fresh,
  })
}

/** A version that is still being written, held until this request is over. */
export async function openVersion(work: Work, id: string): Promise<Version | Refusal> {
  const found = await versionById(work, id)
  if (found === undefined) return noPlan
  await holdPlan(work, found.episodeId)
  const version = await versionById(work, id)
  if (version === undefined) return noPlan
  if (!isSigned(version)) return version
  const author = version.signatures.find((one) => one.part === 'author')
  return refuse(
    'signed',
    `${author?.name ?? 'Somebody'} signed this version: it is locked. Your words are still here: begin the next version and take them over.`,
  )
}

/** Keeps what was typed, together with what others typed meanwhile. Every save is a row. */
export async function savePlan(
  work: Work,
  id: string,
  sent: SentDraft,
  decision?: Decision,
): Promise<{ version: Version; kept: Kept } | Refusal> {
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return denied
  const version = await openVersion(work, id)
  if (isRefusal(version)) return version
  const latest = await planSaves.latest(work, version.id)
  const kept = await bringTogether(work, planSaves, {
    of: version.id,
    sent,
    latest,
    isChoice,
    otherwiseShown: latest?.merged,
    decision,
  })
  if (latest === undefined || saysMore(kept, latest)) {
    await keepDraft(work, planSaves, version.id, kept, latest)
    await record(work, 'plan.drafted', { clients: [version.clientId], about: { plan: version.id } })
  }
  return { version, kept }
}
