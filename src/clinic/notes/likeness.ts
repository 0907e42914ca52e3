import { plainName } from './words.ts'

/** The share, 0 to 1, from which two clients' parts are the same text with a word changed (clinical.md §7.3). */
export const tooAlikeFrom = 0.85

// He, she and they are one: a copied part with its pronouns changed is still a copy.
const pronouns = new Map(
  ['he she they', 'him her them his hers their theirs', 'himself herself themselves themself'].flatMap((line) =>
    line.split(' ').map((word): [string, string] => [word, line]),
  ),
)

/** Pairs of neighbouring words with how often each stands there, the edges of the text among them. */
function pairsOf(text: string): Map<string, number> {
  const words = (text.match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)*/gu) ?? []).map((each) => {
    const plain = plainName(each)
    return pronouns.get(plain) ?? plain
  })
  const pairs = new Map<string, number>()
  if (words.length === 0) return pairs
  const edged = ['', ...words, '']
  for (let i = 1; i < edged.length; i++) {
    const pair = `${edged[i - 1]} ${edged[i]}`
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

/**
 * How alike two texts are, from 0 (no two neighbouring words in common) to 1 (the same words in the same order): twice
 * the pairs of neighbouring words in common over all pairs. Case, accents, punctuation and he/she/they do not matter.
 * An empty text is like nothing, itself included.
 */
export function likeness(a: string, b: string): number {
  const [one, other] = [pairsOf(a), pairsOf(b)]
  const size = (pairs: Map<string, number>) => [...pairs.values()].reduce((total, n) => total + n, 0)
  const all = size(one) + size(other)
  if (one.size === 0 || other.size === 0) return 0
  let common = 0
  for (const [pair, n] of one) common += Math.min(n, other.get(pair) ?? 0)
  return (2 * common) / all
}

/** Whether one of two texts reads as a copy of the other: a likeness of 0.85 or more. Source: clinical.md §7.3 [K]. */
export const tooAlike = (a: string, b: string): boolean => likeness(a, b) >= tooAlikeFrom
