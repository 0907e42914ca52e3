import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, timeAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TimeField,
  type FormState,
} from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { longDay, shortDay, longMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, optionalDay, readForm, time, wholeNumber } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { addTimeAway, endCallHours, endTimeAway, setCallHours } from '../actions/hours.ts'
import { callHoursById, callHoursNow, timeAwayAhead, timeAwayById, whoTakesCalls } from '../queries/hours.ts'
import { DeskPage } from './parts.tsx'

/** When each of us takes calls, and when not. */
export const hours = new Hono<Door>()

type Back = { form: FormState; refusal?: Refusal }
const weekdays = [1, 2, 3, 4, 5, 6, 7]

hours.get(urls.callHours.pattern, (c) => hoursPage(c))

async function hoursPage(c: Context<Door>, back?: Back) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'call-hours.set')
  if (denied) return forbidden(c, denied.because)
  showing(c, 'call hours', [])
  const isDirector = work.by.kind === 'staff' && work.by.role === 'director'
  const mine = work.by.id ?? ''
  const only = isDirector ? undefined : mine
  const [rows, away, people] = [
    await callHoursNow(work, only),
    await timeAwayAhead(work, only),
    (await whoTakesCalls(work)).filter((one) => isDirector || one.id === mine),
  ]
  const today = dayAt(work.at, work.clinic.timeZone)
  const zone = work.clinic.timeZone
  const answer =
    rows.length === 0
      ? 'Nobody can book a call yet'
      : isDirector
        ? `${plural(new Set(rows.map((one) => one.staffId)).size, 'person takes', 'people take')} calls`
        : 'When do I take calls?'
  const whom = (form?: FormState) =>
    isDirector ? (
      <Select
        name="staffId"
        label="Who"
        options={people.map((one) => ({ value: one.id, label: one.name }))}
        value={mine}
        form={form}
      />
    ) : (
      <input type="hidden" name="staffId" value={mine} />
    )
  const hoursForm = back?.form.prefix === 'hours' ? back.form : undefined
  const awayForm = back?.form.prefix === 'away' ? back.form : undefined
  return c.html(
    <DeskPage c={c} title="Call hours" answer={answer} tab="Hours and time away">
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      <div class="columns">
        <div class="stack">
          <Card
            title="Hours"
            hint="Visits, groups, calls and time away are left out of what visitors see."
            flush={rows.length > 0}
          >
            {rows.length === 0 ? (
              <Empty title="No hours yet">Add hours, and visitors see free times at once.</Empty>
            ) : (
              <Rows label="Hours in which calls can be booked">
                {rows.map((one) => (
                  <Row
                    lead={<b>{write.weekday('en', one.weekday).slice(0, 3)}</b>}
                    title={`${one.starts} to ${one.ends}`}
                    note={[
                      isDirector ? one.staffName : '',
                      `${one.slotMinutes} minutes a call`,
                      one.firstDay > today ? `from ${shortDay(one.firstDay)}` : '',
                      one.lastDay === null ? '' : `until ${shortDay(one.lastDay)}`,
                    ]
                      .filter((part) => part !== '')
                      .join(' · ')}
                    end={
                      <form method="post" action={urls.callHoursEnd({ hours: one.id })}>
                        <Button
                          small
                          kind="quiet"
                          label={`End ${write.weekday('en', one.weekday)} ${one.starts}, ${one.staffName}`}
                        >
                          End
                        </Button>
                      </form>
                    }
                  />
                ))}
              </Rows>
            )}
          </Card>
          <Card title="Time away" flush={away.length > 0}>
            {away.length === 0 ? (
              <p class="muted">None ahead.</p>
            ) : (
              <Rows label="Time away">
                {away.map((one) => (
                  <Row
                    title={awaySaid(one.from, one.to, zone)}
                    note={isDirector ? one.staffName : undefined}
                    end={
                      <form method="post" action={urls.timeAwayEnd({ away: one.id })}>
                        <Button small kind="quiet" label={`Take back the time away of ${one.staffName}`}>
                          Take back
                        </Button>
                      </form>
                    }
                  />
                ))}
              </Rows>
            )}
          </Card>
        </div>
        <div class="stack">
          <Card title="Add hours">
            <form method="post" action={urls.callHours()} class="stack">
              {whom(hoursForm)}
              <Checkboxes
                name="weekdays[]"
                label="Weekdays"
                options={weekdays.map((one) => ({ value: String(one), label: write.weekday('en', one) }))}
                aside
                error={hoursForm?.errors?.weekdays}
                form={hoursForm}
              />
              <TimeField name="starts" label="From" form={hoursForm} />
              <TimeField name="ends" label="To" form={hoursForm} />
              <NumberField name="slotMinutes" label="Minutes a call" min={10} max={90} value={20} form={hoursForm} />
              <DateField name="firstDay" label="First day" value={today} form={hoursForm} />
              <DateField name="lastDay" label="Last day" optional form={hoursForm} />
              <FormActions>
                <Button kind="main">Add these hours</Button>
              </FormActions>
            </form>
          </Card>
          <Card title="Add time away" hint="Why is nobody’s business here.">
            <form method="post" action={urls.timeAway()} class="stack">
              {whom(awayForm)}
              <DateField name="firstDay" label="First day" form={awayForm} />
              <TimeField name="from" label="From" hint="Empty: the whole day" optional form={awayForm} />
              <DateField name="lastDay" label="Last day" form={awayForm} />
              <TimeField name="to" label="Until" hint="Empty: the whole day" optional form={awayForm} />
              <FormActions>
                <Button>Add this time away</Button>
              </FormActions>
            </form>
          </Card>
        </div>
      </div>
    </DeskPage>,
    back === undefined ? 200 : 422,
  )
}

/** Whole days by their names, other stretches by the minute. */
function awaySaid(from: Date, to: Date, zone: string): string {
  if (timeAt(from, zone) !== '00:00' || timeAt(to, zone) !== '00:00')
    return `${longMoment(from, zone)} to ${longMoment(to, zone)}`
  const [first, last] = [dayAt(from, zone), addDays(dayAt(to, zone), -1)]
  return first === last ? longDay(first) : `${longDay(first)} to ${longDay(last)}`
}

const refusedHours = (c: Context<Door>, prefix: string, values: FormState['values'], refusal: Refusal) =>
  refusal.refused === 'not-allowed'
    ? forbidden(c, refusal.because)
    : hoursPage(c, { form: { values, prefix }, refusal })

const hoursForm = z.object({
  staffId: id('Choose who takes the calls.'),
  weekdays: z
    .array(z.coerce.number().int().min(1).max(7), { error: 'Choose at least one weekday.' })
    .min(1, 'Choose at least one weekday.'),
  starts: time('Give the time from which.'),
  ends: time('Give the time until which.'),
  slotMinutes: wholeNumber(10, 90),
  firstDay: day('Give the first day.'),
  lastDay: optionalDay,
})
hours.post(urls.callHours.pattern, async (c) => {
  const form = await readForm(c, hoursForm)
  if (!form.ok) return hoursPage(c, { form: { values: form.typed, errors: form.errors, prefix: 'hours' } })
  const refused = await setCallHours(workOf(c), form.values)
  if (refused) return refusedHours(c, 'hours', form.typed, refused)
  said(c, { tone: 'good', text: 'The hours are set. Visitors see the free times now.' })
  return c.redirect(urls.callHours(), 303)
})

hours.post(urls.callHoursEnd.pattern, async (c) => {
  const work = workOf(c)
  if ((await callHoursById(work, c.req.param('hours'))) === undefined) return notFound(c)
  const refused = await endCallHours(work, c.req.param('hours'))
  if (refused) return refusedHours(c, 'end', {}, refused)
  said(c, { tone: 'good', text: 'These hours are ended. Calls that are booked in them stay.' })
  return c.redirect(urls.callHours(), 303)
})

const optionalTime = z.preprocess((value) => (value === '' ? undefined : value), time('This is not a time.').optional())
const awayForm = z.object({
  staffId: id('Choose who is away.'),
  firstDay: day('Give the first day.'),
  from: optionalTime,
  lastDay: day('Give the last day.'),
  to: optionalTime,
})
hours.post(urls.timeAway.pattern, async (c) => {
  const work = workOf(c)
  const form = await readForm(c, awayForm)
  if (!form.ok) return hoursPage(c, { form: { values: form.typed, errors: form.errors, prefix: 'away' } })
  const answer = await addTimeAway(work, form.values)
  if (isRefusal(answer)) return refusedHours(c, 'away', form.typed, answer)
  said(
    c,
    answer.callsInIt === 0
      ? { tone: 'good', text: 'The time away is set. Nothing more can be booked in it.' }
      : {
          tone: 'warning',
          text: `The time away is set. ${plural(answer.callsInIt, 'call is', 'calls are')} booked in it already: move or cancel them.`,
        },
  )
  return c.redirect(urls.callHours(), 303)
})

hours.post(urls.timeAwayEnd.pattern, async (c) => {
  const work = workOf(c)
  if ((await timeAwayById(work, c.req.param('away'))) === undefined) return notFound(c)
  const refused = await endTimeAway(work, c.req.param('away'))
  if (refused) return refusedHours(c, 'end', {}, refused)
  said(c, { tone: 'good', text: 'Taken back. These times can be booked again.' })
  return c.redirect(urls.callHours(), 303)
})
