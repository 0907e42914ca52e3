import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { urls } from '../../../urls.ts'

export type Waiting = { toTell: number; switches: number }

/** What clients wait for: to be told what changed, and to be answered. Not there when nobody waits. */
export const WaitingCard = ({ waiting: { toTell, switches } }: { waiting: Waiting }) =>
  toTell + switches === 0 ? null : (
    <Card title="Clients wait for you" flush>
      <Rows label="Clients wait for you">
        {toTell > 0 && (
          <Row
            title={<a href={urls.toTell()}>To tell</a>}
            note={`${plural(toTell, 'person does', 'people do')} not know yet what changed in their week`}
          />
        )}
        {switches > 0 && (
          <Row
            title={<a href={urls.switches()}>Wishes for a change</a>}
            note={`${plural(switches, 'wish waits', 'wishes wait')} for an answer: another group, therapist or time`}
          />
        )}
      </Rows>
    </Card>
  )
