import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { noteScreen } from './pages/note.tsx'
import { noteQueue } from './pages/queue.tsx'
import { signedNotes } from './pages/signed.tsx'
import { writing } from './pages/writing.tsx'

/** The group note: written once for the room, with a part for each person, and one note in each chart. */
export const notes = new Hono<Door>()
notes.route('/', noteScreen)
notes.route('/', writing)
notes.route('/', signedNotes)
notes.route('/', noteQueue)
