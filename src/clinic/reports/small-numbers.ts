/** The least number of people that is shown where somebody could be recognised: 1 to 10 are not. Source: CMS cell-size policy. */
export const leastShown = 11

/** Counts of which each is part of the one before: admitted, of them above the cut-off, of them better. */
export type Nested = readonly number[]
/** By row and place: what is not shown. What is hidden in one place is hidden in every later one. */
export type Guarded = { hidden: boolean[][]; totalHidden: boolean[] }

/** A count of one to ten people. Nobody is not somebody: 0 is shown. */
export const isSmall = (n: number): boolean => n > 0 && n < leastShown

/** Whether one of the counts, or what lies between two of them, is small: `of` 40 and `n` 35 tell of 5. */
export const tellsOfFew = (counts: Nested): boolean =>
  counts.some((n, place) => isSmall(n) || counts.slice(place + 1).some((part) => isSmall(n - part)))

const sumOf = (rows: readonly Nested[], width: number): number[] =>
  Array.from({ length: width }, (_, place) => rows.reduce((sum, row) => sum + (row[place] ?? 0), 0))

/**
 * What of a table is not shown, so that nothing small can be read from it or worked out by taking what is shown from the total.
 * Place by place, from the widest count in: a row is hidden from the place on where it tells of few. As long as one row alone is
 * hidden there, or the hidden ones together tell of few, the smallest of the others is hidden too. A total that tells of few hides
 * its whole column and those after it. Counts are whole, from 0, each at most the one before. Refuses nothing.
 */
export function guard(rows: readonly Nested[]): Guarded {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const hidden: boolean[][] = rows.map(() => [])
  const totalHidden: boolean[] = []
  for (let place = 0; place < width; place += 1) {
    const here = rows.map((row) => row.slice(0, place + 1))
    const isAllHidden = tellsOfFew(sumOf(here, place + 1))
    const those = hiddenAt(
      here,
      hidden.map((row) => isAllHidden || row[place - 1] === true),
    )
    for (const [row, isHidden] of those.entries()) hidden[row]?.push(isHidden)
    totalHidden.push(isAllHidden)
  }
  return { hidden, totalHidden }
}

function hiddenAt(rows: readonly Nested[], before: readonly boolean[]): boolean[] {
  const width = rows[0]?.length ?? 0
  const hidden = rows.map((row, place) => before[place] === true || tellsOfFew(row))
  const isSafe = () => {
    const those = rows.filter((_, place) => hidden[place])
    return those.length === 0 || those.length === rows.length || (those.length > 1 && !tellsOfFew(sumOf(those, width)))
  }
  while (!isSafe()) {
    // A row of nobody hides nothing behind it, so it goes last.
    const next = rows
      .map((row, place) => ({ place, n: row.at(-1) ?? 0 }))
      .filter(({ place }) => !hidden[place])
      .toSorted((one, other) => Number(one.n === 0) - Number(other.n === 0) || one.n - other.n)[0]
    if (next === undefined) break
    hidden[next.place] = true
  }
  return hidden
}
