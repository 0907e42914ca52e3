import type { Day } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { DatedFields } from '../../../ui/dated-rows.tsx'
import {
  Button,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import type { RuleSaid } from '../actions/payer-rules.ts'
import { payClasses, payClassWords, type PayTerms, payUnits, payUnitWords } from '../payer-terms.ts'
import { downLines } from './payer-rule-typed.ts'

const classes = payClasses.map((value) => ({ value, label: payClassWords[value] }))

type RuleFormProps = {
  action: string
  terms: PayTerms
  program: RuleSaid['program']
  today: Day
  form: FormState
  title: string
}

/** A new dated row for one payer, begun from the terms that stand. */
export const RuleForm = ({ action, terms, program, today, form, title }: RuleFormProps) => (
  <Card title={title} hint="What you record holds from its first day on. The row before it stays for the weeks before.">
    <form method="post" action={action} class="form">
      <ErrorSummary form={form} />
      <Select
        name="program"
        label="For which program"
        choose={false}
        value={program}
        options={[
          { value: 'any', label: 'Every program' },
          { value: 'substance-use', label: 'Substance use' },
          { value: 'mental-health', label: 'Mental health' },
        ]}
        form={form}
      />
      <div class="together">
        <Select
          name="unit"
          label="One unit is"
          choose={false}
          value={terms.unit}
          options={payUnits.map((value) => ({ value, label: payUnitWords[value] }))}
          form={form}
        />
        <TextField name="code" label="Code" optional maxlength={7} value={terms.code} form={form} />
        <NumberField
          name="maxUnitsPerDay"
          label="Most units a day"
          min={1}
          max={96}
          value={terms.maxUnitsPerDay}
          form={form}
        />
      </div>
      <div class="together">
        <NumberField
          name="minutesPerDay"
          label="Minutes a day"
          hint="Empty: any attendance is enough."
          optional
          min={0}
          max={720}
          unit="min"
          value={terms.minutesPerDay}
          form={form}
        />
        <NumberField
          name="servicesPerDay"
          label="Services a day"
          min={1}
          max={20}
          value={terms.servicesPerDay}
          form={form}
        />
      </div>
      <Checkboxes
        name="counts[]"
        label="What counts toward the day"
        options={classes}
        values={[...terms.counts]}
        aside
        form={form}
      />
      <Checkboxes
        name="separate[]"
        label="Billed apart, outside the day"
        options={classes}
        values={[...terms.separate]}
        optional
        aside
        form={form}
      />
      <Checkboxes
        name="primary[]"
        label="At least one must be"
        options={classes}
        values={[...terms.primary]}
        optional
        aside
        form={form}
      />
      <div class="together">
        <NumberField
          name="hoursPerWeek"
          label="Hours a week"
          min={0}
          max={84}
          step="any"
          unit="hours"
          value={terms.minutesPerWeek / 60}
          form={form}
        />
        <NumberField
          name="daysPerWeek"
          label="Days a week"
          min={0}
          max={7}
          unit="days"
          value={terms.daysPerWeek}
          form={form}
        />
        <NumberField
          name="servicesPerWeek"
          label="Services a week"
          min={0}
          max={60}
          value={terms.servicesPerWeek}
          form={form}
        />
      </div>
      <div class="together">
        <Select
          name="underWeek"
          label="A week under that"
          choose={false}
          value={terms.underWeek}
          options={[
            { value: 'bill', label: 'Paid all the same' },
            { value: 'alert', label: 'Paid, and flagged' },
            { value: 'deny', label: 'Nothing is paid' },
          ]}
          form={form}
        />
        <NumberField
          name="maxDaysPerWeek"
          label="Most days a week"
          optional
          min={1}
          max={7}
          unit="days"
          value={terms.maxDaysPerWeek}
          form={form}
        />
        <Select
          name="weekStart"
          label="The week begins on"
          choose={false}
          value={String(terms.weekStart)}
          options={['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((label, n) => ({
            value: String(n + 1),
            label,
          }))}
          form={form}
        />
      </div>
      <Select
        name="partial"
        label="A day that is too short"
        choose={false}
        value={terms.partial}
        options={[
          { value: 'no-bill', label: 'Nothing is paid' },
          { value: 'prorate', label: 'Its share is paid' },
          { value: 'downcode', label: 'Single services under codes of their own' },
        ]}
        form={form}
      />
      <TextArea
        name="downCodes"
        label="Single services of a short day"
        hint="One a line: code, kind, least minutes, minutes of a unit or “each”, most units a day. Such as “H0005 group 60 each 1”."
        optional
        value={downLines(terms.downCodes)}
        form={form}
      />
      <div class="together">
        <NumberField
          name="minGroup"
          label="Least in a group"
          min={1}
          max={20}
          unit="clients"
          value={terms.minGroup}
          form={form}
        />
        <NumberField
          name="groupCap"
          label="Most in a group"
          optional
          min={2}
          max={60}
          unit="clients"
          value={terms.groupCap}
          form={form}
        />
        <Select
          name="telehealth"
          label="By video"
          choose={false}
          value={terms.telehealth}
          options={[
            { value: 'none', label: 'Not paid' },
            { value: 'video', label: 'Paid with picture' },
            { value: 'audio', label: 'Paid with picture or sound alone' },
          ]}
          form={form}
        />
      </div>
      <div class="together">
        <Select
          name="needs"
          label="Before a claim"
          choose={false}
          value={
            terms.needsLicence
              ? terms.needsSignedNote
                ? 'both'
                : 'licence'
              : terms.needsSignedNote
                ? 'note'
                : 'nothing'
          }
          options={[
            { value: 'both', label: 'A licensed leader and a signed note' },
            { value: 'licence', label: 'A licensed leader' },
            { value: 'note', label: 'A signed note' },
            { value: 'nothing', label: 'Nothing more' },
          ]}
          form={form}
        />
        <Select
          name="authUnit"
          label="An authorization counts"
          choose={false}
          value={terms.authUnit}
          options={[
            { value: 'session', label: 'Sessions' },
            { value: 'day', label: 'Days' },
            { value: 'hour', label: 'Hours' },
            { value: 'date-range', label: 'Dates alone' },
          ]}
          form={form}
        />
        <NumberField
          name="maxPerAuth"
          label="Most in one authorization"
          optional
          min={1}
          max={400}
          value={terms.maxPerAuth}
          form={form}
        />
      </div>
      <div class="together">
        <TextField
          name="revenueCode"
          label="Revenue code"
          optional
          maxlength={4}
          value={terms.revenueCode}
          form={form}
        />
        <TextField
          name="placeOfService"
          label="Place of service"
          optional
          maxlength={2}
          value={terms.placeOfService}
          form={form}
        />
        <TextField name="modifiers" label="Modifiers" optional maxlength={20} value={terms.modifiers} form={form} />
        <NumberField
          name="timelyFilingDays"
          label="Claims within"
          optional
          min={1}
          max={730}
          unit="days"
          value={terms.timelyFilingDays}
          form={form}
        />
      </div>
      <DatedFields
        form={form}
        today={today}
        hint="The contract or manual, its section and year, so that anyone can read it."
      />
      <FormActions>
        <Button kind="main">Record the rule</Button>
      </FormActions>
    </form>
  </Card>
)
