import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import type { AgeGroup } from '../../programs/dose.ts'
import { editionOf } from '../dimensions.ts'
import { defaultHours, hoursOn, isLevel, labelOf, type LevelCode, levels, type Program } from '../levels.ts'
import type { AssessmentRow, Decision } from '../queries.ts'
import type { Weight } from '../recommend.ts'
import { isProgress, kindWords, progresses } from '../review.ts'
import { atField } from './at-field.ts'

export const levelLine = (code: string, program: Program): string =>
  isLevel(code) ? `${code} · ${labelOf(code, program)}` : code

/** Levels to choose from, least intense first. */
export const levelOptions = (program: Program) =>
  (Object.keys(levels) as LevelCode[]) // the keys of a record are its codes
    .toSorted((a, b) => levels[a].rank - levels[b].rank)
    .map((code) => ({ value: code, label: levelLine(code, program) }))

const weights: Record<Weight, { tone: 'danger' | 'warning' | 'info' | 'calm'; words: string }> = {
  blocks: { tone: 'danger', words: 'Stands in the way' },
  'points-higher': { tone: 'warning', words: 'Points higher' },
  'points-here': { tone: 'info', words: 'Points here' },
  'points-lower': { tone: 'calm', words: 'Points lower' },
  shapes: { tone: 'calm', words: 'Shapes the plan' },
}

const yesNo = (value: boolean | null): string => (value === null ? 'Nobody has said' : value ? 'Yes' : 'No')

type CardProps = { assessment: AssessmentRow; work: Work; ageGroup: AgeGroup; changed: boolean }

/** What the rules draw from the ratings: the level, each reason tied to its rating, and how sure it is. */
export function Recommended({ assessment, work, ageGroup, changed }: CardProps) {
  const { recommendation: said, facts, ratings } = assessment
  const program = facts.program ?? 'substance-use'
  const hours = isLevel(said.level)
    ? hoursOn(defaultHours, said.level, ageGroup, dayAt(assessment.assessedAt, work.clinic.timeZone))
    : null
  const edition = editionOf(assessment.edition)
  return (
    <Card
      id="recommendation"
      title={`Recommended: ${isLevel(said.level) ? `${said.level}, ` : ''}${said.levelLabel}`}
      hint={
        <>
          {assessment.kind !== 'admission' && `${kindWords[assessment.kind].label}: `}
          {assessment.assessedBy}, <At at={assessment.assessedAt} zone={work.clinic.timeZone} />
          {hours !== null && hours.atLeast !== null && ` · at least ${hours.atLeast} h a week`}
          {hours !== null && hours.daysAtLeast !== null && ` on ${hours.daysAtLeast} days`}
        </>
      }
      action={said.blocked && <Sig tone="danger">Something stands in the way</Sig>}
    >
      <div class="stack">
        {changed && (
          <Notice tone="warning">
            The safety gate changed after this assessment. Assess once more to have it weighed.
          </Notice>
        )}
        <ul class="placement-reasons">
          {said.reasons.map((reason) => (
            <li>
              {reason.sentence} <Sig tone={weights[reason.weight].tone}>{weights[reason.weight].words}</Sig>
            </li>
          ))}
        </ul>
        {said.alongside.length > 0 && <Beside title="Beside it" list={said.alongside} />}
        {said.alsoConsider.length > 0 && <Beside title="Also consider" list={said.alsoConsider} />}
        {said.notes.length > 0 && (
          <div>
            <b>How sure this is</b>
            <ul class="placement-reasons">
              {said.notes.map((note) => (
                <li>{note}</li>
              ))}
            </ul>
          </div>
        )}
        <details class="disclose">
          <summary>The ratings and facts it rests on</summary>
          <Facts
            facts={[
              facts.review !== null && {
                term: 'The care so far',
                detail: (
                  <>
                    {isProgress(facts.review.progress) ? progresses[facts.review.progress] : facts.review.progress}:{' '}
                    <span dir="auto">{facts.review.words}</span>
                  </>
                ),
              },
              ...(edition?.dimensions ?? []).map(({ key, label, subs }) => ({
                term: label,
                detail: (
                  <>
                    <b>{ratings[key]?.rating ?? '?'}</b> <span dir="auto">{ratings[key]?.words}</span>
                    {subs !== undefined && (
                      <small class="rating-subs">
                        {subs.map((sub) => `${sub.label} ${ratings[key]?.subs?.[sub.key] ?? '?'}`).join(' · ')}
                      </small>
                    )}
                  </>
                ),
              })),
              { term: 'A diagnosis is recorded', detail: yesNo(facts.hasDiagnosis) },
              { term: 'Someone at home supports recovery', detail: yesNo(facts.supportiveHome) },
              ageGroup === 'adolescent' && {
                term: 'An adult comes to family sessions',
                detail: yesNo(facts.adultComes),
              },
              { term: 'Seen daily for withdrawal', detail: yesNo(facts.medicalCover) },
              {
                term: 'Did not hold, last 90 days',
                detail: facts.didNotHold.map((code) => levelLine(code, program)).join('; '),
                none: 'None',
              },
              {
                term: 'Steps down from',
                detail: facts.comingFrom === null ? '' : levelLine(facts.comingFrom, program),
                none: 'Nowhere',
              },
              facts.outside !== null && {
                term: 'Result of a licensed tool',
                detail: `${facts.outside.tool}: ${facts.outside.level}${facts.outside.on === '' ? '' : `, ${shortDay(facts.outside.on)}`}`,
              },
              { term: 'Judged by', detail: `${edition?.label ?? assessment.edition}; rules ${said.rules}` },
            ]}
          />
        </details>
      </div>
    </Card>
  )
}

const Beside = ({ title, list }: { title: string; list: { level: LevelCode; label: string; because: string }[] }) => (
  <div>
    <b>{title}</b>
    <ul class="placement-reasons">
      {list.map((each) => (
        <li>
          <b>
            {each.level}, {each.label}:
          </b>{' '}
          {each.because}
        </li>
      ))}
    </ul>
  </div>
)

type DecideProps = { assessment: AssessmentRow; seen: string; work: Work; form?: FormState; refusal?: Refusal }

export function Decide({ assessment, seen, work, form: sent, refusal }: DecideProps) {
  const form = atField(sent ?? {}, refusal, { 'needs-reason': 'because', 'no-such-level': 'level' })
  if (!may(work.by, 'placement.decide'))
    return (
      <Notice tone="info">A director, therapist or prescriber decides on the level. They find it on this page.</Notice>
    )
  const { recommendation } = assessment
  const program = assessment.facts.program ?? 'substance-use'
  return (
    <Card
      id="decision"
      title="Decide on the level of care"
      hint={`The recommendation weighs; you decide. Recommended: ${levelLine(recommendation.level, program)}.`}
    >
      <form
        method="post"
        action={urls.placementDecision({ assessment: assessment.id })}
        class="form placement-form"
        data-guard
      >
        <ErrorSummary form={form} />
        <input type="hidden" name="seen" value={seen} />
        <Select name="level" label="Level of care" width="full" options={levelOptions(program)} form={form} />
        <TextArea
          name="because"
          label="Why"
          hint={
            recommendation.blocked
              ? 'Needed here: something stands in the way. Say why it may go on.'
              : 'Needed when you decide otherwise than recommended.'
          }
          required={recommendation.blocked}
          maxlength={4000}
          form={form}
        />
        <FormActions>
          <Button kind="main">Decide</Button>
        </FormActions>
      </form>
    </Card>
  )
}

export const Decided = ({ decision, program, work }: { decision: Decision; program: Program; work: Work }) => (
  <Card
    id="decided"
    title={`Decided: ${levelLine(decision.level, program)}`}
    hint={
      <>
        {decision.decidedBy}, <At at={decision.decidedAt} zone={work.clinic.timeZone} />
      </>
    }
    action={
      decision.level === decision.recommendedLevel ? (
        <Sig tone="good">As recommended</Sig>
      ) : (
        <Sig tone="info">Recommended was {decision.recommendedLevel}</Sig>
      )
    }
  >
    {decision.because === '' ? <p class="muted">No reason was needed.</p> : <p dir="auto">{decision.because}</p>}
  </Card>
)
