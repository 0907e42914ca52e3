import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { OnDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { floorOfWeek } from '../../programs/queries.ts'
import { serviceKind } from '../../programs/library.ts'
import { addGoal, endGoal } from '../actions.ts'
import {
  doseOrdersOf,
  goalById,
  goalsOf,
  primaryTherapistOf,
  scheduledIn,
  stayById,
  stayOfClient,
  type Goal,
} from '../queries.ts'
import { doseFlag, doseInWeek, goalOutcomes, usualWeek } from '../rules.ts'
import { fillsWeek, totalOf, type Booked } from '../scheduled.ts'
import { planStands } from '../queries/versions.ts'
import { PlanState } from './standing.tsx'
import { Reach, WeekSum } from '../week-sum.tsx'

export const plan = new Hono<Door>()

type Back = { form: FormState; refusal?: Refusal }

plan.get(urls.plan.pattern, (c) => planPage(c, c.req.param('client')))

const newGoal = z.object({
  words: line(1000, 'Write the goal, in the words of the person.'),
  objective: optionalProse(2000),
})
plan.post(urls.goals.pattern, async (c) => {
  const work = workOf(c)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, newGoal)
  const back: FormState = { values: form.typed }
  if (!form.ok) return planPage(c, stay.clientId, { form: { ...back, errors: form.errors } })
  const answer = await addGoal(work, stay.id, form.values)
  if (isRefusal(answer)) return planPage(c, stay.clientId, { form: back, refusal: answer })
  said(c, { tone: 'good', text: 'The goal is in the plan. Notes can be tied to it from now on.' })
  return c.redirect(urls.plan({ client: stay.clientId }), 303)
})

const goalEnding = z.object({
  outcome: oneOf(['met', 'dropped', 'replaced'], 'Choose how it ended.'),
  words: optionalLine(500),
})
plan.post(urls.goalEnd.pattern, async (c) => {
  const work = workOf(c)
  const goal = await goalById(work, c.req.param('goal'))
  const stay = goal && (await stayById(work, goal.episodeId))
  if (goal === undefined || stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, goalEnding)
  const back: FormState = { values: form.typed, prefix: goal.id }
  if (!form.ok) return planPage(c, stay.clientId, { form: { ...back, errors: form.errors } })
  const answer = await endGoal(work, goal.id, form.values)
  if (isRefusal(answer)) return planPage(c, stay.clientId, { form: back, refusal: answer })
  said(c, { tone: 'good', text: 'The goal is closed. It stays in the plan as what was worked on.' })
  return c.redirect(urls.plan({ client: answer.clientId }), 303)
})

async function planPage(c: Context<Door>, clientId: string, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, clientId)
  if (client === undefined) return notFound(c)
  showing(c, 'plan', [client.id])
  const stay = await stayOfClient(work, client.id)
  if (stay === undefined) return c.html(<NoStay c={c} client={client} />)

  const week = usualWeek(dayAt(work.at, work.clinic.timeZone), stay)
  const floor = await floorOfWeek(work, stay, week)
  const goals = await goalsOf(work, stay.id)
  const dose = doseInWeek(await doseOrdersOf(work, stay.id), week)
  const booked = await scheduledIn(work, client.id, week)
  const therapist = await primaryTherapistOf(work, stay.id)
  const total = totalOf(booked)
  const flag = dose === null ? null : doseFlag(dose, floor, stay.levelOfCare)
  const episode = { episode: stay.id }
  const open = goals.filter((goal) => goal.outcome === null)
  const ended = goals.filter((goal) => goal.outcome !== null)
  const stands = await planStands(work, stay.id)
  // Once a version is signed, goals change in the next one.
  const writes = may(work.by, 'plan.write') && !stay.isOver && !stands
  return c.html(
    <ClientFrame c={c} client={client} tab="plan">
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {stay.isOver ? (
        <Notice tone="info">This is the plan of a stay that has ended. It is kept as it was.</Notice>
      ) : (
        <Reach total={total} floor={floor} />
      )}
      {flag !== null && !stay.isOver && <Notice tone="warning">{flag}</Notice>}
      <div class="columns">
        <div class="stack">
          <PlanState c={c} stay={stay} client={client} />
          <Card
            title={`What does ${stay.firstName} want to reach?`}
            flush={open.length > 0}
            hint={open.length > 0 ? 'In the words of the person, with what can be seen when it is reached.' : undefined}
          >
            {open.length === 0 ? (
              <Empty title="No open goal">
                {writes
                  ? 'Write the first one below: group notes are tied to it.'
                  : 'A therapist or prescriber writes goals.'}
              </Empty>
            ) : (
              <Rows label="Open goals">
                {open.map((goal) => (
                  <GoalRow goal={goal} writes={writes} form={back?.form} />
                ))}
              </Rows>
            )}
          </Card>
          {writes && (
            <Card title="Add a goal">
              <form class="form" method="post" action={urls.goals(episode)}>
                <TextField
                  name="words"
                  label="The goal"
                  hint="As the person says it: “Keep my job at the yard.”"
                  width="full"
                  maxlength={1000}
                  anyDirection
                  form={back?.form.prefix === undefined ? back?.form : undefined}
                />
                <TextArea
                  name="objective"
                  label="Objective"
                  hint="What will be seen or counted, and by when."
                  rows={2}
                  optional
                  form={back?.form.prefix === undefined ? back?.form : undefined}
                />
                <FormActions>
                  <Button kind="main">Add goal</Button>
                </FormActions>
              </form>
            </Card>
          )}
          {ended.length > 0 && (
            <Card title="Goals that ended" flush>
              <Rows label="Goals that ended">
                {ended.map((goal) => (
                  <EndedRow goal={goal} zone={work.clinic.timeZone} />
                ))}
              </Rows>
            </Card>
          )}
        </div>
        <div class="stack">
          <Card title="Who leads it">
            <Facts
              facts={[
                {
                  term: 'Primary therapist',
                  detail: therapist && (
                    <span dir="auto">{`${therapist.givenName} ${therapist.familyName}${therapist.credential === '' ? '' : `, ${therapist.credential}`}`}</span>
                  ),
                  none: 'Nobody yet',
                },
                { term: 'Program', detail: `${stay.programName}, level ${stay.levelOfCare}` },
                { term: 'In care since', detail: <OnDay day={stay.firstDay} /> },
                stay.lastDay !== null && { term: 'Until', detail: <OnDay day={stay.lastDay} /> },
              ]}
            />
          </Card>
          <Card
            title="How much, each week"
            flush
            action={
              may(work.by, 'plan.see') && (
                <a href={urls.dose(episode)}>{may(work.by, 'dose.order') && !stay.isOver ? 'Prescribe' : 'History'}</a>
              )
            }
          >
            <WeekSum dose={dose} total={total} floor={floor} />
          </Card>
          <Card
            title="When"
            hint={`The week from ${weekDay(week)}`}
            flush={booked.length > 0}
            action={
              !stay.isOver && (
                <>
                  {may(work.by, 'week.compose') && <a href={urls.composeWeek(episode)}>Compose a week</a>}
                  {may(work.by, 'seat.give') && <a href={urls.seats(episode)}>Seats</a>}
                  {may(work.by, 'visit.book') && <a href={urls.visits(episode)}>Visits</a>}
                </>
              )
            }
          >
            {booked.length === 0 ? (
              <Empty
                title="Nothing is scheduled"
                next={
                  may(work.by, 'week.compose') && !stay.isOver ? (
                    <Button kind="main" href={urls.composeWeek(episode)}>
                      Compose a week
                    </Button>
                  ) : undefined
                }
              >
                Compose a whole week at once, or give seats and book hours one by one.
              </Empty>
            ) : (
              <Rows label="The scheduled week">
                {booked.map((one) => (
                  <BookedRow one={one} day={weekDay(addDays(week, one.weekday - 1)).slice(0, 3)} />
                ))}
              </Rows>
            )}
          </Card>
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

const NoStay = ({ c, client }: { c: Context<Door>; client: ClientFacts }) => (
  <ClientFrame c={c} client={client} tab="plan">
    <Card>
      <Empty
        title="No plan yet"
        next={
          may(workOf(c).by, 'episode.admit') ? (
            <Button kind="main" href={urls.admission({ client: client.id })}>
              Go to admission
            </Button>
          ) : undefined
        }
      >
        A plan of care begins with the admission.
      </Empty>
    </Card>
  </ClientFrame>
)

const GoalRow = ({ goal, writes, form }: { goal: Goal; writes: boolean; form?: FormState }) => {
  const own: FormState = form?.prefix === goal.id ? form : { prefix: goal.id }
  return (
    <Row lead={`${goal.position}`} title={<span dir="auto">{goal.words}</span>}>
      {goal.objective !== '' && (
        <p class="prose" dir="auto">
          {goal.objective}
        </p>
      )}
      {writes && (
        <details class="disclose" open={form?.prefix === goal.id}>
          <summary>End this goal</summary>
          <form class="form" method="post" action={urls.goalEnd({ goal: goal.id })}>
            <Select name="outcome" label="How it ended" options={[...goalOutcomes]} form={own} />
            <TextField name="words" label="In a few words" optional anyDirection form={own} />
            <FormActions>
              <Button small>End goal</Button>
            </FormActions>
          </form>
        </details>
      )}
    </Row>
  )
}

const EndedRow = ({ goal, zone }: { goal: Goal; zone: string }) => (
  <Row
    lead={`${goal.position}`}
    title={<span dir="auto">{goal.words}</span>}
    note={
      <>
        {goal.endedAt !== null && <OnDay day={dayAt(goal.endedAt, zone)} />}
        {`, ${goal.endedBy ?? ''}${goal.endWords ? `: ${goal.endWords}` : ''}`}
      </>
    }
    end={
      <Sig tone={goal.outcome === 'met' ? 'good' : 'calm'}>
        {goalOutcomes.find((one) => one.value === goal.outcome)?.label ?? ''}
      </Sig>
    }
  />
)

const BookedRow = ({ one, day }: { one: Booked; day: string }) => (
  <Row
    lead={day}
    title={one.what === 'seat' ? one.name : (serviceKind(one.service)?.label ?? one.service)}
    note={`${one.starts}, ${hoursAndMinutes(one.minutes)}${one.what === 'seat' ? `, ${serviceKind(one.service)?.label.toLowerCase() ?? one.service}` : `, with ${one.name}`}`}
    end={!fillsWeek(one) && <Sig tone="calm">Outside the hours</Sig>}
  />
)
