import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, DateField, ErrorSummary, FormActions, TimeField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, readForm, ticked } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { changeAvailability, type Weekday } from '../actions.ts'
import { ClientFrame } from '../frame.tsx'
import { clientById } from '../queries.ts'
import { availabilityOf } from '../queries/face.ts'
import { weekdays } from '../weekdays.ts'

export const availability = new Hono<Door>()

const clock = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, 'Give a time.')
  .default('')
const fieldsOf = (weekday: number) => ({
  [`can${weekday}`]: ticked,
  [`from${weekday}`]: clock,
  [`to${weekday}`]: clock,
})
const schema = z.object({
  fromDay: day('Give the first day from which this is so.'),
  ...Object.assign({}, ...weekdays.map(({ weekday }) => fieldsOf(weekday))),
}) as z.ZodObject<{ fromDay: z.ZodString }, z.core.$catchall<z.ZodUnknown>> // the fields of the week are read by `weekFrom`

availability.get(urls.clientAvailability.pattern, (c) => page(c))

availability.post(urls.clientAvailability.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, schema)
  if (!form.ok) return page(c, { form: { values: form.typed, errors: form.errors } })
  const week = weekFrom(form.values)
  if (!Array.isArray(week)) return page(c, { form: { values: form.typed, errors: week } })
  const answer = await changeAvailability(work, client.id, week, form.values.fromDay)
  if (isRefusal(answer)) return page(c, { form: { values: form.typed }, refusal: answer })
  said(c, {
    tone: 'good',
    text:
      answer.changed === 0
        ? 'Nothing was changed.'
        : `Saved: ${plural(answer.changed, 'weekday', 'weekdays')} changed.`,
  })
  return c.redirect(urls.client({ client: client.id }), 303)
})

const typedTime = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The week as it was typed, or what is wrong with it, by field. */
function weekFrom(values: Record<string, unknown>): Weekday[] | Record<string, string> {
  const errors: Record<string, string> = {}
  const week = weekdays.map(({ weekday, name }): Weekday => {
    const [from, to] = [typedTime(values[`from${weekday}`]), typedTime(values[`to${weekday}`])]
    if (values[`can${weekday}`] !== true) return { weekday, from: null, to: null }
    if (from === '') errors[`from${weekday}`] = `Say from when on ${name}.`
    else if (to === '') errors[`to${weekday}`] = `Say until when on ${name}.`
    else if (from >= to) errors[`to${weekday}`] = `On ${name} it must end after it begins.`
    return { weekday, from, to }
  })
  return Object.keys(errors).length > 0 ? errors : week
}

async function page(c: Context<Door>, { form, refusal }: { form?: FormState; refusal?: Refusal } = {}) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  showing(c, 'availability', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const known = await availabilityOf(work, client.id, today)
  const params = { client: client.id }
  return c.html(
    <ClientFrame c={c} client={client} tab="face" title="When they can come">
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card
        title="When can they come?"
        hint="Seats are offered at these times. Work, children, the last bus home."
        action={<a href={urls.clientWishes(params)}>Why not, and what they wish</a>}
      >
        <form class="form" method="post" action={urls.clientAvailability(params)}>
          <div class="clients-week">
            {weekdays.map(({ weekday, name }) => {
              const now = known.find((one) => one.weekday === weekday)
              const can = now?.canCome === true ? now : undefined
              return (
                <fieldset class="clients-weekday">
                  <legend class="hidden-text">{name}</legend>
                  <Checkbox name={`can${weekday}`} label={name} checked={can !== undefined} form={form} />
                  <TimeField name={`from${weekday}`} label="From" value={can?.from} required={false} form={form} />
                  <TimeField name={`to${weekday}`} label="Until" value={can?.to} required={false} form={form} />
                </fieldset>
              )
            })}
          </div>
          <DateField name="fromDay" label="From which day on" value={today} min={today} form={form} />
          <FormActions>
            <Button kind="main">Save these times</Button>
            <Button href={urls.client(params)}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
