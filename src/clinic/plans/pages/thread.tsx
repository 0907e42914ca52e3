import { Hono } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Paging } from '../../../ui/table.tsx'
import { longDay, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { instrumentOf } from '../../instruments/catalog.ts'
import { programNames } from '../../programs/queries.ts'
import { dueWords } from '../deadlines.ts'
import { plansDue, type PlanDue } from '../queries/due.ts'
import { homeworkOf } from '../queries/homework.ts'
import { gapsOf, notesOnObjective, objectiveById, threadBoard, type ThreadRow } from '../queries/thread.ts'
import { labelOf } from '../signed-plan.ts'
import { gapKinds, gapWords, type Gap, type GapKind } from '../thread.ts'

export const threads = new Hono<Door>()

/** What an auditor would find in one person's plan, before they do. */
threads.get(urls.planThread.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'gaps in the plan', [client.id])
  const gaps = await gapsOf(work, client.id)
  const byKind = Map.groupBy(gaps, (gap) => gap.kind)
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: gaps in the plan`}>
      <p class="plan-way">
        <a href={urls.plan({ client: client.id })}>Plan</a>
      </p>
      {gaps.length === 0 && (
        <Card>
          <Empty title="No gap">
            Each goal has objectives, each objective its services and notes. Gaps are counted once a plan is signed.
          </Empty>
        </Card>
      )}
      {[...byKind].map(([kind, list]) => (
        <Card title={gapWords(kind).title} hint={gapWords(kind).next} flush>
          <Rows label={gapWords(kind).title}>
            {list.map((gap) => (
              <Row title={<GapTitle gap={gap} client={client.id} />} />
            ))}
          </Rows>
        </Card>
      ))}
    </ClientFrame>,
  )
})

const GapTitle = ({ gap, client }: { gap: Gap; client: string }) => {
  if (gap.kind === 'objective-without-service' || gap.kind === 'objective-overdue')
    return (
      <a href={urls.objective({ objective: gap.about })} dir="auto">
        {gap.detail}
      </a>
    )
  if (gap.kind === 'note-without-objective')
    return <a href={urls.chartNotes({ client })}>{plural(gap.count, 'note', 'notes')}</a>
  if (gap.kind === 'diagnosis-without-goal')
    return (
      <a href={urls.diagnoses({ client })} dir="auto">
        {gap.detail}
      </a>
    )
  if (gap.kind === 'service-not-delivered') return <a href={urls.chartSessions({ client })}>{labelOf(gap.detail)}</a>
  if (gap.kind === 'dose-beside-plan') return <span dir="auto">{gap.detail || 'No reason was given'}</span>
  return <span dir="auto">{gap.detail}</span>
}

/** One objective: its words through every version, and every note about it. */
threads.get(urls.objective.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return forbidden(c, denied.because)
  const objective = await objectiveById(work, c.req.param('objective'))
  const client = objective && (await clientById(work, objective.clientId))
  if (objective === undefined || client === undefined) return notFound(c)
  showing(c, 'objective', [client.id])
  const [now, ...before] = objective.versions
  const notes = may(work.by, 'note.read') ? await notesOnObjective(work, objective.id, 200) : []
  const practice = (await homeworkOf(work, client.id)).filter((one) => one.objectiveId === objective.id)
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: objective`}>
      <p class="plan-way">
        <a href={urls.plan({ client: client.id })}>Plan</a>{' '}
        <span class="muted" dir="auto">
          {objective.goalWords}
        </span>
      </p>
      <Card title={now?.words ?? 'Objective'} action={objective.metAt !== null && <Sig tone="good">Met</Sig>}>
        <Facts
          facts={[
            {
              term: 'Measured by',
              detail:
                now === undefined || now.instrument === ''
                  ? 'Seen or counted'
                  : (instrumentOf(now.instrument)?.title ?? now.instrument),
            },
            { term: 'Began at', detail: now?.baseline && <span dir="auto">{now.baseline}</span> },
            { term: 'Target', detail: now?.target && <span dir="auto">{now.target}</span> },
            { term: 'By', detail: now && longDay(now.dueOn) },
            objective.metAt !== null && { term: 'Met', detail: longDay(dayAt(objective.metAt, work.clinic.timeZone)) },
          ]}
        />
        {before.length > 0 && (
          <details class="disclose">
            <summary>Earlier words</summary>
            <ul class="plan-changes">
              {before.map((one) => (
                <li dir="auto">{`Version ${one.number}: ${one.words}. Target ${one.target}, by ${shortDay(one.dueOn)}.`}</li>
              ))}
            </ul>
          </details>
        )}
      </Card>
      <Card
        title={
          notes.length === 0 ? 'No note is about it yet' : `${plural(notes.length, 'note is', 'notes are')} about it`
        }
        flush={notes.length > 0}
      >
        {notes.length === 0 ? (
          <Empty title="Nothing yet">A note is tied to it where its objective is chosen.</Empty>
        ) : (
          <Rows label="Notes, newest first">
            {notes.map((note) => (
              <Row
                lead={shortDay(note.heldOn)}
                title={<a href={`${urls.chartNotes({ client: client.id })}#note-${note.id}`}>{labelOf(note.group)}</a>}
                note={<span dir="auto">{note.ownWords || note.leaders}</span>}
              />
            ))}
          </Rows>
        )}
      </Card>
      {practice.length > 0 && (
        <Card title="Practised for it" action={<a href={urls.homework({ client: client.id })}>All practice</a>} flush>
          <Rows label="Practice">
            {practice.map((one) => (
              <Row
                title={<span dir="auto">{one.title}</span>}
                note={`Done on ${plural(one.done.length, 'day', 'days')}, until ${shortDay(one.dueOn)}`}
              />
            ))}
          </Rows>
        </Card>
      )}
    </ClientFrame>,
  )
})

const size = 50

/** Everybody's plans: what is due, and the gaps in the thread. */
threads.get(urls.threadBoard.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return forbidden(c, denied.because)
  const programs = await programNames(work)
  const program = programs.find((one) => one.id === c.req.query('program'))
  const kind = gapKinds.find((one) => one === c.req.query('kind'))
  const offset = /^\d{1,5}$/.test(c.req.query('from') ?? '') ? Number(c.req.query('from')) : 0
  const asked = { ...(program && { programId: program.id }), ...(kind && { kind }) }
  const due = await plansDue(work, { ...(program && { programId: program.id }), within: 7, limit: 40 })
  const board = await threadBoard(work, { ...asked, offset, limit: size })
  showing(c, 'plans and their gaps', [...new Set([...due, ...board.rows].map((one) => one.clientId))])
  const today = dayAt(work.at, work.clinic.timeZone)
  const here = (more: Record<string, string | undefined>) => urls.threadBoard({ program: program?.id, kind, ...more })
  const late = due.filter((one) => one.dueOn < today).length
  return c.html(
    <StaffPage
      c={c}
      current="Notes"
      title="Plans"
      answer={
        due[0] === undefined
          ? 'No plan is due'
          : `${plural(due[0].total, 'signature or review is', 'signatures and reviews are')} due within a week${late > 0 ? `, ${late} late` : ''}`
      }
      actions={may(work.by, 'rules.see') ? <Button href={urls.planRules()}>Deadlines and licenses</Button> : undefined}
    >
      <nav class="line-up" aria-label="Programs">
        <Button small kind={program === undefined ? 'main' : 'plain'} href={urls.threadBoard({ kind })}>
          All programs
        </Button>
        {programs.map((one) => (
          <Button
            small
            kind={one.id === program?.id ? 'main' : 'plain'}
            href={urls.threadBoard({ program: one.id, kind })}
          >
            {one.name}
          </Button>
        ))}
      </nav>
      <Card title="What is due?" hint="Late, and within seven days" flush={due.length > 0}>
        {due.length === 0 ? (
          <Empty title="Nothing is due">Every plan is signed and reviewed in time.</Empty>
        ) : (
          <Rows label="Due, the earliest first">
            {due.map((one) => (
              <DueRow one={one} today={today} />
            ))}
          </Rows>
        )}
      </Card>
      {board.totals.length > 0 && (
        <nav class="line-up" aria-label="Kinds of gaps">
          <Button small kind={kind === undefined ? 'main' : 'plain'} href={urls.threadBoard({ program: program?.id })}>
            All gaps
          </Button>
          {board.totals.map((one) => (
            <Button
              small
              kind={one.kind === kind ? 'main' : 'plain'}
              href={urls.threadBoard({ program: program?.id, kind: one.kind })}
            >
              {`${gapWords(one.kind).title}: ${one.clients}`}
            </Button>
          ))}
        </nav>
      )}
      <Card
        title={
          board.clients === 0
            ? 'No gap in the thread'
            : `${plural(board.clients, 'person has', 'people have')} a gap in the thread`
        }
        hint="From diagnosis to goal, from goal to service, from note to objective"
        flush={board.rows.length > 0}
      >
        {board.rows.length === 0 ? (
          <Empty title="Nothing to mend" />
        ) : (
          <Rows label="People with gaps">
            {board.rows.map((one) => (
              <GapRow one={one} />
            ))}
          </Rows>
        )}
      </Card>
      {board.clients > size && (
        <Paging
          from={offset + 1}
          to={offset + board.rows.length}
          of={board.clients}
          {...(offset > 0 && { previous: here({ from: `${Math.max(0, offset - size)}` }) })}
          {...(offset + size < board.clients && { next: here({ from: `${offset + size}` }) })}
        />
      )}
    </StaffPage>,
  )
})

const GapRow = ({ one }: { one: ThreadRow }) => (
  <Row
    end={
      <a href={urls.planThread({ client: one.clientId })}>
        See the gaps<span class="hidden-text"> of {one.name}</span>
      </a>
    }
  >
    <PersonLine
      name={one.name}
      href={urls.plan({ client: one.clientId })}
      pronouns={one.pronouns}
      dayOfStay={null}
      meta={`${one.program}${one.owner === null ? '' : ` · ${one.owner}`} · ${one.gaps.map((gap: { kind: GapKind; count: number }) => `${gapWords(gap.kind).title}${gap.count > 1 ? ` (${gap.count})` : ''}`).join(' · ')}`}
    />
  </Row>
)

const DueRow = ({ one, today }: { one: PlanDue; today: string }) => (
  <Row
    end={
      <Sig tone={one.dueOn < today ? 'danger' : one.dueOn === today ? 'warning' : 'info'}>
        {`${dueWords(one.what)} ${one.dueOn < today ? `was due ${shortDay(one.dueOn)}` : one.dueOn === today ? 'due today' : `by ${shortDay(one.dueOn)}`}`}
      </Sig>
    }
  >
    <PersonLine
      name={one.name}
      href={
        one.versionId === null
          ? urls.plan({ client: one.clientId })
          : one.what === 'review'
            ? urls.planReview({ plan: one.versionId })
            : urls.planVersion({ plan: one.versionId })
      }
      pronouns={one.pronouns}
      dayOfStay={null}
      meta={`${one.program} · ${one.owner === null ? 'Nobody is the primary therapist' : `${one.owner}’s to do`}`}
    />
  </Row>
)
