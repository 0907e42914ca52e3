import { createHash, randomBytes } from 'node:crypto'

/** UUID version 7 (RFC 9562): sorts by time, so that new rows land at the end of every index. */
export function newId(atMilliseconds: number = Date.now()): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(atMilliseconds, 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The least id that could have been made at an instant: for asking "what came after". */
export function earliestIdAt(atMilliseconds: number): string {
  const hex = Math.max(0, Math.floor(atMilliseconds)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-000000000000`
}

export const noId = '00000000-0000-0000-0000-000000000000'

/** 256 bits, safe in a URL or cookie. Only its hash is ever stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

export const isId = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
