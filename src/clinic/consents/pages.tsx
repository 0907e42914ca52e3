import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { accounting } from './pages/accounting.tsx'
import { callerAnswer } from './pages/caller-answer.tsx'
import { callers } from './pages/callers.tsx'
import { consent } from './pages/consent.tsx'
import { list } from './pages/list.tsx'
import { signing } from './pages/signing.tsx'

export const consents = new Hono<Door>()
  .route('/', list)
  .route('/', signing)
  .route('/', consent)
  .route('/', accounting)
  .route('/', callers)
  .route('/', callerAnswer)
