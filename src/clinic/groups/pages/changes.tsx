import { Hono } from 'hono'
import type { Door } from '../../../web/door.ts'
import { changeForms } from './change-form.tsx'
import { seriesEnds } from './end-series.tsx'
import { phases } from './phases.tsx'
import { transfers } from './transfer.tsx'
import { withdrawals } from './withdraw-change.tsx'

/** What changes a group or a seat from a day on: its hour, its end, and the move of one member to another group; and how far along people are. */
export const seriesChanges = new Hono<Door>()
  .route('/', changeForms)
  .route('/', seriesEnds)
  .route('/', transfers)
  .route('/', withdrawals)
  .route('/', phases)
