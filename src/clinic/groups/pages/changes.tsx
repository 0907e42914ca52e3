import { Hono } from 'hono'
import type { Door } from '../../../web/door.ts'

export const seriesChanges = new Hono<Door>()
