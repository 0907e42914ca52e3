import type { Work } from '../../../db/work.ts'

/** The clinic's own rows about notes, newest first. */
export const noteRuleRows = (work: Work) =>
  work.db
    .selectFrom('noteRule as r')
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'r.clinicId').onRef('m.id', '=', 'r.setBy'))
    .orderBy('r.setAt', 'desc')
    .orderBy('r.id', 'desc')
    .select(['r.id', 'r.rule', 'r.hours', 'r.effectiveFrom', 'r.source', 'r.setAt', 'm.givenName', 'm.familyName'])
    .execute()

/** What the clinic decided about open notes, newest first. */
export const openNotesRows = (work: Work) =>
  work.db
    .selectFrom('openNotesPolicy as o')
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'o.clinicId').onRef('m.id', '=', 'o.setBy'))
    .orderBy('o.effectiveFrom', 'desc')
    .orderBy('o.setAt', 'desc')
    .orderBy('o.id', 'desc')
    .select([
      'o.id',
      'o.isOpen',
      'o.afterHours',
      'o.effectiveFrom',
      'o.because',
      'o.setAt',
      'm.givenName',
      'm.familyName',
    ])
    .execute()
