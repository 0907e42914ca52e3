import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { leavingRulePages } from './pages/leaving-rules.tsx'
import { movingBoard } from './pages/moving-board.tsx'
import { notices } from './pages/notices.tsx'
import { pauses } from './pages/pauses.tsx'
import { stepOne } from './pages/step.tsx'
import { steps } from './pages/steps.tsx'
import { summary } from './pages/summary.tsx'

/** Moving through care: pauses, decisions on the level, leaving with its summary, and what can be taken back. */
export const moving = new Hono<Door>()
for (const part of [pauses, steps, stepOne, notices, summary, movingBoard, leavingRulePages]) moving.route('/', part)
