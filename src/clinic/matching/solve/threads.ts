import { Worker } from 'node:worker_threads'
import type { Instance } from '../instance.ts'
import type { Weights } from '../weights.ts'
import { blockDesk, type AskedBlock, type ComposedBlock } from './block.ts'
import type { Answered, Asked, Desk } from './block-worker.ts'

/** Several who work on blocks at once. Each has its number, and one thing on its desk at a time. */
export type Threads = {
  compose: (who: number, asked: Omit<Extract<Asked, { kind: 'compose' }>, 'kind'>) => Promise<ComposedBlock>
  ask: (who: number, asked: Omit<Extract<Asked, { kind: 'ask' }>, 'kind'>) => Promise<AskedBlock>
  /** Bytes of each one's own heap at the most. */
  heaps: () => readonly number[]
  stop: () => void
  close: () => Promise<void>
}

const mostMemory = 2048

/** In this thread, one after the other: for a small census. */
export function oneThread(instance: Instance, weights: Weights, shouldStop: () => boolean): Threads {
  const desk = blockDesk(instance, weights, shouldStop)
  return {
    compose: (_, { site, kept, gap }) => desk.compose(site, kept, gap),
    ask: (_, { site, prices }) => Promise.resolve(desk.ask(site, prices)),
    heaps: () => [],
    stop: () => {},
    close: () => Promise.resolve(),
  }
}

/** So many threads, each with 2 GB at the most. Whoever opens them closes them. */
export function openThreads(instance: Instance, weights: Weights, count: number): Threads {
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
    // The thread answers what it was asked: a composed block to one, a sum to the other.
    compose: (who, asked) => put(who, { kind: 'compose', ...asked }) as Promise<ComposedBlock>,
    ask: (who, asked) => put(who, { kind: 'ask', ...asked }) as Promise<AskedBlock>,
    heaps: () => heaps,
    stop: () => {
      Atomics.store(new Int32Array(stop), 0, 1)
    },
    close: async () => {
      await Promise.all(workers.map((one) => one.terminate()))
    },
  }
}
