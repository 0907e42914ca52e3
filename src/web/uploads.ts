import type { Context } from 'hono'
import { refuse, type Refusal } from '../basics/refusal.ts'
import { scan, type Scan } from '../outside/clamav.ts'

/** A file as it came, with what the malware scanner said of it: to be passed on to `keepFile`. */
export type Upload = { name: string; bytes: Uint8Array; scan: Scan }

export const mostBytes = 10 * 1024 * 1024
// What the form around a file may weigh.
const envelope = 256 * 1024
// What comes after the limit is let in and thrown away, so that a browser hears the answer; then the line is cut.
const mostDiscarded = 8 * mostBytes

/**
 * Reads one file of a multipart form, at most 10 MB, and asks the scanner about it. The rest of the form can be read with
 * `readForm` afterwards, also when the file was too big: put the file last in the form, so that nothing typed is lost.
 * `no-file` when none was chosen. The address must be among those that `takesFiles` in app.ts names.
 */
export async function readUpload(c: Context, field: string): Promise<Upload | Refusal> {
  const { body, isWhole } = await bodyUpTo(c, mostBytes + envelope)
  const kept = isWhole ? body : headOf(body, c.req.header('content-type') ?? '')
  const headers = new Headers(c.req.raw.headers)
  headers.delete('content-length')
  c.req.raw = new Request(c.req.raw.url, { method: 'POST', headers, body: kept })
  // An empty form is not one that the parser knows.
  if (!isWhole) return tooBig
  if (!/^multipart\/form-data/i.test(c.req.header('content-type') ?? '')) return noFile
  const form = await c.req.formData()
  const file = form.get(field)
  if (!(file instanceof File) || (file.name === '' && file.size === 0)) return noFile
  if (file.size > mostBytes) return tooBig
  if (file.size === 0)
    return refuse('empty-file', 'This file is empty. Open it on your computer to see whether it is the right one.')
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { name: file.name, bytes, scan: await scan(bytes) }
}

const tooBig = refuse(
  'file-too-big',
  'This file is larger than 10 MB. Scan it again with fewer dots per inch, or split it, and choose it once more.',
)
const noFile = refuse('no-file', 'Choose a file.')

async function bodyUpTo(c: Context, most: number): Promise<{ body: Uint8Array<ArrayBuffer>; isWhole: boolean }> {
  const parts: Uint8Array[] = []
  let [kept, size] = [0, 0]
  const reader = c.req.raw.body?.getReader()
  while (reader !== undefined) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (kept < most) {
      parts.push(value)
      kept += value.length
    }
    if (size > mostDiscarded) {
      await reader.cancel().catch(() => {})
      break
    }
  }
  return { body: Uint8Array.from(Buffer.concat(parts)), isWhole: size <= most }
}

/** The fields before the first file, closed as the form they began. */
function headOf(body: Uint8Array, contentType: string): Uint8Array<ArrayBuffer> {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1] ?? ''
  const text = Buffer.from(body.subarray(0, envelope)).toString('latin1')
  const parts = text.split(`--${boundary}\r\n`)
  const firstFile = parts.findIndex((part) => /^content-disposition:[^\r\n]*filename/i.test(part))
  const before = parts.slice(0, Math.max(firstFile, 1)).join(`--${boundary}\r\n`)
  return Uint8Array.from(Buffer.from(`${before}--${boundary}--\r\n`, 'latin1'))
}
