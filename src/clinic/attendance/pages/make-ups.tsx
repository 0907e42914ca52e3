import { Hono, type Context } from 'hono'
import { addDays, dayAt, type Day, weekOf as mondayOf } from '../../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { HoursMeter } from '../../../ui/meter.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Paging } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { answerMakeUp, offerMakeUp } from '../actions/make-ups.ts'
import { makeUpOfferById, makeUpOffersIn, type MakeUpOffer } from '../queries/make-up-offers.ts'
import { shortWeeksOf, worthOffering, type ShortWeek } from '../queries/make-ups.ts'
import { boardOf, peopleOnAPage, type WeekOnBoard } from '../queries/week.ts'
import { lostInWords, OfferRows, SeatRows } from './make-up-parts.tsx'
import { weekAsked } from './week-asked.ts'

/** The short clients of this week, or of one that a closure shortens, and the seats that would mend it: offered one by one, or all at once. */
export const makeUps = new Hono<Door>()

const onThisPage = 10

makeUps.get(urls.makeUps.pattern, (c) => makeUpsPage(c))

const pageOf = (c: Context<Door>): number =>
  Math.min(400, Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1))

/** The week that is asked for: this one, or one ahead as far as the calendar reaches. What is gone is made up no more. */
function mondayAsked(c: Context<Door>, asked: unknown): Day {
  const work = workOf(c)
  const now = mondayOf(dayAt(work.at, work.clinic.timeZone))
  const monday = weekAsked(typeof asked === 'string' ? asked : undefined, now)
  return monday < now ? now : monday
}

/** Those who will fall short, most of all first: the tenth part of the clinic's week board that this page shows. */
async function shortOnes(c: Context<Door>, page: number, week: Day): Promise<{ people: WeekOnBoard[]; of: number }> {
  const work = workOf(c)
  const perBoard = peopleOnAPage / onThisPage
  const board = await boardOf(work, {
    week,
    program: null,
    onlyShort: true,
    page: Math.floor((page - 1) / perBoard) + 1,
  })
  const first = ((page - 1) % perBoard) * onThisPage
  return { people: board.people.slice(first, first + onThisPage), of: board.short }
}

async function makeUpsPage(c: Context<Door>, refusal?: Refusal, week?: Day): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const now = mondayOf(dayAt(work.at, work.clinic.timeZone))
  const monday = week ?? mondayAsked(c, c.req.query('week'))
  const isNow = monday === now
  const weekParam = isNow ? undefined : monday
  const page = pageOf(c)
  const { people, of } = await shortOnes(c, page, monday)
  const ids = [...new Set(people.map((person) => person.clientId))]
  const offers = await makeUpOffersIn(work, ids, monday)
  const weeks = await shortWeeksOf(work, people, monday)
  showing(c, 'week', ids)
  const ready = people.filter((person) => {
    const short = weeks.get(person.episodeId)
    const open = offers.some((offer) => offer.episodeId === person.episodeId && offer.state === 'open')
    return short !== undefined && !open && worthOffering(short).length > 0
  }).length
  return c.html(
    <StaffPage
      c={c}
      current="Week"
      title={isNow ? 'Make-up seats' : `Make-up seats, week of ${shortDay(monday)}`}
      answer={
        of === 0
          ? `Everyone reaches their hours ${isNow ? 'this' : 'that'} week`
          : `${of} will fall short, and ${ready === 0 ? 'none' : ready} of those shown can be offered a seat`
      }
      over={isNow ? undefined : `Week of ${shortDay(monday)}`}
      crumbs={[{ label: 'The week', href: urls.week({ show: 'short', week: weekParam }) }]}
      intro="Seats and hours that are free, fit the plan and count for the payer. As soon as what is accepted closes the gap, the other offers are withdrawn. Before a closed day the clock offers them by itself, as the rule says."
      actions={
        ready > 0 && (
          <form method="post" action={urls.makeUps({ page: page === 1 ? undefined : String(page), week: weekParam })}>
            <Button kind="main">{`Offer the best seats to all ${ready}`}</Button>
          </form>
        )
      }
    >
      <RefusalAlert refusal={refusal} />
      <div class="line-up">
        {!isNow && (
          <Button small kind="quiet" href={urls.makeUps({ week: weekBefore(monday, now) })}>
            The week before
          </Button>
        )}
        <Button small kind="quiet" href={urls.makeUps({ week: addDays(monday, 7) })}>
          The week after
        </Button>
        <Button small kind="quiet" href={urls.makeUpRules()}>
          The rule
        </Button>
      </div>
      {people.length === 0 && (
        <Card>
          <Empty title={isNow ? 'Nobody is short this week' : 'Nobody is short that week'}>
            What is planned and attended reaches the floor of every client.
          </Empty>
        </Card>
      )}
      {people.map((person) => (
        <Person
          c={c}
          person={person}
          short={weeks.get(person.episodeId)}
          offers={offers.filter((offer) => offer.episodeId === person.episodeId)}
        />
      ))}
      {of > onThisPage && (
        <Paging
          from={(page - 1) * onThisPage + 1}
          to={Math.min(page * onThisPage, of)}
          of={of}
          previous={page > 1 ? urls.makeUps({ page: String(page - 1), week: weekParam }) : undefined}
          next={page * onThisPage < of ? urls.makeUps({ page: String(page + 1), week: weekParam }) : undefined}
        />
      )}
    </StaffPage>,
    refusal === undefined ? 200 : 422,
  )
}

const weekBefore = (monday: Day, now: Day): string | undefined =>
  addDays(monday, -7) <= now ? undefined : addDays(monday, -7)

type PersonProps = {
  c: Context<Door>
  person: WeekOnBoard
  short: ShortWeek | undefined
  offers: readonly MakeUpOffer[]
}

const Person = ({ c, person, short, offers }: PersonProps) => {
  const open = new Set(offers.filter((offer) => offer.state === 'open').map((offer) => offer.sessionId))
  const left = (short?.seats ?? []).filter((seat) => !open.has(seat.sessionId)).slice(0, 3)
  const gap = { minutes: short?.week.shortMinutes ?? 0, days: short?.week.shortDays ?? 0 }
  return (
    <Card flush>
      <h2 class="hidden-text">{person.name}</h2>
      <Rows label={person.name}>
        <Row
          end={
            short !== undefined && (
              <HoursMeter
                attended={short.week.attendedMinutes}
                planned={short.week.plannedMinutes}
                floor={person.floorMinutes}
                of={person.name}
              />
            )
          }
        >
          <PersonLine
            name={person.name}
            href={urls.chartWeek({ client: person.clientId })}
            pronouns={person.pronouns}
            dayOfStay={person.dayOfStay}
            tags={[person.programName]}
            meta={`${short?.week.sentence ?? ''} ${lostInWords(short?.lost ?? [])}${offers.length + left.length === 0 ? ' Nothing that is free in the days left both fits and counts.' : ''}`}
          />
        </Row>
      </Rows>
      {offers.length > 0 && <OfferRows c={c} offers={offers} back="make-ups" of={person.name} />}
      {left.length > 0 && (
        <SeatRows
          c={c}
          seats={left}
          gap={gap}
          episode={person.episodeId}
          week={short?.monday ?? ''}
          back="make-ups"
          of={person.name}
        />
      )}
    </Card>
  )
}

makeUps.post(urls.makeUps.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const monday = mondayAsked(c, c.req.query('week'))
  const { people } = await shortOnes(c, pageOf(c), monday)
  const open = new Set(
    (
      await makeUpOffersIn(
        work,
        people.map((person) => person.clientId),
        monday,
      )
    )
      .filter((offer) => offer.state === 'open')
      .map((offer) => offer.episodeId),
  )
  let offered = 0
  for (const person of people.filter((one) => !open.has(one.episodeId))) {
    const answer = await offerMakeUp(work, person.episodeId, null, monday)
    if (!isRefusal(answer)) offered += 1
  }
  said(c, {
    tone: offered > 0 ? 'good' : 'info',
    text:
      offered > 0
        ? `Seats are offered to ${plural(offered, 'person', 'people')}. Who has a page of their own sees it there; the others stand under “To tell”.`
        : 'Nothing more could be offered.',
  })
  return c.redirect(urls.makeUps({ week: weekOf(c, monday) }), 303)
})

/** The week as a parameter: none for this one. */
const weekOf = (c: Context<Door>, monday: Day): string | undefined =>
  monday === mondayAsked(c, undefined) ? undefined : monday

makeUps.post(urls.makeUpOffers.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const body = await c.req.parseBody({ all: true })
  const monday = mondayAsked(c, body.week)
  // A meeting's id, or the key of an hour: what is among the free ones is found by it, and anything else by nobody.
  const sessions = [body.session ?? []].flat().filter((one) => typeof one === 'string')
  const answer = await offerMakeUp(work, c.req.param('episode'), sessions.length === 0 ? null : sessions, monday)
  if (isRefusal(answer)) return makeUpsPage(c, answer, monday)
  said(c, { tone: 'good', text: `${plural(answer.offered, 'seat is', 'seats are')} offered to ${answer.name}.` })
  const week = weekOf(c, monday)
  return c.redirect(
    body.back === 'week' ? urls.chartWeek({ client: answer.clientId }, { week }) : urls.makeUps({ week }),
    303,
  )
})

makeUps.post(urls.makeUpAnswer.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'seat.give')
  if (denied) return forbidden(c, denied.because)
  const body = await c.req.parseBody()
  // A word that is neither takes nothing from anybody.
  if (body.answer !== 'accepted' && body.answer !== 'declined')
    return makeUpsPage(c, refuse('answer', 'Choose whether they take it or not.'))
  const asked = await makeUpOfferById(work, c.req.param('offer'))
  const answered = await answerMakeUp(work, c.req.param('offer'), body.answer)
  if (asked !== undefined && isRefusal(answered) && answered.refused === 'seat-gone') {
    // What became of the offer, and what was offered instead, is kept: a page of refusal would undo both.
    said(c, { tone: 'warning', text: answered.because })
    const week = weekOf(c, mondayOf(asked.heldOn))
    return c.redirect(
      body.back === 'week' ? urls.chartWeek({ client: asked.clientId }, { week }) : urls.makeUps({ week }),
      303,
    )
  }
  if (isRefusal(answered)) return makeUpsPage(c, answered)
  const { offer } = answered
  said(c, {
    tone: 'good',
    text:
      offer.state === 'accepted'
        ? offer.seriesId === null
          ? `${offer.group} is booked.`
          : `The seat in ${offer.group} is theirs for this one meeting.`
        : 'The answer is noted.',
  })
  const week = weekOf(c, mondayOf(offer.heldOn))
  return c.redirect(
    body.back === 'week' ? urls.chartWeek({ client: offer.clientId }, { week }) : urls.makeUps({ week }),
    303,
  )
})
