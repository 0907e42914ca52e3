import type { Day } from '../../basics/dates.ts'
import type { Work } from '../../db/work.ts'
import { firstLink, sealOf } from './chain.ts'

export type Verdict =
  | { intact: true; sealed: number; unsealed: number; head: string }
  | { intact: false; position: number; trailId: string | null; because: string }

/** Walks the chain from its first link and names the first broken row, if there is one. */
export async function verifyTrail(work: Work): Promise<Verdict> {
  let before = firstLink
  let position = 0
  for (;;) {
    const links = await linksAfter(work, position)
    if (links.length === 0) break
    for (const link of links) {
      position += 1
      if (link.position !== position) return broken(position, null, `The seal number ${position} is missing.`)
      if (link.id === null) return broken(position, link.trailId, 'The row was removed after it had been sealed.')
      const { id, at, byKind, byId, byName, verb, clientIds, about, requestId } = link
      if (at === null || byKind === null || byName === null || verb === null || clientIds === null)
        return broken(position, link.trailId, 'The row is not whole.')
      const seal = sealOf(before, position, { id, at, byKind, byId, byName, verb, clientIds, about, requestId })
      if (seal !== link.hash)
        return broken(position, link.trailId, 'The row, or the seal before it, was changed after it had been sealed.')
      before = seal
    }
  }
  const { n } = await work.db
    .selectFrom('trail')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return { intact: true, sealed: position, unsealed: n - position, head: before }
}

const broken = (position: number, trailId: string | null, because: string): Verdict => ({
  intact: false,
  position,
  trailId,
  because,
})

const linksAfter = (work: Work, position: number) =>
  work.db
    .selectFrom('trailSeal')
    .leftJoin('trail', (join) =>
      join.onRef('trail.id', '=', 'trailSeal.trailId').onRef('trail.clinicId', '=', 'trailSeal.clinicId'),
    )
    .where('position', '>', position)
    .orderBy('position')
    .limit(5000)
    .select([
      'position',
      'trailId',
      'hash',
      'trail.id',
      'trail.at',
      'byKind',
      'byId',
      'byName',
      'verb',
      'clientIds',
      'about',
      'requestId',
    ])
    .execute()

export type TrailFilter = { client?: string; verb?: string; day?: Day; before?: string }

/** The newest deeds and looks, 100 at a time. `before` is the id of the last one shown. */
export const trailOf = (work: Work, filter: TrailFilter) =>
  work.db
    .selectFrom('trail')
    .select(['id', 'at', 'byKind', 'byName', 'verb', 'clientIds', 'about'])
    .$if(filter.client !== undefined, (query) =>
      query.where('clientIds', '@>', `{${filter.client}}` as unknown as string[]),
    )
    .$if(filter.verb !== undefined && filter.verb !== '', (query) => query.where('verb', '=', filter.verb ?? ''))
    .$if(filter.before !== undefined && filter.before !== '', (query) => query.where('id', '<', filter.before ?? ''))
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
