import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { Asked } from '../asked.ts'
import type { BehindFrom, Listed, Report } from '../sheet.ts'

/** The programs and sites of the clinic, as reports name them. */
export type Place = { id: string; name: string; siteId: string; kind: string }

/** One report: what it says, and who stands behind one of its numbers (null: there is no such number). */
export type Maker = {
  build: (work: Work, asked: Asked, places: readonly Place[]) => Promise<Report>
  people: (work: Work, asked: Asked, behind: BehindFrom) => Promise<Listed | null>
}

/** A report sorts in memory what a page would sort on the disk: for this transaction alone. */
export const makeRoom = async (work: Work): Promise<void> => {
  await sql`select set_config('work_mem', '64MB', true)`.execute(work.db)
}

/**
 * A question over a whole year of stays. Behind row-level security PostgreSQL may not look at how many rows a condition on a range of
 * days leaves, expects a few, and would look up each of fifty thousand by itself: here it joins by hashing.
 * Only for questions that look nothing up row by row themselves: such a look would cost a whole table each time.
 */
export async function overMany<T>(work: Work, ask: () => Promise<T>): Promise<T> {
  const looking = (how: 'on' | 'off') => sql`select set_config('enable_nestloop', ${how}, true)`.execute(work.db)
  await looking('off')
  const answer = await ask()
  await looking('on')
  return answer
}

export const placesOf = (work: Work): Promise<Place[]> =>
  work.db.selectFrom('program').select(['id', 'name', 'siteId', 'kind']).orderBy('name').orderBy('id').execute()

/** The programs that a report has rows for. */
export const rowsFor = ({ programs }: Asked, places: readonly Place[]): { id: string; name: string }[] =>
  places.filter(({ id }) => programs === null || programs.includes(id)).map(({ id, name }) => ({ id, name }))
