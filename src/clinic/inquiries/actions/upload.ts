import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { uploadById, uploadOf } from '../queries.ts'
import type { ReadReferral } from '../referral.ts'

export type Kept = { id: string }
export type HereAlready = Refusal & { uploadId: string }

/** Keeps a document as it came, with what was read of it. The same document twice is one referral. */
export async function keepUpload(
  work: Work,
  file: { name: string; bytes: Uint8Array; read: ReadReferral },
): Promise<Kept | HereAlready | Refusal> {
  const denied = mayNot(work.by, 'referral.accept')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff takes a referral in.')
  await lockOn(work, file.read.documentHash)
  const before = await uploadOf(work, file.read.documentHash)
  if (before !== undefined) {
    const because =
      before.clientId === null
        ? 'This file is here already and waits to be accepted.'
        : 'This file is here already and was accepted.'
    return { ...refuse('here-already', because), uploadId: before.id }
  }
  const id = newId()
  await work.db
    .insertInto('referralUpload')
    .values({
      clinicId: work.clinic.id,
      id,
      fileName: fileName(file.name),
      document: Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength),
      documentHash: file.read.documentHash,
      whatWasRead: JSON.stringify(file.read),
      uploadedBy: work.by.id,
      uploadedAt: work.at,
    })
    .execute()
  await record(work, 'referral.uploaded', { about: { upload: id, hash: file.read.documentHash } })
  return { id }
}

/** Two tabs with one referral: the second waits here, and then sees what the first one did. */
export const lockOn = (work: Work, what: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`referral ${work.clinic.id} ${what}`}, 0))`.execute(work.db)

/** Says that this referral is not taken, and why. The document stays. */
export async function setAside(work: Work, uploadId: string, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'referral.accept')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff sets a referral aside.')
  const setAsideBy = work.by.id
  await lockOn(work, uploadId)
  const settled = alreadySettled(await uploadById(work, uploadId))
  if (settled) return settled
  const answer = await unlessRefused(work, { referral_set_aside_once: setAsideBefore }, async () => {
    await work.db
      .insertInto('referralSetAside')
      .values({ clinicId: work.clinic.id, id: newId(), uploadId, because, setAsideBy, setAsideAt: work.at })
      .execute()
    return null
  })
  if (isRefusal(answer)) return answer
  await record(work, 'referral.set-aside', { about: { upload: uploadId } })
  return null
}

export const acceptedBefore = 'This referral was accepted already, in another tab or by a colleague.'
const setAsideBefore = 'This referral was set aside already, in another tab or by a colleague.'

export function alreadySettled(
  upload: { clientId: string | null; setAsideAt: Date | null } | undefined,
): Refusal | undefined {
  if (upload === undefined) return refuse('no-such-referral', 'This referral is not in the record.')
  if (upload.clientId !== null) return refuse('accepted-already', acceptedBefore)
  if (upload.setAsideAt !== null) return refuse('set-aside-already', setAsideBefore)
  return undefined
}

const fileName = (name: string): string =>
  name
    .replace(/^.*[/\\]/, '')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, 200) || 'referral.json'
