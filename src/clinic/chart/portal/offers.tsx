import { Hono, type Context } from 'hono'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { answerMakeUp } from '../../attendance/actions/make-ups.ts'
import { makeUpOffersOf } from '../../attendance/queries/make-up-offers.ts'
import type { Titles } from '../../clients/own-page.ts'
import { titleOf } from '../../clients/week-words.ts'
import { answerOffer } from '../../groups/actions/offers.ts'
import { offersOf } from '../../groups/queries/offers.ts'
import { endOf } from '../../groups/times.ts'
import { meetingPlaces } from '../queries/own-week.ts'
import { namesOf } from './days.tsx'
import { backToWeek, langOf } from './frame.tsx'
import { words } from './words.ts'

/** What is offered to a client, with one press to take it and one to leave it. */
export const ownOffers = new Hono<MineDoor>()

type Answer = 'accepted' | 'declined'
const answerIn = async (c: Context<MineDoor>): Promise<Answer | null> => {
  const { answer } = await c.req.parseBody()
  return answer === 'accepted' || answer === 'declined' ? answer : null
}

// A second press finds the same answer there and says so; another answer than the first is not taken any more.
const answered = (c: Context<MineDoor>, answer: Answer, outcome: object | Refusal | null) =>
  backToWeek(c, isRefusal(outcome) ? 'gone' : answer)

ownOffers.post(urls.mineSeatOffer.pattern, async (c) => {
  const answer = await answerIn(c)
  if (answer === null) return backToWeek(c, 'gone')
  return answered(c, answer, await answerOffer(ownOf(c).work, c.req.param('offer'), answer))
})

ownOffers.post(urls.mineMakeUp.pattern, async (c) => {
  const answer = await answerIn(c)
  if (answer === null) return backToWeek(c, 'gone')
  return answered(c, answer, await answerMakeUp(ownOf(c).work, c.req.param('offer'), answer))
})

type Offered = {
  until: Date
  action: string
  when: string
  from: string
  title: string
  where: string
  answerBy: string
}

/** Everything that waits for this client's yes or no, the one to answer soonest first. */
export async function offeredTo(c: Context<MineDoor>, titles: Titles): Promise<Offered[]> {
  const { work, own } = ownOf(c)
  const { lang, token } = own
  const t = words(lang)
  const zone = work.clinic.timeZone
  const by = (at: Date) =>
    t('answerBy', { day: write.day(lang, dayAt(at, zone)), time: write.time(lang, timeAt(at, zone)) })
  const seats = await offersOf(work, own.client.clientId)
  const makeUps = await makeUpOffersOf(work, own.client.clientId)
  const places = await meetingPlaces(work, [
    ...seats.map(({ seriesId, firstDay }) => ({ seriesId, day: firstDay })),
    ...makeUps.flatMap(({ seriesId, heldOn }) => (seriesId === null ? [] : [{ seriesId, day: heldOn }])),
  ])
  const about = (seriesId: string, group: string) => {
    const place = places.get(seriesId)
    const leaders =
      place === undefined || place.with.length === 0 ? '' : ` ${t('by', { name: namesOf(place.with, lang) })}`
    return {
      title: `${titleOf({ what: 'group', name: group, kind: '' }, titles, lang)}${leaders}`,
      where: place === undefined ? '' : place.byVideo ? t('video') : `${place.place}, ${place.room}`,
    }
  }
  /** An hour with somebody: how it is called follows the same choice of names as the week itself. */
  const withSomebody = (kind: string, name: string, byVideo: boolean) => ({
    title: `${titleOf({ what: 'visit', name, kind }, titles, lang)} ${t('by', { name })}`,
    where: byVideo ? t('video') : '',
  })
  const lasting = seats.map((offer) => ({
    until: offer.replyBy,
    action: urls.mineSeatOffer({ token, offer: offer.id }, langOf(c)),
    when: t('seatOffer', {
      weekday: write.weekday(lang, offer.weekday),
      from: write.time(lang, offer.starts),
      to: write.time(lang, endOf(offer.starts, offer.minutes)),
    }),
    from: t('seatOfferFrom', { day: write.day(lang, offer.firstDay) }),
    ...about(offer.seriesId, offer.group),
    answerBy: by(offer.replyBy),
  }))
  const zoneOf = (seriesId: string | null) => (seriesId === null ? zone : (places.get(seriesId)?.zone ?? zone))
  const once = makeUps.map((offer) => ({
    until: offer.expiresAt,
    action: urls.mineMakeUp({ token, offer: offer.id }, langOf(c)),
    when: t('makeUpOffer', {
      day: write.day(lang, offer.heldOn),
      from: write.time(lang, timeAt(offer.starts, zoneOf(offer.seriesId))),
      to: write.time(lang, timeAt(offer.ends, zoneOf(offer.seriesId))),
    }),
    from: t(offer.ahead ? 'makeUpAhead' : 'makeUpWhy'),
    ...(offer.seriesId === null
      ? withSomebody(offer.kind, offer.with, offer.byVideo)
      : about(offer.seriesId, offer.group)),
    answerBy: by(offer.expiresAt),
  }))
  return [...lasting, ...once]
    .map((offer) => ({ ...offer, when: offer.when.charAt(0).toLocaleUpperCase(lang) + offer.when.slice(1) }))
    .sort((a, b) => a.until.getTime() - b.until.getTime())
}

export function OffersCard({ c, offers }: { c: Context<MineDoor>; offers: readonly Offered[] }) {
  const t = words(ownOf(c).own.lang)
  if (offers.length === 0) return null
  return (
    <Card title={t('offers')} tone="info">
      {offers.map((offer) => (
        <form class="own-offer" method="post" action={offer.action}>
          <p>
            <b>{offer.when}</b>
            <br />
            <span dir="auto">{offer.title}</span>
            <br />
            {offer.from}
            {offer.where !== '' && (
              <>
                <br />
                <span dir="auto">{offer.where}</span>
              </>
            )}
          </p>
          <p class="muted">{offer.answerBy}</p>
          <FormActions>
            <Button kind="main" name="answer" value="accepted" label={`${t('accept')}: ${offer.when}`}>
              {t('accept')}
            </Button>
            <Button name="answer" value="declined" label={`${t('decline')}: ${offer.when}`}>
              {t('decline')}
            </Button>
          </FormActions>
        </form>
      ))}
    </Card>
  )
}
