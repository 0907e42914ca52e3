import { z } from 'zod'
import type { Refusal } from '../../../basics/refusal.ts'
import { Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { optionalLine, optionalProse } from '../../../web/forms.ts'
import { isPlace, type PartnerFacts } from '../partner.ts'
import type { Partner } from '../queries/partners.ts'
import { atField } from './at-field.ts'
import { placeOptions } from './hand-off-parts.tsx'

const places = () => placeOptions().flatMap(({ options }) => options)

/** Levels and routes that another house can answer. */
export const partnerPlaces = () => places().filter(({ value }) => isPlace(value))

export const partnerSent = z.object({
  name: optionalLine(200),
  levels: z.array(z.string().max(20)).default([]),
  phone: optionalLine(60),
  fax: optionalLine(60),
  address: optionalLine(300),
  hours: optionalLine(300),
  payers: optionalLine(1000),
  takesAdolescents: optionalLine(10),
  takesPregnant: optionalLine(10),
  takesMoud: optionalLine(10),
  words: optionalProse(4000),
  isClosed: optionalLine(5),
  seen: optionalLine(40),
})

const answer = (value: string): boolean | null => (value === 'yes' ? true : value === 'no' ? false : null)

export const factsSent = ({ seen: _, ...sent }: z.infer<typeof partnerSent>): PartnerFacts => ({
  ...sent,
  takesAdolescents: answer(sent.takesAdolescents),
  takesPregnant: answer(sent.takesPregnant),
  takesMoud: answer(sent.takesMoud),
  isClosed: sent.isClosed === 'yes',
})

const said = (value: boolean | null): string => (value === null ? 'unsaid' : value ? 'yes' : 'no')

export const valuesOf = (partner: Partner): Record<string, string | string[]> => ({
  name: partner.name,
  'levels[]': partner.levels,
  phone: partner.phone,
  fax: partner.fax,
  address: partner.address,
  hours: partner.hours,
  payers: partner.payers,
  words: partner.words,
  takesAdolescents: said(partner.takesAdolescents),
  takesPregnant: said(partner.takesPregnant),
  takesMoud: said(partner.takesMoud),
  isClosed: partner.isClosed ? 'yes' : 'no',
})

type Props = { action: string; seen?: string; form: FormState; refusal?: Refusal; button: string; isKnown?: boolean }

export const PartnerForm = ({ action, seen = '', form: sent, refusal, button, isKnown }: Props) => {
  const form = atField(sent, refusal?.refused === 'changed-meanwhile' ? undefined : refusal, {
    'needs-name': 'name',
    'needs-level': 'levels[]',
    'needs-way': 'phone',
  })
  return (
    <form method="post" action={action} class="form placement-form" novalidate data-guard>
      <ErrorSummary form={form} />
      <input type="hidden" name="seen" value={seen} />
      <TextField
        name="name"
        label="Name"
        hint="The house and the unit."
        maxlength={200}
        width="full"
        anyDirection
        form={form}
      />
      <div class="rating-levels">
        <Checkboxes name="levels[]" label="What they give" plain options={partnerPlaces()} form={form} />
      </div>
      <div class="together">
        <TextField name="phone" label="Phone" optional maxlength={60} form={form} />
        <TextField name="fax" label="Fax" optional maxlength={60} form={form} />
      </div>
      <TextField name="address" label="Address" optional maxlength={300} width="full" anyDirection form={form} />
      <TextField
        name="hours"
        label="When they take people"
        optional
        maxlength={300}
        width="full"
        anyDirection
        form={form}
      />
      <TextField name="payers" label="Which payers" optional maxlength={1000} width="full" anyDirection form={form} />
      <Asked name="takesAdolescents" label="Takes people under 18" form={form} />
      <Asked name="takesPregnant" label="Takes people who are pregnant" form={form} />
      <Asked name="takesMoud" label="Goes on with medicine for opioid use" form={form} />
      <TextArea name="words" label="Good to know" optional maxlength={4000} rows={3} form={form} />
      {isKnown && (
        <RadioCards
          name="isClosed"
          label="Still there"
          aside
          plain
          form={form}
          options={[
            { value: 'no', label: 'Yes' },
            { value: 'yes', label: 'Closed for good' },
          ]}
        />
      )}
      <FormActions>
        <Button kind="main">{button}</Button>
      </FormActions>
    </form>
  )
}

const Asked = ({ name, label, form }: { name: string; label: string; form: FormState }) => (
  <RadioCards
    name={name}
    label={label}
    aside
    plain
    value="unsaid"
    form={form}
    options={[
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
      { value: 'unsaid', label: 'Nobody has asked' },
    ]}
  />
)
