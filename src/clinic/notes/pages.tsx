import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { heldApart } from './pages/held-apart.tsx'
import { keeping } from './pages/keeping.tsx'
import { newNote } from './pages/new-note.tsx'
import { noteScreen } from './pages/note.tsx'
import { openNotes } from './pages/open-notes.tsx'
import { noteQueue } from './pages/queue.tsx'
import { signedNotes } from './pages/signed.tsx'
import { visitAfter } from './pages/visit-after.tsx'
import { visitNoteScreen } from './pages/visit-note.tsx'
import { visitWriting } from './pages/visit-writing.tsx'
import { writing } from './pages/writing.tsx'

/** Notes: of a group, written once for the room with a part for each person, and of one person's hour. */
export const notes = new Hono<Door>()
for (const part of [
  noteScreen,
  writing,
  signedNotes,
  noteQueue,
  keeping,
  newNote,
  visitNoteScreen,
  visitWriting,
  visitAfter,
  openNotes,
  heldApart,
])
  notes.route('/', part)
