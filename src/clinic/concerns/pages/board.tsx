import { Hono } from 'hono'
import { dayAt, daysBetween, type Day } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { At, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { callsDue, concernsNow, contactsLately, type Concern, type Contacted, type DueCall } from '../queries.ts'
import { type Concern as Raised, openConcerns } from '../queries/concerns.ts'
import { mineNow, type StandIns, standIns } from '../queries/stand-ins.ts'
import { openAlerts } from '../queries/trouble.ts'
import { isOverdue, type Step } from '../rules.ts'
import { nameOfWay } from '../contacts.ts'
import { DueBy } from './due-by.tsx'
import { whoseNow } from './whose-now.ts'

export const board = new Hono<Door>()

board.get(urls.concerns.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return forbidden(c, denied.because)
  const isTherapist = work.by.kind === 'staff' && work.by.role === 'therapist'
  const whose = c.req.query('whose') ?? (isTherapist ? 'mine' : 'all')
  const mine = whose === 'mine' && work.by.id !== null ? await mineNow(work, work.by.id) : null
  const here = await standIns(work)
  const people = await concernsNow(work, mine)
  const [missed, silent] = [people.filter(didMiss), people.filter((one) => !didMiss(one))]
  const due = await callsDue(work, mine)
  const lately = await contactsLately(work, mine)
  const open = await openConcerns(work, mine)
  const alerts = await openAlerts(work, mine)
  const raised = open.flatMap(({ clientId }) => (clientId === null ? [] : [clientId]))
  showing(c, 'concerns', [...new Set([...people, ...due, ...lately].map((one) => one.clientId).concat(raised))])
  const day = dayAt(work.at, work.clinic.timeZone)
  return c.html(
    <StaffPage
      c={c}
      current="Concerns"
      title="Who needs a call?"
      answer={answerOf(people, due, work)}
      actions={
        <>
          <Button href={urls.huddle()}>Huddle</Button>
          <Button href={urls.nobodyLost()}>Nobody lost</Button>
          <Button href={urls.measuresDue()}>Measures due</Button>
          <Button href={urls.followUps()}>After leaving</Button>
          <Button href={urls.trouble()}>Signals{alerts.length > 0 ? ` (${alerts.length})` : ''}</Button>
        </>
      }
    >
      <Tabs
        label="Whose clients"
        tabs={[
          { label: 'Everyone', href: urls.concerns({ whose: 'all' }), current: whose !== 'mine' },
          { label: 'My clients', href: urls.concerns({ whose: 'mine' }), current: whose === 'mine' },
        ]}
      />
      <Card title="Missed, and not reached yet" hint="The step that is due first comes first" flush={missed.length > 0}>
        {missed.length === 0 ? (
          <Empty title="Everyone who missed has been reached" />
        ) : (
          <Rows label="Missed, and not reached yet">
            {missed.map((one) => (
              <Missed one={one} work={work} day={day} here={here} />
            ))}
          </Rows>
        )}
      </Card>
      {silent.length > 0 && (
        <Card
          title="Not heard of for two weeks"
          hint="In care, with nothing missed and nothing attended: nobody knows"
          flush
        >
          <Rows label="Not heard of for two weeks">
            {silent.map((one) => (
              <Missed one={one} work={work} day={day} here={here} />
            ))}
          </Rows>
        </Card>
      )}
      <Card title="To be tried again by today" flush={due.length > 0}>
        {due.length === 0 ? (
          <Empty title="No call was promised for today" />
        ) : (
          <Rows label="To be tried again by today">
            {due.map((one) => (
              <Due one={one} day={day} here={here} />
            ))}
          </Rows>
        )}
      </Card>
      <Card title="Concerns and help that are open" hint="Whose it is, and what comes next" flush={open.length > 0}>
        {open.length === 0 ? (
          <Empty title="Nobody is worried about anyone" />
        ) : (
          <Rows label="Open concerns">
            {open.map((one) => (
              <OpenConcern one={one} day={day} here={here} />
            ))}
          </Rows>
        )}
      </Card>
      <Card title="Contacts of the last 14 days" flush={lately.length > 0}>
        {lately.length === 0 ? (
          <Empty title="Nobody has been called yet" />
        ) : (
          <Rows label="Contacts of the last 14 days">
            {lately.map((one) => (
              <Made one={one} zone={work.clinic.timeZone} />
            ))}
          </Rows>
        )}
      </Card>
    </StaffPage>,
  )
})

function answerOf(people: Concern[], due: DueCall[], work: Work): string {
  const late = people.filter((one) => one.state !== null && isOverdue(one.state, work.at)).length
  const parts = [
    people.length === 0 ? 'Nobody is waiting to be reached' : `${plural(people.length, 'person', 'people')} to reach`,
    late === 0 ? '' : `${late} past the time`,
    due.length === 0 ? '' : `${plural(due.length, 'call', 'calls')} promised by today`,
  ]
  return `${parts.filter((part) => part !== '').join(', ')}.`
}

const didMiss = (one: Concern): boolean => one.missesInRow > 0

const stepWords: Record<Step, string> = {
  'same-day call': 'Call the same day',
  'supervisor and alternate contact': 'Supervisor, and another contact',
  review: 'Review whether the stay goes on',
}

const dayOfStay = (startedOn: Day | null, day: Day): number | null =>
  startedOn === null || startedOn > day ? null : daysBetween(startedOn, day) + 1

const whose = (here: StandIns, { ownerId, owner }: { ownerId: string | null; owner: string | null }) =>
  ownerId === null || owner === null
    ? 'Nobody is the primary therapist'
    : here.instead(ownerId) === null
      ? `${owner}'s to act`
      : `To act: ${whoseNow(here, ownerId, owner)}`

const RecordCall = ({ one }: { one: { clientId: string; name: string } }) => (
  <Button small href={urls.outreach({ client: one.clientId })} label={`Record a contact with ${one.name}`}>
    Record a contact
  </Button>
)

function Missed({ one, work, day, here }: { one: Concern; work: Work; day: Day; here: StandIns }) {
  const { state } = one
  const late = state !== null && isOverdue(state, work.at)
  const said = state?.sentence ?? 'Did not attend; not reached yet.'
  const missed = state?.lastMissOn ? ` Last missed ${weekDay(state.lastMissOn)}.` : ''
  const tries =
    one.missesInRow === 0 ? '' : one.tries === 0 ? ' Nobody has tried yet.' : ` ${plural(one.tries, 'try', 'tries')}.`
  return (
    <Row
      end={
        <>
          <Sig tone={late ? 'danger' : 'warning'}>{stepWords[state?.step ?? 'same-day call']}</Sig>
          <RecordCall one={one} />
        </>
      }
    >
      <PersonLine
        name={one.name}
        href={urls.client({ client: one.clientId })}
        pronouns={one.pronouns}
        dayOfStay={dayOfStay(one.startedOn, day)}
        meta={
          <>
            {`${said}${missed}${tries}`}
            <br />
            {whose(here, one)}
            {state !== null && (
              <>
                {late ? ', was due ' : ', due '}
                <DueBy at={state.due} zone={work.clinic.timeZone} />
              </>
            )}
            {one.phone !== null && ` · ${one.phone}`}
          </>
        }
      />
    </Row>
  )
}

const OpenConcern = ({ one, day, here }: { one: Raised; day: Day; here: StandIns }) => (
  <Row
    title={
      <a href={urls.concern({ concern: one.id })} dir="auto">
        {one.name ?? one.about}: {one.words}
      </a>
    }
    note={`${whoseNow(here, one.ownerId, one.owner)}: ${one.step}, by ${weekDay(one.dueOn)}`}
    end={
      one.dueOn < day ? (
        <Sig tone="danger">Past its day</Sig>
      ) : one.urgency === 'danger' ? (
        <Sig tone="danger">Danger</Sig>
      ) : one.dueOn === day ? (
        <Sig tone="warning">Today</Sig>
      ) : undefined
    }
  />
)

const Due = ({ one, day, here }: { one: DueCall; day: Day; here: StandIns }) => {
  const late = daysBetween(one.nextOn, day)
  return (
    <Row
      end={
        <>
          <Sig tone={late > 0 ? 'danger' : 'warning'}>{late > 0 ? `${plural(late, 'day', 'days')} late` : 'Today'}</Sig>
          <RecordCall one={one} />
        </>
      }
    >
      <PersonLine
        name={one.name}
        href={urls.client({ client: one.clientId })}
        pronouns={one.pronouns}
        dayOfStay={dayOfStay(one.startedOn, day)}
        meta={`${one.reached ? 'Reached' : 'Not reached'} last time, ${nameOfWay(one.how).toLowerCase()}. ${one.words === '' ? '' : `${one.words} `}${one.startedOn === null ? 'No longer in care' : whose(here, one)}.`}
      />
    </Row>
  )
}

const Made = ({ one, zone }: { one: Contacted; zone: string }) => (
  <Row end={<Sig tone={one.reached ? 'good' : 'calm'}>{one.reached ? 'Reached' : 'Not reached'}</Sig>}>
    <PersonLine
      name={one.name}
      href={urls.outreach({ client: one.clientId })}
      pronouns={one.pronouns}
      meta={
        <>
          {nameOfWay(one.how)}, <At at={one.madeAt} zone={zone} />, {one.by}
          {one.reason === '' ? '' : `. ${one.reason}`}
          {one.words === '' ? '' : `. ${one.words}`}
        </>
      }
    />
  </Row>
)
