import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import type { Asked } from '../asked.ts'
import type { Behind, Listed, Report } from '../sheet.ts'

/** The programs and sites of the clinic, as reports name them. */
export type Place = { id: string; name: string; siteId: string; kind: string }

/** One report: what it says, and who stands behind one of its numbers (null: there is no such number). */
export type Maker = {
  build: (work: Work, asked: Asked, places: readonly Place[]) => Promise<Report>
  people: (work: Work, asked: Asked, behind: Behind) => Promise<Listed | null>
}

/** A report sorts in memory what a page would sort on the disk: for this transaction alone. */
export const makeRoom = async (work: Work): Promise<void> => {
  await sql`select set_config('work_mem', '64MB', true)`.execute(work.db)
}

export const placesOf = (work: Work): Promise<Place[]> =>
  work.db.selectFrom('program').select(['id', 'name', 'siteId', 'kind']).orderBy('name').orderBy('id').execute()

/** The programs that a report has rows for. */
export const rowsFor = ({ programs }: Asked, places: readonly Place[]): { id: string; name: string }[] =>
  places.filter(({ id }) => programs === null || programs.includes(id)).map(({ id, name }) => ({ id, name }))
