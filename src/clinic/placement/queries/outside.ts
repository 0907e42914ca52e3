import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'

/** Results of other people's scales and tools, newest first. */
export const outsideResultsOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('externalResult as r')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'r.clinicId').onRef('s.id', '=', 'r.recordedBy'),
    )
    .where('r.clientId', '=', clientId)
    .select([
      'r.id',
      'r.scale',
      'r.tool',
      'r.total',
      'r.rater',
      'r.recommendedLevel',
      'r.actualLevel',
      'r.varianceCode',
      'r.varianceWords',
      'r.fileId',
      'r.recordedAt',
    ])
    .select(sql<Day>`r.done_on::text`.as('doneOn'))
    .select(sql<string>`s.given_name || ' ' || s.family_name`.as('recordedBy'))
    .orderBy('r.doneOn', 'desc')
    .orderBy('r.recordedAt', 'desc')
    .execute()

/** What the payer and the state's report call the level, the latest of each; older ones stay in the record. */
export const statedLevelsOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('statedLevel as l')
    .distinctOn('l.whose')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'l.clinicId').onRef('s.id', '=', 'l.recordedBy'),
    )
    .where('l.clientId', '=', clientId)
    .select(['l.id', 'l.whose', 'l.statedBy', 'l.code', 'l.label', 'l.reference', 'l.words', 'l.recordedAt'])
    .select(sql<Day>`l.stated_on::text`.as('statedOn'))
    .select(sql<string>`s.given_name || ' ' || s.family_name`.as('recordedBy'))
    .orderBy('l.whose')
    .orderBy('l.recordedAt', 'desc')
    .orderBy('l.id', 'desc')
    .execute()
