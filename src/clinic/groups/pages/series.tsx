import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, daysBetween, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, type FormState, type Option } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { OnDay, shortDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, oneOf, optionalId, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { serviceKind } from '../../programs/library.ts'
import { liveHolds } from '../../inquiries/queries/holds.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'
import { changeLeader } from '../actions/series.ts'
import { mixOf } from '../phase.ts'
import { capOn, capsOf } from '../queries/caps.ts'
import { unheldMeetings } from '../queries/coming.ts'
import { leadersOf, type Leading } from '../queries/leaders.ts'
import { closedBetween } from '../queries/closed.ts'
import { lineageOf, standingOn } from '../queries/lineage.ts'
import { payersSeated } from '../queries/payers.ts'
import { withdrawnIn } from '../queries/planned.ts'
import { mentorsOf, mixesOn, phasePolicyOn, phasesOf } from '../queries/phases.ts'
import { asideOf, chairsOf, meetingsOf, seriesById } from '../queries/series.ts'
import { joinedSeats, SeatBoard } from './chairs.tsx'
import { HeldByVisitors } from './held.tsx'
import { ClosedSoon, ComingChange, GroupDeeds, LineCard, turnWords } from './line.tsx'
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

async function seriesPage(c: Context<Door>, asked: string, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  // One group through every hour it has had: any of its rows opens the one that stands today.
  const line = await lineageOf(work, asked)
  const at = standingOn(line, today)
  const id = at?.id ?? asked
  const one = await seriesById(work, id, today)
  if (one === undefined || at === undefined) return notFound(c)
  const lineIds = line.map((row) => row.id)
  const seesClients = may(work.by, 'client.see')
  const seats = joinedSeats(await chairsOf(work, lineIds, today))
  if (seesClients) showing(c, 'group', [...new Set(seats.map((seat) => seat.clientId))])
  const leaders = await leadersOf(work, id, today)
  const ahead = await meetingsOf(work, lineIds, today, addDays(today, 42), 'asc')
  const behind = await meetingsOf(work, lineIds, addDays(today, -56), addDays(today, -1), 'desc')
  const cap = capOn(
    await capsOf(work),
    {
      kind: one.kind,
      state: one.state,
      chairs: one.chairs.length,
      places: one.places,
      payers: (await payersSeated(work, today, null, id)).get(id),
    },
    today,
  )
  const manages = may(work.by, 'series.manage')
  const withdrawn = await withdrawnIn(work, lineIds)
  const holds = (await Promise.all(lineIds.map((row) => liveHolds(work, row)))).flat()
  const board = {
    seats,
    chairs: one.chairs,
    free: one.free,
    held: holds.map((hold) => hold.number),
    ...(await asideOf(work, id)),
    least: one.leastSeats,
    phases: await phasesOf(work, [...new Set(seats.map((seat) => seat.episodeId))], today),
    mentors: await mentorsOf(work, id, today),
    mix: (await mixesOn(work, today, id)).get(id) ?? mixOf([]),
    policy: await phasePolicyOn(work, today),
  }
  const closed = (await closedBetween(work, today, addDays(today, 42))).filter(
    (day) =>
      (day.siteId === null || day.siteId === at.siteId) && (day.line === null || day.line === (at.lineId ?? at.id)),
  )
  const left = Math.max(0, Math.min(one.free.length, cap.seats - (one.chairs.length - one.free.length)))
  const unheld = await unheldMeetings(work, {
    until: addDays(today, 42),
    beyond: addDays(today, 120),
    series: [id],
    away: true,
  })
  const flagged = [...new Set(unheld.map((found) => found.day))]
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={one.name}
      answer={`${one.name}: ${left === 0 ? 'no seat free' : `${plural(left, 'seat', 'seats')} free`}`}
      over={turnWords(at)}
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
      <ComingChange line={line} at={at} withdrawn={withdrawn} manages={manages} />
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
          <SeatBoard series={id} board={board} today={today} by={work.by} />
        </div>
        <div class="stack">
          <ClosedSoon closed={closed} />
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
                  detail: `from ${shortDay(line[0]?.from ?? one.from)}${one.to === null ? '' : ` to ${shortDay(one.to)}`}`,
                },
              ]}
            />
          </Card>
          <LineCard line={line} at={at} withdrawn={withdrawn} manages={manages} />
          <Card title="Who leads?" flush={leaders.length > 0}>
            {leaders.length === 0 ? <p>Nobody leads this group yet.</p> : <Leaders leaders={leaders} today={today} />}
          </Card>
          {manages && (one.to === null || one.to >= today) && (
            <LeaderForm id={id} staff={await cliniciansToChoose(work)} today={today} form={form} />
          )}
        </div>
      </div>
      {manages && <GroupDeeds series={id} today={today} ends={line.at(-1)?.to ?? null} />}
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
