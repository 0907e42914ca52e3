import { Hono } from 'hono'
import type { Door } from '../../../web/door.ts'

export const curricula = new Hono<Door>()
