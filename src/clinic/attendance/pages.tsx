import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { evidence } from './pages/evidence.tsx'
import { marking } from './pages/marking.tsx'
import { presenceFiles } from './pages/presence-files.tsx'
import { makeUpRulePages } from './pages/make-up-rules.tsx'
import { presenceRulePages } from './pages/presence-rules.tsx'
import { rosterScreen } from './pages/roster.tsx'
import { witnesses } from './pages/witnesses.tsx'

/** Who is in the room: the roster of one session, everything that is pressed on it, and what its three witnesses say. */
export const attendance = new Hono<Door>()
attendance.route('/', rosterScreen)
attendance.route('/', marking)
attendance.route('/', presenceFiles)
attendance.route('/', witnesses)
attendance.route('/', evidence)
attendance.route('/', presenceRulePages)
attendance.route('/', makeUpRulePages)
