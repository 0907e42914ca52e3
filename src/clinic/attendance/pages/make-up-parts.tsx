import type { Context } from 'hono'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Row, Rows } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, hoursFrom, shortDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { closes, type Gap, type OfferState } from '../make-up-rules.ts'
import type { LostHour } from '../ahead.ts'
import type { MakeUpOffer } from '../queries/make-up-offers.ts'
import type { OfferedSeat } from '../queries/make-ups.ts'

/** Why a seat stands where it stands. */
export const whyThisSeat = (seat: OfferedSeat, gap: Gap): string =>
  [
    closes(seat, gap) ? 'closes the gap' : `brings ${hoursAndMinutes(seat.minutes)}`,
    seat.unitsGained === null ? '' : seat.unitsGained > 0 ? 'one more paid day' : 'counts for the payer',
    seat.hour === null
      ? seat.leadersKnown > 0
        ? 'a leader they know'
        : ''
      : seat.hour.isTheirTherapist
        ? 'their own therapist'
        : 'a clinician they know',
    seat.membersKnown > 0 ? `${plural(seat.membersKnown, 'member', 'members')} they know` : '',
    seat.byVideo ? 'by video' : seat.isNewDay ? 'a day they would not come otherwise' : 'on a day they come anyway',
  ]
    .filter(Boolean)
    .join(', ')

const lostWords: Record<LostHour['because'], string> = {
  closed: 'closed',
  'called-off': 'called off',
  'nobody-leads': 'nobody leads it yet',
}

/** What a week loses, in one line: 'Loses Process A, Mon, Nov 23 (closed).' Empty where it loses nothing. */
export const lostInWords = (lost: readonly LostHour[]): string =>
  lost.length === 0
    ? ''
    : `Loses ${lost.map((one) => `${one.name}, ${shortDay(one.day)} (${lostWords[one.because]})`).join('; ')}.`

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
          title={
            offer.seriesId === null ? (
              <span dir="auto">{offer.group}</span>
            ) : (
              <a href={urls.series({ series: offer.seriesId })}>{offer.group}</a>
            )
          }
          note={
            <>
              {[
                hoursFrom(offer.starts, offer.ends, timeZone),
                offer.room || (offer.byVideo ? 'by video' : 'on site'),
              ].join(' · ')}
              {offer.ahead && ' · before a closure'}
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
  week: string
  back: 'week' | 'make-ups'
  of: string
}

/** The seats and hours that could mend a week, the best first: to be offered, or held at once. */
export const SeatRows = ({ c, seats, gap, episode, week, back, of }: SeatRowsProps) => {
  const { timeZone } = workOf(c).clinic
  return (
    <Rows label={`Make-up seats for ${of}`}>
      {seats.map((one) => {
        const { name, day, seat, hour } = one
        return (
          <Row
            lead={weekDay(day)}
            title={
              seat === null ? <span dir="auto">{name}</span> : <a href={urls.series({ series: seat.row.id })}>{name}</a>
            }
            note={`${hoursFrom(one.starts, one.ends, timeZone)} · ${whyThisSeat(one, gap)}`}
            end={
              <>
                {one.expiresAt === null ? (
                  <Sig tone="calm">Too soon to offer</Sig>
                ) : one.chairs > 0 ? (
                  <form method="post" action={urls.makeUpOffers({ episode })}>
                    <input type="hidden" name="session" value={one.sessionId} />
                    <input type="hidden" name="week" value={week} />
                    <input type="hidden" name="back" value={back} />
                    <Button
                      small
                      label={`Offer ${name}, ${weekDay(day)}${hour === null ? '' : ` at ${hour.starts}`}, to ${of}`}
                    >
                      Offer
                    </Button>
                  </form>
                ) : (
                  <Sig tone="calm">Offered to others</Sig>
                )}
                {seat !== null && (
                  <form method="post" action={urls.seats({ episode })}>
                    <input type="hidden" name="deed" value="take" />
                    <input type="hidden" name="series" value={seat.row.id} />
                    <input type="hidden" name="from" value={day} />
                    <input type="hidden" name="to" value={day} />
                    <input type="hidden" name="back" value="week" />
                    <Button small kind="quiet" label={`Hold this seat: ${name}, ${weekDay(day)}`}>
                      Hold this seat
                    </Button>
                  </form>
                )}
              </>
            }
          />
        )
      })}
    </Rows>
  )
}
