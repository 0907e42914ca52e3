import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { wishes } from './pages/wishes.tsx'

export const matching = new Hono<Door>()
matching.route('/', wishes)
