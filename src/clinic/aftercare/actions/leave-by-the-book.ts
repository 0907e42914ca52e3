import { addDays } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { episodeById } from '../../episodes/queries.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { stayById } from '../../plans/queries.ts'
import { leavingRuleOn, type LeavingRuleKind, type NoticeDraft, noticeRefusal } from '../leaving-rules.ts'
import { noticeById, type NoticeAnswer, standingOf } from '../queries/notices.ts'
import { leavingRules } from '../queries/silence.ts'
import { todayOf } from './take-and-give-back.ts'

const notHere = refuse('not-found', 'This does not exist, or it is not yours to see.')
export const waysGiven = ['in-person', 'letter', 'phone', 'own-page'] as const

/** The clinic means to end a stay: what the person was told, and until when they may appeal. */
export async function giveNotice(
  work: Work,
  episodeId: string,
  draft: NoticeDraft & { howGiven: (typeof waysGiven)[number] },
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'leaving-notice.give')
  if (denied) return denied
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return notHere
  const today = todayOf(work)
  const { days } = leavingRuleOn(await leavingRules(work), 'appeal', stay.state, today)
  const refused = noticeRefusal(draft, days, stay.lastDay !== null, today)
  if (refused) return refused
  if (work.by.id === null) return refuse('not-a-person', 'A person gives notice.')
  const id = newId()
  await work.db
    .insertInto('dischargeNotice')
    .values({
      clinicId: work.clinic.id,
      id,
      episodeId,
      clientId: stay.clientId,
      ...draft,
      givenBy: work.by.id,
      givenAt: work.at,
    })
    .execute()
  await record(work, 'leaving-notice.given', { clients: [stay.clientId], about: { notice: id, ends: draft.endsOn } })
  return { id }
}

/** A review, an appeal, what was decided on it, or that the notice is taken back: each a row. */
export async function answerNotice(
  work: Work,
  noticeId: string,
  said: { what: NoticeAnswer['what']; words: string },
): Promise<{ episodeId: string } | Refusal> {
  const denied = mayNot(work.by, 'leaving-notice.give')
  if (denied) return denied
  // To weigh a notice or an appeal is the director's; that somebody appealed, anyone writes down.
  const weighing = said.what === 'reviewed' || said.what === 'appeal-stands' || said.what === 'appeal-granted'
  const deniedReview = weighing ? mayNot(work.by, 'leaving-notice.review') : null
  if (deniedReview) return deniedReview
  const found = await noticeById(work, noticeId)
  if (found === undefined) return notHere
  await holdDiaries(work, [found.clientId])
  const notice = await noticeById(work, noticeId)
  const standing = notice && standingOf([notice])
  if (notice === undefined || !standing) return notHere
  if (standing.isTakenBack) return refuse('taken-back', 'This notice was taken back already.')
  if (weighing && work.by.id === notice.givenById)
    return refuse('own-notice', 'Somebody else than who gave the notice weighs it.')
  if ((said.what === 'appeal-stands' || said.what === 'appeal-granted') && standing.appeal !== 'appealed')
    return refuse('no-appeal', 'Nobody has appealed, or the appeal is decided already.')
  if (said.what === 'appealed' && standing.appeal !== null)
    return refuse('appealed-already', 'Their appeal is written down already.')
  if (work.by.id === null) return refuse('not-a-person', 'A person answers.')
  await work.db
    .insertInto('dischargeNoticeAnswer')
    .values({ clinicId: work.clinic.id, id: newId(), noticeId, ...said, answeredBy: work.by.id, answeredAt: work.at })
    .execute()
  await record(work, 'leaving-notice.answered', {
    clients: [notice.clientId],
    about: { notice: noticeId, what: said.what },
  })
  return { episodeId: notice.episodeId }
}

/** Nobody has heard from somebody, and they stay in care: why, and when somebody looks again. */
export async function putSilenceOff(
  work: Work,
  episodeId: string,
  said: { words: string; lookAgainOn: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'episode.discharge')
  if (denied) return denied
  const stay = await episodeById(work, episodeId)
  if (stay === undefined) return notHere
  const today = todayOf(work)
  if (said.lookAgainOn <= today || said.lookAgainOn > addDays(today, 14))
    return refuse('look-again', 'Choose a day within two weeks on which somebody looks again.')
  if (work.by.id === null) return refuse('not-a-person', 'A person looks.')
  await work.db
    .insertInto('silenceLook')
    .values({ clinicId: work.clinic.id, id: newId(), episodeId, ...said, lookedBy: work.by.id, lookedAt: work.at })
    .execute()
  await record(work, 'silence.looked-at', {
    clients: [stay.clientId],
    about: { episode: episodeId, again: said.lookAgainOn },
  })
  return null
}

/** Days that a state sets: of summaries, of silence, of appeals. A dated row with its source. */
export async function setLeavingRule(
  work: Work,
  said: { what: LeavingRuleKind; state: string | null; days: number; from: string; source: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'leaving-rule.set')
  if (denied) return denied
  if (said.from < todayOf(work))
    return refuse('day-past', 'What has begun stays as it was. Choose today or a later day.')
  if (work.by.id === null) return refuse('not-a-person', 'A person decides this.')
  const { from, ...row } = said
  await work.db
    .insertInto('leavingRule')
    // Somebody of the clinic has read it at its source.
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      ...row,
      effectiveFrom: from,
      mark: 'V',
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'leaving-rule.set', { about: { what: said.what, state: said.state ?? '', days: said.days, from } })
  return null
}
