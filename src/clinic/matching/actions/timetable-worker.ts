// A search in a thread of its own. It is told what to look at, says how far it is, and can be stopped at any moment: the best
// that it has until then is its answer. One thread for one search, so that the solver's memory goes with it.
import { parentPort, workerData } from 'node:worker_threads'
import type { Plan, TimetableInstance } from '../instance.ts'
import type { Composed, Progress, Stage } from '../solve/compose.ts'
import { retime } from '../solve/timetable.ts'
import type { Proved } from '../timetable-sum.ts'
import type { Weights } from '../weights.ts'
import { composeHouse } from './compose-house.ts'

export type Searching = {
  instance: TimetableInstance
  plan: Plan
  weights: Weights
  seconds: number
  /** One number: 1 asks to stop. */
  stop: SharedArrayBuffer
  /** For tests: the size from which on a house is begun site by site. */
  many?: number
}
/** What nothing on this timetable is cheaper than; null where the search was stopped before it was known. */
export type Found = Proved & { instance: TimetableInstance; plan: Plan }
export type Said = { kind: 'progress'; share: number; words: string } | { kind: 'found'; found: Found }

const words: Record<Stage, string> = {
  start: 'Placing everybody as a coordinator would',
  prices: 'Weighing what every seat and hour is worth to all',
  'priced-start': 'Placing everybody by what seats are worth',
  pool: 'Choosing whole weeks together',
  nearby: 'Placing some anew together where a week costs most',
  exact: 'Looking for anything better',
}
const shares: Record<Stage, number> = {
  start: 0.05,
  prices: 0.15,
  'priced-start': 0.2,
  pool: 0.3,
  nearby: 0.35,
  exact: 0.4,
}
const gap = 0.002
/** What is done, and that there is a plan already: whoever has enough may stop. */
const toldOf = ({ stage, whole, plan }: Progress): string =>
  whole === null
    ? words[stage]
    : `${words[stage]}. A plan is there: ${whole} of ${plan.weeks.length} people have all of their week`

/**
 * Who sits where on today's timetable, then the groups moved to better hours one by one, then everybody once more on what came
 * of it. A third of the time for each; what one part leaves over is the next one's.
 */
async function run({ instance, plan, weights, seconds, stop, many }: Searching): Promise<Found> {
  const flag = new Int32Array(stop)
  const began = performance.now()
  const until = (part: number) => () => Atomics.load(flag, 0) === 1 || performance.now() - began > part * seconds * 1000
  const say = (said: Said) => parentPort?.postMessage(said)
  const tell = (share: number, told: string) => say({ kind: 'progress', share, words: told })
  const first = await composeHouse(instance, weights, {
    start: plan,
    gap,
    seconds: seconds / 6,
    ...(many === undefined ? {} : { many }),
    shouldStop: until(1 / 3),
    onProgress: (progress) => tell(shares[progress.stage], toldOf(progress)),
  })
  const found = await retime(instance, first.plan, weights, {
    trials: 400,
    shouldStop: until(2 / 3),
    onProgress: (trials) => tell(0.4 + Math.min(0.3, trials / 1000), 'Trying other hours for the groups'),
  })
  if (found.moved.length === 0) return { instance, plan: first.plan, ...provedBy(first) }
  if (until(0.9)()) return { instance: found.instance, plan: found.plan, bound: null, ownBound: null }
  const last = await composeHouse(found.instance, weights, {
    start: found.plan,
    gap,
    seconds: seconds / 6,
    ...(many === undefined ? {} : { many }),
    shouldStop: until(1),
    onProgress: (progress) => tell(0.7 + shares[progress.stage] / 2, toldOf(progress)),
  })
  return { instance: found.instance, plan: last.plan, ...provedBy(last) }
}

const known = (bound: number): number | null => (Number.isFinite(bound) ? bound : null)
const provedBy = ({ bound, ownBound }: Composed): Proved => ({ bound: known(bound), ownBound: known(ownBound) })

if (parentPort !== null) {
  const port = parentPort
  // What is handed over was made by `search`, of this very type.
  run(workerData as Searching).then(
    (found) => port.postMessage({ kind: 'found', found } satisfies Said),
    (error: unknown) => {
      throw error
    },
  )
}
