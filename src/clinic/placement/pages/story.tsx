import type { Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { measuresOf } from '../../instruments/queries.ts'
import { ageGroupOn } from '../../programs/dose.ts'
import { liveStops, notKnownStop, openQuestions } from '../dispositions.ts'
import { nextStep, type Step } from '../next.ts'
import { assessmentsOf, decisionsOf, ownLevels, type Screen, screensOf } from '../queries.ts'
import { allowanceOf } from '../queries/again.ts'
import { handOffsOf } from '../queries/hand-offs.ts'
import { outsideResultsOf, statedLevelsOf } from '../queries/outside.ts'
import { staffToChoose } from '../queries/owners.ts'
import { stopOwners } from '../queries/stops-due.ts'
import { kindWords } from '../review.ts'
import { handOffState } from '../rules.ts'
import { scaleBehind } from '../scales.ts'
import { Decide, Decided, levelLine, Recommended } from './decision.tsx'
import { LevelsCard, OutsideCard } from './levels-card.tsx'
import { HandOffLine } from './hand-off-parts.tsx'
import { GateCard, LostStops } from './found.tsx'
import { CrisisLine, type Owning, type Settling } from './stops.tsx'

export type Back = Settling & { deciding?: FormState }

/** The story of one placement so far: what to do next, then what was found, arranged, weighed and decided. */
export async function placementPage(c: Context<Door>, client: ClientFacts, back: Back = {}) {
  const work = workOf(c)
  showing(c, 'placement', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const screens = await screensOf(work, client.id)
  const handOffs = (await handOffsOf(work, client.id)).map((one) => ({
    ...one,
    state: handOffState(one, one.answers, work.at, today),
  }))
  const assessments = await assessmentsOf(work, client.id)
  const decisions = await decisionsOf(work, client.id)
  const [screen = null] = screens
  const [assessment = null] = assessments
  const [decision = null] = decisions
  const live = screen === null ? [] : liveStops(screen.gate, screen.dispositions)
  const step = nextStep({
    screen,
    liveStops: live,
    handOffs,
    assessment,
    decision,
    ownLevels: await ownLevels(work),
    inCare: client.episodeId === null ? null : client.levelOfCare,
  })
  const open = screen === null ? [] : openQuestions(screen.gate, screen.dispositions).map(notKnownStop)
  const owning: Owning =
    screen === null || live.length === 0
      ? { ownerOf: () => ({ id: '', name: '', since: work.at }), choose: [] }
      : {
          ownerOf: await stopOwners(work, screen),
          choose: may(work.by, 'hand-off.make') ? await staffToChoose(work) : [],
        }
  const allowed = screen === null ? null : await allowanceOf(work, screen.id)
  const taken = screen === null ? [] : await measuresOf(work, client.id)
  const scaleOf = (question: string): string => {
    if (screen === null) return ''
    const day = dayAt(screen.screenedAt, work.clinic.timeZone)
    const one = scaleBehind(taken, question, { answers: screen.answers, day })
    return one === undefined ? '' : ` (whole scale, ${shortDay(one.takenOn)}, by ${one.recordedBy})`
  }
  const about = back.settling?.prefix ?? back.giving?.prefix
  // What was refused says so at its own form; where that form is no longer on the page, at the top.
  const homeless = about !== undefined && !open.includes(about) && !live.some((stop) => stop.id === about)
  const isDecided = decision !== null && decision.assessmentId === assessment?.id
  const mayDecide = step.step === 'decide' || (isDecided && !decision.used && live.length === 0)
  return c.html(
    <ClientFrame c={c} client={client} tab="placement">
      {(homeless || (back.allowing !== undefined && live.length === 0)) && <RefusalAlert refusal={back.refusal} />}
      <CrisisLine stops={live.filter((stop) => !isAway(handOffs, screen) || stop.routeTo === '911')} />
      <Next step={step} client={client} work={work} live={live.length} open={screen} />
      <LostStops screens={screens} work={work} clientId={client.id} />
      {screen !== null && (
        <GateCard
          screen={screen}
          clientId={client.id}
          work={work}
          back={back}
          isLatest
          owning={owning}
          allowed={allowed}
          scaleOf={scaleOf}
        />
      )}
      {handOffs.length > 0 && (
        <Card title="Hand-offs" flush>
          <Rows label="Hand-offs">
            {handOffs.map((one) => (
              <HandOffLine handOff={one} work={work} />
            ))}
          </Rows>
        </Card>
      )}
      {isDecided && <Decided decision={decision} program={assessment?.facts.program ?? 'substance-use'} work={work} />}
      {assessment !== null && (
        <Recommended
          assessment={assessment}
          work={work}
          ageGroup={ageGroupOn(client.birthDate, dayAt(assessment.assessedAt, work.clinic.timeZone))}
          changed={screen !== null && changedSince(screen, assessment)}
        />
      )}
      {assessment !== null && (mayDecide || back.deciding !== undefined) && (
        <Decide
          assessment={assessment}
          seen={decision?.id ?? ''}
          work={work}
          form={back.deciding}
          refusal={back.deciding === undefined ? undefined : back.refusal}
        />
      )}
      <LevelsCard
        clientId={client.id}
        work={work}
        program={
          assessment?.facts.program ?? (client.programKind === 'mental-health' ? 'mental-health' : 'substance-use')
        }
        decision={decision}
        stated={await statedLevelsOf(work, client.id)}
      />
      <OutsideCard results={await outsideResultsOf(work, client.id)} />
      <Earlier screens={screens.slice(1)} decisions={decisions.slice(isDecided ? 1 : 0)} work={work} />
    </ClientFrame>,
    Object.keys(back).length === 0 ? 200 : 422,
  )
}

const isAway = (handOffs: { screenId: string | null; state: string }[], screen: Screen | null): boolean =>
  ['accepted', 'still-there'].includes(handOffs.find((one) => one.screenId === screen?.id)?.state ?? '')

/** Recommended on another screen than the latest, or before its stops were settled. */
const changedSince = (screen: Screen, assessment: { screenId: string; assessedAt: Date }): boolean =>
  screen.id !== assessment.screenId || screen.dispositions.some((one) => one.decidedAt > assessment.assessedAt)

type NextProps = { step: Step; client: ClientFacts; work: Work; live: number; open: Screen | null }

function Next({ step, client, work, live, open }: NextProps) {
  const { title, because, href, label, allowed } = wordsFor(step, client, work, live, open)
  return (
    <Card tone={step.step === 'act' ? 'danger' : undefined} title={title}>
      <div class="placement-next">
        <p>{because}</p>
        {href !== undefined && allowed && (
          <Button kind="main" href={href}>
            {label}
          </Button>
        )}
      </div>
    </Card>
  )
}

type Words = { title: string; because: string; href?: string; label?: string; allowed?: boolean }

function wordsFor(step: Step, client: ClientFacts, work: Work, live: number, screen: Screen | null): Words {
  const params = { client: client.id }
  const maySee = may(work.by, 'screen.do')
  switch (step.step) {
    case 'screen':
      return {
        title: 'Next: the safety gate',
        because:
          'Withdrawal, suicide, medical danger and psychosis are asked about before anything else. About ten minutes.',
        href: urls.safetyScreen(params),
        label: 'Start the safety gate',
        allowed: maySee,
      }
    case 'act':
      return {
        title: `Act now: ${plural(live, 'stop stands', 'stops stand')}`,
        because:
          'Do what each stop says, in order. Then hand the person off by name, or a clinician who saw them settles it.',
        href: urls.newHandOff(params, { screen: screen?.id, stop: step.stop }),
        label: 'Hand off',
        allowed: may(work.by, 'hand-off.make'),
      }
    case 'follow':
      return {
        title: 'Next: follow the hand-off',
        because: 'The person is handed to other care. Record what the other side says until they are back.',
        href: urls.handOff({ handOff: step.handOff }),
        label: 'Open the hand-off',
        allowed: true,
      }
    case 'screen-again':
      return {
        title: 'Next: the safety gate, once more',
        because: 'The person is back. What was found then is over or not: ask again.',
        href: urls.safetyScreen(params),
        label: 'Go through the safety gate',
        allowed: maySee,
      }
    case 'finish-gate':
      return {
        title: 'Next: finish the safety gate',
        because: 'Some questions are still blank. An unanswered question is not a no.',
        href: urls.safetyScreen(params),
        label: 'Finish the safety gate',
        allowed: maySee,
      }
    case 'settle':
      return {
        title: 'Next: settle what is not known',
        because:
          'Some questions were asked in vain. A clinician who saw the person settles each with words, or ask again.',
        href: urls.safetyScreen(params),
        label: 'Ask again',
        allowed: maySee,
      }
    case 'assess':
      return {
        title: 'Next: the six dimensions',
        because: 'The safety gate is passed. Rate each dimension from 0 to 4; the rules then recommend a level.',
        href: urls.assessment(params),
        label: 'Go on to the assessment',
        allowed: may(work.by, 'assessment.do'),
      }
    case 'decide':
      return {
        title: 'Next: decide on the level of care',
        because: 'The recommendation and its reasons stand below. A clinician decides.',
        href: '#decision',
        label: 'Decide',
        allowed: may(work.by, 'placement.decide'),
      }
    case 'admit':
      return {
        title: 'Next: admission',
        because: `Level ${levelLine(step.level, client.programKind === 'mental-health' ? 'mental-health' : 'substance-use')} is decided. Consents are signed and the episode of care begins.`,
        href: urls.admission(params),
        label: 'Go on to admission',
        allowed: may(work.by, 'episode.admit'),
      }
    case 'elsewhere':
      return {
        title: 'Next: hand off to that level',
        because: `No program here gives level ${step.level}. Hand the person off to someone who does, by name.`,
        href: urls.newHandOff(params, { level: step.level }),
        label: 'Hand off',
        allowed: may(work.by, 'hand-off.make'),
      }
    case 'move':
      return {
        title: `Next: move to level ${step.level}`,
        because: `The review decided on level ${levelLine(step.level, client.programKind === 'mental-health' ? 'mental-health' : 'substance-use')}. End this stay with a hand-over, then admit at the new level.`,
        href: client.episodeId === null ? undefined : urls.discharge({ episode: client.episodeId }),
        label: 'Go on to leaving this level',
        allowed: may(work.by, 'episode.see'),
      }
    case 'in-care':
      return {
        title: 'Placed, and in care',
        because:
          'The level stands. A review begins with the safety gate, then the same card: continued stay, step up, step down or discharge.',
        href: urls.safetyScreen(params),
        label: 'Begin a review with the safety gate',
        allowed: maySee,
      }
  }
}

type EarlierProps = { screens: Screen[]; decisions: Awaited<ReturnType<typeof decisionsOf>>; work: Work }

const Earlier = ({ screens, decisions, work }: EarlierProps) =>
  screens.length + decisions.length === 0 ? null : (
    <Card title="Earlier" flush>
      <Rows label="Earlier screens and decisions">
        {decisions.map((one) => (
          <Row
            title={`${one.kind === 'admission' ? '' : `${kindWords[one.kind].label}: `}decided on level ${one.level}`.replace(
              /^d/,
              'D',
            )}
            note={
              <>
                {one.decidedBy}, <At at={one.decidedAt} zone={work.clinic.timeZone} />
                {one.because !== '' && <span dir="auto"> · {one.because}</span>}
              </>
            }
            end={one.used && <Sig tone="calm">Led to care here</Sig>}
          />
        ))}
        {screens.map((one) => (
          <Row
            title="Safety gate"
            note={
              <>
                {one.screenedBy}, <At at={one.screenedAt} zone={work.clinic.timeZone} />
                {one.gate.stops.map((stop) => ` · ${stop.because}`)}
              </>
            }
            end={
              <Sig tone={one.gate.stops.length > 0 ? 'warning' : 'calm'}>
                {one.gate.stops.length > 0 ? plural(one.gate.stops.length, 'stop', 'stops') : 'No stop'}
              </Sig>
            }
          />
        ))}
      </Rows>
    </Card>
  )
