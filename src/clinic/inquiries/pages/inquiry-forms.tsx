import { dayAt, timeAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  Select,
  TextArea,
  TextField,
  TimeField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { outcomeName, outcomes, stepAfter, usualSteps } from '../next-step.ts'
import type { Inquiry } from '../queries/inquiry.ts'
import { sourceName, sources } from '../senders.ts'
import { openStages, stageName, stages } from '../stages.ts'

export type Part = 'call' | 'step' | 'stage' | 'owner' | 'sender' | 'person'
export type Back = { part: Part; form: FormState; refusal?: Refusal }
export type FormFacts = {
  work: Work
  inquiry: Inquiry
  reasons: { code: string; words: string }[]
  owners: { value: string; label: string }[]
  referrers: { value: string; label: string }[]
  tries: number
  back: Back | undefined
}

const formOf = (back: Back | undefined, part: Part): FormState =>
  back?.part === part ? { ...back.form, prefix: part } : { prefix: part }

const Troubles = ({ back, part }: { back: Back | undefined; part: Part }) =>
  back?.part === part ? (
    <>
      <RefusalAlert refusal={back.refusal} />
      <ErrorSummary form={{ ...back.form, prefix: part }} />
    </>
  ) : null

/** The next step, or the end: one of the two, in every form that ends a step. */
function NextFields({ facts, part, label }: { facts: FormFacts; part: Part; label: string }) {
  const { work, reasons, back, tries } = facts
  const form = formOf(back, part)
  const usual = stepAfter('reached', tries, work.at, work.clinic.timeZone)
  const zone = work.clinic.timeZone
  return (
    <fieldset class="fieldset inquiry-next">
      <legend class="label title">{label}</legend>
      <TextField name="what" label="Next step" list="usual-steps" required={false} form={form} maxlength={300} />
      <div class="line-up">
        <DateField name="dueOn" label="Due on" value={dayAt(usual.dueAt, zone)} required={false} form={form} />
        <TimeField name="dueTime" label="At" value={timeAt(usual.dueAt, zone)} required={false} form={form} />
      </div>
      {reasons.length > 0 && (
        <details open={(form.values?.reason ?? '') !== ''}>
          <summary>Or close it</summary>
          <Select
            name="reason"
            label="Why it is closed"
            choose="It stays open"
            required={false}
            options={reasons.map(({ code, words }) => ({ value: code, label: words }))}
            form={form}
          />
          <TextField name="because" label="In your words" optional form={form} maxlength={500} />
        </details>
      )}
    </fieldset>
  )
}

export const UsualSteps = () => (
  <datalist id="usual-steps">
    {usualSteps.map((step) => (
      <option value={step} />
    ))}
  </datalist>
)

export function CallForm({ facts }: { facts: FormFacts }) {
  const { inquiry, back } = facts
  const form = formOf(back, 'call')
  return (
    <Card title="What came of the call?" id="call">
      <Troubles back={back} part="call" />
      <form class="form" method="post" action={urls.inquiryCalls({ inquiry: inquiry.id })}>
        <input type="hidden" name="step" value={inquiry.stepId} />
        <RadioCards
          name="outcome"
          label="Outcome"
          labelHidden
          aside
          plain
          options={outcomes.map((value) => ({ value, label: outcomeName[value] }))}
          form={form}
        />
        <RadioCards
          name="direction"
          label="Who called?"
          aside
          plain
          value="out"
          options={[
            { value: 'out', label: 'We did' },
            { value: 'in', label: 'They did' },
          ]}
          form={form}
        />
        <TextField name="whom" label="With whom" hint="If it was somebody else." optional anyDirection form={form} />
        <TextArea name="words" label="What was said" optional rows={3} form={form} maxlength={4000} />
        <details open={(form.values?.offeredOn ?? '') !== ''}>
          <summary>I offered an appointment</summary>
          <div class="line-up">
            <DateField name="offeredOn" label="For" required={false} form={form} />
            <TimeField name="offeredTime" label="At" required={false} form={form} />
          </div>
        </details>
        <NextFields facts={facts} part="call" label="What comes next?" />
        <FormActions>
          <Button kind="main">Keep this call</Button>
        </FormActions>
      </form>
    </Card>
  )
}

export function StepForm({ facts }: { facts: FormFacts }) {
  const { inquiry, back } = facts
  return (
    <details class="card inquiry-more" id="step" open={back?.part === 'step'}>
      <summary>Done without a call, or another date</summary>
      <div class="body">
        <Troubles back={back} part="step" />
        <form class="form" method="post" action={urls.inquirySteps({ inquiry: inquiry.id })}>
          <input type="hidden" name="step" value={inquiry.stepId} />
          <NextFields facts={facts} part="step" label="What comes next?" />
          <FormActions>
            <Button kind="main" name="act" value="done">
              It is done
            </Button>
            <Button name="act" value="change">
              Not done: this instead
            </Button>
          </FormActions>
        </form>
      </div>
    </details>
  )
}

export function StageForm({ facts }: { facts: FormFacts }) {
  const { inquiry, back, reasons } = facts
  const form = formOf(back, 'stage')
  const offered = (inquiry.isOpen ? stages : openStages).filter((stage) => stage !== inquiry.stage)
  return (
    <details class="card inquiry-more" id="stage" open={back?.part === 'stage' || !inquiry.isOpen}>
      <summary>{inquiry.isOpen ? 'Set another stage' : 'Open it again'}</summary>
      <div class="body">
        <Troubles back={back} part="stage" />
        <form class="form" method="post" action={urls.inquiryStages({ inquiry: inquiry.id })}>
          <Select
            name="stage"
            label="Stage"
            options={offered.map((value) => ({ value, label: stageName[value] }))}
            form={form}
          />
          <TextField name="because" label="Why" required={false} form={form} maxlength={500} />
          {inquiry.isOpen && (
            <Select
              name="reason"
              label="If it is closed: the reason"
              choose="It is not closed"
              required={false}
              options={reasons.map(({ code, words }) => ({ value: code, label: words }))}
              form={form}
            />
          )}
          {!inquiry.isOpen && <NextFields facts={{ ...facts, reasons: [] }} part="stage" label="What comes next?" />}
          <FormActions>
            <Button>{inquiry.isOpen ? 'Set this stage' : 'Open it again'}</Button>
          </FormActions>
        </form>
      </div>
    </details>
  )
}

export function OwnerForm({ facts }: { facts: FormFacts }) {
  const { inquiry, owners, back } = facts
  const form = formOf(back, 'owner')
  return (
    <details class="card inquiry-more" id="owner" open={back?.part === 'owner'}>
      <summary>Give it to a colleague</summary>
      <div class="body">
        <Troubles back={back} part="owner" />
        <form class="form" method="post" action={urls.inquiryOwners({ inquiry: inquiry.id })}>
          <Select
            name="owner"
            label="To"
            options={owners.filter(({ value }) => value !== inquiry.ownerId)}
            form={form}
          />
          <TextField name="because" label="What they should know" optional form={form} maxlength={500} />
          <FormActions>
            <Button>Give it to them</Button>
          </FormActions>
        </form>
      </div>
    </details>
  )
}

export function SenderForm({ facts }: { facts: FormFacts }) {
  const { inquiry, referrers, back } = facts
  const form = formOf(back, 'sender')
  return (
    <details class="card inquiry-more" id="sender" open={back?.part === 'sender'}>
      <summary>Say who sent them</summary>
      <div class="body">
        <Troubles back={back} part="sender" />
        <form class="form" method="post" action={urls.inquirySender({ inquiry: inquiry.id })}>
          <Select
            name="source"
            label="How they came"
            value={inquiry.source}
            choose={false}
            options={sources.map((value) => ({ value, label: sourceName[value] }))}
            form={form}
          />
          <Select
            name="referrer"
            label="Who sent them"
            choose="Nobody in particular"
            required={false}
            value={inquiry.referrerId}
            options={referrers}
            form={form}
          />
          <TextField name="name" label="Or somebody new, by name" optional anyDirection form={form} maxlength={200} />
          <FormActions>
            <Button>Keep</Button>
          </FormActions>
        </form>
      </div>
    </details>
  )
}
