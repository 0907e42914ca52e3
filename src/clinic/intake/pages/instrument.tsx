import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { notFound } from '../../../web/errors.tsx'
import { day, oneOf, readForm } from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { recordMeasure } from '../../instruments/actions.ts'
import { instrumentOf } from '../../instruments/catalog.ts'
import { isInUse } from '../../instruments/choices.ts'
import { answersFrom, asidesFrom } from '../../instruments/filled.ts'
import { Credit, instructionFor, InstrumentFields } from '../../instruments/instrument-form.tsx'
import type { Instrument } from '../../instruments/instrument.ts'
import { choicesOf } from '../../instruments/queries.ts'
import { openIntake } from '../actions/write.ts'
import { found, type Found } from './found.tsx'

export const intakeInstruments = new Hono<Door>()

intakeInstruments.get(urls.intakeInstrument.pattern, async (c) => {
  const [one, instrument] = [await found(c, 'measure.record'), instrumentOf(c.req.param('instrument'))]
  if (one instanceof Response) return one
  if (instrument === null || !isInUse(instrument, await choicesOf(workOf(c)))) return notFound(c)
  return show(c, one, instrument)
})

intakeInstruments.post(urls.intakeInstrument.pattern, async (c) => {
  const [one, instrument] = [await found(c, 'measure.record'), instrumentOf(c.req.param('instrument'))]
  if (one instanceof Response) return one
  if (instrument === null) return notFound(c)
  const form = await readForm(
    c,
    z.looseObject({
      takenOn: day('Give the day on which it was answered.'),
      mode: oneOf(['self', 'clinician', 'phone']),
    }),
  )
  if (!form.ok) return show(c, one, instrument, { values: form.typed, errors: form.errors })
  const work = workOf(c)
  const open = await openIntake(work, one.intake.id)
  const answer = isRefusal(open)
    ? open
    : await recordMeasure(work, {
        clientId: one.client.id,
        episodeId: one.client.episodeId,
        intakeId: one.intake.id,
        key: instrument.key,
        answers: answersFrom(instrument.form, form.typed),
        asides: asidesFrom(instrument.form, form.typed),
        takenOn: form.values.takenOn,
        mode: form.values.mode,
      })
  if (isRefusal(answer)) return show(c, one, instrument, { values: form.typed }, answer)
  const words = answer.total ?? answer.level?.label ?? 'not scored, too much is missing'
  said(
    c,
    answer.alarms.length > 0
      ? { tone: 'danger', text: `${instrument.title} is recorded. Look at once at what stands above.` }
      : { tone: 'good', text: `${instrument.title} is recorded: ${words}.` },
  )
  return c.redirect(urls.intake({ intake: one.intake.id }), 303)
})

function show(
  c: Context<Door>,
  { intake, client }: Found,
  instrument: Instrument,
  form?: FormState,
  refusal?: Refusal,
): Response | Promise<Response> {
  const { at, clinic } = workOf(c)
  showing(c, `a ${instrument.title} to be filled in`, [client.id])
  return c.html(
    <ClientFrame c={c} client={client} tab="intake" title={`${instrument.title} for ${client.name}`}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {instrument.filledBy === 'clinician' && (
        <Notice tone="info">You ask and observe; this form is not handed to the person.</Notice>
      )}
      <Card title={instrument.title} hint={instructionFor(instrument)}>
        <form
          method="post"
          action={urls.intakeInstrument({ intake: intake.id, instrument: instrument.key })}
          class="form"
        >
          <InstrumentFields one={instrument} today={dayAt(at, clinic.timeZone)} form={form} />
          <FormActions>
            <Button kind="main">Record answers</Button>
            <Button href={urls.intake({ intake: intake.id })}>Cancel</Button>
          </FormActions>
          <Credit one={instrument} />
        </form>
      </Card>
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
