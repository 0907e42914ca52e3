import type { Work } from '../../db/work.ts'

/** Every score of a client, oldest first. */
export const measuresOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('measure')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'measure.clinicId').onRef('s.id', '=', 'measure.recordedBy'),
    )
    .where('clientId', '=', clientId)
    .select([
      'measure.id',
      'instrument',
      'answers',
      'score',
      'scoreStatus',
      'takenOn',
      'mode',
      'recordedAt',
      's.givenName',
      's.familyName',
    ])
    .orderBy('takenOn')
    .orderBy('recordedAt')
    .execute()
