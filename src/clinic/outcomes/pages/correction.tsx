import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, DateField, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { instrument } from '../../instruments/catalog.ts'
import { answersFrom, asidesFrom } from '../../instruments/filled.ts'
import { asidesOf, questionsOf } from '../../instruments/form.ts'
import { QuestionFields } from '../../instruments/instrument-form.tsx'
import { correctMeasure } from '../actions/correct.ts'
import { recordedById, type Recorded } from '../queries/history.ts'

/** A measure that was recorded wrongly: what it should say, by a row of its own. */
export const correction = new Hono<Door>()

const found = async (c: Context<Door>): Promise<Recorded | Response> => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.record')
  if (denied) return forbidden(c, denied.because)
  return (await recordedById(work, c.req.param('measure') ?? '')) ?? notFound(c)
}

correction.get(urls.measureCorrection.pattern, async (c) => {
  const one = await found(c)
  return one instanceof Response ? one : page(c, one)
})

correction.post(urls.measureCorrection.pattern, async (c) => {
  const one = await found(c)
  if (one instanceof Response) return one
  const { form: questionnaire, title } = instrument(one.instrument)
  const form = await readForm(
    c,
    z.looseObject({ because: line(500, 'Say what was wrong.'), takenOn: day('Give the day on which it was asked.') }),
  )
  const takes = form.typed.take !== undefined
  if (!form.ok && !(takes && form.errors.because === undefined))
    return page(c, one, { values: form.typed, errors: form.errors })
  const answer = await correctMeasure(workOf(c), one.id, {
    because: form.typed.because ?? '',
    right: takes
      ? null
      : {
          answers: answersFrom(questionnaire, form.typed),
          asides: asidesFrom(questionnaire, form.typed),
          takenOn: form.typed.takenOn ?? one.takenOn,
        },
  })
  if (isRefusal(answer)) return page(c, one, { values: form.typed }, answer)
  const alarms = answer.score?.alarms ?? []
  said(
    c,
    alarms.length > 0
      ? { tone: 'warning', text: `Corrected. ${alarms.map(({ because }) => because).join(' ')}` }
      : { tone: 'good', text: takes ? `${title} is taken back.` : 'Corrected. Both rows stay readable.' },
  )
  return c.redirect(urls.measures({ client: one.clientId }), 303)
})

/** What stands in the row, as the form's fields hold it. */
function valuesOf({ instrument: key, answers, asides, takenOn }: Recorded): Record<string, string> {
  const { form } = instrument(key)
  const given = (list: readonly (number | null)[], names: readonly { linkId: string }[]) =>
    names.flatMap(({ linkId }, n): [string, string][] => {
      const value = list[n] ?? null
      return value === null ? [] : [[linkId, String(value)]]
    })
  return {
    ...Object.fromEntries([...given(answers, questionsOf(form)), ...given(asides, asidesOf(form))]),
    takenOn,
  }
}

async function page(c: Context<Door>, one: Recorded, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const client = await clientById(work, one.clientId)
  if (client === undefined) return notFound(c)
  showing(c, 'a measure to be corrected', [client.id])
  const asked = instrument(one.instrument)
  const state: FormState = form ?? { values: valuesOf(one) }
  const said = one.score ?? one.triage ?? 'not scored'
  return c.html(
    <ClientFrame c={c} client={client} tab="measures" title={`Correct ${asked.title}`}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {one.corrected !== null && (
        <Notice tone="info">{`This was corrected already, by ${one.corrected.by}: ${one.corrected.because}`}</Notice>
      )}
      <Card
        title={one.by === null ? 'Take this back?' : 'What should it say?'}
        hint={`${shortDay(one.takenOn)}, ${one.by ?? 'answered by the client alone'}: ${said}`}
      >
        <form method="post" action={urls.measureCorrection({ measure: one.id })} class="form">
          {one.by === null ? (
            <p class="prose">
              The client answered this alone, so nobody changes it. If it is somebody else’s, or should not be here,
              take it back: it counts no more and stays readable.
            </p>
          ) : (
            <QuestionFields one={asked} form={state} />
          )}
          {one.by === null ? (
            <input type="hidden" name="takenOn" value={one.takenOn} />
          ) : (
            <DateField
              name="takenOn"
              label="Asked on"
              value={one.takenOn}
              max={dayAt(work.at, work.clinic.timeZone)}
              form={state}
            />
          )}
          <TextField name="because" label="What was wrong" maxlength={500} form={state} />
          <FormActions>
            {one.by !== null && <Button kind="main">Correct it</Button>}
            <Button name="take" value="yes" kind={one.by === null ? 'main' : 'plain'}>
              Take it back
            </Button>
            <Button href={urls.measures({ client: client.id })}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
