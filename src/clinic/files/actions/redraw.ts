import { Worker } from 'node:worker_threads'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import { pixelsOf } from '../pixels.ts'
import { longestEdge, sizeAllowed, type FileType } from '../rules.ts'
import type { Order } from './image-worker.ts'

export type Drawn = { bytes: Uint8Array; type: FileType }
const patience = 30_000
const mostBytes = 6 * 1024 * 1024

// One at a time: an unpacked picture takes up to 160 MB.
let last: Promise<unknown> = Promise.resolve()

/** Unpacks a picture and draws it again, smaller if it is large: where it was taken and what was hidden in it stay behind. */
export async function redraw(bytes: Uint8Array, type: 'image/jpeg' | 'image/png'): Promise<Drawn | Refusal> {
  const unfit = sizeAllowed(pixelsOf(bytes))
  if (unfit) return unfit
  const turn = last.then(() => inWorker({ bytes, isPng: type === 'image/png', longestEdge, mostBytes }))
  last = turn
  return (await turn) ?? broken
}

const broken = refuse('image-broken', 'This picture is damaged and cannot be opened. Take it again, and send that.')

function inWorker(order: Order): Promise<Drawn | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./image-worker.ts', import.meta.url))
    const done = (drawn: Drawn | null): void => {
      clearTimeout(late)
      resolve(drawn)
      void worker.terminate()
    }
    const late = setTimeout(() => done(null), patience)
    worker.once('message', done)
    worker.once('error', () => done(null))
    worker.once('exit', () => done(null))
    worker.postMessage(order)
  })
}
