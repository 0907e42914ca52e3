import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'

/** Medicine and monitoring: allergies, medications, orders, flowsheets, toxicology. */
export const medical = new Hono<Door>()
