import { parentPort, workerData } from 'node:worker_threads'
import type { Day } from '../../../basics/dates.ts'
import { readReferral } from '../bundle.ts'

const { bytes, today } = workerData as { bytes: Uint8Array; today: Day } // what reading.ts sends
parentPort?.postMessage(readReferral(bytes, today))
