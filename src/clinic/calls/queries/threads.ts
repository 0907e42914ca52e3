import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

export type ThreadMessage = { byVisitor: boolean; words: string; writtenAt: Date; writer: string | null }

/** One conversation, its first words the inquiry's. */
export async function threadById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const thread = await work.db
    .selectFrom('messageThread as t')
    .innerJoin('inquiry as i', (join) => join.onRef('i.clinicId', '=', 't.clinicId').onRef('i.id', '=', 't.inquiryId'))
    .leftJoin('inquiryClient as l', (join) =>
      join.onRef('l.clinicId', '=', 'i.clinicId').onRef('l.inquiryId', '=', 'i.id'),
    )
    .where('t.clinicId', '=', work.clinic.id)
    .where('t.id', '=', id)
    .select(['t.id', 't.inquiryId', 'i.name', 'i.language', 'i.forWhom', 'i.words', 'i.cameAt', 'l.clientId'])
    .executeTakeFirst()
  if (thread === undefined) return undefined
  const more = await work.db
    .selectFrom('threadMessage as m')
    .leftJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'm.clinicId').onRef('s.id', '=', 'm.writtenBy'),
    )
    .where('m.clinicId', '=', work.clinic.id)
    .where('m.threadId', '=', id)
    .orderBy('m.writtenAt')
    .orderBy('m.id')
    .select([
      'm.byVisitor',
      'm.words',
      'm.writtenAt',
      sql<string | null>`s.given_name || ' ' || s.family_name`.as('writer'),
    ])
    .execute()
  const first: ThreadMessage = { byVisitor: true, words: thread.words, writtenAt: thread.cameAt, writer: null }
  return { ...thread, messages: [first, ...more] }
}

export type ThreadRow = {
  id: string
  inquiryId: string
  clientId: string | null
  name: string
  language: string
  lastWords: string
  lastAt: Date
  /** The last word is the visitor's. */
  waits: boolean
}

/** Conversations with a message since `since`, those that wait for an answer first, the longest waiting first of these. */
export async function threadsSince(work: Work, since: Date): Promise<ThreadRow[]> {
  const { rows } = await sql<ThreadRow>`
    select t.id, t.inquiry_id as "inquiryId", l.client_id as "clientId", i.name, i.language,
           coalesce(m.words, i.words) as "lastWords", coalesce(m.written_at, i.came_at) as "lastAt",
           coalesce(m.by_visitor, true) as waits
    from message_thread t
    join inquiry i on i.clinic_id = t.clinic_id and i.id = t.inquiry_id
    left join inquiry_client l on l.clinic_id = i.clinic_id and l.inquiry_id = i.id
    left join lateral (
      select x.words, x.written_at, x.by_visitor from thread_message x
      where x.clinic_id = t.clinic_id and x.thread_id = t.id order by x.written_at desc, x.id desc limit 1
    ) m on true
    where t.clinic_id = ${work.clinic.id} and (not i.held_back or exists (select from inquiry_release r where r.clinic_id = i.clinic_id and r.inquiry_id = i.id)) and coalesce(m.written_at, i.came_at) >= ${since}
    order by waits desc, case when coalesce(m.by_visitor, true) then coalesce(m.written_at, i.came_at) end,
             coalesce(m.written_at, i.came_at) desc
    limit 200`.execute(work.db)
  return rows
}
