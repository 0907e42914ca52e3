import { Hono } from 'hono'
import type { VisitorDoor } from '../../web/visitor-door.ts'

export const publicPlacement = new Hono<VisitorDoor>()
