import { Hono, type Context } from 'hono'
import { addDays, dayAt, timeAt, weekOf as mondayOf, type Day } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, type FormState } from '../../../ui/form.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { HoursMeter } from '../../../ui/meter.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { longDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { primaryTherapistOf } from '../../plans/queries.ts'
import { fillsWeek } from '../../plans/scheduled.ts'
import type { Mix } from '../../programs/library.ts'
import { floorOfWeek } from '../../programs/queries.ts'
import { visitLabel } from '../../visits/rules.ts'
import { hoursOf, prescribedIn, staysIn, type HourOfWeek } from '../queries/week.ts'
import { unsettledOf } from '../queries/witnesses.ts'
import { readReason, reasonInWords } from '../reasons.ts'
import { verdictTone, weekOfStay } from '../week-facts.ts'
import type { Week } from '../week.ts'
import { makeUpOffersIn, type MakeUpOffer } from '../queries/make-up-offers.ts'
import { shortWeekOf, type ShortWeek } from '../queries/make-ups.ts'
import { losesLeaders } from '../queries/closures.ts'
import { payWeeks } from '../queries/pay.ts'
import { lostInWords, OfferRows, SeatRows } from './make-up-parts.tsx'
import { PaidCard } from './paid-card.tsx'
import { VisitMarkForm } from './visit-mark-form.tsx'
import { weekAsked } from './week-asked.ts'
import { ToAct } from './week.tsx'

/** One client's week, day by day: what was planned, what was there, and what could still be made up. */
export const chartWeek = new Hono<Door>()

chartWeek.get(urls.chartWeek.pattern, (c) => chartWeekPage(c, c.req.param('client'), c.req.query('week')))

export type WeekBack = { visit: string; form: FormState; refusal?: Refusal }

export async function chartWeekPage(
  c: Context<Door>,
  clientId: string,
  asked: string | undefined,
  back?: WeekBack,
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'week.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, clientId)
  if (client === undefined) return notFound(c)
  showing(c, 'week', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const now = mondayOf(today)
  const monday = weekAsked(asked, now)
  const stays = await staysIn(work, client.id, monday)
  const current = stays.at(-1)
  const hours = await hoursOf(work, [client.id], monday)
  const prescribed = await prescribedIn(
    work,
    stays.map((stay) => stay.id),
    monday,
  )
  const to = (week: Day) => urls.chartWeek({ client: client.id }, { week: week === now ? undefined : week })
  const picker = (
    <FormActions>
      <Button small href={to(addDays(monday, -7))} label="The week before">
        ←
      </Button>
      {monday !== now && (
        <Button small href={to(now)}>
          This week
        </Button>
      )}
      {weekAsked(addDays(monday, 7), now) === addDays(monday, 7) && (
        <Button small href={to(addDays(monday, 7))} label="The week after">
          →
        </Button>
      )}
    </FormActions>
  )
  const head = <h2>{`${weekDay(monday)} to ${weekDay(addDays(monday, 6))}`}</h2>
  if (current === undefined) {
    return c.html(
      <ClientFrame c={c} client={client} tab="week">
        <div class="line-up spread">
          {head}
          {picker}
        </div>
        <Card>
          <Empty title="Not in care in this week">Weeks stand here from the day of the admission on.</Empty>
        </Card>
      </ClientFrame>,
    )
  }
  const floor = current.floor === undefined ? await floorOfWeek(work, current, monday) : current.floor
  const offersSeats = monday >= now && may(work.by, 'seat.give')
  // Whoever leads is away and nobody covers: what the week loses so is foreseen before anybody calls it off.
  const foreseen =
    offersSeats && (await losesLeaders(work, hours, monday)) ? await shortWeekOf(work, current.id, monday) : null
  const asHeld = weekOfStay({ ...current, floor }, hours, {
    week: monday,
    zone: work.clinic.timeZone,
    now: work.at,
    prescribed: prescribed.get(current.id) ?? [],
  })
  const counted = foreseen?.week ?? asHeld
  const therapist = await primaryTherapistOf(work, current.id)
  const unsettled = await unsettledOf(work, { from: monday, to: addDays(monday, 6), clients: [client.id] })
  const isShort = counted.verdict === 'will-fall-short' || counted.verdict === 'short'
  const daysToCome = Array.from({ length: 7 }, (_, n) => addDays(monday, n)).filter((day) => day >= today)
  const short = isShort && offersSeats ? (foreseen ?? (await shortWeekOf(work, current.id, monday))) : null
  const offers = offersSeats ? await makeUpOffersIn(work, [client.id], monday) : []
  const paid = may(work.by, 'coverage.see')
    ? (await payWeeks(work, [{ ...current, clientId: client.id }], monday)).get(client.id)
    : undefined
  const paidNow = paid && (addDays(paid.from, 7) <= today ? paid.actual : paid.forecast)
  return c.html(
    <ClientFrame c={c} client={client} tab="week">
      <div class="line-up spread">
        {head}
        {picker}
      </div>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      <Notice tone={verdictTone[counted.verdict]} title={counted.sentence}>
        {counted.actor !== null && (
          <ToAct
            actor={counted.actor}
            therapist={therapist === undefined ? null : `${therapist.givenName} ${therapist.familyName}`}
            hours={hours}
            at={work.at}
            opensRosters={may(work.by, 'attendance.see')}
          />
        )}
      </Notice>
      {stays.length > 1 && (
        <Notice tone="info">{`Moved to ${current.programName} in this week. The hours below are of the whole week; the sum is of ${current.programName} alone.`}</Notice>
      )}
      <div class="columns">
        <Days
          c={c}
          hours={hours}
          monday={monday}
          today={today}
          unsettled={new Set(unsettled.map((one) => one.meetingId))}
          back={back}
        />
        <div class="stack">
          <Card title="How many hours?">
            <HoursMeter
              attended={counted.attendedMinutes}
              planned={counted.plannedMinutes}
              floor={floor?.minutesPerWeek ?? 0}
              of={client.name}
            />
            <Facts
              facts={[
                {
                  term: 'Prescribed',
                  detail: counted.prescribedMinutes > 0 && hoursAndMinutes(counted.prescribedMinutes),
                  none: 'No order yet',
                },
                { term: 'Still to come', detail: hoursAndMinutes(counted.plannedMinutes) },
                { term: 'Attended', detail: hoursAndMinutes(counted.attendedMinutes) },
                { term: 'Forecast', detail: onDays(counted.forecastMinutes, counted.forecastDays) },
                {
                  term: 'Floor',
                  detail: floor !== null && onDays(floor.minutesPerWeek, floor.daysPerWeek),
                  none: 'None',
                },
                paidNow && {
                  term: 'Paid',
                  detail: `${paidNow.paidDays} of ${plural(paidNow.days.length, 'day', 'days')}`,
                },
              ]}
            />
          </Card>
          {may(work.by, 'coverage.see') && (
            <PaidCard c={c} paid={paid} client={client.id} monday={monday} today={today} unsettled={unsettled} />
          )}
          <Card title="Of which service?" flush>
            <Services counted={counted} toCome={daysToCome.length > 0} />
          </Card>
          {(short !== null || offers.length > 0) && (
            <MakeUps c={c} short={short} offers={offers} episode={current.id} name={client.name} week={monday} />
          )}
          {may(work.by, 'plan.see') && (
            <FormActions>
              {may(work.by, 'seat.give') && <Button href={urls.seats({ episode: current.id })}>Seats</Button>}
              {may(work.by, 'visit.book') && <Button href={urls.visits({ episode: current.id })}>Visits</Button>}
              <Button href={urls.plan({ client: client.id })}>Plan</Button>
              <Button href={urls.weekPrint({ client: client.id }, { week: monday === now ? undefined : monday })}>
                Print
              </Button>
            </FormActions>
          )}
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

type DaysProps = {
  c: Context<Door>
  hours: readonly HourOfWeek[]
  monday: Day
  today: Day
  /** Meetings of which the witnesses differ. */
  unsettled: ReadonlySet<string>
  back?: WeekBack
}

const Days = ({ c, hours, monday, today, unsettled, back }: DaysProps) => {
  const days = Array.from({ length: 7 }, (_, n) => addDays(monday, n))
  const held = days.filter((day) => hours.some((hour) => hour.heldOn === day))
  return (
    <div class="stack">
      {held.length === 0 && (
        <Card>
          <Empty title="Nothing stands in this week">Give seats in groups, and book visits.</Empty>
        </Card>
      )}
      {held.map((day) => (
        <Card title={`${longDay(day)}${day === today ? ', today' : ''}`} flush>
          <Rows label={longDay(day)}>
            {hours
              .filter((hour) => hour.heldOn === day)
              .map((hour) => (
                <HourRow
                  c={c}
                  hour={hour}
                  isUnsettled={unsettled.has(hour.id)}
                  back={back?.visit === hour.id ? back : undefined}
                />
              ))}
          </Rows>
        </Card>
      ))}
    </div>
  )
}

const markWords: Record<string, string> = {
  here: 'Here',
  late: 'Late',
  'left-early': 'Left early',
  absent: 'Did not attend',
  excused: 'Excused',
}

type HourRowProps = { c: Context<Door>; hour: HourOfWeek; isUnsettled: boolean; back?: WeekBack }

function HourRow({ c, hour, isUnsettled, back }: HourRowProps) {
  const { clinic, at, by } = workOf(c)
  const length = Math.round((hour.ends.getTime() - hour.starts.getTime()) / 60_000)
  const isOpen = hour.starts.getTime() - 30 * 60_000 <= at.getTime()
  const why = reasonInWords(readReason(hour.reason))
  const isVisit = hour.what === 'visit'
  return (
    <Row
      id={isVisit ? `visit-${hour.id}` : undefined}
      lead={
        <>
          {timeAt(hour.starts, clinic.timeZone)}
          <br />
          {timeAt(hour.ends, clinic.timeZone)}
        </>
      }
      title={
        isVisit ? (
          visitLabel(hour.kind)
        ) : may(by, 'attendance.see') ? (
          <a href={urls.roster({ session: hour.id })}>{hour.name}</a>
        ) : (
          hour.name
        )
      }
      note={`${hour.with || 'No leader yet'} · ${hoursAndMinutes(length)}${hour.isWalkIn ? ' · walked in' : ''}${why === '' ? '' : ` · ${why}`}`}
      end={
        <>
          {!fillsWeek({ service: hour.kind, counts: hour.counts }) && <Sig tone="calm">Outside the hours</Sig>}
          {isUnsettled && <Sig tone="warning">Not settled yet</Sig>}
          {hour.isOff ? (
            <Sig tone="calm">Cancelled</Sig>
          ) : hour.mark === null ? (
            hour.ends <= at && <Sig tone="warning">Not marked yet</Sig>
          ) : (
            <Sig tone={(hour.minutes ?? 0) > 0 ? 'good' : 'warning'}>
              {`${markWords[hour.mark] ?? hour.mark}${(hour.minutes ?? 0) > 0 ? `, ${hoursAndMinutes(hour.minutes ?? 0)}` : ''}`}
            </Sig>
          )}
          {(hour.mark !== null || isUnsettled) && may(by, 'attendance.see') && (
            <a href={urls.evidence({ meeting: hour.id, client: hour.clientId })}>
              Evidence
              <span class="hidden-text">
                {` of ${isVisit ? visitLabel(hour.kind) : hour.name}, ${timeAt(hour.starts, clinic.timeZone)}`}
              </span>
            </a>
          )}
        </>
      }
    >
      {isVisit && !hour.isOff && may(by, 'attendance.mark') && (isOpen || hour.mark !== null) && (
        <VisitMarkForm hour={hour} form={back?.form} />
      )}
    </Row>
  )
}

const serviceWords: Record<Mix, string> = {
  group: 'Group',
  individual: 'Individual',
  family: 'Family',
  medication: 'Medication',
}
const onDays = (minutes: number, days: number) => `${hoursAndMinutes(minutes)} on ${plural(days, 'day', 'days')}`
const orNone = (minutes: number) => (minutes === 0 ? '0' : hoursAndMinutes(minutes))

const Services = ({ counted, toCome }: { counted: Week; toCome: boolean }) => (
  <Table
    caption="Hours by service"
    captionHidden
    columns={[
      { label: 'Service' },
      { label: 'Prescribed', number: true },
      { label: 'Attended', number: true },
      ...(toCome ? [{ label: 'To come', number: true }] : []),
    ]}
  >
    {counted.byService.map((one) => (
      <tr>
        <th scope="row">{serviceWords[one.service]}</th>
        <td class="number">{orNone(one.prescribed)}</td>
        <td class="number">{orNone(one.attended)}</td>
        {toCome && <td class="number">{orNone(one.planned)}</td>}
      </tr>
    ))}
    {(counted.apart.attendedMinutes > 0 || counted.apart.plannedMinutes > 0) && (
      <tr>
        <th scope="row">Outside the hours</th>
        <td class="number">0</td>
        <td class="number">{orNone(counted.apart.attendedMinutes)}</td>
        {toCome && <td class="number">{orNone(counted.apart.plannedMinutes)}</td>}
      </tr>
    )}
  </Table>
)

type MakeUpsProps = {
  c: Context<Door>
  short: ShortWeek | null
  offers: readonly MakeUpOffer[]
  episode: string
  name: string
  week: Day
}

const MakeUps = ({ c, short, offers, episode, name, week }: MakeUpsProps) => {
  const seats = short?.seats ?? []
  const offered = new Set(offers.filter((offer) => offer.state === 'open').map((offer) => offer.sessionId))
  const left = seats.filter((seat) => !offered.has(seat.sessionId))
  const gap = { minutes: short?.week.shortMinutes ?? 0, days: short?.week.shortDays ?? 0 }
  return (
    <Card
      title="What could be made up this week?"
      hint={[
        lostInWords(short?.lost ?? []),
        left.length > 0 ? 'As soon as what is accepted closes the gap, the other offers are withdrawn.' : '',
      ]
        .filter(Boolean)
        .join(' ')}
      action={
        left.some((seat) => seat.chairs > 0 && seat.expiresAt !== null) && (
          <form method="post" action={urls.makeUpOffers({ episode })}>
            <input type="hidden" name="week" value={week} />
            <input type="hidden" name="back" value="week" />
            <Button small>Offer the best</Button>
          </form>
        )
      }
      flush={offers.length + left.length > 0}
    >
      {offers.length > 0 && <OfferRows c={c} offers={offers} back="week" of={name} />}
      {left.length > 0 && (
        <SeatRows c={c} seats={left.slice(0, 10)} gap={gap} episode={episode} week={week} back="week" of={name} />
      )}
      {offers.length + left.length === 0 && <p>Nothing that is free in the days left both fits and counts.</p>}
    </Card>
  )
}
