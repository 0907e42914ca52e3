import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { mayReconcile } from '../prescribing.ts'
import { medicationsOf } from '../queries/list.ts'
import { isGoneThrough, type LineOutcome } from '../rules.ts'
import { byLicence } from './licensed.ts'
import { writeEnd } from './medications.ts'

export const occasions = ['admission', 'level-change', 'hospital', 'new-prescriber', 'discharge', 'review'] as const
export type Occasion = (typeof occasions)[number]

/**
 * Goes through the whole list with the client: each line that stands is kept, stopped, changed or not taken. Lines that are
 * not kept end with it; the new dose of a changed one is a line of its own, noted or ordered afterwards.
 */
export async function reconcile(
  work: Work,
  clientId: string,
  said: { occasion: Occasion; words: string; answers: ReadonlyMap<string, { outcome: LineOutcome; words: string }> },
): Promise<{ changed: string[] } | Refusal> {
  const denied = mayNot(work.by, 'medicine.reconcile')
  if (denied) return denied
  const licensed = await byLicence(work, clientId, mayReconcile)
  if (isRefusal(licensed)) return licensed
  await holdDiaries(work, [`medicine ${clientId}`])
  const list = (await medicationsOf(work, clientId)).filter((one) => one.ended === null)
  const refused = isGoneThrough(list, new Map([...said.answers].map(([id, { outcome }]) => [id, outcome])))
  if (refused) return refused
  const silent = list.find(
    ({ id }) => said.answers.get(id)?.outcome !== 'kept' && (said.answers.get(id)?.words ?? '') === '',
  )
  if (silent !== undefined) return refuse('why', `Say in a few words why ${silent.name} is not kept as it is.`)
  const today = dayAt(work.at, work.clinic.timeZone)
  const id = newId()
  await work.db
    .insertInto('reconciliation')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId,
      episodeId: licensed.episodeId,
      occasion: said.occasion,
      onDay: today,
      words: said.words,
      licence: licensed.licence,
      doneBy: licensed.staffId,
      doneAt: work.at,
    })
    .execute()
  const changed: string[] = []
  for (const line of list) {
    const answer = said.answers.get(line.id)
    if (answer === undefined) continue
    await work.db
      .insertInto('reconciliationLine')
      .values({ clinicId: work.clinic.id, id: newId(), reconciliationId: id, medicationId: line.id, ...answer })
      .execute()
    if (answer.outcome === 'kept') continue
    const ended = await writeEnd(work, line.id, answer.outcome, today, answer.words)
    if (isRefusal(ended)) return ended
    if (answer.outcome === 'changed') changed.push(line.name)
  }
  await record(work, 'medication.reconciled', {
    clients: [clientId],
    about: { occasion: said.occasion, lines: list.length },
  })
  return { changed }
}
