import { Worker } from 'node:worker_threads'
import type { Swap } from '../swaps.ts'
import type { Searching } from './room-worker.ts'

/** Somebody waits for it: a search takes about a second in a house of 300, and ends with what it has after so many. */
const seconds = 10
const mostMemory = 1024

let before: Promise<unknown> = Promise.resolve()

/** The week that others could make room for (`makeRoom`), looked for in a thread; one search at a time in this copy. */
export function roomFor(asked: Omit<Searching, 'seconds'>): Promise<Swap | null> {
  const answer = before.then(() => search({ ...asked, seconds }))
  before = answer.catch(() => {})
  return answer
}

function search(asked: Searching): Promise<Swap | null> {
  const worker = new Worker(new URL('./room-worker.ts', import.meta.url), {
    workerData: asked,
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  })
  worker.unref()
  return new Promise<Swap | null>((resolve, reject) => {
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('The search for room ended without an answer.')))
  }).finally(() => worker.terminate())
}
