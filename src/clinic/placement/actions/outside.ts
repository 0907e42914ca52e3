import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { type FileGiven, keepFile } from '../../files/actions/keep.ts'
import { type OutsideResult, outsideRefusal, type Stated, statedRefusal } from '../outside.ts'

/** Keeps the result of a licensed scale or tool, with its paper where there is one. It moves no recommendation of ours. */
export async function keepOutsideResult(
  work: Work,
  clientId: string,
  result: OutsideResult,
  paper: Pick<FileGiven, 'name' | 'bytes' | 'scan'> | null,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'assessment.do')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff records a result.')
  const refusal = outsideRefusal(result, dayAt(work.at, work.clinic.timeZone))
  if (refusal) return refusal
  const file = paper === null ? null : await keepFile(work, { clientId, kind: 'tool-result', ...paper })
  if (isRefusal(file)) return file
  const isOther = result.actualLevel !== '' && result.actualLevel !== result.recommendedLevel
  const id = newId()
  await work.db
    .insertInto('externalResult')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId,
      ...result,
      varianceCode: isOther ? result.varianceCode : '',
      varianceWords: isOther ? result.varianceWords : '',
      fileId: file?.id ?? null,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'outside-result.kept', {
    clients: [clientId],
    about: { result: id, scale: result.scale, level: result.recommendedLevel, file: file?.id ?? null },
  })
  return { id }
}

/** Keeps what the payer or the state's report calls the level: beside the clinical decision, never in its place. */
export async function keepStatedLevel(work: Work, clientId: string, stated: Stated): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'assessment.do')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff records this.')
  const refusal = statedRefusal(stated, dayAt(work.at, work.clinic.timeZone))
  if (refusal) return refusal
  const id = newId()
  await work.db
    .insertInto('statedLevel')
    .values({ clinicId: work.clinic.id, id, clientId, ...stated, recordedBy: work.by.id, recordedAt: work.at })
    .execute()
  await record(work, 'level.stated', {
    clients: [clientId],
    about: { stated: id, whose: stated.whose, code: stated.code },
  })
  return { id }
}
