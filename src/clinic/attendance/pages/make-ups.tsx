import { Hono } from 'hono'
import type { Door } from '../../../web/door.ts'

export const makeUps = new Hono<Door>()
