import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { board } from './pages/board.tsx'
import { clientTrouble } from './pages/client-trouble.tsx'
import { concern } from './pages/concern.tsx'
import { huddle } from './pages/huddle.tsx'
import { outreach } from './pages/outreach.tsx'
import { raise } from './pages/raise.tsx'
import { review } from './pages/review.tsx'
import { trouble } from './pages/trouble.tsx'
import { troubleReport } from './pages/trouble-report.tsx'
import { troubleRules } from './pages/trouble-rules.tsx'

/** Nobody gets lost: who missed and was not reached, what points to trouble, what worries anyone, and the morning's huddle. */
export const concerns = new Hono<Door>()
concerns.route('/', board)
concerns.route('/', raise)
concerns.route('/', concern)
concerns.route('/', outreach)
concerns.route('/', review)
concerns.route('/', trouble)
concerns.route('/', troubleReport)
concerns.route('/', troubleRules)
concerns.route('/', clientTrouble)
concerns.route('/', huddle)
