import { sha256 } from '../../basics/ids.ts'
import { tidyCode } from './rules.ts'
import { isBlank, rowsOf, wordsOf, type Doc, type Section } from './section.ts'

/** A signed assessment as it is kept: words with their labels, so that it reads the same whatever the forms become. */
export type Signed = {
  client: { name: string; number: string; birthDate: string }
  parts: { title: string; lines: { label: string; words: string }[]; writtenBy: { name: string; at: string }[] }[]
  measures: { title: string; on: string; result: string; how: string }[]
}

/** A section in words: its fields and each row of its table, what is blank left out. */
export function linesOf({ fields, table }: Section, doc: Doc): { label: string; words: string }[] {
  const rows = table === undefined ? [] : rowsOf(table, doc)
  return [
    ...rows.map(({ row, cells }) => ({
      label: `${table?.rowName ?? ''} ${row}`,
      words: cells
        .filter(({ text }) => text !== '')
        .map(({ column, text }) =>
          column.name === 'code' ? tidyCode(text) : `${cellLabel(column.label)}${wordsOf(column, text)}`,
        )
        .join(' · '),
    })),
    ...fields
      .filter((field) => !isBlank(doc[field.name]))
      .map((field) => ({ label: field.label, words: wordsOf(field, doc[field.name] ?? '') })),
  ]
}

// The first columns speak for themselves; the later ones need their heading.
const cellLabel = (label: string): string =>
  ['Substance', 'In your words', 'How sure', 'Route'].includes(label) ? '' : `${label.toLowerCase()}: `

/** SHA-256, 64 hexadecimal digits, of what was signed, whatever the order in which the database gives the keys back. */
export const hashOf = (signed: Signed): string =>
  sha256(
    JSON.stringify([
      [signed.client.name, signed.client.number, signed.client.birthDate],
      signed.parts.map((part) => [
        part.title,
        part.lines.map((line) => [line.label, line.words]),
        part.writtenBy.map((hand) => [hand.name, hand.at]),
      ]),
      signed.measures.map((one) => [one.title, one.on, one.result, one.how]),
    ]),
  )
