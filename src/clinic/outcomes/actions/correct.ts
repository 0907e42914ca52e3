import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { recordMeasure } from '../../instruments/actions.ts'
import type { Answers, Score } from '../../instruments/rules.ts'
import { recordedById } from '../queries/history.ts'

/**
 * Corrects a set of answers by a row of its own, or takes it back where it should not be there at all (`right` null). Both stay
 * readable; what was corrected counts no more. What a client answered alone is theirs: it is taken back, never changed.
 */
export async function correctMeasure(
  work: Work,
  measureId: string,
  said: { right: { answers: Answers; asides: Answers; takenOn: Day } | null; because: string },
): Promise<{ clientId: string; score: Score | null } | Refusal> {
  const denied = mayNot(work.by, 'measure.record')
  if (denied) return denied
  const wrong = await recordedById(work, measureId)
  if (wrong === undefined || work.by.kind !== 'staff')
    return refuse('not-found', 'This does not exist, or it is not yours to see.')
  const by = work.by.id
  const { right, because } = said
  if (because.trim().length < 3) return refuse('because', 'Say what was wrong.')
  if (right !== null && wrong.by === null)
    return refuse('their-words', 'The client answered this alone. Take it back, and ask again.')
  const { clientId, episodeId, intakeId, instrument: key, mode, language } = wrong
  const written = await unlessRefused(
    work,
    { measure_corrected_once: 'Somebody corrected this a moment ago. Look at the measures again.' },
    async () => {
      const taken =
        right === null
          ? null
          : await recordMeasure(work, {
              clientId,
              episodeId,
              ...(intakeId !== null && { intakeId }),
              key,
              mode,
              language,
              ...right,
            })
      if (isRefusal(taken)) return taken
      await work.db
        .insertInto('measureCorrection')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          clientId,
          measureId,
          byMeasureId: taken?.id ?? null,
          because: because.trim(),
          correctedBy: by,
          correctedAt: work.at,
        })
        .execute()
      return { clientId, score: taken }
    },
  )
  if (isRefusal(written)) return written
  await record(work, right === null ? 'measure.taken-back' : 'measure.corrected', {
    clients: [clientId],
    about: { measure: measureId, instrument: key },
  })
  return written
}
