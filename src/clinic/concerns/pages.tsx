import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { board } from './pages/board.tsx'
import { outreach } from './pages/outreach.tsx'

/** Nobody gets lost: who missed and was not reached, and every call that was made. */
export const concerns = new Hono<Door>()
concerns.route('/', board)
concerns.route('/', outreach)
