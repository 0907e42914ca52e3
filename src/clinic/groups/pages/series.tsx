import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, daysBetween, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, type FormState, type Option } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { OnDay, shortDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, oneOf, optionalId, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { nameOf } from '../../clients/queries.ts'
import { serviceKind } from '../../programs/library.ts'
import { liveHolds } from '../../inquiries/queries/holds.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'
import { changeLeader } from '../actions/series.ts'
import { everyWeek } from '../opening.ts'
import { capOn, capsOf } from '../queries/caps.ts'
import { unheldMeetings } from '../queries/coming.ts'
import { leadersOf, type Leading } from '../queries/leaders.ts'
import { chairsOf, meetingsOf, seriesById } from '../queries/series.ts'
import { HeldByVisitors } from './held.tsx'
import { Meetings } from './meetings.tsx'

export const series = new Hono<Door>()

series.get(urls.series.pattern, (c) => seriesPage(c, c.req.param('series')))

const change = z.object({
  part: oneOf(['lead', 'co-lead'], 'Choose the part.'),
  staffId: optionalId,
  from: day('Give the first day.'),
})
series.post(urls.seriesLeaders.pattern, async (c) => {
  const work = workOf(c)
  const id = c.req.param('series')
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  if (!isId(id) || (await seriesById(work, id, dayAt(work.at, work.clinic.timeZone))) === undefined) return notFound(c)
  const form = await readForm(c, change)
  if (!form.ok) return seriesPage(c, id, { values: form.typed, errors: form.errors })
  const refusal = await changeLeader(work, id, { ...form.values, staffId: form.values.staffId ?? null })
  if (refusal) return seriesPage(c, id, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: `The leaders change on ${weekDay(form.values.from)}.` })
  return c.redirect(urls.series({ series: id }), 303)
})

async function seriesPage(c: Context<Door>, id: string, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const one = await seriesById(work, id, today)
  if (one === undefined) return notFound(c)
  const seesClients = may(work.by, 'client.see')
  const seats = await chairsOf(work, id, today)
  if (seesClients) showing(c, 'group', [...new Set(seats.map((seat) => seat.clientId))])
  const leaders = await leadersOf(work, id, today)
  const ahead = await meetingsOf(work, [id], today, addDays(today, 42), 'asc')
  const behind = await meetingsOf(work, [id], addDays(today, -56), addDays(today, -1), 'desc')
  const cap = capOn(
    await capsOf(work),
    { kind: one.kind, state: one.state, chairs: one.chairs.length, places: one.places },
    today,
  )
  const now = seats.filter((seat) => seat.from <= today)
  const manages = may(work.by, 'series.manage')
  const holds = await liveHolds(work, id)
  const left = Math.max(0, Math.min(one.free.length, cap.seats - (one.chairs.length - one.free.length)))
  const unheld = await unheldMeetings(work, { until: addDays(today, 42), beyond: addDays(today, 120), seriesId: id })
  const flagged = [...new Set(unheld.map((found) => found.day))]
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={one.name}
      answer={`${one.name}: ${left === 0 ? 'no seat free' : `${plural(left, 'seat', 'seats')} free`}`}
      over={everyWeek(one)}
      crumbs={[{ label: 'Groups', href: urls.groups() }]}
      actions={may(work.by, 'waitlist.see') && <Button href={urls.seriesWaits({ series: id })}>Waitlist</Button>}
      intro={one.topic === '' ? undefined : one.topic}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {one.to !== null && one.to < today && (
        <Notice tone="info">
          {'This group ended on '}
          <OnDay day={one.to} />.
        </Notice>
      )}
      {flagged[0] !== undefined && (
        <Notice
          tone="warning"
          title={`${plural(flagged.length, 'coming meeting needs', 'coming meetings need')} somebody else, or a licence`}
        >
          {`${[...new Set(unheld.map((found) => found.refusal.because))].join(' ')} First on ${weekDay(flagged[0])}.`}
        </Notice>
      )}
      <div class="columns">
        <div class="stack">
          <Card
            title="Who sits where?"
            hint={`${now.length} of ${plural(one.chairs.length, 'chair', 'chairs')} taken today${holds.length === 0 ? '' : `, ${holds.length} held by visitors`}`}
            flush={seats.length > 0}
          >
            {seats.length === 0 ? (
              <Empty title="Every chair is free">Seats are given from the plan of a client.</Empty>
            ) : seesClients ? (
              <Chairs seats={seats} free={one.free} today={today} />
            ) : (
              <p>Your role sees how full a group is, not who sits in it.</p>
            )}
          </Card>
        </div>
        <div class="stack">
          <HeldByVisitors holds={holds} by={work.by} zone={work.clinic.timeZone} />
          <Card title="What it is">
            <Facts
              facts={[
                { term: 'Kind', detail: serviceKind(one.kind)?.label ?? one.kind },
                { term: 'Program', detail: one.programName },
                one.affinity !== '' && { term: 'Kept for', detail: one.affinity },
                { term: 'Room', detail: `${one.room}${one.isVideo ? ', by video' : ''}` },
                { term: 'Joining', detail: one.isOpen ? 'Open at any time' : 'Closed: keeps its members' },
                {
                  term: 'Hours',
                  detail: one.countsTowardDose ? 'Count toward the week' : 'Outside the hours of the week',
                },
                { term: 'Seats', detail: `${cap.seats}. ${cap.because}` },
                { term: 'Needs at least', detail: plural(one.leastSeats, 'person', 'people') },
                {
                  term: 'Runs',
                  detail: `from ${shortDay(one.from)}${one.to === null ? '' : ` to ${shortDay(one.to)}`}`,
                },
              ]}
            />
          </Card>
          <Card title="Who leads?" flush={leaders.length > 0}>
            {leaders.length === 0 ? <p>Nobody leads this group yet.</p> : <Leaders leaders={leaders} today={today} />}
          </Card>
          {manages && (one.to === null || one.to >= today) && (
            <LeaderForm id={id} staff={await cliniciansToChoose(work)} today={today} form={form} />
          )}
        </div>
      </div>
      <div class="columns even">
        <Meetings
          title="Next meetings"
          none="No meeting stands in the calendar."
          meetings={ahead}
          by={work.by}
          unheld={unheld}
          at={work.at}
        />
        <Meetings
          title="Past meetings"
          none="It has not met in the last eight weeks."
          meetings={behind}
          by={work.by}
          at={work.at}
        />
      </div>
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}

type Seats = Awaited<ReturnType<typeof chairsOf>>

const Chairs = ({ seats, free, today }: { seats: Seats; free: number[]; today: Day }) => (
  <Rows label="Chairs">
    {seats.map((seat) => (
      <Row
        lead={String(seat.number)}
        end={
          seat.from > today ? (
            <Sig tone="info">{`From ${weekDay(seat.from)}`}</Sig>
          ) : (
            seat.to !== null && <Sig tone="calm">{`Until ${weekDay(seat.to)}`}</Sig>
          )
        }
      >
        <PersonLine
          name={nameOf(seat)}
          href={urls.client({ client: seat.clientId })}
          pronouns={seat.pronouns}
          dayOfStay={seat.since > today ? null : daysBetween(seat.since, today) + 1}
          noInitials
        />
      </Row>
    ))}
    {free.length > 0 && (
      <Row
        lead={free.length === 1 ? String(free[0]) : `${free[0]}…`}
        title={<span class="muted">{free.length === 1 ? 'Free' : `${free.length} chairs are free`}</span>}
      />
    )}
  </Rows>
)

const Leaders = ({ leaders, today }: { leaders: Leading[]; today: Day }) => (
  <Rows label="Leaders">
    {leaders.map((one) => (
      <Row
        title={
          <span dir="auto">{`${one.givenName} ${one.familyName}${one.credential === '' ? '' : `, ${one.credential}`}`}</span>
        }
        note={`${one.part === 'lead' ? 'Leads' : 'Co-leads'} ${one.from > today ? 'from' : 'since'} ${shortDay(one.from)}${one.to === null ? '' : ` to ${shortDay(one.to)}`}`}
        end={<Licence until={one.licensedUntil} today={today} />}
      />
    ))}
  </Rows>
)

const Licence = ({ until, today }: { until: Day | null; today: Day }) => {
  if (until === null) return <Sig tone="warning">No licence recorded</Sig>
  const left = daysBetween(today, until)
  if (left < 0) return <Sig tone="danger">{`Licence ended ${shortDay(until)}`}</Sig>
  return left <= 60 ? (
    <Sig tone="warning">{`Licence ends ${shortDay(until)}`}</Sig>
  ) : (
    <Sig tone="good">{`Licensed to ${shortDay(until)}`}</Sig>
  )
}

type LeaderFormProps = { id: string; staff: Option[]; today: Day; form?: FormState }

const LeaderForm = ({ id, staff, today, form }: LeaderFormProps) => (
  <Card title="Change who leads">
    <form class="form" method="post" action={urls.seriesLeaders({ series: id })}>
      <Select
        name="part"
        label="Part"
        choose={false}
        options={[
          { value: 'lead', label: 'Leads' },
          { value: 'co-lead', label: 'Co-leads' },
        ]}
        form={form}
      />
      <Select
        name="staffId"
        label="Who"
        choose="Nobody"
        hint="Nobody: only as co-leader."
        options={staff}
        required={false}
        form={form}
      />
      <DateField
        name="from"
        label="From"
        hint="Whoever has this part now leads until the day before."
        min={today}
        value={form?.values?.from === undefined ? today : undefined}
        form={form}
      />
      <FormActions>
        <Button>Change leader</Button>
      </FormActions>
    </form>
  </Card>
)
