import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { isLevel, type Program } from '../levels.ts'
import { isVariance, outsideScale, variances } from '../outside.ts'
import type { Decision } from '../queries.ts'
import type { outsideResultsOf, statedLevelsOf } from '../queries/outside.ts'
import { levelLine } from './decision.tsx'

type Props = {
  clientId: string
  work: Work
  program: Program
  decision: Decision | null
  stated: Awaited<ReturnType<typeof statedLevelsOf>>
}

/** Three levels, side by side: each keeps its own name, its own date and who said so. */
export const LevelsCard = ({ clientId, work, program, decision, stated }: Props) => {
  const of = (whose: string) => stated.find((one) => one.whose === whose)
  const line = (whose: string) => {
    const one = of(whose)
    return one === undefined ? (
      ''
    ) : (
      <>
        <b dir="auto">{one.code}</b> <span dir="auto">{one.label}</span>
        <small class="rating-subs">
          <span dir="auto">{one.statedBy}</span>, <OnDay day={one.statedOn} as="long" />
          {one.reference !== '' && ` · ${one.reference}`}
          {one.words !== '' && (
            <>
              {' '}
              · <span dir="auto">{one.words}</span>
            </>
          )}
        </small>
      </>
    )
  }
  const payer = of('payer')
  return (
    <Card
      id="levels"
      title="The level, by whom"
      hint="Clinical, payer and state differ, and none stands for another."
      footer={
        may(work.by, 'assessment.do') && (
          <>
            <Button small href={urls.newStatedLevel({ client: clientId }, { whose: 'payer' })}>
              Record the payer’s
            </Button>{' '}
            <Button small href={urls.newStatedLevel({ client: clientId }, { whose: 'state-report' })}>
              Record the state report’s
            </Button>{' '}
            <Button small href={urls.newExternalResult({ client: clientId })}>
              Add an outside result
            </Button>
          </>
        )
      }
    >
      {decision !== null && isLevel(payer?.code) && payer?.code !== decision.level && (
        <Notice tone="warning" title={`The payer says ${payer?.code} where ${decision.level} was decided`}>
          Ask the payer for a review by a peer, or agree with the person on what follows. The clinical level stands.
        </Notice>
      )}
      <Facts
        facts={[
          {
            term: 'Clinical decision',
            detail:
              decision === null ? (
                ''
              ) : (
                <>
                  <b>{levelLine(decision.level, program)}</b>
                  <small class="rating-subs">{decision.decidedBy}</small>
                </>
              ),
            none: 'Not decided yet',
          },
          { term: 'Payer', detail: line('payer'), none: 'Not stated yet' },
          { term: 'State report', detail: line('state-report'), none: 'Not stated yet' },
        ]}
      />
    </Card>
  )
}

/** What licensed scales and tools gave: beside our own weighing, not in it. */
export const OutsideCard = ({ results }: { results: Awaited<ReturnType<typeof outsideResultsOf>> }) =>
  results.length === 0 ? null : (
    <Card title="Outside results" hint="From licensed scales and tools. They do not move our recommendation." flush>
      <Rows label="Outside results">
        {results.map((one) => (
          <Row
            title={
              <span dir="auto">
                {one.tool === '' ? (outsideScale(one.scale)?.label ?? one.scale) : one.tool}: level{' '}
                {one.recommendedLevel}
                {one.total !== null && `, total ${one.total}`}
              </span>
            }
            note={
              <>
                <span dir="auto">{one.rater}</span>, <OnDay day={one.doneOn} as="long" />
                {one.actualLevel !== '' && one.actualLevel !== one.recommendedLevel && (
                  <>
                    {' '}
                    · actual level {one.actualLevel}:{' '}
                    {isVariance(one.varianceCode) ? variances[one.varianceCode] : one.varianceCode}{' '}
                    <span dir="auto">{one.varianceWords}</span>
                  </>
                )}
              </>
            }
            end={one.fileId !== null && <a href={urls.file({ file: one.fileId })}>Its paper</a>}
          />
        ))}
      </Rows>
    </Card>
  )
