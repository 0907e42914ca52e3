import { addDays, dayAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import type { Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { clientById } from '../clients/queries.ts'
import { writeConcern } from './actions/concerns.ts'
import { type ContactDraft, contactRefusal } from './contacts.ts'
import { helpFor } from './help.ts'
import { anyWith, concernsOf } from './queries/concerns.ts'

/**
 * Records a call, message or visit. Once the client was reached, the board lets go of them until the next miss; and what
 * kept them away becomes a step of somebody's, unless the same help is already being looked for.
 */
export async function recordContact(
  work: Work,
  clientId: string,
  draft: ContactDraft,
): Promise<{ id: string; help: { id: string; label: string } | null } | Refusal> {
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
      craving: reached ? (draft.craving ?? null) : null,
      words,
      nextOn: nextOn ?? null,
      madeBy: work.by.id,
      madeAt: work.at,
    })
    .execute()
  await record(work, 'outreach.made', { clients: [clientId], about: { outreach: id, how, reached } })
  return { id, help: reached ? await openHelp(work, { clientId, outreachId: id, reason: draft.reason }) : null }
}

type Barrier = { clientId: string; outreachId: string; reason: string }
async function openHelp(
  work: Work,
  { clientId, outreachId, reason }: Barrier,
): Promise<{ id: string; label: string } | null> {
  const help = helpFor(reason)
  if (help === null) return null
  const same = (await concernsOf(work, clientId)).find((one) => one.outcome === null && one.help === help.key)
  if (same !== undefined) return { id: same.id, label: help.label }
  const today = dayAt(work.at, work.clinic.timeZone)
  const id = await writeConcern(
    work,
    {
      clientId,
      about: '',
      words: reason,
      urgency: help.within === 1 ? 'today' : 'soon',
      kind: 'help',
      help: help.key,
      outreachId,
      alertId: null,
    },
    {
      step: help.step,
      dueOn: addDays(today, help.within),
      ownerId: help.who === 'therapist' ? null : await anyWith(work, help.who),
    },
  )
  return { id, label: help.label }
}
