import { Hono } from 'hono'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows, Tile, Tiles } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Pages, partAsked, partOf } from '../../../ui/paging.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { type Door, showing, workOf } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { type Lack, type Standing, standings, type TouchKind } from '../next-touch.ts'
import { type Next, nextTouchOf } from '../queries/next-touch.ts'

export const nobodyLost = new Hono<Door>()

/** So many are drawn at once. */
const size = 100

nobodyLost.get(urls.nobodyLost.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'trouble.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const { people, settled } = await nextTouchOf(work)
  // Who has only asked, and is nobody's client yet, is the admissions desk's.
  const seen = may(work.by, 'inquiry.see') ? people : people.filter(({ clientId }) => clientId !== null)
  const lacking = seen.filter(({ lack }) => lack !== null)
  const orphaned = seen.filter((one) => one.standing === 'in-care' && one.namedHasLeft)
  const chosen = standings.find((one) => one === c.req.query('standing')) ?? null
  const list = chosen === null ? [] : seen.filter(({ standing }) => standing === chosen)
  const part = partAsked(c.req.query('page'), list.length, size)
  const listed = partOf(list, part)
  const shown = [...lacking.slice(0, size), ...orphaned.slice(0, size), ...listed]
  showing(c, 'nobody lost', [...new Set(shown.flatMap(({ clientId }) => clientId ?? []))])
  return c.html(
    <StaffPage
      c={c}
      current="Concerns"
      title="Who has nothing before them?"
      over="Nobody lost"
      crumbs={[{ label: 'Concerns', href: urls.concerns() }]}
      answer={
        lacking.length === 0
          ? 'Nobody: everyone has a next day, and somebody whose it is'
          : `${plural(lacking.length, 'person has', 'people have')} no next day, or nobody whose it is`
      }
      intro="Counted are meetings, visits, promised calls, steps, alerts, reviews, plans and follow-ups: for everyone in care, away or waiting, and for a year after leaving. Where nothing lies ahead of somebody, Stepwell puts a step before whoever they belong to."
    >
      <Tiles label="Where people stand">
        {standings.map((standing) => {
          const own = seen.filter((one) => one.standing === standing)
          const late = own.filter(({ nextOn }) => nextOn !== null && nextOn < today).length
          return (
            <Tile
              name={names[standing]}
              value={own.length}
              href={urls.nobodyLost({ standing })}
              note={late === 0 ? 'Nothing is late' : `${late} late`}
              tone={late > 0 ? 'warning' : undefined}
            />
          )
        })}
      </Tiles>
      <Card title={lacking.length === 0 ? 'Exceptions' : `Exceptions: ${lacking.length}`} flush={lacking.length > 0}>
        {lacking.length === 0 ? (
          <Empty title="There is none" />
        ) : (
          <Rows label="Exceptions">
            {lacking.slice(0, size).map((one) => (
              <Person one={one} today={today} />
            ))}
            {lacking.length > size && <Row title={`And ${lacking.length - size} more`} />}
          </Rows>
        )}
      </Card>
      {orphaned.length > 0 && (
        <Card title="Whose primary therapist has left" hint="Somebody answers for them until another is named" flush>
          <Rows label="Whose primary therapist has left">
            {orphaned.slice(0, size).map((one) => (
              <Person one={one} today={today} handOver />
            ))}
            {orphaned.length > size && <Row title={`And ${orphaned.length - size} more`} />}
          </Rows>
        </Card>
      )}
      {chosen !== null && (
        <Card
          title={`${names[chosen]}: ${list.length}`}
          hint={chosen === 'gone' && settled.length > 0 ? settledWords(settled) : 'Whose day comes first stands first'}
          flush={listed.length > 0}
        >
          {listed.length === 0 ? (
            <Empty title="Nobody" />
          ) : (
            <>
              <Rows label={names[chosen]}>
                {listed.map((one) => (
                  <Person one={one} today={today} />
                ))}
              </Rows>
              <Pages part={part} href={(page) => urls.nobodyLost({ standing: chosen, page })} />
            </>
          )}
        </Card>
      )}
    </StaffPage>,
  )
})

const names: Record<Standing, string> = {
  'in-care': 'In care',
  waiting: 'Waiting to begin',
  paused: 'Away for a while',
  gone: 'Left within a year',
}

const lacks: Record<Lack, string> = {
  'no-day': 'No next day',
  'too-far': 'Too far ahead',
  nobody: 'Nobody’s',
}

const touches: Record<TouchKind, string> = {
  meeting: 'Group',
  visit: 'Visit',
  call: 'Call',
  concern: 'A concern’s next step',
  alert: 'Alert to answer',
  alarm: 'Safety answers',
  review: 'Look after a review',
  plan: 'Plan to write, sign or review',
  medical: 'Prescriber’s follow-up',
  'hand-off': 'Hand-off to look after',
  pause: 'Ask how they are, and when they come back',
  step: 'The inquiry’s next step',
  'booked-call': 'Booked call',
  offer: 'Answer to an offered seat',
  task: 'Task of a step',
  'first-day': 'First days',
  'follow-up': 'Follow-up after leaving',
  aftercare: 'A step of their plan for afterwards',
}

function settledWords(settled: readonly { because: 'declines' | 'died' | 'done' }[]): string {
  const count = (because: string) => settled.filter((one) => one.because === because).length
  const parts = [
    count('declines') === 0 ? '' : `${count('declines')} asked not to be called`,
    count('done') === 0 ? '' : `for ${count('done')} the clinic’s last call was made`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `Not in the list: ${parts.join(', ')}`
}

const Person = ({ one, today, handOver = false }: { one: Next; today: Day; handOver?: boolean }) => {
  const isLate = one.nextOn !== null && one.nextOn < today
  const next =
    one.nextOn === null || one.what === null
      ? 'Nothing is planned.'
      : `${touches[one.what]}, ${isLate ? 'was due' : one.nextOn === today ? 'today,' : ''} ${weekDay(one.nextOn)}.`
  const whose =
    one.owner === null
      ? 'Nobody works with clients here.'
      : one.named === null
        ? `${one.owner}’s: nobody else is named.`
        : one.named === one.owner
          ? `${one.owner}’s.`
          : `${one.owner}, for ${one.named}, who ${one.namedHasLeft ? 'has left' : 'is away then'}.`
  return (
    <Row
      end={
        handOver && one.clientId !== null ? (
          <Button small href={urls.client({ client: one.clientId })} label={`Name a therapist for ${one.name}`}>
            Name another
          </Button>
        ) : (
          <>
            {one.lack !== null ? (
              <Sig tone="danger">{lacks[one.lack]}</Sig>
            ) : isLate ? (
              <Sig tone="warning">Late</Sig>
            ) : undefined}
            {one.lack !== null && one.clientId !== null && (
              <Button small href={urls.outreach({ client: one.clientId })} label={`Give a next day to ${one.name}`}>
                Give a next day
              </Button>
            )}
          </>
        )
      }
    >
      <PersonLine
        name={one.name}
        href={
          one.inquiryId !== null
            ? urls.inquiry({ inquiry: one.inquiryId })
            : urls.client({ client: one.clientId ?? '' })
        }
        meta={`${next.replace('  ', ' ')} ${whose}`}
      />
    </Row>
  )
}
