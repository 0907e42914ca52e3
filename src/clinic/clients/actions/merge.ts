import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { standInLine } from '../actions.ts'
import { mergeRefusal } from '../merge.ts'
import { sidesOf } from '../queries/merges.ts'

const constraints = {
  client_merge_once: 'This record was merged already, perhaps by a colleague a moment ago.',
  client_merge_kept_stands: 'The record you want to keep was merged into another one. Keep that one.',
  client_merge_in_care: 'The record that goes has a stay or a seat that goes on. Keep that one, or end its care first.',
}

/** Two records are one person: the merged one stays as it was written, read only, and the kept one stands for both. */
export async function mergeClients(
  work: Work,
  draft: { merged: string; kept: string; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'client.merge')
  if (denied) return denied
  if (work.by.id === null || work.by.kind !== 'staff')
    return refuse('not-a-person', 'A member of staff says that two records are one person.')
  const mergedBy = work.by.id
  await standInLine(work)
  const sides = await sidesOf(work, [draft.merged, draft.kept])
  const merged = sides.find(({ id }) => id === draft.merged)
  const kept = sides.find(({ id }) => id === draft.kept)
  if (merged === undefined || kept === undefined || merged.id === kept.id)
    return refuse('no-such-client', 'One of these records is not here. Choose the two again.')
  const because = draft.because.trim()
  const refusal = mergeRefusal(merged, kept, { isDirector: work.by.role === 'director', because })
  if (refusal) return refusal
  const answer = await unlessRefused(work, constraints, async () => {
    await work.db
      .insertInto('clientMerge')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        mergedId: merged.id,
        keptId: kept.id,
        because: because || 'Same person',
        mergedBy,
        mergedAt: work.at,
      })
      .execute()
    return null
  })
  if (isRefusal(answer)) return answer
  await record(work, 'client.merged', { clients: [kept.id, merged.id], about: { kept: kept.id, merged: merged.id } })
  return null
}

/** They were two people after all: both records stand by themselves again, each with what was written in it. */
export async function unmergeClients(
  work: Work,
  mergeId: string,
  because: string,
): Promise<{ merged: string } | Refusal> {
  const denied = mayNot(work.by, 'client.merge')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff says that two records are two people.')
  const unmergedBy = work.by.id
  if (because.trim() === '') return refuse('no-words', 'Say in a few words why they are two people.')
  await standInLine(work)
  const merge = await work.db
    .selectFrom('clientMerge')
    .where('id', '=', mergeId)
    .select(['mergedId', 'keptId'])
    .executeTakeFirst()
  if (merge === undefined) return refuse('no-such-merge', 'These records are not merged.')
  const answer = await unlessRefused(
    work,
    { client_unmerge_once: 'A colleague has taken these records apart already.' },
    async () => {
      await work.db
        .insertInto('clientUnmerge')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          mergeId,
          because: because.trim(),
          unmergedBy,
          unmergedAt: work.at,
        })
        .execute()
      return null
    },
  )
  if (isRefusal(answer)) return answer
  await record(work, 'client.unmerged', {
    clients: [merge.keptId, merge.mergedId],
    about: { kept: merge.keptId, merged: merge.mergedId },
  })
  return { merged: merge.mergedId }
}

/** Somebody compared two records that are alike, and they are two people: they are not offered again. */
export async function sayDistinct(work: Work, ids: [string, string], because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'client.merge')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff says that two records are two people.')
  const [one, other] = ids[0] < ids[1] ? ids : [ids[1], ids[0]]
  const sides = await sidesOf(work, [one, other])
  if (sides.length !== 2) return refuse('no-such-client', 'One of these records is not here. Choose the two again.')
  const saidBy = work.by.id
  const answer = await unlessRefused(work, { client_distinct_once: 'A colleague has said so already.' }, async () => {
    await work.db
      .insertInto('clientDistinct')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        oneId: one,
        otherId: other,
        because: because.trim(),
        saidBy,
        saidAt: work.at,
      })
      .execute()
    return null
  })
  if (isRefusal(answer)) return answer
  await record(work, 'client.distinct', { clients: [one, other] })
  return null
}
