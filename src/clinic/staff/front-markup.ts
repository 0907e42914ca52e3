/** A piece of a line: plain words, words that weigh more, or a telephone number that can be called with one tap. */
export type Piece = { bold: boolean; text: string; phone?: string }
export type Block = { kind: 'paragraph' | 'subheading'; pieces: Piece[] } | { kind: 'list'; items: Piece[][] }

/**
 * The small markup of public texts: an empty line parts paragraphs, '- ' begins an item of a list, '## ' a heading within
 * the part, and two asterisks weigh words. A number like 1-800-555-0100 can be called. Everything else stands as it was written: there is no way to write HTML or a link.
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
  if (parts.length % 2 === 0) return phonesIn(line, false)
  return parts.flatMap((text, place) => phonesIn(text, place % 2 === 1))
}

const phone = /\b(1-\d{3}-\d{3}-\d{4})\b/

const phonesIn = (text: string, bold: boolean): Piece[] =>
  text
    .split(phone)
    .filter((one) => one !== '')
    .map((one) => (phone.test(one) ? { bold, text: one, phone: `+${one.replaceAll('-', '')}` } : { bold, text: one }))
