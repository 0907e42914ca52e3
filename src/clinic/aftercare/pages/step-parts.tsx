import type { Day } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { type Evidence, type Line, partName } from '../evidence.ts'
import type { Did, StepFacts } from '../queries/steps.ts'
import { stepName } from '../steps.ts'

const lineWords: Record<Line['tone'], string | null> = { good: 'Better', warning: 'Look', danger: 'Worse', calm: null }

/** What is known of each part of somebody's situation, in a fixed order. */
export const EvidenceCard = ({ evidence, title, hint }: { evidence: Evidence; title: string; hint?: string }) => (
  <Card title={title} hint={hint} flush>
    <Rows label={title}>
      {evidence.map(({ part, lines }) => (
        <Row title={partName[part]}>
          <ul class="step-lines">
            {lines.map(({ words, tone }) => (
              <li>
                {lineWords[tone] !== null && <Sig tone={tone}>{lineWords[tone]}</Sig>} <span dir="auto">{words}</span>
              </li>
            ))}
          </ul>
        </Row>
      ))}
    </Rows>
  </Card>
)

export type Levels = {
  stay: { programName: string; levelOfCare: string }
  decided: { level: string; decidedBy: string; decidedOn: Day } | null
  payer: { code: string; statedBy: string; statedOn: Day; reference: string } | null
  state: { code: string; statedOn: Day } | null
}

/** The level by the clinic, beside the one that the payer and the state go by. */
export const LevelsSide = ({ stay, decided, payer, state }: Levels) => (
  <Card title={`Level ${stay.levelOfCare} in ${stay.programName}`}>
    <Facts
      across
      facts={[
        {
          term: 'Clinical',
          detail: `${stay.levelOfCare}${decided === null ? '' : `. ${decided.level} decided by ${decided.decidedBy}, ${shortDay(decided.decidedOn)}`}`,
        },
        {
          term: 'Payer',
          detail:
            payer &&
            `${payer.code}, by ${payer.statedBy}, ${shortDay(payer.statedOn)}${payer.reference === '' ? '' : ` (${payer.reference})`}`,
          none: 'Nobody has said',
        },
        {
          term: 'State report',
          detail: state && `${state.code}, ${shortDay(state.statedOn)}`,
          none: 'Nobody has said',
        },
      ]}
    />
    {payer !== null && payer.code !== stay.levelOfCare && (
      <Notice tone="warning">
        The payer goes by another level than the clinic. Ask for an authorization, or appeal.
      </Notice>
    )}
  </Card>
)

/** What an act does, in the words in which it was done. */
export function DidList({ did, fromDay }: { did: Did; fromDay: Day }) {
  const lines = [
    did.program === null ? null : `From ${shortDay(fromDay)}: ${did.program.to}, instead of ${did.program.from}`,
    did.gives.length === 0 ? null : `Gives back: ${did.gives.join(', ')}`,
    did.takes.length === 0 ? null : `Takes a seat in: ${did.takes.join(', ')}`,
    did.dose === null
      ? null
      : `Prescribes ${did.dose.after} from the week of ${shortDay(did.dose.fromWeek)}${did.dose.before === null ? '' : `, instead of ${did.dose.before}`}`,
    ...did.tasks.map((task) => `Task: ${task}`),
  ].filter((line) => line !== null)
  return lines.length === 0 ? (
    <p>Keeps the decision. Nothing else changes.</p>
  ) : (
    <ul>
      {lines.map((line) => (
        <li dir="auto">{line}</li>
      ))}
    </ul>
  )
}

export const DecisionsBefore = ({ steps, zone }: { steps: readonly StepFacts[]; zone: string }) => (
  <Card title="Decisions in this stay" flush={steps.length > 0}>
    {steps.length === 0 ? (
      <Empty title="No decision on the level yet">The one of the admission stands.</Empty>
    ) : (
      <Rows label="Decisions in this stay">
        {steps.map((one) => (
          <Row
            title={<a href={urls.step({ step: one.id })}>{stepName[one.kind].label}</a>}
            note={
              <>
                {one.fromLevel === one.toLevel
                  ? `Level ${one.toLevel}`
                  : `${one.fromLevel} to ${one.toLevel} from ${shortDay(one.fromDay)}`}
                . {one.by}, <At at={one.decidedAt} zone={zone} />
              </>
            }
            end={
              one.undoneAt !== null ? (
                <Sig tone="calm">Taken back</Sig>
              ) : one.lookAgainOn !== null ? (
                <Sig tone="info">{`Look again ${shortDay(one.lookAgainOn)}`}</Sig>
              ) : undefined
            }
          />
        ))}
      </Rows>
    )}
  </Card>
)
