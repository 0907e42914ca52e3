import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { reviewRefusal } from '../worries.ts'

/** Keeps what a review of the stay decided. It changes nothing by itself: leaving, another week and other care have pages of their own. */
export async function reviewStay(
  work: Work,
  episodeId: string,
  draft: { decision: string; words: string; nextOn: string },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'stay.review')
  if (denied) return denied
  if (work.by.id === null) throw new Error('A review is made by a person.')
  const stay = await work.db.selectFrom('episode').where('id', '=', episodeId).select('clientId').executeTakeFirst()
  if (stay === undefined) return refuse('not-found', 'This stay is not in the record, or not yours to see.')
  const refused = reviewRefusal(draft, dayAt(work.at, work.clinic.timeZone))
  if (refused) return refused
  await work.db
    .insertInto('stayReview')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: stay.clientId,
      episodeId,
      decision: draft.decision,
      words: draft.words,
      nextOn: draft.nextOn,
      decidedBy: work.by.id,
      decidedAt: work.at,
    })
    .execute()
  await record(work, 'stay.reviewed', {
    clients: [stay.clientId],
    about: { episode: episodeId, decision: draft.decision },
  })
  return { clientId: stay.clientId }
}
