import { addDays, daysBetween, type Day } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import type { Person } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { shortDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { nameOf } from '../../clients/queries.ts'
import { type Mix, mixWarning, type Phase, type PhasePolicy, phaseWords } from '../phase.ts'
import type { chairsOf } from '../queries/series.ts'

export type Seats = Awaited<ReturnType<typeof chairsOf>>

/** A seat that goes on through a change of the group's hour is shown as one. */
export function joinedSeats(seats: Seats): Seats {
  const joined: Seats = []
  for (const seat of seats) {
    const before = joined.findLast((one) => one.clientId === seat.clientId && one.number === seat.number)
    if (before?.to != null && addDays(before.to, 1) === seat.from)
      joined[joined.indexOf(before)] = { ...before, to: seat.to }
    else joined.push(seat)
  }
  return joined
}

export type Board = {
  seats: Seats
  chairs: number[]
  free: number[]
  held: number[]
  offered: number[]
  waiting: number
  least: number
  phases: ReadonlyMap<string, Phase>
  mentors: ReadonlySet<string>
  mix: Mix
  policy: PhasePolicy
}

type ChairsProps = { series: string; board: Board; today: Day; by: Person }

/** Who sits on which chair, since when, and how far along; what is held, offered and waited for. */
export const SeatBoard = ({ series, board, today, by }: ChairsProps) => {
  const { seats, chairs, held, offered, waiting, least, mix, policy } = board
  const now = seats.filter((seat) => seat.from <= today)
  const warning = mixWarning(mix, policy)
  return (
    <>
      {warning !== null && (
        <Notice tone="warning" title="Many newcomers">
          {warning}
        </Notice>
      )}
      {now.length > 0 && now.length < least && (
        <Notice tone="warning" title="Fewer than it needs">
          {`It needs at least ${plural(least, 'person', 'people')}, and ${plural(now.length, 'sits', 'sit')} here.`}
        </Notice>
      )}
      <Card
        title="Who sits where?"
        hint={[
          `${now.length} of ${plural(chairs.length, 'chair', 'chairs')} taken today`,
          now.length > 0 && `${mix.newcomers} new, ${mix.further} further along`,
          held.length > 0 && `${held.length} held by visitors`,
          offered.length > 0 && `${offered.length} offered`,
          waiting > 0 && `${plural(waiting, 'person waits', 'people wait')}`,
        ]
          .filter(Boolean)
          .join(' · ')}
        flush={seats.length > 0}
      >
        {seats.length === 0 ? (
          <Empty title="Every chair is free">Seats are given from the plan of a client.</Empty>
        ) : may(by, 'client.see') ? (
          <Chairs series={series} board={board} today={today} by={by} />
        ) : (
          <p>Your role sees how full a group is, not who sits in it.</p>
        )}
      </Card>
    </>
  )
}

const Chairs = ({ series, board, today, by }: ChairsProps) => {
  const { seats, free, held, offered, phases, mentors } = board
  const aside = [
    ...held.map((number) => ({ number, word: 'Held by a visitor' })),
    ...offered.filter((number) => !held.includes(number)).map((number) => ({ number, word: 'Offered' })),
  ].sort((a, b) => a.number - b.number)
  const open = free.filter((number) => !aside.some((one) => one.number === number))
  return (
    <Rows label="Chairs">
      {seats.map((seat) => {
        const phase = phases.get(seat.episodeId)
        const isMentor = mentors.has(seat.episodeId)
        return (
          <Row
            lead={String(seat.number)}
            end={
              <>
                {isMentor && <Sig tone="good">Peer mentor</Sig>}
                {phase !== undefined && (
                  <HowFar phase={phase} episode={may(by, 'plan.see') ? seat.episodeId : null} name={nameOf(seat)} />
                )}
                {seat.from > today ? (
                  <Sig tone="info">{`From ${weekDay(seat.from)}`}</Sig>
                ) : (
                  <small class="muted">{`since ${shortDay(seat.from)}${seat.to === null ? '' : `, until ${shortDay(seat.to)}`}`}</small>
                )}
                {may(by, 'seat.give') && seat.from <= today && (
                  <form method="post" action={urls.seriesMentors({ series })}>
                    <input type="hidden" name="seat" value={seat.seatId} />
                    <input type="hidden" name="is" value={isMentor ? 'no' : 'yes'} />
                    <Button small label={`${isMentor ? 'No mentor any more' : 'Make mentor'}: ${nameOf(seat)}`}>
                      {isMentor ? 'No mentor any more' : 'Make mentor'}
                    </Button>
                  </form>
                )}
              </>
            }
          >
            <PersonLine
              name={nameOf(seat)}
              href={urls.client({ client: seat.clientId })}
              pronouns={seat.pronouns}
              dayOfStay={seat.since > today ? null : daysBetween(seat.since, today) + 1}
              noInitials
            />
          </Row>
        )
      })}
      {aside.map(({ number, word }) => (
        <Row lead={String(number)} title={<span class="muted">{word}</span>} />
      ))}
      {open.length > 0 && (
        <Row
          lead={open.length === 1 ? String(open[0]) : `${open[0]}…`}
          title={<span class="muted">{open.length === 1 ? 'Free' : `${open.length} chairs are free`}</span>}
        />
      )}
    </Rows>
  )
}

/** How far along somebody is; whoever reads plans comes from here to what was said about it. */
const HowFar = ({ phase, episode, name }: { phase: Phase; episode: string | null; name: string }) => {
  const signal = <Sig tone={phase === 'newcomer' ? 'info' : 'calm'}>{phaseWords[phase]}</Sig>
  return episode === null ? (
    signal
  ) : (
    <a href={urls.stayPhases({ episode })} aria-label={`${phaseWords[phase]}: how far along ${name} is`}>
      {signal}
    </a>
  )
}
