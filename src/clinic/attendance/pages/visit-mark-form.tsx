import { Button, FormActions, NumberField, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import type { HourOfWeek } from '../queries/week.ts'
import { absenceReasons } from '../rules.ts'

const marks = [
  { value: 'here', label: 'Here' },
  { value: 'late', label: 'Late' },
  { value: 'left-early', label: 'Left early' },
  { value: 'absent', label: 'Did not attend' },
  { value: 'excused', label: 'Excused' },
]

/** One press for the usual mark; the rest opens below it. */
export const VisitMarkForm = ({ hour, form }: { hour: HourOfWeek; form?: FormState }) => {
  const own: FormState = form ?? { prefix: hour.id }
  return (
    <div class="line-up">
      {hour.mark === null ? (
        <form method="post" action={urls.visitMarks({ visit: hour.id })}>
          <input type="hidden" name="mark" value="here" />
          <Button small>Here</Button>
        </form>
      ) : (
        <form method="post" action={urls.visitMarks({ visit: hour.id })}>
          <input type="hidden" name="mark" value="cleared" />
          <Button small kind="quiet">
            Take the mark back
          </Button>
        </form>
      )}
      <details class="disclose" open={form !== undefined}>
        <summary>Another mark</summary>
        <form class="form" method="post" action={urls.visitMarks({ visit: hour.id })}>
          <Select name="mark" label="Mark" options={marks} form={own} />
          <div class="together">
            <NumberField name="minutesLate" label="Minutes late" min={0} max={240} optional form={own} />
            <NumberField name="minutesLeftEarly" label="Minutes left early" min={0} max={240} optional form={own} />
          </div>
          <Select
            name="reason"
            label="Reason"
            hint="When the person did not attend or is excused."
            choose="None"
            options={absenceReasons.map(({ key, label }) => ({ value: key, label }))}
            optional
            form={own}
          />
          <TextField name="reasonWords" label="In a few words" optional anyDirection form={own} />
          <FormActions>
            <Button small>Keep this mark</Button>
          </FormActions>
        </form>
      </details>
    </div>
  )
}
