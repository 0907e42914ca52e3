import { Worker } from 'node:worker_threads'
import type { ClientWeek, Instance } from '../instance.ts'
import type { Weights } from '../weights.ts'
import type { Desks, SketchedBlock } from '../solve/block.ts'
import type { Answered, Asked, Desk } from './block-worker.ts'

const mostMemory = 2048

/** So many threads, each with 2 GB at the most. Whoever opens them closes them. */
export function openThreads(
  instance: Instance,
  weights: Weights,
  count: number,
): Desks & { close: () => Promise<void> } {
  const stop = new SharedArrayBuffer(4)
  const workers = Array.from(
    { length: count },
    () =>
      new Worker(new URL('./block-worker.ts', import.meta.url), {
        workerData: { instance, weights, stop } satisfies Desk,
        resourceLimits: { maxOldGenerationSizeMb: mostMemory },
      }),
  )
  const heaps = workers.map(() => 0)
  const ended = new Error('A thread of the solver ended without an answer.')
  // One question at a time for each: the next waits for the answer before it.
  const busy: Promise<unknown>[] = workers.map(() => Promise.resolve())
  const put = (who: number, asked: Asked): Promise<Answered['found']> => {
    const at = who % workers.length
    const worker = workers[at]
    if (worker === undefined) return Promise.reject(ended)
    const answer = (busy[at] ?? Promise.resolve()).then(
      () =>
        new Promise<Answered['found']>((resolve, reject) => {
          const done = () => {
            worker.off('message', heard)
            worker.off('error', fell)
            worker.off('exit', left)
          }
          const heard = ({ found, heap }: Answered) => {
            done()
            heaps[at] = heap
            resolve(found)
          }
          const fell = (error: Error) => {
            done()
            reject(error)
          }
          const left = () => fell(ended)
          worker.on('message', heard)
          worker.on('error', fell)
          worker.on('exit', left)
          worker.postMessage(asked)
        }),
    )
    busy[at] = answer.catch(() => {})
    return answer
  }
  return {
    // The thread answers what it was asked: a sketched block to one, weeks to the other.
    sketch: (who, asked) => put(who, { kind: 'sketch', ...asked }) as Promise<SketchedBlock>,
    settle: (who, asked) => put(who, { kind: 'settle', ...asked }) as Promise<ClientWeek[]>,
    heaps: () => heaps,
    stop: () => {
      Atomics.store(new Int32Array(stop), 0, 1)
    },
    close: async () => {
      await Promise.all(workers.map((one) => one.terminate()))
    },
  }
}
