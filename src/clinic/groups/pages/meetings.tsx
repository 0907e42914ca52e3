import type { Day } from '../../../basics/dates.ts'
import type { Person } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { serviceKind } from '../../programs/library.ts'
import { licenceFlag } from '../opening.ts'
import type { Leading } from '../queries/leaders.ts'
import type { meetingsOf } from '../queries/series.ts'

/** What is wrong with who leads on a date: nobody does, or the licence of whoever does has ended by then. */
export function flagsOn(leaders: readonly Leading[], day: Day, kind: string): string[] {
  if (!(serviceKind(kind)?.countsTowardDose ?? false)) return []
  const leading = leaders.filter((one) => one.from <= day && (one.to === null || one.to >= day))
  if (!leading.some((one) => one.part === 'lead')) return ['Nobody leads']
  return leading.flatMap((one) => licenceFlag(`${one.givenName} ${one.familyName}`, one.licensedUntil, day) ?? [])
}

type MeetingsProps = {
  title: string
  none: string
  meetings: Awaited<ReturnType<typeof meetingsOf>>
  by: Person
  kind: string
  at: Date
  /** For meetings to come: whose licence stands on each date. */
  leaders?: readonly Leading[]
}

export const Meetings = ({ title, none, meetings, by, kind, at, leaders }: MeetingsProps) => (
  <Card title={title} flush={meetings.length > 0}>
    {meetings.length === 0 ? (
      <p>{none}</p>
    ) : (
      <Rows label={title}>
        {meetings.map((one) => {
          const day = weekDay(one.heldOn)
          const isOver = one.ends !== null && one.ends <= at
          const flags = leaders === undefined || one.isOff ? [] : flagsOn(leaders, one.heldOn, kind)
          return (
            <Row
              title={may(by, 'attendance.see') ? <a href={urls.roster({ session: one.id })}>{day}</a> : day}
              note={
                one.cancelledBecause !== null
                  ? `Cancelled: ${one.cancelledBecause}`
                  : isOver
                    ? `${one.there} of ${one.seated} were there`
                    : `${one.seated} expected`
              }
              end={
                <>
                  {flags.map((flag) => (
                    <Sig tone="warning">{flag}</Sig>
                  ))}
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
