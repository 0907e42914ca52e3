import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { pauses } from './pages/pauses.tsx'

/** Moving through care: pauses, decisions on the level, leaving with its summary, and what can be taken back. */
export const moving = new Hono<Door>().route('/', pauses)
