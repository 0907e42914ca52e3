import type { Person } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import type { Unheld } from '../queries/coming.ts'
import type { meetingsOf } from '../queries/series.ts'

type MeetingsProps = {
  title: string
  none: string
  meetings: Awaited<ReturnType<typeof meetingsOf>>
  by: Person
  at: Date
  /** For meetings to come: what stands against whoever leads on each date. */
  unheld?: readonly Unheld[]
}

export const Meetings = ({ title, none, meetings, by, at, unheld = [] }: MeetingsProps) => (
  <Card title={title} flush={meetings.length > 0}>
    {meetings.length === 0 ? (
      <p>{none}</p>
    ) : (
      <Rows label={title}>
        {meetings.map((one) => {
          const day = weekDay(one.heldOn)
          const isOver = one.ends !== null && one.ends <= at
          const flags = one.isOff ? [] : unheld.filter((found) => found.sessionId === one.id)
          return (
            <Row
              title={may(by, 'attendance.see') ? <a href={urls.roster({ session: one.id })}>{day}</a> : day}
              note={
                one.cancelledBecause !== null
                  ? `Cancelled: ${one.cancelledBecause}`
                  : isOver
                    ? `${one.there} of ${one.seated} were there`
                    : flags.length === 0
                      ? `${one.seated} expected`
                      : [`${one.seated} expected.`, ...flags.map((found) => found.refusal.because)].join(' ')
              }
              end={
                <>
                  {flags.length > 0 && <Sig tone="warning">Look at who leads</Sig>}
                  {one.isOff ? (
                    <Sig tone="calm">Cancelled</Sig>
                  ) : (
                    isOver &&
                    (one.signedAt === null ? (
                      <Sig tone="warning">Note not signed</Sig>
                    ) : (
                      <Sig tone="good">Note signed</Sig>
                    ))
                  )}
                </>
              }
            />
          )
        })}
      </Rows>
    )}
  </Card>
)
