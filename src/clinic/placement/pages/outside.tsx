import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FileField,
  FormActions,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { readUpload } from '../../../web/uploads.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { keepOutsideResult, keepStatedLevel } from '../actions/outside.ts'
import { outsideScales, tedsServices, variances } from '../outside.ts'
import { atField } from './at-field.ts'

export const outside = new Hono<Door>()

type Back = { form?: FormState; refusal?: Refusal }

function resultPage(c: Context<Door>, client: ClientFacts, { form: sent, refusal }: Back = {}) {
  const work = workOf(c)
  showing(c, 'an outside result', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const form = atField(sent ?? {}, refusal, {
    'needs-scale': 'scale',
    'needs-tool': 'tool',
    'needs-total': 'total',
    'no-total': 'total',
    'needs-day': 'doneOn',
    'needs-rater': 'rater',
    'needs-level': 'recommendedLevel',
    'needs-actual': 'actualLevel',
    'needs-variance': 'varianceCode',
    'needs-variance-words': 'varianceWords',
    'file-too-big': 'paper',
    'empty-file': 'paper',
    'wrong-type': 'paper',
  })
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={`${client.name}: outside result`}>
      <Card
        title="Result of a licensed scale or tool"
        hint="Its total, its level and its paper. Its words stay with their owner, and it does not move our recommendation."
      >
        <form
          method="post"
          action={urls.newExternalResult({ client: client.id })}
          enctype="multipart/form-data"
          class="form placement-form"
          data-guard
        >
          <ErrorSummary form={form} />
          <RadioCards
            name="scale"
            label="Which"
            plain
            form={form}
            options={outsideScales.map(({ id, label, source }) => ({ value: id, label, hint: source }))}
          />
          <TextField name="tool" label="Its name, if another" required={false} maxlength={100} form={form} />
          <div class="together">
            <TextField
              name="total"
              label="Total"
              hint="LOCUS and CALOCUS: 7 to 35."
              required={false}
              maxlength={5}
              form={form}
            />
            <TextField name="recommendedLevel" label="Level it recommends" maxlength={40} form={form} />
            <TextField
              name="actualLevel"
              label="Actual level, if another"
              required={false}
              maxlength={40}
              form={form}
            />
          </div>
          <Select
            name="varianceCode"
            label="Why another level"
            choose="It is the same"
            optional
            width="full"
            options={Object.entries(variances).map(([value, label]) => ({ value, label }))}
            form={form}
          />
          <TextArea
            name="varianceWords"
            label="The reason in words"
            required={false}
            maxlength={2000}
            rows={2}
            form={form}
          />
          <div class="together">
            <DateField name="doneOn" label="Done on" max={today} form={form} />
            <TextField name="rater" label="Who rated" maxlength={200} anyDirection form={form} />
          </div>
          <FileField
            name="paper"
            label="Its paper"
            hint="The unmodified PDF, at most 10 MB."
            optional
            accept=".pdf,application/pdf"
            form={form}
          />
          <FormActions>
            <Button kind="main">Keep the result</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    sent === undefined ? 200 : 422,
  )
}

async function whose(c: Context<Door>) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'assessment.do')
  if (denied) return { answer: forbidden(c, denied.because) }
  const client = await clientById(work, c.req.param('client') ?? '')
  return client === undefined ? { answer: notFound(c) } : { client }
}

outside.get(urls.newExternalResult.pattern, async (c) => {
  const { client, answer } = await whose(c)
  return client === undefined ? answer : resultPage(c, client)
})

const result = z.object({
  scale: optionalLine(40),
  tool: optionalLine(100),
  total: optionalLine(10),
  recommendedLevel: optionalLine(40),
  actualLevel: optionalLine(40),
  varianceCode: optionalLine(40),
  varianceWords: optionalProse(2000),
  doneOn: optionalLine(10),
  rater: optionalLine(200),
})

outside.post(urls.newExternalResult.pattern, async (c) => {
  const { client, answer } = await whose(c)
  if (client === undefined) return answer
  const work = workOf(c)
  const upload = await readUpload(c, 'paper')
  const form = await readForm(c, result)
  if (!form.ok) return resultPage(c, client, { form: { values: form.typed, errors: form.errors } })
  const noPaper = isRefusal(upload) && upload.refused === 'no-file'
  if (isRefusal(upload) && !noPaper) return resultPage(c, client, { form: { values: form.typed }, refusal: upload })
  const { total } = form.values
  const kept = await keepOutsideResult(
    work,
    client.id,
    { ...form.values, total: total === '' ? null : /^\d{1,3}(\.\d+)?$/.test(total) ? Number(total) : Number.NaN },
    isRefusal(upload) ? null : upload,
  )
  if (isRefusal(kept)) return resultPage(c, client, { form: { values: form.typed }, refusal: kept })
  said(c, { tone: 'good', text: 'Kept beside the assessment.' })
  return c.redirect(urls.placement({ client: client.id }), 303)
})

function statedPage(c: Context<Door>, client: ClientFacts, { form: sent, refusal }: Back = {}) {
  const work = workOf(c)
  showing(c, 'a stated level', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const asked = c.req.query('whose') === 'state-report' ? 'state-report' : 'payer'
  const form = atField(sent ?? { values: { whose: asked, statedOn: today } }, refusal, {
    'needs-whose': 'whose',
    'needs-who': 'statedBy',
    'needs-code': 'code',
    'needs-day': 'statedOn',
  })
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={`${client.name}: another's level`}>
      <Card title="What others call the level" hint="It stands beside the clinical decision, never in its place.">
        <form method="post" action={urls.newStatedLevel({ client: client.id })} class="form placement-form" data-guard>
          <ErrorSummary form={form} />
          <RadioCards
            name="whose"
            label="Whose"
            plain
            form={form}
            options={[
              { value: 'payer', label: 'The payer’s', hint: 'What they authorise, in their words.' },
              { value: 'state-report', label: 'The state report’s', hint: 'What is reported, by the state’s list.' },
            ]}
          />
          <TextField
            name="statedBy"
            label="Stated by"
            hint="The payer and whom you spoke with, or the report."
            maxlength={200}
            width="full"
            anyDirection
            form={form}
          />
          <div class="together">
            <TextField name="code" label="Level or code" maxlength={40} form={form} />
            <TextField name="label" label="In their words" required={false} maxlength={200} form={form} />
          </div>
          <p class="muted">
            State report, TEDS: {tedsServices.map(({ code, label }) => `${code} ${label}`).join('; ')}.
          </p>
          <div class="together">
            <TextField
              name="reference"
              label="Reference or authorisation"
              required={false}
              maxlength={100}
              form={form}
            />
            <DateField name="statedOn" label="On" max={today} form={form} />
          </div>
          <TextArea name="words" label="What they said" required={false} maxlength={4000} rows={2} form={form} />
          <FormActions>
            <Button kind="main">Keep it</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    sent === undefined ? 200 : 422,
  )
}

outside.get(urls.newStatedLevel.pattern, async (c) => {
  const { client, answer } = await whose(c)
  return client === undefined ? answer : statedPage(c, client)
})

const stated = z.object({
  whose: optionalLine(20),
  statedBy: optionalLine(200),
  code: optionalLine(40),
  label: optionalLine(200),
  reference: optionalLine(100),
  statedOn: optionalLine(10),
  words: optionalProse(4000),
})

outside.post(urls.newStatedLevel.pattern, async (c) => {
  const { client, answer } = await whose(c)
  if (client === undefined) return answer
  const form = await readForm(c, stated)
  if (!form.ok) return statedPage(c, client, { form: { values: form.typed, errors: form.errors } })
  const kept = await keepStatedLevel(workOf(c), client.id, form.values)
  if (isRefusal(kept)) return statedPage(c, client, { form: { values: form.typed }, refusal: kept })
  said(c, { tone: 'good', text: 'Kept beside the decision.' })
  return c.redirect(`${urls.placement({ client: client.id })}#levels`, 303)
})
