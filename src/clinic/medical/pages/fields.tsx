import { z } from 'zod'
import { Checkbox } from '../../../ui/choices.tsx'
import { NumberField, TextField, type FormState } from '../../../ui/form.tsx'
import { line, optionalLine, ticked } from '../../../web/forms.ts'
import { medicines } from '../medicines.ts'

/** A number that may be left out; with so many places after the point. */
export const optionalNumber = (least: number, most: number) =>
  z.preprocess(
    (value) => (value === '' || value === undefined ? null : value),
    z.coerce
      .number({ error: `Give a number from ${least} to ${most}.` })
      .min(least, `Give a number from ${least} to ${most}.`)
      .max(most, `Give a number from ${least} to ${most}.`)
      .nullable(),
  )
export const optionalWhole = (least: number, most: number) =>
  z.preprocess(
    (value) => (value === '' || value === undefined ? null : value),
    z.coerce
      .number({ error: `Give a whole number from ${least} to ${most}.` })
      .int(`Give a whole number from ${least} to ${most}.`)
      .min(least, `Give a whole number from ${least} to ${most}.`)
      .max(most, `Give a whole number from ${least} to ${most}.`)
      .nullable(),
  )
export const rxnorm = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null),
  z
    .string()
    .regex(/^\d{1,8}$/, 'An RxNorm code has digits alone, eight at most.')
    .nullable(),
)

export const lineFields = {
  name: line(200, 'Give the name of the medicine.'),
  rxnorm,
  dose: line(300, 'Give the dose as it is said.'),
  amount: optionalNumber(0.001, 100_000),
  unit: optionalLine(30),
  times: optionalWhole(1, 24),
  everyDays: optionalWhole(1, 92),
  asNeeded: ticked,
  route: optionalLine(60),
  whatFor: optionalLine(300),
}

/** So many times is said of so many days: one of the two alone means a day. */
export const perDay = <T extends { times: number | null; everyDays: number | null }>(said: T): T => ({
  ...said,
  everyDays: said.times === null ? null : (said.everyDays ?? 1),
})

type LineShown = { [K in keyof typeof lineFields]: K extends 'asNeeded' ? boolean : string | number | null }

export const LineFields = ({ form, of }: { form: FormState; of?: LineShown | undefined }) => (
  <>
    <TextField
      name="name"
      label="Medicine"
      hint="Generic or brand name; choose from the list where it is in it, so that it is checked."
      list="medicines"
      maxlength={200}
      value={of?.name ?? null}
      form={form}
    />
    <datalist id="medicines">
      {medicines.map(({ label, names }) => (
        <option value={label}>{names.join(', ')}</option>
      ))}
    </datalist>
    <TextField
      name="dose"
      label="Dose, as it is said"
      hint="Such as: 8 mg/2 mg film under the tongue, two in the morning"
      maxlength={300}
      value={of?.dose ?? null}
      form={form}
    />
    <NumberField
      name="amount"
      label="Amount each time"
      optional
      min={0.001}
      step="any"
      value={of?.amount ?? null}
      form={form}
    />
    <TextField
      name="unit"
      label="Unit"
      hint="mg, mcg, mL, tablets"
      optional
      width="short"
      maxlength={30}
      value={of?.unit ?? null}
      form={form}
    />
    <NumberField
      name="times"
      label="How many times"
      hint="So many times a day, or in the days below. Doses are counted by it."
      optional
      min={1}
      max={24}
      value={of?.times ?? null}
      form={form}
    />
    <NumberField
      name="everyDays"
      label="In how many days"
      hint="1 is every day; 7 a week; 28 for a monthly injection."
      optional
      min={1}
      max={92}
      unit="days"
      value={of?.everyDays ?? null}
      form={form}
    />
    <Checkbox name="asNeeded" label="Only as needed" checked={of?.asNeeded ?? false} form={form} />
    <TextField
      name="route"
      label="How it is taken"
      hint="By mouth, under the tongue, injection"
      optional
      maxlength={60}
      value={of?.route ?? null}
      form={form}
    />
    <TextField name="whatFor" label="What for" optional maxlength={300} value={of?.whatFor ?? null} form={form} />
    <TextField
      name="rxnorm"
      label="RxNorm code"
      optional
      width="short"
      inputmode="numeric"
      maxlength={8}
      value={of?.rxnorm ?? null}
      form={form}
    />
  </>
)
