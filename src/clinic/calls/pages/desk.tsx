import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  TextField,
  TimeField,
  type FormState,
} from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, readForm, time, wholeNumber } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { closedDaysFrom, deskOf } from '../../inquiries/queries/desk.ts'
import { setCallPolicy, setClosedDay, setDeskHours } from '../actions/desk.ts'
import { deskHoursRows, policyRows } from '../queries/hours.ts'
import { callPolicyOf } from '../queries/slots.ts'
import { DeskPage } from './parts.tsx'

/** When the admissions desk is staffed, when it is shut, and the rules of booking: dated rows. */
export const desk = new Hono<Door>()

type Back = { form: FormState; refusal?: Refusal }

desk.get(urls.callDesk.pattern, (c) => deskPage(c))

const weekdaysSaid = (days: readonly number[]): string =>
  days.length === 0
    ? 'Never'
    : [...days]
        .sort((a, b) => a - b)
        .map((one) => write.weekday('en', one).slice(0, 3))
        .join(', ')

async function deskPage(c: Context<Door>, back?: Back) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'call-desk.set')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const { hours, isSet } = await deskOf(work)
  const closed = await closedDaysFrom(work, today)
  const policy = await callPolicyOf(work)
  const [past, policies] = [await deskHoursRows(work), await policyRows(work)]
  const of = (prefix: string) => (back?.form.prefix === prefix ? back.form : undefined)
  return c.html(
    <DeskPage c={c} title="Desk and rules" answer="When is the admissions desk staffed?" tab="Desk and rules">
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {!isSet && (
        <Notice tone="warning" title="The clinic has not said its hours">
          Until it does, due times count Monday to Friday, 9 to 5, and the public pages promise no time of reading.
        </Notice>
      )}
      <div class="columns">
        <div class="stack">
          <Card title="Desk hours" hint={`${weekdaysSaid(hours.weekdays)}, ${hours.from} to ${hours.to}`}>
            {past.length > 0 && (
              <Rows label="Desk hours by first day">
                {past.map((one) => (
                  <Row
                    title={`From ${shortDay(one.effectiveFrom)}`}
                    note={`${weekdaysSaid(one.weekdays)}, ${one.opens} to ${one.closes}`}
                  />
                ))}
              </Rows>
            )}
            <form method="post" action={urls.deskHours()} class="stack">
              <Checkboxes
                name="weekdays[]"
                label="Weekdays"
                options={[1, 2, 3, 4, 5, 6, 7].map((one) => ({ value: String(one), label: write.weekday('en', one) }))}
                values={hours.weekdays.map(String)}
                aside
                form={of('desk')}
              />
              <TimeField name="opens" label="Opens" value={hours.from} form={of('desk')} />
              <TimeField name="closes" label="Closes" value={hours.to} form={of('desk')} />
              <DateField name="effectiveFrom" label="From which day" value={today} form={of('desk')} />
              <FormActions>
                <Button kind="main">Set the desk hours</Button>
              </FormActions>
            </form>
          </Card>
        </div>
        <div class="stack">
          <Card title="Days without a desk" hint="Holidays: no call can be booked, and no due time counts.">
            {closed.length > 0 && (
              <Rows label="Days without a desk">
                {closed.map((one) => (
                  <Row
                    title={shortDay(one.day)}
                    note={one.because}
                    end={
                      <form method="post" action={urls.closedDays()}>
                        <input type="hidden" name="day" value={one.day} />
                        <input type="hidden" name="is" value="open" />
                        <Button small kind="quiet" label={`Open on ${shortDay(one.day)} after all`}>
                          Open after all
                        </Button>
                      </form>
                    }
                  />
                ))}
              </Rows>
            )}
            <form method="post" action={urls.closedDays()} class="stack">
              <input type="hidden" name="is" value="closed" />
              <DateField name="day" label="Day" min={today} form={of('closed')} />
              <TextField name="because" label="Why" hint="Thanksgiving" optional maxlength={200} form={of('closed')} />
              <FormActions>
                <Button>Shut the desk on this day</Button>
              </FormActions>
            </form>
          </Card>
          <Card
            title="Rules of booking"
            hint={
              policy.effectiveFrom === null
                ? 'Our defaults, until you set your own.'
                : `Since ${shortDay(policy.effectiveFrom)}: ${policy.source}`
            }
          >
            {policies.length > 1 && (
              <Rows label="Rules by first day">
                {policies.map((one) => (
                  <Row
                    title={`From ${shortDay(one.effectiveFrom)}`}
                    note={`${one.noticeMinutes} minutes ahead, ${one.horizonDays} days, silence ${one.silenceDays} days · ${one.source}`}
                  />
                ))}
              </Rows>
            )}
            <form method="post" action={urls.callPolicies()} class="stack">
              <NumberField
                name="noticeMinutes"
                label="Shortest notice"
                unit="minutes"
                min={0}
                max={10_080}
                value={policy.noticeMinutes}
                form={of('policy')}
              />
              <NumberField
                name="horizonDays"
                label="How far ahead"
                unit="days"
                min={1}
                max={90}
                value={policy.horizonDays}
                form={of('policy')}
              />
              <NumberField
                name="silenceDays"
                label="Messages close after silence of"
                unit="days"
                min={1}
                max={365}
                value={policy.silenceDays}
                form={of('policy')}
              />
              <DateField name="effectiveFrom" label="From which day" value={today} form={of('policy')} />
              <TextField name="source" label="Who decided it" maxlength={300} form={of('policy')} />
              <FormActions>
                <Button>Set these rules</Button>
              </FormActions>
            </form>
          </Card>
        </div>
      </div>
    </DeskPage>,
    back === undefined ? 200 : 422,
  )
}

const deskForm = z.object({
  weekdays: z.array(z.coerce.number().int().min(1).max(7)).default([]),
  opens: time('Give the time at which it opens.'),
  closes: time('Give the time at which it closes.'),
  effectiveFrom: day('Give the first day.'),
})
desk.post(urls.deskHours.pattern, async (c) => {
  const form = await readForm(c, deskForm)
  const back: FormState = { values: form.typed, prefix: 'desk' }
  if (!form.ok) return deskPage(c, { form: { ...back, errors: form.errors } })
  const refused = await setDeskHours(workOf(c), form.values)
  if (refused) return deskPage(c, { form: back, refusal: refused })
  said(c, { tone: 'good', text: 'The desk hours are set.' })
  return c.redirect(urls.callDesk(), 303)
})

const closedForm = z.object({
  day: day('Give the day.'),
  is: oneOf(['closed', 'open']),
  because: optionalLine(200),
})
desk.post(urls.closedDays.pattern, async (c) => {
  const form = await readForm(c, closedForm)
  const back: FormState = { values: form.typed, prefix: 'closed' }
  if (!form.ok) return deskPage(c, { form: { ...back, errors: form.errors } })
  const { day: on, is, because } = form.values
  const refused = await setClosedDay(workOf(c), { day: on, isClosed: is === 'closed', because })
  if (refused) return deskPage(c, { form: back, refusal: refused })
  said(c, { tone: 'good', text: is === 'closed' ? 'The desk is shut on this day.' : 'The desk is open on this day.' })
  return c.redirect(urls.callDesk(), 303)
})

const policyForm = z.object({
  noticeMinutes: wholeNumber(0, 10_080),
  horizonDays: wholeNumber(1, 90),
  silenceDays: wholeNumber(1, 365),
  effectiveFrom: day('Give the first day.'),
  source: line(300, 'Say who decided it.'),
})
desk.post(urls.callPolicies.pattern, async (c) => {
  const form = await readForm(c, policyForm)
  const back: FormState = { values: form.typed, prefix: 'policy' }
  if (!form.ok) return deskPage(c, { form: { ...back, errors: form.errors } })
  const refused = await setCallPolicy(workOf(c), form.values)
  if (refused) return deskPage(c, { form: back, refusal: refused })
  said(c, { tone: 'good', text: 'The rules are set.' })
  return c.redirect(urls.callDesk(), 303)
})
