// A mixed-integer model as flat arrays (compressed rows), built row by row and never written out as text.

export type Model = {
  columns: number
  rows: number
  cost: Float64Array
  lower: Float64Array
  upper: Float64Array
  /** 1 where the column must be whole. */
  whole: Int32Array
  rowLower: Float64Array
  rowUpper: Float64Array
  starts: Int32Array
  indices: Int32Array
  values: Float64Array
  offset: number
}

export type ModelBuilder = {
  /** Adds a column, answers its place. Every column has two finite bounds: the certificate needs them. */
  column: (cost: number, lower: number, upper: number, isWhole: boolean) => number
  /** A yes or no. */
  choice: (cost: number) => number
  addCost: (column: number, more: number) => void
  fix: (column: number, value: number) => void
  /** lower ≤ Σ values · columns ≤ upper. Answers the row's place; −1 where there is nothing to hold (no columns, and 0 allowed). */
  row: (lower: number, upper: number, columns: readonly number[], values: readonly number[] | number) => number
  addOffset: (more: number) => void
  done: () => Model
}

export function buildModel(): ModelBuilder {
  const cost: number[] = []
  const lower: number[] = []
  const upper: number[] = []
  const whole: number[] = []
  const rowLower: number[] = []
  const rowUpper: number[] = []
  const starts: number[] = [0]
  const indices: number[] = []
  const values: number[] = []
  let offset = 0
  const column = (price: number, low: number, high: number, isWhole: boolean): number => {
    if (!Number.isFinite(low) || !Number.isFinite(high) || !Number.isFinite(price)) {
      throw new Error('A column of the model has no finite bounds or cost.')
    }
    cost.push(price)
    lower.push(low)
    upper.push(high)
    whole.push(isWhole ? 1 : 0)
    return cost.length - 1
  }
  return {
    column,
    choice: (price) => column(price, 0, 1, true),
    addCost: (place, more) => {
      cost[place] = (cost[place] ?? 0) + more
    },
    fix: (place, value) => {
      lower[place] = value
      upper[place] = value
    },
    row: (low, high, columns, factors) => {
      if (columns.length === 0 && low <= 0 && high >= 0) return -1
      for (let i = 0; i < columns.length; i += 1) {
        indices.push(columns[i] ?? 0)
        values.push(typeof factors === 'number' ? factors : (factors[i] ?? 0))
      }
      starts.push(indices.length)
      rowLower.push(low)
      rowUpper.push(high)
      return rowLower.length - 1
    },
    addOffset: (more) => {
      offset += more
    },
    done: () => ({
      columns: cost.length,
      rows: rowLower.length,
      cost: Float64Array.from(cost),
      lower: Float64Array.from(lower),
      upper: Float64Array.from(upper),
      whole: Int32Array.from(whole),
      rowLower: Float64Array.from(rowLower),
      rowUpper: Float64Array.from(rowUpper),
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
      offset,
    }),
  }
}

/** The points of an assignment, by the model's own costs. */
export function costOf(model: Model, x: ArrayLike<number>): number {
  let sum = model.offset
  for (let j = 0; j < model.columns; j += 1) sum += (model.cost[j] ?? 0) * (x[j] ?? 0)
  return sum
}

/** The largest breach of a bound or a row: 0 for an assignment that the model allows. */
export function breachOf(model: Model, x: ArrayLike<number>): number {
  let worst = 0
  for (let j = 0; j < model.columns; j += 1) {
    const value = x[j] ?? 0
    worst = Math.max(worst, (model.lower[j] ?? 0) - value, value - (model.upper[j] ?? 0))
    if (model.whole[j] === 1) worst = Math.max(worst, Math.abs(value - Math.round(value)))
  }
  for (let i = 0; i < model.rows; i += 1) {
    let sum = 0
    for (let k = model.starts[i] ?? 0; k < (model.starts[i + 1] ?? 0); k += 1) {
      sum += (model.values[k] ?? 0) * (x[model.indices[k] ?? 0] ?? 0)
    }
    worst = Math.max(worst, (model.rowLower[i] ?? 0) - sum, sum - (model.rowUpper[i] ?? 0))
  }
  return worst
}
