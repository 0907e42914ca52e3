import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, FormActions, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { oneOf, optionalProse, readForm } from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { occasions, reconcile } from '../actions/reconcile.ts'
import { medicationsOf } from '../queries/list.ts'
import { outcomes, type LineOutcome } from '../rules.ts'
import { occasionWords, sourceWords } from '../words.ts'
import { doseInWords } from './list-card.tsx'
import { clientFor, MedicalFrame } from './parts.tsx'

/** The list gone through with the client, line by line. */
export const reconciling = new Hono<Door>()

reconciling.get(urls.reconciliation.pattern, async (c) => {
  const client = await clientFor(c, 'medicine.reconcile')
  return client instanceof Response ? client : page(c, client, {})
})

const isOutcome = (word: string | undefined): word is LineOutcome =>
  (outcomes as readonly string[]).includes(word ?? '')

reconciling.post(urls.reconciliation.pattern, async (c) => {
  const client = await clientFor(c, 'medicine.reconcile')
  if (client instanceof Response) return client
  const form = await readForm(
    c,
    z.looseObject({ occasion: oneOf(occasions, 'Say at what moment.'), words: optionalProse(2000) }),
  )
  if (!form.ok) return page(c, client, { values: form.typed, errors: form.errors })
  const answers = new Map(
    Object.entries(form.typed).flatMap(([name, value]) => {
      const id = name.startsWith('line-') ? name.slice(5) : ''
      return id !== '' && isOutcome(value)
        ? [[id, { outcome: value, words: (form.typed[`why-${id}`] ?? '').trim().slice(0, 500) }] as const]
        : []
    }),
  )
  const { occasion, words } = form.values
  const answer = await reconcile(workOf(c), client.id, { occasion, words, answers })
  if (isRefusal(answer)) return page(c, client, { values: form.typed }, answer)
  said(
    c,
    answer.changed.length === 0
      ? { tone: 'good', text: 'The list was gone through.' }
      : {
          tone: 'warning',
          text: 'The list was gone through. What changed needs its new dose: order it, or write it down.',
        },
  )
  return c.redirect(urls.medical({ client: client.id }), 303)
})

async function page(c: Context<Door>, client: ClientFacts, form: FormState, refusal?: Refusal) {
  const list = (await medicationsOf(workOf(c), client.id)).filter((one) => one.ended === null)
  const asked = c.req.query('occasion')
  return c.html(
    <MedicalFrame
      c={c}
      client={client}
      part={null}
      title="Go through the list"
      back={{ form: '', state: form, refusal }}
    >
      <Card
        title="What is really taken?"
        hint="With the client, and with the bottles or a printed list where there is one. A prescriber or a nurse does it."
      >
        <form method="post" action={urls.reconciliation({ client: client.id })} class="form">
          <Select
            name="occasion"
            label="At what moment"
            value={occasions.find((one) => one === asked) ?? 'review'}
            choose={false}
            options={occasions.map((value) => ({ value, label: occasionWords[value] ?? value }))}
            form={form}
          />
          {list.length === 0 && (
            <Notice tone="info">
              The list is empty. Sending this says that they take nothing; write down first what they do take.
            </Notice>
          )}
          {list.map((one) => (
            <>
              <RadioCards
                name={`line-${one.id}`}
                label={one.name}
                hint={`${doseInWords(one)} · ${sourceWords[one.source]}`}
                options={[
                  { value: 'kept', label: 'Kept as it is' },
                  { value: 'changed', label: 'Another dose' },
                  { value: 'stopped', label: 'Stopped' },
                  { value: 'not-taking', label: 'Not taken' },
                ]}
                aside
                plain
                form={form}
              />
              <TextField
                name={`why-${one.id}`}
                label={`In words: ${one.name}`}
                hint="Needed where it is not kept."
                required={false}
                maxlength={500}
                form={form}
              />
            </>
          ))}
          <TextArea name="words" label="What else there is to say" optional maxlength={2000} form={form} />
          <FormActions>
            <Button kind="main">The list is gone through</Button>
            <Button href={urls.medical({ client: client.id })}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
    </MedicalFrame>,
    form.values === undefined ? 200 : 422,
  )
}
