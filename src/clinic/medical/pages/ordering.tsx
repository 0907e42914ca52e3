import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import {
  Button,
  DateField,
  FormActions,
  NumberField,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { day, line, oneOf, optionalDay, optionalId, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { checkMedicine, noteMedication, orderMedication, type Checked } from '../actions/medications.ts'
import { mustBeAnswered } from '../conflicts.ts'
import { medicationById } from '../queries/list.ts'
import { LineFields, lineFields, optionalWhole, perDay } from './fields.tsx'
import { clientFor, MedicalFrame, today } from './parts.tsx'

/** A line of the list: written down as it is taken already, or ordered. */
export const ordering = new Hono<Door>()

ordering.get(urls.newMedication.pattern, async (c) => {
  const client = await clientFor(c, 'medicine.note')
  return client instanceof Response ? client : notePage(c, client)
})

const told = z.object({
  ...lineFields,
  source: oneOf(['told', 'treatment-program'], 'Say where it comes from.'),
  fromWhom: optionalLine(200),
  startedOn: optionalDay,
})

ordering.post(urls.newMedication.pattern, async (c) => {
  const client = await clientFor(c, 'medicine.note')
  if (client instanceof Response) return client
  const form = await readForm(c, told)
  if (!form.ok) return notePage(c, client, { values: form.typed, errors: form.errors })
  const { startedOn = null, ...values } = form.values
  const answer = await noteMedication(workOf(c), client.id, perDay({ ...values, startedOn }))
  if (isRefusal(answer)) return notePage(c, client, { values: form.typed }, answer)
  const { warnings } = await checkMedicine(workOf(c), client.id, values)
  const speaking = mustBeAnswered(warnings).filter(({ words }) => !words.startsWith(`${values.name} is on the list`))
  said(
    c,
    speaking.length === 0
      ? { tone: 'good', text: 'It is on the list.' }
      : { tone: 'warning', text: `It is on the list. Tell the prescriber: ${plainWarnings(speaking.length)}` },
  )
  return c.redirect(urls.medical({ client: client.id }), 303)
})

// What is said travels in a cookie: no name of a medicine in it.
const plainWarnings = (n: number): string =>
  n === 1
    ? 'something speaks against it beside the rest of the list.'
    : `${n} things speak against it beside the rest of the list.`

const notePage = (c: Context<Door>, client: ClientFacts, form: FormState = {}, refusal?: Refusal) =>
  c.html(
    <MedicalFrame c={c} client={client} part={null} title="Write down what is taken" back={backOf(form, refusal)}>
      <Card title="What do they take already?" hint="By somebody else’s order, or without one. This orders nothing.">
        <form method="post" action={urls.newMedication({ client: client.id })} class="form">
          <LineFields form={form} />
          <Select
            name="source"
            label="Where it comes from"
            choose={false}
            value="told"
            options={[
              { value: 'told', label: 'Ordered elsewhere, or bought' },
              { value: 'treatment-program', label: 'Given by an opioid treatment program' },
            ]}
            form={form}
          />
          <TextField name="fromWhom" label="Who orders or gives it" optional maxlength={200} anyDirection form={form} />
          <DateField name="startedOn" label="Taken since" optional max={today(c)} form={form} />
          <FormActions>
            <Button kind="main">Put it on the list</Button>
            <Button href={urls.medical({ client: client.id })}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
    </MedicalFrame>,
    form.values === undefined ? 200 : 422,
  )

const backOf = (state: FormState, refusal: Refusal | undefined) => ({ form: '', state, refusal })

ordering.get(urls.newMedicationOrder.pattern, async (c) => {
  const client = await clientFor(c, 'medicine.order')
  if (client instanceof Response) return client
  const changes = c.req.query('changes')
  return orderPage(c, client, { changes })
})

const order = z.object({
  ...lineFields,
  because: line(1000, 'Say what it is ordered for, in a few words.'),
  startOn: day('Give the day on which it starts.'),
  stopOn: optionalDay,
  daysSupplied: optionalWhole(1, 366),
  refills: z.preprocess(
    (value) => (value === '' ? 0 : value),
    z.coerce.number().int().min(0).max(24, 'Give 0 to 24 refills.'),
  ),
  replacesId: optionalId,
  allTheSame: optionalProse(1000),
  seen: z.array(z.string()).default([]),
})

ordering.post(urls.newMedicationOrder.pattern, async (c) => {
  const work = workOf(c)
  const client = await clientFor(c, 'medicine.order')
  if (client instanceof Response) return client
  const form = await readForm(c, order)
  const changes = form.typed.replacesId
  if (!form.ok) return orderPage(c, client, { form: { values: form.typed, errors: form.errors }, changes })
  const { stopOn = null, replacesId = null, ...values } = form.values
  const answer = await orderMedication(work, client.id, perDay({ ...values, stopOn, replacesId }))
  if (isRefusal(answer)) return orderPage(c, client, { form: { values: form.typed }, refusal: answer, changes })
  if (typeof answer !== 'string')
    return orderPage(c, client, { form: { values: form.typed }, checked: answer.warned, changes })
  said(c, { tone: 'good', text: 'The order is written.' })
  return c.redirect(urls.medical({ client: client.id }), 303)
})

type OrderPage = { form?: FormState; refusal?: Refusal; checked?: Checked; changes?: string | undefined }

async function orderPage(c: Context<Door>, client: ClientFacts, { form = {}, refusal, checked, changes }: OrderPage) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'medicine.order')
  const found = denied ? undefined : await medicationById(work, changes ?? '')
  const replaced = found !== undefined && found.clientId === client.id && found.ended === null ? found : undefined
  const toAnswer =
    checked === undefined
      ? []
      : [...mustBeAnswered(checked.warnings).map(({ words }) => words), ...checked.interactions.found]
  const alsoSaid = checked?.warnings.filter(({ kind }) => kind === 'not-checked').map(({ words }) => words) ?? []
  return c.html(
    <MedicalFrame
      c={c}
      client={client}
      part={null}
      title={replaced === undefined ? 'Order a medicine' : `Change ${replaced.name}`}
      back={backOf(form, refusal)}
    >
      {toAnswer.length > 0 && (
        <Notice tone="danger" title="Look at this before it is ordered" alert>
          <ul>
            {toAnswer.map((words) => (
              <li>{words}</li>
            ))}
          </ul>
        </Notice>
      )}
      {checked !== undefined && (
        <Notice tone="info">
          <ul>
            {[...alsoSaid, checked.interactions.said].map((words) => (
              <li>{words}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Card
        title={replaced === undefined ? 'What is ordered?' : 'What is it changed to?'}
        hint="Allergies, duplicates and a few dangers are looked for when you send it. It goes to no pharmacy from here."
      >
        <form method="post" action={urls.newMedicationOrder({ client: client.id })} class="form">
          {replaced !== undefined && <input type="hidden" name="replacesId" value={replaced.id} />}
          {toAnswer.map((words) => (
            <input type="hidden" name="seen[]" value={words} />
          ))}
          {toAnswer.length > 0 && (
            <TextArea
              name="allTheSame"
              label="Why it is ordered all the same"
              hint="It is kept with the order, and with what spoke against it."
              maxlength={1000}
              form={form}
            />
          )}
          <LineFields form={form} of={replaced} />
          <TextField name="because" label="Reason for the order" maxlength={1000} form={form} />
          <DateField name="startOn" label="Starts on" value={today(c)} form={form} />
          <DateField name="stopOn" label="Stops on" optional form={form} />
          <NumberField
            name="daysSupplied"
            label="Supply"
            hint="For how many days one supply lasts."
            optional
            min={1}
            max={366}
            unit="days"
            value={replaced?.daysSupplied}
            form={form}
          />
          <NumberField name="refills" label="Refills" min={0} max={24} value={replaced?.refills ?? 0} form={form} />
          <FormActions>
            <Button kind="main">{toAnswer.length > 0 ? 'Order it all the same' : 'Order it'}</Button>
            <Button href={urls.medical({ client: client.id })}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
    </MedicalFrame>,
    form.values === undefined ? 200 : 422,
  )
}
