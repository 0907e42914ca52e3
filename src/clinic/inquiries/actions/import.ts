import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import type { ReadReferral } from '../referral.ts'
import { acceptReferral, type Accepted } from './accept.ts'
import { keepUpload } from './upload.ts'

/** From the command line: keeps the document and accepts it as a new person, only where nobody alike is known. */
export async function importReferral(
  work: Work,
  file: { name: string; bytes: Uint8Array; read: ReadReferral },
): Promise<Accepted | Refusal> {
  const kept = await keepUpload(work, file)
  return isRefusal(kept) ? kept : acceptReferral(work, kept.id, { as: 'new', seen: [] })
}
