import { Hono } from 'hono'
import type { VisitorDoor } from '../../web/visitor-door.ts'

export const publicGroups = new Hono<VisitorDoor>()
