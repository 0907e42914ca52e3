import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, isDay } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { readForm, type Typed } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { recordMeasure } from '../../instruments/actions.ts'
import { instrument } from '../../instruments/catalog.ts'
import { answersFrom, asidesFrom } from '../../instruments/filled.ts'
import { asidesOf, questionsOf } from '../../instruments/form.ts'
import { Credit, InstrumentFields, instructionFor } from '../../instruments/instrument-form.tsx'
import type { Score } from '../../instruments/rules.ts'
import { placementFor } from '../queries.ts'
import { type GateScale, isGateScale, toGate } from '../scales.ts'
import { fieldsOf } from './gate-form.tsx'
import { gatePage } from './screen.tsx'

export const scale = new Hono<Door>()

// The gate's own form is sent here with all that is typed in it, travels along, and comes back filled in: nothing is lost.
scale.post(urls.gateScale.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'screen.do') ?? mayNot(work.by, 'measure.record')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  const key = c.req.param('scale')
  if (client === undefined || !isGateScale(key)) return notFound(c)
  const { typed } = await readForm(c, z.looseObject({}))
  if (typed.filled !== 'yes') return scalePage(c, client, key, typed)
  const { form, filledBy } = instrument(key)
  const takenOn = typed.takenOn ?? ''
  if (!isDay(takenOn))
    return scalePage(c, client, key, typed, { errors: { takenOn: 'Give the day on which it was answered.' } })
  const answers = answersFrom(form, typed)
  const score = await recordMeasure(work, {
    clientId: client.id,
    episodeId: client.episodeId,
    key,
    answers,
    asides: asidesFrom(form, typed),
    takenOn,
    mode:
      filledBy === 'clinician' || typed.mode === 'clinician' ? 'clinician' : typed.mode === 'phone' ? 'phone' : 'self',
  })
  if (isRefusal(score)) return scalePage(c, client, key, typed, { refusal: score })
  const isToday = takenOn === dayAt(work.at, work.clinic.timeZone)
  const found = toGate(key, { answers, total: score.total, isWhole: score.status === 'complete' })
  const { screen } = await placementFor(work, client.id)
  return gatePage(c, client, {
    before: typed.before ?? screen?.id ?? '',
    form: { values: { ...typed, ...(isToday ? fieldsOf(found) : {}) } },
    filled: `${wordsOf(key, score)} ${isToday ? 'Filled in below; go on with the gate and save it.' : 'It is kept with its day and not filled in: the gate asks about today.'}`,
  })
})

function wordsOf(key: GateScale, score: Score): string {
  const { title } = instrument(key)
  if (score.status !== 'complete') return `${title} is kept, and not whole: ${score.missing.length} items are open.`
  const level = score.level === null ? '' : `, ${score.level.label.toLowerCase()}`
  return `${title}: ${score.total === null ? '' : `${score.total} points`}${level}${score.bandSet === '' ? '' : ` (bands ${score.bandSet})`}.`.replace(
    ': ,',
    ':',
  )
}

type Back = { errors?: Record<string, string>; refusal?: Refusal }

function scalePage(
  c: Context<Door>,
  client: ClientFacts,
  key: GateScale,
  typed: Typed,
  { errors, refusal }: Back = {},
) {
  const work = workOf(c)
  showing(c, 'a scale of the safety gate', [client.id])
  const one = instrument(key)
  const own = new Set([
    ...[...questionsOf(one.form), ...asidesOf(one.form)].map(({ linkId }) => linkId),
    'takenOn',
    'mode',
    'filled',
  ])
  const form: FormState = { values: typed, ...(errors === undefined ? {} : { errors }) }
  const isBack = errors !== undefined || refusal !== undefined
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={`${client.name}: ${one.title}`}>
      <Card title={one.title} hint={instructionFor(one)}>
        <form
          method="post"
          action={urls.gateScale({ client: client.id, scale: key })}
          class="form placement-form"
          data-guard
        >
          {errors !== undefined && <ErrorSummary form={form} />}
          <RefusalAlert refusal={refusal} />
          <input type="hidden" name="filled" value="yes" />
          {Object.entries(typed)
            .filter(([name]) => !own.has(name))
            .map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
          <InstrumentFields one={one} today={dayAt(work.at, work.clinic.timeZone)} form={isBack ? form : undefined} />
          <FormActions>
            <Button kind="main">Keep it and go back to the gate</Button>
          </FormActions>
          <Credit one={one} />
        </form>
      </Card>
    </ClientFrame>,
    isBack ? 422 : 200,
  )
}
