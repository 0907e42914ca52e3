import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { FromAndSource } from '../../../ui/dated-rows.tsx'
import { Button, DateField, FormActions, NumberField, TextField, TimeField } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Notice } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, time, wholeNumber } from '../../../web/forms.ts'
import { addRow, formOf, statusOf, type RulesBack, WhatCameBack } from '../../access/dated-rules.tsx'
import { mayNot } from '../../access/permissions.ts'
import { closedDaysFrom, deskOf } from '../../inquiries/queries/desk.ts'
import { setCallPolicy, setClosedDay, setDeskHours } from '../actions/desk.ts'
import { deskHoursRows, policyRows } from '../queries/hours.ts'
import { callPolicyOf } from '../queries/slots.ts'
import { DeskPage } from './parts.tsx'

/** When the admissions desk is staffed, when it is shut, and the rules of booking: dated rows. */
export const desk = new Hono<Door>()

desk.get(urls.callDesk.pattern, (c) => deskPage(c))

const weekdaysSaid = (days: readonly number[]): string =>
  days.length === 0
    ? 'Never'
    : [...days]
        .sort((a, b) => a - b)
        .map((one) => write.weekday('en', one).slice(0, 3))
        .join(', ')

async function deskPage(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'call-desk.set')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const { hours, isSet } = await deskOf(work)
  const closed = await closedDaysFrom(work, today)
  const policy = await callPolicyOf(work)
  const [past, policies] = [await deskHoursRows(work), await policyRows(work)]
  const of = (prefix: string) => formOf(back, prefix)
  return c.html(
    <DeskPage c={c} title="Desk and rules" answer="When is the admissions desk staffed?" tab="Desk and rules">
      <WhatCameBack back={back} />
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
              <DateField name="from" label="From which day" value={today} form={of('desk')} />
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
              <FromAndSource
                form={of('policy')}
                today={today}
                words={{ from: 'From which day', source: 'Who decided it' }}
              />
              <FormActions>
                <Button>Set these rules</Button>
              </FormActions>
            </form>
          </Card>
        </div>
      </div>
    </DeskPage>,
    statusOf(back),
  )
}

const deskForm = z.object({
  weekdays: z.array(z.coerce.number().int().min(1).max(7)).default([]),
  opens: time('Give the time at which it opens.'),
  closes: time('Give the time at which it closes.'),
  from: day('Give the first day.'),
})
const adding = { verb: 'call-desk.set', to: urls.callDesk(), page: deskPage } as const
desk.post(urls.deskHours.pattern, (c) =>
  addRow(c, {
    ...adding,
    saying: deskForm,
    add: (work, { from, ...hours }) => setDeskHours(work, { ...hours, effectiveFrom: from }),
    done: 'The desk hours are set.',
    prefix: 'desk',
  }),
)

const closedForm = z.object({
  day: day('Give the day.'),
  is: oneOf(['closed', 'open']),
  because: optionalLine(200),
})
desk.post(urls.closedDays.pattern, (c) =>
  addRow(c, {
    ...adding,
    saying: closedForm,
    add: (work, { is, ...one }) => setClosedDay(work, { ...one, isClosed: is === 'closed' }),
    done: ({ is }) => `The desk is ${is === 'closed' ? 'shut' : 'open'} on this day.`,
    prefix: 'closed',
  }),
)

const policyForm = z.object({
  noticeMinutes: wholeNumber(0, 10_080),
  horizonDays: wholeNumber(1, 90),
  silenceDays: wholeNumber(1, 365),
  from: day('Give the first day.'),
  source: line(300, 'Say who decided it.'),
})
desk.post(urls.callPolicies.pattern, (c) =>
  addRow(c, {
    ...adding,
    saying: policyForm,
    add: (work, { from, ...policy }) => setCallPolicy(work, { ...policy, effectiveFrom: from }),
    done: 'The rules are set.',
    prefix: 'policy',
  }),
)
