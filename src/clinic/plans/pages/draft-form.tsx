import type { Doc } from '../../../basics/draft.ts'
import type { Child } from 'hono/jsx'
import { Card } from '../../../ui/card.tsx'
import { Checkboxes, Fieldset } from '../../../ui/choices.tsx'
import { DateField, NumberField, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { instruments } from '../../instruments/catalog.ts'
import { serviceKinds } from '../../programs/library.ts'
import { most, numbersOf, planFrom } from '../plan-doc.ts'
import type { Diagnosis } from '../queries/diagnoses.ts'
import { labelOf, rhythmOf } from '../signed-plan.ts'
import { weekDay } from '../../../ui/when.tsx'

type Props = {
  doc: Doc
  diagnoses: readonly Diagnosis[]
  weeks: string[]
  today: string
  beside: (field: string) => Child
}
type Part = Props & { form: FormState }

/** The whole plan as one form. Each list has what is written and room for one more; a save brings the next. */
export function DraftFields(props: Props) {
  const part: Part = { ...props, form: { values: props.doc } }
  return (
    <>
      <Problems {...part} />
      <Card title="What is there to build on, and what is in the way?">
        <div class="form plan-form">
          <Prose name="strengths" label="Strengths" hint="People, skills, what has worked before." {...part} />
          <Prose name="barriers" label="Barriers" hint="Rides, childcare, shifts, money, fear." optional {...part} />
        </div>
      </Card>
      <Goals {...part} />
      <Services {...part} />
      <Card title="How long, and when is it enough?">
        <div class="form plan-form">
          <Prose
            name="dischargeWhen"
            label="Ready to leave when"
            hint="What one will see when this level of care is not needed any more."
            {...part}
          />
          <div class="together">
            <NumberField
              name="weeks"
              label="Expected length"
              unit="weeks"
              min={1}
              max={104}
              optional
              form={part.form}
            />
            <DateField name="reviewOn" label="Next review" required={false} form={part.form} />
          </div>
        </div>
      </Card>
    </>
  )
}

type ProseProps = Part & { name: string; label: string; hint?: string; optional?: boolean; rows?: number }
const Prose = ({ name, label, hint, optional, rows = 2, form, beside }: ProseProps) => (
  <>
    <TextArea
      name={name}
      label={label}
      hint={hint}
      rows={rows}
      width="full"
      maxlength={4000}
      optional={optional}
      required={false}
      form={form}
    />
    {beside(name)}
  </>
)

const highest = (doc: Doc, shape: RegExp): number =>
  Math.max(
    0,
    ...Object.entries(doc).map(([name, text]) => (text.trim() === '' ? 0 : Number(shape.exec(name)?.[1] ?? 0))),
  )
const slots = (last: number, cap: number): number[] => Array.from({ length: Math.min(cap, last + 1) }, (_, i) => i + 1)

function Problems(part: Part) {
  const options = part.diagnoses.map((one) => ({ value: one.id, label: `${one.code} ${one.words}` }))
  return (
    <Card title="What is worked on?" hint="Problems in plain words, each with the diagnosis it belongs to">
      <div class="form plan-form">
        {slots(highest(part.doc, /^p(\d+)-/), most.problems).map((n) => (
          <Fieldset name={`p${n}`} label={`Problem ${n}`}>
            <TextField
              name={`p${n}-words`}
              label="In plain words"
              width="full"
              required={false}
              maxlength={1000}
              anyDirection
              form={part.form}
            />
            {part.beside(`p${n}-words`)}
            <Select
              name={`p${n}-diagnosis`}
              label="Diagnosis"
              options={options}
              choose="None"
              required={false}
              width="full"
              form={part.form}
            />
          </Fieldset>
        ))}
      </div>
    </Card>
  )
}

function Goals(part: Part) {
  const problems = planFrom(part.doc).problems.map((one, n) => ({
    value: one.slot,
    label: `${n + 1}. ${one.words.slice(0, 80)}`,
  }))
  return (
    <>
      {slots(highest(part.doc, /^g(\d)/), most.goals).map((n) => (
        <Card title={`Goal ${n}`} hint={n === 1 ? 'In the words of the person' : undefined}>
          <div class="form plan-form">
            <input type="hidden" name={`g${n}-id`} value={part.doc[`g${n}-id`] ?? ''} />
            <Prose
              name={`g${n}-words`}
              label="The goal"
              hint="As the person says it: “Keep my job at the yard.”"
              {...part}
            />
            <Select
              name={`g${n}-problem`}
              label="Answers"
              options={problems}
              choose="No problem named"
              required={false}
              width="full"
              form={part.form}
            />
            {slots(highest(part.doc, new RegExp(`^g${n}o(\\d)-`)), most.objectives).map((m) => (
              <Objective n={n} m={m} part={part} />
            ))}
          </div>
        </Card>
      ))}
    </>
  )
}

const measures = [
  { value: '', label: 'Seen or counted' },
  ...instruments.map(({ key, title }) => ({ value: key, label: title })),
]

const Objective = ({ n, m, part }: { n: number; m: number; part: Part }) => {
  const slot = `g${n}o${m}`
  return (
    <Fieldset name={slot} label={`Objective ${n}.${m}`}>
      <input type="hidden" name={`${slot}-id`} value={part.doc[`${slot}-id`] ?? ''} />
      <Prose name={`${slot}-words`} label="What will be seen or counted" {...part} />
      <div class="plan-row">
        <Select
          name={`${slot}-measure`}
          label="Measured by"
          options={measures}
          choose={false}
          required={false}
          width="full"
          form={part.form}
        />
        <div>
          <TextField
            name={`${slot}-baseline`}
            label="Now"
            required={false}
            maxlength={300}
            width="full"
            anyDirection
            form={part.form}
          />
          {part.beside(`${slot}-baseline`)}
        </div>
        <div>
          <TextField
            name={`${slot}-target`}
            label="Target"
            required={false}
            maxlength={300}
            width="full"
            anyDirection
            form={part.form}
          />
          {part.beside(`${slot}-target`)}
        </div>
        <DateField name={`${slot}-by`} label="By" required={false} form={part.form} />
      </div>
    </Fieldset>
  )
}

const kindOptions = serviceKinds
  .filter((kind) => !['meal', 'break', 'orientation', 'assessment'].includes(kind.key))
  .map(({ key, label }) => ({ value: key, label }))

function Services(part: Part) {
  const plan = planFrom(part.doc)
  const numbers = numbersOf(plan.goals)
  return (
    <Card title="What is done for it?" hint="These services are the prescribed week, from the signature on">
      <div class="form plan-form">
        {slots(highest(part.doc, /^s(\d+)-kind/), most.services).map((n) => {
          const slot = `s${n}`
          const its = plan.services.find((one) => one.slot === slot)
          return (
            <Fieldset
              name={slot}
              label={its === undefined ? `Service ${n}` : `Service ${n}: ${labelOf(its.kind)}, ${rhythmOf(its)}`}
            >
              <div class="plan-row">
                <Select
                  name={`${slot}-kind`}
                  label="Kind"
                  options={kindOptions}
                  choose="None"
                  required={false}
                  width="full"
                  form={part.form}
                />
                <NumberField
                  name={`${slot}-times`}
                  label="How often"
                  unit="times"
                  min={1}
                  max={14}
                  required={false}
                  form={part.form}
                />
                <NumberField
                  name={`${slot}-every`}
                  label="Every"
                  unit="weeks"
                  min={1}
                  max={8}
                  required={false}
                  value={part.doc[`${slot}-every`] ?? 1}
                  form={part.form}
                />
                <NumberField
                  name={`${slot}-minutes`}
                  label="Each"
                  unit="min"
                  min={5}
                  max={480}
                  required={false}
                  form={part.form}
                />
              </div>
              <TextField
                name={`${slot}-who`}
                label="By whom"
                width="full"
                required={false}
                maxlength={300}
                anyDirection
                form={part.form}
              />
              {part.beside(`${slot}-who`)}
              {numbers.size > 0 && (
                <Checkboxes
                  name={`${slot}-for[]`}
                  label="For objectives"
                  aside
                  required={false}
                  options={[...numbers].map(([value, label]) => ({ value, label }))}
                  values={(part.doc[`${slot}-for`] ?? '').split(' ').filter(Boolean)}
                />
              )}
            </Fieldset>
          )
        })}
        <div class="together">
          <NumberField name="days" label="Days a week" unit="days" min={1} max={7} required={false} form={part.form} />
          <Select
            name="fromWeek"
            label="From the week of"
            choose={false}
            required={false}
            options={weeksWith(part.weeks, part.doc.fromWeek).map((value) => ({ value, label: weekDay(value) }))}
            form={part.form}
          />
        </div>
        <Prose
          name="because"
          label="Why this much"
          hint="Needed below the floor of the level, or where the week changes."
          optional
          {...part}
        />
      </div>
    </Card>
  )
}

const weeksWith = (weeks: readonly string[], chosen: string | undefined): string[] =>
  chosen === undefined || chosen === '' ? [...weeks] : [...new Set([chosen, ...weeks])].toSorted()
