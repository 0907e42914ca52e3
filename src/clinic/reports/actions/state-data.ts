import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { type Refusal, refuse } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { stateDataOf } from '../queries/state-data.ts'
import { codedFields } from '../state-codes.ts'
import { type Answers, type Moment } from '../state-fields.ts'

/** Keeps what was asked for the state at admission or at leaving. A later save is a correction: the one before stays. */
export async function keepStateData(
  work: Work,
  episodeId: string,
  moment: Moment,
  answers: Answers,
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'state-data.record')
  if (denied) return denied
  const stay = await stateDataOf(work, episodeId)
  if (stay === undefined) return refuse('not-found', 'This stay does not exist, or it is not yours to see.')
  if (Object.keys(answers).length === 0) return refuse('nothing', 'Choose at least one answer.')
  const before = stay.said[moment]?.answers ?? {}
  const same = [...new Set([...Object.keys(before), ...Object.keys(answers)])].every(
    (key) => before[key] === answers[key],
  )
  if (same) return refuse('the-same', 'This is what stands there already. Nothing was changed.')
  if (work.by.id === null) return refuse('not-a-person', 'A person records this.')
  await work.db
    .insertInto('stateData')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      episodeId,
      clientId: stay.clientId,
      moment,
      answers: JSON.stringify(answers),
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'state-data.recorded', { clients: [stay.clientId], about: { episode: episodeId, moment } })
  return { clientId: stay.clientId }
}

/** From a day on the state wants this code for that value of the record. */
export async function setStateCode(
  work: Work,
  draft: { field: string; ours: string; theirs: string; from: Day; source: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'state-code.set')
  if (denied) return denied
  if (!codedFields.some(({ field }) => field === draft.field))
    return refuse('field', 'Choose one of the fields that are coded from the record.')
  if (work.by.id === null) return refuse('not-a-person', 'A person sets this.')
  await work.db
    .insertInto('stateCode')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      field: draft.field,
      ours: draft.ours,
      theirs: draft.theirs,
      effectiveFrom: draft.from,
      source: draft.source,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'state-code.set', { about: { field: draft.field, ours: draft.ours, theirs: draft.theirs } })
  return null
}
