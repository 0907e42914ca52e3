import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import {
  oneOf,
  optionalDay,
  optionalId,
  optionalLine,
  optionalProse,
  prose,
  line,
  readForm,
} from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { seatsHeld, seekerOf, seriesToOffer } from '../../groups/queries/seating.ts'
import { mayTakeSeat } from '../../groups/rules.ts'
import { inWords } from '../../groups/times.ts'
import { decisionsOf } from '../../placement/queries.ts'
import { statedLevelsOf } from '../../placement/queries/outside.ts'
import { isLevel, levels } from '../../placement/levels.ts'
import { doseOrdersOf, stayById, type Stay } from '../../plans/queries.ts'
import { doseInWeek } from '../../plans/rules.ts'
import { floorOfWeek, type ProgramRow, programsOf } from '../../programs/queries.ts'
import { decideStep, sinceDay, type Step } from '../actions/steps.ts'
import { evidenceOf } from '../evidence.ts'
import { pauseName } from '../pauses.ts'
import { ReadyCard } from '../leaving.tsx'
import { sinceFacts } from '../queries/evidence.ts'
import { readiness } from '../queries/leaving.ts'
import { pausesOf } from '../queries/pauses.ts'
import { type Did, stepsOf } from '../queries/steps.ts'
import { clientViews, doseFrom, isMove, type StepKind, stepKinds, stepName } from '../steps.ts'
import { StepForm } from './step-form.tsx'
import { DecisionsBefore, EvidenceCard, LevelsSide } from './step-parts.tsx'

/** The step card: is this level still right, what speaks for and against it, and one act that moves somebody. */
export const steps = new Hono<Door>()

type Asked = { kind: StepKind; to: string | null }
type Back = { asked: Asked; form?: FormState; refusal?: Refusal; preview?: { did: Did; fromDay: string } }

steps.get(urls.steps.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'step.see')
  if (denied) return forbidden(c, denied.because)
  const kind = stepKinds.find((one) => one === c.req.query('kind'))
  const to = c.req.query('to') ?? null
  return stepPage(c, c.req.param('episode'), kind && { kind, to })
})

const minutes = (most: number) =>
  z.preprocess((value) => (value === '' || value === undefined ? 0 : Number(value)), z.number().int().min(0).max(most))
const decided = z.object({
  kind: oneOf(stepKinds, 'Choose what was decided.'),
  toProgram: optionalId,
  after: optionalId,
  act: oneOf(['look', 'do'], 'Show first what this does.'),
  fromDay: optionalDay,
  give: z.array(z.string()).optional(),
  take: z.array(z.string()).optional(),
  groupMinutes: minutes(2400),
  individualMinutes: minutes(600),
  familyMinutes: minutes(600),
  medicationMinutes: minutes(600),
  days: minutes(7),
  reasons: prose(4000, 'Say why, in a sentence.'),
  tookPart: line(500, 'Say who took part.'),
  clientView: oneOf(clientViews, 'Say how the client sees it, or that nobody has asked yet.'),
  clientWords: optionalProse(2000),
  dissentWho: optionalLine(200),
  dissentWords: optionalProse(2000),
  lookAgainOn: optionalDay,
})

steps.post(urls.steps.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'step.decide')
  if (denied) return forbidden(c, denied.because)
  const episode = c.req.param('episode')
  const stay = await stayById(work, episode)
  if (stay === undefined) return notFound(c)
  const form = await readForm(c, decided)
  const body = await c.req.parseBody({ all: true })
  const listOf = (name: string) =>
    [body[name] ?? []].flat().filter((one): one is string => typeof one === 'string' && isId(one))
  const lists = { 'give[]': listOf('give[]'), 'take[]': listOf('take[]') }
  const typed = { ...form.typed, ...lists }
  const kind = stepKinds.find((one) => one === form.typed.kind) ?? 'stay'
  const asked = { kind, to: form.typed.toProgram ?? null }
  if (!form.ok) return stepPage(c, episode, { asked, form: { values: typed, errors: form.errors } })
  const { values } = form
  if ((values.dissentWho === '') !== (values.dissentWords === ''))
    return stepPage(c, episode, {
      asked,
      form: { values: typed, errors: { dissentWho: 'Give both: who sees it otherwise, and what they say.' } },
    })
  const { groupMinutes, individualMinutes, familyMinutes, medicationMinutes, days } = values
  const step: Step = {
    kind: values.kind,
    toProgramId: isMove(values.kind) ? (values.toProgram ?? null) : null,
    fromDay: values.fromDay ?? '',
    reasons: values.reasons,
    tookPart: values.tookPart,
    clientView: values.clientView,
    clientWords: values.clientWords,
    lookAgainOn: values.lookAgainOn ?? null,
    afterId: values.after ?? null,
    give: lists['give[]'],
    take: lists['take[]'],
    dose:
      isMove(values.kind) && may(work.by, 'dose.order')
        ? { groupMinutes, individualMinutes, familyMinutes, medicationMinutes, days: Math.max(1, days) }
        : null,
    dissent: values.dissentWho === '' ? null : { who: values.dissentWho, words: values.dissentWords },
  }
  const answer = await decideStep(work, episode, step, values.act === 'look')
  if (isRefusal(answer)) return stepPage(c, episode, { asked, form: { values: typed }, refusal: answer })
  const fromDay = step.fromDay === '' ? dayAt(work.at, work.clinic.timeZone) : step.fromDay
  if (values.act === 'look')
    return stepPage(c, episode, { asked, form: { values: typed }, preview: { did: answer.did, fromDay } })
  said(c, { tone: 'good', text: `${stepName[values.kind].label}: kept, and done. It can be taken back within a day.` })
  return c.redirect(
    values.kind === 'elsewhere'
      ? urls.newHandOff({ client: stay.clientId })
      : values.kind === 'leave'
        ? urls.discharge({ episode })
        : urls.step({ step: answer.id }),
    303,
  )
})

async function stepPage(c: Context<Door>, episode: string, given?: Asked | Back) {
  const work = workOf(c)
  const stay = await stayById(work, episode)
  const client = stay && (await clientById(work, stay.clientId))
  if (stay === undefined || client === undefined) return notFound(c)
  const back = given !== undefined && 'asked' in given ? given : undefined
  const asked = back?.asked ?? (given as Asked | undefined) // what is no Back is what was asked
  showing(c, 'level', [client.id])
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const all = await stepsOf(work, stay.id)
  const before = all.find(({ undoneAt }) => undoneAt === null)
  const since = sinceDay(work, stay, before?.decidedAt ?? null)
  const [decision] = await decisionsOf(work, client.id)
  const stated = await statedLevelsOf(work, client.id)
  const payer = stated.find(({ whose }) => whose === 'payer') ?? null
  const state = stated.find(({ whose }) => whose === 'state') ?? null
  const away = (await pausesOf(work, stay.id)).find(({ backOn }) => backOn === null)
  const mayDecide = may(work.by, 'step.decide') && stay.lastDay === null && stay.firstDay <= today
  const every = await programsOf(work)
  const programs = every.filter((one) => one.ageGroup === stay.ageGroup && one.id !== stay.programId)
  const ready = may(work.by, 'continuing-care.do') ? await readiness(work, stay.id) : undefined
  return c.html(
    <ClientFrame c={c} client={client} tab="moving" title={`${client.name}: level of care`}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form && { ...back.form, prefix: 'step' }} />
      {asked !== undefined && mayDecide && (
        <Deciding stay={stay} asked={asked} back={back} programs={every} after={before?.id ?? ''} work={work} />
      )}
      <div class="columns">
        <div class="stack">
          <LevelsSide
            stay={stay}
            decided={
              decision === undefined
                ? null
                : { level: decision.level, decidedBy: decision.decidedBy, decidedOn: dayAt(decision.decidedAt, zone) }
            }
            payer={payer}
            state={state}
          />
          <EvidenceCard
            title={`Since ${shortDay(since)}`}
            hint={before === undefined ? 'Since the admission.' : 'Since the last decision.'}
            evidence={evidenceOf(await sinceFacts(work, stay, since))}
          />
          {ready !== undefined && <ReadyCard episode={stay.id} readiness={ready} />}
        </div>
        <div class="stack">
          {may(work.by, 'hand-off.make') && stay.lastDay === null && (
            <Card
              title="More care tonight?"
              hint="Danger does not wait for a decision. A hand-off goes out now; the stay goes on."
            >
              <FormActions>
                <Button kind="danger" href={urls.newHandOff({ client: client.id })}>
                  Hand off now
                </Button>
                <Button href={urls.safetyScreen({ client: client.id })}>Safety gate</Button>
              </FormActions>
            </Card>
          )}
          {mayDecide && <Choices episode={stay.id} level={stay.levelOfCare} programs={programs} />}
          {may(work.by, 'stay.pause') && (
            <Card
              title={away === undefined ? 'Away for a while?' : `${pauseName[away.kind]} since ${shortDay(away.from)}`}
            >
              {away !== undefined && <p>{`${away.owner} asks again on ${shortDay(away.nextOn)}.`}</p>}
              <FormActions>
                <Button href={urls.pauses({ episode: stay.id })}>
                  {away === undefined ? 'Pause the stay' : 'See the pause'}
                </Button>
              </FormActions>
            </Card>
          )}
          <DecisionsBefore steps={all} zone={zone} />
          <FormActions>
            <Button href={urls.moving()}>Everyone who moves</Button>
          </FormActions>
        </div>
      </div>
    </ClientFrame>,
    back === undefined || back.preview !== undefined ? 200 : 422,
  )
}

const rankOf = (level: string) => (isLevel(level) ? levels[level].rank : 0)

/** One button for each way on: the programs of this clinic that are more or less intense, and the ways out of it. */
function Choices({ episode, level, programs }: { episode: string; level: string; programs: readonly ProgramRow[] }) {
  const moves = programs.flatMap((one) => {
    const rise = rankOf(one.levelOfCare) - rankOf(level)
    const kind: StepKind | null = rise > 0 ? 'step-up' : rise < 0 ? 'step-down' : null
    return kind === null ? [] : [{ kind, one }]
  })
  return (
    <Card title="What is decided?" hint="Each is shown in full before anything is done.">
      <ul class="step-choices">
        <li>
          <Button href={`${urls.steps({ episode }, { kind: 'stay' })}#decide`}>Stay at this level</Button>
        </li>
        {moves.map(({ kind, one }) => (
          <li>
            <Button href={`${urls.steps({ episode }, { kind, to: one.id })}#decide`}>
              {`${kind === 'step-up' ? 'Step up' : 'Step down'} to ${one.name}, level ${one.levelOfCare}`}
            </Button>
          </li>
        ))}
        <li>
          <Button href={`${urls.steps({ episode }, { kind: 'elsewhere' })}#decide`}>{stepName.elsewhere.label}</Button>
        </li>
        <li>
          <Button href={`${urls.steps({ episode }, { kind: 'leave' })}#decide`}>{stepName.leave.label}</Button>
        </li>
      </ul>
      {moves.length === 0 && (
        <Notice tone="info">No program here gives another level. A step goes to a place that does: a hand-off.</Notice>
      )}
    </Card>
  )
}

type DecidingProps = {
  stay: Stay
  asked: Asked
  back: Back | undefined
  programs: readonly ProgramRow[]
  after: string
  work: ReturnType<typeof workOf>
}

async function Deciding({ stay, asked, back, programs, after, work }: DecidingProps) {
  const today = dayAt(work.at, work.clinic.timeZone)
  const to = programs.find(({ id }) => id === asked.to) ?? null
  if (isMove(asked.kind) && to === null) return <Notice tone="warning">Choose a program from the list below.</Notice>
  const from = addDays(today, 1)
  const moved =
    to === null
      ? stay
      : { ...stay, programId: to.id, programName: to.name, levelOfCare: to.levelOfCare, state: to.state }
  const floor = await floorOfWeek(work, moved, doseFrom(from))
  const standing = doseInWeek(await doseOrdersOf(work, stay.id), doseFrom(from))
  const held = to === null ? [] : await seatsHeld(work, stay.clientId, from)
  const seeker = await seekerOf(work, moved, from)
  const freed = {
    ...seeker,
    held: seeker.held.filter((one) => !held.some(({ id }) => id === ('id' in one ? one.id : ''))),
  }
  const offered =
    to === null
      ? []
      : (await seriesToOffer(work, from, null, stay.clientId, to.id)).filter(
          (one) => one.chairs.length > 0 && mayTakeSeat({ series: one.series, client: freed, from, to: null }) === null,
        )
  return (
    <StepForm
      episode={stay.id}
      kind={asked.kind}
      to={to}
      after={after}
      today={today}
      held={held.map((one) => ({
        id: one.id,
        name: one.name,
        when: inWords(one),
        minutes: one.minutes,
        hint: one.room,
      }))}
      offered={offered.map(({ row, chairs }) => ({
        id: row.id,
        name: row.name,
        when: inWords(row),
        minutes: row.minutes,
        hint: `${chairs.length} free`,
      }))}
      dose={{
        groupMinutes: floor?.minutesPerWeek ?? Math.min(standing?.groupMinutes ?? 90, 90),
        individualMinutes: standing?.individualMinutes ?? 50,
        familyMinutes: standing?.familyMinutes ?? 0,
        medicationMinutes: standing?.medicationMinutes ?? 0,
        days: floor?.daysPerWeek ?? 1,
      }}
      form={back?.form}
      preview={back?.preview ?? null}
    />
  )
}
