import { dayAt, timeAt } from '../../basics/dates.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { weekDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { visitLabel } from '../visits/rules.ts'
import type { Witness } from './queries/witnesses.ts'

export const meetingTitle = ({ what, meetingName }: Pick<Witness, 'what' | 'meetingName'>): string =>
  what === 'visit' ? visitLabel(meetingName) : meetingName

export const evidenceOf = (one: Pick<Witness, 'meetingId' | 'clientId'>): string =>
  urls.evidence({ meeting: one.meetingId, client: one.clientId })

/** For Today, and wherever a list is short: whose minutes wait for a word. Nothing where nobody's do. */
export const UnsettledCard = ({ unsettled, most = 6 }: { unsettled: readonly Witness[]; most?: number }) =>
  unsettled.length === 0 ? null : (
    <Card
      title="Whose attendance is not settled?"
      hint="Roster, video and check-in say different things."
      action={<a href={urls.witnesses()}>{unsettled.length > most ? `All ${unsettled.length}` : 'All'}</a>}
      tone="warning"
      flush
    >
      <Rows label="Attendance to settle">
        {unsettled.slice(0, most).map((one) => (
          <Row
            lead={weekDay(dayAt(one.starts, one.zone)).split(',')[0]}
            title={<a href={evidenceOf(one)}>{one.name}</a>}
            note={`${meetingTitle(one)}, ${timeAt(one.starts, one.zone)} · ${one.leaders || 'no leader'}`}
          >
            {one.differences.map(({ words }) => (
              <p>{words}</p>
            ))}
          </Row>
        ))}
      </Rows>
    </Card>
  )
