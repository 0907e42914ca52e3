import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { guard, isSmall, leastShown, type Nested, tellsOfFew } from './small-numbers.ts'

// Counts nested in each other, as a table of a report has them: often small, often alike.
const row = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 400 })), { minLength: 3, maxLength: 3 })
  .map((list) => list.toSorted((one, other) => other - one))
const tables = fc.array(row, { minLength: 0, maxLength: 7 })

/** Whether a target is a sum of multiples of what is known: Gauss, in whole numbers, so that nothing is lost by rounding. */
function follows(known: bigint[][], target: bigint[]): boolean {
  const rank = (rows: bigint[][]): number => {
    const left = rows.map((one) => [...one])
    let found = 0
    for (let column = 0; column < target.length; column += 1) {
      const pivot = left.findIndex((one, place) => place >= found && one[column] !== 0n)
      if (pivot < 0) continue
      ;[left[found], left[pivot]] = [left[pivot] ?? [], left[found] ?? []]
      const top = left[found] ?? []
      for (let place = found + 1; place < left.length; place += 1) {
        const one = left[place] ?? []
        const factor = one[column] ?? 0n
        const by = top[column] ?? 1n
        left[place] = one.map((value, at) => value * by - (top[at] ?? 0n) * factor)
      }
      found += 1
    }
    return found
  }
  return rank(known) === rank([...known, target])
}

/** One unknown for each row and nested count; what is shown says it, and the total says the sum of a column. */
function whatCanBeKnown(table: readonly Nested[]): {
  known: bigint[][]
  unknown: (row: number, place: number) => bigint[]
} {
  const width = 3
  const unit = (cells: readonly [number, number][]): bigint[] => {
    const line = Array.from({ length: table.length * width }, () => 0n)
    for (const [at, place] of cells) line[at * width + place] = 1n
    return line
  }
  const { hidden, totalHidden } = guard(table)
  const known: bigint[][] = []
  for (const [at] of table.entries())
    for (let place = 0; place < width; place += 1) if (hidden[at]?.[place] === false) known.push(unit([[at, place]]))
  for (let place = 0; place < width; place += 1)
    if (totalHidden[place] === false) known.push(unit(table.map((_, at): [number, number] => [at, place])))
  return { known, unknown: (at, place) => unit([[at, place]]) }
}

describe('Small numbers', () => {
  it('are one to ten people, and differences of one to ten', () => {
    assert.deepEqual([0, 1, 10, 11].map(isSmall), [false, true, true, false])
    assert.equal(leastShown, 11)
    assert.equal(tellsOfFew([40, 35]), true)
    assert.equal(tellsOfFew([40, 40, 0]), false)
    assert.equal(tellsOfFew([40, 29, 18]), false)
    assert.equal(tellsOfFew([40, 29, 19]), true)
  })

  it('hide their row, and the next smallest where one alone could be worked out', () => {
    const first = (rows: number[][]) => guard(rows).hidden.map(([place]) => place)
    assert.deepEqual(first([[5], [40], [60]]), [true, true, false])
    assert.deepEqual(first([[5], [4], [60]]), [true, true, true])
    assert.deepEqual(first([[6], [5], [60]]), [true, true, false])
    assert.deepEqual(first([[40], [60]]), [false, false])
    assert.deepEqual(guard([[4], [5]]), { hidden: [[true], [true]], totalHidden: [true] })
    assert.deepEqual(guard([]), { hidden: [], totalHidden: [] })
    // Nobody is not somebody: it is shown, and hides nobody behind it.
    assert.deepEqual(first([[0], [5], [40], [60]]), [false, true, true, false])
    // Whoever came is shown where only how they fared tells of few.
    assert.deepEqual(
      guard([
        [200, 100],
        [60, 4],
        [80, 40],
      ]).hidden,
      [
        [false, false],
        [false, true],
        [false, true],
      ],
    )
  })

  it('are never shown, and cannot be worked out from any of what is shown by adding and taking away', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const { hidden } = guard(table)
        const { known, unknown } = whatCanBeKnown(table)
        for (const [at, counts] of table.entries()) {
          const shown = counts.filter((_, place) => hidden[at]?.[place] === false)
          assert.equal(tellsOfFew(shown), false)
          for (const place of counts.keys())
            if (hidden[at]?.[place] !== false)
              assert.equal(follows(known, unknown(at, place)), false, JSON.stringify(table))
        }
      }),
      { numRuns: 400 },
    )
  })

  it('leave a remainder behind the hidden rows that itself tells of nobody alone', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const { hidden, totalHidden } = guard(table)
        for (const last of [0, 1, 2]) {
          const those = table.filter((_, at) => hidden[at]?.[last])
          if (totalHidden[last] !== false || those.length === 0) continue
          assert.ok(those.length > 1)
          const rest = [0, 1, 2]
            .slice(0, last + 1)
            .map((place) => those.reduce((sum, one) => sum + (one[place] ?? 0), 0))
          assert.equal(tellsOfFew(rest), false, JSON.stringify(table))
        }
      }),
      { numRuns: 400 },
    )
  })

  it('would be found by this test: a row hidden alone can be worked out', () => {
    const alone = [
      [1n, 0n],
      [1n, 1n],
    ]
    assert.equal(follows(alone, [0n, 1n]), true)
    assert.equal(follows([[1n, 1n]], [0n, 1n]), false)
  })

  it('hide nothing where everybody is many', () => {
    assert.deepEqual(
      guard([
        [200, 100, 50],
        [100, 60, 30],
      ]).hidden.flat(),
      [false, false, false, false, false, false],
    )
  })
})
