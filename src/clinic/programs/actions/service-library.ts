import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { type Place, serviceKind } from '../library.ts'

export type ServiceSaid = {
  kind: string
  isOffered: boolean
  usualMinutes: number
  training: string
  place: Place
  from: Day
  source: string
}

/** Records what this clinic says of a kind of service from a day on. Groups and visits that stand keep what they are. */
export async function setService(work: Work, said: ServiceSaid): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'program.manage')
  if (denied) return denied
  if (serviceKind(said.kind) === null) return refuse('kind', 'Choose a kind from the list.')
  if (work.by.id === null) throw new Error('A rule is set by a person.')
  const { from, ...rest } = said
  await work.db
    .insertInto('serviceRule')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      ...rest,
      effectiveFrom: from,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'service.set', { about: { kind: said.kind, offered: said.isOffered, from } })
  return null
}
