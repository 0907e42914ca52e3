import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, ErrorSummary, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { YourWords } from '../../../ui/your-words.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, optionalLine, prose, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { dissent, finishStepTask, undoStep } from '../actions/step-undo.ts'
import { dissentsOf, stepById, type StepFacts, stepTaskById, tasksOfStep } from '../queries/steps.ts'
import { stepName, undoHours, viewName } from '../steps.ts'
import { DidList, EvidenceCard } from './step-parts.tsx'

/** One decision: why, on what, who sees it otherwise, what it did, and the way back within a day. */
export const stepOne = new Hono<Door>()

type Back = { part: 'dissent' | 'undo' | 'task'; form?: FormState; refusal?: Refusal }

stepOne.get(urls.step.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'step.see')
  if (denied) return forbidden(c, denied.because)
  const step = await stepById(workOf(c), c.req.param('step'))
  return step === undefined ? notFound(c) : page(c, step)
})

stepOne.post(urls.stepDissents.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'step.dissent')
  if (denied) return forbidden(c, denied.because)
  const step = await stepById(work, c.req.param('step'))
  if (step === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({ who: line(200, 'Say who sees it otherwise.'), words: prose(2000, 'Write down what they say.') }),
  )
  if (!form.ok) return page(c, step, { part: 'dissent', form: { values: form.typed, errors: form.errors } })
  const refusal = await dissent(work, step.id, form.values)
  if (refusal) return page(c, step, { part: 'dissent', form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'It stands beside the decision.' })
  return c.redirect(urls.step({ step: step.id }), 303)
})

stepOne.post(urls.stepUndo.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'step.decide')
  if (denied) return forbidden(c, denied.because)
  const step = await stepById(work, c.req.param('step'))
  if (step === undefined) return notFound(c)
  const form = await readForm(c, z.object({ because: prose(2000, 'Say why, in a sentence.') }))
  if (!form.ok) return page(c, step, { part: 'undo', form: { values: form.typed, errors: form.errors } })
  const answer = await undoStep(work, step.id, form.values.because)
  if (isRefusal(answer)) return page(c, step, { part: 'undo', form: { values: form.typed }, refusal: answer })
  said(c, {
    tone: answer.couldNot.length > 0 ? 'warning' : 'good',
    text: [
      'Taken back.',
      ...(answer.seats > 0 ? [`${plural(answer.seats, 'seat', 'seats')} given back.`] : []),
      ...answer.couldNot,
    ].join(' '),
  })
  return c.redirect(urls.step({ step: step.id }), 303)
})

stepOne.post(urls.stepTaskEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'step.see')
  if (denied) return forbidden(c, denied.because)
  const task = await stepTaskById(work, c.req.param('task'))
  const step = task && (await stepById(work, task.decisionId))
  if (step === undefined || task === undefined) return notFound(c)
  const form = await readForm(c, z.object({ words: optionalLine(300) }))
  if (!form.ok) return page(c, step, { part: 'task', form: { values: form.typed, errors: form.errors } })
  const answer = await finishStepTask(work, task.id, form.values.words)
  if (isRefusal(answer)) return page(c, step, { part: 'task', form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: 'Done, and kept with the decision.' })
  return c.redirect(urls.step({ step: answer.step }), 303)
})

async function page(c: Context<Door>, step: StepFacts, back?: Back) {
  const work = workOf(c)
  const client = await clientById(work, step.clientId)
  if (client === undefined) return notFound(c)
  showing(c, 'decision on the level', [client.id])
  const zone = work.clinic.timeZone
  const dissents = await dissentsOf(work, step.id)
  const tasks = await tasksOfStep(work, step.id)
  const canUndo =
    may(work.by, 'step.decide') &&
    step.undoneAt === null &&
    work.at.getTime() - step.decidedAt.getTime() <= undoHours * 3_600_000
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="moving"
      title={`${client.name}: ${stepName[step.kind].label.toLowerCase()}`}
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form && { ...back.form, prefix: back.part }} />
      {back?.part === 'task' && <YourWords form={back.form} />}
      {step.undoneAt !== null && (
        <Notice tone={step.couldNot.length > 0 ? 'warning' : 'info'} title={`Taken back by ${step.undoneBy ?? ''}`}>
          <p dir="auto">{step.undoneBecause}</p>
          {step.couldNot.map((words) => (
            <p>{words}</p>
          ))}
        </Notice>
      )}
      <div class="columns">
        <div class="stack">
          <Card title={stepName[step.kind].label}>
            <Facts
              facts={[
                {
                  term: 'Level',
                  detail:
                    step.fromLevel === step.toLevel
                      ? step.toLevel
                      : `${step.fromLevel} to ${step.toLevel}, from ${shortDay(step.fromDay)}`,
                },
                { term: 'Payer’s level then', detail: step.payerLevel, none: 'Nobody had said' },
                { term: 'Why', detail: step.reasons },
                { term: 'Who took part', detail: step.tookPart },
                {
                  term: 'The client',
                  detail: `${viewName[step.clientView]}${step.clientWords === '' ? '' : `: “${step.clientWords}”`}`,
                },
                { term: 'Looked at again', detail: step.lookAgainOn && shortDay(step.lookAgainOn), none: 'No day set' },
                {
                  term: 'Decided',
                  detail: (
                    <>
                      {step.by}, <At at={step.decidedAt} zone={zone} />
                    </>
                  ),
                },
              ]}
            />
          </Card>
          <EvidenceCard title="What was on the card" evidence={step.evidence} />
        </div>
        <div class="stack">
          <Card title="What it did">
            <DidList did={step.did} fromDay={step.fromDay} />
          </Card>
          {tasks.length > 0 && (
            <Card title="What people have to do" flush>
              <Rows label="What people have to do">
                {tasks.map((task) => (
                  <Row
                    title={task.what}
                    note={`${task.owner}, by ${shortDay(task.dueOn)}`}
                    end={
                      task.outcome === 'done' ? (
                        <Sig tone="good">Done</Sig>
                      ) : task.outcome === 'taken-back' ? (
                        <Sig tone="calm">Taken back</Sig>
                      ) : undefined
                    }
                  >
                    {task.outcome === null && (
                      <form method="post" action={urls.stepTaskEnd({ task: task.id })}>
                        <Button small label={`Done: ${task.what}`}>
                          Done
                        </Button>
                      </form>
                    )}
                  </Row>
                ))}
              </Rows>
            </Card>
          )}
          <Card title={dissents.length === 0 ? 'Nobody has said otherwise' : 'Who sees it otherwise'}>
            {dissents.map((one) => (
              <blockquote dir="auto">
                <p>{one.words}</p>
                <small>
                  {one.who}. Written down by {one.by}, <At at={one.at} zone={zone} />
                </small>
              </blockquote>
            ))}
            {may(work.by, 'step.dissent') && (
              <DissentForm step={step.id} form={back?.part === 'dissent' ? back.form : undefined} />
            )}
          </Card>
          {canUndo && <UndoForm step={step} form={back?.part === 'undo' ? back.form : undefined} />}
          <FormActions>
            <Button href={urls.steps({ episode: step.episodeId })}>Back to the level</Button>
          </FormActions>
        </div>
      </div>
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}

const DissentForm = ({ step, form }: { step: string; form: FormState | undefined }) => {
  const state = { ...form, prefix: 'dissent' }
  return (
    <form class="form" method="post" action={urls.stepDissents({ step })}>
      <TextField name="who" label="Who sees it otherwise" maxlength={200} anyDirection form={state} />
      <TextArea name="words" label="In their words" maxlength={2000} form={state} />
      <FormActions>
        <Button>Put it beside the decision</Button>
      </FormActions>
    </form>
  )
}

const UndoForm = ({ step, form }: { step: StepFacts; form: FormState | undefined }) => (
  <Card
    title="Take it back"
    hint={`Until ${undoHours} hours after it. Level, program, seats, the prescribed week and tasks are as they were; what others have taken meanwhile is named.`}
  >
    <form class="form" method="post" action={urls.stepUndo({ step: step.id })}>
      <TextArea name="because" label="Why" maxlength={2000} form={{ ...form, prefix: 'undo' }} />
      <FormActions>
        <Button kind="danger">Take it back</Button>
      </FormActions>
    </form>
  </Card>
)
