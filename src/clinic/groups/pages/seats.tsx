import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, isDay, weekOf, type Day } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, line, oneOf, optionalDay, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { holdsForClient } from '../../inquiries/queries/holds.ts'
import { doseOrdersOf, scheduledIn, stayById, type Stay } from '../../plans/queries.ts'
import { doseInWeek, usualWeek } from '../../plans/rules.ts'
import { fillsWeek, reachOf, totalOf } from '../../plans/scheduled.ts'
import { Reach, WeekSum } from '../../plans/week-sum.tsx'
import { floorOfWeek } from '../../programs/queries.ts'
import { noteAffinity, releaseSeat, takeSeat } from '../actions/seats.ts'
import { seatById, seatsHeld, seekerOf, seriesToOffer, type SeatHeld } from '../queries/seating.ts'
import { waitsOfClient } from '../queries/waiting.ts'
import { inWords } from '../times.ts'
import { heldNotice } from './held.tsx'
import { HeldRow, Offers, Times } from './seat-rows.tsx'
import { WaitsOf } from './wait-rows.tsx'

export const seats = new Hono<Door>()

type Back = { form: FormState; refusal?: Refusal }

seats.get(urls.seats.pattern, async (c) => {
  const stay = await stayById(workOf(c), c.req.param('episode'))
  return stay === undefined ? notFound(c) : seatsPage(c, stay, c.req.query('from'))
})

const deeds = z.discriminatedUnion('deed', [
  z.object({
    deed: z.literal('take'),
    series: id('Choose a group.'),
    from: day('Give the first day.'),
    to: optionalDay,
    back: z.literal('week').optional(),
  }),
  z.object({
    deed: z.literal('affinity'),
    affinity: line(100),
    suits: oneOf(['yes', 'no']),
    from: z.string().optional(),
  }),
])
seats.post(urls.seats.pattern, async (c) => {
  const work = workOf(c)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, deeds)
  if (!form.ok) return seatsPage(c, stay, form.typed.from, { form: { errors: form.errors } })
  const values = form.values
  const episode = { episode: stay.id }
  if (values.deed === 'affinity') {
    const answer = await noteAffinity(work, stay.id, { affinity: values.affinity, suits: values.suits === 'yes' })
    if (isRefusal(answer)) return seatsPage(c, stay, values.from, { form: {}, refusal: answer })
    said(c, { tone: 'good', text: 'The answer is noted.' })
    return c.redirect(urls.seats(episode, { from: values.from }), 303)
  }
  const answer = await takeSeat(work, stay.id, { seriesId: values.series, from: values.from, to: values.to ?? null })
  if (isRefusal(answer)) return seatsPage(c, stay, values.from, { form: {}, refusal: answer })
  const group = `A seat in ${answer.offered.series.name}, ${inWords(answer.offered.series)},`
  if (values.to !== undefined) {
    said(c, {
      tone: 'good',
      text: `${group} for ${weekDay(answer.from)}${values.to === answer.from ? ' alone' : ` to ${weekDay(values.to)}`}.`,
    })
    return c.redirect(
      values.back === 'week'
        ? urls.chartWeek({ client: stay.clientId }, { week: weekOf(answer.from) })
        : urls.seats(episode),
      303,
    )
  }
  const week = usualWeek(answer.from, stay)
  const reach = reachOf(totalOf(await scheduledIn(work, stay.clientId, week)), await floorOfWeek(work, stay, week))
  said(c, { tone: 'good', text: `${group} from ${weekDay(answer.from)} on. ${reach.sentence}` })
  return c.redirect(urls.seats(episode, { from: values.from }), 303)
})

const release = z.object({ lastDay: day('Give the last day.'), because: line(300, 'Say why, in a few words.') })
seats.post(urls.seatRelease.pattern, async (c) => {
  const work = workOf(c)
  const seat = await seatById(work, c.req.param('seat'))
  const stay = seat && (await stayById(work, seat.episodeId))
  if (seat === undefined || stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, release)
  const back: FormState = { values: form.typed, prefix: seat.id }
  if (!form.ok) return seatsPage(c, stay, undefined, { form: { ...back, errors: form.errors } })
  const answer = await releaseSeat(work, seat.id, form.values)
  if (isRefusal(answer)) return seatsPage(c, stay, undefined, { form: back, refusal: answer })
  said(c, {
    tone: 'good',
    text: `The seat in ${answer.name} ends. From ${weekDay(answer.again)} on the chair is free for somebody else.`,
    undo: {
      action: urls.seats({ episode: stay.id }),
      label: 'Give it again',
      fields: { deed: 'take', series: answer.seriesId, from: answer.again },
    },
  })
  return c.redirect(urls.seats({ episode: stay.id }), 303)
})

async function seatsPage(c: Context<Door>, stay: Stay, asked: string | undefined, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, stay.clientId)
  if (client === undefined) return notFound(c)
  showing(c, 'seats', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const earliest = today > stay.firstDay ? today : stay.firstDay
  const from = isDay(asked) && asked >= addDays(earliest, -14) && asked < addDays(today, 366) ? asked : earliest
  const week = usualWeek(from, stay)
  const floor = await floorOfWeek(work, stay, week)
  const total = totalOf(await scheduledIn(work, stay.clientId, week))
  const dose = doseInWeek(await doseOrdersOf(work, stay.id), week)
  const held = await seatsHeld(work, stay.clientId, today)
  const seeker = await seekerOf(work, stay, from)
  const offered = stay.isOver ? [] : await seriesToOffer(work, from, null, client.id)
  const holds = stay.isOver ? [] : await holdsForClient(work, client.id)
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: seats`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {stay.isOver ? (
        <Notice tone="info">This stay has ended: its seats have ended with it.</Notice>
      ) : (
        <Reach total={total} floor={floor} />
      )}
      {holds.map((hold) => heldNotice({ hold, name: stay.firstName, zone: work.clinic.timeZone }))}
      <div class="columns">
        <div class="stack">
          {!stay.isOver && <FromForm stay={stay} from={from} earliest={earliest} />}
          {!stay.isOver && (
            <Offers
              stay={stay}
              offered={offered}
              seeker={seeker}
              from={from}
              total={total}
              floor={floor}
              bookedDays={countedDays(held)}
            />
          )}
        </div>
        <div class="stack">
          <Card title={`Where does ${stay.firstName} sit?`} flush={held.length > 0}>
            {held.length === 0 ? (
              <Empty title="No seat yet">Give the first one from the groups that fit.</Empty>
            ) : (
              <Rows label="Seats held">
                {held.map((seat) => (
                  <HeldRow seat={seat} today={today} canRelease={!stay.isOver} form={back?.form} />
                ))}
              </Rows>
            )}
          </Card>
          {!stay.isOver && (
            <WaitsOf stay={stay} waits={await waitsOfClient(work, client.id)} at={work.at} name={stay.firstName} />
          )}
          <Card title="Prescribed and scheduled" hint={`The week from ${weekDay(week)}`} flush>
            <WeekSum dose={dose} total={total} floor={floor} />
          </Card>
          <Card
            title={`When can ${stay.firstName} come?`}
            action={
              may(work.by, 'client.correct') && <a href={urls.clientAvailability({ client: client.id })}>Change</a>
            }
          >
            <Times availability={seeker.availability} name={stay.firstName} />
          </Card>
          <FormActions>
            {may(work.by, 'week.compose') && !stay.isOver && (
              <Button href={urls.composeWeek({ episode: stay.id })}>Compose a whole week</Button>
            )}
            <Button href={urls.plan({ client: client.id })}>Back to the plan</Button>
          </FormActions>
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

const countedDays = (held: readonly SeatHeld[]): Set<number> =>
  new Set(
    held.filter((seat) => fillsWeek({ service: seat.kind, counts: seat.countsTowardDose })).map((seat) => seat.weekday),
  )

const FromForm = ({ stay, from, earliest }: { stay: Stay; from: Day; earliest: Day }) => (
  <form class="together" method="get" action={urls.seats({ episode: stay.id })}>
    <DateField
      name="from"
      label="First day of a new seat"
      value={from}
      min={stay.firstDay > addDays(earliest, -14) ? stay.firstDay : addDays(earliest, -14)}
    />
    <Button>Show groups</Button>
  </form>
)
