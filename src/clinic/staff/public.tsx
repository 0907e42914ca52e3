import { Hono } from 'hono'
import type { VisitorDoor } from '../../web/visitor-door.ts'
import { family } from './public/family.tsx'
import { helpNow } from './public/help-now.tsx'
import { people } from './public/people.tsx'

/** What visitors read of the people here, of family, and of danger. */
export const publicStaff = new Hono<VisitorDoor>()
for (const part of [people, family, helpNow]) publicStaff.route('/', part)
