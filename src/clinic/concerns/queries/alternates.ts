import type { Work } from '../../../db/work.ts'
import { mayTell } from '../../consents/actions.ts'

export type Alternate = { name: string; mayTell: boolean }

/** Of those who may be called in place of the client: whom a standing consent allows to be told that a day was missed. */
export async function alternatesOf(
  work: Work,
  clientId: string,
  contacts: readonly { name: string }[],
): Promise<Alternate[]> {
  const found: Alternate[] = []
  for (const name of new Set(contacts.map((one) => one.name).filter((one) => one !== ''))) {
    const ask = { what: 'attendance', recipient: { kind: 'person', name }, clients: [clientId] } as const
    const told = [
      await mayTell(work, { ...ask, clients: [clientId], purpose: 'family' }),
      await mayTell(work, { ...ask, clients: [clientId], purpose: 'treatment' }),
    ]
    found.push({ name, mayTell: told.some((allowed) => allowed.has(clientId)) })
  }
  return found
}
