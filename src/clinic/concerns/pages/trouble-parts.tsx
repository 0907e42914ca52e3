import { RadioCards } from '../../../ui/choices.tsx'
import { Button, DateField, FormActions, type FormState, TextArea } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, weekDay } from '../../../ui/when.tsx'
import { addDays, type Day } from '../../../basics/dates.ts'
import { urls } from '../../../urls.ts'
import { type Answer, answerName, answers } from '../alerts.ts'
import type { Alert } from '../queries/trouble.ts'
import type { Reason } from '../trouble.ts'

/** The reasons with their points, which add up, and the days of the facts. */
export const Reasons = ({ reasons }: { reasons: readonly Reason[] }) => (
  <ul class="trouble-reasons">
    {reasons.map(({ points, words, days }) => (
      <li>
        <b>+{points}</b>
        <span dir="auto">
          {words}
          {days.length > 0 && (
            <small class="muted">
              {' '}
              {days
                .slice(-4)
                .map((day) => weekDay(day))
                .join(', ')}
            </small>
          )}
        </span>
      </li>
    ))}
  </ul>
)

export const Points = ({ points, from }: { points: number; from: number }) => (
  <Sig tone={points >= from + 20 ? 'danger' : points >= from ? 'warning' : 'calm'}>
    <span class="trouble-points">{points} points</span>
  </Sig>
)

/** 'about 1 in 7': what the chance means, never with more care than it has. */
export function oneIn(chance: number): string {
  const share = chance / 10_000
  if (share >= 0.5) return `about ${Math.round(share * 10)} in 10`
  return share <= 0.005 ? 'fewer than 1 in 200' : `about 1 in ${Math.round(1 / share)}`
}

export const answerTone: Record<Answer, 'good' | 'info' | 'calm'> = {
  acted: 'good',
  watching: 'info',
  'not-a-concern': 'calm',
}

export function AnswerForm({ alert, today, form }: { alert: Alert; today: Day; form?: FormState }) {
  const own: FormState = { ...form, prefix: `a${alert.id}` }
  return (
    <form class="form trouble-answer" method="post" action={urls.troubleAnswers({ alert: alert.id })}>
      <input type="hidden" name="seen" value={alert.answerId ?? ''} />
      <RadioCards
        name="answer"
        label="What came of it"
        options={answers.map((value) => ({ value, label: answerName[value] }))}
        form={own}
        plain
        aside
      />
      <TextArea
        name="words"
        label="What you did, what you watch for, or why it is not a concern"
        rows={2}
        maxlength={1000}
        form={own}
      />
      <DateField
        name="untilDay"
        label="Watching until"
        hint="Only when you watch."
        optional
        min={addDays(today, 1)}
        max={addDays(today, 28)}
        form={own}
      />
      <FormActions>
        <Button kind="main" label={`Keep the answer about ${alert.name}`}>
          Keep the answer
        </Button>
      </FormActions>
    </form>
  )
}

export const Answered = ({ alert, zone }: { alert: Alert; zone: string }) => (
  <small dir="auto">
    {alert.words} {alert.untilDay !== null && `Until ${weekDay(alert.untilDay)}. `}
    {alert.answeredBy}
    {alert.answeredAt !== null && (
      <>
        , <At at={alert.answeredAt} zone={zone} />
      </>
    )}
  </small>
)
