import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { DatedFields } from '../../../ui/dated-rows.tsx'
import { Button, FormActions, NumberField, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { serviceNames, services } from '../fees.ts'
import { regionNames } from '../guideline.ts'
import type { PayerNow } from '../queries/coverages.ts'
import type { billingIdentityOf } from '../queries/fees.ts'

type Props = { form: FormState; today: string }

const sourceHint = 'Where the figure stands: a decision of the board, a contract, a rule.'

export const FeeForm = ({ form, today, payers }: Props & { payers: PayerNow[] }) => (
  <Card title="Record a fee">
    <form class="form" method="post" action={urls.feeRows()}>
      <Select
        name="service"
        label="Service"
        options={services.map((value) => ({ value, label: serviceNames[value].name }))}
        width="full"
        form={form}
      />
      <Select
        name="payerId"
        label="Whose"
        choose="The clinic’s own fee"
        required={false}
        options={payers.map((payer) => ({ value: payer.id, label: `What ${payer.name} allows` }))}
        width="full"
        form={form}
      />
      <div class="together">
        <TextField name="amount" label="Amount, $" width="short" inputmode="decimal" form={form} />
        <TextField
          name="code"
          label="Code on bills"
          optional
          maxlength={10}
          width="short"
          hint="Such as H0015 or S9480."
          form={form}
        />
      </div>
      <Checkbox name="isPublic" label="Show it on the public pages" form={form} />
      <DatedFields form={form} today={today} hint={sourceHint} chooseMark={false} />
      <FormActions>
        <Button kind="main">Record fee</Button>
      </FormActions>
    </form>
  </Card>
)

export const ScaleForm = ({ form, today }: Props) => (
  <Card title="Record a sliding scale">
    <form class="form" method="post" action={urls.scales()}>
      <TextArea
        name="bands"
        label="Bands"
        rows={5}
        hint="A line each: up to which percent of the poverty guideline, and which percent of the fee is paid. Such as “100: 10”, then “200: 40”. Above the last line the whole fee is paid."
        spellcheck={false}
        form={form}
      />
      <DatedFields form={form} today={today} hint={sourceHint} chooseMark={false} />
      <FormActions>
        <Button kind="main">Record scale</Button>
      </FormActions>
    </form>
  </Card>
)

export const GuidelineForm = ({ form, today }: Props) => (
  <Card title="Record a poverty guideline" hint="HHS publishes the new year’s in January.">
    <form class="form" method="post" action={urls.guidelines()}>
      <Select
        name="region"
        label="Where it holds"
        options={(['contiguous', 'alaska', 'hawaii'] as const).map((value) => ({ value, label: regionNames[value] }))}
        form={form}
      />
      <div class="together">
        <TextField name="firstPerson" label="One person, $ a year" width="medium" inputmode="decimal" form={form} />
        <TextField name="eachFurther" label="Each further, $ a year" width="medium" inputmode="decimal" form={form} />
      </div>
      <DatedFields form={form} today={today} hint={sourceHint} chooseMark={false} />
      <FormActions>
        <Button kind="main">Record guideline</Button>
      </FormActions>
    </form>
  </Card>
)

export const DeadlineForm = ({ form, today }: Props) => (
  <Card title="Record a deadline for estimates" hint="As strict as the law or stricter.">
    <form class="form" method="post" action={urls.estimateDeadlines()}>
      <Select
        name="occasion"
        label="What starts the clock"
        options={[
          { value: 'requested', label: 'They ask for an estimate' },
          { value: 'scheduled', label: 'Care is scheduled' },
        ]}
        form={form}
      />
      <div class="together">
        <NumberField
          name="leastAhead"
          label="Care at least so far ahead"
          unit="business days"
          min={0}
          max={365}
          value={0}
          form={form}
        />
        <NumberField name="dueWithin" label="Due within" unit="business days" min={0} max={60} form={form} />
      </div>
      <DatedFields form={form} today={today} hint={sourceHint} chooseMark={false} />
      <FormActions>
        <Button kind="main">Record deadline</Button>
      </FormActions>
    </form>
  </Card>
)

export const BillingForm = ({
  form,
  identity,
}: {
  form: FormState
  identity: Awaited<ReturnType<typeof billingIdentityOf>>
}) => (
  <Card title="Record who we are" hint="As on the tax return and in the NPI registry.">
    <form class="form" method="post" action={urls.billingIdentity()}>
      <TextField
        name="legalName"
        label="Legal name"
        maxlength={200}
        width="full"
        value={identity?.legalName}
        form={form}
      />
      <div class="together">
        <TextField
          name="npi"
          label="NPI"
          maxlength={10}
          width="medium"
          inputmode="numeric"
          value={identity?.npi}
          form={form}
        />
        <TextField
          name="taxNumber"
          label="Tax number"
          maxlength={10}
          width="medium"
          value={identity?.taxNumber}
          form={form}
        />
      </div>
      <TextField
        name="address"
        label="Address where care is given"
        maxlength={300}
        width="full"
        value={identity?.address}
        form={form}
      />
      <TextField
        name="phone"
        label="Phone for questions about bills"
        optional
        type="tel"
        maxlength={40}
        value={identity?.phone}
        form={form}
      />
      <FormActions>
        <Button kind="main">Record</Button>
      </FormActions>
    </form>
  </Card>
)
