import { sql } from 'kysely'
import { addDays, dayAt, weekOf } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { dueBy } from '../deadlines.ts'
import { bringTogether, settle, type Hand, type Kept } from '../draft.ts'
import { firstDoc, nextDoc } from '../first-doc.ts'
import type { Doc } from '../plan-doc.ts'
import { doseOrdersOf, goalsOf, scheduledIn, stayById, type Stay } from '../queries.ts'
import { standingDiagnoses } from '../queries/diagnoses.ts'
import { bindingFor } from '../queries/rule-rows.ts'
import {
  isSigned,
  lastOfPage,
  latestSave,
  metObjectives,
  saveById,
  versionById,
  versionsOf,
  type Save,
  type Version,
} from '../queries/versions.ts'
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
  await keep(work, id, { page: 'begun', typed: doc, merged: doc, hands: {}, beside: [] }, undefined)
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
  const last = newest && (await latestSave(work, newest.id))
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

/** What one open page sends: its own name, the save that it was shown, and every field. */
export type Sent = { page: string; basedOn: string; doc: Doc }

/** Keeps what was typed, together with what others typed meanwhile. Every save is a row. */
export async function savePlan(
  work: Work,
  id: string,
  sent: Sent,
  decision?: { key: string; how: 'take' | 'leave' },
): Promise<{ version: Version; kept: Kept } | Refusal> {
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return denied
  const version = await openVersion(work, id)
  if (isRefusal(version)) return version
  const latest = await latestSave(work, version.id)
  const hand: Hand = { page: sent.page, by: work.by.name, at: work.at.toISOString() }
  const shown = await saveById(work, version.id, sent.basedOn)
  const last = await lastOfPage(work, version.id, sent.page)
  const together: Kept = {
    page: sent.page,
    typed: sent.doc,
    ...bringTogether({
      shown: shown?.merged ?? latest?.merged ?? {},
      last: last?.typed ?? null,
      mine: sent.doc,
      hand,
      theirs: { merged: latest?.merged ?? {}, hands: latest?.hands ?? {}, beside: latest?.beside ?? [] },
    }),
  }
  const kept = decision === undefined ? together : settle(together, decision.key, decision.how, hand)
  if (latest === undefined || differs(kept, latest)) {
    await keep(work, version.id, kept, latest)
    await record(work, 'plan.drafted', { clients: [version.clientId], about: { plan: version.id } })
  }
  return { version, kept }
}

const differs = (kept: Kept, latest: Kept): boolean =>
  Object.entries(kept.merged).some(([field, text]) => (latest.merged[field] ?? '') !== text) ||
  JSON.stringify(kept.beside) !== JSON.stringify(latest.beside)

export async function keep(work: Work, versionId: string, kept: Kept, latest: Save | undefined): Promise<string> {
  const id = newId()
  // Whoever waited for the other saves last, whenever their request began.
  const savedAt = new Date(Math.max(work.at.getTime(), (latest?.at.getTime() ?? 0) + 1))
  await work.db
    .insertInto('planSave')
    .values({
      clinicId: work.clinic.id,
      id,
      versionId,
      body: JSON.stringify(kept),
      savedBy: work.by.id ?? '',
      savedAt,
    })
    .execute()
  return id
}
