/** One word of a text, with its place in the text. Hyphens part words; an apostrophe inside does not. */
export type Word = {
  start: number
  end: number
  text: string
  /** Lower case, without accents, apostrophes and invisible marks. */
  plain: string
  /** 'Maya's' and 'Maya’s' as 'maya'; the same as `plain` where no one owns anything. */
  owner: string
  case: 'lower' | 'title' | 'upper'
  /** Begins a sentence, a line, a list entry, a quotation, or stands after a colon: a capital here says nothing. */
  begins: boolean
  /** The sentence has its words in Capitals or in CAPITALS, so that a capital says nothing. */
  loud: boolean
  /** The text has no capital anywhere, so that a small letter says nothing either. */
  mute: boolean
  /** Which sentence of the text, from 0. */
  sentence: number
  /** What stands between this word and the one before: '' at the start. */
  gap: string
  /** What stands between this word and the next, or the end. */
  after: string
}

const apostrophes = /['’ʼ‘´`]/gu
const letters: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ŋ: 'n',
  ħ: 'h',
}

/** For comparing names: 'Núñez', 'NUÑEZ' and 'Nu\u00f1ez' are 'nunez'; apostrophes and soft hyphens are gone. */
export const plainName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(apostrophes, '')
    .replace(/[ßøđðþłæœıŋħ]/gu, (letter) => letters[letter] ?? letter)

// 'she'll' is 'she' and 'Maya'd' is 'Maya': without this, 'we'll' would be 'well'.
const contraction = /(?<=\p{L}|\p{M})['’ʼ‘´`](ll|re|ve|d|t|m)$/iu
const word = /[\p{L}\p{M}\p{Cf}]+(?:['’ʼ‘´`][\p{L}\p{M}\p{Cf}]+)*/gu
const abbreviation = /(^|[\s(])(mr|mrs|ms|mx|dr|prof|st|vs|etc|e\.g|i\.e|approx|min|hr|hrs|no)\.$/iu

const begins = (before: string, gap: string): boolean =>
  before.trim() === '' ||
  /[\n\r•*]|^\s*[-–—]\s|["“«:]\s*$|\d[.)]\s*$/u.test(gap) ||
  (/[.!?…]/u.test(gap) && !abbreviation.test(before.trimEnd()) && !/\p{Lu}\.\s*$/u.test(before.slice(-4)))

const caseOf = (text: string): Word['case'] => {
  const cased = Array.from(text).filter((letter) => letter.toLowerCase() !== letter.toUpperCase())
  const [first, ...rest] = cased
  if (first === undefined || first !== first.toUpperCase()) return 'lower'
  return rest.length > 0 && rest.every((letter) => letter === letter.toUpperCase()) ? 'upper' : 'title'
}

const small = new Set('a an and as at but by for from in into is it not of on or per the to via with'.split(' '))

/** All in capitals, or a heading: three words or more that are not small ones, nearly all with a capital. */
const isLoud = (sentence: readonly Word[]): boolean => {
  if (sentence.length > 1 && sentence.every((each) => each.case === 'upper')) return true
  const content = sentence.filter((each) => each.case !== 'lower' || !small.has(each.plain))
  return content.length > 2 && content.filter((each) => each.case !== 'lower').length >= content.length * 0.7
}

export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  for (const match of text.matchAll(word)) {
    const start = match.index
    const end = start + match[0].length
    const previous = words.at(-1)
    const gap = previous === undefined ? text.slice(0, start) : text.slice(previous.end, start)
    words.push({
      start,
      end,
      text: match[0],
      plain: plainName(match[0].replace(contraction, '')),
      owner: plainName(match[0].replace(/['’ʼ‘´`]s$/iu, '').replace(contraction, '')),
      case: caseOf(match[0].replace(/['’ʼ‘´`]s$/u, '')),
      begins: begins(text.slice(Math.max(0, start - 40), start), gap),
      loud: false,
      mute: false,
      sentence: 0,
      gap,
      after: '',
    })
  }
  words.forEach((each, i) => {
    each.after = text.slice(each.end, words[i + 1]?.start)
  })
  const mute = words.length > 2 && words.every((each) => each.case === 'lower')
  const sentences: Word[][] = []
  for (const each of words) {
    if (each.begins || sentences.length === 0) sentences.push([])
    sentences.at(-1)?.push(each)
  }
  sentences.forEach((sentence, n) => {
    const loud = isLoud(sentence)
    for (const each of sentence) Object.assign(each, { loud, mute, sentence: n })
  })
  return words
}
