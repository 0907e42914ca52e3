import { refuse, type Refusal } from '../../basics/refusal.ts'
import type { Paragraph } from '../consents/documents-words.ts'

/** A text longer than this is not read by anyone who has to sign it. */
export const LONGEST_WORDING = 60_000

// Letters of direction and width that could hide or reorder words.
const hidden = /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/**
 * Reads the small markup of the clinic's own papers: a line that begins with '# ' is a heading, with '- ' an item of a
 * list; lines between blank lines make one paragraph. `{blank}` is filled before anyone reads it; only `blanks` may stand
 * in braces. Refuses 'no-words', 'words-too-long' (60,000 characters), 'unknown-blank', 'begins-with-blank' (a value must not be able
 * to look like a heading), 'only-headings'. Nothing else is markup: what looks like HTML is text.
 */
export function readMarkup(text: string, blanks: readonly string[]): Paragraph[] | Refusal {
  const clean = text.normalize('NFC').replaceAll('\r\n', '\n').replace(hidden, '')
  if (clean.length > LONGEST_WORDING) return refuse('words-too-long', 'Shorten this text to 60,000 characters.')
  const paragraphs: Paragraph[] = []
  let running: string[] = []
  const close = () => {
    if (running.length > 0) paragraphs.push({ kind: 'text', text: running.join(' ') })
    running = []
  }
  for (const raw of clean.split('\n')) {
    const line = raw.replace(/[\p{Cc}\s]+/gu, ' ').trim()
    const mark = /^(#+|[-*•]) +(.+)$/.exec(line)
    if (line === '' || mark !== null) close()
    if (mark !== null) paragraphs.push({ kind: mark[1]?.startsWith('#') ? 'heading' : 'item', text: mark[2] ?? '' })
    else if (line !== '') running.push(line)
  }
  close()
  if (paragraphs.length === 0) return refuse('no-words', 'Write the text that is to be signed.')
  if (paragraphs.every(({ kind }) => kind === 'heading'))
    return refuse('only-headings', 'Write something below the headings.')
  const begins = paragraphs.find(({ text: words }) => /^[{#\-•]/.test(words))
  if (begins !== undefined)
    return refuse('begins-with-blank', `Begin this paragraph with a word: "${begins.text.slice(0, 60)}".`)
  const unknown = [...new Set(blanksIn(paragraphs).filter((blank) => !blanks.includes(blank)))]
  if (unknown.length > 0)
    return refuse(
      'unknown-blank',
      `These blanks are not known here: ${unknown.map((blank) => `{${blank}}`).join(', ')}.`,
    )
  return paragraphs
}

/** The same markup again, to be changed by hand. */
export const writeMarkup = (paragraphs: readonly Paragraph[]): string =>
  paragraphs
    .map(({ kind, text }, index) => {
      const before = paragraphs[index - 1]
      const gap = index === 0 ? '' : kind === 'item' && before?.kind === 'item' ? '\n' : '\n\n'
      return `${gap}${kind === 'heading' ? '# ' : kind === 'item' ? '- ' : ''}${text}`
    })
    .join('')

/** The blanks that stand in some paragraphs, in order, as often as they do. */
export const blanksIn = (paragraphs: readonly Paragraph[]): string[] =>
  paragraphs.flatMap(({ text }) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))
