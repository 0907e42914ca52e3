import { z } from 'zod'
import { Fieldset } from '../../../ui/choices.tsx'
import { NumberField, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { oneOf, optionalProse } from '../../../web/forms.ts'
import type { Benefits } from '../benefits.ts'
import { centsFrom, typedDollars } from '../money.ts'

// One form for what a plan pays, whether somebody said it on a call or a file says it. An empty field is "not told"; 0 is 0.

const amount = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined || text.trim() === '') return null
    const cents = centsFrom(text)
    if (cents === null)
      context.addIssue({ code: 'custom', message: 'Give an amount such as 30 or 30.50, or leave it empty.' })
    return cents
  })
const percent = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined || text.trim() === '') return null
    const value = Number(text.replace('%', ''))
    if (!Number.isFinite(value) || value < 0 || value > 100) {
      context.addIssue({ code: 'custom', message: 'Give a percent from 0 to 100, or leave it empty.' })
      return null
    }
    return Math.round(value * 100)
  })
const count = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined || text.trim() === '') return null
    if (!/^\d{1,3}$/.test(text.trim())) {
      context.addIssue({ code: 'custom', message: 'Give a whole number of days, or leave it empty.' })
      return null
    }
    return Number(text)
  })
const answer = oneOf(['yes', 'no', 'unknown'])

export const benefitShape = {
  network: oneOf(['in', 'out', 'unknown']),
  iopCovered: answer,
  copayPerDay: amount,
  coinsurance: percent,
  deductibleApplies: answer,
  deductible: amount,
  deductibleMet: amount,
  outOfPocketMax: amount,
  outOfPocketMet: amount,
  visitLimit: count,
  visitsUsed: count,
  needsAuthorization: answer,
  allowsVirtual: answer,
  words: optionalProse(4000),
}

/** The benefits of a form that was read: its other fields are left. */
export const benefitsOf = (values: Benefits): Benefits => ({
  network: values.network,
  iopCovered: values.iopCovered,
  copayPerDay: values.copayPerDay,
  coinsurance: values.coinsurance,
  deductibleApplies: values.deductibleApplies,
  deductible: values.deductible,
  deductibleMet: values.deductibleMet,
  outOfPocketMax: values.outOfPocketMax,
  outOfPocketMet: values.outOfPocketMet,
  visitLimit: values.visitLimit,
  visitsUsed: values.visitsUsed,
  needsAuthorization: values.needsAuthorization,
  allowsVirtual: values.allowsVirtual,
})

export const typedBenefits = (benefits: Benefits): Record<string, string> => ({
  network: benefits.network,
  iopCovered: benefits.iopCovered,
  copayPerDay: typedDollars(benefits.copayPerDay),
  coinsurance: benefits.coinsurance === null ? '' : String(benefits.coinsurance / 100),
  deductibleApplies: benefits.deductibleApplies,
  deductible: typedDollars(benefits.deductible),
  deductibleMet: typedDollars(benefits.deductibleMet),
  outOfPocketMax: typedDollars(benefits.outOfPocketMax),
  outOfPocketMet: typedDollars(benefits.outOfPocketMet),
  visitLimit: benefits.visitLimit === null ? '' : String(benefits.visitLimit),
  visitsUsed: benefits.visitsUsed === null ? '' : String(benefits.visitsUsed),
  needsAuthorization: benefits.needsAuthorization,
  allowsVirtual: benefits.allowsVirtual,
})

const Three = ({ name, label, form }: { name: string; label: string; form: FormState }) => (
  <Select
    name={name}
    label={label}
    options={[
      { value: 'unknown', label: 'Not told' },
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
    ]}
    choose={false}
    form={form}
  />
)
const Amount = ({ name, label, form }: { name: string; label: string; form: FormState }) => (
  <TextField name={name} label={label} required={false} width="short" inputmode="decimal" form={form} />
)

export const BenefitFields = ({ form }: { form: FormState }) => (
  <>
    <p class="hint">Leave empty what was not told. Write 0 only when they said there is none.</p>
    <div class="together">
      <Three name="iopCovered" label="Is IOP covered?" form={form} />
      <Select
        name="network"
        label="Are we in their network?"
        options={[
          { value: 'unknown', label: 'Not told' },
          { value: 'in', label: 'In network' },
          { value: 'out', label: 'Out of network' },
        ]}
        choose={false}
        form={form}
      />
    </div>
    <div class="together">
      <Amount name="copayPerDay" label="Copay for a day, $" form={form} />
      <TextField
        name="coinsurance"
        label="Coinsurance, %"
        required={false}
        width="short"
        inputmode="decimal"
        form={form}
      />
    </div>
    <Fieldset name="deductible-part" label="Deductible">
      <Three name="deductibleApplies" label="Does it apply to IOP days?" form={form} />
      <div class="together">
        <Amount name="deductible" label="Deductible, $" form={form} />
        <Amount name="deductibleMet" label="Met so far, $" form={form} />
      </div>
    </Fieldset>
    <Fieldset name="maximum-part" label="Out-of-pocket maximum">
      <div class="together">
        <Amount name="outOfPocketMax" label="Maximum, $" form={form} />
        <Amount name="outOfPocketMet" label="Met so far, $" form={form} />
      </div>
    </Fieldset>
    <div class="together">
      <NumberField name="visitLimit" label="Most days a year" required={false} min={0} max={999} form={form} />
      <NumberField name="visitsUsed" label="Used so far" required={false} min={0} max={999} form={form} />
    </div>
    <div class="together">
      <Three name="needsAuthorization" label="Authorisation needed?" form={form} />
      <Three name="allowsVirtual" label="Video days paid?" form={form} />
    </div>
    <TextArea name="words" label="What else they said" optional maxlength={4000} form={form} />
  </>
)
