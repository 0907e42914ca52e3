import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { modulesOf } from '../../programs/queries/curricula.ts'
import type { Done, Lesson } from '../learning.ts'

/** The curriculum that a group goes through on a day, or undefined. */
export async function curriculumOn(work: Work, seriesId: string, day: Day) {
  const row = await work.db
    .selectFrom('seriesCurriculum as s')
    .leftJoin('curriculum as c', (join) =>
      join.onRef('c.clinicId', '=', 's.clinicId').onRef('c.id', '=', 's.curriculumId'),
    )
    // A group stays one group through every change of its hour.
    .where(sql<boolean>`s.series_id in (select line_of(s.clinic_id, ${seriesId}::uuid))`)
    .where('s.fromDay', '<=', day)
    .orderBy('s.fromDay', 'desc')
    .orderBy('s.setAt', 'desc')
    .orderBy('s.id', 'desc')
    .limit(1)
    .select(['c.id', 'c.name', 'c.words'])
    .executeTakeFirst()
  return row?.id == null || row.name === null ? undefined : { id: row.id, name: row.name, words: row.words ?? '' }
}

/** What some people have met of a curriculum, in whatever group: lessons, with who stayed for half; and what was done alone. */
export async function learntOf(
  work: Work,
  curriculumId: string,
  clientIds: readonly string[],
): Promise<{ modules: Awaited<ReturnType<typeof modulesOf>>; lessons: Lesson[]; done: Done[] }> {
  const modules = await modulesOf(work, curriculumId)
  const nowOf = new Map(modules.flatMap((module) => [module.id, ...module.was].map((id) => [id, module.id] as const)))
  if (nowOf.size === 0) return { modules, lessons: [], done: [] }
  const { rows } = await sql<{ moduleId: string; day: Day; seated: string[]; there: string[] }>`
    select t.module_id as "moduleId", g.held_on::text as day,
           array(select s.client_id::text from seat s where s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.during @> g.held_on
                 and s.client_id = any (${clientIds}::uuid[])) as seated,
           array(select a.client_id::text from attendance_now a where a.clinic_id = g.clinic_id and a.session_id = g.id
                 and a.client_id = any (${clientIds}::uuid[])
                 and a.minutes * 2 >= extract(epoch from upper(g.during) - lower(g.during)) / 60) as there
    from (select distinct on (x.session_id, x.module_id) x.clinic_id, x.session_id, x.module_id, x.is_taught from module_taught x
          where x.module_id = any (${[...nowOf.keys()]}::uuid[])
          order by x.session_id, x.module_id, x.set_at desc, x.id desc) t
    join group_session g on g.clinic_id = t.clinic_id and g.id = t.session_id
    where t.is_taught and not isempty(g.during) and lower(g.during) <= ${work.at}`.execute(work.db)
  const done = await sql<{ moduleId: string; clientId: string; isDone: boolean }>`
    select distinct on (d.client_id, d.module_id) d.module_id as "moduleId", d.client_id as "clientId", d.is_done as "isDone"
    from module_done d where d.module_id = any (${[...nowOf.keys()]}::uuid[]) and d.client_id = any (${clientIds}::uuid[])
    order by d.client_id, d.module_id, d.set_at desc, d.id desc`.execute(work.db)
  const current = (id: string) => nowOf.get(id) ?? id
  return {
    modules,
    lessons: rows.map((row) => ({ ...row, moduleId: current(row.moduleId) })),
    done: done.rows
      .filter((row) => row.isDone)
      .map(({ moduleId, clientId }) => ({ moduleId: current(moduleId), clientId })),
  }
}

export const isMeeting = async (work: Work, id: string): Promise<boolean> =>
  isId(id) &&
  (await work.db.selectFrom('groupSession').where('id', '=', id).select('id').executeTakeFirst()) !== undefined

/** What was taught in some meetings: the latest word on each module of each. */
export async function taughtIn(work: Work, sessionIds: readonly string[]) {
  if (sessionIds.length === 0) return []
  const { rows } = await sql<{ sessionId: string; moduleId: string; title: string }>`
    select t.session_id as "sessionId", t.module_id as "moduleId", m.title
    from (select distinct on (x.session_id, x.module_id) x.* from module_taught x where x.session_id = any (${[...sessionIds]}::uuid[])
          order by x.session_id, x.module_id, x.set_at desc, x.id desc) t
    join curriculum_module m on m.clinic_id = t.clinic_id and m.id = t.module_id
    where t.is_taught order by m.position, m.title`.execute(work.db)
  return rows
}

/** Where the groups of a curriculum meet next: for choosing a day on which somebody sees what they missed. */
export async function meetingsToLearn(work: Work, curriculumId: string, from: Day, to: Day) {
  const { rows } = await sql<{ id: string; seriesId: string; name: string; day: Day; starts: string }>`
    select g.id, g.series_id as "seriesId", r.name, g.held_on::text as day, to_char(r.starts, 'HH24:MI') as starts
    from group_session g
    join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    cross join lateral (select s.curriculum_id from series_curriculum s where s.clinic_id = r.clinic_id and s.series_id in (select line_of(r.clinic_id, r.id))
                        and s.from_day <= g.held_on order by s.from_day desc, s.set_at desc, s.id desc limit 1) c
    where c.curriculum_id = ${curriculumId} and g.held_on between ${from} and ${to}
      and not isempty(g.during) and lower(g.during) > ${work.at}
    order by g.during, r.name`.execute(work.db)
  return rows
}

/** The curricula that somebody has met or could meet: those of the groups they hold a seat in, and those they began. */
export async function curriculaOfClient(work: Work, clientId: string, day: Day) {
  const { rows } = await sql<{ id: string; name: string; isSelfGuided: boolean }>`
    select c.id, c.name, c.is_self_guided as "isSelfGuided" from curriculum c
    where c.is_self_guided
       or exists (select from seat t
                  cross join lateral (select s.curriculum_id from series_curriculum s where s.clinic_id = t.clinic_id and s.series_id in (select line_of(t.clinic_id, t.series_id))
                                      and s.from_day <= ${day} order by s.from_day desc, s.set_at desc, s.id desc limit 1) x
                  where t.clinic_id = c.clinic_id and t.client_id = ${clientId} and not isempty(t.during) and x.curriculum_id = c.id)
    order by c.is_self_guided, c.name`.execute(work.db)
  return rows
}
