import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalId, prose, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { addAddendum, cosignNote } from '../actions/after.ts'
import { noteOf } from '../queries.ts'
import { showNote } from './note.tsx'

export const signedNotes = new Hono<Door>()

signedNotes.post(urls.noteCosignature.pattern, async (c) => {
  const answer = await cosignNote(workOf(c), c.req.param('note'))
  if (isRefusal(answer)) return refused(c, answer, { words: '', clientId: undefined })
  said(c, { tone: 'good', text: 'Co-signed.' })
  return c.redirect(urls.note({ session: answer.id }), 303)
})

signedNotes.post(urls.noteAddenda.pattern, async (c) => {
  const form = await readForm(c, z.object({ client: optionalId, words: prose(10_000, 'Write what you add.') }))
  const typed = { words: form.typed.words ?? '', clientId: form.typed.client }
  const answer = form.ok
    ? await addAddendum(workOf(c), c.req.param('note'), { clientId: form.values.client, words: form.values.words })
    : refuse('form', Object.values(form.errors)[0] ?? 'Write what you add.')
  if (isRefusal(answer)) return refused(c, answer, typed)
  said(c, { tone: 'good', text: 'Added to the note, with your name and the time.' })
  return c.redirect(urls.note({ session: answer.id }), 303)
})

async function refused(
  c: Context<Door>,
  because: Refusal,
  typed: { words: string; clientId: string | undefined },
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'note.read')
  const note = denied ? undefined : await noteOf(work, { noteId: c.req.param('note') ?? '' })
  if (denied && because.refused === 'not-allowed') return forbidden(c, denied.because)
  if (note === undefined) return notFound(c)
  if (because.refused === 'not-allowed') return forbidden(c, because.because)
  return showNote(c, note.sessionId, { signed: { because, ...typed } })
}
