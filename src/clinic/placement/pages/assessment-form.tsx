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
import { urls } from '../../../urls.ts'
import type { Authority } from '../../consents/authority.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import type { ByRating, Dimension, Edition } from '../dimension.ts'
import type { Stop } from '../gate.ts'
import type { Program } from '../levels.ts'
import type { Screen } from '../queries.ts'
import { type AssessmentKind, assessmentKinds, kindWords, progresses } from '../review.ts'
import { levelOptions } from './decision.tsx'

export const ratingName = (key: string): string => `${key}-rating`
export const wordsName = (key: string): string => `${key}-words`
export const ownName = (key: string): string => `${key}-own`
export const becauseName = (key: string): string => `${key}-because`

type Props = {
  action: string
  edition: Edition
  screen: Screen
  live: readonly Stop[]
  programKind: Program | null
  others: readonly Edition[]
  client: Pick<ClientFacts, 'id' | 'episodeId' | 'levelOfCare'>
  kind: AssessmentKind
  authority: Authority | null
  form?: FormState
  refusal?: Refusal
}

/** Six dimensions, each with what to ask, what 0 to 4 mean, and room for words; then the facts beside them. */
export const AssessmentForm = ({ action, edition, screen, live, programKind, form, refusal, ...about }: Props) => (
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
    <input type="hidden" name="edition" value={edition.id} />
    <WhatFor edition={edition} form={form} {...about} />
    {about.authority !== null && <WhoSigns authority={about.authority} />}
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
        {edition.ageGroup === 'adolescent' && (
          <Unsaid name="adultComes" label="An adult comes to family sessions" form={form} />
        )}
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

type WhatForProps = Pick<Props, 'others' | 'client' | 'kind' | 'edition' | 'form'>

/** Admission or review, and with which card; another card is another page, since no rating passes from one to another. */
const WhatFor = ({ others, client, kind, edition, form }: WhatForProps) => (
  <Card title="What this is for" hint={`${edition.label}. ${edition.follows}.`}>
    <div class="form">
      {client.episodeId === null ? (
        <input type="hidden" name="kind" value="admission" />
      ) : (
        <>
          <RadioCards
            name="kind"
            label={`In care here at level ${client.levelOfCare ?? ''}`}
            form={form}
            value={kind}
            plain
            options={assessmentKinds
              .filter((one) => one !== 'admission')
              .map((one) => ({ value: one, label: kindWords[one].label, hint: kindWords[one].hint }))}
          />
          <RadioCards
            name="progress"
            label="What has become of the care so far"
            form={form}
            plain
            options={Object.entries(progresses).map(([value, label]) => ({ value, label }))}
          />
          <TextArea
            name="progressWords"
            label="What has changed since the last time"
            maxlength={4000}
            rows={3}
            form={form}
          />
        </>
      )}
      {others.length > 0 && (
        <p class="rating-others">
          Another card:{' '}
          {others.map((other, index) => (
            <>
              {index > 0 && ' · '}
              <a href={urls.assessment({ client: client.id }, { edition: other.id, kind })}>{other.label}</a>
            </>
          ))}
        </p>
      )}
    </div>
  </Card>
)

const signers = {
  self: 'The young person alone consents; a parent is told only with their consent.',
  guardian: 'A parent or guardian consents.',
  both: 'The young person and a parent or guardian both sign.',
}

const WhoSigns = ({ authority }: { authority: Authority }) => (
  <Notice tone="info" title={signers[authority.who]}>
    {[
      authority.condition === null ? '' : `Alone only when this is found and recorded: ${authority.condition}.`,
      authority.note,
      authority.citation === '' ? '' : `${authority.citation}.`,
      'Default: your compliance officer confirms.',
    ]
      .filter(Boolean)
      .join(' ')}
  </Notice>
)

type RatingProps = { name: string; label: string; hidden?: boolean; anchors: ByRating<string>; form?: FormState }

const Ratings = ({ name, label, hidden, anchors, form }: RatingProps) => (
  <RadioCards
    name={name}
    label={label}
    labelHidden={hidden}
    form={form}
    options={anchors.map((anchor, rating) => ({
      value: String(rating),
      label: (
        <>
          <b>{rating}</b> {anchor}
        </>
      ),
    }))}
  />
)

const Prompts = ({ prompts }: { prompts: readonly string[] }) => (
  <ul class="rating-prompts">
    {prompts.map((prompt) => (
      <li>{prompt}</li>
    ))}
  </ul>
)

/** One dimension: what to ask, what 0 to 4 mean, and room for words; in parts where the edition rates parts. */
const DimensionCard = ({ dimension, form }: { dimension: Dimension; form?: FormState }) => {
  const { key, number, label, prompts, anchors, subs } = dimension
  const words = (
    <TextArea
      name={wordsName(key)}
      label="In a few words, why"
      hint="Needed from a rating of 1."
      required={false}
      maxlength={4000}
      rows={3}
      form={form}
    />
  )
  if (subs === undefined)
    return (
      <Card title={`${number}. ${label}`}>
        <div class="rating-pair">
          <Ratings
            name={ratingName(key)}
            label={`Rating of ${label.toLowerCase()}`}
            hidden
            anchors={anchors}
            form={form}
          />
          <div class="form">
            <Prompts prompts={prompts} />
            {words}
          </div>
        </div>
      </Card>
    )
  const isSet = String(form?.values?.[ownName(key)] ?? '') !== '' || form?.errors?.[becauseName(key)] !== undefined
  return (
    <Card title={`${number}. ${label}`} hint="Rate each part. The dimension is rated as the worst of them.">
      <div class="stack">
        <div class="rating-parts">
          {subs.map((sub) => (
            <div>
              <Prompts prompts={sub.prompts} />
              <Ratings name={ratingName(sub.key)} label={sub.label} anchors={sub.anchors} form={form} />
            </div>
          ))}
        </div>
        {words}
        <details class="disclose" open={isSet}>
          <summary>Set the dimension beside its parts</summary>
          <div class="form">
            <Select
              name={ownName(key)}
              label={`Rating of ${label.toLowerCase()}`}
              hint="A director, therapist or prescriber may, with a reason."
              choose="The worst of its parts"
              optional
              width="full"
              options={anchors.map((anchor, rating) => ({ value: String(rating), label: `${rating} · ${anchor}` }))}
              form={form}
            />
            <TextArea
              name={becauseName(key)}
              label="Why it is rated so"
              required={false}
              maxlength={4000}
              rows={2}
              form={form}
            />
          </div>
        </details>
      </div>
    </Card>
  )
}

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
