import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, type Day, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, oneOf, optionalDay, optionalProse, prose, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { episodeById } from '../../episodes/queries.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'
import { endPause, noteAway, pauseStay } from '../actions/pauses.ts'
import { longestKept, longestWait, pauseEndName, pauseEnds, pauseKinds, pauseName } from '../pauses.ts'
import { heldAfter } from '../queries.ts'
import { heardOf, pauseById, type PauseFacts, pausesOf } from '../queries/pauses.ts'

/** Away for a while: hospital, jail, vacation. Who asks again, and what becomes of the seats. */
export const pauses = new Hono<Door>()

type Back = { part: 'pause' | 'note' | 'end'; form?: FormState; refusal?: Refusal }

pauses.get(urls.pauses.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'stay.pause')
  return denied ? forbidden(c, denied.because) : pausePage(c, c.req.param('episode'))
})

const newPause = z.object({
  kind: oneOf(pauseKinds, 'Choose where they are.'),
  fromDay: day('Give the first day away.'),
  expectedBack: optionalDay,
  nextOn: day('Say when somebody asks again.'),
  owner: id('Choose who asks again.'),
  seats: oneOf(['kept', 'given'], 'Say what becomes of the seats.'),
  seatsUntil: optionalDay,
  words: prose(2000, 'Say in a few words what is known.'),
})

pauses.post(urls.pauses.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'stay.pause')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  if ((await episodeById(work, episode)) === undefined) return notFound(c)
  const form = await readForm(c, newPause)
  if (!form.ok) return pausePage(c, episode, { part: 'pause', form: { values: form.typed, errors: form.errors } })
  const { owner, seats, seatsUntil, expectedBack, ...rest } = form.values
  if (seats === 'kept' && seatsUntil === undefined)
    return pausePage(c, episode, {
      part: 'pause',
      form: { values: form.typed, errors: { seatsUntil: 'Give the last day on which the seats are kept.' } },
    })
  const answer = await pauseStay(work, episode, {
    ...rest,
    ownerId: owner,
    expectedBack: expectedBack ?? null,
    seatsUntil: seats === 'kept' ? (seatsUntil ?? null) : null,
  })
  if (isRefusal(answer)) return pausePage(c, episode, { part: 'pause', form: { values: form.typed }, refusal: answer })
  said(c, {
    tone: 'good',
    text: `Written down. ${seats === 'kept' ? 'The seats are kept' : `${plural(answer.seats, 'seat is', 'seats are')} free for others`}, ${plural(answer.visits, 'visit is', 'visits are')} called off.`,
  })
  return c.redirect(urls.pauses({ episode }), 303)
})

pauses.post(urls.pauseNotes.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'stay.pause')
  if (denied) return forbidden(c, denied.because)
  const pause = await pauseById(work, c.req.param('pause'))
  if (pause === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({
      words: prose(2000, 'Say in a few words what you heard.'),
      nextOn: day('Say when somebody asks again.'),
      expectedBack: optionalDay,
      owner: id('Choose who asks again.'),
    }),
  )
  if (!form.ok)
    return pausePage(c, pause.episodeId, { part: 'note', form: { values: form.typed, errors: form.errors } })
  const { owner, expectedBack, ...rest } = form.values
  const answer = await noteAway(work, pause.id, { ...rest, expectedBack: expectedBack ?? null, ownerId: owner })
  if (isRefusal(answer))
    return pausePage(c, pause.episodeId, { part: 'note', form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: `Noted. Next on ${shortDay(rest.nextOn)}.` })
  return c.redirect(urls.pauses({ episode: answer.episodeId }), 303)
})

pauses.post(urls.pauseEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'stay.pause')
  if (denied) return forbidden(c, denied.because)
  const pause = await pauseById(work, c.req.param('pause'))
  if (pause === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({
      because: oneOf(pauseEnds, 'Choose how it ended.'),
      onDay: day('Give the day on which it ended.'),
      words: optionalProse(2000),
    }),
  )
  if (!form.ok) return pausePage(c, pause.episodeId, { part: 'end', form: { values: form.typed, errors: form.errors } })
  const answer = await endPause(work, pause.id, form.values)
  if (isRefusal(answer))
    return pausePage(c, pause.episodeId, { part: 'end', form: { values: form.typed }, refusal: answer })
  const { because } = form.values
  said(c, {
    tone: answer.couldNot.length > 0 || because === 'not-back' ? 'warning' : 'good',
    text:
      because === 'not-back'
        ? 'Written down. No seat is kept any more. Decide now whether the stay ends: nothing ends it by itself.'
        : [
            `Written down. ${plural(answer.seats, 'seat', 'seats')} and ${plural(answer.visits, 'visit', 'visits')} given back.`,
            ...answer.couldNot,
          ].join(' '),
  })
  return c.redirect(
    because === 'not-back' ? urls.discharge({ episode: answer.episodeId }) : urls.pauses({ episode: answer.episodeId }),
    303,
  )
})

async function pausePage(c: Context<Door>, episode: string, back?: Back) {
  const work = workOf(c)
  const stay = await episodeById(work, episode)
  const client = stay && (await clientById(work, stay.clientId))
  if (stay === undefined || client === undefined) return notFound(c)
  showing(c, 'pauses', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const all = await pausesOf(work, stay.id)
  const now = all.find(({ backOn }) => backOn === null)
  const owners = await cliniciansToChoose(work, ['coordinator', 'therapist', 'prescriber', 'director'])
  const me = owners.find(({ value }) => value === work.by.id)?.value
  const ahead = await heldAfter(work, stay.id, today)
  const formOf = (part: Back['part']) => (back?.part === part ? back.form : undefined)
  return c.html(
    <ClientFrame c={c} client={client} tab="moving" title={`${client.name}: away for a while`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form && { ...back.form, prefix: back.part }} />
      <div class="columns">
        <div class="stack">
          {now === undefined ? (
            stay.lastDay === null && (
              <PauseForm
                episode={stay.id}
                today={today}
                owners={owners}
                me={me}
                seats={ahead.seats.length}
                form={formOf('pause')}
              />
            )
          ) : (
            <>
              <Standing pause={now} today={today} zone={work.clinic.timeZone} />
              <EndForm pause={now} today={today} form={formOf('end')} />
            </>
          )}
        </div>
        <div class="stack">
          {now !== undefined && (
            <>
              <HeardForm pause={now} today={today} owners={owners} me={me} form={formOf('note')} />
              <Heard heard={await heardOf(work, now.id)} zone={work.clinic.timeZone} />
            </>
          )}
          <Before pauses={all.filter(({ backOn }) => backOn !== null)} />
          {may(work.by, 'step.see') && (
            <FormActions>
              <Button href={urls.steps({ episode: stay.id })}>Level of care</Button>
            </FormActions>
          )}
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

type Owners = { value: string; label: string }[]

const PauseForm = ({
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

const Standing = ({ pause, today, zone }: { pause: PauseFacts; today: Day; zone: string }) => (
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

const EndForm = ({ pause, today, form }: { pause: PauseFacts; today: Day; form: FormState | undefined }) => {
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

const HeardForm = ({
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

const Heard = ({ heard, zone }: { heard: Awaited<ReturnType<typeof heardOf>>; zone: string }) =>
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

const Before = ({ pauses: ended }: { pauses: readonly PauseFacts[] }) =>
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
