import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, instantAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { LineChart } from '../../../ui/chart.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, FormActions, NumberField, TextField, TimeField, type FormState } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, optionalLine, readForm, time } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { instrument } from '../../instruments/catalog.ts'
import { bandsIn } from '../../instruments/choices.ts'
import { choicesOf, measuresOf } from '../../instruments/queries.ts'
import { bandSetOf, highestOf } from '../../instruments/rules.ts'
import { recordedOf } from '../../outcomes/queries/history.ts'
import { RecordedRows } from '../../outcomes/recorded.tsx'
import { correctVitals, recordVitals } from '../actions/vitals.ts'
import { readingById, readingsOf, stands, type VitalReading } from '../queries/care.ts'
import { vitalsInWords } from '../vitals-words.ts'
import { alarmsOf, withdrawalAlarm } from '../vitals.ts'
import { optionalNumber, optionalWhole } from './fields.tsx'
import { Alarms, type Back, clientFor, Fold, instantText, MedicalFrame, nowTime, stateOf, today } from './parts.tsx'

/** A month of readings, one a day and some more: older ones are a press away. */
const mostListed = 40

/** Vital signs, breath alcohol, COWS and CIWA-Ar over time. */
export const flowsheet = new Hono<Door>()

flowsheet.get(urls.flowsheet.pattern, async (c) => {
  const client = await clientFor(c, 'medicine.see')
  return client instanceof Response ? client : page(c, client)
})

const measured = {
  systolic: optionalWhole(30, 300),
  diastolic: optionalWhole(10, 200),
  pulse: optionalWhole(10, 300),
  temperature: optionalNumber(80, 115),
  breaths: optionalWhole(1, 80),
  oxygen: optionalWhole(40, 100),
  weight: optionalNumber(40, 900),
  breathAlcohol: optionalNumber(0, 0.6),
  words: optionalLine(500),
}

flowsheet.post(urls.flowsheet.pattern, async (c) => {
  const work = workOf(c)
  const client = await clientFor(c, 'vitals.record')
  if (client instanceof Response) return client
  const form = await readForm(c, z.object({ ...measured, onDay: day(), atTime: time('Give the time, such as 09:30.') }))
  const back = (refusal?: Back['refusal']): Back => ({
    form: 'vitals',
    state: { values: form.typed, errors: form.ok ? {} : form.errors, prefix: 'vitals' },
    refusal,
  })
  if (!form.ok) return page(c, client, back())
  const { onDay, atTime, ...values } = form.values
  const answer = await recordVitals(work, client.id, {
    ...values,
    takenAt: instantAt(onDay, atTime, work.clinic.timeZone),
  })
  if (isRefusal(answer)) return page(c, client, back(answer))
  said(
    c,
    answer.some(({ tone }) => tone === 'danger')
      ? { tone: 'warning', text: 'Recorded. It is out of range: read what to do now.' }
      : { tone: 'good', text: 'Recorded.' },
  )
  return c.redirect(urls.flowsheet({ client: client.id }), 303)
})

const fields = [
  ['systolic', 'Upper blood pressure', 30, 300, 1, 'mmHg'],
  ['diastolic', 'Lower blood pressure', 10, 200, 1, 'mmHg'],
  ['pulse', 'Pulse', 10, 300, 1, 'a minute'],
  ['temperature', 'Temperature', 80, 115, 0.1, '°F'],
  ['breaths', 'Breaths', 1, 80, 1, 'a minute'],
  ['oxygen', 'Oxygen', 40, 100, 1, '%'],
  ['weight', 'Weight', 40, 900, 0.1, 'lb'],
  ['breathAlcohol', 'Breath alcohol', 0, 0.6, 0.001, 'g/210 L'],
] as const

const Fields = ({ form, of }: { form: FormState; of?: VitalReading }) => (
  <>
    {fields.map(([name, label, min, max, step, unit]) => (
      <NumberField
        name={name}
        label={label}
        required={false}
        min={min}
        max={max}
        step={step}
        unit={unit}
        value={of?.[name] ?? null}
        form={form}
      />
    ))}
    <TextField name="words" label="In words" optional maxlength={500} value={of?.words ?? null} form={form} />
  </>
)

async function page(c: Context<Door>, client: ClientFacts, back?: Back): Promise<Response> {
  const work = workOf(c)
  const all = await readingsOf(work, client.id)
  const listed = c.req.query('all') === 'yes' ? all : all.slice(0, mostListed)
  const standing = all.filter(stands)
  const [latest] = standing
  const measures = await measuresOf(work, client.id)
  const withdrawal = (await recordedOf(work, client.id)).filter(
    ({ instrument: key }) => key === 'cows' || key === 'ciwa-ar',
  )
  const choices = await choicesOf(work)
  const form = stateOf(back, 'vitals')
  const isFresh = latest !== undefined && latest.takenAt.getTime() > work.at.getTime() - 86_400_000
  return c.html(
    <MedicalFrame c={c} client={client} part="flowsheet" title="Vital signs and withdrawal" back={back}>
      {isFresh && (
        <Alarms
          alarms={alarmsOf(latest)}
          clientId={client.id}
          heading={`Measured at ${instantText(c, latest.takenAt)}`}
        />
      )}
      {may(work.by, 'vitals.record') && (
        <Card title="Record vital signs" flush>
          <Fold label="What was measured" open={all.length === 0 || back?.form === 'vitals'}>
            <form method="post" action={urls.flowsheet({ client: client.id })} class="form">
              <DateField name="onDay" label="On" value={today(c)} max={today(c)} form={form} />
              <TimeField name="atTime" label="At" value={nowTime(c)} form={form} />
              <Fields form={form} />
              <FormActions>
                <Button kind="main">Record</Button>
              </FormActions>
            </form>
          </Fold>
        </Card>
      )}
      {(['cows', 'ciwa-ar'] as const).map((key) => (
        <Withdrawal c={c} client={client} one={instrument(key)} measures={measures} bands={bandsIn(choices, key)} />
      ))}
      {withdrawal.length > 0 && (
        <RecordedRows list={withdrawal} mayCorrect={may(work.by, 'measure.record')} zone={work.clinic.timeZone} />
      )}
      <Card title="What was measured?" flush>
        {all.length === 0 ? (
          <Empty title="Nothing measured yet" />
        ) : (
          <div class="medical-wide">
            <Table
              caption="Vital signs"
              captionHidden
              columns={[
                { label: 'When' },
                { label: 'Blood pressure', number: true },
                { label: 'Pulse', number: true },
                { label: '°F', number: true },
                { label: 'Breaths', number: true },
                { label: 'Oxygen', number: true },
                { label: 'Weight', number: true },
                { label: 'Breath alcohol', number: true },
                { label: 'Remarks' },
                { label: 'Correct', quiet: true },
              ]}
            >
              {listed.map((one) => (
                <ReadingRow c={c} one={one} />
              ))}
            </Table>
            {listed.length < all.length && (
              <p class="medical-form">
                The last {listed.length}.{' '}
                <a href={urls.flowsheet({ client: client.id }, { all: 'yes' })}>Show the last {all.length}</a>
              </p>
            )}
          </div>
        )}
      </Card>
      {standing.filter(({ systolic }) => systolic !== null).length > 1 && (
        <Card title="Blood pressure over time">
          <LineChart
            question="Where is the upper blood pressure going?"
            answer={`Last ${latest?.systolic ?? ''} mmHg`}
            unit="mmHg"
            least={60}
            most={200}
            points={standing.flatMap((one) =>
              one.systolic === null ? [] : [{ on: dayAt(one.takenAt, work.clinic.timeZone), score: one.systolic }],
            )}
          />
        </Card>
      )}
    </MedicalFrame>,
    back === undefined ? 200 : 422,
  )
}

function ReadingRow({ c, one }: { c: Context<Door>; one: VitalReading }) {
  const isStanding = stands(one)
  const alarms = isStanding ? alarmsOf(one) : []
  const cell = (value: number | string | null) => (
    <td class="number">{isStanding ? value : value === null ? '' : <s>{value}</s>}</td>
  )
  return (
    <tr>
      <th scope="row">{instantText(c, one.takenAt)}</th>
      {cell(one.systolic === null ? null : `${one.systolic}/${one.diastolic}`)}
      {cell(one.pulse)}
      {cell(one.temperature)}
      {cell(one.breaths)}
      {cell(one.oxygen)}
      {cell(one.weight)}
      {cell(one.breathAlcohol === null ? null : one.breathAlcohol.toFixed(3))}
      <td>
        {alarms.map(({ tone, sentence }) => (
          <Sig tone={tone}>{sentence}</Sig>
        ))}{' '}
        {one.words} {one.correctsId !== null && `Corrects an earlier one: ${one.because}`}{' '}
        {one.correctedBy !== null && `Corrected: ${one.correctedBecause}`} <small class="muted">{one.by}</small>
      </td>
      <td>
        {isStanding && may(workOf(c).by, 'vitals.record') && (
          <a
            href={urls.vitalCorrection({ reading: one.id })}
            aria-label={`Correct what was measured at ${instantText(c, one.takenAt)}`}
          >
            Correct
          </a>
        )}
      </td>
    </tr>
  )
}

type Measures = Awaited<ReturnType<typeof measuresOf>>
type WithdrawalProps = {
  c: Context<Door>
  client: ClientFacts
  one: ReturnType<typeof instrument>
  measures: Measures
  bands: string | undefined
}

function Withdrawal({ c, client, one, measures, bands }: WithdrawalProps) {
  const own = measures.filter((measure) => measure.instrument === one.key && measure.score !== null)
  const last = own.at(-1)
  const set = bandSetOf(one, last?.bandSet ?? bands)
  const alarm = last === undefined ? null : withdrawalAlarm(one.key, last.score)
  return (
    <Card
      title={`${one.title}: ${one.about.toLowerCase()}`}
      hint={
        set === null
          ? undefined
          : `Bands: ${set.source}${set.mark === 'K' ? ' (a default: your medical director confirms it)' : ''}`
      }
      action={
        may(workOf(c).by, 'measure.record') && (
          <Button small href={urls.newMeasure({ client: client.id }, { instrument: one.key })}>
            Record {one.title}
          </Button>
        )
      }
    >
      {last === undefined ? (
        <p class="muted">Not recorded yet.</p>
      ) : (
        <>
          {alarm !== null && (
            <Alarms alarms={[alarm]} clientId={client.id} heading={`Recorded on ${shortDay(last.takenOn)}`} />
          )}
          <LineChart
            question={`Is ${one.about.toLowerCase()} easing?`}
            answer={`Last ${last.score}, ${own.length === 1 ? 'the first' : `${own.at(-2)?.score} before`}.`}
            points={own.map((measure) => ({ on: measure.takenOn, score: measure.score ?? 0 }))}
            most={highestOf(one) ?? 0}
            bands={(set?.bands ?? []).map((band) => ({ from: band.from, word: band.label }))}
          />
        </>
      )}
    </Card>
  )
}

const findReading = async (c: Context<Door>) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'vitals.record')
  if (denied) return forbidden(c, denied.because)
  const reading = await readingById(work, c.req.param('reading') ?? '')
  const client = reading === undefined ? undefined : await clientById(work, reading.clientId)
  return reading === undefined || client === undefined ? notFound(c) : { reading, client }
}

flowsheet.get(urls.vitalCorrection.pattern, async (c) => {
  const found = await findReading(c)
  return found instanceof Response ? found : correctionPage(c, found)
})

flowsheet.post(urls.vitalCorrection.pattern, async (c) => {
  const found = await findReading(c)
  if (found instanceof Response) return found
  const form = await readForm(c, z.object({ ...measured, because: line(500, 'Say what was wrong.') }))
  if (!form.ok) return correctionPage(c, found, { form: '', state: { values: form.typed, errors: form.errors } })
  const answer = await correctVitals(workOf(c), found.reading.id, form.values)
  if (isRefusal(answer)) return correctionPage(c, found, { form: '', state: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: 'Corrected. Both rows stay readable.' })
  return c.redirect(urls.flowsheet({ client: found.client.id }), 303)
})

const correctionPage = (
  c: Context<Door>,
  { reading, client }: { reading: VitalReading; client: ClientFacts },
  back?: Back,
) =>
  c.html(
    <MedicalFrame c={c} client={client} part="flowsheet" title="Correct vital signs" back={back}>
      <Card
        title="What should it say?"
        hint={`${instantText(c, reading.takenAt)}, ${reading.by}: ${vitalsInWords(reading)}`}
      >
        {reading.correctedBy !== null && (
          <Notice tone="info">This was corrected already. Look at the flowsheet.</Notice>
        )}
        <form method="post" action={urls.vitalCorrection({ reading: reading.id })} class="form">
          <Fields form={back?.state ?? {}} of={reading} />
          <TextField
            name="because"
            label="What was wrong"
            hint="Without any number, this takes the whole row back."
            maxlength={500}
            form={back?.state}
          />
          <FormActions>
            <Button kind="main">Correct it</Button>
            <Button href={urls.flowsheet({ client: client.id })}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
    </MedicalFrame>,
    back === undefined ? 200 : 422,
  )
