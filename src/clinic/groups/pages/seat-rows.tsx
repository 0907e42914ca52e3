import type { Day } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { OnDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { Stay } from '../../plans/queries.ts'
import { fillsWeek, type WeekTotal } from '../../plans/scheduled.ts'
import type { Floor } from '../../programs/dose.ts'
import { serviceKind } from '../../programs/library.ts'
import type { Offered, SeatHeld } from '../queries/seating.ts'
import { type SeatOffers, seatOffers, type Seeker } from '../rules.ts'
import { inWords, weekdayName, type Weekly } from '../times.ts'

type OffersProps = {
  stay: Stay
  offered: Offered[]
  seeker: Seeker
  from: Day
  total: WeekTotal
  floor: Floor | null
  bookedDays: Set<number>
}

export function Offers({ stay, offered, seeker, from, total, floor, bookedDays }: OffersProps) {
  const byId = new Map(offered.map((one) => [one.series.id, one]))
  const { fitting, notFitting } = seatOffers(
    offered.map((one) => one.series),
    seeker,
    from,
    stay.lastDay,
  )
  const needsDays = floor !== null && total.days < floor.daysPerWeek
  return (
    <>
      <Card
        title="Which groups fit?"
        flush={fitting.length > 0}
        hint={`${plural(fitting.length, 'group', 'groups')} with a free seat from ${weekDay(from)} on: where newer sit beside further along first, then soonest`}
      >
        {fitting.length === 0 ? (
          <Empty title="No group fits on that day">The reasons stand below: the first could be changed soonest.</Empty>
        ) : (
          <Rows label="Groups that fit">
            {fitting.map(({ series, seatsLeft, note }) => (
              <OfferRow
                stay={stay}
                offered={byId.get(series.id)}
                seatsLeft={seatsLeft}
                mixNote={note}
                from={from}
                newDay={needsDays && !bookedDays.has(series.weekday)}
              />
            ))}
          </Rows>
        )}
      </Card>
      <Reasons
        stay={stay}
        from={from}
        open={fitting.length === 0}
        title={(n) => `${plural(n, 'group', 'groups')} of ${stay.programName} ${n === 1 ? 'does' : 'do'} not fit: why?`}
        refused={notFitting.filter(({ refusal }) => refusal.refused !== 'program')}
      />
      <Reasons
        stay={stay}
        from={from}
        title={(n) => `${plural(n, 'group', 'groups')} of other programs`}
        refused={notFitting.filter(({ refusal }) => refusal.refused === 'program')}
      />
    </>
  )
}

type ReasonsProps = {
  stay: Stay
  from: Day
  title: (n: number) => string
  refused: SeatOffers['notFitting']
  open?: boolean
}

/** What does not fit, each with the reason that binds; what could be changed soonest stands first. */
const Reasons = ({ stay, from, title, refused, open }: ReasonsProps) =>
  refused.length === 0 ? null : (
    <details class="disclose" open={open}>
      <summary>{title(refused.length)}</summary>
      <Card flush>
        <Rows label={title(refused.length)}>
          {refused.map(({ series, refusal }) => (
            <Row title={`${series.name}, ${inWords(series)}`} note={refusal.because}>
              {(refusal.refused === 'full' || refusal.refused === 'not-now') && (
                <form method="post" action={urls.newWait({ episode: stay.id })}>
                  <input type="hidden" name="series" value={series.id} />
                  <Button small label={`Join the waitlist of ${series.name}, ${inWords(series)}`}>
                    Join the waitlist
                  </Button>
                </form>
              )}
              {refusal.refused === 'affinity' && series.affinity !== null && (
                <form method="post" action={urls.seats({ episode: stay.id })}>
                  <input type="hidden" name="deed" value="affinity" />
                  <input type="hidden" name="affinity" value={series.affinity.key} />
                  <input type="hidden" name="suits" value="yes" />
                  <input type="hidden" name="from" value={from} />
                  <Button small label={`${stay.firstName} says it fits: ${series.name}`}>
                    {`${stay.firstName} says it fits`}
                  </Button>
                </form>
              )}
            </Row>
          ))}
        </Rows>
      </Card>
    </details>
  )

type OfferRowProps = {
  stay: Stay
  offered: Offered | undefined
  seatsLeft: number
  mixNote: string | null
  from: Day
  newDay: boolean
}

function OfferRow({ stay, offered, seatsLeft, mixNote, from, newDay }: OfferRowProps) {
  if (offered === undefined) return null
  const { row, series } = offered
  const kind = serviceKind(row.kind)
  return (
    <Row
      lead={weekdayName(row.weekday).slice(0, 3)}
      title={<a href={urls.series({ series: row.id })}>{row.name}</a>}
      note={[
        `${row.starts} to ${row.ends}`,
        kind?.label,
        row.leaders || 'no leader yet',
        row.room,
        seatsWord(seatsLeft, series.cap.seats),
        mixNote,
      ]
        .filter(Boolean)
        .join(' · ')}
      end={
        <>
          {newDay && <Sig tone="info">A new day</Sig>}
          {!fillsWeek({ service: row.kind, counts: row.countsTowardDose }) && <Sig tone="calm">Outside the hours</Sig>}
          <form method="post" action={urls.seats({ episode: stay.id })}>
            <input type="hidden" name="deed" value="take" />
            <input type="hidden" name="series" value={row.id} />
            <input type="hidden" name="from" value={from} />
            <Button small label={`Give seat in ${row.name}, ${inWords(series)}`}>
              Give seat
            </Button>
          </form>
        </>
      }
    />
  )
}

const seatsWord = (left: number, of: number) => `${left} of ${plural(of, 'seat', 'seats')} free`

type HeldRowProps = { seat: SeatHeld; today: Day; canRelease: boolean; form?: FormState }

export const HeldRow = ({ seat, today, canRelease, form }: HeldRowProps) => {
  const own: FormState = form?.prefix === seat.id ? form : { prefix: seat.id }
  return (
    <Row
      lead={weekdayName(seat.weekday).slice(0, 3)}
      title={<a href={urls.series({ series: seat.seriesId })}>{seat.name}</a>}
      note={
        <>
          {`${seat.starts} to ${seat.ends} · ${seat.room} · `}
          {seat.from > today ? 'from ' : 'since '}
          <OnDay day={seat.from} />
          {seat.to !== null && (
            <>
              {', until '}
              <OnDay day={seat.to} />
            </>
          )}
        </>
      }
    >
      {canRelease && !seat.isReleased && (seat.to === null || seat.to > today) && (
        <details class="disclose" open={form?.prefix === seat.id}>
          <summary>
            Move or give back this seat<span class="hidden-text">{`: ${seat.name}, ${weekdayName(seat.weekday)}`}</span>
          </summary>
          <p>
            <Button small href={urls.seatTransfer({ seat: seat.id })} label={`Move to another group: ${seat.name}`}>
              Move to another group
            </Button>
          </p>
          <form class="form" method="post" action={urls.seatRelease({ seat: seat.id })}>
            <p class="hint">
              From the day after, the chair is free for somebody else. A seat that has ended is not made longer: to come
              back, a new one is given, if one is free.
            </p>
            <DateField
              name="lastDay"
              label="Last day"
              value={own.values?.lastDay === undefined ? today : undefined}
              form={own}
            />
            <TextField name="because" label="Why" anyDirection form={own} />
            <FormActions>
              <Button small>Give seat back</Button>
            </FormActions>
          </form>
        </details>
      )}
    </Row>
  )
}

export const Times = ({ availability, name }: { availability: readonly Weekly[] | null; name: string }) =>
  availability === null ? (
    <p>
      <Sig tone="warning">Not asked yet</Sig> {`Nobody has asked ${name} yet, so no time is left out.`}
    </p>
  ) : (
    <ul>
      {availability.map((window) => (
        <li>{inWords(window)}</li>
      ))}
      {availability.length === 0 && <li>On no day, as it was said.</li>}
    </ul>
  )
