import { absenceReasons, isAbsenceReason } from './rules.ts'

/** What is kept in a mark's one line of words: the reason's key, own words where 'other', and why it changed late. */
export type Reason = { key: string; words: string; lateChange: string }

const late = 'after signing: '

/** One line for the reason, one for a change after the note was signed. Typed lines never hold a line break. */
export function reasonLine({ key, words, lateChange }: Reason): string {
  const reason = key === '' ? '' : words === '' ? key : `${key}: ${words}`
  return [reason, lateChange === '' ? '' : late + lateChange].filter((line) => line !== '').join('\n')
}

/** Reads a line that `reasonLine` wrote. Words that came another way, as from an import, are kept as own words. */
export function readReason(line: string): Reason {
  const read: Reason = { key: '', words: '', lateChange: '' }
  for (const part of line.split('\n')) {
    const [key = '', ...words] = part.split(': ')
    if (part.startsWith(late)) read.lateChange = part.slice(late.length)
    else if (isAbsenceReason(key)) Object.assign(read, { key, words: words.join(': ') })
    else read.words = part
  }
  return read
}

/** 'Court or probation', 'Something else: moving house'. */
export function reasonInWords({ key, words }: Reason): string {
  const label = absenceReasons.find((one) => one.key === key)?.label ?? ''
  if (key === 'unknown' && words === '') return ''
  return label === '' ? words : words === '' ? label : `${label}: ${words}`
}
