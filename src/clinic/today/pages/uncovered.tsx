import { addDays, dayAt, timeAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { type Uncovered, uncoveredMeetings } from '../../attendance/queries/closures.ts'
import type { TodayCard } from './today-card.ts'

/** So many days ahead a meeting that nobody covers is told on Today; so many people, and meetings of each, are named. */
const ahead = 14
const people = 5
const meetings = 3

/** Who is away from meetings that nobody covers, the soonest first: to whoever arranges cover. Read from time away on, by its index. */
export async function uncoveredCard(work: Work): Promise<TodayCard | null> {
  if (!may(work.by, 'cover.arrange')) return null
  const today = dayAt(work.at, work.clinic.timeZone)
  const found = await uncoveredMeetings(work, { from: today, to: addDays(today, ahead) })
  const byPerson = [...Map.groupBy(found, (one) => one.staffId).values()]
  if (byPerson.length === 0) return null
  return {
    clientIds: [],
    card: (
      <Card
        title="Away, and nobody covers"
        hint={`${plural(new Set(found.map((one) => one.sessionId)).size, 'meeting', 'meetings')} in the next two weeks`}
        flush
      >
        <Rows label="Who is away from meetings that nobody covers">
          {byPerson.slice(0, people).map((theirs) => (
            <PersonAway theirs={theirs} zone={work.clinic.timeZone} today={today} />
          ))}
          {byPerson.length > people && <Row title={`${byPerson.length - people} more people are away`} />}
        </Rows>
      </Card>
    ),
  }
}

const PersonAway = ({ theirs, zone, today }: { theirs: readonly Uncovered[]; zone: string; today: string }) => {
  const [first] = theirs
  const last = theirs.at(-1)
  if (first === undefined || last === undefined) return null
  const named = theirs
    .slice(0, meetings)
    .map(
      (one) =>
        `${one.name}, ${weekDay(one.day)}, ${timeAt(one.begins, zone)} (${one.left === 0 ? 'nobody leads' : one.part === 'co-lead' ? 'no co-leader' : 'no lead'}, ${one.seated} seated)`,
    )
  const more = theirs.length - named.length
  return (
    <Row
      title={<span dir="auto">{first.staff}</span>}
      note={`${named.join('; ')}${more > 0 ? `; ${more} more` : ''}.`}
      end={
        <>
          {first.day <= addDays(today, 1) && <Sig tone="warning">{first.day === today ? 'Today' : 'Tomorrow'}</Sig>}
          <Button
            small
            href={urls.cover({ staff: first.staffId, from: first.day, to: last.day })}
            label={`Arrange cover for ${first.staff}`}
          >
            Cover
          </Button>
        </>
      }
    />
  )
}
