import { Hono } from 'hono'
import type { Door } from '../../../web/door.ts'

export const cover = new Hono<Door>()
