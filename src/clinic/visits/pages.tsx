import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, weekOf, type Day } from '../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { plural } from '../../basics/text.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { Empty } from '../../ui/empty.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextField,
  TimeField,
  type FormState,
  type Option,
} from '../../ui/form.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { Notice, Sig } from '../../ui/status.tsx'
import { weekDay, hoursFrom } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { showing, workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound } from '../../web/errors.tsx'
import { day, id, line, oneOf, readForm, ticked, time, wholeNumber } from '../../web/forms.ts'
import { may, mayNot } from '../access/permissions.ts'
import { said } from '../access/staff-page.tsx'
import { ClientFrame } from '../clients/frame.tsx'
import { clientById } from '../clients/queries.ts'
import { scheduledIn, stayById, type Stay } from '../plans/queries.ts'
import { usualWeek } from '../plans/rules.ts'
import { totalOf } from '../plans/scheduled.ts'
import { Reach } from '../plans/week-sum.tsx'
import { floorOfWeek } from '../programs/queries.ts'
import { cliniciansToChoose } from '../staff/queries.ts'
import { bookVisits, cancelVisit } from './actions.ts'
import { visitById, visitsOf, type Visit } from './queries.ts'
import { visitKinds, visitLabel, type VisitKind } from './rules.ts'

/** The individual, family and medication hours of one stay. */
export const visits = new Hono<Door>()

type Back = { form: FormState; refusal?: Refusal }

visits.get(urls.visits.pattern, async (c) => {
  const stay = await stayById(workOf(c), c.req.param('episode'))
  return stay === undefined ? notFound(c) : visitsPage(c, stay)
})

const booking = z.object({
  kind: oneOf(
    visitKinds.map((one) => one.value) as [VisitKind, ...VisitKind[]], // a constant list, and not empty
    'Choose the kind of visit.',
  ),
  staffId: id('Choose the clinician.'),
  first: day('Give the day.'),
  starts: time('Give the time at which it begins.'),
  minutes: wholeNumber(5, 240),
  times: wholeNumber(1, 26),
  byVideo: ticked,
  leaveOut: ticked,
})
visits.post(urls.visits.pattern, async (c) => {
  const work = workOf(c)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'visit.book')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, booking)
  if (!form.ok) return visitsPage(c, stay, { form: { values: form.typed, errors: form.errors } })
  const answer = await bookVisits(work, stay.id, form.values)
  if (isRefusal(answer)) return visitsPage(c, stay, { form: { values: form.typed }, refusal: answer })
  const [first] = answer.booked
  said(c, {
    tone: answer.leftOut.length === 0 ? 'good' : 'warning',
    text: `${plural(answer.booked.length, 'visit', 'visits')} booked${first === undefined ? '' : `, the first on ${weekDay(first)}`}.${answer.leftOut.length === 0 ? '' : ` ${plural(answer.leftOut.length, 'day was', 'days were')} left out.`}`,
  })
  return c.redirect(urls.visits({ episode: stay.id }), 303)
})

const cancelling = z.object({ because: line(300, 'Say why, in a few words.') })
visits.post(urls.visitCancellation.pattern, async (c) => {
  const work = workOf(c)
  const visit = await visitById(work, c.req.param('visit'))
  const stay = visit && (await stayById(work, visit.episodeId))
  if (visit === undefined || stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'visit.book')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, cancelling)
  const back: FormState = { values: form.typed, prefix: visit.id }
  if (!form.ok) return visitsPage(c, stay, { form: { ...back, errors: form.errors } })
  const answer = await cancelVisit(work, visit.id, form.values.because)
  if (isRefusal(answer)) return visitsPage(c, stay, { form: back, refusal: answer })
  said(c, { tone: 'good', text: 'The visit is cancelled. The hour is free again; to keep it after all, book it anew.' })
  return c.redirect(urls.visits({ episode: stay.id }), 303)
})

async function visitsPage(c: Context<Door>, stay: Stay, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'visit.book')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, stay.clientId)
  if (client === undefined) return notFound(c)
  showing(c, 'visits', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const all = await visitsOf(work, stay.id, addDays(today, -56), addDays(today, 366))
  const ahead = all.filter((visit) => visit.ends > work.at)
  const behind = all.filter((visit) => visit.ends <= work.at).reverse()
  const week = usualWeek(today, stay)
  const total = totalOf(await scheduledIn(work, stay.clientId, week))
  const floor = await floorOfWeek(work, stay, week)
  const marks = may(work.by, 'attendance.mark')
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: visits`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {stay.isOver ? <Notice tone="info">This stay has ended.</Notice> : <Reach total={total} floor={floor} />}
      <div class="columns">
        <div class="stack">
          <Card title="What is booked?" flush={ahead.length > 0}>
            {ahead.length === 0 ? (
              <Empty title="No visit is booked">Book the weekly hour with the primary therapist first.</Empty>
            ) : (
              <Rows label="Visits to come">
                {ahead.map((visit) => (
                  <VisitRow visit={visit} c={c} today={today} marks={marks} form={back?.form} />
                ))}
              </Rows>
            )}
          </Card>
          {behind.length > 0 && (
            <Card title="What was there in the last eight weeks?" flush>
              <Rows label="Visits of the last eight weeks">
                {behind.map((visit) => (
                  <VisitRow visit={visit} c={c} today={today} marks={marks} form={back?.form} />
                ))}
              </Rows>
            </Card>
          )}
        </div>
        <div class="stack">
          {!stay.isOver && (
            <BookingForm
              stay={stay}
              clinicians={await cliniciansToChoose(work)}
              today={today}
              form={back?.form.prefix === undefined ? back?.form : undefined}
              offersLeavingOut={back?.refusal?.refused === 'in-the-way' && back.refusal.details !== undefined}
            />
          )}
          <FormActions>
            <Button href={urls.plan({ client: client.id })}>Back to the plan</Button>
          </FormActions>
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

const markWords: Record<string, string> = {
  here: 'Here',
  late: 'Late',
  'left-early': 'Left early',
  absent: 'Did not attend',
  excused: 'Excused',
}

type VisitRowProps = { visit: Visit; c: Context<Door>; today: Day; marks: boolean; form?: FormState }

function VisitRow({ visit, c, today, marks, form }: VisitRowProps) {
  const { clinic, at } = workOf(c)
  const own: FormState = form?.prefix === visit.id ? form : { prefix: visit.id }
  const hour = `${hoursFrom(visit.begins, visit.ends, clinic.timeZone)}`
  const isOff = visit.cancelledBecause !== null
  const isOpen = visit.heldOn <= today && visit.begins.getTime() - 30 * 60_000 <= at.getTime()
  return (
    <Row
      title={`${weekDay(visit.heldOn)}, ${hour}`}
      note={`${visitLabel(visit.kind)} · ${visit.givenName} ${visit.familyName}${visit.byVideo ? ' · by video' : ''}${isOff ? ` · cancelled: ${visit.cancelledBecause ?? ''}` : ''}`}
      end={
        <>
          {isOff && <Sig tone="calm">Cancelled</Sig>}
          {visit.mark !== null && (
            <Sig tone={(visit.minutesThere ?? 0) > 0 ? 'good' : 'warning'}>{markWords[visit.mark] ?? visit.mark}</Sig>
          )}
          {!isOff && visit.mark === null && isOpen && (
            <>
              {marks ? (
                <form method="post" action={urls.visitMarks({ visit: visit.id })}>
                  <input type="hidden" name="mark" value="here" />
                  <input type="hidden" name="back" value="visits" />
                  <Button small label={`Here: the visit of ${weekDay(visit.heldOn)}`}>
                    Here
                  </Button>
                </form>
              ) : (
                <Sig tone="warning">Not marked yet</Sig>
              )}
            </>
          )}
          {!isOff && isOpen && marks && (
            <Button
              small
              kind="quiet"
              href={`${urls.chartWeek({ client: visit.clientId }, { week: weekOf(visit.heldOn) })}#visit-${visit.id}`}
              label={`${visit.mark === null ? 'Other' : 'Change'}: the mark of ${weekDay(visit.heldOn)}`}
            >
              {visit.mark === null ? 'Other' : 'Change'}
            </Button>
          )}
        </>
      }
    >
      {!isOff && (visit.minutesThere ?? 0) === 0 && (
        <details class="disclose" open={form?.prefix === visit.id}>
          <summary>Cancel</summary>
          <form class="form" method="post" action={urls.visitCancellation({ visit: visit.id })}>
            <TextField
              name="because"
              label="Why"
              hint="Nobody is expected then; the hours of the week get fewer."
              anyDirection
              form={own}
            />
            <FormActions>
              <Button small>Cancel visit</Button>
            </FormActions>
          </form>
        </details>
      )}
    </Row>
  )
}

type BookingFormProps = {
  stay: Stay
  clinicians: Option[]
  today: Day
  form?: FormState
  offersLeavingOut: boolean
}

const BookingForm = ({ stay, clinicians, today, form, offersLeavingOut }: BookingFormProps) => {
  const or = (name: string, value: string | number) => (form?.values?.[name] === undefined ? value : undefined)
  return (
    <Card title="Book a visit" hint="Once, or at the same time every week.">
      <form class="form" method="post" action={urls.visits({ episode: stay.id })}>
        <Select
          name="kind"
          label="Kind"
          options={visitKinds.map(({ value, label }) => ({ value, label }))}
          value={or('kind', 'individual')}
          form={form}
        />
        <Select name="staffId" label="With" options={clinicians} form={form} />
        <div class="together">
          <DateField
            name="first"
            label="Day"
            min={stay.firstDay > addDays(today, -14) ? stay.firstDay : addDays(today, -14)}
            value={or('first', today > stay.firstDay ? today : stay.firstDay)}
            form={form}
          />
          <TimeField name="starts" label="Begins at" step={5} form={form} />
        </div>
        <div class="together">
          <NumberField
            name="minutes"
            label="Lasts"
            min={5}
            max={240}
            unit="minutes"
            value={or('minutes', 50)}
            form={form}
          />
          <NumberField name="times" label="How many, one a week" min={1} max={26} value={or('times', 1)} form={form} />
        </div>
        <Checkbox name="byVideo" label="By video" form={form} />
        {offersLeavingOut && (
          <Checkbox name="leaveOut" label="Leave out the days that do not work, and book the others" form={form} />
        )}
        <FormActions>
          <Button kind="main">Book</Button>
        </FormActions>
      </form>
    </Card>
  )
}
