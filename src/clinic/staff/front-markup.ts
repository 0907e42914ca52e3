/** A piece of a line: plain words, or words that weigh more. */
export type Piece = { bold: boolean; text: string }
export type Block = { kind: 'paragraph' | 'subheading'; pieces: Piece[] } | { kind: 'list'; items: Piece[][] }

/**
 * The small markup of public texts: an empty line parts paragraphs, '- ' begins an item of a list, '## ' a heading within
 * the part, and two asterisks weigh words. Everything else stands as it was written: there is no way to write HTML or a link.
 */
export function blocksOf(words: string): Block[] {
  const blocks: Block[] = []
  for (const part of words.replaceAll('\r\n', '\n').split(/\n[ \t]*\n/)) {
    let lines: string[] = []
    const say = () => {
      if (lines.length > 0) blocks.push({ kind: 'paragraph', pieces: piecesOf(lines.join(' ')) })
      lines = []
    }
    for (const line of part.split('\n').map((one) => one.trim())) {
      const last = blocks.at(-1)
      if (line === '') continue
      if (line.startsWith('- ')) {
        const item = piecesOf(line.slice(2).trim())
        if (lines.length === 0 && last?.kind === 'list') last.items.push(item)
        else {
          say()
          blocks.push({ kind: 'list', items: [item] })
        }
      } else if (line.startsWith('## ')) {
        say()
        blocks.push({ kind: 'subheading', pieces: piecesOf(line.slice(3).trim()) })
      } else lines.push(line)
    }
    say()
  }
  return blocks
}

function piecesOf(line: string): Piece[] {
  const parts = line.split('**')
  // An asterisk pair that nobody closed is two asterisks.
  if (parts.length % 2 === 0) return [{ bold: false, text: line }]
  return parts.map((text, place) => ({ bold: place % 2 === 1, text })).filter((piece) => piece.text !== '')
}
