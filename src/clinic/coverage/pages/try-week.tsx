import type { Context } from 'hono'
import { type Day, weekOf } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import type { Door } from '../../../web/door.ts'
import { PaidDays } from '../paid-days.tsx'
import { payTone } from '../pay-words.ts'
import { payOf } from '../payable.ts'
import type { PayerNow } from '../queries/coverages.ts'
import type { RuleRow } from '../queries/payer-rules.ts'
import { triedDays, triedWeek, triedWords } from '../try-week.ts'

const dayWords: Record<(typeof triedDays)[number], string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

type TryProps = { c: Context<Door>; payer: PayerNow; rule: RuleRow; today: Day }

/** A week that nobody has: what would this payer pay for it? */
export const TryWeek = ({ c, payer, rule, today }: TryProps) => {
  const typed = Object.fromEntries(triedDays.map((name) => [name, (c.req.query(name) ?? '').slice(0, 200)]))
  const isTried = triedDays.some((name) => typed[name] !== '')
  const monday = weekOf(today)
  const { sessions, unread } = triedWeek(typed, monday)
  const paid = payOf({ from: monday, sessions, isPart: false, unitsLeft: null }, payer.name, {
    ...rule.terms,
    weekStart: 1,
  })
  const form: FormState = {
    prefix: 'try',
    values: isTried
      ? typed
      : { mon: '90 group, 90 education', wed: '90 group, 90 group', fri: '90 group, 50 individual, 45 family' },
    errors: Object.fromEntries(
      unread.map((name) => [name, `Write ${dayWords[name]} as minutes and a word, such as “90 group, 50 individual”.`]),
    ),
  }
  return (
    <Card
      title="Try a week"
      hint={`Minutes and a word for each session, with commas between. Words: ${triedWords.join(', ')}.`}
    >
      {isTried && unread.length === 0 && (
        <>
          <Notice tone={payTone[paid.verdict]} title={paid.sentence}>
            {paid.alerts.join(' ')}
          </Notice>
          {paid.days.length > 0 && <PaidDays paid={paid} caption="Day by day" />}
        </>
      )}
      <form method="get" action={urls.payerRule({ payer: payer.id })} class="form">
        <ErrorSummary form={form} />
        <div class="together">
          {triedDays.map((name) => (
            <TextField name={name} label={dayWords[name]} required={false} maxlength={200} form={form} />
          ))}
        </div>
        <FormActions>
          <Button>Try this week</Button>
        </FormActions>
      </form>
    </Card>
  )
}
