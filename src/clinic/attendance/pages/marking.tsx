import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import {
  id,
  line,
  oneOf,
  optionalId,
  optionalLine,
  readForm,
  wholeNumber,
  type FieldErrors,
} from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import { cancelSession } from '../actions/cancel.ts'
import { markAllHere, markClient } from '../actions/mark.ts'
import { takeBack } from '../actions/undo.ts'
import { addWalkIn } from '../actions/walk-in.ts'
import { sessionById } from '../queries.ts'
import { markName } from './person-row.tsx'
import { showRoster, type Returned } from './roster.tsx'

/** What is pressed on a roster: each press is a form, with or without script. */
export const marking = new Hono<Door>()

const minutes = z.preprocess((value) => (value === '' ? undefined : value), wholeNumber(0, 1440).optional())

const markForm = z.object({
  client: id('Choose a person on the roster.'),
  mark: oneOf(['here', 'late', 'left-early', 'absent', 'excused'], 'Choose a mark.'),
  minutesLate: minutes,
  minutesLeftEarly: minutes,
  reason: optionalLine(40),
  reasonWords: optionalLine(200),
  lateChange: optionalLine(300),
})

marking.post(urls.marks.pattern, async (c) => {
  const form = await readForm(c, markForm)
  if (!form.ok) return refused(c, firstOf(form.errors), { typed: form.typed })
  const { client, mark, minutesLate, minutesLeftEarly, reason, reasonWords, lateChange } = form.values
  const answer = await markClient(workOf(c), c.req.param('session'), {
    clientId: client,
    kind: mark,
    minutesLate: minutesLate ?? null,
    minutesLeftEarly: minutesLeftEarly ?? null,
    reason,
    reasonWords: reason === 'other' ? reasonWords : '',
    lateChange,
  })
  if (isRefusal(answer)) return refused(c, answer, { typed: form.typed })
  const signed = answer.session.noteSignedAt !== null
  const instead = answer.instead === null ? '' : ` It stands instead of the mark by ${answer.instead}.`
  said(
    c,
    signed
      ? {
          tone: 'warning',
          text: 'Corrected, with your reason. The signed note keeps what it said: add an addendum if it needs one.',
        }
      : {
          tone: 'good',
          text: `Marked: ${markName(mark).toLowerCase()}.${instead}`,
          undo: { action: urls.markUndo({ session: answer.session.id }), fields: { mark: answer.id } },
        },
  )
  return c.redirect(`${urls.roster({ session: answer.session.id })}#person-${answer.person.id}`, 303)
})

marking.post(urls.allHere.pattern, async (c) => {
  const answer = await markAllHere(workOf(c), c.req.param('session'))
  if (isRefusal(answer)) return refused(c, answer)
  const session = { session: answer.session.id }
  said(
    c,
    answer.id === null
      ? { tone: 'info', text: 'Everyone has a mark already.' }
      : {
          tone: 'good',
          text: `${plural(answer.marked, 'person', 'people')} marked as here.`,
          undo: { action: urls.markUndo(session), fields: { mark: answer.id } },
        },
  )
  return c.redirect(urls.roster(session), 303)
})

marking.post(urls.markUndo.pattern, async (c) => {
  const form = await readForm(c, z.object({ mark: optionalId }))
  const answer = form.ok
    ? await takeBack(workOf(c), c.req.param('session'), form.values.mark)
    : refuse('already-undone', 'This mark was taken back already.')
  if (isRefusal(answer)) return refused(c, answer)
  said(c, {
    tone: 'info',
    text:
      answer.marks === 1
        ? `Taken back: ${markName(answer.mark).toLowerCase()}. What stood before stands again.`
        : `Taken back: ${answer.marks} marks.`,
  })
  const [first] = answer.clientIds
  const place = answer.marks === 1 && first !== undefined ? `#person-${first}` : ''
  return c.redirect(`${urls.roster({ session: answer.session.id })}${place}`, 303)
})

marking.post(urls.walkIns.pattern, async (c) => {
  const form = await readForm(
    c,
    z.object({ client: id('Choose somebody from the list.'), minutesLate: minutes, find: optionalLine(100) }),
  )
  const back: Returned = { place: 'walk-in', typed: form.typed, find: form.typed.find }
  if (!form.ok) return refused(c, firstOf(form.errors), back)
  const answer = await addWalkIn(workOf(c), c.req.param('session'), {
    clientId: form.values.client,
    minutesLate: form.values.minutesLate ?? null,
    lateChange: '',
  })
  if (isRefusal(answer)) return refused(c, answer, back)
  const session = { session: answer.session.id }
  said(c, {
    tone: 'good',
    text: 'Walk-in added.',
    undo: { action: urls.markUndo(session), fields: { mark: answer.id } },
  })
  return c.redirect(`${urls.roster(session)}#person-${answer.person.id}`, 303)
})

marking.post(urls.sessionCancellation.pattern, async (c) => {
  const form = await readForm(c, z.object({ because: line(200, 'Say in a few words why it does not take place.') }))
  if (!form.ok) return refused(c, undefined, { place: 'cancellation', typed: form.typed, errors: form.errors })
  const answer = await cancelSession(workOf(c), c.req.param('session'), form.values.because)
  if (isRefusal(answer)) return refused(c, answer, { place: 'cancellation', typed: form.typed })
  said(c, { tone: 'warning', text: 'The meeting is cancelled. Nobody is expected any more.' })
  return c.redirect(urls.roster({ session: answer.id }), 303)
})

const firstOf = (errors: FieldErrors): Refusal => refuse('form', Object.values(errors)[0] ?? 'Look at the form again.')

/** The roster again, with the reason and with what was typed; or nothing, where this session is not theirs to see. */
async function refused(c: Context<Door>, refusal: Refusal | undefined, back: Returned = {}): Promise<Response> {
  const session = c.req.param('session') ?? ''
  if (refusal?.refused === 'not-found') return notFound(c)
  if (refusal?.refused === 'not-allowed') {
    // Of another clinic's sessions nobody learns even that they exist.
    return (await sessionById(workOf(c), session)) === undefined ? notFound(c) : forbidden(c, refusal.because)
  }
  return showRoster(c, session, { ...back, refusal })
}
