import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type Partner = Awaited<ReturnType<typeof partnersOf>>[number]

const partners = (work: Work) =>
  work.db
    .selectFrom('partner as p')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('partnerFacts as f')
          .whereRef('f.clinicId', '=', 'p.clinicId')
          .whereRef('f.partnerId', '=', 'p.id')
          .orderBy('f.recordedAt', 'desc')
          .orderBy('f.id', 'desc')
          .limit(1)
          .selectAll('f')
          .as('f'),
      (join) => join.onTrue(),
    )
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'f.clinicId').onRef('s.id', '=', 'f.recordedBy'),
    )
    .select([
      'p.id',
      'f.id as factsId',
      'f.name',
      'f.levels',
      'f.phone',
      'f.fax',
      'f.address',
      'f.hours',
      'f.payers',
      'f.takesAdolescents',
      'f.takesPregnant',
      'f.takesMoud',
      'f.words',
      'f.isClosed',
      'f.verifiedWith',
      'f.recordedAt',
    ])
    .select(sql<Day | null>`f.verified_on::text`.as('verifiedOn'))
    .select(sql<string>`s.given_name || ' ' || s.family_name`.as('recordedBy'))

/** Every partner as last recorded, by name. */
export const partnersOf = (work: Work) => partners(work).orderBy('f.name').execute()

export async function partnerById(work: Work, id: string): Promise<Partner | undefined> {
  return isId(id) ? partners(work).where('p.id', '=', id).executeTakeFirst() : undefined
}
