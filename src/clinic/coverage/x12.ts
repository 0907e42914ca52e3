import { refuse, type Refusal } from '../../basics/refusal.ts'

// The envelope of any X12 file: its separators stand in its first segment, nowhere else.

export type Segment = { name: string; elements: string[]; position: number; raw: string }
export type Interchange = {
  segments: Segment[]
  component: string
  repetition: string
  sender: string
  receiver: string
  isTest: boolean
}

/** Files longer than this are no answer about one person. Characters. */
export const longestFile = 1_000_000

const kinds: Record<string, string> = {
  '270': 'a question to a payer (270), not its answer',
  '276': 'a question about a claim (276)',
  '277': 'an answer about a claim (277)',
  '278': 'an authorisation (278)',
  '820': 'a premium payment (820)',
  '834': 'an enrolment list (834)',
  '835': 'a remittance (835)',
  '837': 'a claim (837)',
  '997': 'an acknowledgement (997)',
  '999': 'an acknowledgement (999)',
}

/**
 * Takes an interchange apart. Separators come from the ISA segment: the fourth character, the one after its sixteenth
 * element, the repetition mark in ISA11 (^ in old files that hold 'U'), and whatever stands after the component mark.
 * Line ends between segments, a byte-order mark and blanks before a segment are let pass, as senders add them.
 * Refuses 'not-x12', 'too-long', 'cut-short'.
 */
export function readInterchange(text: string): Interchange | Refusal {
  const all = text.replace(/^\uFEFF/, '').trimStart()
  if (all.length > longestFile) return refuse('too-long', 'This file is too long to be the answer about one person.')
  const mark = all.charAt(3)
  if (!all.startsWith('ISA') || mark === '' || /[A-Za-z0-9\s]/.test(mark))
    return refuse('not-x12', 'This is not an X12 file: a payer’s answer begins with the letters ISA.')
  const head = all.slice(0, 220).split(mark)
  const last = head[16]
  if (head.length < 17 || last === undefined || last.length < 2)
    return refuse('cut-short', 'The file ends within its first line. Ask for it again, or download it once more.')
  const component = last.charAt(0)
  const terminator = last.charAt(1)
  const segments = all
    .split(terminator)
    .map((raw) => raw.trim())
    .filter((raw) => raw !== '')
    .map((raw, at): Segment => {
      const [name = '', ...elements] = raw.split(mark)
      return { name: name.trim(), elements: elements.map((element) => element.trim()), position: at + 1, raw }
    })
  if (!segments.some(({ name }) => name === 'IEA'))
    return refuse('cut-short', 'The file breaks off before its end. Ask for it again, or download it once more.')
  const repetition = head[11] ?? ''
  return {
    segments,
    component,
    repetition: repetition.length === 1 && !/[A-Za-z0-9]/.test(repetition) ? repetition : '^',
    sender: (head[6] ?? '').trim(),
    receiver: (head[8] ?? '').trim(),
    isTest: (head[15] ?? '').trim() === 'T',
  }
}

/**
 * The transactions of one kind, each from ST to SE. Refuses 'other-kind' when the file holds something else,
 * 'no-transaction' when it holds none, 'cut-short' when one never ends.
 */
export function transactionsOf(file: Interchange, kind: string, wanted: string): Segment[][] | Refusal {
  const found: Segment[][] = []
  let open: Segment[] | null = null
  for (const segment of file.segments) {
    if (segment.name === 'ST') {
      const is = segment.elements[0] ?? ''
      if (is !== kind)
        return refuse(
          'other-kind',
          `This file is ${kinds[is] ?? `of another kind (${is || 'unnamed'})`}. Choose ${wanted}.`,
        )
      if (open !== null) return refuse('cut-short', 'A part of the file never ends. Ask for it again.')
      open = [segment]
    } else if (open !== null) {
      open.push(segment)
      if (segment.name === 'SE') {
        found.push(open)
        open = null
      }
    }
  }
  if (open !== null) return refuse('cut-short', 'A part of the file never ends. Ask for it again.')
  if (found.length === 0)
    return refuse('no-transaction', `The file holds an envelope and nothing in it. Choose ${wanted}.`)
  return found
}
