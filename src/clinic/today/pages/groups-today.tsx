import { timeAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import type { Today } from '../queries.ts'

export function GroupsToday({ facts, work }: { facts: Today; work: Work }) {
  const zone = work.clinic.timeZone
  const toCome = facts.groups.filter((group) => new Date(group.endsAt) > work.at).length
  return (
    <Card
      title="Groups today"
      action={
        <a href={urls.groups()}>
          {facts.groupCount > facts.groups.length ? `All ${facts.groupCount}` : `${toCome} to come`}
        </a>
      }
      flush={facts.groups.length > 0}
    >
      {facts.groups.length === 0 ? (
        <Empty title="No group meets today" next={<Button href={urls.groups()}>See other days</Button>} />
      ) : (
        <Rows label="Groups today">
          {facts.groups.map((group) => (
            <Row
              lead={<time>{timeAt(new Date(group.startsAt), zone)}</time>}
              title={
                may(work.by, 'attendance.see') ? (
                  <a href={urls.roster({ session: group.id })}>{group.name}</a>
                ) : (
                  group.name
                )
              }
              note={`${group.leaders} · ${group.room}`}
              end={<GroupState group={group} at={work.at} />}
            />
          ))}
        </Rows>
      )}
    </Card>
  )
}

function GroupState({ group, at }: { group: Today['groups'][number]; at: Date }) {
  const [starts, ends] = [new Date(group.startsAt), new Date(group.endsAt)]
  if (group.signed) return <Sig tone="good">{`${group.here} here, signed`}</Sig>
  if (group.marked > 0)
    return <Sig tone={ends < at ? 'warning' : 'good'}>{`${group.here} of ${group.seated} here`}</Sig>
  if (starts > at) {
    const minutes = Math.round((starts.getTime() - at.getTime()) / 60_000)
    return minutes <= 60 ? (
      <Sig tone="info">{`Starts in ${minutes} min`}</Sig>
    ) : (
      <small>{`${group.seated} of ${group.chairs} seats`}</small>
    )
  }
  return group.seated === 0 ? <small>Nobody is seated</small> : <Sig tone="warning">Roster not marked</Sig>
}
