import type { Context } from 'hono'

export type Arrival = 'whole' | 'too-long' | 'too-slow'

/**
 * Waits until all of a form is here, before any door opens: a transaction that waits for a slow sender keeps a connection
 * from everybody, and two such senders would close the public pages. Reads at most `most` bytes, for at most `patience`
 * milliseconds; the form is read from memory afterwards. A line that is cut counts as slow: nobody hears the answer.
 */
export async function wholeBody(c: Context, most: number, patience: number): Promise<Arrival> {
  const { raw } = c.req
  if (raw.body === null || raw.method === 'GET' || raw.method === 'HEAD') return 'whole'
  if (Number(raw.headers.get('content-length') ?? 0) > most) return 'too-long'
  const reader = raw.body.getReader()
  const parts: Uint8Array[] = []
  let [size, isLate] = [0, false]
  const late = setTimeout(() => {
    isLate = true
    void reader.cancel().catch(() => {})
  }, patience)
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length
      if (size > most) {
        void reader.cancel().catch(() => {})
        return 'too-long'
      }
      parts.push(part.value)
    }
  } catch {
    return 'too-slow'
  } finally {
    clearTimeout(late)
  }
  if (isLate) return 'too-slow'
  const headers = new Headers(raw.headers)
  headers.delete('content-length')
  c.req.raw = new Request(raw.url, { method: raw.method, headers, body: Uint8Array.from(Buffer.concat(parts)) })
  return 'whole'
}
