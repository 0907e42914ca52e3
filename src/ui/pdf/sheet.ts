import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import { isNear, type Run, runsOf } from './letters.ts'
import { type Line, linesOf } from './lines.ts'

type Element = PDFKit.PDFStructureElement
export type Look = { size: number; bold?: boolean; slanted?: boolean; mono?: boolean; colour: Colour }
export type Colour = 'ink' | 'muted' | 'line' | 'water' | 'water-soft'
export type Sheet = ReturnType<typeof sheetOn>

const inch = 72
export const page = { width: 8.5 * inch, height: 11 * inch, left: 60, right: 60, top: 56, bottom: 68 }
export const measure = page.width - page.left - page.right
const wideFace = fileURLToPath(new URL('fonts/Inconsolata.otf', import.meta.url))

// Paper is light: the first of each pair of the colours that the screens use.
const tokens = readFileSync(fileURLToPath(new URL('../styles/tokens.css', import.meta.url)), 'utf8')
const colourOf = (name: Colour): string =>
  new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}),`).exec(tokens)?.[1] ?? 'black'

const leading = 1.38
// The wide face is drawn smaller than Helvetica: set larger, its letters stand as tall.
const sizeOf = (run: Run, look: Look): number => (run.face === 'wide' ? look.size * 1.12 : look.size)
export const lineHeight = (look: Look): number => look.size * leading

/** One document being written: where the pen is, and how words, lines and pages follow. Points, from the top left. */
export function sheetOn(doc: PDFKit.PDFDocument, root: Element) {
  let y = page.top
  let hasNear = false
  let onNewPage: () => void = () => {}
  const bottom = page.height - page.bottom

  const faceOf = (run: Run, look: Look): string => {
    if (run.face === 'wide') return wideFace
    if (look.mono) return look.bold ? 'Courier-Bold' : 'Courier'
    if (look.slanted) return 'Helvetica-Oblique'
    return look.bold ? 'Helvetica-Bold' : 'Helvetica'
  }
  const widthOf =
    (look: Look) =>
    (run: Run): number =>
      doc.font(faceOf(run, look)).fontSize(sizeOf(run, look)).widthOfString(run.shown)

  const sheet = {
    doc,
    root,
    y: (): number => y,
    move: (points: number): void => {
      y += points
    },
    room: (): number => bottom - y,
    hasNear: (): boolean => hasNear,
    /** Called at the top of each page that follows, for heads that repeat. */
    atTopOfPage: (deed: () => void): void => {
      onNewPage = deed
    },
    turn: (): void => {
      doc.addPage()
      y = page.top
      onNewPage()
    },
    /** Turns the page when less than so many points are left, unless it is still empty. */
    need: (points: number): void => {
      if (bottom - y < points && y > page.top + 1) sheet.turn()
    },
    break: (text: string, width: number, look: Look): Line[] =>
      text.split('\n').flatMap((part) => {
        const runs = runsOf(part)
        hasNear ||= isNear(runs)
        return linesOf(runs, width, widthOf(look))
      }),
    widest: (text: string, look: Look): number =>
      Math.max(0, ...text.split('\n').map((part) => runsOf(part).reduce((sum, run) => sum + widthOf(look)(run), 0))),
    /** Draws one line with its top at `top`. Within a marked element, or an artifact. */
    draw: (line: Line, left: number, top: number, look: Look): void => {
      let x = left
      for (const run of line.runs) {
        const isFaked = run.face === 'wide' && look.bold === true
        doc.font(faceOf(run, look)).fontSize(sizeOf(run, look)).fillColor(colourOf(look.colour))
        if (isFaked) doc.lineWidth(look.size / 40).strokeColor(colourOf(look.colour))
        if (run.truth !== null) doc.markContent('Span', { actual: run.truth })
        // One baseline for both faces.
        const down = top + look.size * 0.95
        doc.text(run.shown, x, down, { lineBreak: false, baseline: 'alphabetic', fill: true, stroke: isFaked })
        if (run.truth !== null) doc.endMarkedContent()
        x += widthOf(look)(run)
      }
    },
    /** Lines one under another inside `element`, over as many pages as they need. */
    flow: (element: Element, lines: Line[], left: number, look: Look): void => {
      const height = lineHeight(look)
      let rest = lines
      while (rest.length > 0) {
        sheet.need(height)
        const fit = Math.max(1, Math.floor((bottom - y) / height))
        const here = rest.slice(0, fit)
        const top = y
        element.add(() => here.forEach((line, index) => sheet.draw(line, left, top + index * height, look)))
        y += here.length * height
        rest = rest.slice(fit)
      }
    },
    /** An element under `parent`, closed when `fill` is done. */
    element: (parent: Element, role: string, fill: (element: Element) => void, extra: object = {}): void => {
      const element = doc.struct(role, extra)
      parent.add(element)
      fill(element)
      element.end()
    },
    /** What is only for the eye: rules, boxes, repeated heads. */
    decoration: (draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void => {
      doc.markContent('Artifact', { type })
      draw()
      doc.endMarkedContent()
    },
    hairline: (top: number, colour: Colour = 'line', weight = 0.6): void =>
      sheet.decoration(() => {
        doc
          .moveTo(page.left, top)
          .lineTo(page.width - page.right, top)
          .lineWidth(weight)
          .strokeColor(colourOf(colour))
          .stroke()
      }),
    box: (left: number, top: number, width: number, height: number, colour: Colour): void =>
      sheet.decoration(() => {
        doc.rect(left, top, width, height).fillColor(colourOf(colour)).fill()
      }),
    /** Path data of a drawn signature, in a field of 600 by 160. */
    drawing: (path: string, left: number, top: number, scale: number): void => {
      doc.save().translate(left, top).scale(scale)
      doc.path(path).lineWidth(3).lineCap('round').lineJoin('round').strokeColor(colourOf('ink')).stroke().restore()
    },
  }
  return sheet
}

/** Whether a PDF is being made with pages kept open, so that the foot can say how many there are. */
export const openDocument = (o: { title: string; lang: string; at: Date; author: string }): PDFKit.PDFDocument => {
  const doc = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang: o.lang,
    displayTitle: true,
    info: { Title: o.title, Author: o.author, Creator: 'Stepwell', Producer: 'Stepwell', CreationDate: o.at },
  })
  // pdfkit puts the title into XML as it stands, where a '&' would break it: ours is escaped.
  Object.assign(doc, { _addInfo: () => doc.appendXML(describing(o)) })
  return doc
}

const describing = (o: { title: string; lang: string; at: Date; author: string }): string => `
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(o.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escaped(o.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>${escaped(o.lang)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>${o.at.toISOString()}</xmp:CreateDate><xmp:CreatorTool>Stepwell</xmp:CreatorTool>
</rdf:Description>`

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[^\P{Cc}\t\n\r]/gu, '')
