import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, type FormState, TextArea, TextField } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { type Door, showing, workOf } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, optionalId, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { raiseConcern } from '../actions/concerns.ts'
import { whoIsMeant } from '../queries/concerns.ts'
import { urgencies, urgencyHint, urgencyName } from '../worries.ts'

export const raise = new Hono<Door>()

raise.get(urls.newConcern.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'concern.raise')
  if (denied) return forbidden(c, denied.because)
  const asked = c.req.query('client')
  const client = asked !== undefined && may(work.by, 'client.see') ? await clientById(work, asked) : undefined
  return page(c, { client })
})

const worry = z.object({
  client: optionalId,
  about: optionalLine(200),
  words: optionalProse(500),
  urgency: oneOf(urgencies, 'Say how urgent it is.'),
  /** Nobody of those shown: the name stays as it was typed. */
  asTyped: optionalLine(3),
})

raise.post(urls.newConcern.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'concern.raise')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, worry)
  const sees = may(work.by, 'client.see')
  if (!form.ok) return page(c, { form: { values: form.typed, errors: form.errors } })
  const { about, words, urgency, asTyped } = form.values
  const known = form.values.client !== undefined && sees ? await clientById(work, form.values.client) : undefined
  if (form.values.client !== undefined && known === undefined) return notFound(c)
  const meant = known === undefined && sees && about !== '' && asTyped !== 'yes' ? await whoIsMeant(work, about) : []
  // Two people of one name: whoever raises it says which.
  if (meant.length > 1) return page(c, { form: { values: form.typed }, meant })
  const clientId = known?.id ?? meant[0]?.id ?? null
  const answer = await raiseConcern(work, { clientId, about, words, urgency })
  if (isRefusal(answer)) return page(c, { client: known, form: { values: form.typed }, refusal: answer })
  if (urgency === 'danger' && clientId !== null && may(work.by, 'screen.do')) {
    said(c, { tone: 'danger', text: 'Raised. Ask the safety questions now; if somebody may die, call 911 first.' })
    return c.redirect(urls.safetyScreen({ client: clientId }), 303)
  }
  said(
    c,
    urgency === 'danger'
      ? {
          tone: 'danger',
          text: 'Raised as danger. Tell a clinician by voice now; if somebody may die, call 911 first.',
        }
      : { tone: 'good', text: 'Raised. It is somebody’s now, with a day.' },
  )
  return c.redirect(may(work.by, 'concern.work') ? urls.concern({ concern: answer.id }) : urls.today(), 303)
})

type Shown = {
  client?: ClientFacts
  form?: FormState
  refusal?: Refusal
  meant?: { id: string; name: string; number: string }[]
}

function page(c: Context<Door>, { client, form, refusal, meant = [] }: Shown) {
  if (client !== undefined || meant.length > 0)
    showing(c, 'concern', client === undefined ? meant.map(({ id }) => id) : [client.id])
  return c.html(
    <StaffPage
      c={c}
      current="Concerns"
      title="Raise a concern"
      intro="A line is enough. It becomes somebody’s at once, and ends with what came of it."
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {meant.length > 0 && (
        <Notice tone="warning" title="More than one person is called so">
          Choose whom you mean, then raise it.
        </Notice>
      )}
      <Card>
        <form class="form" method="post" action={urls.newConcern()}>
          {client !== undefined ? (
            <>
              <input type="hidden" name="client" value={client.id} />
              <p>
                About <b dir="auto">{client.name}</b>
              </p>
            </>
          ) : meant.length > 0 ? (
            <>
              <RadioCards
                name="client"
                label="Whom do you mean?"
                options={meant.map(({ id, name, number }) => ({ value: id, label: `${name}, No. ${number}` }))}
                optional
                form={form}
                plain
              />
              <input type="hidden" name="about" value={String(form?.values?.['about'] ?? '')} />
            </>
          ) : (
            <TextField
              name="about"
              label="About whom"
              hint="Name or number, or what you know: a name you only heard is fine."
              maxlength={200}
              anyDirection
              form={form}
              autocomplete="off"
            />
          )}
          <TextArea
            name="words"
            label="What worries you"
            hint="What you saw or heard, in a line."
            rows={2}
            maxlength={500}
            form={form}
          />
          <RadioCards
            name="urgency"
            label="How urgent"
            options={urgencies.map((value) => ({ value, label: urgencyName[value], hint: urgencyHint[value] }))}
            form={form}
          />
          <FormActions>
            <Button kind="main">Raise it</Button>
            {meant.length > 0 && (
              <Button name="asTyped" value="yes">
                None of these: keep the name as typed
              </Button>
            )}
          </FormActions>
        </form>
      </Card>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
