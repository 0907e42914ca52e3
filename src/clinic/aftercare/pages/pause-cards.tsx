import { addDays, type Day } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, FormActions, Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { longestKept, longestWait, pauseEndName, pauseKinds, pauseName } from '../pauses.ts'
import type { heardOf, PauseFacts } from '../queries/pauses.ts'

type Owners = { value: string; label: string }[]

export const PauseForm = ({
  episode,
  today,
  owners,
  me,
  seats,
  form,
}: {
  episode: string
  today: Day
  owners: Owners
  me: string | undefined
  seats: number
  form: FormState | undefined
}) => {
  const state = { ...form, prefix: 'pause' }
  return (
    <Card
      title="Are they away for a while?"
      hint="They stay in care. Nobody counts missed hours or calls after a miss; somebody asks again on a day."
    >
      <form class="form" method="post" action={urls.pauses({ episode })}>
        <RadioCards
          name="kind"
          label="Where they are"
          options={pauseKinds.map((value) => ({
            value,
            label: value === 'other' ? 'Somewhere else' : pauseName[value],
          }))}
          form={state}
          plain
          aside
        />
        <DateField name="fromDay" label="First day away" value={today} form={state} />
        <DateField
          name="expectedBack"
          label="Expected back on"
          hint="Leave empty while nobody knows. Visits until then are called off."
          optional
          min={today}
          form={state}
        />
        <TextArea
          name="words"
          label="What is known"
          hint="Who said so, and how to reach them there."
          maxlength={2000}
          form={state}
        />
        <DateField
          name="nextOn"
          label="Somebody asks again on"
          value={addDays(today, 3)}
          min={today}
          max={addDays(today, longestWait)}
          form={state}
        />
        <Select name="owner" label="Who asks" value={me} options={owners} form={state} />
        <RadioCards
          name="seats"
          label={seats === 1 ? 'Their one seat' : `Their ${seats} seats`}
          options={[
            { value: 'kept', label: 'Keep them to a day', hint: 'Free for others from the day after.' },
            {
              value: 'given',
              label: 'Give them back now',
              hint: 'On return, seats come back as far as they are free.',
            },
          ]}
          form={state}
        />
        <DateField
          name="seatsUntil"
          label="Kept until"
          hint="Where they are kept: the last day."
          optional
          min={today}
          max={addDays(today, longestKept)}
          form={state}
        />
        <FormActions>
          <Button kind="main">Write down the pause</Button>
        </FormActions>
      </form>
    </Card>
  )
}

export const Standing = ({ pause, today, zone }: { pause: PauseFacts; today: Day; zone: string }) => (
  <Card
    title={
      pause.from > today
        ? `${pauseName[pause.kind]} from ${shortDay(pause.from)}`
        : `${pauseName[pause.kind]} since ${shortDay(pause.from)}`
    }
    action={
      pause.nextOn < today ? (
        <Sig tone="danger">{`Was to be asked ${shortDay(pause.nextOn)}`}</Sig>
      ) : pause.nextOn === today ? (
        <Sig tone="warning">Ask today</Sig>
      ) : undefined
    }
  >
    <Facts
      facts={[
        { term: 'What is known', detail: pause.words },
        { term: 'Expected back', detail: pause.expectedBack && shortDay(pause.expectedBack), none: 'Nobody knows yet' },
        { term: 'Somebody asks again', detail: `${pause.owner}, on ${shortDay(pause.nextOn)}` },
        {
          term: 'Seats',
          detail:
            pause.seatsUntil === null
              ? 'Given back'
              : pause.seatsUntil < today
                ? `Were kept to ${shortDay(pause.seatsUntil)}; free for others now`
                : `Kept to ${shortDay(pause.seatsUntil)}`,
        },
        {
          term: 'Written down',
          detail: (
            <>
              {pause.by}, <At at={pause.at} zone={zone} />
            </>
          ),
        },
      ]}
    />
  </Card>
)

export const EndForm = ({ pause, today, form }: { pause: PauseFacts; today: Day; form: FormState | undefined }) => {
  const state = { ...form, prefix: 'end' }
  return (
    <Card title="How it ended">
      <form class="form" method="post" action={urls.pauseEnd({ pause: pause.id })}>
        <RadioCards
          name="because"
          label="What happened"
          options={[
            {
              value: 'came-back',
              label: pauseEndName['came-back'],
              hint: 'Seats and visits come back as far as they are free.',
            },
            {
              value: 'not-back',
              label: pauseEndName['not-back'],
              hint: 'No seat is kept. You decide next whether the stay ends.',
            },
            { value: 'entered-in-error', label: pauseEndName['entered-in-error'], hint: 'They were never away.' },
          ]}
          form={state}
        />
        <DateField
          name="onDay"
          label="First day back, or the day you knew"
          value={today < pause.from ? pause.from : today}
          min={pause.from}
          max={today < pause.from ? pause.from : today}
          form={state}
        />
        <TextArea name="words" label="What happened, where it matters later" optional maxlength={2000} form={state} />
        <FormActions>
          <Button kind="main">Write down the end</Button>
        </FormActions>
      </form>
    </Card>
  )
}

export const HeardForm = ({
  pause,
  today,
  owners,
  me,
  form,
}: {
  pause: PauseFacts
  today: Day
  owners: Owners
  me: string | undefined
  form: FormState | undefined
}) => {
  const state = { ...form, prefix: 'note' }
  return (
    <Card title="What did you hear?">
      <form class="form" method="post" action={urls.pauseNotes({ pause: pause.id })}>
        <TextArea name="words" label="What you heard, and from whom" maxlength={2000} form={state} />
        <DateField
          name="expectedBack"
          label="Expected back on"
          optional
          value={pause.expectedBack ?? undefined}
          min={addDays(pause.from, 1)}
          form={state}
        />
        <DateField
          name="nextOn"
          label="Somebody asks again on"
          value={addDays(today, 3)}
          min={addDays(today, 1)}
          max={addDays(today, longestWait)}
          form={state}
        />
        <Select name="owner" label="Who asks" value={me ?? pause.ownerId} options={owners} form={state} />
        <FormActions>
          <Button>Keep</Button>
        </FormActions>
      </form>
    </Card>
  )
}

export const Heard = ({ heard, zone }: { heard: Awaited<ReturnType<typeof heardOf>>; zone: string }) =>
  heard.length === 0 ? null : (
    <Card title="Heard so far" flush>
      <Rows label="Heard so far">
        {heard.map((one) => (
          <Row
            title={<span dir="auto">{one.words}</span>}
            note={
              <>
                {one.by}, <At at={one.at} zone={zone} />
              </>
            }
          />
        ))}
      </Rows>
    </Card>
  )

export const Before = ({ pauses: ended }: { pauses: readonly PauseFacts[] }) =>
  ended.length === 0 ? (
    <Notice tone="info">No pause has ended in this stay.</Notice>
  ) : (
    <Card title="Pauses before" flush>
      <Rows label="Pauses before">
        {ended.map((one) => (
          <Row
            title={`${pauseName[one.kind]}, ${shortDay(one.from)} to ${shortDay(addDays(one.backOn ?? one.from, one.backOn === one.from ? 0 : -1))}`}
            note={<span dir="auto">{[one.words, one.endWords].filter(Boolean).join(' · ')}</span>}
            end={
              <Sig tone={one.endBecause === 'came-back' ? 'good' : 'calm'}>
                {one.endBecause === null ? '' : pauseEndName[one.endBecause]}
              </Sig>
            }
          />
        ))}
      </Rows>
    </Card>
  )
