import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { assistance } from './pages/assistance.tsx'
import { benefits } from './pages/benefits.tsx'
import { eligibility } from './pages/eligibility.tsx'
import { estimates } from './pages/estimate.tsx'
import { fees } from './pages/fees.tsx'
import { overview } from './pages/overview.tsx'
import { pay } from './pages/pay.tsx'
import { payers } from './pages/payers.tsx'
import { planForm } from './pages/plan-form.tsx'

/** Money before the first day: who pays, what a plan pays, who is helped, and the estimate in writing. */
export const coverage = new Hono<Door>()
  .route('/', overview)
  .route('/', planForm)
  .route('/', benefits)
  .route('/', eligibility)
  .route('/', assistance)
  .route('/', pay)
  .route('/', estimates)
  .route('/', fees)
  .route('/', payers)
