export type Choice = { value: string; label: string }
export type Field = {
  name: string
  label: string
  hint?: string
  kind: 'text' | 'line' | 'choice'
  options?: readonly Choice[]
  /** The sentence that stands at this field when an assessment cannot be signed without it. */
  needed?: string
}

/** Rows of one shape, such as one substance each. A row without its first column does not count. */
export type Table = { name: string; label: string; rowName: string; most: number; columns: readonly Field[] }

export type Section = {
  key: string
  title: string
  /** Why it is asked, in words that can be said aloud to the person. */
  about: string
  /** Filled in by a clinician; the others by a coordinator too. */
  isClinical: boolean
  fields: readonly Field[]
  table?: Table
}

/** What somebody typed in a section, by field name; a table's cells are 'substance-1-kind' and so on. */
export type Doc = Record<string, string>

export const cellName = (table: Table, row: number, column: Field): string => `${table.name}-${row}-${column.name}`

/** Every field name that a section has: nothing else is read or kept. */
export const namesOf = ({ fields, table }: Section): string[] => [
  ...fields.map((field) => field.name),
  ...(table === undefined
    ? []
    : Array.from({ length: table.most }, (_, i) =>
        table.columns.map((column) => cellName(table, i + 1, column)),
      ).flat()),
]

export const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === ''

/** The rows of a table that say something, with their number. */
export function rowsOf(table: Table, doc: Doc): { row: number; cells: { column: Field; text: string }[] }[] {
  return Array.from({ length: table.most }, (_, i) => i + 1).flatMap((row) => {
    const cells = table.columns.map((column) => ({ column, text: (doc[cellName(table, row, column)] ?? '').trim() }))
    return cells.some(({ text }) => text !== '') ? [{ row, cells }] : []
  })
}

/** What a field says in words: of a choice its label. */
export const wordsOf = ({ options }: Field, text: string): string =>
  options?.find((option) => option.value === text)?.label ?? text.trim()

/** Whether two versions of a section say the same. A blank field and none are one. */
export const saysTheSame = (section: Section, one: Doc, other: Doc): boolean =>
  namesOf(section).every((name) => (one[name] ?? '').trim() === (other[name] ?? '').trim())
