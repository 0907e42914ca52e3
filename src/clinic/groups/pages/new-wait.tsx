import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  type FormState,
  Select,
  TextField,
  type Option,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalDay, optionalId, optionalLine, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { serviceKind } from '../../programs/library.ts'
import { joinWaitlist } from '../actions/waitlist.ts'
import { seriesToOffer } from '../queries/seating.ts'
import { inWords } from '../times.ts'

export const newWait = new Hono<Door>()

newWait.get(urls.newWait.pattern, async (c) => {
  const work = workOf(c)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const series = c.req.query('series')
  return joinPage(c, stay, { values: { series: isId(series) ? series : undefined } })
})

const joining = z.object({
  series: optionalId,
  kind: optionalLine(60),
  topic: optionalLine(100),
  affinity: optionalLine(100),
  since: optionalDay,
  sinceBecause: optionalLine(300),
})
newWait.post(urls.newWait.pattern, async (c) => {
  const work = workOf(c)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'waitlist.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, joining)
  if (!form.ok) return joinPage(c, stay, { values: form.typed, errors: form.errors })
  const { series, kind, topic, affinity, since, sinceBecause } = form.values
  const answer = await joinWaitlist(work, stay.id, {
    ...(series === undefined ? { wish: { kind, topic, affinity, track: '' } } : { seriesId: series }),
    ...(since === undefined ? {} : { since }),
    sinceBecause,
  })
  if (isRefusal(answer)) return joinPage(c, stay, { values: form.typed }, answer)
  said(c, { tone: 'good', text: 'On the waitlist. The place and why it is that place stand here.' })
  return c.redirect(urls.wait({ wait: answer.id }), 303)
})

async function joinPage(c: Context<Door>, stay: Stay, form: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'waitlist.work')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, stay.clientId)
  if (client === undefined) return notFound(c)
  showing(c, 'waitlist', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const groups = (await seriesToOffer(work, today)).filter((one) => one.row.programId === stay.programId)
  const distinct = (of: (row: (typeof groups)[number]['row']) => string): Option[] =>
    [...new Set(groups.map((one) => of(one.row)))]
      .filter((one) => one !== '')
      .sort()
      .map((one) => ({ value: one, label: one }))
  const isBack = refusal !== undefined || form.errors !== undefined
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: join a waitlist`}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card
        title={`What does ${stay.firstName} wait for?`}
        hint="Name a group, or leave it open and say what any group should have."
      >
        <form class="form" method="post" action={urls.newWait({ episode: stay.id })}>
          <Select
            name="series"
            label="Group"
            optional
            choose="Any group that suits"
            options={groups.map((one) => ({
              value: one.series.id,
              label: `${one.series.name}, ${inWords(one.series)}`,
            }))}
            form={form}
          />
          <Select
            name="kind"
            label="Kind of group"
            optional
            choose="Any kind"
            options={distinct((row) => row.kind).map(({ value }) => ({
              value,
              label: serviceKind(value)?.label ?? value,
            }))}
            form={form}
          />
          <Select
            name="topic"
            label="Subject"
            optional
            choose="Any subject"
            options={distinct((row) => row.topic)}
            form={form}
          />
          <Select
            name="affinity"
            label="Kept for"
            optional
            choose="Not asked"
            options={distinct((row) => row.affinity)}
            form={form}
          />
          <DateField
            name="since"
            label="Waits since"
            optional
            max={today}
            hint="Only where a list was kept before: days are counted from that day."
            form={form}
          />
          <TextField
            name="sinceBecause"
            label="Which list that was"
            optional
            anyDirection
            hint="For an earlier day, such as the paper list of the front desk."
            form={form}
          />
          <FormActions>
            <Button kind="main">Join the waitlist</Button>
            <Button href={urls.seats({ episode: stay.id })}>Back to the seats</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    isBack ? 422 : 200,
  )
}
