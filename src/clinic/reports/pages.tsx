import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { file } from './pages/file.ts'
import { overview } from './pages/overview.tsx'
import { people } from './pages/people.tsx'
import { report } from './pages/report.tsx'
import { stateCodePages } from './pages/state-codes.tsx'
import { stateDataForm } from './pages/state-data.tsx'
import { stateFiles } from './pages/state-files.tsx'

/** What the clinic came to, the list behind each number, and what goes to the state. */
export const reports = new Hono<Door>()
for (const part of [overview, stateFiles, file, people, report, stateCodePages, stateDataForm]) reports.route('/', part)
