import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type Done = { onDay: Day; how: string; at: string; byClient: boolean }
export type Homework = {
  id: string
  clientId: string
  episodeId: string
  objectiveId: string | null
  sheet: string
  title: string
  words: string
  rhythm: 'once' | 'daily'
  fromDay: Day
  dueOn: Day
  givenAt: Date
  givenBy: string
  endedAt: Date | null
  seenAt: Date | null
  /** The days on which it was done, the newest first; what was taken back is not among them. */
  done: Done[]
}

// The latest row of a day stands; one that was undone leaves no trace here, and stays in the table.
const done = sql<Done[]>`(
  select coalesce(jsonb_agg(jsonb_build_object('onDay', d.on_day, 'how', d.how, 'at', d.done_at, 'byClient', d.page_id is not null) order by d.on_day desc), '[]')
  from (select distinct on (x.on_day) x.* from homework_done x where x.clinic_id = h.clinic_id and x.homework_id = h.id
        order by x.on_day, x.done_at desc, x.id desc) d where not d.undone)`

/** What a person was given to practise, what is open first. */
export async function homeworkOf(work: Work, clientId: string): Promise<Homework[]> {
  if (!isId(clientId)) return []
  const { rows } = await sql<Homework>`
    select h.id, h.client_id as "clientId", h.episode_id as "episodeId", h.objective_id as "objectiveId", h.sheet, h.title, h.words, h.rhythm,
      h.from_day::text as "fromDay", h.due_on::text as "dueOn", h.given_at as "givenAt",
      coalesce(m.given_name || ' ' || m.family_name, '') as "givenBy", x.ended_at as "endedAt",
      (select max(s.seen_at) from homework_seen s where s.clinic_id = h.clinic_id and s.homework_id = h.id) as "seenAt", ${done} as done
    from homework h
    left join homework_end x on x.clinic_id = h.clinic_id and x.homework_id = h.id
    left join staff_member m on m.clinic_id = h.clinic_id and m.id = h.given_by
    where h.client_id = ${clientId}::uuid order by x.id is not null, h.due_on desc, h.id limit 60`.execute(work.db)
  return rows
}

export async function homeworkById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('homework')
    .where('id', '=', id)
    .select(['id', 'clientId', 'episodeId', 'rhythm', 'fromDay', 'dueOn'])
    .executeTakeFirst()
}

export type OwnPractice = Pick<Homework, 'id' | 'sheet' | 'title' | 'words' | 'rhythm' | 'dueOn'> & {
  doneToday: boolean
  days: number
}

/** What a client has to practise today, with their own eyes. */
export async function ownPractice(work: Work, clientId: string): Promise<OwnPractice[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<OwnPractice & { done: Done[] }>`
    select h.id, h.sheet, h.title, h.words, h.rhythm, h.due_on::text as "dueOn", ${done} as done
    from homework h
    where h.client_id = ${clientId}::uuid and h.from_day <= ${today}::date and h.due_on >= ${today}::date
      and not exists (select from homework_end x where x.clinic_id = h.clinic_id and x.homework_id = h.id)
    order by h.due_on, h.id limit 12`.execute(work.db)
  return rows.map(({ done: days, ...one }) => ({
    ...one,
    doneToday: one.rhythm === 'once' ? days.length > 0 : days.some((each) => each.onDay === today),
    days: days.length,
  }))
}
