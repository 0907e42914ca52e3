import { Hono } from 'hono'
import { z } from 'zod'
import { isId } from '../../../basics/ids.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { addContact, endContact } from '../actions.ts'
import { isEmail, phoneDigits } from '../contact-points.ts'
import { clientById } from '../queries.ts'
import { contactKinds } from './contact-card.tsx'
import { facePage } from './face.tsx'

export const contacts = new Hono<Door>()

const newContact = z
  .object({
    kind: oneOf(contactKinds, 'Choose the kind of contact.'),
    value: line(300, 'Enter the number, email or address.'),
    label: optionalLine(60),
    name: optionalLine(120),
    relationship: optionalLine(60),
    mayLeaveMessage: z.enum(['yes', 'no']).optional(),
  })
  .superRefine(({ kind, value, name }, context) => {
    const say = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if ((kind === 'phone' || kind === 'emergency') && phoneDigits(value) === '')
      say('value', 'Enter the phone number with its area code.')
    if (kind === 'email' && !isEmail(value)) say('value', 'Enter one email address.')
    if (kind === 'emergency' && name === '') say('name', 'Enter who is called in an emergency.')
  })

contacts.post(urls.clientContacts.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const back = `${urls.client({ client: client.id })}#contacts`
  const { end } = await c.req.parseBody()
  if (typeof end === 'string') {
    if (!isId(end)) return notFound(c)
    const refusal = await endContact(work, client.id, end)
    if (refusal) return facePage(c, { refusal })
    said(c, { tone: 'good', text: 'Taken out. It stays in the record, and nobody is reached by it any more.' })
    return c.redirect(back, 303)
  }
  const form = await readForm(c, newContact)
  if (!form.ok) return facePage(c, { form: { values: form.typed, errors: form.errors } })
  const { mayLeaveMessage, ...contact } = form.values
  const refusal = await addContact(work, client.id, {
    ...contact,
    mayLeaveMessage: mayLeaveMessage === undefined ? null : mayLeaveMessage === 'yes',
  })
  if (refusal) return facePage(c, { form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'The contact is added.' })
  return c.redirect(back, 303)
})
