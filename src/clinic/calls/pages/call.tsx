import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { longDay, longMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalLine, readForm, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { moveByStaff, recordBookedOutcome } from '../actions/outcome.ts'
import { callById, callsOf, outcomesOf, type CallRow } from '../queries/calls.ts'
import { slotsOffered } from '../queries/slots.ts'
import { byDay } from '../slots.ts'
import { outcomes, type Outcome } from '../tries.ts'
import { DeskPage, forWhomSaid, languageSaid, outcomeSaid, theirTime } from './parts.tsx'

/** One booked call: whom to ring, and what came of it. */
export const oneCall = new Hono<Door>()

type Back = { form: FormState; refusal?: Refusal }

oneCall.get(urls.call.pattern, async (c) => {
  const call = await callById(workOf(c), c.req.param('call'))
  return call === undefined ? notFound(c) : callPage(c, call)
})

async function callPage(c: Context<Door>, call: CallRow, back?: Back) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'call.see')
  if (denied) return forbidden(c, denied.because)
  showing(c, 'call', call.clientId === null ? [] : [call.clientId])
  const zone = work.clinic.timeZone
  const earlier = (await callsOf(work, call.inquiryId)).filter((one) => one.bookingId !== call.bookingId)
  const rung = await outcomesOf(work, call.inquiryId)
  const theirs = theirTime(call.startsAt, call.timeZone, zone)
  const works = may(work.by, 'call.work') && call.ended === ''
  return c.html(
    <DeskPage c={c} title={`Call with ${call.name}`} tab="Calls" over={longMoment(call.startsAt, zone)}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {call.ended === 'cancelled' && (
        <Notice tone="info" title={call.endedByUs ? 'We cancelled this call' : 'They cancelled this call'}>
          {call.endedBecause === '' ? 'The time is free again.' : call.endedBecause}
        </Notice>
      )}
      <div class="columns">
        <div class="stack">
          <Card title="Whom do I ring?">
            <p class="call-when">
              <a href={`tel:${call.phone}`}>{write.phone(call.phone)}</a>
            </p>
            <Facts
              facts={[
                { term: 'Ask for', detail: <span dir="auto">{call.askFor === '' ? call.name : call.askFor}</span> },
                {
                  term: 'Leave a message',
                  detail: call.mayLeaveMessage === true ? 'Yes, a first name and a number' : 'No',
                },
                { term: 'Language', detail: languageSaid(call.language) },
                { term: 'About', detail: forWhomSaid[call.forWhom] ?? '' },
                { term: 'Time', detail: `${longMoment(call.startsAt, zone)}, ${call.minutes} minutes` },
                theirs !== '' && { term: 'Their clock', detail: theirs },
                { term: 'Who calls', detail: call.staffName },
                call.words !== '' && {
                  term: 'They wrote',
                  detail: (
                    <span class="as-written" dir="auto">
                      {call.words}
                    </span>
                  ),
                },
              ]}
            />
            <FormActions>
              <Button href={urls.inquiry({ inquiry: call.inquiryId })}>Open the inquiry</Button>
            </FormActions>
          </Card>
          {(rung.length > 0 || earlier.length > 0) && (
            <Card title="What was before?" flush>
              <Rows label="Earlier times and outcomes">
                {rung.map((one) => (
                  <Row
                    title={outcomeSaid[one.outcome as Outcome]} // the table's check knows no other
                    note={`${longMoment(one.recordedAt, zone)} · ${one.by}`}
                  >
                    {one.because !== '' && <p dir="auto">{one.because}</p>}
                  </Row>
                ))}
                {earlier.map((one) => (
                  <Row
                    title={one.ended === 'cancelled' ? 'Cancelled' : 'Moved away'}
                    note={`It was ${longMoment(one.startsAt, zone)}, ${one.staffName}`}
                  />
                ))}
              </Rows>
            </Card>
          )}
        </div>
        {works && (
          <div class="stack">
            <OutcomeForm call={call} form={back?.form.prefix === 'outcome' ? back.form : undefined} />
            <MoveForm
              call={call}
              zone={zone}
              days={byDay((await slotsOffered(work)).slots, zone)}
              form={back?.form.prefix === 'move' ? back.form : undefined}
            />
          </div>
        )}
      </div>
    </DeskPage>,
    back === undefined ? 200 : 422,
  )
}

function OutcomeForm({ call, form }: { call: CallRow; form?: FormState }) {
  return (
    <Card title="What came of it?">
      <form method="post" action={urls.callOutcomes({ call: call.callId })} class="stack">
        <RadioCards
          name="outcome"
          label="Outcome"
          options={[
            { value: 'reached', label: 'Reached', hint: 'Next: screen for safety and fit' },
            { value: 'no-answer', label: 'No answer', hint: 'Next: call again, three times at most' },
            { value: 'wrong-number', label: 'Wrong number', hint: 'Next: find another way' },
            { value: 'cancelled-by-us', label: 'We cancel it', hint: 'Their page says so, with no reason' },
          ]}
          form={form}
        />
        <TextField
          name="because"
          label="A few words"
          hint="Needed when we cancel"
          optional
          maxlength={300}
          form={form}
        />
        <FormActions>
          <Button kind="main">Keep the outcome</Button>
        </FormActions>
      </form>
    </Card>
  )
}

type MoveProps = { call: CallRow; zone: string; days: ReturnType<typeof byDay>; form?: FormState }

function MoveForm({ call, zone, days, form }: MoveProps) {
  return (
    <Card title="Another time?" hint="Agree it with them: nobody sends them a message.">
      <form method="post" action={urls.callMoves({ call: call.callId })} class="stack">
        <input type="hidden" name="number" value={String(call.number)} />
        <Select
          name="at"
          label="New time"
          choose="Choose a free time"
          options={days.map(({ day, slots }) => ({
            group: longDay(day),
            options: slots.map((slot) => ({ value: slot.at.toISOString(), label: timeAt(slot.at, zone) })),
          }))}
          form={form}
        />
        <TextField name="because" label="Why it is moved" maxlength={300} form={form} />
        <FormActions>
          <Button>Move the call</Button>
        </FormActions>
      </form>
    </Card>
  )
}

const outcomeForm = z.object({
  outcome: oneOf(
    outcomes.filter((one) => one !== 'moved') as ['reached', 'no-answer', 'wrong-number', 'cancelled-by-us'], // filter keeps the order
    'Say what came of it.',
  ),
  because: optionalLine(300),
})
oneCall.post(urls.callOutcomes.pattern, async (c) => {
  const work = workOf(c)
  const call = await callById(work, c.req.param('call'))
  if (call === undefined) return notFound(c)
  const denied = mayNot(work.by, 'call.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, outcomeForm)
  const back: FormState = { values: form.typed, prefix: 'outcome' }
  if (!form.ok) return callPage(c, call, { form: { ...back, errors: form.errors } })
  const refused = await recordBookedOutcome(work, call.callId, form.values)
  if (refused) return callPage(c, call, { form: back, refusal: refused })
  said(c, { tone: 'good', text: `${outcomeSaid[form.values.outcome]}: kept, with the next step on the inquiry.` })
  return c.redirect(urls.calls(), 303)
})

const moveForm = z.object({
  at: line(40, 'Choose a free time.').refine((text) => !Number.isNaN(Date.parse(text)), 'Choose a free time.'),
  because: line(300, 'Say why it is moved, in a few words.'),
  number: wholeNumber(0, 99),
})
oneCall.post(urls.callMoves.pattern, async (c) => {
  const work = workOf(c)
  const call = await callById(work, c.req.param('call'))
  if (call === undefined) return notFound(c)
  const denied = mayNot(work.by, 'call.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, moveForm)
  const back: FormState = { values: form.typed, prefix: 'move' }
  if (!form.ok) return callPage(c, call, { form: { ...back, errors: form.errors } })
  const { at, because, number } = form.values
  const refused = await moveByStaff(work, call.callId, number, new Date(at), because)
  if (refused) return callPage(c, call, { form: back, refusal: refused })
  const day = dayAt(new Date(at), work.clinic.timeZone)
  said(c, { tone: 'good', text: `Moved to ${longDay(day)}. Their page shows the new time.` })
  return c.redirect(urls.call({ call: call.callId }), 303)
})
