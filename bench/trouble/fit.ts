// Logistic regression by iteratively reweighted least squares with a small ridge, no weight below zero.
import {
  type Coefficients,
  chanceOf,
  type Input,
  inputs,
  logOdds,
  type Weighed,
} from '../../src/clinic/concerns/leaving.ts'

export type Case = { x: Weighed; y: 0 | 1; who: string }

/** Solves A·b = c by elimination with pivots; A is small, symmetric and positive. */
function solve(a: number[][], c: number[]): number[] {
  const n = c.length
  const m = a.map((row, at) => [...row, c[at] ?? 0])
  const cell = (row: number, column: number): number => m[row]?.[column] ?? 0
  for (let p = 0; p < n; p += 1) {
    let best = p
    for (let row = p + 1; row < n; row += 1) if (Math.abs(cell(row, p)) > Math.abs(cell(best, p))) best = row
    const [one = [], other = []] = [m[p], m[best]]
    m[p] = other
    m[best] = one
    for (let row = 0; row < n; row += 1) {
      if (row === p) continue
      const factor = cell(row, p) / cell(p, p)
      const line = m[row] ?? []
      if (factor !== 0)
        for (let column = p; column <= n; column += 1) line[column] = cell(row, column) - factor * cell(p, column)
    }
  }
  return m.map((_, at) => cell(at, n) / cell(at, at))
}

/** The weights of a plain logistic regression: `rows` of values, answers 0 or 1; the first weight is the intercept. */
export function logistic(rows: readonly (readonly number[])[], answers: readonly number[], ridge = 1): number[] {
  const n = (rows[0]?.length ?? 0) + 1
  let b = Array.from({ length: n }, () => 0)
  for (let round = 0; round < 40; round += 1) {
    const a = Array.from({ length: n }, (_, row) =>
      Array.from({ length: n }, (__, column) => (row === column && row > 0 ? ridge : 0)),
    )
    const g = b.map((weight, at) => (at === 0 ? 0 : -ridge * weight))
    rows.forEach((row, at) => {
      const z = [1, ...row]
      const p = chanceOf(z.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0))
      const w = Math.max(p * (1 - p), 1e-9)
      for (let k = 0; k < n; k += 1) {
        const zk = z[k] ?? 0
        if (zk === 0) continue
        g[k] = (g[k] ?? 0) + zk * ((answers[at] ?? 0) - p)
        const line = a[k] ?? []
        for (let l = 0; l < n; l += 1) line[l] = (line[l] ?? 0) + w * zk * (z[l] ?? 0)
      }
    })
    const step = solve(a, g)
    b = b.map((weight, at) => weight + (step[at] ?? 0))
    if (Math.max(...step.map(Math.abs)) < 1e-8) break
  }
  return b
}

/** Fits the model: an input whose weight would fall below zero is left out, the lowest first, and the rest fitted anew. */
export function fit(cases: readonly Case[], allowed: readonly Input[] = inputs, ridge = 1): Coefficients {
  let used = [...allowed]
  for (;;) {
    const [intercept = 0, ...found] = logistic(
      cases.map(({ x }) => used.map((input) => x[input])),
      cases.map(({ y }) => y),
      ridge,
    )
    const lowest = found.reduce((at, weight, k) => (weight < (found[at] ?? 0) ? k : at), 0)
    if (used.length > 0 && (found[lowest] ?? 0) < 0) {
      used = used.filter((_, at) => at !== lowest)
      continue
    }
    const weights: Weighed = { again: 0, further: 0, recent: 0, ever: 0, positive: 0 }
    used.forEach((input, at) => (weights[input] = found[at] ?? 0))
    return { intercept, weights }
  }
}

export const saidOf = (model: Coefficients, x: Weighed): number => chanceOf(logOdds(model, x))
