import { sql } from 'kysely'
import { sha256 } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'

const looksLikeToken = (token: string): boolean => /^[\w-]{43}$/.test(token)

/** What the holder of a link may know of a call. The ids are for verbs, never for a page. */
export type LinkedCall = {
  callId: string
  inquiryId: string
  timeZone: string
  bookingId: string
  /** How often it was moved: a page that was opened before says another. */
  number: number
  staffId: string
  startsAt: Date
  minutes: number
  ended: '' | 'moved' | 'cancelled'
  endedByUs: boolean
}

export async function callByToken(work: Work, token: string): Promise<LinkedCall | undefined> {
  if (!looksLikeToken(token)) return undefined
  const { rows } = await sql<LinkedCall>`
    select call_id as "callId", inquiry_id as "inquiryId", time_zone as "timeZone", booking_id as "bookingId", number,
           staff_id as "staffId", starts_at as "startsAt", minutes, ended, ended_by_us as "endedByUs"
    from call_by_link(${sha256(token)})`.execute(work.db)
  return rows[0]
}

export type LinkedThread = {
  threadId: string
  inquiryId: string
  messages: { byVisitor: boolean; words: string; writtenAt: Date }[]
}

export async function threadByToken(work: Work, token: string): Promise<LinkedThread | undefined> {
  if (!looksLikeToken(token)) return undefined
  const { rows } = await sql<{
    threadId: string
    inquiryId: string
    byVisitor: boolean
    words: string
    writtenAt: Date
  }>`
    select thread_id as "threadId", inquiry_id as "inquiryId", by_visitor as "byVisitor", words, written_at as "writtenAt"
    from thread_by_link(${sha256(token)})`.execute(work.db)
  const [first] = rows
  return first && { threadId: first.threadId, inquiryId: first.inquiryId, messages: rows }
}
