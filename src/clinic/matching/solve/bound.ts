import type { Model } from './model.ts'

/**
 * A bound below every assignment that the model allows, from the prices of its rows alone: no trust in the solver is needed,
 * only this sum (weak duality). Points; at most the relaxation's value, and equal to it for the relaxation's own prices.
 * A price of a side that does not exist counts as 0. Prices that are no numbers are refused as 0 too: the bound stays valid.
 * Source: shared formulation of the week (decisions/011), "certified bound".
 */
export function certifiedBound(model: Model, prices: ArrayLike<number>): number {
  const reduced = Float64Array.from(model.cost)
  let bound = model.offset
  for (let i = 0; i < model.rows; i += 1) {
    const price = prices[i] ?? 0
    if (price === 0 || !Number.isFinite(price)) continue
    const side = price > 0 ? (model.rowLower[i] ?? 0) : (model.rowUpper[i] ?? 0)
    if (!Number.isFinite(side)) continue
    bound += price * side
    for (let k = model.starts[i] ?? 0; k < (model.starts[i + 1] ?? 0); k += 1) {
      const j = model.indices[k] ?? 0
      reduced[j] = (reduced[j] ?? 0) - price * (model.values[k] ?? 0)
    }
  }
  for (let j = 0; j < model.columns; j += 1) {
    const rest = reduced[j] ?? 0
    bound += rest > 0 ? rest * (model.lower[j] ?? 0) : rest * (model.upper[j] ?? 0)
  }
  return bound
}

/** How far a cost may lie above the best, in parts of the cost: 0 proven best; 1 nothing known. */
export const gapOf = (cost: number, bound: number): number =>
  cost <= bound ? 0 : cost <= 0 ? 1 : Math.min(1, (cost - bound) / cost)
