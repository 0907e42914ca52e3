import { Hono } from 'hono'
import type { VisitorDoor } from '../../web/visitor-door.ts'

export const publicInquiries = new Hono<VisitorDoor>()
