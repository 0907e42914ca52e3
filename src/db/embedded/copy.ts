import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { FileRecord } from './manifest.ts'

const most = 1 << 20

/**
 * Copies one file and says what was written. The file may grow, shrink or vanish meanwhile (null): PostgreSQL's journal
 * makes good what changed while a backup ran. With `lasting` the copy is on the disk when this returns.
 */
export async function copyFile(from: string, to: string, o: { lasting: boolean }): Promise<FileRecord | null> {
  const source = await open(from, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (source === null) return null
  let target: FileHandle | null = null
  try {
    target = await open(to, 'wx', 0o600)
    const hash = createHash('sha256')
    let bytes = 0
    const buffer = Buffer.allocUnsafe(Math.min(most, Math.max(8192, (await source.stat()).size)))
    for (;;) {
      const { bytesRead } = await source.read(buffer, 0, buffer.length)
      if (bytesRead === 0) break
      const chunk = buffer.subarray(0, bytesRead)
      hash.update(chunk)
      await writeAll(target, chunk)
      bytes += bytesRead
    }
    if (o.lasting) await target.sync()
    return { bytes, sha256: hash.digest('hex') }
  } finally {
    await source.close()
    await target?.close()
  }
}

async function writeAll(target: FileHandle, chunk: Buffer): Promise<void> {
  let done = 0
  while (done < chunk.length) done += (await target.write(chunk, done, chunk.length - done)).bytesWritten
}

/** Does `work` for every item, a few at a time: most of the time goes into waiting for the disk. */
export async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>, atOnce = 6): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
  }
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, worker))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** '31 MB'. */
export const megabytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1e6))} MB`

/** Says at most once a second how far it is: what is done and what is left. */
export function progressOf(whole: number, verb: string, say: (sentence: string) => void): (bytes: number) => void {
  const began = Date.now()
  let [done, told] = [0, began]
  return (bytes) => {
    done += bytes
    if (Date.now() - told < 1000 || done >= whole) return
    told = Date.now()
    const left = Math.ceil(((whole - done) * (told - began)) / done / 1000)
    say(`${verb} ${megabytes(done)} of ${megabytes(whole)}, about ${left} s left`)
  }
}
