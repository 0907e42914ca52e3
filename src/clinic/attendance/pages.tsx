import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { marking } from './pages/marking.tsx'
import { rosterScreen } from './pages/roster.tsx'

/** Who is in the room: the roster of one session, and everything that is pressed on it. */
export const attendance = new Hono<Door>()
attendance.route('/', rosterScreen)
attendance.route('/', marking)
