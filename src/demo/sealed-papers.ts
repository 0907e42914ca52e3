import { sha256 } from '../basics/ids.ts'
import { isRefusal } from '../basics/refusal.ts'
import { seal } from '../db/sealing.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'

/** Keeps a paper that Stepwell would have made that day. Answers its file, or null where no key for files is set. */
export function keepPaper(
  house: House,
  sheaf: Sheaf,
  paper: {
    clientId: string
    kind: 'signed' | 'estimate'
    name: string
    bytes: Uint8Array
    at: Date
    by: { id: string; name: string }
  },
): { fileId: string; hash: string } | null {
  const { clientId, kind, name, bytes, at, by } = paper
  const fileId = demoId(at, clientId, 'file', kind, name)
  const sealed = seal(bytes, { clinicId: house.clinic.id, fileId })
  if (isRefusal(sealed)) return null
  const hash = sha256(bytes)
  sheaf.add('file', {
    id: fileId,
    kind,
    name,
    type: 'application/pdf',
    size: bytes.length,
    sha256: hash,
    madeHere: true,
    clientId,
    inquiryId: null,
    keptBy: by.id,
    keptByName: by.name,
    keptAt: at,
  })
  // As text, because rows go to the database as JSON.
  const bytea = (raw: Buffer) => `\\x${raw.toString('hex')}` as unknown as Buffer
  sheaf.add('fileContent', { fileId, keyId: sealed.keyId, nonce: bytea(sealed.nonce), sealed: bytea(sealed.sealed) })
  sheaf.add('fileScan', { id: demoId(at, fileId, 'scan'), fileId, verdict: 'made-here', found: '', at })
  return { fileId, hash }
}
