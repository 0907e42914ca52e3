import { timeAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { serviceKind } from '../../programs/library.ts'
import type { Today } from '../queries.ts'

const kinds: Record<string, string> = {
  individual: 'Individual',
  family: 'Family',
  'medication-management': 'Medication',
}

export const Visits = ({ facts, work }: { facts: Today; work: Work }) =>
  facts.visits.length === 0 ? null : (
    <Card title="Your visits today" flush>
      <Rows label="Visits">
        {facts.visits.map((one) => (
          <Row
            lead={<time>{timeAt(new Date(one.startsAt), work.clinic.timeZone)}</time>}
            title={
              <a href={urls.chartSessions({ client: one.clientId })} dir="auto">
                {one.name}
              </a>
            }
            note={`${kinds[one.kind] ?? serviceKind(one.kind)?.label ?? one.kind}, until ${timeAt(new Date(one.endsAt), work.clinic.timeZone)}`}
            end={
              one.mark === null ? (
                new Date(one.endsAt) < work.at ? (
                  <Sig tone="warning">Not marked</Sig>
                ) : undefined
              ) : (
                <Sig tone={one.mark === 'absent' ? 'danger' : 'good'}>
                  {one.mark === 'absent' ? 'Did not attend' : 'Held'}
                </Sig>
              )
            }
          />
        ))}
      </Rows>
    </Card>
  )
