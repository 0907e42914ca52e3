import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { callList } from './pages/calls.tsx'
import { desk } from './pages/desk.tsx'
import { hours } from './pages/hours.tsx'
import { messageList } from './pages/messages.tsx'
import { oneCall } from './pages/call.tsx'

/** The admissions desk's telephone. `/calls/hours` and `/calls/desk` stand before `/calls/:call`. */
export const calls = new Hono<Door>()
for (const part of [callList, hours, desk, oneCall, messageList]) calls.route('/', part)
