import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'

export type NoticeKind =
  | 'leader-changed'
  | 'time-changed'
  | 'meeting-cancelled'
  | 'seat-offered'
  | 'make-up-offered'
  | 'week-changed'
/** Ids, codes and days: { sessionId }, { visitId }, { seriesId, day }, { offerId }. Never words. */
export type NoticeAbout = Record<string, string | number | boolean | null>

/**
 * Something about their week that a client is to be told: it shows on their own page, and in the staff's list "To tell" until
 * somebody told them. For verbs that changed something: each has asked before whether it may.
 */
export async function tellClient(
  work: Work,
  notice: { clientId: string; kind: NoticeKind; about: NoticeAbout },
): Promise<{ id: string }> {
  const id = newId()
  await work.db
    .insertInto('notice')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: notice.clientId,
      kind: notice.kind,
      about: JSON.stringify(notice.about),
      madeBy: work.by.id,
      madeAt: work.at,
    })
    .execute()
  return { id }
}

/** A member of staff told them, by telephone or in person: the notice leaves the list. */
export async function noticeTold(
  work: Work,
  noticeIds: string[],
  how: 'telephone' | 'in person',
): Promise<{ told: number } | Refusal> {
  const denied = mayNot(work.by, 'notice.tell')
  if (denied) return denied
  const by = work.by.id
  if (by === null) return refuse('not-a-person', 'A member of staff tells a client.')
  const ids = noticeIds.filter(isId)
  const notices =
    ids.length === 0
      ? []
      : await work.db.selectFrom('notice').where('id', 'in', ids).select(['id', 'clientId']).execute()
  if (notices.length === 0) return refuse('no-notice', 'This is not in the list any more.')
  const answer = await unlessRefused(
    work,
    { notice_told_once: 'A colleague has told them already: the list shows what is left.' },
    async () => {
      await work.db
        .insertInto('noticeTold')
        .values(
          notices.map((one) => ({
            clinicId: work.clinic.id,
            id: newId(),
            noticeId: one.id,
            how,
            toldBy: by,
            toldAt: work.at,
          })),
        )
        .execute()
      return null
    },
  )
  if (isRefusal(answer)) return answer
  await record(work, 'notice.told', {
    clients: [...new Set(notices.map(({ clientId }) => clientId))],
    about: { how, notices: notices.length },
  })
  return { told: notices.length }
}

/** The client pressed "I have read this": what stands on their page now is known to them. Pressed twice, it is said once. */
export async function noticesRead(work: Work, noticeIds: string[]): Promise<void> {
  if (work.by.kind !== 'client') return
  const pageId = work.by.id
  const ids = noticeIds.filter(isId)
  if (ids.length === 0) return
  // Row-level security leaves only their own.
  const own = await work.db.selectFrom('notice').where('id', 'in', ids).select('id').execute()
  if (own.length === 0) return
  await work.db
    .insertInto('noticeSeen')
    .values(own.map(({ id }) => ({ clinicId: work.clinic.id, id: newId(), noticeId: id, pageId, seenAt: work.at })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await record(work, 'notice.read', { clients: [work.by.clientId], about: { notices: own.length } })
}
