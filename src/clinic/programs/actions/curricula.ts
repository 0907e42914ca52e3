import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { curriculumById, moduleById } from '../queries/curricula.ts'

const notHere = refuse('not-found', 'This curriculum does not exist, or it is not yours to see.')

const who = (work: Work): string => {
  if (work.by.id === null) throw new Error('A curriculum is written by a person.')
  return work.by.id
}

export async function addCurriculum(
  work: Work,
  said: { name: string; words: string; isSelfGuided: boolean },
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return denied
  const id = newId()
  await work.db
    .insertInto('curriculum')
    .values({ clinicId: work.clinic.id, id, ...said, addedBy: who(work), addedAt: work.at })
    .execute()
  await record(work, 'curriculum.added', { about: { curriculum: id } })
  return { id }
}

export type ModuleSaid = { position: number; title: string; words: string; isCore: boolean }

/** Adds a module; modules of the same place stand one after the other, the earlier first. */
export async function addModule(work: Work, curriculumId: string, said: ModuleSaid): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return denied
  if ((await curriculumById(work, curriculumId)) === undefined) return notHere
  return written(work, curriculumId, said, null)
}

/** Changes a module from now on: the new words take the place of the old, and who saw the old has seen it. */
export async function changeModule(work: Work, moduleId: string, said: ModuleSaid): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return denied
  const module = await moduleById(work, moduleId)
  if (module === undefined) return notHere
  if (!module.stands) return refuse('changed', 'Somebody changed this module a moment ago. Look at it as it is now.')
  return written(work, module.curriculumId, said, moduleId)
}

async function written(
  work: Work,
  curriculumId: string,
  said: ModuleSaid,
  replaces: string | null,
): Promise<{ id: string } | Refusal> {
  const id = newId()
  const answer = await unlessRefused(
    work,
    { curriculum_module_replaced: 'Somebody changed this module a moment ago. Look at it as it is now.' },
    () =>
      work.db
        .insertInto('curriculumModule')
        .values({
          clinicId: work.clinic.id,
          id,
          curriculumId,
          ...said,
          replaces,
          addedBy: who(work),
          addedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(answer)) return answer
  await record(work, replaces === null ? 'module.added' : 'module.changed', { about: { module: id } })
  return { id }
}

/** Takes a module out of the curriculum. Who saw it has seen it; it is due for nobody any more. */
export async function endModule(work: Work, moduleId: string, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return denied
  const module = await moduleById(work, moduleId)
  if (module === undefined) return notHere
  const answer = await unlessRefused(work, { curriculum_module_end_of: 'This module was taken out already.' }, () =>
    work.db
      .insertInto('curriculumModuleEnd')
      .values({ clinicId: work.clinic.id, id: newId(), moduleId, because, endedBy: who(work), endedAt: work.at })
      .execute(),
  )
  if (isRefusal(answer)) return answer
  await record(work, 'module.ended', { about: { module: moduleId } })
  return null
}
