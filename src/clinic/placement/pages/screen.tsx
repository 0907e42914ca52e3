import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { instrument } from '../../instruments/catalog.ts'
import { isInUse } from '../../instruments/choices.ts'
import { choicesOf, measuresOf } from '../../instruments/queries.ts'
import { saveScreen, settleStop } from '../actions/screen.ts'
import { allowScreen, giveStop } from '../actions/stop.ts'
import { answerProblems, unansweredOf } from '../answers.ts'
import { openQuestions } from '../dispositions.ts'
import { placementFor, screenById } from '../queries.ts'
import { questions } from '../questions.ts'
import { scalesOn } from '../scales.ts'
import type { FormState } from '../../../ui/form.tsx'
import { answersTyped, fieldsOf, GateForm, NEEDS_ANSWER } from './gate-form.tsx'
import { placementPage } from './story.tsx'

export const screen = new Hono<Door>()

screen.get(urls.safetyScreen.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'screen.do')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const { screen: last } = await placementFor(work, client.id)
  const zone = work.clinic.timeZone
  // A gate that somebody left half-way today is taken up where it stood.
  const scaled = scalesOn(await measuresOf(work, client.id), dayAt(work.at, zone))
  const goesOn =
    last !== null &&
    dayAt(last.screenedAt, zone) === dayAt(work.at, zone) &&
    openQuestions(last.gate, last.dispositions).length > 0
  return gatePage(c, client, {
    before: last?.id ?? '',
    form: { values: { ...(goesOn ? fieldsOf(last.answers) : {}), ...fieldsOf(scaled) } },
    filled: goesOn
      ? `The answers that ${last.screenedBy} gave at ${timeAt(last.screenedAt, zone)} are filled in. Check each that may have changed.`
      : Object.keys(scaled).length > 0
        ? 'What the scales of today say is filled in.'
        : undefined,
  })
})

screen.post(urls.safetyScreen.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'screen.do')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const { typed } = await readForm(c, z.looseObject({}))
  const answers = answersTyped(typed)
  const saved = await saveScreen(work, client, { answers, before: typed.before ?? '' })
  if (isRefusal(saved)) {
    const { screen: last } = await placementFor(work, client.id)
    return gatePage(c, client, {
      before: last?.id ?? '',
      form: { values: typed, errors: errorsFor(saved, answers) },
      refusal: saved,
    })
  }
  const { stops, notKnown } = saved.gate
  said(
    c,
    stops.length > 0
      ? {
          tone: 'warning',
          text: `Kept. The gate found ${plural(stops.length, 'stop', 'stops')}: act on ${stops.length === 1 ? 'it' : 'them'} now.`,
        }
      : notKnown.length > 0
        ? { tone: 'info', text: 'Kept. A clinician settles what is not known.' }
        : { tone: 'good', text: 'Kept. The gate found no stop.' },
  )
  return c.redirect(urls.placement({ client: client.id }), 303)
})

/** At the field: what cannot be read, or that it still wants an answer. */
function errorsFor(refusal: Refusal, answers: ReturnType<typeof answersTyped>): Record<string, string> {
  if (refusal.refused === 'answers-unreadable')
    return Object.fromEntries(answerProblems(answers).map(({ question, because }) => [question, because]))
  if (refusal.refused !== 'gate-unfinished') return {}
  const open = new Set(unansweredOf(answers).filter((id) => answers[id] === undefined))
  return Object.fromEntries(
    questions.filter(({ id }) => open.has(id)).map(({ id, words }) => [id, `${NEEDS_ANSWER}: ${words}`]),
  )
}

type Back = { before: string; form: FormState; refusal?: Refusal; filled?: string }

export async function gatePage(c: Context<Door>, client: ClientFacts, { before, form, refusal, filled }: Back) {
  const work = workOf(c)
  showing(c, 'safety gate', [client.id])
  const choices = await choicesOf(work)
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={`${client.name}: safety gate`}>
      <div>
        <h2>Safety gate</h2>
        <p class="muted">
          Before anyone is placed. Ask every question that shows; “not known” is an answer, a blank is not.
        </p>
      </div>
      <GateForm
        action={urls.safetyScreen({ client: client.id })}
        before={before}
        form={form}
        refusal={refusal}
        filled={filled}
        scaleUrl={
          may(work.by, 'measure.record')
            ? (scale) => (isInUse(instrument(scale), choices) ? urls.gateScale({ client: client.id, scale }) : null)
            : () => null
        }
      />
    </ClientFrame>,
    refusal === undefined ? 200 : 422,
  )
}

const settling = z.object({
  stop: z.string().max(100),
  disposition: oneOf(['cleared-by-clinician', 'treated-alongside'], 'Say what became of it.'),
  because: optionalProse(4000),
})

screen.post(urls.stopDisposition.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'stop.resolve')
  if (denied) return forbidden(c, denied.because)
  const seen = await screenById(work, c.req.param('screen'))
  const client = seen && (await clientById(work, seen.clientId))
  if (seen === undefined || client === undefined) return notFound(c)
  const form = await readForm(c, settling)
  const back = { values: form.typed, prefix: form.typed.stop ?? '' }
  if (!form.ok) return placementPage(c, client, { settling: { ...back, errors: form.errors } })
  const refusal = await settleStop(work, seen.id, form.values)
  if (refusal) return placementPage(c, client, { settling: back, refusal })
  said(c, { tone: 'good', text: 'Settled, with your words.' })
  return c.redirect(urls.placement({ client: client.id }), 303)
})

screen.post(urls.stopOwner.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'hand-off.make')
  if (denied) return forbidden(c, denied.because)
  const seen = await screenById(work, c.req.param('screen'))
  const client = seen && (await clientById(work, seen.clientId))
  if (seen === undefined || client === undefined) return notFound(c)
  const { typed } = await readForm(c, z.looseObject({}))
  const given = await giveStop(work, seen.id, { stop: typed.stop ?? '', owner: typed.owner ?? '' })
  if (isRefusal(given))
    return placementPage(c, client, { giving: { values: typed, prefix: typed.stop ?? '' }, refusal: given })
  said(c, { tone: 'good', text: `Given to ${given.name}.` })
  return c.redirect(urls.placement({ client: client.id }), 303)
})

screen.post(urls.screenAllowance.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'stop.resolve')
  if (denied) return forbidden(c, denied.because)
  const seen = await screenById(work, c.req.param('screen'))
  const client = seen && (await clientById(work, seen.clientId))
  if (seen === undefined || client === undefined) return notFound(c)
  const form = await readForm(c, z.object({ allowing: optionalProse(4000) }))
  if (!form.ok) return placementPage(c, client, { allowing: { values: form.typed, errors: form.errors } })
  const refusal = await allowScreen(work, seen.id, form.values.allowing)
  if (refusal) return placementPage(c, client, { allowing: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'The safety gate may be asked again.' })
  return c.redirect(urls.placement({ client: client.id }), 303)
})
