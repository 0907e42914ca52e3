import { connect, type Socket } from 'node:net'

/** What a malware scanner says of some bytes. `waiting`: there is one, and it could not be asked. */
export type Scan =
  | { verdict: 'clean' }
  | { verdict: 'not-scanned' }
  | { verdict: 'waiting' }
  | { verdict: 'infected'; found: string }

/** Where clamd listens: a unix socket's path, or a port of this machine. Null: no scanner is set. */
export type Scanner = { path: string } | { host: string; port: number }
let scanner: Scanner | null = null

/** Said once at the start, from the setting CLAMAV. */
export const setScanner = (which: Scanner | null): void => {
  scanner = which
}
export const hasScanner = (): boolean => scanner !== null

/** Reads the setting CLAMAV: '/run/clamav/clamd.ctl' or '127.0.0.1:3310'. Files travel to it bare, so only this machine. */
export function scannerFrom(text: string): Scanner | null {
  if (text.startsWith('/')) return { path: text }
  const [, host = '', port = ''] = /^(127\.0\.0\.1|localhost|\[::1\]):(\d{1,5})$/.exec(text) ?? []
  return host === '' ? null : { host: host.replace(/[[\]]/g, ''), port: Number(port) }
}

const patience = 20_000
const chunkBytes = 64 * 1024

/**
 * Asks clamd through INSTREAM: chunks, each after its length, and an empty one at the end. Never throws: what cannot be
 * asked, or does not answer in 20 seconds, or answers with an error, waits.
 */
export async function scan(bytes: Uint8Array, at: Scanner | null = scanner): Promise<Scan> {
  if (at === null) return { verdict: 'not-scanned' }
  try {
    const answer = await asked(at, bytes)
    if (/^stream: OK$/.test(answer)) return { verdict: 'clean' }
    const found = /^stream: (.+) FOUND$/.exec(answer)?.[1]
    return found === undefined ? { verdict: 'waiting' } : { verdict: 'infected', found: found.slice(0, 200) }
  } catch {
    return { verdict: 'waiting' }
  }
}

function asked(at: Scanner, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(at)
    const late = setTimeout(() => socket.destroy(new Error('The scanner did not answer.')), patience)
    let answer = ''
    socket.on('connect', () => {
      socket.write('zINSTREAM\0')
      for (let start = 0; start < bytes.length; start += chunkBytes) {
        const chunk = bytes.subarray(start, start + chunkBytes)
        const length = Buffer.alloc(4)
        length.writeUInt32BE(chunk.length)
        socket.write(length)
        socket.write(chunk)
      }
      socket.write(Buffer.alloc(4))
    })
    socket.on('data', (part: Buffer) => {
      answer += part.toString('latin1')
      if (answer.includes('\0')) socket.end()
    })
    socket.on('error', (error) => {
      clearTimeout(late)
      reject(error)
    })
    socket.on('close', () => {
      clearTimeout(late)
      resolve(answer.replace(/\0[\s\S]*$/, '').trim())
    })
  })
}
