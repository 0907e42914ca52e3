import { newId, newToken, sha256 } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type OutsideSystem, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'

type NewSystem = { name: string; recipientClass: OutsideSystem['recipientClass']; purpose: OutsideSystem['purpose'] }

/** Names another system that may read through FHIR, what kind of recipient it is, and what for: consents are judged by both. */
export async function nameSystem(work: Work, system: NewSystem): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'system.manage')
  if (denied) return denied
  const id = newId()
  await work.db
    .insertInto('outsideSystem')
    .values({ clinicId: work.clinic.id, id, ...system, addedBy: work.by.id ?? id, addedAt: work.at })
    .execute()
  await record(work, 'system.named', { about: { system: id, purpose: system.purpose } })
  return null
}

/** Issues a token, shown this once: only its hash is kept. */
export async function issueToken(work: Work, systemId: string, days: number): Promise<{ token: string } | Refusal> {
  const denied = mayNot(work.by, 'system.manage')
  if (denied) return denied
  const system = await work.db.selectFrom('outsideSystem').where('id', '=', systemId).select('id').executeTakeFirst()
  if (system === undefined || work.by.id === null) return refuse('no-such-system', 'This system is not known here.')
  const token = newToken()
  const id = newId()
  await work.db
    .insertInto('systemToken')
    .values({
      clinicId: work.clinic.id,
      id,
      systemId,
      tokenHash: sha256(token),
      issuedBy: work.by.id,
      issuedAt: work.at,
      expiresAt: new Date(work.at.getTime() + days * 86_400_000),
    })
    .execute()
  await record(work, 'token.issued', { about: { system: systemId, token: id, days } })
  return { token }
}

export async function endToken(work: Work, tokenId: string, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'system.manage')
  if (denied) return denied
  const token = await work.db.selectFrom('systemToken').where('id', '=', tokenId).select('id').executeTakeFirst()
  if (token === undefined || work.by.id === null) return refuse('no-such-token', 'This token is not known here.')
  const endedBy = work.by.id
  const answer = await unlessRefused(work, { system_token_end_of: 'This token was ended already.' }, async () => {
    await work.db
      .insertInto('systemTokenEnd')
      .values({ clinicId: work.clinic.id, id: newId(), tokenId, because, endedBy, endedAt: work.at })
      .execute()
    return null
  })
  if (answer === null) await record(work, 'token.ended', { about: { token: tokenId } })
  return answer
}
