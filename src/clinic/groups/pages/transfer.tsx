import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, isDay } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, line, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { stayById } from '../../plans/queries.ts'
import { transferSeat } from '../actions/transfer.ts'
import { lineageOf } from '../queries/lineage.ts'
import { seatById, seekerOf, seriesToOffer } from '../queries/seating.ts'
import { seatOffers } from '../rules.ts'
import { inWords } from '../times.ts'

export const transfers = new Hono<Door>()

transfers.get(urls.seatTransfer.pattern, (c) => transferPage(c))

const move = z.object({
  series: id('Choose a group.'),
  from: day('Give the first day in the new group.'),
  because: line(300, 'Say why, in a few words.'),
})
transfers.post(urls.seatTransfer.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, move)
  if (!form.ok) return transferPage(c, { values: form.typed, errors: form.errors })
  const { series, from, because } = form.values
  const answer = await transferSeat(work, c.req.param('seat'), { toSeriesId: series, from, because })
  if (isRefusal(answer)) return transferPage(c, { values: form.typed }, answer)
  said(c, {
    tone: 'good',
    text: `The seat moves to ${answer.offered.series.name}, ${inWords(answer.offered.series)}, on ${weekDay(answer.from)}. What was stays with the group before.`,
  })
  return c.redirect(urls.seats({ episode: answer.stay.id }), 303)
})

async function transferPage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const seat = await seatById(work, c.req.param('seat') ?? '')
  const stay = seat && (await stayById(work, seat.episodeId))
  const client = stay && (await clientById(work, stay.clientId))
  if (seat === undefined || stay === undefined || !client) return notFound(c)
  showing(c, 'seats', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const asked = form?.values?.from ?? c.req.query('from')
  const from = isDay(asked) && asked >= addDays(today, -14) && asked < addDays(today, 366) ? asked : addDays(today, 1)
  const own = new Set((await lineageOf(work, seat.seriesId)).map((row) => row.id))
  const seeker = await seekerOf(work, stay, from)
  // The seat that would end is not in the way of the one that would begin.
  const free = { ...seeker, held: seeker.held.filter((one) => one.seriesId === null || !own.has(one.seriesId)) }
  const offered = (await seriesToOffer(work, from, null, client.id)).filter((one) => !own.has(one.row.id))
  const { fitting } = seatOffers(
    offered.map((one) => one.series),
    free,
    from,
    stay.lastDay,
  )
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: move to another group`}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <p>{`${stay.firstName} has a seat in ${seat.name}. It ends the day before the new one begins, both at once or neither; what was stays with ${seat.name}.`}</p>
      <form class="together" method="get" action={urls.seatTransfer({ seat: seat.id })}>
        <DateField name="from" label="First day in the new group" value={from} />
        <Button>Show groups</Button>
      </form>
      <Card
        title="Where to?"
        hint={`${plural(fitting.length, 'group fits', 'groups fit')} from ${weekDay(from)} on`}
        flush={fitting.length > 0}
      >
        {fitting.length === 0 ? (
          <Empty
            title="No other group fits on that day"
            next={<Button href={urls.seats({ episode: stay.id })}>See the reasons</Button>}
          >
            Choose another day, or look at why each does not fit.
          </Empty>
        ) : (
          <form method="post" action={urls.seatTransfer({ seat: seat.id })} class="form">
            <input type="hidden" name="from" value={from} />
            <TextField name="because" label="Why" anyDirection form={form} />
            <Rows label="Groups that fit">
              {fitting.map(({ series, seatsLeft, note }) => (
                <Row
                  title={series.name}
                  note={[
                    inWords(series),
                    `${seatsLeft} of ${plural(series.cap.seats, 'seat', 'seats')} free`,
                    note ?? '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                  end={
                    <Button small name="series" value={series.id} label={`Move to ${series.name}, ${inWords(series)}`}>
                      Move here
                    </Button>
                  }
                />
              ))}
            </Rows>
          </form>
        )}
      </Card>
      <FormActions>
        <Button href={urls.seats({ episode: stay.id })}>Back to the seats</Button>
      </FormActions>
    </ClientFrame>,
    form === undefined ? 200 : 422,
  )
}
