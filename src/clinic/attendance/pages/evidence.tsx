import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, weekOf } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, NumberField, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { At, longDay, hoursFrom } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalLine, readForm, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { takeCheckIn } from '../actions/check-in.ts'
import { settleWitnesses } from '../actions/settle.ts'
import { placeFrom } from '../check-in-place.ts'
import { sessionMinutes } from '../minutes.ts'
import { witnessIn, type Witness } from '../queries/witnesses.ts'
import { meetingTitle } from '../witness-card.tsx'
import { mayCheckIn, nothingCounts, sawOf } from '../witnesses.ts'
import { EvidenceStory } from './evidence-story.tsx'
import { placeMissing, TakePlace } from './take-place.tsx'
import { CheckInSays, RosterSays, VideoSays } from './witness-parts.tsx'

/** Where the minutes of one person in one meeting come from, and the word of whoever settled them. */
export const evidence = new Hono<Door>()

evidence.get(urls.evidence.pattern, (c) => evidencePage(c))

const settling = z.object({
  stands: oneOf(['roster', 'video', 'minutes', 'nothing'], 'Choose what is right.'),
  minutes: z.preprocess((value) => (value === '' ? undefined : value), wholeNumber(0, 1440).optional()),
  because: line(300, 'Say why, in a few words.'),
  saw: line(400, 'Open this page again.'),
})

evidence.post(urls.settlement.pattern, async (c) => {
  const work = workOf(c)
  const { meeting, client } = c.req.param()
  const denied = mayNot(work.by, 'witness.settle')
  if (denied) return (await found(c)) === undefined ? notFound(c) : forbidden(c, denied.because)
  const form = await readForm(c, settling)
  if (!form.ok) return evidencePage(c, { form: { values: form.typed, errors: form.errors, prefix: 'settle' } })
  const { minutes, ...words } = form.values
  const answer = await settleWitnesses(work, meeting, client, { ...words, minutes: minutes ?? null })
  if (isRefusal(answer)) {
    if (answer.refused === 'not-found') return notFound(c)
    return evidencePage(c, { form: { values: form.typed, prefix: 'settle' }, refusal: answer })
  }
  said(c, { tone: 'good', text: 'Settled, in your name. What counts now stands on the week as well.' })
  return c.redirect(urls.evidence({ meeting, client }), 303)
})

const taking = z.object({
  place: oneOf(['on-site', 'video'], 'Choose where they are.'),
  whereNow: optionalLine(300),
  contactName: optionalLine(120),
  contactPhone: optionalLine(40),
})

evidence.post(urls.checkInTaken.pattern, async (c) => {
  const work = workOf(c)
  const { meeting, client } = c.req.param()
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return (await found(c)) === undefined ? notFound(c) : forbidden(c, denied.because)
  const form = await readForm(c, taking)
  const back = { values: form.typed, prefix: 'place' }
  if (!form.ok) return evidencePage(c, { form: { ...back, errors: form.errors } })
  const place = placeFrom(form.values)
  if ('missing' in place)
    return evidencePage(c, {
      form: { ...back, errors: Object.fromEntries(place.missing.map((field) => [field, placeMissing[field]])) },
    })
  const answer = await takeCheckIn(work, meeting, client, place.said)
  if (isRefusal(answer))
    return answer.refused === 'not-found' ? notFound(c) : evidencePage(c, { form: back, refusal: answer })
  said(c, { tone: 'good', text: 'Written down. It stands on the roster for whoever leads.' })
  return c.redirect(urls.evidence({ meeting, client }), 303)
})

type EvidenceBack = { form?: FormState; refusal?: Refusal }

async function found(c: Context<Door>): Promise<Witness | undefined> {
  const { meeting = '', client = '' } = c.req.param()
  return isId(meeting) && isId(client) ? witnessIn(workOf(c), meeting, client) : undefined
}

async function evidencePage(c: Context<Door>, back: EvidenceBack = {}): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'attendance.see')
  if (denied) return forbidden(c, denied.because)
  const one = await found(c)
  if (one === undefined) return notFound(c)
  showing(c, 'attendance evidence', [one.clientId])
  const isOver = one.ends <= work.at
  const maySay = may(work.by, 'witness.settle') && isOver && one.standing !== 'agree'
  const title = meetingTitle(one)
  const isOpen = mayCheckIn(one, one.rule, work.at) === null
  return c.html(
    <StaffPage
      c={c}
      current="Week"
      title={`Attendance of ${one.name}`}
      answer={`${one.name}: ${one.mark === null ? 'no minutes count' : `${hoursAndMinutes(one.mark.minutes)} of ${hoursAndMinutes(sessionMinutes(one.facts.session))} count`}`}
      over={`${title} · ${longDay(dayAt(one.starts, one.zone))} · ${hoursFrom(one.starts, one.ends, one.zone)} · ${one.leaders || 'no leader'}`}
      crumbs={[{ label: 'Three witnesses', href: urls.witnesses() }]}
      actions={
        <>
          {one.what === 'group' && (
            <Button small href={urls.roster({ session: one.meetingId })}>
              Roster
            </Button>
          )}
          {may(work.by, 'week.see') && (
            <Button small href={urls.chartWeek({ client: one.clientId }, { week: weekOf(one.heldOn) })}>
              Their week
            </Button>
          )}
        </>
      }
    >
      <RefusalAlert refusal={back.refusal} />
      <ErrorSummary form={back.form} />
      <StandingNotice one={one} isOver={isOver} />
      <Card title="What does each witness say?" flush>
        <Table
          caption="The three witnesses, side by side"
          captionHidden
          columns={[{ label: 'Roster' }, { label: 'Video' }, { label: 'Own check-in' }]}
        >
          <tr>
            <td>
              <RosterSays one={one} />
            </td>
            <td>
              <VideoSays one={one} />
            </td>
            <td>
              <CheckInSays one={one} />
            </td>
          </tr>
        </Table>
      </Card>
      {maySay && <SettleForm one={one} form={back.form?.prefix === 'settle' ? back.form : { prefix: 'settle' }} />}
      {may(work.by, 'attendance.mark') && isOpen && <TakePlace one={one} form={back.form} />}
      <EvidenceStory c={c} one={one} />
    </StaffPage>,
    back.form?.errors === undefined && back.refusal === undefined ? 200 : 422,
  )
}

const StandingNotice = ({ one, isOver }: { one: Witness; isOver: boolean }) => {
  if (one.standing === 'settled' && one.settled !== null)
    return (
      <Notice tone="good" title={`Settled by ${one.settled.by}: ${hoursAndMinutes(one.settled.minutes)} count`}>
        <bdi>{one.settled.because}</bdi> (<At at={one.settled.at} zone={one.zone} />)
      </Notice>
    )
  if (one.standing === 'differ')
    return (
      <Notice tone="warning" title="The witnesses differ">
        {one.settled !== null && `${one.settled.by} had settled it; since then new evidence came. `}
        {one.differences.map(({ words }) => words).join(' ')}
        {!isOver && ' The meeting still runs: mark the roster as always.'}
      </Notice>
    )
  return (
    <Notice tone="info" title={isOver ? 'The witnesses agree' : 'The meeting is not over'}>
      {`Differences of up to ${one.rule.differMinutes} min are none. ${one.rule.source}`}
    </Notice>
  )
}

function SettleForm({ one, form }: { one: Witness; form: FormState }) {
  const options = nothingCounts(one.facts)
    ? [
        ...(one.isCancelled
          ? []
          : [
              {
                value: 'video',
                label: 'The video is right',
                hint: `${hoursAndMinutes(one.video.minutes)} count, as a walk-in`,
              },
            ]),
        {
          value: 'nothing',
          label: 'Nothing counts',
          hint: one.isCancelled ? 'The meeting was called off' : 'It was nobody’s attendance here',
        },
      ]
    : [
        ...(one.mark === null
          ? []
          : [{ value: 'roster', label: 'The roster is right', hint: `${hoursAndMinutes(one.mark.minutes)} count` }]),
        ...(one.facts.events.length === 0 && one.video.minutes === 0 && one.checkIn !== null && !one.hasEvents
          ? []
          : [{ value: 'video', label: 'The video is right', hint: `${hoursAndMinutes(one.video.minutes)} count` }]),
        { value: 'minutes', label: 'Neither', hint: 'Give the minutes below' },
      ]
  return (
    <Card
      title={one.standing === 'settled' ? 'Settle it again?' : 'Which is right?'}
      hint="Your name stands with it, and a later word stands beside yours. Billing reads this too: no clinical words."
    >
      <form class="form" method="post" action={urls.settlement({ meeting: one.meetingId, client: one.clientId })}>
        <input type="hidden" name="saw" value={sawOf(one.reading, one.settled?.id ?? null)} />
        <RadioCards name="stands" label="What counts" options={options} aside form={form} />
        {options.some(({ value }) => value === 'minutes') && (
          <NumberField
            name="minutes"
            label="Minutes, where neither is right"
            min={0}
            max={sessionMinutes(one.facts.session)}
            unit="min"
            optional
            form={form}
          />
        )}
        <TextField
          name="because"
          label="Why"
          hint="What you know: who was in the room, whose device it was."
          maxlength={300}
          anyDirection
          form={form}
        />
        <FormActions>
          <Button kind="main">Settle</Button>
        </FormActions>
      </form>
    </Card>
  )
}
