import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { refuse, type Refusal } from '../basics/refusal.ts'

// Files are sealed before they reach the database, with a key that the database does not hold: whoever steals the
// database, or its backup without the key, has names and no papers.

type Key = { id: string; key: Buffer }
export type Sealed = { keyId: string; nonce: Buffer; sealed: Buffer }
export type Belongs = { clinicId: string; fileId: string }

// The first seals; all open. Empty until the start has said which they are.
let ring: Key[] = []

/** Said once at the start (and by tests): base64 of 32 bytes each, the first for sealing, older ones for opening. */
export function setFileKeys(keys: readonly string[]): void {
  ring = keys.map((text) => {
    const key = Buffer.from(text, 'base64')
    return { id: idOf(key), key }
  })
}
export const knownKeyIds = (): string[] => ring.map((one) => one.id)
export const canSeal = (): boolean => ring.length > 0

export const isFileKey = (text: string): boolean =>
  /^[A-Za-z0-9+/]{43}=$/.test(text) && Buffer.from(text, 'base64').length === 32

/** AES-256-GCM with a nonce of its own. The clinic and the file are bound in: bytes moved to another row do not open. */
export function seal(plain: Uint8Array, belongs: Belongs): Sealed | Refusal {
  const current = ring[0]
  if (current === undefined) return noKey
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(boundTo(belongs))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return { keyId: current.id, nonce, sealed }
}

export function unseal({ keyId, nonce, sealed }: Sealed, belongs: Belongs): Uint8Array | Refusal {
  const key = ring.find((one) => one.id === keyId)
  if (key === undefined)
    return refuse(
      'other-key',
      `This file was sealed with another key (${keyId}). Whoever runs Stepwell adds that key to FILE_KEY, and it opens again.`,
    )
  try {
    const opener = createDecipheriv('aes-256-gcm', key.key, nonce).setAAD(boundTo(belongs))
    opener.setAuthTag(sealed.subarray(-tagBytes))
    return new Uint8Array(Buffer.concat([opener.update(sealed.subarray(0, -tagBytes)), opener.final()]))
  } catch {
    return refuse(
      'seal-broken',
      'This file is not as it was kept, so it is not shown. Tell whoever runs Stepwell: it may be whole in a backup.',
    )
  }
}

/**
 * Which keys there are: FILE_KEY, or a file made once beside the embedded database, in the folder that backups take
 * along. With a database of one's own and no FILE_KEY there is none, and the sentence says how to make one.
 */
export function fileKeysFrom(given: string[], dataDir: string, isEmbedded: boolean): string[] | { missing: string } {
  if (given.length > 0) return given
  if (!isEmbedded)
    return {
      missing: `FILE_KEY is not set, so files cannot be kept yet. Make a key once with  node -e "console.log(require('crypto').randomBytes(32).toString('base64'))"  , set FILE_KEY to it on every copy of Stepwell, and keep it beside your backups: without it no kept file opens.`,
    }
  const folder = join(dataDir, 'secrets')
  const path = join(folder, 'file-key')
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  }
  chmodSync(path, 0o600)
  const keys = readFileSync(path, 'utf8').split(/\s+/).filter(Boolean)
  if (keys.length === 0 || !keys.every(isFileKey))
    throw new Error(
      `${path} does not hold a key: put back the one from your backup, or move it away to make a new one.`,
    )
  return keys
}

/** What to tell when files were sealed with keys that are not here, as after a restore without them; null when all open. */
export const keysMissing = (sealedWith: string[]): string | null => {
  const missing = sealedWith.filter((id) => !knownKeyIds().includes(id))
  return missing.length === 0
    ? null
    : `Some kept files were sealed with a key that is not here (${missing.join(', ')}). They stay as they are and do not open: add that key to FILE_KEY or to secrets/file-key.`
}

const tagBytes = 16
const noKey = refuse(
  'no-file-key',
  'Files cannot be kept yet: whoever runs Stepwell sets FILE_KEY first. The sentence at its start says how.',
)
const idOf = (key: Buffer): string =>
  createHash('sha256').update('stepwell file key ').update(key).digest('hex').slice(0, 12)
const boundTo = ({ clinicId, fileId }: Belongs): Buffer => Buffer.from(`stepwell file ${clinicId} ${fileId}`)

// Where there is no key for files, one for this run: with several copies each then trusts only its own proofs.
const ownKey = randomBytes(32)
/** A key for another purpose, that says nothing of the first: the same on every copy of Stepwell. */
export const keyFor = (purpose: string): string =>
  Buffer.from(hkdfSync('sha256', ring[0]?.key ?? ownKey, '', `stepwell ${purpose}`, 32)).toString('hex')
