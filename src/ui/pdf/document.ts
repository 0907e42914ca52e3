import type { Language } from '../language.ts'
import { isSignaturePath } from '../signature-path.ts'
import { runsOf } from './letters.ts'
import { lineHeight, type Look, measure, openDocument, page, type Sheet, sheetOn } from './sheet.ts'
import { drawTable, type PaperTable } from './table.ts'

export type { PaperTable } from './table.ts'

export type PaperAbout = {
  title: string
  lang: Language
  clinic: string
  /** Stands at the foot of every page; the clinic's name without it. */
  foot?: string
  at: Date
}

export type Paper = {
  /** The title is set already, as the one heading of level 1: begin with 2. A level 1 that repeats it is not set twice. */
  heading: (level: 1 | 2 | 3, text: string) => void
  /** Paragraphs; an empty line parts them. */
  text: (words: string, look?: { bold?: boolean; muted?: boolean }) => void
  list: (items: string[]) => void
  /** Name and value, one under another. */
  facts: (pairs: [name: string, value: string][]) => void
  table: (table: PaperTable) => void
  notice: (title: string, words: string) => void
  /** A drawn line (path data of a field of 600 by 160) or a typed name, with who and when under it. */
  signature: (pathOrName: string, label: string) => void
  /** Text to be copied letter by letter. */
  code: (text: string) => void
  rule: () => void
}

const words = {
  en: {
    page: (n: number, of: number) => `Page ${n} of ${of}`,
    near: 'Some letters cannot be shown in this paper’s typeface: they stand without their marks, or as [?]. The record holds them as they are written.',
    nothing: 'Nothing to list.',
    signature: (label: string) => `Signature: ${label}`,
  },
  es: {
    page: (n: number, of: number) => `Página ${n} de ${of}`,
    near: 'Algunas letras no se pueden mostrar con el tipo de letra de este documento: aparecen sin sus signos o como [?]. El expediente las conserva tal como se escriben.',
    nothing: 'Nada que mostrar.',
    signature: (label: string) => `Firma: ${label}`,
  },
} satisfies Record<Language, unknown>

const body: Look = { size: 10.5, colour: 'ink' }
const headings: Record<1 | 2 | 3, { look: Look; above: number; below: number }> = {
  1: { look: { size: 20, bold: true, colour: 'ink' }, above: 0, below: 8 },
  2: { look: { size: 14, bold: true, colour: 'ink' }, above: 16, below: 5 },
  3: { look: { size: 11.5, bold: true, colour: 'water' }, above: 11, below: 3 },
}

/**
 * Makes a tagged PDF on Letter paper: title, language, headings, lists, tables with header cells and figures with alt
 * text can be read aloud. The same words and the same `at` give the same bytes. It does not claim PDF/UA: the letters of
 * most pages are the reader's own Helvetica, which is not embedded.
 */
export async function makePdf(about: PaperAbout, write: (paper: Paper) => void | Promise<void>): Promise<Uint8Array> {
  const title = about.title.toWellFormed()
  const doc = openDocument({ title, lang: about.lang, at: about.at, author: about.clinic.toWellFormed() })
  const whole = collected(doc)
  const root = doc.struct('Document')
  doc.addStructure(root)
  const sheet = sheetOn(doc, root)
  letterhead(sheet, about)
  await write(paperOn(sheet, about))
  if (sheet.hasNear() || !isWritable(about)) {
    sheet.need(40)
    sheet.move(10)
    paragraph(sheet, words[about.lang].near, { ...body, size: 8.5, colour: 'muted' })
  }
  root.end()
  feet(sheet, about)
  doc.end()
  return whole
}

const isWritable = (about: PaperAbout): boolean =>
  [about.foot ?? '', about.clinic].every((text) => runsOf(text).every((run) => run.truth === null))

function letterhead(sheet: Sheet, about: PaperAbout): void {
  paragraph(sheet, about.clinic, { size: 9.5, bold: true, colour: 'water' })
  sheet.move(3)
  heading(sheet, 1, about.title)
  sheet.hairline(sheet.y() - 2, 'water', 1.2)
  sheet.move(10)
}

function paperOn(sheet: Sheet, about: PaperAbout): Paper {
  const say = words[about.lang]
  return {
    heading: (level, text) => {
      if (level === 1 && text === about.title) return
      heading(sheet, level, text)
    },
    text: (text, look = {}) => {
      for (const part of text.split(/\n\s*\n/)) {
        if (part.trim() === '') continue
        paragraph(sheet, part.trim(), { ...body, bold: look.bold === true, colour: look.muted ? 'muted' : 'ink' })
        sheet.move(6)
      }
    },
    list: (items) => list(sheet, items),
    facts: (pairs) =>
      drawTable(sheet, {
        caption: '',
        head: [],
        rows: pairs.map(([name, value]) => [name, value]),
        headColumn: true,
        nothing: say.nothing,
      }),
    table: (table) => drawTable(sheet, { ...table, nothing: say.nothing }),
    notice: (title, text) => notice(sheet, title, text),
    signature: (pathOrName, label) => signature(sheet, pathOrName, label, say.signature(label)),
    code: (text) => {
      const look: Look = { ...body, size: 10, mono: true }
      sheet.element(sheet.root, 'Code', (element) =>
        sheet.flow(element, sheet.break(text, measure - 16, look), page.left + 8, look),
      )
      sheet.move(8)
    },
    rule: () => {
      sheet.need(14)
      sheet.hairline(sheet.y() + 6)
      sheet.move(14)
    },
  }
}

function heading(sheet: Sheet, level: 1 | 2 | 3, text: string): void {
  const { look, above, below } = headings[level]
  const lines = sheet.break(text, measure, look)
  // A heading stays with what follows it.
  sheet.need(above + lines.length * lineHeight(look) + below + 3 * lineHeight(body))
  if (sheet.y() > page.top + 1) sheet.move(above)
  sheet.element(sheet.root, `H${level}`, (element) => sheet.flow(element, lines, page.left, look))
  sheet.move(below)
}

function paragraph(sheet: Sheet, text: string, look: Look): void {
  sheet.element(sheet.root, 'P', (element) => sheet.flow(element, sheet.break(text, measure, look), page.left, look))
}

function list(sheet: Sheet, items: string[]): void {
  if (items.length === 0) return
  sheet.element(sheet.root, 'L', (whole) => {
    for (const item of items) {
      const [first, ...rest] = sheet.break(item, measure - 16, body)
      if (first === undefined) continue
      sheet.need(lineHeight(body) * Math.min(2, rest.length + 1))
      sheet.element(whole, 'LI', (li) => {
        const top = sheet.y()
        const [dot] = sheet.break('•', 16, body)
        sheet.element(li, 'Lbl', (label) => label.add(() => dot && sheet.draw(dot, page.left + 2, top, body)))
        sheet.element(li, 'LBody', (text) => sheet.flow(text, [first, ...rest], page.left + 16, body))
      })
      sheet.move(2)
    }
  })
  sheet.move(6)
}

function notice(sheet: Sheet, title: string, text: string): void {
  const inner = measure - 28
  const strong: Look = { ...body, bold: true }
  const [head, rest] = [sheet.break(title, inner, strong), sheet.break(text, inner, body)]
  const height = (head.length + rest.length) * lineHeight(body) + 20
  const isWhole = height < page.height - page.top - page.bottom
  if (isWhole) {
    sheet.need(height + 6)
    sheet.box(page.left, sheet.y(), measure, height, 'water-soft')
    sheet.box(page.left, sheet.y(), 3, height, 'water')
  }
  sheet.move(9)
  sheet.element(sheet.root, 'Div', (element) => {
    sheet.element(element, 'P', (p) => sheet.flow(p, head, page.left + 16, strong))
    sheet.element(element, 'P', (p) => sheet.flow(p, rest, page.left + 16, body))
  })
  sheet.move(19)
}

function signature(sheet: Sheet, pathOrName: string, label: string, alt: string): void {
  sheet.need(80)
  const top = sheet.y()
  if (isSignaturePath(pathOrName)) {
    const scale = 0.3
    const bbox = [page.left, top, page.left + 600 * scale, top + 160 * scale]
    sheet.element(sheet.root, 'Figure', (f) => f.add(() => sheet.drawing(pathOrName, page.left, top, scale)), {
      alt,
      bbox,
    })
    sheet.move(160 * scale + 2)
  } else {
    sheet.move(14)
    paragraph(sheet, pathOrName, { size: 17, slanted: true, colour: 'ink' })
  }
  sheet.hairline(sheet.y() + 2)
  sheet.move(7)
  paragraph(sheet, label, { size: 9, colour: 'muted' })
  sheet.move(10)
}

function feet(sheet: Sheet, about: PaperAbout): void {
  const look: Look = { size: 8.5, colour: 'muted' }
  const { start, count } = sheet.doc.bufferedPageRange()
  for (let index = 0; index < count; index += 1) {
    sheet.doc.switchToPage(start + index)
    const top = page.height - page.bottom + 26
    const number = words[about.lang].page(index + 1, count)
    const width = sheet.widest(number, look)
    const [left] = sheet.break(about.foot ?? about.clinic, measure - width - 24, look)
    const [right] = sheet.break(number, measure, look)
    sheet.hairline(top - 6)
    sheet.decoration(() => {
      if (left !== undefined) sheet.draw(left, page.left, top, look)
      if (right !== undefined) sheet.draw(right, page.width - page.right - width, top, look)
    }, 'Pagination')
  }
}

function collected(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    doc.on('error', reject)
  })
}
