import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { pauses } from './pages/pauses.tsx'
import { stepOne } from './pages/step.tsx'
import { steps } from './pages/steps.tsx'

/** Moving through care: pauses, decisions on the level, leaving with its summary, and what can be taken back. */
export const moving = new Hono<Door>().route('/', pauses).route('/', steps).route('/', stepOne)
