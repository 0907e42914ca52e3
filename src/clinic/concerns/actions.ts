import { dayAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import type { Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { clientById } from '../clients/queries.ts'
import { type ContactDraft, contactRefusal } from './contacts.ts'

/** Records a call, message or visit. Once the client was reached, the board lets go of them until the next miss. */
export async function recordContact(
  work: Work,
  clientId: string,
  draft: ContactDraft,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return denied
  const client = await clientById(work, clientId)
  if (client === undefined) return refuse('not-found', 'This person is not in the record, or not yours to see.')
  const refused = contactRefusal(draft, dayAt(work.at, work.clinic.timeZone), client.episodeId !== null)
  if (refused) return refused
  if (work.by.id === null) throw new Error('A contact is made by a person.')
  const id = newId()
  const { how, reached, words, nextOn } = draft
  await work.db
    .insertInto('outreach')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId,
      how,
      reached,
      reason: reached ? draft.reason : '',
      words,
      nextOn: nextOn ?? null,
      madeBy: work.by.id,
      madeAt: work.at,
    })
    .execute()
  await record(work, 'outreach.made', { clients: [clientId], about: { outreach: id, how, reached } })
  return { id }
}
