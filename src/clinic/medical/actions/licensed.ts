import { dayAt, type Day } from '../../../basics/dates.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { stayOfClient } from '../../plans/queries.ts'
import { credentialsOf } from '../../staff/queries/credentials.ts'
import type { Holder } from '../../staff/credentials.ts'
import { licenceInWords } from '../prescribing.ts'

export const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')
export const notAPerson = refuse('not-a-person', 'A member of staff does this.')

/** Whether who asks may do something by their licence of today, in the state where the client is in care; with it in words. */
export async function byLicence(
  work: Work,
  clientId: string,
  may: (person: Holder, day: Day, state: string) => Refusal | null,
): Promise<{ staffId: string; licence: string; episodeId: string | null } | Refusal> {
  if (work.by.kind !== 'staff') return notAPerson
  const person = (await credentialsOf(work, [work.by.id])).get(work.by.id)
  if (person === undefined) return notAPerson
  const stay = await stayOfClient(work, clientId)
  const state = stay?.state ?? work.clinic.state
  const today = dayAt(work.at, work.clinic.timeZone)
  const refused = may(person, today, state)
  if (refused) return refused
  return {
    staffId: work.by.id,
    licence: licenceInWords(person, today, state),
    episodeId: stay === undefined || stay.isOver ? null : stay.id,
  }
}
