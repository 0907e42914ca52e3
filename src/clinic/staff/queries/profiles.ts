import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type PublicPerson = {
  id: string
  givenName: string
  familyName: string
  credential: string
  role: string
  sinceYear: number | null
  languages: string[]
  titleEn: string
  titleEs: string
  specialtiesEn: string
  specialtiesEs: string
  wordsEn: string
  wordsEs: string
  /** The licence that stands today; null where none does. */
  licenseKind: string | null
  licenseState: string | null
  licenseNumber: string | null
}

/** Who agreed to be shown to the world and works here now, in the order in which a visitor meets them. */
export async function publicPeople(work: Work): Promise<PublicPerson[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<PublicPerson>`select * from public_people(${today}::date)`.execute(work.db)
  return rows
}

/** What somebody's profile says now; undefined before there was one. */
export async function profileOf(work: Work, staffId: string) {
  if (!isId(staffId)) return undefined
  return work.db
    .selectFrom('publicProfile')
    .where('staffId', '=', staffId)
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .selectAll()
    .executeTakeFirst()
}
