import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, type FormState, TextField } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { weekDay, weekMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { id, line, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { answerOffer, makeOffer, withdrawOffer } from '../actions/offers.ts'
import { leaveWaitlist, sayPriorities, sayUrgency } from '../actions/waitlist.ts'
import { timeLeft } from '../offering.ts'
import { prioritiesOf } from '../queries/declared.ts'
import { groundsOf, offerById, offersOfEntry } from '../queries/offers.ts'
import { whatLacksSoon } from '../queries/turn.ts'
import { seriesWanted, waitById, waitingFor, waitsOpen, wants, type OpenWait, type Wanted } from '../queries/waiting.ts'
import type { Placed } from '../waiting.ts'
import { FactsForm, LeaveForm } from './wait-forms.tsx'
import { OfferRow, waitsFor, whyInWords } from './wait-rows.tsx'

export const wait = new Hono<Door>()
type Back = { form: FormState; refusal?: Refusal }

wait.get(urls.wait.pattern, (c) => page(c, c.req.param('wait')))

const facts = z.discriminatedUnion('deed', [
  z.object({
    deed: z.literal('urgency'),
    acuity: oneOf(['1', '2', '3'], 'Choose how urgent it is.'),
    because: line(500, 'Say why, in a few words.'),
  }),
  z.object({ deed: z.literal('priorities'), priorities: z.array(z.string()).default([]) }),
])
wait.post(urls.waitFacts.pattern, async (c) => {
  const work = workOf(c)
  const entry = c.req.param('wait')
  if ((await waitsOpen(work, { entryId: entry })).length === 0) return notFound(c)
  const denied = mayNot(work.by, 'waitlist.urgency')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, facts)
  if (!form.ok) return page(c, entry, { form: { values: form.typed, errors: form.errors, prefix: 'urgency' } })
  const answer =
    form.values.deed === 'urgency'
      ? await sayUrgency(work, entry, { acuity: acuityOf[form.values.acuity], because: form.values.because })
      : await sayPriorities(work, entry, form.values.priorities)
  if (isRefusal(answer)) return page(c, entry, { form: { values: form.typed, prefix: 'urgency' }, refusal: answer })
  said(c, { tone: 'good', text: 'It is noted, and the order follows it at once.' })
  return c.redirect(urls.wait({ wait: entry }), 303)
})
const acuityOf = { '1': 1, '2': 2, '3': 3 } as const

const leaving = z.object({
  because: oneOf(['asked', 'no-answer', 'clinic'], 'Choose why.'),
  words: optionalLine(300),
})
wait.post(urls.waitEnd.pattern, async (c) => {
  const work = workOf(c)
  const entry = c.req.param('wait')
  if ((await waitById(work, entry)) === undefined) return notFound(c)
  const denied = mayNot(work.by, 'waitlist.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, leaving)
  if (!form.ok) return page(c, entry, { form: { values: form.typed, errors: form.errors, prefix: 'leave' } })
  const answer = await leaveWaitlist(work, entry, form.values)
  if (isRefusal(answer)) return page(c, entry, { form: { values: form.typed, prefix: 'leave' }, refusal: answer })
  said(c, { tone: 'good', text: 'Off the list. What was offered has passed on.' })
  return c.redirect(urls.wait({ wait: entry }), 303)
})

const offering = z.object({ series: id('Choose a group.'), because: optionalLine(300) })
wait.post(urls.newSeatOffer.pattern, async (c) => {
  const work = workOf(c)
  const entry = c.req.param('wait')
  if ((await waitById(work, entry)) === undefined) return notFound(c)
  const denied = mayNot(work.by, 'waitlist.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, offering)
  if (!form.ok) return page(c, entry, { form: { values: form.typed, errors: form.errors } })
  const answer = await makeOffer(work, entry, { seriesId: form.values.series, because: form.values.because })
  if (isRefusal(answer))
    return page(c, entry, { form: { values: form.typed, prefix: form.values.series }, refusal: answer })
  said(c, {
    tone: 'good',
    text: `The seat is offered, and kept until ${weekMoment(answer.replyBy, work.clinic.timeZone)}.`,
  })
  return c.redirect(urls.wait({ wait: entry }), 303)
})

const answering = z.object({ answer: oneOf(['accepted', 'declined', 'withdrawn'], 'Choose the answer.') })
wait.post(urls.seatOfferAnswer.pattern, async (c) => {
  const work = workOf(c)
  const offer = await offerById(work, c.req.param('offer'))
  if (offer === undefined) return notFound(c)
  const denied = mayNot(work.by, 'waitlist.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, answering)
  if (!form.ok) return page(c, offer.entryId, { form: { errors: form.errors } })
  const word = form.values.answer
  const answer = word === 'withdrawn' ? await withdrawOffer(work, offer.id) : await answerOffer(work, offer.id, word)
  if (isRefusal(answer)) return page(c, offer.entryId, { form: {}, refusal: answer })
  said(c, { tone: 'good', text: saidOf[word](offer.group) })
  return c.redirect(
    word === 'accepted' ? urls.seats({ episode: offer.episodeId }) : urls.wait({ wait: offer.entryId }),
    303,
  )
})
const saidOf = {
  accepted: (group: string) => `The seat in ${group} is theirs.`,
  declined: (group: string) => `The seat in ${group} has passed on. The place on the list stays.`,
  withdrawn: (group: string) => `The offer of ${group} is taken back. The place on the list stays.`,
}

async function page(c: Context<Door>, entryId: string, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'waitlist.see')
  if (denied) return forbidden(c, denied.because)
  const known = await waitById(work, entryId)
  const client = known && (await clientById(work, known.clientId))
  if (known === undefined || client === undefined) return notFound(c)
  showing(c, 'waitlist', [client.id])
  const zone = work.clinic.timeZone
  const everybody = known.leftAt === null ? await waitsOpen(work) : []
  const own = everybody.find((one) => one.id === entryId)
  const offers = await offersOfEntry(work, entryId)
  const grounds = await groundsOf(
    work,
    offers.map((offer) => offer.id),
  )
  const places = own === undefined ? [] : await placesOf(c, own, everybody)
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: waitlist`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {own === undefined && (
        <Notice tone="info" title="This place on the list has ended">
          {known.leftAt === null || known.because === null
            ? 'They have the seat, or the stay has ended.'
            : `${leftInWords[known.because] ?? 'It was ended.'} ${weekMoment(known.leftAt, zone)}.${known.words === '' ? '' : ` ${known.words}`}`}
        </Notice>
      )}
      <div class="columns">
        <div class="stack">
          {own !== undefined && (
            <Card
              title={`Which place, and why?`}
              hint={`${waitsFor(own)} · waits since ${weekDay(own.since)}${own.sinceBecause === '' ? '' : ` (${own.sinceBecause})`}`}
              flush={places.length > 0}
            >
              {places.length === 0 ? (
                <p>No group that runs now has what is wished. The place counts its days all the same.</p>
              ) : (
                <Rows label="Places">
                  {places.map((place) => (
                    <PlaceRow
                      place={place}
                      wait={own}
                      at={work.at}
                      canOffer={may(work.by, 'waitlist.work')}
                      back={back}
                    />
                  ))}
                </Rows>
              )}
            </Card>
          )}
          <Card title="What was offered?" flush={offers.length > 0}>
            {offers.length === 0 ? (
              <p>No seat has been offered for this place yet.</p>
            ) : (
              <Rows label="Offered seats">
                {offers.map((offer) => (
                  <OfferRow offer={offer} ground={grounds.get(offer.id)} work={work} zone={zone} />
                ))}
              </Rows>
            )}
          </Card>
        </div>
        {own !== undefined && (
          <div class="stack">
            <FactsForm
              wait={own}
              priorities={await prioritiesOf(work)}
              canSay={may(work.by, 'waitlist.urgency')}
              form={back?.form}
            />
            {may(work.by, 'waitlist.work') && <LeaveForm wait={own} form={back?.form} />}
            <FormActions>
              <Button href={urls.seats({ episode: own.episodeId })}>Their seats</Button>
              <Button href={urls.waitlist()}>The whole waitlist</Button>
            </FormActions>
          </div>
        )}
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

const leftInWords: Record<string, string> = {
  seated: 'They have the seat since',
  asked: 'They asked to leave the list on',
  'no-answer': 'Nobody could be reached; taken off the list on',
  'stay-ended': 'The stay had ended by',
  clinic: 'The clinic took them off the list on',
}

type Place = { series: Wanted; placed: Placed<OpenWait>; of: number; lack: Refusal | null }
const mostPlaces = 12

/** The place in each list that this entry stands in, with what stands between it and a seat. */
async function placesOf(c: Context<Door>, own: OpenWait, everybody: OpenWait[]): Promise<Place[]> {
  const work = workOf(c)
  const found: Place[] = []
  for (const series of (await seriesWanted(work)).filter((one) => wants(own, one)).slice(0, mostPlaces)) {
    const list = await waitingFor(work, series, everybody)
    const placed = list.find(({ entry }) => entry.id === own.id)
    if (placed !== undefined)
      found.push({ series, placed, of: list.length, lack: await whatLacksSoon(work, own, series) })
  }
  return found
}

type PlaceProps = { place: Place; wait: OpenWait; at: Date; canOffer: boolean; back?: Back }

const PlaceRow = ({ place: { series, placed, of, lack }, wait: own, at, canOffer, back }: PlaceProps) => (
  <Row
    lead={String(placed.place)}
    title={<a href={urls.seriesWaits({ series: series.id })}>{series.name}</a>}
    note={`Place ${placed.place} of ${plural(of, 'place', 'places')}: ${whyInWords(placed)}`}
    end={own.offer?.seriesId === series.id && <Sig tone="info">{timeLeft(own.offer.replyBy, at)}</Sig>}
  >
    <p class="hint">
      {own.offer?.seriesId === series.id
        ? 'A seat is kept for them until they answer.'
        : lack === null
          ? 'A seat is free and nothing stands between.'
          : `What is lacking: ${lack.because}`}
    </p>
    {canOffer && own.offer === null && lack === null && (
      <form class="form" method="post" action={urls.newSeatOffer({ wait: own.id })}>
        <input type="hidden" name="series" value={series.id} />
        <TextField
          name="because"
          label="Why out of turn"
          optional
          anyDirection
          hint="Only where somebody stands before: the reason is kept and shown."
          form={back?.form.prefix === series.id ? back.form : { prefix: series.id }}
        />
        <FormActions>
          <Button small label={`Offer the seat in ${series.name}`}>
            Offer the seat
          </Button>
        </FormActions>
      </form>
    )}
  </Row>
)
