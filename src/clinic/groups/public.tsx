import { Hono } from 'hono'
import type { VisitorDoor } from '../../web/visitor-door.ts'
import { contact } from './public/contact.tsx'
import { groups } from './public/groups.tsx'
import { seatHolds } from './public/hold.tsx'
import { home } from './public/home.tsx'
import { programs } from './public/programs.tsx'

/** What visitors see of programs and groups: the pages live from the timetable, and seats that can be held. */
export const publicGroups = new Hono<VisitorDoor>()
for (const part of [home, programs, groups, seatHolds, contact]) publicGroups.route('/', part)
