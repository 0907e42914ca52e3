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
  for (const match of text.matchAll(/stream\r?\n/g)) {
    if (text.slice(match.index - 3, match.index) === 'end') continue
    const head = text.slice(Math.max(0, match.index - 2048), match.index)
    const dictionary = spelledOut(head.slice(head.lastIndexOf(' obj') + 1))
    if (!/\/ObjStm\b/.test(dictionary)) continue
    // Packed more than once, or otherwise than with Flate: nothing that writes PDFs today does so.
    const filters = dictionary.match(/\/(\w+Decode|Fl|LZW|AHx|A85|RL)\b/g) ?? []
    if (filters.length === 0) {
      // Bare: its words stand in the file as they are, and were searched there.
      continue
    }
    if (
      filters.length > 1 ||
      !['/FlateDecode', '/Fl'].includes(filters[0] ?? '') ||
      /\/Predictor\s+[2-9]/.test(dictionary)
    )
      return null
    try {
      const start = match.index + match[0].length
      const plain = inflateSync(bytes.subarray(start), {
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
