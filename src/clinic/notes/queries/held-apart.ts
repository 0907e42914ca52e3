import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

/** What this person may read of what is held apart about a client: their own, and what an author lets them. The database says. */
export const heldApartOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('heldApartNote as n')
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'n.clinicId').onRef('m.id', '=', 'n.writtenBy'),
    )
    .where('n.clientId', '=', clientId)
    .where(
      sql<boolean>`not exists (select from held_apart_note x where x.clinic_id = n.clinic_id and x.replaces = n.id)`,
    )
    .orderBy('n.heldOn', 'desc')
    .orderBy('n.id', 'desc')
    .select(['n.id', 'n.kind', 'n.heldOn', 'n.words', 'n.replaces', 'n.writtenBy', 'n.writtenAt'])
    .select(sql<string>`m.given_name || ' ' || m.family_name`.as('author'))
    .execute()

export const heldApartById = async (work: Work, id: string) =>
  isId(id)
    ? work.db
        .selectFrom('heldApartNote')
        .where('id', '=', id)
        .select(['id', 'clientId', 'kind', 'heldOn', 'words', 'writtenBy', 'writtenAt'])
        .executeTakeFirst()
    : undefined

/** Whom this person lets read their notes about a client, from today on. */
export const readersOf = (work: Work, clientId: string, today: Day) =>
  work.db
    .selectFrom('heldApartGrant as g')
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 'g.clinicId').onRef('m.id', '=', 'g.readerId'),
    )
    .leftJoin('heldApartGrantEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 'g.clinicId').onRef('e.grantId', '=', 'g.id'),
    )
    .where('g.clientId', '=', clientId)
    .where('g.authorId', '=', work.by.id ?? '')
    .where('e.id', 'is', null)
    .where('g.lastDay', '>=', today)
    .orderBy('g.fromDay')
    .select(['g.id', 'g.fromDay', 'g.lastDay', 'g.because'])
    .select(sql<string>`m.given_name || ' ' || m.family_name`.as('reader'))
    .execute()

export const grantById = async (work: Work, id: string) =>
  isId(id)
    ? work.db
        .selectFrom('heldApartGrant')
        .where('id', '=', id)
        .select(['id', 'clientId', 'authorId'])
        .executeTakeFirst()
    : undefined
