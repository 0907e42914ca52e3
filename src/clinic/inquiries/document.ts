import { type Refusal, refuse } from '../../basics/refusal.ts'

/** Largest file that is read, in bytes (50 MB). */
export const MAX_BYTES = 50 * 1024 * 1024

export const tooLarge = refuse(
  'too-large',
  'This file is over 50 MB. Ask the sender for this person’s summary rather than everything.',
)

// A FHIR record nests about a dozen levels, and a minified 50 MB one has about 0.9 million objects and 1.8 million
// named values. A file beyond these limits was made to exhaust the server, not to refer a person.
const MAX_DEPTH = 200
const MAX_OBJECTS = 1_500_000
const MAX_VALUES = 3_000_000

/** The foreign document as plain JSON values, or the sentence that says why it cannot be read. */
export function parseDocument(bytes: Uint8Array): { value: unknown } | Refusal {
  if (bytes.length > MAX_BYTES) return tooLarge
  if (bytes.length === 0)
    return refuse('empty', 'This file is empty. Choose it again, or ask the sender for a new copy.')
  const otherKind = kindOf(bytes)
  if (otherKind) return refuse('not-json', `This file is ${otherKind}. Ask the sender for a FHIR R4 bundle as JSON.`)
  const text = textOf(bytes)
  if (text === undefined)
    return refuse(
      'encoding',
      'The letters in this file are damaged (it is not UTF-8), so names could be wrong. Ask the sender for the file in UTF-8.',
    )
  const start = text.slice(0, 1000).trimStart()
  if (start === '' && text.trim() === '')
    return refuse('empty', 'This file is empty. Choose it again, or ask the sender for a new copy.')
  if (/^<(!doctype\s+)?html\b/i.test(start))
    return refuse('not-json', 'This file is a web page. Ask the sender for a FHIR R4 bundle as JSON.')
  if (start.startsWith('<'))
    return refuse('xml', 'This file is XML, which Stepwell does not read. Ask the sender for the same bundle as JSON.')
  if (/^MSH[|^]/.test(start))
    return refuse('not-json', 'This file is an HL7 version 2 message. Ask the sender for a FHIR R4 bundle as JSON.')
  if (isTooIntricate(text))
    return refuse(
      'too-intricate',
      'This file is nested or split far beyond any real record. Ask the sender for this person’s FHIR R4 bundle.',
    )
  try {
    return { value: JSON.parse(text) }
  } catch {
    return brokenAt(text)
  }
}

function kindOf(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 5))
  if (head === '%PDF-') return 'a PDF'
  if (head.startsWith('PK\x03\x04')) return 'a ZIP archive or an Office document'
  if (head.startsWith('\x1f\x8b')) return 'a compressed (gzip) file'
  if (head.startsWith('\x89PNG') || head.startsWith('\xff\xd8\xff')) return 'a picture'
  return undefined
}

/** UTF-8, with or without its mark, and UTF-16, which some Windows programs still write. */
function textOf(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  const encoding =
    (first === 0xff && second === 0xfe) || (first !== 0 && second === 0)
      ? 'utf-16le'
      : (first === 0xfe && second === 0xff) || (first === 0 && second !== 0)
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const QUOTE = 34
const BACKSLASH = 92

/** Looked at before parsing: parsing such a file can take seconds and more memory than a small server has. */
function isTooIntricate(text: string): boolean {
  let depth = 0
  let objects = 0
  let values = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (inString) {
      if (c === BACKSLASH) i++
      else if (c === QUOTE) inString = false
    } else if (c === QUOTE) inString = true
    else if (c === 123 || c === 91) {
      if (++depth > MAX_DEPTH || ++objects > MAX_OBJECTS) return true
    } else if (c === 125 || c === 93) depth--
    else if (c === 58 && ++values > MAX_VALUES) return true
  }
  return false
}

/** Says where, never what: a fragment of the file could be someone's name or diagnosis. */
function brokenAt(text: string): Refusal {
  const end = breakingPoint(text)
  if (end >= text.trimEnd().length)
    return refuse(
      'cut-short',
      'This file stops before its end, as if sending was interrupted. Ask the sender to send it again.',
    )
  const line = text.slice(0, end).split('\n').length
  const column = end - text.lastIndexOf('\n', end - 1)
  const isBulk = text[end] === '{' && /^\s*\{/.test(text) && text.slice(0, end).trimEnd().endsWith('}')
  return isBulk
    ? refuse(
        'bulk-export',
        `This file holds one record per line (a bulk export; the second starts on line ${line}). Ask the sender for one person’s FHIR R4 bundle.`,
      )
    : refuse(
        'not-json',
        `This file is not valid JSON: it breaks at line ${line}, column ${column}. Ask the sender for a new copy.`,
      )
}

const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

type Expecting = 'value' | 'value or ]' | 'name' | 'name or }' | 'colon' | 'comma or end' | 'nothing'

/** Index of the first character that cannot stand where it stands; the length when the text ends too soon. */
export function breakingPoint(text: string): number {
  const open: ('{' | '[')[] = []
  let expecting: Expecting = 'value'
  let i = 0
  const afterValue = (): Expecting => (open.length === 0 ? 'nothing' : 'comma or end')
  for (;;) {
    while (isSpace(text.charCodeAt(i))) i++
    if (i >= text.length || expecting === 'nothing') return i
    const c = text.charAt(i)
    const wantsName: boolean = expecting === 'name' || expecting === 'name or }'
    if (expecting === 'colon') {
      if (c !== ':') return i
      expecting = 'value'
      i++
    } else if (expecting === 'comma or end') {
      const inside = open.at(-1)
      if (c === ',') expecting = inside === '{' ? 'name' : 'value'
      else if (c === (inside === '{' ? '}' : ']')) {
        open.pop()
        expecting = afterValue()
      } else return i
      i++
    } else if ((c === '}' && expecting === 'name or }') || (c === ']' && expecting === 'value or ]')) {
      open.pop()
      expecting = afterValue()
      i++
    } else if (c === '"') {
      const string = stringFrom(text, i)
      if (!string.whole) return string.end
      expecting = wantsName ? 'colon' : afterValue()
      i = string.end
    } else if (wantsName) return i
    else if (c === '{' || c === '[') {
      open.push(c)
      expecting = c === '{' ? 'name or }' : 'value or ]'
      i++
    } else {
      WORD.lastIndex = i
      if (!WORD.test(text)) return isBegunWord(text, i) ? text.length : i
      i = WORD.lastIndex
      expecting = afterValue()
    }
  }
}

/** 'tru' or '-' at the very end: the file was cut inside a word. */
const isBegunWord = (text: string, start: number): boolean =>
  start + 6 > text.length && ['true', 'false', 'null', '-0'].some((word) => word.startsWith(text.slice(start)))

const isSpace = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9

/** Where a string that opens at `start` ends; or, when it is not whole, where it goes wrong. */
function stringFrom(text: string, start: number): { whole: boolean; end: number } {
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === QUOTE) return { whole: true, end: i + 1 }
    if (c < 32) return { whole: false, end: i }
    if (c !== BACKSLASH) continue
    const escaped = text.charAt(++i)
    if (escaped === 'u') {
      const digits = text.slice(i + 1, i + 5)
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) return { whole: false, end: digits.length < 4 ? text.length : i }
      i += 4
    } else if (!'"\\/bfnrt'.includes(escaped) && escaped !== '') return { whole: false, end: i }
  }
  return { whole: false, end: text.length }
}
