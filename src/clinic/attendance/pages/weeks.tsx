import { Hono } from 'hono'
import type { Door } from '../../../web/door.ts'
import { chartWeek } from './chart-week.tsx'
import { unpaid } from './unpaid.tsx'
import { visitMarks } from './visit-marks.tsx'
import { week } from './week.tsx'

/** The week: everyone's, one client's, and the marks on visits. */
export const weeks = new Hono<Door>().route('/', week).route('/', chartWeek).route('/', visitMarks).route('/', unpaid)
