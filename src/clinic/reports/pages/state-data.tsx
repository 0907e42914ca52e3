import { Hono, type Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, FormActions, Select } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { keepStateData } from '../actions/state-data.ts'
import { chartFactsOf } from '../queries/state-chart.ts'
import { stateDataOf } from '../queries/state-data.ts'
import { answersFrom, fieldsAt, type Moment } from '../state-fields.ts'
import { knownFrom, type Known } from '../state-prefill.ts'

/** What the state asks about one stay, at admission and at leaving. */
export const stateDataForm = new Hono<Door>()

/** What a field says under its name: its own hint, and what the chart knows. */
const hintOf = (file: string, hint: string | undefined, known: readonly Known[]): string | undefined => {
  const chart = known.find((one) => one.file === file)
  const words = [hint, chart === undefined ? undefined : `The chart: ${chart.words}.`].filter(
    (one) => one !== undefined,
  )
  return words.length === 0 ? undefined : words.join(' ')
}

const momentOf = (text: unknown): Moment => (text === 'discharge' ? 'discharge' : 'admission')

stateDataForm.get(urls.stateDataOf.pattern, (c) => page(c, momentOf(c.req.query('moment'))))

stateDataForm.post(urls.stateDataOf.pattern, async (c) => {
  const work = workOf(c)
  const body = await c.req.parseBody()
  const moment = momentOf(body['moment'])
  const answers = answersFrom(moment, body)
  const kept = await keepStateData(work, c.req.param('episode'), moment, answers)
  if (isRefusal(kept)) return page(c, moment, { answers, refusal: kept })
  said(c, { tone: 'good', text: 'Kept. What stood there before stays readable in the record.' })
  return c.redirect(urls.stateDataOf({ episode: c.req.param('episode') }, { moment }), 303)
})

async function page(
  c: Context<Door>,
  moment: Moment,
  back?: { answers: Record<string, string>; refusal: Refusal },
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'state-data.record')
  if (denied) return forbidden(c, denied.because)
  const stay = await stateDataOf(work, c.req.param('episode') ?? '')
  const client = stay === undefined ? undefined : await clientById(work, stay.clientId)
  if (stay === undefined || client === undefined) return notFound(c)
  showing(c, 'state data set', [client.id])
  const standing = stay.said[moment]
  const facts = await chartFactsOf(work, stay.id, stay.said.admission?.answers ?? {})
  const known = facts === undefined ? [] : knownFrom(facts, moment)
  // What somebody left open once stays open: the chart fills a form that nobody has kept yet.
  const filled = Object.fromEntries(known.flatMap(({ file, code }) => (code === null ? [] : [[file, code] as const])))
  const answers: Record<string, string> = back?.answers ?? standing?.answers ?? filled
  const open = fieldsAt(moment).filter(({ file }) => answers[file] === undefined)
  const to = (one: Moment) => urls.stateDataOf({ episode: stay.id }, { moment: one })
  const isOver = stay.last !== null && stay.last <= dayAt(work.at, work.clinic.timeZone)
  if (back !== undefined) c.status(422)
  return c.html(
    <ClientFrame c={c} client={client} tab="state" title={`${client.name}: state data set`}>
      <Tabs
        label="State data set"
        tabs={[
          { label: 'At admission', href: to('admission'), current: moment === 'admission' },
          { label: 'At leaving', href: to('discharge'), current: moment === 'discharge' },
        ]}
      />
      <RefusalAlert refusal={back?.refusal} />
      <Card
        title={moment === 'admission' ? 'State data set, at admission' : 'State data set, at leaving'}
        hint={
          standing === null
            ? 'Nothing is recorded yet'
            : [
                `Recorded by ${standing.by}, `,
                <At at={standing.at} zone={work.clinic.timeZone} />,
                '. A change is a new row; this one stays.',
              ]
        }
      >
        <div class="stack">
          <p>
            The stay of {shortDay(stay.first)}
            {stay.last === null ? '' : ` to ${shortDay(stay.last)}`}. What the person does not want to say stays open,
            and goes out as not recorded. It changes nothing about their care.
          </p>
          {stay.programKind !== 'substance-use' && (
            <Notice tone="info">
              This is a mental-health program: its stays are not in the file for the state (TEDS).
            </Notice>
          )}
          {moment === 'discharge' && !isOver && (
            <Notice tone="info">
              The stay is not over. Ask these in the last week, and again when it ends otherwise.
            </Notice>
          )}
          {standing === null && back === undefined && (
            <Notice tone="info" title={`From the chart: ${plural(Object.keys(filled).length, 'answer', 'answers')}`}>
              They are filled in below, each with where it comes from, and nothing is kept before you look and press
              Keep. Which of our words belongs to which code is our reading (K): your compliance officer confirms.
            </Notice>
          )}
          {open.length > 0 && (
            <p>
              <b>
                Still open, {open.length} of {fieldsAt(moment).length}:
              </b>{' '}
              {open.map(({ label }) => label).join('; ')}.
            </p>
          )}
          <form method="post" action={urls.stateDataOf({ episode: stay.id })} class="form state-form">
            <input type="hidden" name="moment" value={moment} />
            {fieldsAt(moment).map(({ file, label, hint, codes }) => (
              <Select
                name={file}
                label={label}
                hint={hintOf(file, hint, known)}
                choose="Not recorded"
                required={false}
                value={answers[file] ?? ''}
                options={codes.map((one) => ({ value: one.code, label: one.label }))}
              />
            ))}
            <FormActions>
              <Button kind="main">Keep</Button>
            </FormActions>
          </form>
        </div>
      </Card>
    </ClientFrame>,
  )
}
