import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { StopDue } from '../queries/stops-due.ts'

/** The stops that nobody has settled and no other care has taken over: who, what, whose, by when. */
export const StopsCard = ({ stops, work }: { stops: StopDue[]; work: Work }) => {
  const late = stops.filter((one) => one.isLate).length
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
        {stops.map((one) => (
          <Row
            end={
              one.isLate ? (
                <Sig tone="danger">
                  Due since <At at={one.dueAt} zone={work.clinic.timeZone} />
                </Sig>
              ) : (
                <Sig tone="warning">
                  By <At at={one.dueAt} zone={work.clinic.timeZone} />
                </Sig>
              )
            }
          >
            <PersonLine
              name={one.clientName}
              href={`${urls.placement({ client: one.clientId })}#stop-${one.stop.id}`}
              pronouns={one.pronouns}
              meta={
                <>
                  {one.stop.because} To: {one.stop.routeLabel}. Owner: <span dir="auto">{one.owner.name}</span>
                </>
              }
            />
          </Row>
        ))}
      </Rows>
    </Card>
  )
}
