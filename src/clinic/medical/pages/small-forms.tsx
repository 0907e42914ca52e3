import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { day, line, oneOf, optionalDay, optionalLine, readForm } from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import { endAllergy, noteAllergy } from '../actions/allergies.ts'
import { noteCheck, setFollowUp } from '../actions/taking.ts'
import { allergyById } from '../queries/list.ts'
import { rxnorm } from './fields.tsx'
import { medicalPage } from './overview.tsx'
import { clientFor } from './parts.tsx'

/** The short forms of the medical page: each answers with the page itself, open where something is to be looked at again. */
export const smallForms = new Hono<Door>()

async function take<T>(
  c: Context<Door>,
  clientId: string | undefined,
  form: string | ((typed: Record<string, string>) => string),
  schema: z.ZodType<T>,
  does: (clientId: string, values: T) => Promise<unknown>,
  done: string,
): Promise<Response> {
  const client = await clientFor(c, 'medicine.see', clientId)
  if (client instanceof Response) return client
  const read = await readForm(c, schema)
  const name = typeof form === 'string' ? form : form(read.typed)
  if (!read.ok)
    return medicalPage(c, client, { form: name, state: { values: read.typed, errors: read.errors, prefix: name } })
  const answer = await does(client.id, read.values)
  if (isRefusal(answer)) return medicalPage(c, client, { form: name, state: { values: read.typed }, refusal: answer })
  said(c, { tone: 'good', text: done })
  return c.redirect(urls.medical({ client: client.id }), 303)
}

const allergy = z
  .object({
    kind: oneOf(['allergy', 'intolerance', 'none-known'], 'Say what it is.'),
    substance: optionalLine(200),
    reaction: optionalLine(500),
    severity: oneOf(['mild', 'moderate', 'severe', 'unknown']),
    assertedBy: oneOf(['client', 'family', 'clinician', 'record']),
    rxnorm,
  })
  .refine(({ kind, substance }) => kind === 'none-known' || substance !== '', {
    path: ['substance'],
    error: 'Name the substance.',
  })
  .refine(({ kind, substance }) => kind !== 'none-known' || substance === '', {
    path: ['substance'],
    error: 'Where none is known there is no substance. Leave it empty, or choose what it is.',
  })

smallForms.post(urls.allergies.pattern, (c) =>
  take(
    c,
    c.req.param('client'),
    'allergy',
    allergy,
    (id, values) => noteAllergy(workOf(c), id, values),
    'Written down.',
  ),
)
smallForms.post(urls.allergyEnd.pattern, async (c) => {
  const id = c.req.param('allergy')
  const found = await allergyById(workOf(c), id)
  return take(
    c,
    found?.clientId ?? '',
    `end-${id}`,
    z.object({ because: line(500, 'Say why, in a few words.') }),
    (_client, { because }) => endAllergy(workOf(c), id, because),
    'Ended. It stays readable.',
  )
})
smallForms.post(urls.medicalChecks.pattern, (c) =>
  take(
    c,
    c.req.param('client'),
    (typed) => (typed.kind === 'naloxone' ? 'naloxone' : 'pdmp'),
    z.object({
      kind: oneOf(['pdmp', 'naloxone']),
      outcome: line(30, 'Say what came of it.'),
      onDay: day(),
      words: optionalLine(1000),
    }),
    (id, values) => noteCheck(workOf(c), id, values),
    'Written down.',
  ),
)
smallForms.post(urls.medicalFollowUps.pattern, (c) =>
  take(
    c,
    c.req.param('client'),
    'follow-up',
    z.object({ dueOn: optionalDay, because: line(500, 'Say what for, in a few words.') }),
    (id, { dueOn = null, because }) => setFollowUp(workOf(c), id, { dueOn, because }),
    'Set.',
  ),
)
