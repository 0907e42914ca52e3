import type { Context } from 'hono'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Fieldset } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import type { Door } from '../../../web/door.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { disclaimers } from '../estimate.ts'
import { serviceNames } from '../fees.ts'

type About = { hasIdentity: boolean; isInsured: boolean }

export const estimateFormPage = (
  c: Context<Door>,
  client: ClientFacts,
  form: FormState,
  refusal: Refusal | undefined,
  about: About,
) =>
  c.html(
    <ClientFrame c={c} client={client} tab="coverage" title={`${client.name}: good-faith estimate`}>
      <RefusalAlert refusal={refusal} />
      {!about.hasIdentity && (
        <Notice tone="warning" title="Not yet possible">
          The estimate must name the clinic as it bills.{' '}
          <a href={urls.fees()}>Record the billing identity under Fees</a>.
        </Notice>
      )}
      {about.isInsured && (
        <Notice tone="info" title="A health plan is recorded">
          The law owes a good-faith estimate to people who are uninsured or do not use their plan. Make one if this
          person pays themselves.
        </Notice>
      )}
      <Card
        title="What will they be charged?"
        hint="From the clinic’s fees as they stand on the first day. Each version is kept."
      >
        <form method="post" action={urls.newEstimate({ client: client.id })} class="form" data-guard>
          <ErrorSummary form={form} />
          <TextField name="words" label="What it is for, in plain words" maxlength={300} width="full" form={form} />
          <Select
            name="service"
            label="Main service"
            width="full"
            choose={false}
            form={form}
            options={(['iop-day-sud', 'iop-day-mh'] as const).map((value) => ({
              value,
              label: serviceNames[value].name,
            }))}
          />
          <div class="together">
            <DateField name="firstOn" label="First day, if it is set" optional form={form} />
            <NumberField name="daysPerWeek" label="Days a week" min={1} max={7} form={form} />
            <NumberField name="weeks" label="Weeks" min={1} max={52} form={form} />
          </div>
          <div class="together">
            <NumberField name="individual" label="Individual sessions" min={0} max={200} form={form} />
            <NumberField name="family" label="Family sessions" min={0} max={200} form={form} />
            <NumberField name="assessment" label="Assessments" min={0} max={9} form={form} />
          </div>
          <div class="together">
            <NumberField name="sharePercent" label="They pay, % of the fee" min={0} max={100} form={form} />
            <TextField name="shareWhy" label="Why less than 100 %" optional maxlength={200} form={form} />
          </div>
          <TextField
            name="diagnoses"
            label="Diagnosis codes"
            hint="ICD-10-CM, such as F10.20. R69 while none is made."
            maxlength={120}
            form={form}
          />
          <TextArea
            name="separately"
            label="What they must schedule separately"
            hint="A line each; or that nothing is expected."
            rows={2}
            maxlength={2000}
            form={form}
          />
          <details open={typeof form.values?.otherName === 'string' && form.values.otherName !== ''}>
            <summary>Somebody else bills for part of it, such as a laboratory</summary>
            <Fieldset
              name="other"
              label="The other provider"
              hint="The law gives them one business day to tell you what they expect."
            >
              <TextField name="otherName" label="Name" required={false} maxlength={200} width="full" form={form} />
              <div class="together">
                <TextField
                  name="otherNpi"
                  label="NPI"
                  required={false}
                  maxlength={10}
                  width="medium"
                  inputmode="numeric"
                  form={form}
                />
                <TextField
                  name="otherTax"
                  label="Tax number"
                  required={false}
                  maxlength={10}
                  width="medium"
                  form={form}
                />
              </div>
              <div class="together">
                <TextField name="otherAddress" label="Address" required={false} maxlength={300} form={form} />
                <TextField name="otherState" label="State" required={false} maxlength={2} width="short" form={form} />
              </div>
              <TextField name="otherLabel" label="Service" required={false} maxlength={200} width="full" form={form} />
              <div class="together">
                <TextField name="otherCode" label="Code" required={false} maxlength={5} width="short" form={form} />
                <TextField
                  name="otherCharge"
                  label="Each, $"
                  required={false}
                  width="short"
                  inputmode="decimal"
                  form={form}
                />
                <NumberField name="otherCount" label="How many" required={false} min={1} max={366} form={form} />
              </div>
            </Fieldset>
          </details>
          <details>
            <summary>What the paper says in any case</summary>
            <ul class="coverage-list">
              {disclaimers.map((one) => (
                <li>
                  {one.words} <small class="muted">{one.source}</small>
                </li>
              ))}
            </ul>
          </details>
          <FormActions>
            <Button kind="main">Make the estimate</Button>
            <Button kind="quiet" href={urls.coverage({ client: client.id })}>
              Back
            </Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    refusal !== undefined || form.errors !== undefined ? 422 : 200,
  )
