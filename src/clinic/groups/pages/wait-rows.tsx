import type { Child } from 'hono/jsx'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay, weekMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { nameOf } from '../../clients/queries.ts'
import { serviceKind } from '../../programs/library.ts'
import { passedInWords, wishInWords } from '../lacks.ts'
import { timeLeft } from '../offering.ts'
import type { Ground, SeatOffer } from '../queries/offers.ts'
import type { OpenWait } from '../queries/waiting.ts'
import { behindInWords, type Placed } from '../waiting.ts'

export const waitsFor = (wait: Pick<OpenWait, 'seriesName' | 'kind' | 'topic' | 'affinity' | 'track'>): string =>
  wishInWords({ ...wait, kindLabel: wait.kind === '' ? '' : (serviceKind(wait.kind)?.label ?? wait.kind) })

/** Why this place: one line that anybody on the team can read out. */
export const whyInWords = (placed: Placed<OpenWait>): string =>
  [
    plural(placed.points, 'point', 'points'),
    ...placed.why,
    ...(placed.behind === null ? [] : [behindInWords[placed.behind]]),
  ].join(' · ')

type WaitRowProps = { placed: Placed<OpenWait>; work: Work; lack?: string | null; wish?: boolean }

/** One place of a list: who, why there, what is offered, and what stands between them and a seat. */
export const WaitRow = ({ placed, work, lack, wish }: WaitRowProps) => (
  <Row
    lead={String(placed.place)}
    end={
      placed.entry.offer === null ? (
        placed.entry.rested.length > 0 && <Sig tone="calm">Asked lately</Sig>
      ) : (
        <Sig tone="info">{`Offered: ${timeLeft(placed.entry.offer.replyBy, work.at)}`}</Sig>
      )
    }
  >
    <PersonLine
      name={nameOf(placed.entry)}
      href={urls.wait({ wait: placed.entry.id })}
      pronouns={placed.entry.pronouns}
      noInitials
    />
    <p class="hint">{whyInWords(placed)}</p>
    {wish === true && placed.entry.seriesId === null && <p class="hint">{waitsFor(placed.entry)}</p>}
    {lack !== undefined && (
      <p class="hint">{lack === null ? 'Nothing stands between them and a seat.' : `What is lacking: ${lack}`}</p>
    )}
  </Row>
)

const stateSig: Record<SeatOffer['state'], Child> = {
  open: null,
  accepted: <Sig tone="good">Accepted</Sig>,
  declined: <Sig tone="calm">Declined</Sig>,
  lapsed: <Sig tone="warning">Not answered in time</Sig>,
  withdrawn: <Sig tone="calm">Taken back</Sig>,
}

const answeredBy = { staff: 'answered through staff', client: 'answered on their own page', stepwell: '' }

type OfferRowProps = { offer: SeatOffer; ground: Ground | undefined; work: Work; name?: string; zone: string }

/** One offered seat with how it stands, whom it passed over and why; staff answer for somebody on the telephone. */
export const OfferRow = ({ offer, ground, work, name, zone }: OfferRowProps) => (
  <Row
    title={<a href={urls.wait({ wait: offer.entryId })}>{name ?? offer.group}</a>}
    note={[
      `${offer.group}, from ${weekDay(offer.firstDay)}`,
      `offered ${weekMoment(offer.madeAt, zone)}${ground?.madeBy == null ? ', by the list' : ` by ${ground.madeBy}`}`,
      ground === undefined ? '' : `from place ${ground.place}`,
      offer.answeredAt === null || offer.answeredBy === null ? '' : answeredBy[offer.answeredBy],
    ]
      .filter(Boolean)
      .join(' · ')}
    end={
      offer.state === 'open' ? (
        <Sig tone="info">{`${timeLeft(offer.replyBy, work.at)}, until ${weekMoment(offer.replyBy, zone)}`}</Sig>
      ) : (
        stateSig[offer.state]
      )
    }
  >
    {ground !== undefined && ground.outOfTurn !== '' && <p class="hint">{`Out of turn: ${ground.outOfTurn}`}</p>}
    {ground !== undefined && ground.passed.length > 0 && <p class="hint">{passedInWords(ground.passed)}</p>}
    {offer.state === 'open' && may(work.by, 'waitlist.work') && (
      <form class="line-up" method="post" action={urls.seatOfferAnswer({ offer: offer.id })}>
        <Button small kind="main" name="answer" value="accepted" label={`They accept the seat in ${offer.group}`}>
          They accept
        </Button>
        <Button small name="answer" value="declined" label={`They decline the seat in ${offer.group}`}>
          They decline
        </Button>
        <Button small kind="quiet" name="answer" value="withdrawn" label={`Take back the offer of ${offer.group}`}>
          Take back
        </Button>
      </form>
    )}
  </Row>
)

type WaitsProps = { stay: { id: string }; waits: { wait: OpenWait; place: number | null }[]; at: Date; name: string }

/** What one client waits for, and the way onto a list. */
export const WaitsOf = ({ stay, waits, at, name }: WaitsProps) => (
  <Card
    title={`What does ${name} wait for?`}
    action={<a href={urls.newWait({ episode: stay.id })}>Join a waitlist</a>}
    flush={waits.length > 0}
  >
    {waits.length === 0 ? (
      <p>Nothing.</p>
    ) : (
      <Rows label="On the waitlist">
        {waits.map(({ wait, place }) => (
          <Row
            title={<a href={urls.wait({ wait: wait.id })}>{waitsFor(wait)}</a>}
            note={`${place === null ? '' : `Place ${place} · `}since ${weekDay(wait.since)}`}
            end={
              wait.offer !== null && (
                <Sig tone="info">{`${wait.offer.group} offered: ${timeLeft(wait.offer.replyBy, at)}`}</Sig>
              )
            }
          />
        ))}
      </Rows>
    )}
  </Card>
)
