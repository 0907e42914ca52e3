import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { id, prose, readForm } from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import { addVisitAddendum, cosignVisitNote, returnVisitNote } from '../actions/visit-after.ts'
import { showVisitNote } from './visit-note.tsx'

export const visitAfter = new Hono<Door>()

visitAfter.post(urls.visitNoteCosignature.pattern, async (c) => {
  const note = c.req.param('note')
  const form = await readForm(c, z.object({ version: id('Open the note again.') }))
  const answer = form.ok ? await cosignVisitNote(workOf(c), note, form.values.version) : newer
  return done(c, note, answer, 'Co-signed.', '')
})

visitAfter.post(urls.visitNoteReturn.pattern, async (c) => {
  const note = c.req.param('note')
  const form = await readForm(
    c,
    z.object({ version: id('Open the note again.'), words: prose(4000, 'Say what you ask for.') }),
  )
  const answer = form.ok
    ? await returnVisitNote(workOf(c), note, form.values.version, form.values.words)
    : refuse('form', form.errors.words ?? newer.because)
  return done(c, note, answer, 'Given back. Its author sees it on their notes.', form.typed.words ?? '')
})

visitAfter.post(urls.visitNoteAddenda.pattern, async (c) => {
  const note = c.req.param('note')
  const form = await readForm(c, z.object({ words: prose(10_000, 'Write what you add.') }))
  const answer = form.ok
    ? await addVisitAddendum(workOf(c), note, form.values.words)
    : refuse('form', form.errors.words ?? 'Write what you add.')
  return done(c, note, answer, 'Added to the note, with your name and the time.', form.typed.words ?? '')
})

const newer = refuse('newer', 'A newer version was signed since you opened this. Read it first.')

async function done(
  c: Context<Door>,
  note: string,
  answer: null | Refusal,
  text: string,
  words: string,
): Promise<Response> {
  if (isRefusal(answer)) {
    if (answer.refused === 'not-allowed') return forbidden(c, answer.because)
    return showVisitNote(c, note, { signed: { because: answer, words } })
  }
  said(c, { tone: 'good', text })
  return c.redirect(urls.visitNote({ note }), 303)
}
