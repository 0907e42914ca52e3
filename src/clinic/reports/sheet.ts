import type { Day } from '../../basics/dates.ts'
import type { Share } from '../outcomes/progress.ts'

/** Which list stands behind a number: a part of the report, of one row (a program, a group, a person of the staff), on a day. */
export type Behind = { show: string; of?: string; day?: Day }
/** The list behind a number, from one of its rows on. */
export type BehindFrom = Behind & { skip?: number }

/** One number as it is shown and as it goes into a file. Without `behind` it counts nobody. */
export type Cell = {
  text: string
  value: number | null
  of?: number
  low?: number
  high?: number
  behind?: Behind
  /** Not shown because it is small: a file says so too. */
  isHidden?: boolean
}
export type Line = { head: string; note?: string; cells: Cell[]; isSum?: boolean }
export type Sheet = {
  key: string
  title: string
  hint?: string
  rowName: string
  columns: string[]
  lines: Line[]
  /** As many rows as there are days, groups or clinicians: not on the one page for paper. */
  isLong?: boolean
}
export type Drawn = { question: string; answer: string; days: Day[]; layers: { word: string; values: number[] }[] }

export type Report = {
  /** What the report says, in a sentence. */
  answer: string
  /** What is counted, who is not, and what it cannot say: one sentence or two each. */
  counted: string[]
  sheets: Sheet[]
  drawn?: Drawn
}

export type Listed = {
  title: string
  columns: string[]
  /** Whoever a row is about; null where it is about a group or nobody alone. */
  rows: { clientId: string | null; name: string; cells: string[]; href?: string }[]
  /** How many there are in all: `rows` holds some of them, in one order. */
  total: number
}

/** So many rows of a list are shown at once; the file has them no more either, because files are counts. */
export const mostListed = 300

export const count = (n: number, behind?: Behind): Cell => ({
  text: String(n),
  value: n,
  ...(behind !== undefined && n > 0 && { behind }),
})
export const amount = (value: number | null, text: string, behind?: Behind): Cell => ({
  text,
  value,
  ...(behind !== undefined && { behind }),
})
export const nothing: Cell = { text: '–', value: null }

export const percent = (share: number): string => `${Math.round(share * 100)} %`

/** A share with what it is of, and its 95 % interval: '67 % (2 of 3)'. Of nobody there is none. */
export function shareCells({ n, of, share, low, high }: Share, behind?: Behind): [Cell, Cell] {
  if (share === null) return [{ ...nothing, text: 'Nobody', of: 0 }, nothing]
  return [
    { text: `${percent(share)} (${n} of ${of})`, value: share, of, low, high, ...(behind !== undefined && { behind }) },
    { text: `${percent(low)} to ${percent(high)}`, value: null },
  ]
}

export type Part = { key: string; label: string }
export type Counted = { row: string; part: string; n: number }

/**
 * Rows by parts, with a sum at the foot where there is more than one row. `rows` are whoever is listed, in their order; a row that
 * counts nobody stays, so that it is not missed. Each number says which list stands behind it.
 */
export function table(
  about: Pick<Sheet, 'key' | 'title' | 'rowName' | 'hint'>,
  rows: readonly { id: string; name: string }[],
  parts: readonly Part[],
  counted: readonly Counted[],
  o: { prefix?: string; sumOf?: string; more?: (of: (part: string) => number) => Cell[]; moreColumns?: string[] } = {},
): Sheet {
  const at = new Map(counted.map((one) => [`${one.row} ${one.part}`, one.n]))
  const show = (part: string) => `${o.prefix ?? ''}${part}`
  const line = (head: string, of: (part: string) => number, row?: string): Line => ({
    head,
    cells: [
      ...parts.map(({ key }) => count(of(key), { show: show(key), ...(row !== undefined && { of: row }) })),
      ...(o.more?.(of) ?? []),
    ],
    ...(row === undefined && { isSum: true }),
  })
  const lines = rows.map(({ id, name }) => line(name, (part) => at.get(`${id} ${part}`) ?? 0, id))
  const sum = (part: string) => rows.reduce((total, { id }) => total + (at.get(`${id} ${part}`) ?? 0), 0)
  return {
    ...about,
    columns: [...parts.map(({ label }) => label), ...(o.moreColumns ?? [])],
    lines: rows.length > 1 ? [...lines, line(o.sumOf ?? 'All together', sum)] : lines,
  }
}

/** A number with one decimal, '12.5'; whole ones without. */
export const decimal = (value: number): string => String(Math.round(value * 10) / 10)
