import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { dose } from './pages/dose.tsx'
import { plan } from './pages/plan.tsx'

/** The plan of care: goals, and the prescribed week. */
export const plans = new Hono<Door>().route('/', plan).route('/', dose)
