// Blocks of one census in a thread of its own, so that two are worked on at once. One thread for one census: what the solver took
// of memory goes with it.
import { parentPort, workerData } from 'node:worker_threads'
import { getHeapStatistics } from 'node:v8'
import type { ClientWeek, Instance } from '../instance.ts'
import type { Weights } from '../weights.ts'
import { blockDesk, type AskedOfBlock, type SketchedBlock } from '../solve/block.ts'

/** One number: 1 asks to stop. */
export type Desk = { instance: Instance; weights: Weights; stop: SharedArrayBuffer }
export type Asked = { kind: 'sketch' | 'settle' } & AskedOfBlock
/** `heap`: bytes that this thread held at the most, as far as it looked, the solver's memory not among them. */
export type Answered = { found: SketchedBlock | ClientWeek[]; heap: number }

if (parentPort !== null) {
  const port = parentPort
  // What is handed over was made by `openThreads`, of these very types.
  const { instance, weights, stop } = workerData as Desk
  const flag = new Int32Array(stop)
  const desk = blockDesk(instance, weights, () => Atomics.load(flag, 0) === 1)
  let heap = 0
  const look = () => {
    const { total_heap_size: own, external_memory: outside } = getHeapStatistics()
    heap = Math.max(heap, own + outside)
  }
  port.on('message', (asked: Asked) => {
    const answer = (found: SketchedBlock | ClientWeek[]) => {
      look()
      port.postMessage({ found, heap } satisfies Answered)
    }
    const { kind, site, weeks, gap } = asked
    desk[kind](site, weeks, gap).then(answer, (error: unknown) => {
      throw error
    })
  })
}
