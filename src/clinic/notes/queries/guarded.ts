import type { Work } from '../../../db/work.ts'

const standing = (work: Work) =>
  work.db
    .selectFrom('guardedName as g')
    .leftJoin('guardedNameEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 'g.clinicId').onRef('e.guardedNameId', '=', 'g.id'),
    )
    .where('e.id', 'is', null)

/** Names of one client's people and places that staff wrote down. */
export const guardedNamesOf = (work: Work, clientId: string) =>
  standing(work)
    .where('g.clientId', '=', clientId)
    .orderBy('g.kind')
    .orderBy('g.name')
    .select(['g.id', 'g.kind', 'g.name'])
    .execute()

export const guardedById = (work: Work, id: string) =>
  standing(work).where('g.id', '=', id).select(['g.id', 'g.clientId']).executeTakeFirst()

/** The people of a client's contacts, guarded without anybody's doing. */
export const contactNamesOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('clientContact')
    .where('clientId', '=', clientId)
    .where('name', '<>', '')
    .select(['name', 'relationship'])
    .distinct()
    .orderBy('name')
    .execute()
