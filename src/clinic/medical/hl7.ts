import { refuse, type Refusal } from '../../basics/refusal.ts'

/** One line of an HL7 v2 message: its name, and its fields as written; field 1 stands at place 1, as the standard counts. */
export type Segment = { name: string; fields: readonly string[] }
export type Message = { segments: Segment[]; marks: Marks }
type Marks = { field: string; component: string; repetition: string; escape: string; part: string }

const mostSegments = 60_000
const mostMessages = 500

/**
 * Takes a file of HL7 v2 apart, in the sender's own separators, with or without batch and transport marks, whichever line ends
 * and character set. Refuses 'not-hl7', 'cut-off' (the file ends in the middle), 'too-much': a file that is not whole is not
 * read at all, because what is missing cannot be told from what was not found. Source: HL7 v2.5.1 chapter 2.
 */
export function readHl7(bytes: Uint8Array): Message[] | Refusal {
  const text = textOf(bytes)
  if (text.includes('\0')) return notHl7
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\x0b', '\r')
    .replaceAll('\x1c', '\r')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '')
  const wholeEnd = /[\r\n]\s*$/.test(text.replaceAll('\x1c', '\r'))
  if (lines.length > mostSegments) return tooMuch
  const first = lines.find((line) => !/^(FHS|BHS)/.test(line))
  if (first === undefined || !/^MSH[^\w\s]/.test(first)) return notHl7
  const messages: Message[] = []
  let [opened, closed] = [0, 0]
  for (const line of lines) {
    const name = line.slice(0, 3)
    if (name === 'FHS' || name === 'BHS') {
      opened += 1
      continue
    }
    if (name === 'FTS' || name === 'BTS') {
      closed += 1
      continue
    }
    if (name === 'MSH') {
      const marks = marksOf(line)
      if (marks === null) return notHl7
      if (messages.length >= mostMessages) return tooMuch
      // The separator is itself field 1 of a header.
      messages.push({
        marks,
        segments: [{ name, fields: ['MSH', marks.field, ...line.slice(4).split(marks.field)] }],
      })
      continue
    }
    const message = messages.at(-1)
    if (message === undefined || !/^[A-Z][A-Z0-9]{2}$/.test(name)) return cutOff
    const fields = line.split(message.marks.field)
    if (fields[0] !== name) return cutOff
    message.segments.push({ name, fields })
  }
  if (opened !== closed) return cutOff
  const last = messages.at(-1)?.segments.at(-1)
  if (!wholeEnd && last !== undefined && last.fields.length < (shortest[last.name] ?? 0)) return cutOff
  return messages
}

/** So many fields a line has at least that is not cut short in the middle. */
const shortest: Record<string, number> = { MSH: 12, PID: 8, OBR: 26, OBX: 12, NTE: 4 }

const notHl7 = refuse(
  'not-hl7',
  'This file does not begin as an HL7 v2 message (MSH). Ask the laboratory for an ORU^R01 file, or choose another file.',
)
const cutOff = refuse(
  'cut-off',
  'This file is cut off or damaged: nothing was read, so that no result is missed. Ask the laboratory to send it again.',
)
const tooMuch = refuse(
  'too-much',
  'This file holds more than can be read at once. Ask the laboratory to send it in parts.',
)

function marksOf(line: string): Marks | null {
  const [field = '', component = '', repetition = '', escape = '', part = ''] = Array.from(line.slice(3, 8))
  const all = [field, component, repetition, escape].filter((mark) => mark !== '')
  if (all.length < 4 || new Set(all).size < 4 || all.some((mark) => /[\w\s]/.test(mark))) return null
  return { field, component, repetition, escape, part: part === field ? '' : part }
}

function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** A component of a field, the first repetition, as people read it: field and component are counted from 1. */
export function part({ marks }: Message, segment: Segment | undefined, field: number, component = 1): string {
  const whole = segment?.fields[field] ?? ''
  const repetition = whole.split(marks.repetition)[0] ?? ''
  return unescaped(repetition.split(marks.component)[component - 1] ?? '', marks)
}
/** A whole field, with its components side by side. */
export const wholeField = ({ marks }: Message, segment: Segment | undefined, field: number): string =>
  (segment?.fields[field] ?? '')
    .split(marks.repetition)
    .map((one) => unescaped(one.split(marks.component).filter(Boolean).join(' '), marks))
    .join('; ')

function unescaped(text: string, marks: Marks): string {
  const { escape } = marks
  if (!text.includes(escape)) return text.trim()
  const letters: Record<string, string> = {
    F: marks.field,
    S: marks.component,
    T: marks.part,
    R: marks.repetition,
    E: escape,
    '.br': '\n',
    '.sp': '\n',
  }
  const mark = escape.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text
    .replace(new RegExp(`${mark}([^${mark}]{1,200})${mark}`, 'g'), (_, code: string) => {
      const known = letters[code]
      if (known !== undefined) return known
      if (/^X([0-9A-F]{2})+$/i.test(code)) return Buffer.from(code.slice(1), 'hex').toString('latin1')
      return ' '
    })
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .trim()
}
