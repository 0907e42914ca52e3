import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type CurriculumRow = Awaited<ReturnType<typeof curriculaOf>>[number]

/** The curricula of the clinic, each with how many modules it has now, and how many groups go through it today. */
export const curriculaOf = (work: Work) =>
  work.db
    .selectFrom('curriculum as c')
    .select(['c.id', 'c.name', 'c.words', 'c.isSelfGuided'])
    .select(
      sql<number>`(select count(*)::int from curriculum_module m where m.clinic_id = c.clinic_id and m.curriculum_id = c.id and ${stands})`.as(
        'modules',
      ),
    )
    .orderBy('c.name')
    .execute()

// A module stands until another takes its place or it is taken out.
const stands = sql`not exists (select from curriculum_module n where n.clinic_id = m.clinic_id and n.replaces = m.id)
  and not exists (select from curriculum_module_end e where e.clinic_id = m.clinic_id and e.module_id = m.id)`

export async function curriculumById(work: Work, id: string): Promise<CurriculumRow | undefined> {
  return isId(id) ? (await curriculaOf(work)).find((one) => one.id === id) : undefined
}

export type ModuleRow = Awaited<ReturnType<typeof modulesOf>>[number]

/** The modules as they stand now, in their order, each with the ids of its earlier wordings. */
export async function modulesOf(work: Work, curriculumId: string) {
  const { rows } = await sql<{
    id: string
    position: number
    title: string
    words: string
    isCore: boolean
    was: string[]
  }>`
    with recursive past as (
      select m.clinic_id, m.id as now_id, m.id, m.replaces from curriculum_module m
      where m.curriculum_id = ${curriculumId} and ${stands}
      union all
      select p.clinic_id, p.now_id, m.id, m.replaces from past p
      join curriculum_module m on m.clinic_id = p.clinic_id and m.id = p.replaces)
    select m.id, m.position, m.title, m.words, m.is_core as "isCore",
           array(select p.id::text from past p where p.now_id = m.id and p.id <> m.id) as was
    from curriculum_module m where m.curriculum_id = ${curriculumId} and ${stands}
    order by m.position, m.added_at, m.id`.execute(work.db)
  return rows
}

export async function moduleById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('curriculumModule as m')
    .where('m.id', '=', id)
    .select(['m.id', 'm.curriculumId', 'm.position', 'm.title', 'm.words', 'm.isCore'])
    .select(sql<boolean>`${stands}`.as('stands'))
    .executeTakeFirst()
}
