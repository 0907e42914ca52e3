// The solver behind a small door: models as arrays in, answers as arrays out. Calls are synchronous: beside a server always
// through the worker. Same model, same limits in nodes and gap: same answer; a limit in seconds gives that up.
import highsModule, { type Highs, type HighsCallbackMap } from 'highs'
import type { Model } from './model.ts'

export type Improvement = { cost: number; bound: number; x: Float64Array }

export type Limits = {
  /** A complete assignment to begin with. */
  start?: Float64Array
  /** Wall seconds, for a person who waits; five minutes where nothing is said. Where the same answer must come again: nodes or gap. */
  seconds?: number
  /** Parts of the cost. */
  gap?: number
  nodes?: number
  /** The relaxation only: fractions allowed, and prices of the rows in the answer. */
  isRelaxed?: boolean
  /** The relaxation by the interior point method. */
  byInterior?: boolean
  /** How much of the work goes into looking for good answers, 0 to 1. */
  effort?: number
  onImprove?: (found: Improvement) => void
  onBound?: (bound: number, cost: number) => void
  shouldStop?: () => boolean
}

export type Answer = {
  status: 'optimal' | 'stopped' | 'impossible' | 'unknown'
  /** Null: nothing found. */
  x: Float64Array | null
  cost: number
  /** Nothing is cheaper, the solver says. */
  bound: number
  /** Of the rows, when relaxed; else null. */
  prices: Float64Array | null
  nodes: number
}

/** No call to the solver takes longer, whoever forgot to say how long it may: it cannot be ended from the same thread. */
const mostSeconds = 300

// The package's types describe its CommonJS side; Node imports the other, whose default export is the loader itself.
const loadHighs = highsModule as unknown as typeof highsModule.default
let loaded: Promise<Highs> | undefined

/** The solver, loaded once in a thread. */
export const loadSolver = (): Promise<Highs> => {
  loaded ??= loadHighs()
  return loaded
}

/** Solves one model, and gives the solver's memory back. */
export async function solve(model: Model, limits: Limits = {}): Promise<Answer> {
  const highs = await loadSolver()
  try {
    return run(highs, model, limits)
  } catch (error) {
    // An uncaught error of the bundle prints the whole minified library.
    const words = error instanceof Error ? error.message : String(error)
    throw new Error(`The solver gave up: ${words.slice(0, 200)}`)
  }
}

function run(highs: Highs, model: Model, limits: Limits): Answer {
  const isRelaxed = limits.isRelaxed === true
  const held = highs.createModel({
    numCols: model.columns,
    numRows: model.rows,
    offset: model.offset,
    colCost: model.cost,
    colLower: model.lower,
    colUpper: model.upper,
    rowLower: model.rowLower,
    rowUpper: model.rowUpper,
    matrix: {
      format: 'csr',
      numRows: model.rows,
      numCols: model.columns,
      starts: model.starts,
      indices: model.indices,
      values: model.values,
    },
    ...(isRelaxed ? {} : { integrality: model.whole }),
  })
  try {
    held.options.set({
      output_flag: false,
      random_seed: 1,
      time_limit: Math.min(mostSeconds, limits.seconds ?? mostSeconds),
      ...(limits.gap === undefined ? {} : { mip_rel_gap: limits.gap }),
      ...(limits.nodes === undefined ? {} : { mip_max_nodes: limits.nodes }),
      ...(limits.effort === undefined ? {} : { mip_heuristic_effort: limits.effort }),
      ...(isRelaxed && limits.byInterior === true ? { solver: 'ipm' } : {}),
    })
    if (limits.start !== undefined && !isRelaxed) held.setSolution({ colValue: limits.start })
    held.run(callbacks(highs, limits))
    const code = held.getModelStatus()
    const codes = highs.constants.modelStatus
    const hasAnswer = held.info.get('primal_solution_status') === highs.constants.solutionStatus.feasible
    const solution = hasAnswer ? held.getSolution() : null
    const cost = solution === null ? Number.POSITIVE_INFINITY : held.getObjectiveValue()
    const isOptimal = code === codes.optimal || code === codes.empty
    return {
      status: isOptimal
        ? 'optimal'
        : code === codes.infeasible
          ? 'impossible'
          : hasAnswer || code === codes.timeLimit || code === codes.interrupted
            ? 'stopped'
            : 'unknown',
      x: solution?.colValue ?? null,
      cost,
      bound: isRelaxed ? (isOptimal ? cost : Number.NEGATIVE_INFINITY) : Number(held.info.get('mip_dual_bound')),
      prices: isRelaxed && solution !== null ? solution.rowDual : null,
      nodes: isRelaxed ? 0 : Number(held.info.get('mip_node_count')),
    }
  } finally {
    held.dispose()
  }
}

/** A relaxation that grows: columns and rows are added, and it is solved again from where it stood. */
export type Growing = {
  /** Compressed columns; answers nothing: places follow in order. */
  addColumns: (columns: readonly NewColumn[]) => void
  addRows: (rows: readonly NewRow[]) => void
  /** `isCornered`: at a corner, by the simplex, whatever was used before. Null: stopped, or five minutes were not enough. */
  solve: (isCornered?: boolean) => { cost: number; x: Float64Array; prices: Float64Array } | null
  dispose: () => void
}

export type NewColumn = {
  cost: number
  lower: number
  upper: number
  rows: readonly number[]
  values: readonly number[]
}
export type NewRow = { lower: number; upper: number; columns: readonly number[]; values: readonly number[] }

/** Opens an empty relaxation. Whoever opens it disposes of it. */
export async function openRelaxation(byInterior: boolean, shouldStop?: () => boolean): Promise<Growing> {
  const highs = await loadSolver()
  const held = highs.createModel()
  const { optimal, interrupted } = highs.constants.modelStatus
  // Columns come by the hundred: the primal simplex goes on from where it stood.
  held.options.set({
    output_flag: false,
    random_seed: 1,
    ...(byInterior ? { solver: 'ipm', run_crossover: 'off' } : { simplex_strategy: 4 }),
  })
  return {
    addColumns: (columns) => {
      if (columns.length === 0) return
      const { starts, indices, values } = packed(columns.map((one) => ({ places: one.rows, values: one.values })))
      held.addCols({
        cost: Float64Array.from(columns, (one) => one.cost),
        lower: Float64Array.from(columns, (one) => one.lower),
        upper: Float64Array.from(columns, (one) => one.upper),
        matrix: {
          format: 'csc',
          numRows: held.getDimensions().numRows,
          numCols: columns.length,
          starts,
          indices,
          values,
        },
      })
    },
    addRows: (rows) => {
      if (rows.length === 0) return
      const { starts, indices, values } = packed(rows.map((one) => ({ places: one.columns, values: one.values })))
      held.addRows({
        lower: Float64Array.from(rows, (one) => one.lower),
        upper: Float64Array.from(rows, (one) => one.upper),
        matrix: { format: 'csr', numRows: rows.length, numCols: held.getDimensions().numCols, starts, indices, values },
      })
    },
    solve: (isCornered = false) => {
      const began = performance.now()
      const isOver = () => performance.now() - began > mostSeconds * 1000 || shouldStop?.() === true
      // The simplex asks at each of its steps: every sixteenth is soon enough.
      let asked = 0
      const watch = callbacks(highs, { shouldStop: () => (asked += 1) % 16 === 0 && isOver() })
      if (isCornered && byInterior) held.options.set({ run_crossover: 'on' })
      held.run(watch)
      if (held.getModelStatus() !== optimal && !isOver()) {
        // Now and then the interior point method ends in doubt: the simplex does not.
        held.options.set({ solver: 'simplex', simplex_strategy: 1 })
        held.clearSolver()
        held.run(watch)
        // For this time only: of many rows and columns it takes five times as long.
        if (byInterior) held.options.set({ solver: 'ipm' })
      }
      const status = held.getModelStatus()
      if (status === interrupted || (status !== optimal && isOver())) return null
      if (status !== optimal) throw new Error(`The relaxation ended with status ${status}.`)
      const { colValue, rowDual } = held.getSolution()
      return { cost: held.getObjectiveValue(), x: colValue, prices: rowDual }
    },
    dispose: () => held.dispose(),
  }
}

function packed(lists: readonly { places: readonly number[]; values: readonly number[] }[]) {
  const starts = new Int32Array(lists.length + 1)
  lists.forEach((one, at) => {
    starts[at + 1] = (starts[at] ?? 0) + one.places.length
  })
  return {
    starts,
    indices: Int32Array.from(lists.flatMap((one) => one.places)),
    values: Float64Array.from(lists.flatMap((one) => one.values)),
  }
}

function callbacks(highs: Highs, limits: Limits): HighsCallbackMap {
  const { mipImprovingSolution, mipInterrupt, mipLogging, simplexInterrupt, ipmInterrupt } =
    highs.constants.callbackType
  const { onImprove, onBound, shouldStop } = limits
  const none = Number.NEGATIVE_INFINITY
  return {
    ...(onImprove === undefined
      ? {}
      : {
          [mipImprovingSolution]: ({ data }) => {
            if (data.mip_solution === undefined) return
            onImprove({
              cost: data.objective_function_value ?? data.mip_primal_bound ?? Number.POSITIVE_INFINITY,
              bound: data.mip_dual_bound ?? none,
              x: data.mip_solution,
            })
          },
        }),
    ...(onBound === undefined
      ? {}
      : {
          [mipLogging]: ({ data }) => {
            onBound(data.mip_dual_bound ?? none, data.mip_primal_bound ?? Number.POSITIVE_INFINITY)
          },
        }),
    ...(shouldStop === undefined
      ? {}
      : {
          [mipInterrupt]: (event) => {
            if (shouldStop()) event.interrupt()
          },
          [simplexInterrupt]: (event) => {
            if (shouldStop()) event.interrupt()
          },
          [ipmInterrupt]: (event) => {
            if (shouldStop()) event.interrupt()
          },
        }),
  }
}
