import { Hono } from 'hono'
import { type Day, dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { longDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { type Door, showing, workOf } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { instrument } from '../../instruments/catalog.ts'
import { measuresDue } from '../../outcomes/queries/due.ts'
import { plansDue } from '../../plans/queries/due.ts'
import { type Concern, openConcerns } from '../queries/concerns.ts'
import { huddleOf, huddlePrograms, type Line, therapistsOf } from '../queries/huddle.ts'
import { type StandIns, standIns } from '../queries/stand-ins.ts'
import { type Alert, openAlerts } from '../queries/trouble.ts'
import { urgencyName } from '../worries.ts'
import { whoseNow } from './whose-now.ts'

export const huddle = new Hono<Door>()

huddle.get(urls.huddle.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'trouble.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const programs = await huddlePrograms(work)
  const chosen = c.req.query('program')
  const program = isId(chosen) && programs.some(({ id }) => id === chosen) ? chosen : null
  const facts = await huddleOf(work, program, today)
  const here = await standIns(work)
  const alerts = (await openAlerts(work, null, 200)).filter((one) => program === null || one.programId === program)
  const concerns = (await openConcerns(work)).filter(
    (one) => program === null || one.programId === null || one.programId === program,
  )
  const due = await plansDue(work, { ...(program === null ? {} : { programId: program }), within: 0, limit: most })
  const plans = due.map(
    (one): Line => ({
      key: one.clientId,
      clientId: one.clientId,
      name: one.name,
      what: planWords[one.what],
      day: one.dueOn,
      owner: one.owner,
    }),
  )
  const asked = await measuresDue(work, { day: today, ...(program === null ? {} : { program }) })
  const soonest = asked
    .map((one) => ({ ...one, due: one.list.map(({ due }) => due).toSorted()[0] ?? today }))
    .toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
    .slice(0, 40)
  const owners = await therapistsOf(
    work,
    soonest.map(({ clientId }) => clientId),
  )
  const measures = soonest.map(
    (one): Line => ({
      key: one.clientId,
      clientId: one.clientId,
      name: one.name,
      what: one.list.map(({ instrument: key }) => instrument(key).title).join(', '),
      day: one.due,
      owner: owners.get(one.clientId) ?? null,
    }),
  )
  const all = [...facts.missed, ...facts.fresh, ...facts.medicine, ...facts.back, ...measures, ...plans]
  const seen = [...all, ...alerts]
    .map(({ clientId }) => clientId)
    .concat(concerns.flatMap(({ clientId }) => (clientId === null ? [] : [clientId])))
  showing(c, 'huddle', [...new Set(seen)])
  const urgent = alerts.length + concerns.filter((one) => one.dueOn <= today).length + facts.missed.length
  return c.html(
    <StaffPage
      c={c}
      current="Concerns"
      title="Huddle"
      answer={urgent === 0 ? 'A quiet morning' : `${plural(urgent, 'thing asks', 'things ask')} for somebody today`}
      over={longDay(today)}
      actions={<Button href={urls.newConcern()}>Raise a concern</Button>}
    >
      {programs.length > 1 && (
        <Tabs
          label="Program"
          tabs={[
            { label: 'All programs', href: urls.huddle(), current: program === null },
            ...programs.map(({ id, name }) => ({
              label: name,
              href: urls.huddle({ program: id }),
              current: id === program,
            })),
          ]}
        />
      )}
      <div class="huddle">
        <Lines
          title="Missed, and not reached"
          none="Everyone who missed has been reached"
          lines={facts.missed}
          href={(client) => urls.outreach({ client })}
        />
        <Alerts alerts={alerts} here={here} />
        <Concerns concerns={concerns} today={today} here={here} />
        <Lines
          title="New in the last week"
          none="Nobody is new"
          lines={facts.fresh}
          href={(client) => urls.client({ client })}
        />
        <Lines
          title="Medicine to follow up"
          none="Nothing waits"
          lines={facts.medicine}
          href={(client) => urls.chartSessions({ client })}
        />
        <Lines
          title="Due back, or an answer due"
          none="Nobody is away with a day"
          lines={facts.back}
          href={(client) => urls.client({ client })}
        />
        <Lines
          title="Plan due"
          none="No plan is due"
          lines={plans}
          of={due[0]?.total ?? 0}
          board={urls.threadBoard()}
          href={(client) => urls.plan({ client })}
        />
        <Lines
          title="Measure due"
          none="No measure is due"
          lines={measures}
          of={asked.length}
          board={urls.measuresDue()}
          href={(client) => urls.measures({ client })}
        />
      </div>
    </StaffPage>,
  )
})

const planWords = {
  'first-plan': 'First plan',
  'client-signature': 'The client’s signature',
  cosignature: 'Second signature',
  review: 'Review of the plan',
} as const

/** So many are read out of a list that is not about today; the rest stands on its own board. */
const some = 12
/** So many of everything else: as many as the question brings. */
const most = 40

const More = ({ left, board }: { left: number; board?: string }) =>
  left <= 0 ? null : <Row title={board === undefined ? `And ${left} more` : <a href={board}>And {left} more</a>} />

type LinesProps = {
  title: string
  none: string
  lines: Line[]
  href: (clientId: string) => string
  /** Where all of them stand; such a list is read out in part. */
  board?: string
  of?: number
}
const Lines = ({ title, none, lines, href, board, of = lines.length }: LinesProps) => (
  <Card
    title={lines.length === 0 ? title : `${title}: ${of}${of === most && board === undefined ? ' or more' : ''}`}
    flush={lines.length > 0}
  >
    {lines.length === 0 ? (
      <p class="muted">{none}.</p>
    ) : (
      <Rows label={title}>
        {lines.slice(0, board === undefined ? most : some).map((one) => (
          <Row
            title={
              <a href={href(one.clientId)} dir="auto">
                {one.name}
              </a>
            }
            note={`${one.what}${one.day === null ? '' : `, ${weekDay(one.day)}`}. ${whose(one.owner)}`}
          />
        ))}
        {board !== undefined && <More left={of - some} board={board} />}
      </Rows>
    )}
  </Card>
)

const whose = (owner: string | null): string =>
  owner === null ? 'Nobody’s yet: name a primary therapist.' : `${owner}’s.`

const Alerts = ({ alerts, here }: { alerts: Alert[]; here: StandIns }) => (
  <Card
    title={alerts.length === 0 ? 'Alerts' : `Alerts: ${alerts.length}`}
    action={<a href={urls.trouble({ whose: 'all' })}>Answer them</a>}
    flush={alerts.length > 0}
  >
    {alerts.length === 0 ? (
      <p class="muted">Every alert has its answer.</p>
    ) : (
      <Rows label="Alerts">
        {alerts.slice(0, most).map((one) => (
          <Row
            title={
              <a href={urls.clientTrouble({ client: one.clientId })} dir="auto">
                {one.name}
              </a>
            }
            note={`${one.reasons[0]?.words ?? ''} ${whoseNow(here, one.staffId, one.staff)}.`}
            end={<small>{one.points} points</small>}
          />
        ))}
        <More left={alerts.length - most} board={urls.trouble({ whose: 'all' })} />
      </Rows>
    )}
  </Card>
)

const Concerns = ({ concerns, today, here }: { concerns: Concern[]; today: Day; here: StandIns }) => (
  <Card title={concerns.length === 0 ? 'Concerns' : `Concerns: ${concerns.length}`} flush={concerns.length > 0}>
    {concerns.length === 0 ? (
      <p class="muted">Nobody is worried about anyone.</p>
    ) : (
      <Rows label="Concerns">
        {concerns.slice(0, most).map((one) => (
          <Row
            title={
              <a href={urls.concern({ concern: one.id })} dir="auto">
                {one.name ?? one.about}: {one.words}
              </a>
            }
            note={`${whoseNow(here, one.ownerId, one.owner)}: ${one.step}, by ${weekDay(one.dueOn)}.`}
            end={
              one.dueOn < today ? (
                <Sig tone="danger">Past its day</Sig>
              ) : one.urgency === 'danger' ? (
                <Sig tone="danger">{urgencyName.danger}</Sig>
              ) : undefined
            }
          />
        ))}
        <More left={concerns.length - most} board={urls.concerns({ whose: 'all' })} />
      </Rows>
    )}
  </Card>
)
