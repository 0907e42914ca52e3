import type { Work } from '../../../db/work.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { NOT_KNOWN } from '../answers.ts'
import { liveStops, openQuestions } from '../dispositions.ts'
import type { Answer, Question } from '../question.ts'
import { groups, questions } from '../questions.ts'
import type { Screen } from '../queries.ts'
import { AskAgain, LiveStop, OpenQuestion, type Owning, type Settling, Standing } from './stops.tsx'

const outcomes = {
  stop: { tone: 'danger', words: 'Stop' },
  unfinished: { tone: 'warning', words: 'Unfinished' },
  watch: { tone: 'info', words: 'Passed, with things to watch' },
  clear: { tone: 'good', words: 'Passed: nothing found' },
} as const

type GateCardProps = {
  screen: Screen
  clientId: string
  work: Work
  back: Settling
  isLatest: boolean
  owning: Owning
  allowed: Parameters<typeof AskAgain>[0]['allowed']
  /** That a whole scale stands behind an answer, in words, or ''. */
  scaleOf: (question: string) => string
}

/** What the safety gate found, what stands, what was settled and by whom, and every answer. */
export function GateCard({ screen, clientId, work, back, isLatest, owning, allowed, scaleOf }: GateCardProps) {
  const { gate, dispositions } = screen
  const live = liveStops(gate, dispositions)
  const open = openQuestions(gate, dispositions)
  const settled = gate.stops.filter((stop) => !live.includes(stop))
  const passed = live.length === 0 && open.length === 0
  const sign =
    outcomes[
      live.length > 0 ? 'stop' : open.length > 0 ? 'unfinished' : gate.outcome === 'stop' ? 'watch' : gate.outcome
    ]
  const blank = open.filter((id) => !gate.notKnown.includes(id))
  return (
    <>
      {live.map((stop) => (
        <LiveStop
          stop={stop}
          screen={screen}
          clientId={clientId}
          work={work}
          back={back}
          isLatest={isLatest}
          owning={owning}
        />
      ))}
      {open
        .filter((id) => gate.notKnown.includes(id))
        .map((question) => (
          <OpenQuestion question={question} screen={screen} work={work} back={back} />
        ))}
      <Card
        id="gate"
        title="Safety gate"
        hint={
          <>
            {screen.screenedBy}, <At at={screen.screenedAt} zone={work.clinic.timeZone} /> · judged by {gate.thresholds}
          </>
        }
        action={
          <Sig tone={passed && gate.stops.length > 0 ? 'good' : sign.tone}>
            {passed && gate.stops.length > 0 ? 'Passed: every stop is settled' : sign.words}
          </Sig>
        }
        footer={
          may(work.by, 'screen.do') && (
            <Button small href={urls.safetyScreen({ client: clientId })}>
              {blank.length > 0 ? 'Finish the safety gate' : 'Go through it again'}
            </Button>
          )
        }
      >
        <div class="stack">
          {blank.length > 0 && (
            <details class="disclose">
              <summary>{plural(blank.length, 'question is', 'questions are')} still blank</summary>
              <ul class="placement-reasons">
                {blank.map((id) => (
                  <li>{questions.find((question) => question.id === id)?.words ?? id}</li>
                ))}
              </ul>
            </details>
          )}
          {settled.map((stop) => (
            <div>
              <b>{stop.because}</b>
              {dispositions
                .filter((row) => row.stop === stop.id)
                .map((row) => (
                  <Standing row={row} work={work} />
                ))}
            </div>
          ))}
          {dispositions
            .filter((row) => row.stop.startsWith('not-known:'))
            .map((row) => (
              <div>
                <b>Not known: {questions.find(({ id }) => row.stop === `not-known:${id}`)?.words}</b>
                <Standing row={row} work={work} />
              </div>
            ))}
          {gate.cautions.length > 0 && (
            <div>
              <b>To watch</b>
              <ul class="placement-reasons">
                {gate.cautions.map((caution) => (
                  <li>
                    {caution.because} <span class="muted">{caution.doNow.join(' ')}</span>
                  </li>
                ))}
              </ul>
            </div>
          )}
          {live.length > 0 && <AskAgain screen={screen} work={work} back={back} allowed={allowed} />}
          <details class="disclose">
            <summary>Every answer</summary>
            <Given screen={screen} scaleOf={scaleOf} />
          </details>
        </div>
      </Card>
    </>
  )
}

const wordsFor = (question: Question, answer: Answer): string => {
  if (answer === NOT_KNOWN) return 'Not known'
  if (question.kind === 'number') return `${answer} ${question.unit}`
  if (question.kind === 'choice') return question.choices.find(({ value }) => value === answer)?.words ?? String(answer)
  return answer === 'yes' ? 'Yes' : 'No'
}

const Given = ({ screen, scaleOf }: { screen: Screen; scaleOf: (question: string) => string }) => (
  <div class="placement-given">
    {groups.map(({ id, label }) => {
      const given = questions.flatMap((question) => {
        const answer = screen.answers[question.id]
        return question.group !== id || answer === undefined || answer === null
          ? []
          : [{ term: question.words, detail: `${wordsFor(question, answer)}${scaleOf(question.id)}` }]
      })
      return given.length === 0 ? null : (
        <div>
          <b>{label}</b>
          <Facts facts={given} />
        </div>
      )
    })}
  </div>
)

/** A later screen that found less does not settle what an earlier one found: it is said until someone has looked. */
export function LostStops({ screens, work, clientId }: { screens: Screen[]; work: Work; clientId: string }) {
  const [latest, before] = screens
  if (latest === undefined || before === undefined) return null
  const within = 24 * 3_600_000
  if (latest.screenedAt.getTime() - before.screenedAt.getTime() > within) return null
  const lost = liveStops(before.gate, before.dispositions).filter(
    (stop) =>
      !latest.gate.stops.some((one) => one.group === stop.group) &&
      !before.dispositions.some((row) => row.stop === stop.id),
  )
  if (lost.length === 0) return null
  return (
    <Notice
      tone="warning"
      title={`${plural(lost.length, 'stop was', 'stops were')} found hours earlier, and settled by nobody`}
      aside={
        <Button small href={urls.newHandOff({ client: clientId }, { screen: before.id })}>
          Hand off
        </Button>
      }
    >
      {before.screenedBy}, <At at={before.screenedAt} zone={work.clinic.timeZone} />:{' '}
      {lost.map((stop) => stop.because).join(' ')} The latest screen does not name {lost.length === 1 ? 'it' : 'them'}.
      Make sure that this is right.
    </Notice>
  )
}
