// Blocks of one census in a thread of its own, so that two are worked on at once. One thread for one census: what the solver took
// of memory goes with it.
import { parentPort, workerData } from 'node:worker_threads'
import { getHeapStatistics } from 'node:v8'
import type { Instance } from '../instance.ts'
import type { Weights } from '../weights.ts'
import { blockDesk, type AskedBlock, type ComposedBlock, type ToAsk, type ToCompose } from '../solve/block.ts'

/** One number: 1 asks to stop. */
export type Desk = { instance: Instance; weights: Weights; stop: SharedArrayBuffer }
export type Asked = ({ kind: 'compose' } & ToCompose) | ({ kind: 'ask' } & ToAsk)
/** `heap`: bytes that this thread held at the most, as far as it looked, the solver's memory not among them. */
export type Answered = { found: ComposedBlock | AskedBlock; heap: number }

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
    const answer = (found: ComposedBlock | AskedBlock) => {
      look()
      port.postMessage({ found, heap } satisfies Answered)
    }
    if (asked.kind === 'ask') answer(desk.ask(asked.site, asked.prices))
    else
      desk.compose(asked.site, asked.kept, asked.gap).then(answer, (error: unknown) => {
        throw error
      })
  })
}
