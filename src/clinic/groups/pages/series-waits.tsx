import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, oneOf, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { chooseOffering } from '../actions/declare.ts'
import { offeringOf } from '../queries/declared.ts'
import { groundsOf, offersOfSeries } from '../queries/offers.ts'
import { seriesToTake } from '../queries/seating.ts'
import { whatLacksSoon } from '../queries/turn.ts'
import { waitingFor, wantedById } from '../queries/waiting.ts'
import { inWords } from '../times.ts'
import { OfferRow, WaitRow } from './wait-rows.tsx'

export const seriesWaits = new Hono<Door>()
const looksAt = 3

seriesWaits.get(urls.seriesWaits.pattern, (c) => page(c, c.req.param('series')))

const choice = z.object({
  how: oneOf(['automatic', 'by-hand'], 'Choose how seats are offered.'),
  fromDay: day('Give the first day.'),
})
seriesWaits.post(urls.seriesWaits.pattern, async (c) => {
  const work = workOf(c)
  const id = c.req.param('series')
  const denied = mayNot(work.by, 'series.manage') ?? mayNot(work.by, 'waitlist.see')
  if (denied) return forbidden(c, denied.because)
  if ((await wantedById(work, id)) === undefined) return notFound(c)
  const form = await readForm(c, choice)
  if (!form.ok) return page(c, id, { values: form.typed, errors: form.errors })
  const refusal = await chooseOffering(work, id, {
    isAutomatic: form.values.how === 'automatic',
    fromDay: form.values.fromDay,
  })
  if (refusal) return page(c, id, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: `From ${weekDay(form.values.fromDay)} on, so it is.` })
  return c.redirect(urls.seriesWaits({ series: id }), 303)
})

async function page(c: Context<Door>, id: string, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'waitlist.see')
  if (denied) return forbidden(c, denied.because)
  const series = await wantedById(work, id)
  if (series === undefined) return notFound(c)
  const today = dayAt(work.at, work.clinic.timeZone)
  const places = await waitingFor(work, series)
  const offers = await offersOfSeries(work, id)
  const grounds = await groundsOf(
    work,
    offers.map((offer) => offer.id),
  )
  showing(c, 'waitlist', [
    ...new Set([...places.map(({ entry }) => entry.clientId), ...offers.map((offer) => offer.clientId)]),
  ])
  const lacks = new Map<string, string | null | undefined>()
  for (const { entry } of places.slice(0, looksAt))
    lacks.set(
      entry.id,
      entry.offer === null ? ((await whatLacksSoon(work, entry, series))?.because ?? null) : undefined,
    )
  const free = await seriesToTake(work, id, today)
  const offering = await offeringOf(work, id)
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={`${series.name}: waitlist`}
      answer={`${plural(places.length, 'person waits', 'people wait')}, ${plural(free?.chairs.length ?? 0, 'seat is', 'seats are')} free`}
      over={free === undefined ? undefined : inWords(free.series)}
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: series.name, href: urls.series({ series: id }) },
      ]}
      actions={<Button href={urls.waitlist()}>The whole waitlist</Button>}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <div class="columns">
        <div class="stack">
          <Card
            title="Who is next?"
            hint={places.length === 0 ? undefined : 'For the first three: what stands between them and a seat'}
            flush={places.length > 0}
          >
            {places.length === 0 ? (
              <Empty title="Nobody waits for this group">
                Clients join from their seats, when the group is full for them.
              </Empty>
            ) : (
              <Rows label={`Who waits for ${series.name}`}>
                {places.map((placed) => (
                  <WaitRow placed={placed} work={work} lack={lacks.get(placed.entry.id)} wish />
                ))}
              </Rows>
            )}
          </Card>
          <Card title="What was offered?" flush={offers.length > 0}>
            {offers.length === 0 ? (
              <p>No seat of this group has been offered from the list yet.</p>
            ) : (
              <Rows label="Offered seats">
                {offers.map((offer) => (
                  <OfferRow
                    offer={offer}
                    ground={grounds.get(offer.id)}
                    name={offer.name}
                    work={work}
                    zone={work.clinic.timeZone}
                  />
                ))}
              </Rows>
            )}
          </Card>
        </div>
        <div class="stack">
          <Card title="How are free seats offered?">
            <p>
              {offering.isAutomatic
                ? 'By themselves: whoever is next and could come is asked, outside the quiet hours.'
                : 'By hand: somebody opens a place on this list and offers the seat.'}
              {offering.fromDay !== null && ` So since ${weekDay(offering.fromDay)}.`}
            </p>
            {may(work.by, 'series.manage') && (
              <form class="form" method="post" action={urls.seriesWaits({ series: id })}>
                <RadioCards
                  name="how"
                  label="From a day on"
                  options={[
                    { value: 'automatic', label: 'By themselves' },
                    { value: 'by-hand', label: 'By hand' },
                  ]}
                  value={form === undefined ? (offering.isAutomatic ? 'automatic' : 'by-hand') : undefined}
                  form={form}
                  plain
                />
                <DateField
                  name="fromDay"
                  label="First day"
                  value={form === undefined ? today : undefined}
                  form={form}
                />
                <FormActions>
                  <Button>Change how</Button>
                </FormActions>
              </form>
            )}
          </Card>
        </div>
      </div>
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}
