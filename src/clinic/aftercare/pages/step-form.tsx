import { addDays, type Day } from '../../../basics/dates.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import { Button, DateField, FormActions, NumberField, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import type { Dose } from '../../plans/rules.ts'
import type { Did } from '../queries/steps.ts'
import { clientViews, isMove, lookWithin, type StepKind, stepAhead, stepName, viewName } from '../steps.ts'
import { DidList } from './step-parts.tsx'

type Group = { id: string; name: string; when: string; minutes: number; hint: string }
export type StepFormProps = {
  episode: string
  kind: StepKind
  to: { id: string; name: string; levelOfCare: string } | null
  after: string
  today: Day
  held: readonly Group[]
  offered: readonly Group[]
  dose: Dose
  form: FormState | undefined
  /** What the act would do, when it was looked at: the next press does it. */
  preview: { did: Did; fromDay: Day } | null
}

const doseFields = [
  [
    ['groupMinutes', 'Group', 2400],
    ['individualMinutes', 'Individual', 600],
  ],
  [
    ['familyMinutes', 'Family', 600],
    ['medicationMinutes', 'Medication', 600],
  ],
] as const

export function StepForm({ episode, kind, to, after, today, held, offered, dose, form, preview }: StepFormProps) {
  const state = { ...form, prefix: 'step' }
  const moves = isMove(kind) && to !== null
  return (
    <form class="form" method="post" action={urls.steps({ episode })} id="decide">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="toProgram" value={to?.id ?? ''} />
      <input type="hidden" name="after" value={after} />
      {preview !== null && (
        <Notice tone="info" title="What this does">
          <DidList did={preview.did} fromDay={preview.fromDay} />
          <FormActions>
            <Button kind="main" name="act" value="do">
              {stepName[kind].label}: do it
            </Button>
            <Button href={urls.steps({ episode })}>Not now</Button>
          </FormActions>
          {moves && <p>All of it can be taken back within a day.</p>}
        </Notice>
      )}
      <Card
        title={moves ? `${stepName[kind].label}: ${to.name}, level ${to.levelOfCare}` : stepName[kind].label}
        hint={stepName[kind].hint}
      >
        <div class="stack">
          {moves && (
            <>
              <DateField
                name="fromDay"
                label="First day at the new level"
                value={addDays(today, 1)}
                min={today}
                max={addDays(today, stepAhead)}
                form={state}
              />
              {held.length > 0 && (
                <Checkboxes
                  name="give[]"
                  label="Seats that end the day before"
                  options={held.map((one) => ({ value: one.id, label: `${one.name}, ${one.when}`, hint: one.hint }))}
                  values={form?.values === undefined ? held.map(({ id }) => id) : undefined}
                  form={state}
                />
              )}
              {offered.length > 0 ? (
                <Checkboxes
                  name="take[]"
                  label={`Groups of ${to.name} with a free seat`}
                  options={offered.map((one) => ({
                    value: one.id,
                    label: `${one.name}, ${one.when}`,
                    hint: `${hoursAndMinutes(one.minutes)}. ${one.hint}`,
                  }))}
                  form={state}
                />
              ) : (
                <Notice tone="warning">No group of this program has a seat that fits. A task will say so.</Notice>
              )}
              {doseFields.map((pair) => (
                <div class="together">
                  {pair.map(([name, label, max]) => (
                    <NumberField
                      name={name}
                      label={`${label}, a week`}
                      min={0}
                      max={max}
                      unit="minutes"
                      value={dose[name]}
                      form={state}
                    />
                  ))}
                </div>
              ))}
              <NumberField name="days" label="Days a week" min={1} max={7} unit="days" value={dose.days} form={state} />
            </>
          )}
          <TextArea
            name="reasons"
            label="Why"
            hint="What changed since the last decision, and what it asks for."
            maxlength={4000}
            form={state}
          />
          <TextField
            name="tookPart"
            label="Who took part"
            hint="The client too, where they did."
            maxlength={500}
            anyDirection
            form={state}
          />
          <RadioCards
            name="clientView"
            label="How the client sees it"
            options={clientViews.map((value) => ({ value, label: viewName[value] }))}
            form={state}
            plain
            aside
          />
          <TextArea name="clientWords" label="In their words" optional maxlength={2000} form={state} />
          <TextField
            name="dissentWho"
            label="Does anyone of the team see it otherwise? Who"
            optional
            maxlength={200}
            anyDirection
            form={state}
          />
          <TextArea
            name="dissentWords"
            label="What they say"
            hint="It stands beside the decision for good."
            optional
            maxlength={2000}
            form={state}
          />
          <DateField
            name="lookAgainOn"
            label="Somebody looks again on"
            optional={kind !== 'stay'}
            min={addDays(today, 1)}
            max={addDays(today, lookWithin)}
            value={kind === 'elsewhere' || kind === 'leave' ? undefined : addDays(today, 14)}
            form={state}
          />
          <FormActions>
            <Button kind={preview === null ? 'main' : 'plain'} name="act" value="look">
              Show what this does
            </Button>
          </FormActions>
        </div>
      </Card>
    </form>
  )
}
