import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { intakeDocument } from './pages/document.tsx'
import { intakeInstruments } from './pages/instrument.tsx'
import { intakeList } from './pages/list.tsx'
import { intakeSections } from './pages/section.tsx'

export const intake = new Hono<Door>()
for (const face of [intakeList, intakeSections, intakeInstruments, intakeDocument]) intake.route('/', face)
