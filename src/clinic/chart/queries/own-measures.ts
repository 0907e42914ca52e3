import { withHouseEyes, type Work } from '../../../db/work.ts'
import { instrument } from '../../instruments/catalog.ts'
import type { InstrumentKey } from '../../instruments/instrument.ts'
import { dueOf } from '../../outcomes/queries/due.ts'

/** What a client is asked today and may answer alone: never what is made for a clinician to ask, nor a question of danger. */
export const ownDueOf = (work: Work, clientId: string): Promise<InstrumentKey[]> =>
  withHouseEyes(work, async () =>
    (await dueOf(work, clientId)).map(({ instrument: key }) => key).filter(mayAnswerAlone),
  )

const mayAnswerAlone = (key: InstrumentKey): boolean => {
  const { filledBy, scoring } = instrument(key)
  return filledBy === 'anyone' && scoring.kind === 'sum'
}
