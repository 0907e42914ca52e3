import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { NoticeStanding } from '../leaving-rules.ts'

export type NoticeAnswer = {
  what: 'reviewed' | 'appealed' | 'appeal-stands' | 'appeal-granted' | 'taken-back'
  words: string
  byId: string
  by: string
  at: Date
}
export type Notice = {
  id: string
  episodeId: string
  clientId: string
  givenOn: Day
  endsOn: Day
  appealBy: Day
  reasons: string
  offered: string
  howGiven: string
  danger: string
  givenById: string
  by: string
  at: Date
  answers: NoticeAnswer[]
}

const notices = sql`
  select d.id, d.episode_id as "episodeId", d.client_id as "clientId", d.given_on::text as "givenOn", d.ends_on::text as "endsOn", d.appeal_by::text as "appealBy",
    d.reasons, d.offered, d.how_given as "howGiven", d.danger, d.given_by as "givenById", s.given_name || ' ' || s.family_name as by, d.given_at as at,
    coalesce((select jsonb_agg(jsonb_build_object('what', a.what, 'words', a.words, 'byId', a.answered_by, 'by', m.given_name || ' ' || m.family_name, 'at', a.answered_at) order by a.answered_at, a.id)
      from discharge_notice_answer a join staff_member m on m.clinic_id = a.clinic_id and m.id = a.answered_by where a.clinic_id = d.clinic_id and a.notice_id = d.id), '[]') as answers
  from discharge_notice d join staff_member s on s.clinic_id = d.clinic_id and s.id = d.given_by`

/** Notices that the clinic means to end a stay, the latest first. */
export const noticesOf = async (work: Work, episodeId: string): Promise<Notice[]> =>
  (
    await sql<Notice>`${notices} where d.episode_id = ${episodeId}::uuid order by d.given_at desc, d.id desc`.execute(
      work.db,
    )
  ).rows

export const noticeById = async (work: Work, id: string): Promise<Notice | undefined> =>
  isId(id) ? (await sql<Notice>`${notices} where d.id = ${id}::uuid`.execute(work.db)).rows[0] : undefined

/** Where the latest notice stands; null where none was given. */
export function standingOf(all: readonly Notice[]): NoticeStanding | null {
  const [notice] = all
  if (notice === undefined) return null
  const last = (what: readonly NoticeAnswer['what'][]) => notice.answers.findLast((one) => what.includes(one.what))
  const appeal = last(['appealed', 'appeal-stands', 'appeal-granted'])?.what
  return {
    givenBy: notice.givenById,
    givenOn: notice.givenOn,
    endsOn: notice.endsOn,
    appealBy: notice.appealBy,
    hasDanger: notice.danger.trim() !== '',
    reviewedBy:
      notice.answers.findLast((one) => one.what === 'reviewed' && one.byId !== notice.givenById)?.byId ?? null,
    appeal: appeal === 'appealed' || appeal === 'appeal-stands' || appeal === 'appeal-granted' ? appeal : null,
    isTakenBack: last(['taken-back']) !== undefined,
  }
}
