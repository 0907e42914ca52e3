import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { plural } from '../../basics/text.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { LineChart } from '../../ui/chart.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, type FormState } from '../../ui/form.tsx'
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
import { recordMeasure } from '../instruments/actions.ts'
import { instrumentOf, instruments } from '../instruments/catalog.ts'
import { inUse, isInUse, noiseIn, type Choices } from '../instruments/choices.ts'
import { answersFrom, asidesFrom } from '../instruments/filled.ts'
import { Credit, instructionFor, InstrumentFields } from '../instruments/instrument-form.tsx'
import type { Instrument } from '../instruments/instrument.ts'
import { choicesOf, measuresOf, type Measure } from '../instruments/queries.ts'
import { bandOf, bandSetOf, highestOf } from '../instruments/rules.ts'
import { alarm } from './pages/alarm.tsx'
import { ownPagePolicies } from '../clients/queries/own-page.ts'
import { asking, AskingCard } from './pages/asking.tsx'
import { correction } from './pages/correction.tsx'
import { Alarms } from './alarms.tsx'
import { due } from './pages/due.tsx'
import { measureRules } from './pages/measure-rules.tsx'
import { programOutcomes } from './pages/program.tsx'
import { safetyPlan } from './pages/safety-plan.tsx'
import { alarmsOf } from './queries/alarms.ts'
import { askingOf } from './queries/asking.ts'
import { recordedOf } from './queries/history.ts'
import { RecordedRows } from './recorded.tsx'
import { changeBetween } from './rules.ts'

export const outcomes = new Hono<Door>()
for (const part of [programOutcomes, due, alarm, asking, correction, safetyPlan, measureRules])
  outcomes.route('/', part)

outcomes.get(urls.measures.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'measures', [client.id])
  const [taken, choices] = [await measuresOf(work, client.id), await choicesOf(work)]
  const recorded = await recordedOf(work, client.id)
  const params = { client: client.id }
  const alarms = (await alarmsOf(work, client.id)).filter(({ how }) => how === null)
  const used = inUse(choices)
  // The two that everyone is asked stand first; the others where there is something to see.
  const shown = instruments.filter(
    ({ key }) => key === 'phq-9' || key === 'gad-7' || taken.some((one) => one.instrument === key),
  )
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="measures"
      actions={
        <>
          {may(work.by, 'measure.record') &&
            used
              .filter(({ key }) => key === 'phq-9' || key === 'gad-7')
              .map((one, n) => (
                <Button kind={n === 0 ? 'main' : 'plain'} href={urls.newMeasure(params, { instrument: one.key })}>
                  Record {one.title}
                </Button>
              ))}
          <Button href={urls.safetyPlan(params)}>Safety plan</Button>
        </>
      }
    >
      <Alarms alarms={alarms} />
      {may(work.by, 'alarm.answer') && used.some(({ key }) => key === 'c-ssrs-screener') && (
        <AskingCard
          minutes={(await ownPagePolicies(work)).now.askingMinutes}
          clientId={client.id}
          givenName={client.givenName}
          latest={await askingOf(work, client.id)}
          now={work.at}
          zone={work.clinic.timeZone}
        />
      )}
      {shown.map((one) =>
        one.scoring.kind === 'triage' ? (
          <Levels one={one} taken={taken.filter(({ instrument }) => instrument === one.key)} />
        ) : (
          <Scores one={one} choices={choices} taken={taken.filter(({ instrument }) => instrument === one.key)} />
        ),
      )}
      {recorded.length > 0 && (
        <RecordedRows list={recorded} mayCorrect={may(work.by, 'measure.record')} zone={work.clinic.timeZone} />
      )}
      {may(work.by, 'measure.record') && (
        <Card title="Other instruments" flush>
          <Rows label="Other instruments">
            {used
              .filter(({ key }) => key !== 'phq-9' && key !== 'gad-7')
              .map((one) => (
                <Row
                  title={one.title}
                  note={one.about}
                  end={
                    <Button small href={urls.newMeasure(params, { instrument: one.key })} label={`Record ${one.title}`}>
                      Record
                    </Button>
                  }
                />
              ))}
          </Rows>
        </Card>
      )}
    </ClientFrame>,
  )
})

const levels = {
  none: ['calm', 'No risk reported'],
  low: ['info', 'Low risk'],
  moderate: ['warning', 'Moderate risk'],
  high: ['danger', 'High risk'],
} as const

/** A triage is a list of days and levels: there is nothing to sum, and no line to draw. */
function Levels({ one, taken }: { one: Instrument; taken: Measure[] }) {
  return (
    <Card title={one.title} flush>
      <Rows label={one.title}>
        {taken.toReversed().map(({ takenOn, triage, recordedBy }) => {
          const level = triage === null ? null : levels[triage as keyof typeof levels] // the column holds these four words
          return (
            <Row
              title={shortDay(takenOn)}
              note={recordedBy}
              end={level === null ? <Sig tone="warning">Not finished</Sig> : <Sig tone={level[0]}>{level[1]}</Sig>}
            />
          )
        })}
      </Rows>
    </Card>
  )
}

function Scores({ one, choices, taken }: { one: Instrument; choices: Choices; taken: Measure[] }) {
  const scored = taken.flatMap((measure) =>
    measure.score === null
      ? []
      : [
          {
            on: measure.takenOn,
            score: measure.score,
            note: measure.scoreStatus === 'prorated' ? 'prorated' : undefined,
          },
        ],
  )
  const [first, last] = [scored[0], scored.at(-1)]
  const bandSet = bandSetOf(one, taken.at(-1)?.bandSet)
  if (first === undefined || last === undefined) {
    return (
      <Card title={one.title}>
        <Empty title={taken.length === 0 ? `No ${one.title} is recorded yet` : `No ${one.title} could be scored yet`} />
      </Card>
    )
  }
  const noise = noiseIn(choices, one)
  const change = scored.length > 1 ? changeBetween(one, first.score, last.score, noise) : null
  const fell = noise === null ? -1 : first.score - noise
  return (
    <Card
      title={one.title}
      hint={`Last ${shortDay(last.on)}: ${last.score}, ${bandOf(one, last.score, bandSet?.key)?.label ?? ''}${hasSeveral(one) ? ` (bands: ${bandSet?.source})` : ''}`}
    >
      <LineChart
        question={`Is ${one.title} getting better?`}
        answer={
          change === null
            ? 'One score so far.'
            : `${pointsBetween(first.score, last.score)} since ${shortDay(first.on)}${
                change.label === null
                  ? '. Nobody has published how much of that is noise.'
                  : `: ${change.label}${change.reliable ? '' : ', within the instrument’s own noise'}.`
              }`
        }
        points={scored}
        most={highestOf(one) ?? 0}
        bands={(bandSet?.bands ?? []).map((band) => ({ from: band.from, word: band.label }))}
        reliableAt={
          fell >= 0 && scored.length > 1 ? { score: fell, word: `reliable improvement (${noise} points)` } : undefined
        }
      />
      {taken.some((measure) => measure.scoreStatus === 'not-scored') && (
        <p class="muted">
          {plural(taken.filter((measure) => measure.scoreStatus === 'not-scored').length, 'form was', 'forms were')} too
          incomplete to score.
        </p>
      )}
    </Card>
  )
}

const hasSeveral = ({ scoring }: Instrument): boolean => scoring.kind === 'sum' && scoring.bandSets.length > 1

const pointsBetween = (from: number, to: number): string =>
  to === from ? 'No change' : `${to > from ? '+' : '−'}${plural(Math.abs(to - from), 'point', 'points')}`

outcomes.get(urls.newMeasure.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.record')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  const instrument = instrumentOf(c.req.query('instrument') ?? 'phq-9')
  if (client === undefined || instrument === null || !isInUse(instrument, await choicesOf(work))) return notFound(c)
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
  const answer = await recordMeasure(work, {
    clientId: client.id,
    episodeId: client.episodeId,
    key: instrument.key,
    answers: answersFrom(instrument.form, form.typed),
    asides: asidesFrom(instrument.form, form.typed),
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
    text: `${instrument.title} is recorded: ${answer.total ?? answer.level?.label ?? 'not scored, too much is missing'}.`,
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
      <Card title={instrument.title} hint={instructionFor(instrument)}>
        <form method="post" action={urls.newMeasure({ client: client.id })} class="form">
          <input type="hidden" name="instrument" value={instrument.key} />
          <InstrumentFields one={instrument} today={dayAt(at, clinic.timeZone)} form={form} />
          <FormActions>
            <Button kind="main">Record answers</Button>
            <Button href={urls.measures({ client: client.id })}>Cancel</Button>
          </FormActions>
          <Credit one={instrument} />
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
