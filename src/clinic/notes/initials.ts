import { type Needle, type Needles, plainest } from './needles.ts'
import { acronyms, acting, dottedAcronyms, functionWords, owned } from './ordinary-words.ts'
import { plainName, type Word } from './words.ts'

type Found = Needle & { start: number; end: number }

/**
 * 'M.A.', 'M. A.', 'MA', and one letter where it stands for a person: 'M. said', 'M said'. Capitals that mean something
 * else in a note (AA, PT, MA) need a person's verb after them.
 */
export function initialsIn(text: string, words: readonly Word[], needles: Needles): Found[] {
  const found: Found[] = []
  if (needles.initials.size === 0) return found
  const put = (start: number, end: number, capitals: string) => {
    const needle = plainest(needles.initials.get(capitals) ?? [])
    if (needle !== null) found.push({ start, end, ...needle })
  }
  for (const match of text.matchAll(/(?<![\p{L}\p{N}.])(?:\p{Lu}\.[ \u00a0]?){1,3}\p{Lu}(?:\.|(?![\p{L}\p{N}]))/gu)) {
    const capitals = plainName(match[0])
      .replace(/[^\p{L}]/gu, '')
      .toUpperCase()
    if (!dottedAcronyms.has(capitals.toLowerCase())) put(match.index, match.index + match[0].length, capitals)
  }
  words.forEach((word, i) => {
    if (word.text.length === 1 && word.case !== 'lower' && !word.loud && !word.gap.endsWith('.')) {
      const follows = words[i + 1]?.plain ?? ''
      const dotted =
        /^\.\s/u.test(word.after) &&
        words[i + 1]?.case === 'lower' &&
        (acting.has(follows) || !functionWords.has(follows))
      const spoken = /^\s/u.test(word.after) && acting.has(follows) && word.text !== 'I' && word.text !== 'A'
      if (dotted || spoken) put(word.start, word.end, word.text)
    }
    const bare = word.text.replace(/['’ʼ‘´`]s$/u, '')
    if (word.case !== 'upper' || word.loud || bare.length < 2 || bare.length > 4) return
    const next = words[i + 1]
    const nextPlain = next !== undefined && /^\s+$/u.test(next.gap) ? next.plain : ''
    const person = acting.has(nextPlain) || (word.owner !== word.plain && owned.has(nextPlain))
    if (!acronyms.has(word.owner) || person) put(word.start, word.start + bare.length, word.owner.toUpperCase())
  })
  return found
}
