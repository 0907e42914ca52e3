import { Hono, type Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
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
import { stateDataOf } from '../queries/state-data.ts'
import { answersFrom, fieldsAt, type Moment } from '../state-fields.ts'

/** What the state asks about one stay, at admission and at leaving. */
export const stateDataForm = new Hono<Door>()

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
  const answers = back?.answers ?? standing?.answers ?? {}
  const to = (one: Moment) => urls.stateDataOf({ episode: stay.id }, { moment: one })
  const isOver = stay.last !== null && stay.last <= dayAt(work.at, work.clinic.timeZone)
  if (back !== undefined) c.status(422)
  return c.html(
    <ClientFrame c={c} client={client} tab="face" title={`${client.name}: state data set`}>
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
          <form method="post" action={urls.stateDataOf({ episode: stay.id })} class="form">
            <input type="hidden" name="moment" value={moment} />
            {fieldsAt(moment).map(({ file, label, hint, codes }) => (
              <Select
                name={file}
                label={label}
                hint={hint}
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
