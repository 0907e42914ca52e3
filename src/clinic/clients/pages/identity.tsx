import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { correctIdentity } from '../actions.ts'
import { ClientFrame } from '../frame.tsx'
import { clientById } from '../queries.ts'
import { birthDateRefusal, nameProblem, tidyName } from '../rules.ts'

export const identity = new Hono<Door>()

const nameField = (missing: string) => z.string({ error: missing }).transform(tidyName).pipe(named(missing))
const named = (missing: string) =>
  z.string().superRefine((name, context) => {
    const problem = name === '' ? missing : nameProblem(name)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })
const optionalName = z
  .string()
  .default('')
  .transform(tidyName)
  .superRefine((name, context) => {
    const problem = name === '' ? undefined : nameProblem(name)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })

const schemaOn = (today: string) =>
  z.object({
    givenName: nameField('Enter the given name.'),
    middleNames: optionalName,
    familyName: nameField('Enter the family name.'),
    preferredName: optionalName,
    birthDate: z.string({ error: 'Enter the birth date.' }).superRefine((day, context) => {
      const refusal = birthDateRefusal(day, today)
      if (refusal) context.addIssue({ code: 'custom', message: refusal.because })
    }),
    sex: oneOf(['female', 'male', 'other', 'unknown'], 'Choose the sex; “unknown” is a choice.'),
    pronouns: optionalLine(40),
    language: optionalLine(60),
    because: line(300, 'Say what was wrong, or where you have this from.'),
  })

identity.get(urls.clientIdentity.pattern, (c) => page(c))

identity.post(urls.clientIdentity.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, schemaOn(dayAt(work.at, work.clinic.timeZone)))
  if (!form.ok) return page(c, { form: { values: form.typed, errors: form.errors } })
  const { because, ...fields } = form.values
  const refusal = await correctIdentity(work, client.id, fields, because)
  if (refusal) return page(c, { form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'Corrected. What stood before stays in the record.' })
  return c.redirect(urls.client({ client: client.id }), 303)
})

async function page(c: Context<Door>, { form, refusal }: { form?: FormState; refusal?: Refusal } = {}) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  showing(c, 'identity', [client.id])
  const params = { client: client.id }
  return c.html(
    <ClientFrame c={c} client={client} tab="face" title="Correct who this is">
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="Correct who this is" hint="What stood before stays in the record, with your name and reason.">
        <form class="form" method="post" action={urls.clientIdentity(params)}>
          <TextField name="givenName" label="Given name" value={client.givenName} anyDirection form={form} />
          <TextField
            name="middleNames"
            label="Middle names"
            value={client.middleNames}
            optional
            anyDirection
            form={form}
          />
          <TextField name="familyName" label="Family name" value={client.familyName} anyDirection form={form} />
          <TextField
            name="preferredName"
            label="Goes by"
            value={client.preferredName}
            optional
            anyDirection
            form={form}
          />
          <DateField name="birthDate" label="Birth date" value={client.birthDate} form={form} />
          <Select
            name="sex"
            label="Sex"
            value={client.sex}
            options={['female', 'male', 'other', 'unknown'].map((value) => ({
              value,
              label: `${value[0]?.toUpperCase() ?? ''}${value.slice(1)}`,
            }))}
            form={form}
          />
          <TextField name="pronouns" label="Pronouns" value={client.pronouns} width="medium" optional form={form} />
          <TextField name="language" label="Language" value={client.language} width="medium" optional form={form} />
          <TextField
            name="because"
            label="Why it is corrected"
            hint="“Passport seen”, “told us on the phone”."
            form={form}
          />
          <FormActions>
            <Button kind="main">Save the correction</Button>
            <Button href={urls.client(params)}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
