import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, addMonths, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Button, type FormState } from '../../../ui/form.tsx'
import { Card } from '../../../ui/card.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import {
  line,
  oneOf,
  optionalDay,
  optionalId,
  optionalProse,
  prose,
  readForm,
  wholeNumber,
} from '../../../web/forms.ts'
import { may, mayNot, type Verb } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { filesOf } from '../../files/queries.ts'
import { addDocument, decideApplication, openApplication, withdrawApplication } from '../actions/assistance.ts'
import { annualIncome, regionOf, shareOf, type Per } from '../guideline.ts'
import { centsFrom } from '../money.ts'
import { applicationById, applicationsOf, type Application } from '../queries/assistance.ts'
import { guidelinesRecorded, scalesRecorded } from '../queries/fees.ts'
import { ApplicationCard, DecisionForm, Earlier, incomeRows, NewApplication } from './assistance-parts.tsx'
import { withClient } from './entered.tsx'

export const assistance = new Hono<Door>()

type Back = { part: 'new' | 'document' | 'decision' | 'withdrawal'; form: FormState; refusal?: Refusal }
const pers = ['week', 'two-weeks', 'half-month', 'month', 'year'] as const

assistance.get(urls.assistance.pattern, (c) =>
  withClient(c, 'coverage.record', 'help with the bill', ({ client }) => page(c, client)),
)

assistance.post(urls.assistance.pattern, (c) =>
  withClient(c, 'coverage.record', 'help with the bill', async ({ work, client }) => {
    const form = await readForm(
      c,
      z.object({ household: wholeNumber(1, 30), requested: optionalProse(2000) }).catchall(z.unknown()),
    )
    const back = (errors: FormState['errors']): Back => ({ part: 'new', form: { values: form.typed, errors } })
    const read = incomesOf(form.typed)
    if (!form.ok || read.errors !== undefined)
      return page(c, client, back({ ...(form.ok ? {} : form.errors), ...read.errors }))
    const opened = await openApplication(work, client.id, {
      household: form.values.household,
      requested: form.values.requested,
      incomes: read.incomes,
    })
    if (isRefusal(opened)) return page(c, client, { ...back(undefined), refusal: opened })
    said(c, { tone: 'good', text: 'The application is open. Add the papers that show the income, then decide.' })
    return c.redirect(urls.assistance({ client: client.id }), 303)
  }),
)

/** Rows of income as typed: a row that is wholly empty is left out; a half-filled one is asked for again. */
function incomesOf(typed: Record<string, string>) {
  const incomes: { source: string; amount: number; per: Per }[] = []
  const errors: Record<string, string> = {}
  for (let at = 1; at <= incomeRows; at += 1) {
    const source = (typed[`source${at}`] ?? '').trim().slice(0, 200)
    const text = (typed[`amount${at}`] ?? '').trim()
    const per = pers.find((one) => one === typed[`per${at}`])
    if (source === '' && text === '') continue
    const amount = centsFrom(text)
    if (amount === null) errors[`amount${at}`] = 'Give an amount such as 1200 or 310.50.'
    if (source === '') errors[`source${at}`] = 'Say where this income comes from.'
    if (per === undefined) errors[`per${at}`] = 'Choose how often it comes.'
    if (amount !== null && per !== undefined && source !== '') incomes.push({ source, amount, per })
  }
  return Object.keys(errors).length > 0 ? { incomes, errors } : { incomes, errors: undefined }
}

async function withApplication(
  c: Context<Door>,
  verb: Verb,
  deed: (application: Application, client: ClientFacts) => Promise<Response>,
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, verb)
  if (denied) return forbidden(c, denied.because)
  const application = await applicationById(work, c.req.param('application') ?? '')
  if (application === undefined) return notFound(c)
  return withClient(
    c,
    'coverage.record',
    'help with the bill',
    ({ client }) => deed(application, client),
    application.clientId,
  )
}

function answered(c: Context<Door>, client: ClientFacts, back: Back, refusal: Refusal | null, text: string) {
  if (refusal) return page(c, client, { ...back, refusal })
  said(c, { tone: 'good', text })
  return c.redirect(urls.assistance({ client: client.id }), 303)
}

assistance.post(urls.assistanceDocuments.pattern, (c) =>
  withApplication(c, 'coverage.record', async (application, client) => {
    const form = await readForm(c, z.object({ label: line(200, 'Say which paper you saw.'), file: optionalId }))
    const back: Back = { part: 'document', form: { values: form.typed } }
    if (!form.ok) return page(c, client, { ...back, form: { values: form.typed, errors: form.errors } })
    const file = form.values.file ?? null
    if (file !== null && !(await filesOf(workOf(c), client.id)).some((one) => one.id === file)) return notFound(c)
    return answered(
      c,
      client,
      back,
      await addDocument(workOf(c), application.id, form.values.label, file),
      'The paper is noted.',
    )
  }),
)

const decision = z.object({
  outcome: oneOf(['granted', 'denied'], 'Choose whether help is granted.'),
  sharePercent: z.string().optional(),
  startsOn: optionalDay,
  endsOn: optionalDay,
  because: prose(2000, 'Say why.'),
  appeal: optionalProse(2000),
})
assistance.post(urls.assistanceDecision.pattern, (c) =>
  withApplication(c, 'assistance.decide', async (application, client) => {
    const form = await readForm(c, decision)
    const back = (errors?: FormState['errors']): Back => ({ part: 'decision', form: { values: form.typed, errors } })
    if (!form.ok) return page(c, client, back(form.errors))
    const { outcome, sharePercent = '', startsOn, endsOn, because, appeal } = form.values
    if (outcome === 'granted' && (startsOn === undefined || endsOn === undefined))
      return page(
        c,
        client,
        back({ [startsOn === undefined ? 'startsOn' : 'endsOn']: 'Give the first and the last day of the help.' }),
      )
    const decided =
      outcome === 'granted' && startsOn !== undefined && endsOn !== undefined
        ? {
            isGranted: true as const,
            sharePercent: sharePercent.trim() === '' ? Number.NaN : Number(sharePercent),
            startsOn,
            endsOn,
            because,
          }
        : { isGranted: false as const, because, appeal }
    return answered(
      c,
      client,
      back(),
      await decideApplication(workOf(c), application.id, decided),
      'The decision is recorded.',
    )
  }),
)

assistance.post(urls.assistanceWithdrawal.pattern, (c) =>
  withApplication(c, 'coverage.record', async (application, client) => {
    const form = await readForm(c, z.object({ because: line(300, 'Say why it is withdrawn.') }))
    const back: Back = { part: 'withdrawal', form: { values: form.typed } }
    if (!form.ok) return page(c, client, { ...back, form: { values: form.typed, errors: form.errors } })
    return answered(
      c,
      client,
      back,
      await withdrawApplication(workOf(c), application.id, form.values.because),
      'The application is withdrawn.',
    )
  }),
)

async function page(c: Context<Door>, client: ClientFacts, back?: Back) {
  const work = workOf(c)
  const today = dayAt(work.at, work.clinic.timeZone)
  const applications = await applicationsOf(work, client.id)
  const open = applications.find((one) => one.isOpen)
  const formOf = (part: Back['part']): FormState =>
    back?.part === part ? { ...back.form, prefix: part } : { prefix: part }
  const share =
    open &&
    shareOf(
      {
        household: open.household,
        annualIncome: annualIncome(open.incomes),
        region: regionOf(work.clinic.state),
        on: today,
      },
      await guidelinesRecorded(work),
      await scalesRecorded(work),
    )
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="coverage"
      title={`${client.name}: help with the bill`}
      actions={<Button href={urls.coverage({ client: client.id })}>Back to coverage</Button>}
    >
      <RefusalAlert refusal={back?.refusal} />
      {applications.flatMap((one) =>
        one.isGranted === true && one.endsOn !== null && one.endsOn >= today && one.endsOn <= addDays(today, 30)
          ? [
              <Notice tone="warning" title="Help ends soon">
                It ends within 30 days. Take a new application if it is still needed.
              </Notice>,
            ]
          : [],
      )}
      {open === undefined ? (
        <NewApplication clientId={client.id} form={formOf('new')} />
      ) : (
        <div class="columns even">
          <ApplicationCard
            application={open}
            share={share}
            today={today}
            files={await filesOf(work, client.id)}
            clientId={client.id}
            form={formOf('document')}
          />
          <div class="stack">
            {may(work.by, 'assistance.decide') ? (
              <DecisionForm
                application={open}
                form={formOf('decision')}
                suggested={share === undefined || isRefusal(share) ? '' : String(Math.min(99, share.sharePercent))}
                startsOn={today}
                endsOn={addDays(addMonths(today, 6), -1)}
              />
            ) : (
              <Card title="The decision">
                <p>A director or a biller decides. The application stands in the record and waits for them.</p>
              </Card>
            )}
            <Earlier applications={[]} withdraw={open} form={formOf('withdrawal')} zone={work.clinic.timeZone} />
          </div>
        </div>
      )}
      {applications.some((one) => !one.isOpen) && (
        <Earlier applications={applications.filter((one) => !one.isOpen)} form={{}} zone={work.clinic.timeZone} />
      )}
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}
