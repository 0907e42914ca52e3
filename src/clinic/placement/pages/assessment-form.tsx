import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import type { Dimension, Edition } from '../dimension.ts'
import type { Stop } from '../gate.ts'
import type { Program } from '../levels.ts'
import type { Screen } from '../queries.ts'
import { levelOptions } from './decision.tsx'

export const ratingName = (key: string): string => `${key}-rating`
export const wordsName = (key: string): string => `${key}-words`

type Props = {
  action: string
  edition: Edition
  screen: Screen
  live: readonly Stop[]
  programKind: Program | null
  form?: FormState
  refusal?: Refusal
}

/** Six dimensions, each with what to ask, what 0 to 4 mean, and room for words; then the facts beside them. */
export const AssessmentForm = ({ action, edition, screen, live, programKind, form, refusal }: Props) => (
  <form method="post" action={action} class="stack" novalidate data-guard>
    {Object.keys(form?.errors ?? {}).length > 0 ? (
      <ErrorSummary form={form} title={refusal?.because} />
    ) : (
      <RefusalAlert refusal={refusal} />
    )}
    {live.length > 0 && (
      <Notice tone="danger" title="A stop of the safety gate still stands">
        {live.map((stop) => `${stop.because} First: ${stop.routeLabel}.`).join(' ')} You may assess now; nobody is
        placed here until it is settled.
      </Notice>
    )}
    <input type="hidden" name="screen" value={screen.id} />
    {edition.dimensions.map((dimension) => (
      <DimensionCard dimension={dimension} form={form} />
    ))}
    <Card title="Facts beside the ratings">
      <div class="form">
        <RadioCards
          name="program"
          label="For which program"
          form={form}
          value={programKind}
          aside
          plain
          options={[
            { value: 'substance-use', label: 'Substance use' },
            { value: 'mental-health', label: 'Mental health' },
          ]}
        />
        <Unsaid name="hasDiagnosis" label="A diagnosis that fits the program is recorded" form={form} />
        <Unsaid name="supportiveHome" label="Someone at home supports recovery" form={form} />
        <RadioCards
          name="medicalCover"
          label="A prescriber or nurse already sees the person daily for withdrawal"
          form={form}
          value={screen.answers['withdrawal-cover'] === 'yes' ? 'yes' : 'no'}
          aside
          plain
          options={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
        />
        <div class="rating-levels">
          <Checkboxes
            name="didNotHold[]"
            label="Care in the last 90 days that did not hold"
            form={form}
            plain
            options={levelOptions(programKind ?? 'substance-use')}
          />
        </div>
        <Select
          name="comingFrom"
          label="Steps down from"
          choose="Nowhere: comes from home"
          optional
          width="full"
          options={levelOptions(programKind ?? 'substance-use')}
          form={form}
        />
      </div>
    </Card>
    <Card
      title="Result of a licensed tool"
      hint="If your clinic or a payer used one: what it gave. Its text stays with its owner; it does not move our recommendation."
    >
      <div class="together">
        <TextField name="outsideTool" label="Tool" optional maxlength={100} form={form} />
        <TextField name="outsideLevel" label="Level it gave" optional maxlength={100} form={form} />
        <DateField name="outsideOn" label="Date" optional form={form} />
      </div>
    </Card>
    <FormActions>
      <Button kind="main">Get the recommendation</Button>
    </FormActions>
  </form>
)

const DimensionCard = ({ dimension, form }: { dimension: Dimension; form?: FormState }) => (
  <Card title={`${dimension.number}. ${dimension.label}`}>
    <div class="rating-pair">
      <RadioCards
        name={ratingName(dimension.key)}
        label={`Rating of ${dimension.label.toLowerCase()}`}
        labelHidden
        form={form}
        options={dimension.anchors.map((anchor, rating) => ({
          value: String(rating),
          label: (
            <>
              <b>{rating}</b> {anchor}
            </>
          ),
        }))}
      />
      <div class="form">
        <ul class="rating-prompts">
          {dimension.prompts.map((prompt) => (
            <li>{prompt}</li>
          ))}
        </ul>
        <TextArea
          name={wordsName(dimension.key)}
          label="In a few words, why"
          hint="Needed from a rating of 1."
          required={false}
          maxlength={4000}
          rows={3}
          form={form}
        />
      </div>
    </div>
  </Card>
)

const Unsaid = ({ name, label, form }: { name: string; label: string; form?: FormState }) => (
  <RadioCards
    name={name}
    label={label}
    form={form}
    value="unsaid"
    aside
    plain
    options={[
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
      { value: 'unsaid', label: 'Not known yet' },
    ]}
  />
)
