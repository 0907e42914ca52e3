import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { keptOf } from '../../clients/queries/merges.ts'
import { canOwn } from '../queries/owners.ts'
import { atTurn } from './rows.ts'
import { clientsOf } from './steps.ts'

/** Gives an inquiry to a colleague. */
export async function giveInquiry(work: Work, id: string, staffId: string, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  const inquiry = await atTurn(work, id)
  if (isRefusal(inquiry)) return inquiry
  if (inquiry.ownerId === staffId) return refuse('theirs-already', `${inquiry.owner} has this inquiry already.`)
  if (!(await canOwn(work)).some((one) => one.value === staffId))
    return refuse('cannot-own', 'Choose a care coordinator or a director: they work on inquiries.')
  await work.db
    .insertInto('inquiryOwner')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      inquiryId: id,
      staffId,
      because,
      givenBy: work.by.id,
      givenAt: work.at,
    })
    .execute()
  await record(work, 'inquiry.given', { clients: clientsOf(inquiry), about: { inquiry: id, to: staffId } })
  return null
}

const linkedBefore = 'This inquiry belongs to a record already. Open it again and look whose it is.'

/** Says whose inquiry this is. Of two records that are one person, it goes to the one that stands. */
export async function linkInquiry(work: Work, id: string, clientId: string): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  const inquiry = await atTurn(work, id)
  if (isRefusal(inquiry)) return inquiry
  if (inquiry.clientId !== null) return refuse('linked-already', linkedBefore)
  const client = await clientById(work, await keptOf(work, clientId))
  if (client === undefined) return refuse('no-such-client', 'This person is not in the record. Choose another.')
  const answer = await unlessRefused(work, { inquiry_client_of: linkedBefore }, async () => {
    await work.db
      .insertInto('inquiryClient')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        inquiryId: id,
        clientId: client.id,
        linkedBy: work.by.id,
        linkedAt: work.at,
      })
      .execute()
    return null
  })
  if (isRefusal(answer)) return answer
  await record(work, 'inquiry.linked', { clients: [client.id], about: { inquiry: id } })
  return { clientId: client.id }
}
