import type { Mark } from '../../../basics/mark.ts'
import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { Leads } from '../signers.ts'

export type CredentialRuleSaid = {
  credential: string
  label: string
  state: string | null
  leads: Leads
  cosign: boolean
  cosignedBy: string
  from: Day
  source: string
  mark: Mark
}

/** The clinic's own word on a credential from a day on: what it may lead, and whose signature must follow. Earlier rows stay. */
export async function addCredentialRule(work: Work, said: CredentialRuleSaid): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return denied
  const setBy = work.by.id
  if (setBy === null) return refuse('not-a-person', 'A rule on credentials is entered by a person.')
  const { from, ...rest } = said
  await work.db
    .insertInto('credentialRule')
    .values({ clinicId: work.clinic.id, id: newId(), ...rest, effectiveFrom: from, setBy, setAt: work.at })
    .execute()
  await record(work, 'credential-rule.recorded', {
    about: { credential: said.credential, state: said.state, leads: said.leads, cosign: said.cosign, from },
  })
  return null
}
