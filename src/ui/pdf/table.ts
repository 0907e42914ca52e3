import type { Line } from './lines.ts'
import { lineHeight, type Look, measure, page, type Sheet } from './sheet.ts'

export type PaperTable = {
  caption: string
  head: string[]
  rows: string[][]
  /** Which columns hold numbers, counted from 0: they stand at the right. */
  numbers?: number[]
  /** The first column names its row. */
  headColumn?: boolean
}

const pad = { x: 6, y: 4 }
const cellLook: Look = { size: 9.5, colour: 'ink' }
const headLook: Look = { size: 9, bold: true, colour: 'muted' }
const nameLook: Look = { ...cellLook, colour: 'muted' }
const height = lineHeight(cellLook)

/** A table over as many pages as it needs. Its head stands on each; for who listens it is there once. */
export function drawTable(sheet: Sheet, table: PaperTable & { nothing: string }): void {
  const { caption, head, nothing, numbers = [], headColumn = false } = table
  const columns = Math.max(head.length, ...table.rows.map((row) => row.length), 0)
  if (columns === 0) return
  const rows = table.rows.length > 0 ? table.rows : [[nothing]]
  const widths = widthsOf(sheet, [head, ...rows], columns)
  const lefts = widths.map((_, index) => page.left + widths.slice(0, index).reduce((sum, width) => sum + width, 0))
  const linesOf = (texts: string[], look: Look): Line[][] =>
    widths.map((width, index) => sheet.break(texts[index] ?? '', width - 2 * pad.x, look))
  const headLines = head.length > 0 ? linesOf(head, headLook) : []
  const headHeight = head.length > 0 ? tallest(headLines) * height + 2 * pad.y : 0
  const put = (lines: Line[], index: number, top: number, look: Look): void =>
    lines.forEach((line, at) => {
      const left = lefts[index] ?? page.left
      const push = numbers.includes(index) ? (widths[index] ?? 0) - 2 * pad.x - line.width : 0
      sheet.draw(line, left + pad.x + push, top + pad.y + at * height, look)
    })

  sheet.need(headHeight + 4 * height + (caption === '' ? 0 : height + 4))
  sheet.element(sheet.root, 'Table', (whole) => {
    if (caption !== '') {
      const look: Look = { ...cellLook, bold: true }
      sheet.element(whole, 'Caption', (element) =>
        sheet.flow(element, sheet.break(caption, measure, look), page.left, look),
      )
      sheet.move(3)
    }
    if (head.length > 0) {
      const top = sheet.y()
      sheet.element(whole, 'TR', (row) => {
        headLines.forEach((lines, index) =>
          sheet.element(row, 'TH', (cell) => cell.add(() => put(lines, index, top, headLook)), { scope: 'Column' }),
        )
      })
      sheet.move(headHeight)
      sheet.hairline(sheet.y(), 'water', 0.8)
      sheet.atTopOfPage(() => {
        const at = sheet.y()
        sheet.decoration(() => headLines.forEach((lines, index) => put(lines, index, at, headLook)), 'Pagination')
        sheet.move(headHeight)
        sheet.hairline(sheet.y(), 'water', 0.8)
      })
    }
    for (const row of rows) {
      const looks = widths.map((_, index) => (headColumn && index === 0 ? nameLook : cellLook))
      const cells = widths.map((width, index) =>
        sheet.break(row[index] ?? '', width - 2 * pad.x, looks[index] ?? cellLook),
      )
      drawRow(sheet, whole, cells, looks, headColumn, put)
    }
  })
  sheet.atTopOfPage(() => {})
  sheet.move(12)
}

function drawRow(
  sheet: Sheet,
  whole: PDFKit.PDFStructureElement,
  cells: Line[][],
  looks: Look[],
  headColumn: boolean,
  put: (lines: Line[], index: number, top: number, look: Look) => void,
): void {
  const full = page.height - page.top - page.bottom
  const tall = tallest(cells) * height + 2 * pad.y
  // A row that a page can hold stays whole; a longer one goes on where it was cut.
  sheet.need(tall < full / 2 ? tall : 3 * height)
  sheet.element(whole, 'TR', (row) => {
    const elements = cells.map((_, index) => {
      const isName = headColumn && index === 0
      const extra: object = isName ? { scope: 'Row' } : {} // pdfkit knows `scope`, its types do not yet
      const cell = sheet.doc.struct(isName ? 'TH' : 'TD', extra)
      row.add(cell)
      return cell
    })
    let rest = cells
    do {
      const fit = Math.max(1, Math.floor((sheet.room() - 2 * pad.y) / height))
      const here = rest.map((lines) => lines.slice(0, fit))
      const top = sheet.y()
      elements.forEach((element, index) => {
        const lines = here[index] ?? []
        if (lines.length > 0) element.add(() => put(lines, index, top, looks[index] ?? cellLook))
      })
      sheet.move(tallest(here) * height + 2 * pad.y)
      sheet.hairline(sheet.y())
      rest = rest.map((lines) => lines.slice(fit))
      if (tallest(rest) > 0) sheet.turn()
    } while (tallest(rest) > 0)
    elements.forEach((element) => element.end())
  })
}

const tallest = (cells: Line[][]): number => Math.max(0, ...cells.map((lines) => lines.length))

/** Columns as wide as they ask, when all fit; else the wide ones share what the narrow ones leave. */
function widthsOf(sheet: Sheet, rows: string[][], columns: number): number[] {
  const asked = Array.from({ length: columns }, (_, index) =>
    Math.max(
      30,
      ...rows.map((row, at) => sheet.widest(row[index] ?? '', at === 0 ? headLook : cellLook) + 2 * pad.x + 1),
    ),
  )
  const sum = asked.reduce((total, width) => total + width, 0)
  if (sum <= measure) return asked.map((width) => width + (measure - sum) / columns)
  const fair = shareOf(asked, measure)
  return asked.map((width) => Math.min(width, fair))
}

/** The widest a column may be so that all together fill the measure. */
function shareOf(asked: number[], whole: number): number {
  let [left, count] = [whole, asked.length]
  for (const width of asked.toSorted((a, b) => a - b)) {
    if (width > left / count) return left / count
    left -= width
    count -= 1
  }
  return whole
}
