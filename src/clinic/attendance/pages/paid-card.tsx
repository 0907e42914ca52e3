import type { Context } from 'hono'
import type { Day } from '../../../basics/dates.ts'
import { addDays } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { Notice } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import { payTone } from '../../coverage/pay-words.ts'
import { PaidDays } from '../../coverage/paid-days.tsx'
import type { WeekAsPaid } from '../queries/pay.ts'
import type { Witness } from '../queries/witnesses.ts'
import { evidenceOf, meetingTitle } from '../witness-card.tsx'

type PaidCardProps = {
  c: Context<Door>
  paid: WeekAsPaid | undefined
  client: string
  monday: Day
  today: Day
  /** Meetings of the week of which the witnesses differ. */
  unsettled: readonly Witness[]
}

/** Would this week be paid? As planned before anyone arrives, as it stands, and as it was, by the payer's own rule. */
export const PaidCard = ({ c, paid, client, monday, today, unsettled }: PaidCardProps) => {
  const title = 'Would this week be paid?'
  const { by } = workOf(c)
  if (paid === undefined || paid.payerId === null)
    return (
      <Card title={title}>
        <p>
          No plan that pays is recorded for this week. <a href={urls.coverage({ client })}>Look at the coverage</a>.
        </p>
      </Card>
    )
  const { planned, forecast, actual } = paid
  if (planned === null || forecast === null || actual === null)
    return (
      <Card title={title}>
        <p>
          <bdi>{paid.payer}</bdi> has no rule yet that says what it pays for.{' '}
          {may(by, 'rules.see') && <a href={urls.payerRule({ payer: paid.payerId })}>Adopt or record one</a>}
        </p>
      </Card>
    )
  const isOver = addDays(paid.from, 7) <= today
  const isAhead = paid.from > today
  const shown = isOver ? actual : isAhead ? planned : forecast
  return (
    <Card
      title={title}
      hint={`${paid.payer}${paid.from === monday ? '' : `, its week from ${weekDay(paid.from)}`} · ${paid.rule?.source ?? ''}`}
    >
      <Notice
        tone={payTone[shown.verdict]}
        title={`${isOver ? 'As it was' : isAhead ? 'As planned' : 'As it stands'}: ${shown.sentence}`}
      >
        {shown.alerts.join(' ')}
      </Notice>
      {unsettled.length > 0 && (
        <p>
          <b>Not settled yet: </b>
          {unsettled.map((one, n) => (
            <>
              {n > 0 && ', '}
              <a href={evidenceOf(one)}>{`${meetingTitle(one)}, ${weekDay(one.heldOn)}`}</a>
            </>
          ))}
          {'. What is paid may change with it.'}
        </p>
      )}
      {!isAhead && (
        <p>
          {`As planned: ${planned.sentence}`}
          {!isOver && (
            <>
              <br />
              {`By the marks so far: ${actual.sentence}`}
            </>
          )}
        </p>
      )}
      {shown.days.length > 0 && (
        <details>
          <summary>Day by day, with the reason</summary>
          <PaidDays paid={shown} caption="What each day is paid as" />
        </details>
      )}
      {may(by, 'rules.see') && (
        <p>
          <a href={urls.payerRule({ payer: paid.payerId })}>The payer’s rule</a>
        </p>
      )}
    </Card>
  )
}
