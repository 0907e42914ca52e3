import type { Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { curriculumById, moduleById } from '../../programs/queries/curricula.ts'
import { curriculumOn } from '../queries/learning.ts'

const notHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

const who = (work: Work): string => {
  if (work.by.id === null) throw new Error('What was taught is noted by a person.')
  return work.by.id
}

/** Sets which curriculum a group goes through from a day on; null ends it. */
export async function setCurriculum(
  work: Work,
  seriesId: string,
  said: { curriculumId: string | null; from: Day },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return denied
  if (!isId(seriesId)) return notHere
  const series = await work.db.selectFrom('groupSeries').where('id', '=', seriesId).select('id').executeTakeFirst()
  if (series === undefined) return notHere
  if (said.curriculumId !== null && (await curriculumById(work, said.curriculumId)) === undefined) return notHere
  await work.db
    .insertInto('seriesCurriculum')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      seriesId,
      curriculumId: said.curriculumId,
      fromDay: said.from,
      setBy: who(work),
      setAt: work.at,
    })
    .execute()
  await record(work, 'series.curriculum-set', { about: { series: seriesId, curriculum: said.curriculumId } })
  return null
}

/** Notes what was taught in a meeting, or takes it back. Only modules of the curriculum that the group went through then. */
export async function noteTaught(
  work: Work,
  sessionId: string,
  said: { moduleId: string; isTaught: boolean },
): Promise<{ seriesId: string } | Refusal> {
  const denied = mayNot(work.by, 'curriculum.teach')
  if (denied) return denied
  if (!isId(sessionId)) return notHere
  const session = await work.db
    .selectFrom('groupSession')
    .where('id', '=', sessionId)
    .select(['id', 'seriesId', 'heldOn'])
    .executeTakeFirst()
  const module = await moduleById(work, said.moduleId)
  if (session === undefined || module === undefined) return notHere
  const curriculum = await curriculumOn(work, session.seriesId, session.heldOn)
  if (said.isTaught && module.curriculumId !== curriculum?.id)
    return refuse('other-curriculum', 'This module is not part of what the group went through on that day.')
  await work.db
    .insertInto('moduleTaught')
    .values({ clinicId: work.clinic.id, id: newId(), sessionId, ...said, setBy: who(work), setAt: work.at })
    .execute()
  await record(work, said.isTaught ? 'module.taught' : 'module.taught-undone', {
    about: { session: sessionId, module: said.moduleId },
  })
  return { seriesId: session.seriesId }
}

/** Notes that a client did a module alone or caught up with it, or takes that back. */
export async function noteDone(
  work: Work,
  clientId: string,
  said: { moduleId: string; isDone: boolean },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'curriculum.teach')
  if (denied) return denied
  const client = await clientById(work, clientId)
  const module = await moduleById(work, said.moduleId)
  if (client === undefined || module === undefined) return notHere
  await work.db
    .insertInto('moduleDone')
    .values({ clinicId: work.clinic.id, id: newId(), clientId, ...said, setBy: who(work), setAt: work.at })
    .execute()
  await record(work, said.isDone ? 'module.done' : 'module.done-undone', {
    clients: [clientId],
    about: { module: said.moduleId },
  })
  return null
}
