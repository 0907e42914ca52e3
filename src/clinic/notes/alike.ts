import { plainName } from './words.ts'

export type Run = { start: number; end: number }

const wordsIn = (text: string): (Run & { plain: string })[] =>
  [...text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)*/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    plain: plainName(match[0]),
  }))

/**
 * Where a text says the same as another: stretches of `least` words or more (default 4) that stand in both in the same order,
 * as ranges of `text` in UTF-16 units, in order and without overlaps. For showing, beside `likeness`, which measures.
 */
export function alikeRuns(text: string, other: string, least = 4): Run[] {
  const [mine, theirs] = [wordsIn(text), wordsIn(other)]
  const heads = new Set<string>()
  for (let i = 0; i + least <= theirs.length; i++)
    heads.add(
      theirs
        .slice(i, i + least)
        .map(({ plain }) => plain)
        .join(' '),
    )
  const runs: Run[] = []
  for (let i = 0; i + least <= mine.length; i++) {
    const stretch = mine.slice(i, i + least)
    const [first, last] = [stretch[0], stretch.at(-1)]
    if (first === undefined || last === undefined || !heads.has(stretch.map(({ plain }) => plain).join(' '))) continue
    const before = runs.at(-1)
    if (before !== undefined && first.start <= before.end) before.end = last.end
    else runs.push({ start: first.start, end: last.end })
  }
  return runs
}
