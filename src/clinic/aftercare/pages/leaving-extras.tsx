import { addDays, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, DateField, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import type { StayFacts } from '../../episodes/queries.ts'
import { leavingRuleOn, summaryDueOn } from '../leaving-rules.ts'
import { noticesOf } from '../queries/notices.ts'
import { leavingRules, type Silence } from '../queries/silence.ts'
import { dischargeOf, dischargesUndone, summaryOf } from '../queries/summaries.ts'
import { undoHours } from '../steps.ts'

/** Nobody has heard from them for long: a discharge is proposed, or somebody says why they stay. */
export const SilenceCard = ({
  silence,
  episode,
  today,
  form,
}: {
  silence: Silence
  episode: string
  today: Day
  form: FormState | undefined
}) => (
  <Card title={`Nobody has heard from them since ${shortDay(silence.lastContact)}`} tone="warning">
    <p>
      A discharge is proposed; nothing ends by itself. If they stopped coming, the last day is{' '}
      {shortDay(silence.lastContact)}. Or say why they stay in care.
    </p>
    <form class="form" method="post" action={urls.silenceLooks({ episode })}>
      <TextArea name="words" label="Why they stay in care" maxlength={1000} form={{ ...form, prefix: 'silence' }} />
      <DateField
        name="lookAgainOn"
        label="Somebody looks again on"
        value={addDays(today, 7)}
        min={addDays(today, 1)}
        max={addDays(today, 14)}
        form={{ ...form, prefix: 'silence' }}
      />
      <FormActions>
        <Button>Keep them in care for now</Button>
      </FormActions>
    </form>
  </Card>
)

/** What comes with a stay that has ended: its summary by its day, and for a day the way back. */
export async function AfterDischarge({
  work,
  stay,
  state,
  today,
  form,
}: {
  work: Work
  stay: StayFacts
  state: string
  today: Day
  form: FormState | undefined
}) {
  const discharge = await dischargeOf(work, stay.id)
  if (discharge === undefined) return null
  const rules = await leavingRules(work)
  const due = summaryDueOn(discharge.onDay, rules, state)
  const rule = leavingRuleOn(rules, 'discharge-summary', state, discharge.onDay)
  const signed = may(work.by, 'summary.write') ? await summaryOf(work, discharge.id) : undefined
  const until = new Date(discharge.dischargedAt.getTime() + undoHours * 3_600_000)
  return (
    <>
      {may(work.by, 'summary.write') && (
        <Card
          title={signed === undefined ? 'The summary is to be written' : 'The summary is signed'}
          action={
            signed !== undefined ? (
              <Sig tone="good">Signed</Sig>
            ) : due < today ? (
              <Sig tone="danger">{`Was due ${shortDay(due)}`}</Sig>
            ) : (
              <Sig tone="info">{`Due ${shortDay(due)}`}</Sig>
            )
          }
          hint={signed === undefined ? `Within ${rule.days} days. ${rule.source} (${rule.mark}).` : undefined}
        >
          <FormActions>
            <Button kind={signed === undefined ? 'main' : 'plain'} href={urls.dischargeSummary({ episode: stay.id })}>
              {signed === undefined ? 'Write the summary' : 'Read the summary'}
            </Button>
          </FormActions>
        </Card>
      )}
      {may(work.by, 'episode.discharge') && work.at <= until && (
        <Card
          title="Was it a mistake?"
          hint="For a day the discharge can be taken back: the stay goes on, with the seats and visits that are still free."
        >
          <form class="form" method="post" action={urls.dischargeUndo({ episode: stay.id })}>
            <TextArea name="because" label="Why it is taken back" maxlength={2000} form={{ ...form, prefix: 'undo' }} />
            <p class="muted">
              Until <At at={until} zone={work.clinic.timeZone} />. What others have taken meanwhile stays theirs, and is
              named.
            </p>
            <FormActions>
              <Button kind="danger">Take the discharge back</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </>
  )
}

/** What was taken back, and the notices of a discharge by the clinic. */
export async function LeavingTrail({ work, stay }: { work: Work; stay: StayFacts }) {
  const undone = may(work.by, 'step.see') ? await dischargesUndone(work, stay.id) : []
  const notices = may(work.by, 'leaving-notice.give') ? await noticesOf(work, stay.id) : []
  return (
    <>
      {undone.map((one) => (
        <Notice tone="info" title={`A discharge was taken back by ${one.by}`}>
          <p dir="auto">{one.because}</p>
          {one.couldNot.map((words) => (
            <p>{words}</p>
          ))}
        </Notice>
      ))}
      {may(work.by, 'leaving-notice.give') && (stay.lastDay === null || notices.length > 0) && (
        <FormActions>
          <Button href={urls.leavingNotices({ episode: stay.id })}>
            {notices.length === 0 ? 'Does the clinic end it? Give notice' : 'Notice of discharge'}
          </Button>
        </FormActions>
      )}
    </>
  )
}
