import { inflateSync, constants } from 'node:zlib'
import { refuse, type Refusal } from '../../../basics/refusal.ts'

/** What makes a PDF do something by itself, or carry another file. An /OpenAction that only turns to a page is none. */
const deeds: [RegExp, string][] = [
  [/\/JavaScript\b/, 'a program'],
  [/\/Launch\b/, 'a command to start something'],
  [/\/EmbeddedFiles?\b/, 'other files inside it'],
  [/\/RichMedia\b|\/Rendition\b/, 'media that play'],
  [/\/SubmitForm\b|\/ImportData\b/, 'a form that sends itself'],
  [/\/GoToE\b/, 'other files inside it'],
  [/\/XFA\b/, 'a form of a kind that runs programs'],
]
const mostUnpacked = 64 * 1024 * 1024

/**
 * Whether a PDF only shows pages. Looked at: the bytes as they are, names with their letters written as numbers
 * (/J#61vaScript), and the packed objects (object streams). What cannot be looked into (a password, an unknown packing)
 * is refused. Not looked at: whether a reader's own faults could be used by a malformed page; the malware scanner does
 * that, where one is set.
 */
export function inspectPdf(bytes: Uint8Array): null | Refusal {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (!text.startsWith('%PDF-') || !/%%EOF\s*[\0\s]*$/.test(text.slice(-4096))) return broken
  if (/<!doctype|<html\b|<script\b|<svg\b/i.test(text.slice(0, 1024) + text.slice(-4096)))
    return refuse(
      'pdf-two-faced',
      'This file is a PDF and a web page at once, so it is not kept. Print it to PDF, and choose that.',
    )
  const names = spelledOut(text)
  if (/\/Encrypt\b/.test(names))
    return refuse(
      'pdf-locked',
      'This PDF is locked, so nobody can check it. Print it to PDF without a password, and choose that.',
    )
  const packed = packedObjects(bytes, text)
  if (packed === null) return broken
  const found = deeds.find(([sign]) => sign.test(names) || packed.some((one) => sign.test(one)))
  return found === undefined
    ? null
    : refuse('pdf-active', `This PDF holds ${found[1]}, so it is not kept. Print it to PDF, and choose that.`)
}

const broken = refuse(
  'pdf-broken',
  'This PDF is damaged or packed in a way that cannot be checked. Print it to PDF, and choose that.',
)

const spelledOut = (text: string): string =>
  text.replaceAll(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** The words of all object streams; null when one cannot be unpacked. */
function packedObjects(bytes: Uint8Array, text: string): string[] | null {
  const found: string[] = []
  let total = 0
  const reading = { text, left: text.length * 4 + 1_000_000 }
  for (const match of text.matchAll(/\d\s+obj\b/g)) {
    const one = streamAfter(reading, match.index + match[0].length)
    // So much nested in one another is no paper.
    if (reading.left <= 0) return null
    if (one === null || !/\/ObjStm\b/.test(one.dictionary)) continue
    // Packed more than once, otherwise than with Flate, or as another object says: nothing that writes PDFs today does so.
    const filters = one.dictionary.match(/\/(\w+Decode|Fl|LZW|AHx|A85|RL)\b/g) ?? []
    if (/\/(?:Filter|F)\s*\[?\s*\d/.test(one.dictionary)) return null
    // Bare: its words stand in the file as they are, and were searched there.
    if (filters.length === 0) continue
    if (
      filters.length > 1 ||
      !['/FlateDecode', '/Fl'].includes(filters[0] ?? '') ||
      /\/Predictor\s+(?:[2-9]|\d\d|\d+\s+\d+\s+R)/.test(one.dictionary)
    )
      return null
    try {
      const plain = inflateSync(bytes.subarray(one.start), {
        maxOutputLength: mostUnpacked - total,
        finishFlush: constants.Z_SYNC_FLUSH,
      })
      total += plain.length
      found.push(spelledOut(plain.toString('latin1')))
    } catch {
      return null
    }
  }
  return found
}

/**
 * The dictionary after an `obj`, and where its stream begins: read from the front as a reader does it, so that a string
 * which says ' obj' or is thousands of letters long hides nothing. Null when there is no dictionary or no stream.
 */
function streamAfter(
  reading: { text: string; left: number },
  start: number,
): { dictionary: string; start: number } | null {
  const { text } = reading
  const first = afterGap(text, start)
  let [at, deep] = [first, 0]
  reading.left -= first - start
  do {
    if (text.startsWith('<<', at)) [at, deep] = [at + 2, deep + 1]
    else if (deep === 0) return null
    else if (text.startsWith('>>', at)) [at, deep] = [at + 2, deep - 1]
    else if (text[at] === '(') at = afterString(text, at)
    else if (text[at] === '%') at = afterGap(text, at)
    else at += 1
  } while (deep > 0 && at < text.length && reading.left > at - first)
  const end = afterGap(text, at)
  reading.left -= end - first + 1
  if (deep > 0) return null
  const [word] = /^stream(?:\r\n|\n|\r)/.exec(text.slice(end, end + 8)) ?? []
  return word === undefined ? null : { dictionary: spelledOut(text.slice(first, at)), start: end + word.length }
}

/** Past spaces and comments. */
function afterGap(text: string, start: number): number {
  const gap = /(?:[\s\0]|%[^\r\n]*)*/y
  gap.lastIndex = start
  gap.exec(text)
  return gap.lastIndex
}

function afterString(text: string, start: number): number {
  let deep = 0
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '(') deep += 1
    else if (text[at] === ')') deep -= 1
    if (deep === 0) return at + 1
  }
  return text.length
}
