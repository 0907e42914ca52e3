import { dayAt, type Day } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import type { Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import type { Instrument } from './instruments.ts'
import { scoreOf, type Answers, type Score } from './rules.ts'

export type Taking = {
  clientId: string
  episodeId: string | null
  instrument: Instrument
  answers: Answers
  takenOn: Day
  mode: 'self' | 'clinician' | 'phone'
}

/** Keeps the answers item by item with their score. An alarm comes back with it: somebody acts before the client leaves. */
export async function recordMeasure(work: Work, taking: Taking): Promise<Score | Refusal> {
  const denied = mayNot(work.by, 'measure.record')
  if (denied) return denied
  if (taking.takenOn > dayAt(work.at, work.clinic.timeZone))
    return refuse('in-the-future', 'This day has not come yet. Give the day on which it was answered.')
  const score = scoreOf(taking.instrument, taking.answers)
  if (isRefusal(score)) return score
  if (score.answered === 0) return refuse('nothing-answered', 'No question is answered yet.')
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff records a measure.')
  await work.db
    .insertInto('measure')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: taking.clientId,
      episodeId: taking.episodeId,
      instrument: taking.instrument.key,
      answers: [...taking.answers] as number[], // an int[] of PostgreSQL holds nulls as well, which the generated type does not say
      score: score.total,
      scoreStatus: score.status,
      takenOn: taking.takenOn,
      mode: taking.mode,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'measure.recorded', {
    clients: [taking.clientId],
    about: { instrument: taking.instrument.key, alarm: score.alarms.length > 0 },
  })
  return score
}
