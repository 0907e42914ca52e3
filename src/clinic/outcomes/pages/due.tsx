import { Hono, type Context } from 'hono'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { instrument } from '../../instruments/catalog.ts'
import { LentNow } from '../../tablets/lent-now.tsx'
import { tabletsLent } from '../../tablets/queries.ts'
import { inRoom } from '../queries/room.ts'
import { dueHere, leftHalfway, placesOn } from '../queries/tablet.ts'
import { Alarms } from '../alarms.tsx'
import { unansweredAskings } from '../queries/asking.ts'
import { openAlarmCount, openAlarms, openAlarmsAmong } from '../queries/alarms.ts'
import { type ClientDue, measuresDue } from '../queries/due.ts'
import { Unanswered } from './asking.tsx'

/** Who is to answer what today: in the house, and in one room as its group begins. */
export const due = new Hono<Door>()
const mostShown = 100
const mostAlarms = 500

due.get(urls.measuresDue.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.see')
  if (denied) return forbidden(c, denied.because)
  const day = dayAt(work.at, work.clinic.timeZone)
  const program = c.req.query('program')
  const people = await measuresDue(work, { day, ...(isId(program) && { program }) })
  const alarms = await openAlarms(work, mostAlarms)
  const silent = await unansweredAskings(work)
  const shown = people.slice(0, mostShown)
  showing(c, 'measures due', [...new Set([...shown, ...alarms, ...silent].map(({ clientId }) => clientId))])
  return c.html(
    <StaffPage
      c={c}
      current="Today"
      title="Measures due"
      answer={
        people.length === 0
          ? 'Nobody is to answer anything today'
          : `${plural(people.length, 'person has', 'people have')} something to answer`
      }
      crumbs={[{ label: 'Today', href: urls.today() }]}
      intro="By the cadence of their program. Clients find the questions on their own page; a whole room answers as its group begins."
      actions={
        <>
          {may(work.by, 'instrument.decide') && <Button href={urls.measureRules()}>How often</Button>}
          {may(work.by, 'outcome.see') && <Button href={urls.progress()}>Progress in eight weeks</Button>}
        </>
      }
    >
      <Alarms alarms={alarms} of={alarms.length < mostAlarms ? alarms.length : await openAlarmCount(work)} />
      <Unanswered askings={silent} />
      <Card title="Who is to answer" flush>
        {people.length === 0 ? <Empty title="Everyone has answered" /> : <People people={shown} today={day} c={c} />}
      </Card>
      {people.length > shown.length && (
        <p class="muted">
          The first {shown.length} of {people.length}.
        </p>
      )}
    </StaffPage>,
  )
})

due.get(urls.roomMeasures.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.see')
  if (denied) return forbidden(c, denied.because)
  const room = await inRoom(work, c.req.param('session'))
  if (room === undefined) return notFound(c)
  const { day, people } = room
  const waiting = await measuresDue(work, { day, clients: people.map(({ clientId }) => clientId) })
  const alarms = await openAlarmsAmong(
    work,
    people.map(({ clientId }) => clientId),
  )
  showing(
    c,
    'measures of a room',
    people.map(({ clientId }) => clientId),
  )
  const answered = people.filter((one) => one.answeredToday)
  const rounds = await tabletsLent(work, { session: room.id })
  const places = await placesOn(
    work,
    rounds.map(({ id }) => id),
  )
  const halfway = await leftHalfway(work, room.id)
  const ids = people.map(({ clientId }) => clientId)
  const handsRound =
    may(work.by, 'measure.record') &&
    day === dayAt(work.at, work.clinic.timeZone) &&
    (await dueHere(work, ids)).length > 0
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={`${room.name}: questions`}
      answer={
        waiting.length === 0
          ? 'Everyone in the room has answered'
          : `${plural(waiting.length, 'person has', 'people have')} something to answer`
      }
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: room.name, href: urls.roster({ session: room.id }) },
      ]}
      intro="Hand a tablet round, or let everyone open their own page on their own telephone: the questions stand on top. Whoever has neither is asked, and you record it here."
      actions={
        <>
          {handsRound && (
            <Button kind="main" href={urls.newRound({ session: room.id })}>
              Hand a tablet round
            </Button>
          )}
          <Button href={urls.roomMeasures({ session: room.id })}>Look again</Button>
        </>
      }
    >
      <Alarms alarms={alarms} />
      <LentNow
        title={plural(rounds.length, 'tablet goes round', 'tablets go round')}
        zone={work.clinic.timeZone}
        tablets={rounds.map((one, n) => ({
          ...one,
          name: `Tablet ${n + 1}`,
          counted: plural(places.get(one.id) ?? 0, 'place', 'places'),
        }))}
        mayEnd={may(work.by, 'measure.record')}
      />
      {halfway.length > 0 && (
        <Notice tone="info" title="Handed on halfway">
          What they had marked is kept, without a score:{' '}
          {halfway.map((one, n) => (
            <>
              {n > 0 && ', '}
              <a href={urls.measures({ client: one.clientId })}>{one.name}</a>
            </>
          ))}
          .
        </Notice>
      )}
      <Card title="Who is to answer" flush>
        {waiting.length === 0 ? (
          <Empty
            title="Nobody has anything to answer"
            next={<Button href={urls.roster({ session: room.id })}>Go to the roster</Button>}
          />
        ) : (
          <People people={waiting} today={day} c={c} />
        )}
      </Card>
      {answered.length > 0 && (
        <Card title={`${answered.length} answered today`} flush>
          <Rows label="Answered today">
            {answered.map(({ name, clientId }) => (
              <Row end={<Sig tone="good">Answered</Sig>}>
                <PersonLine name={name} href={urls.measures({ client: clientId })} />
              </Row>
            ))}
          </Rows>
        </Card>
      )}
    </StaffPage>,
  )
})

const People = ({ people, today, c }: { people: readonly ClientDue[]; today: Day; c: Context<Door> }) => (
  <Rows label="Who is to answer">
    {people.map(({ clientId, name, list, program }) => (
      <Row
        end={
          may(workOf(c).by, 'measure.record') && (
            <span class="line-up">
              {list.map((one) => (
                <Button
                  small
                  href={urls.newMeasure({ client: clientId }, { instrument: one.instrument })}
                  label={`Record ${instrument(one.instrument).title} of ${name}`}
                >
                  {instrument(one.instrument).title}
                </Button>
              ))}
            </span>
          )
        }
      >
        <PersonLine
          name={name}
          href={urls.measures({ client: clientId })}
          meta={`${program} · ${list
            .map(
              (one) =>
                `${instrument(one.instrument).title} ${one.last === null ? 'never answered' : one.due === today ? 'due today' : `due since ${shortDay(one.due)}`}`,
            )
            .join(' · ')}`}
        />
      </Row>
    ))}
  </Rows>
)
