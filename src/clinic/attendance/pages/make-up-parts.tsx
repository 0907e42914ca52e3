import type { Context } from 'hono'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Row, Rows } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, weekDay, hoursFrom } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { closes, type Gap, type OfferState } from '../make-up-rules.ts'
import type { MakeUpOffer, OfferedSeat } from '../queries/make-ups.ts'

/** Why a seat stands where it stands. */
export const whyThisSeat = (seat: OfferedSeat, gap: Gap): string =>
  [
    closes(seat, gap) ? 'closes the gap' : `brings ${hoursAndMinutes(seat.minutes)}`,
    seat.unitsGained === null ? '' : seat.unitsGained > 0 ? 'one more paid day' : 'counts for the payer',
    seat.leadersKnown > 0 ? 'a leader they know' : '',
    seat.membersKnown > 0 ? `${plural(seat.membersKnown, 'member', 'members')} they know` : '',
    seat.byVideo ? 'by video' : seat.isNewDay ? 'a day they would not come otherwise' : 'on a day they come anyway',
  ]
    .filter(Boolean)
    .join(', ')

const stateWords: Record<OfferState, string> = {
  open: 'Offered',
  accepted: 'Accepted',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  expired: 'Not answered in time',
}
const stateTone: Record<OfferState, 'good' | 'info' | 'warning' | 'calm'> = {
  open: 'info',
  accepted: 'good',
  declined: 'calm',
  withdrawn: 'calm',
  expired: 'warning',
}

type OfferRowsProps = { c: Context<Door>; offers: readonly MakeUpOffer[]; back: 'week' | 'make-ups'; of: string }

/** What was offered, and the answer for whoever telephones instead of pressing. */
export const OfferRows = ({ c, offers, back, of }: OfferRowsProps) => {
  const { timeZone } = workOf(c).clinic
  return (
    <Rows label={`Offers to ${of}`}>
      {offers.map((offer) => (
        <Row
          lead={weekDay(offer.heldOn)}
          title={<a href={urls.series({ series: offer.seriesId })}>{offer.group}</a>}
          note={
            <>
              {`${hoursFrom(offer.starts, offer.ends, timeZone)} · ${offer.room}`}
              {offer.state === 'open' && (
                <>
                  {' · until '}
                  <At at={offer.expiresAt} zone={timeZone} />
                </>
              )}
            </>
          }
          end={
            <>
              <Sig tone={stateTone[offer.state]}>{stateWords[offer.state]}</Sig>
              {offer.state === 'open' && (
                <form method="post" action={urls.makeUpAnswer({ offer: offer.id })} class="together">
                  <input type="hidden" name="back" value={back} />
                  <Button
                    small
                    name="answer"
                    value="accepted"
                    label={`${of} accepts ${offer.group}, ${weekDay(offer.heldOn)}`}
                  >
                    Accepts
                  </Button>
                  <Button
                    small
                    kind="quiet"
                    name="answer"
                    value="declined"
                    label={`${of} declines ${offer.group}, ${weekDay(offer.heldOn)}`}
                  >
                    Declines
                  </Button>
                </form>
              )}
            </>
          }
        />
      ))}
    </Rows>
  )
}

type SeatRowsProps = {
  c: Context<Door>
  seats: readonly OfferedSeat[]
  gap: Gap
  episode: string
  back: 'week' | 'make-ups'
  of: string
}

/** The seats that could mend a week, the best first: to be offered, or held at once. */
export const SeatRows = ({ c, seats, gap, episode, back, of }: SeatRowsProps) => {
  const { timeZone } = workOf(c).clinic
  return (
    <Rows label={`Make-up seats for ${of}`}>
      {seats.map((one) => {
        const { row, day, session } = one.seat
        return (
          <Row
            lead={weekDay(day)}
            title={<a href={urls.series({ series: row.id })}>{row.name}</a>}
            note={`${hoursFrom(session.starts, session.ends, timeZone)} · ${whyThisSeat(one, gap)}`}
            end={
              <>
                {one.expiresAt === null ? (
                  <Sig tone="calm">Too soon to offer</Sig>
                ) : one.chairs > 0 ? (
                  <form method="post" action={urls.makeUpOffers({ episode })}>
                    <input type="hidden" name="session" value={one.sessionId} />
                    <input type="hidden" name="back" value={back} />
                    <Button small label={`Offer ${row.name}, ${weekDay(day)}, to ${of}`}>
                      Offer
                    </Button>
                  </form>
                ) : (
                  <Sig tone="calm">Offered to others</Sig>
                )}
                <form method="post" action={urls.seats({ episode })}>
                  <input type="hidden" name="deed" value="take" />
                  <input type="hidden" name="series" value={row.id} />
                  <input type="hidden" name="from" value={day} />
                  <input type="hidden" name="to" value={day} />
                  <input type="hidden" name="back" value="week" />
                  <Button small kind="quiet" label={`Hold this seat: ${row.name}, ${weekDay(day)}`}>
                    Hold this seat
                  </Button>
                </form>
              </>
            }
          />
        )
      })}
    </Rows>
  )
}
