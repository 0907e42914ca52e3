import { sql } from 'kysely'
import { newId, newToken, sha256 } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { passwordMatches } from '../../access/passwords.ts'
import { record } from '../../access/trail.ts'
import { triesOf } from '../queries/signings.ts'
import { MOST_TRIES, proofOf } from '../rules.ts'

type Knocking = { linkId: string; signingId: string; proofHash: string | null; visitMinutes: number; address: string }

/**
 * Weighs the second factor: date of birth and code as one secret, compared in constant time. Every try is a row; the fifth
 * wrong one locks the link for good. Answers the secret of a visit, or which way it went; never which part was wrong. Tries
 * wait for each other, so that ten at once are ten tries.
 */
export async function enterByProof(
  work: Work,
  link: Knocking,
  given: { born: string; code: string },
): Promise<{ secret: string } | 'wrong' | 'locked'> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${link.linkId}, 26))`.execute(work.db)
  const wrong = (await triesOf(work, link.linkId)).filter(({ succeeded }) => !succeeded).length
  if (wrong >= MOST_TRIES || link.proofHash === null) return 'locked'
  const succeeded = await passwordMatches(proofOf(given.born, given.code), link.proofHash)
  const { linkId, address } = link
  const clinicId = work.clinic.id
  await work.db
    .insertInto('signingTry')
    .values({ clinicId, id: newId(), linkId, succeeded, address, at: work.at })
    .execute()
  const about = { link: linkId, signing: link.signingId }
  if (succeeded) {
    const secret = newToken()
    const expiresAt = new Date(work.at.getTime() + link.visitMinutes * 60_000)
    await work.db
      .insertInto('signingVisit')
      .values({ clinicId, id: newId(), linkId, secretHash: sha256(secret), beganAt: work.at, expiresAt })
      .execute()
    await record(work, 'signing.entered', { about })
    return { secret }
  }
  await record(work, 'signing.wrong-try', { about: { ...about, tries: wrong + 1 } })
  if (wrong + 1 < MOST_TRIES) return 'wrong'
  await work.db
    .insertInto('signingLinkEnd')
    .values({ clinicId, id: newId(), linkId, because: 'locked', endedBy: null, endedAt: work.at })
    .execute()
  await record(work, 'signing.locked', { about })
  return 'locked'
}
