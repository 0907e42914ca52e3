import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { plural } from '../../basics/text.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { LineChart } from '../../ui/chart.tsx'
import { RadioCards } from '../../ui/choices.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, type FormState } from '../../ui/form.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { Notice, Sig } from '../../ui/status.tsx'
import { shortDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { showing, workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound } from '../../web/errors.tsx'
import { day, oneOf, readForm } from '../../web/forms.ts'
import { may, mayNot } from '../access/permissions.ts'
import { said } from '../access/staff-page.tsx'
import { ClientFrame } from '../clients/frame.tsx'
import { clientById, type ClientFacts } from '../clients/queries.ts'
import { recordMeasure } from './actions.ts'
import { instrumentOf, instruments, type Instrument } from './instruments.ts'
import { measuresOf } from './queries.ts'
import { bandOf, changeBetween, highestOf } from './rules.ts'

export const outcomes = new Hono<Door>()
type Taken = Awaited<ReturnType<typeof measuresOf>>

outcomes.get(urls.measures.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'measures', [client.id])
  const taken = await measuresOf(work, client.id)
  const params = { client: client.id }
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="measures"
      actions={
        may(work.by, 'measure.record') &&
        instruments.map((one, n) => (
          <Button kind={n === 0 ? 'main' : 'plain'} href={urls.newMeasure(params, { instrument: one.key })}>
            Record {one.title}
          </Button>
        ))
      }
    >
      {instruments.map((instrument) => (
        <Scores instrument={instrument} taken={taken.filter((one) => one.instrument === instrument.key)} />
      ))}
    </ClientFrame>,
  )
})

function Scores({ instrument, taken }: { instrument: Instrument; taken: Taken }) {
  const scored = taken.flatMap((one) =>
    one.score === null
      ? []
      : [{ on: one.takenOn, score: one.score, note: one.scoreStatus === 'prorated' ? 'prorated' : undefined }],
  )
  const [first, last] = [scored[0], scored.at(-1)]
  if (first === undefined || last === undefined) {
    return (
      <Card title={instrument.title}>
        <Empty title={`No ${instrument.title} is recorded yet`} />
      </Card>
    )
  }
  const change = scored.length > 1 ? changeBetween(instrument, first.score, last.score) : null
  const fell = first.score - instrument.reliableChange.points
  return (
    <Card
      title={instrument.title}
      hint={`Last ${shortDay(last.on)}: ${last.score}, ${bandOf(instrument, last.score)?.label ?? ''}`}
    >
      <LineChart
        question={`Is ${instrument.title} getting better?`}
        answer={
          change === null
            ? 'One score so far.'
            : `${pointsBetween(first.score, last.score)} since ${shortDay(first.on)}: ${change.label}${change.reliable ? '' : ', within the instrument’s own noise'}.`
        }
        points={scored}
        most={highestOf(instrument)}
        bands={instrument.bands.map((band) => ({ from: band.from, word: band.label }))}
        reliableAt={
          fell >= 0 && scored.length > 1
            ? { score: fell, word: `reliable improvement (${instrument.reliableChange.points} points)` }
            : undefined
        }
      />
      {taken.some((one) => one.scoreStatus === 'not-scored') && (
        <p class="muted">
          {plural(taken.filter((one) => one.scoreStatus === 'not-scored').length, 'form was', 'forms were')} too
          incomplete to score.
        </p>
      )}
    </Card>
  )
}

const pointsBetween = (from: number, to: number): string =>
  to === from ? 'No change' : `${to > from ? '+' : '−'}${plural(Math.abs(to - from), 'point', 'points')}`

outcomes.get(urls.newMeasure.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.record')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  const instrument = instrumentOf(c.req.query('instrument') ?? 'phq-9')
  if (client === undefined || instrument === null) return notFound(c)
  return formPage(c, client, instrument)
})

outcomes.post(urls.newMeasure.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.record')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.looseObject({
      instrument: z.string(),
      takenOn: day('Give the day on which it was answered.'),
      mode: oneOf(['self', 'clinician', 'phone']),
    }),
  )
  const instrument = instrumentOf(form.typed.instrument ?? '')
  if (instrument === null) return notFound(c)
  if (!form.ok) return formPage(c, client, instrument, { values: form.typed, errors: form.errors })
  const answers = instrument.items.map(({ number }) => {
    const given = form.typed[`q${number}`]
    return given === undefined || given === '' ? null : Number(given)
  })
  const answer = await recordMeasure(work, {
    clientId: client.id,
    episodeId: client.episodeId,
    instrument,
    answers,
    takenOn: form.values.takenOn,
    mode: form.values.mode,
  })
  if (isRefusal(answer)) return formPage(c, client, instrument, { values: form.typed }, answer)
  if (answer.alarms.length > 0)
    return alarmPage(
      c,
      client,
      instrument,
      answer.alarms.map((alarm) => alarm.because),
    )
  said(c, {
    tone: 'good',
    text: `${instrument.title} is recorded: ${answer.total ?? 'not scored, too much is missing'}.`,
  })
  return c.redirect(urls.measures({ client: client.id }), 303)
})

function formPage(c: Context<Door>, client: ClientFacts, instrument: Instrument, form?: FormState, refusal?: Refusal) {
  const { at, clinic } = workOf(c)
  showing(c, `a ${instrument.title} to be filled in`, [client.id])
  return c.html(
    <ClientFrame c={c} client={client} tab="measures" title={`Record ${instrument.title}`}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title={instrument.title} hint={instrument.instruction}>
        <form method="post" action={urls.newMeasure({ client: client.id })}>
          <input type="hidden" name="instrument" value={instrument.key} />
          {instrument.items.map((item) => (
            <RadioCards
              name={`q${item.number}`}
              label={`${item.number}. ${item.text}`}
              options={instrument.anchors.map((anchor) => ({ value: String(anchor.value), label: anchor.text }))}
              aside
              plain
              required={false}
              form={form}
            />
          ))}
          <DateField name="takenOn" label="Answered on" value={dayAt(at, clinic.timeZone)} form={form} />
          <Select
            name="mode"
            label="How"
            value="self"
            options={[
              { value: 'self', label: 'By the client' },
              { value: 'clinician', label: 'Asked by a clinician' },
              { value: 'phone', label: 'By phone' },
            ]}
            form={form}
          />
          <FormActions>
            <Button kind="main">Record answers</Button>
            <Button href={urls.measures({ client: client.id })}>Cancel</Button>
          </FormActions>
          <p class="muted">{instrument.copyright}</p>
        </form>
      </Card>
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

const alarmPage = (c: Context<Door>, client: ClientFacts, instrument: Instrument, reasons: string[]) =>
  c.html(
    <ClientFrame c={c} client={client} tab="measures" title="See this person before they leave">
      <Notice tone="danger" title="See this person before they leave" alert>
        <ul>
          {reasons.map((reason) => (
            <li>{reason}</li>
          ))}
        </ul>
        <p>The answers to {instrument.title} are recorded. In danger now: call 911; for a crisis line, 988.</p>
      </Notice>
      <FormActions>
        <Button kind="main" href={urls.safetyScreen({ client: client.id })}>
          Open the safety screen
        </Button>
        <Button href={urls.measures({ client: client.id })}>Go to the measures</Button>
      </FormActions>
      <Card title="What to do now" flush>
        <Rows label="What to do now">
          <Row title="Stay with the person" end={<Sig tone="danger">Now</Sig>} />
          <Row title="Ask about suicide directly, with the safety screen" />
          <Row title="Tell the clinical director and the primary therapist" />
        </Rows>
      </Card>
    </ClientFrame>,
  )
