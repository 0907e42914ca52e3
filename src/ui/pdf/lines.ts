import type { Run } from './letters.ts'

export type Line = { runs: Run[]; width: number }
type Measure = (run: Run) => number

/** Breaks runs into lines of at most `width` points: between words, and inside a word only when it alone is too long. */
export function linesOf(runs: Run[], width: number, measure: Measure): Line[] {
  const lines: Line[] = []
  let line: Line = { runs: [], width: 0 }
  const turn = (): void => {
    lines.push(trimmed(line, measure))
    line = { runs: [], width: 0 }
  }
  const put = (run: Run): void => {
    const last = line.runs.at(-1)
    if (last !== undefined && last.face === run.face && last.truth === null && run.truth === null)
      last.shown += run.shown
    else line.runs.push({ ...run })
    line.width += measure(run)
  }
  for (const piece of pieces(runs)) {
    const isSpace = /^\s+$/.test(piece.shown)
    if (isSpace && line.runs.length === 0) continue
    if (isSpace || line.width + measure(piece) <= width) {
      put(piece)
      continue
    }
    if (line.runs.length > 0) turn()
    for (const part of fitting(piece, width, measure)) {
      if (line.runs.length > 0) turn()
      put(part)
    }
  }
  if (line.runs.length > 0 || lines.length === 0) turn()
  return lines
}

const pieces = (runs: Run[]): Run[] =>
  runs.flatMap((run) =>
    run.truth === null
      ? (run.shown.match(/\s+|\S+/g) ?? []).map((shown): Run => ({ face: run.face, shown, truth: null }))
      : [run],
  )

/** A word cut into parts that fit; its actual text stays with the first. */
function fitting(word: Run, width: number, measure: Measure): Run[] {
  const parts: Run[] = []
  let shown = ''
  for (const letter of word.shown) {
    if (shown !== '' && measure({ ...word, shown: shown + letter }) > width) {
      parts.push({ ...word, shown })
      shown = ''
    }
    shown += letter
  }
  parts.push({ ...word, shown })
  return parts.map((part, index) => (index === 0 || part.truth === null ? part : { ...part, truth: '' }))
}

function trimmed(line: Line, measure: Measure): Line {
  const last = line.runs.at(-1)
  if (last === undefined) return line
  const shown = last.shown.trimEnd()
  const runs = shown === '' ? line.runs.slice(0, -1) : [...line.runs.slice(0, -1), { ...last, shown }]
  return { runs, width: runs.reduce((sum, one) => sum + measure(one), 0) }
}
