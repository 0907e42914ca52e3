import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, FormActions, NumberField, Select, TextField } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { oneOf, optionalId, optionalLine, readForm } from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import { typeReport } from '../actions/reports.ts'
import { analyteOf, labelOfAnalyte } from '../analytes.ts'
import type { LabResult } from '../lab-report.ts'
import { optionalNumber } from './fields.tsx'
import { findTest, type FoundTest } from './one-test.tsx'
import { type Back, MedicalFrame } from './parts.tsx'

/** A result typed in: what a cup shows, or what a paper of a laboratory says. */
export const typing = new Hono<Door>()

typing.get(urls.toxReports.pattern, async (c) => {
  const found = await findTest(c, 'drug-test.report')
  return found instanceof Response ? found : page(c, found)
})

const values = ['positive', 'negative', 'indeterminate', 'not-done'] as const
const isValue = (word: string): word is LabResult['value'] => (values as readonly string[]).includes(word)

typing.post(urls.toxReports.pattern, async (c) => {
  const found = await findTest(c, 'drug-test.report')
  if (found instanceof Response) return found
  const form = await readForm(
    c,
    z.looseObject({
      source: oneOf(['point-of-care', 'typed']),
      certainty: oneOf(['presumptive', 'confirmed']),
      laboratory: optionalLine(200),
      creatinine: optionalNumber(0, 5000),
      temperature: optionalNumber(30, 130),
      words: optionalLine(1000),
      correctsId: optionalId,
      because: optionalLine(500),
    }),
  )
  const back = (refusal?: Back['refusal']): Back => ({
    form: '',
    state: { values: form.typed, errors: form.ok ? {} : form.errors },
    refusal,
  })
  if (!form.ok) return page(c, found, back())
  const results = new Map(
    Object.entries(form.typed).flatMap(([name, value]) =>
      name.startsWith('of-') && analyteOf(name.slice(3)) !== null && isValue(value)
        ? [[name.slice(3), value] as const]
        : [],
    ),
  )
  const { source, certainty, laboratory, creatinine, temperature, words, correctsId = null, because } = form.values
  const said_ = { source, certainty, laboratory, creatinine, temperature, words, correctsId, because, values: results }
  const answer = await typeReport(workOf(c), found.test.id, said_)
  if (isRefusal(answer)) return page(c, found, back(answer))
  said(c, { tone: 'good', text: 'The result is written down.' })
  return c.redirect(urls.toxTest({ test: found.test.id }), 303)
})

function page(c: Context<Door>, { test, client }: FoundTest, back?: Back) {
  const form = back?.state ?? {}
  const asked = form.values?.correctsId ?? c.req.query('corrects')
  const corrected = test.reports.find((one) => one.id === asked && !one.isCorrected)
  const shown = [
    ...new Set([
      ...test.panel,
      ...(corrected?.results.flatMap(({ substance }) => (substance === '' ? [] : [substance])) ?? []),
    ]),
  ]
  return c.html(
    <MedicalFrame
      c={c}
      client={client}
      part="tests"
      title={corrected === undefined ? 'Write down the result' : 'Correct the result'}
      back={back}
    >
      <Card title="What was found?" hint={`Drug test ${test.number}. A cup or a strip is a screen, whatever it shows.`}>
        <form method="post" action={urls.toxReports({ test: test.id })} class="form">
          {corrected !== undefined && <input type="hidden" name="correctsId" value={corrected.id} />}
          <Select
            name="source"
            label="Where it comes from"
            choose={false}
            value={corrected?.source ?? (test.method === 'laboratory' ? 'typed' : 'point-of-care')}
            options={[
              { value: 'point-of-care', label: 'Read on the spot' },
              { value: 'typed', label: 'A paper of a laboratory' },
            ]}
            form={form}
          />
          <Select
            name="certainty"
            label="How sure it is"
            hint="Confirmed only where the laboratory’s paper says so."
            choose={false}
            value={corrected?.results[0]?.certainty ?? 'presumptive'}
            options={[
              { value: 'presumptive', label: 'A screen' },
              { value: 'confirmed', label: 'Confirmed' },
            ]}
            form={form}
          />
          {shown.map((key) => (
            <RadioCards
              name={`of-${key}`}
              label={labelOfAnalyte(key)}
              value={corrected?.results.find((one) => one.substance === key)?.value ?? null}
              options={[
                { value: 'negative', label: 'Not found' },
                { value: 'positive', label: 'Found' },
                { value: 'indeterminate', label: 'Unclear' },
                { value: 'not-done', label: 'Not tested' },
              ]}
              aside
              plain
              required={false}
              form={form}
            />
          ))}
          <NumberField
            name="creatinine"
            label="Creatinine"
            required={false}
            min={0}
            max={5000}
            step={0.1}
            unit="mg/dL"
            value={corrected?.creatinine ?? null}
            form={form}
          />
          <NumberField
            name="temperature"
            label="Temperature of the specimen"
            required={false}
            min={30}
            max={130}
            step={0.1}
            unit="°F"
            value={corrected?.temperature ?? null}
            form={form}
          />
          <TextField
            name="laboratory"
            label="Laboratory"
            required={false}
            maxlength={200}
            value={corrected?.laboratory ?? null}
            form={form}
          />
          <TextField
            name="words"
            label="In words"
            required={false}
            maxlength={1000}
            value={corrected?.words ?? null}
            form={form}
          />
          {corrected !== undefined && <TextField name="because" label="What was wrong" maxlength={500} form={form} />}
          <FormActions>
            <Button kind="main">{corrected === undefined ? 'Write it down' : 'Correct it'}</Button>
            <Button href={urls.toxTest({ test: test.id })}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
    </MedicalFrame>,
    back === undefined ? 200 : 422,
  )
}
