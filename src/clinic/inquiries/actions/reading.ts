import { Worker } from 'node:worker_threads'
import type { Day } from '../../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { MAX_BYTES, readReferral } from '../bundle.ts'
import type { ReadReferral } from '../referral.ts'

/** A file larger than this is read beside the server, so that nobody else's page waits for it. */
const readHere = 1_000_000

let line: Promise<unknown> = Promise.resolve()

/** Reads a document of any size. Large ones stand in line: two at once would want twice the memory. */
export function readDocument(bytes: Uint8Array, today: Day): Promise<ReadReferral | Refusal> {
  if (bytes.length <= readHere || bytes.length > MAX_BYTES) return Promise.resolve(readReferral(bytes, today))
  const mine = line.then(() => readAside(bytes, today))
  line = mine
  return mine
}

const tooMuch = refuse(
  'too-intricate',
  'This file is nested or split far beyond any real record. Ask the sender for this person’s FHIR R4 bundle.',
)

function readAside(bytes: Uint8Array, today: Day): Promise<ReadReferral | Refusal> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), {
      workerData: { bytes, today },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 1536 },
    })
    // `readReferral` throws at nothing: what ends the worker without an answer is a document that took all its memory.
    worker.once('error', () => resolve(tooMuch))
    worker.once('exit', () => resolve(tooMuch))
    worker.once('message', (answer: ReadReferral | Refusal) => {
      resolve(isRefusal(answer) ? { ...answer } : answer)
      void worker.terminate()
    })
  })
}
