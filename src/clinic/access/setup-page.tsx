import type { Refusal } from '../../basics/refusal.ts'
import { Button, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../ui/form.tsx'
import { PlainPage } from '../../ui/layout.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { urls } from '../../urls.ts'

export const states = [
  'AL',
  'AK',
  'AZ',
  'AR',
  'CA',
  'CO',
  'CT',
  'DE',
  'DC',
  'FL',
  'GA',
  'HI',
  'ID',
  'IL',
  'IN',
  'IA',
  'KS',
  'KY',
  'LA',
  'ME',
  'MD',
  'MA',
  'MI',
  'MN',
  'MS',
  'MO',
  'MT',
  'NE',
  'NV',
  'NH',
  'NJ',
  'NM',
  'NY',
  'NC',
  'ND',
  'OH',
  'OK',
  'OR',
  'PA',
  'PR',
  'RI',
  'SC',
  'SD',
  'TN',
  'TX',
  'UT',
  'VT',
  'VA',
  'WA',
  'WV',
  'WI',
  'WY',
] as const

export const timeZones = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
  'America/Detroit',
  'America/Indiana/Indianapolis',
  'America/Boise',
] as const

/** The first page of an empty Stepwell: one clinic, one administrator. */
export const SetupPage = ({ form, refusal }: { form?: FormState; refusal?: Refusal }) => (
  <PlainPage
    clinic="Stepwell"
    title="Open your clinic"
    intro="You create the clinic and its first administrator. Everyone else is added afterwards, under Settings."
    drawing
  >
    <RefusalAlert refusal={refusal} />
    <ErrorSummary form={form} />
    <form method="post" action={urls.setup()}>
      <TextField
        name="code"
        label="One-time code"
        hint="The terminal in which Stepwell was started shows it."
        autocomplete="one-time-code"
        form={form}
      />
      <TextField name="clinicName" label="Name of the clinic" autocomplete="organization" form={form} />
      <Select
        name="state"
        label="State"
        hint="Its rules become the first defaults."
        options={states.map((value) => ({ value, label: value }))}
        form={form}
      />
      <Select
        name="timeZone"
        label="Time zone"
        options={timeZones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        form={form}
      />
      <TextField name="givenName" label="Your given name" autocomplete="given-name" form={form} />
      <TextField name="familyName" label="Your family name" autocomplete="family-name" form={form} />
      <TextField name="email" label="Your work email" type="email" autocomplete="username" form={form} />
      <TextField
        name="password"
        label="Password"
        type="password"
        hint="At least 15 characters; a few words in a row are easy to remember."
        autocomplete="new-password"
        form={form}
      />
      <FormActions>
        <Button kind="main">Open the clinic</Button>
      </FormActions>
    </form>
  </PlainPage>
)
