import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Table } from '../../../ui/table.tsx'
import { longDay, OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { instrumentOf } from '../../instruments/catalog.ts'
import type { Changed } from '../changes.ts'
import { minutesOfDose } from '../rules.ts'
import { hoursOnDays } from '../scheduled.ts'
import { labelOf, rhythmOf, type SignedObjective, type SignedPlan } from '../signed-plan.ts'

type Props = {
  plan: SignedPlan
  /** Objectives that a review found met. */
  met?: ReadonlySet<string>
  /** Whether each objective leads to its thread. */
  linked?: boolean
}

/** A plan as it is read: before it is signed, when it stands, and on paper. */
export const PlanText = ({ plan, met = new Set(), linked = false }: Props) => (
  <>
    <Card title="What is worked on?">
      <Facts
        facts={[
          {
            term: 'Diagnoses',
            detail: plan.diagnoses.length > 0 && (
              <ul class="plan-changes">
                {plan.diagnoses.map((one) => (
                  <li dir="auto">
                    {`${one.code} ${one.words}, ${one.certainty}. ${one.by}, `}
                    <OnDay day={one.on} />
                  </li>
                ))}
              </ul>
            ),
            none: 'None on record',
          },
          {
            term: 'Problems',
            detail: plan.problems.length > 0 && (
              <ul class="plan-changes">
                {plan.problems.map((one) => (
                  <li dir="auto">{`${one.words}${one.code === '' ? '' : ` (${one.code})`}`}</li>
                ))}
              </ul>
            ),
          },
          { term: 'Strengths', detail: plan.strengths && <Said words={plan.strengths} /> },
          { term: 'Barriers', detail: plan.barriers && <Said words={plan.barriers} />, none: 'None named' },
        ]}
      />
    </Card>
    {plan.goals.map((goal, n) => (
      <Card
        title={`Goal ${n + 1}: ${goal.words}`}
        hint={goal.problem === '' ? undefined : `Answers: ${goal.problem}`}
        flush={goal.objectives.length > 0}
      >
        <Rows label={`Objectives of goal ${n + 1}`}>
          {goal.objectives.map((one) => (
            <Objective one={one} plan={plan} isMet={met.has(one.id)} linked={linked} />
          ))}
        </Rows>
      </Card>
    ))}
    <Card
      title="What is done for it?"
      hint={`Each week: ${hoursOnDays(minutesOfDose(plan.dose), plan.dose.days)}`}
      flush
    >
      <Table
        caption="Services of the plan"
        captionHidden
        columns={[{ label: 'Service' }, { label: 'How often' }, { label: 'By whom' }, { label: 'For objectives' }]}
      >
        {plan.services.map((one) => (
          <tr>
            <th scope="row">{labelOf(one.kind)}</th>
            <td>{rhythmOf(one)}</td>
            <td dir="auto">{one.who}</td>
            <td>{one.serves.join(', ')}</td>
          </tr>
        ))}
      </Table>
    </Card>
    <Card title="When is it enough?">
      <Facts
        facts={[
          { term: 'Ready to leave when', detail: <Said words={plan.dischargeWhen} /> },
          plan.expectedWeeks !== null && { term: 'Expected length', detail: `${plan.expectedWeeks} weeks` },
          { term: 'Next review', detail: plan.reviewOn && longDay(plan.reviewOn) },
        ]}
      />
    </Card>
  </>
)

const Said = ({ words }: { words: string }) => (
  <span class="plan-said" dir="auto">
    {words}
  </span>
)

type ObjectiveProps = { one: SignedObjective; plan: SignedPlan; isMet: boolean; linked: boolean }
const Objective = ({ one, plan, isMet, linked }: ObjectiveProps) => (
  <Row
    lead={one.number}
    title={
      linked ? (
        <a href={urls.objective({ objective: one.id })} dir="auto">
          {one.words}
        </a>
      ) : (
        <span dir="auto">{one.words}</span>
      )
    }
    note={
      <span dir="auto">
        {one.measure !== '' && `${instrumentOf(one.measure)?.title ?? one.measure}. `}
        {one.baseline !== '' && `Now: ${one.baseline}. `}
        {`Target: ${one.target}, by ${one.by === '' ? 'no day yet' : longDay(one.by)}.`}
      </span>
    }
    end={
      isMet ? (
        <b>Met</b>
      ) : (
        <small>
          {plan.services
            .filter((s) => s.serves.includes(one.number))
            .map((s) => labelOf(s.kind))
            .join(', ')}
        </small>
      )
    }
  />
)

/** What changed from one version to the next. */
export const Changes = ({ changes, from }: { changes: readonly Changed[]; from: number }) => (
  <Card title={`What changed since version ${from}?`}>
    {changes.length === 0 ? (
      <p>Nothing: it says the same.</p>
    ) : (
      <ul class="plan-changes">
        {changes.map((one) => (
          <li dir="auto">
            <b>{`${one.what} ${one.how === 'added' ? 'added' : one.how === 'ended' ? 'taken out' : 'changed'}`}</b>:{' '}
            {one.how === 'changed' ? (
              <>
                <del>{one.before}</del> <ins>{one.now}</ins>
              </>
            ) : (
              one.now || one.before
            )}
          </li>
        ))}
      </ul>
    )}
  </Card>
)
