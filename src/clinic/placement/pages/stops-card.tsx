import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { StopDue } from '../queries/stops-due.ts'

/**
 * The stops that nobody has settled and no other care has taken over, a row a person: what presses most, whose, by when.
 */
export const StopsCard = ({ stops, work }: { stops: StopDue[]; work: Work }) => {
  const late = stops.filter((one) => one.isLate).length
  const people = Map.groupBy(stops, (one) => one.clientId)
  return (
    <Card
      title={`Stops to act on: ${stops.length}`}
      tone={late > 0 ? 'danger' : 'warning'}
      hint={
        late > 0 ? `${plural(late, 'is', 'are')} past the time. These come first.` : 'Each has an owner and a time.'
      }
      flush
    >
      <Rows label="Stops to act on">
        {[...people.values()].map((theirs) => (
          <Line stops={theirs} work={work} />
        ))}
      </Rows>
    </Card>
  )
}

const Line = ({ stops, work }: { stops: StopDue[]; work: Work }) => {
  const [first, ...others] = stops
  if (first === undefined) return null
  const zone = work.clinic.timeZone
  const owners = [...new Set(stops.map((one) => one.owner.name))]
  return (
    <Row
      end={
        <Sig tone={first.isLate ? 'danger' : 'warning'}>
          {first.isLate ? 'Due since ' : 'By '}
          <At at={first.dueAt} zone={zone} />
        </Sig>
      }
    >
      <PersonLine
        name={first.clientName}
        href={`${urls.placement({ client: first.clientId })}#stop-${first.stop.id}`}
        pronouns={first.pronouns}
        meta={
          <>
            {first.stop.because} To: {first.stop.routeLabel}.
            {others.length > 0 && ` And ${plural(others.length, 'stop', 'stops')} more.`} Owner:{' '}
            <span dir="auto">{owners.join(', ')}</span>
          </>
        }
      />
    </Row>
  )
}
