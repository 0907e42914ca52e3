import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { compose } from './pages/compose.tsx'
import { others } from './pages/others.tsx'
import { weights } from './pages/weights.tsx'
import { proposals } from './pages/proposals.tsx'
import { wishes } from './pages/wishes.tsx'

export const matching = new Hono<Door>()
matching.route('/', wishes)
matching.route('/', compose)
matching.route('/', others)
matching.route('/', weights)
matching.route('/', proposals)
