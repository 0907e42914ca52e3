import { Hono } from 'hono'
import { isDay, type Day } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { Door } from '../../../web/door.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { feeOn, iopService, serviceNames } from '../fees.ts'
import { regionOf, shareOf } from '../guideline.ts'
import { centsFrom, dollars } from '../money.ts'
import { whatYouPay, type PaySource, type ShareSpan, type WhatYouPay } from '../pay.ts'
import { applicationsOf } from '../queries/assistance.ts'
import { benefitChecksOf, coveragesOf, type CoverageRow } from '../queries/coverages.ts'
import { plannedFor } from '../queries/estimates.ts'
import { feesRecorded, guidelinesRecorded, scalesRecorded } from '../queries/fees.ts'
import { compareWithResidential, onlyIop, onlyResidential, type Comparison } from '../residential.ts'
import { runsOn } from '../rules.ts'
import { ShareNotice } from './assistance-parts.tsx'
import { withClient } from './entered.tsx'
import { list, spanWords } from './parts.tsx'

export const pay = new Hono<Door>()

pay.get(urls.whatYouPay.pattern, (c) =>
  withClient(c, 'coverage.record', 'what they will pay', async ({ work, client, today }) => {
    const planned = await plannedFor(work, client.id)
    const plans = (await coveragesOf(work, client.id)).filter((plan) => runsOn(plan, today))
    const asked = {
      by: c.req.query('by') ?? plans[0]?.id ?? 'self',
      days: c.req.query('days') ?? String(planned.days ?? 3),
      weeks: c.req.query('weeks') ?? '8',
      from: c.req.query('from') ?? today,
      nights: c.req.query('nights') ?? '28',
      household: c.req.query('household') ?? '',
      income: c.req.query('income') ?? '',
    }
    const form: FormState = { values: asked, errors: errorsOf(asked) }
    const kind = client.programKind ?? planned.kind
    const isRead = Object.keys(form.errors ?? {}).length === 0
    const reckoned = isRead ? await reckon(work, client.id, kind, plans, asked, asked.from) : null
    return c.html(
      <ClientFrame
        c={c}
        client={client}
        tab="coverage"
        title={`${client.name}: what they will pay`}
        actions={<Button href={urls.coverage({ client: client.id })}>Back to coverage</Button>}
      >
        <ErrorSummary form={form} />
        {reckoned !== null && isRefusal(reckoned.answer) && <RefusalAlert refusal={reckoned.answer} />}
        <div class="columns even">
          <Card title="For which dose?">
            <form method="get" action={urls.whatYouPay({ client: client.id })} class="form">
              <Select
                name="by"
                label="Who pays"
                choose={false}
                width="full"
                form={form}
                options={[
                  ...plans.map((plan) => ({ value: plan.id, label: `${plan.payerName}, the client pays the rest` })),
                  { value: 'self', label: 'The client pays the clinic’s fee' },
                ]}
              />
              <div class="together">
                <NumberField name="days" label="Days a week" min={1} max={7} form={form} />
                <NumberField name="weeks" label="Weeks" min={1} max={52} form={form} />
                <DateField name="from" label="First day" form={form} />
              </div>
              <div class="together">
                <NumberField
                  name="household"
                  label="People in the household"
                  required={false}
                  min={1}
                  max={30}
                  form={form}
                />
                <TextField
                  name="income"
                  label="Income of a year, $"
                  required={false}
                  width="medium"
                  inputmode="decimal"
                  form={form}
                />
              </div>
              <p class="hint">Household and income are asked of the scale only; they are not kept here.</p>
              <NumberField
                name="nights"
                label="Compare with residential care of"
                unit="nights"
                min={1}
                max={365}
                form={form}
              />
              <FormActions>
                <Button kind="main">Reckon</Button>
              </FormActions>
            </form>
          </Card>
          {reckoned !== null && !isRefusal(reckoned.answer) && (
            <div class="stack">
              <Sum answer={reckoned.answer} />
              {reckoned.share !== null && <ShareNotice share={reckoned.share} />}
              <Beside comparison={reckoned.comparison} source={reckoned.source} />
            </div>
          )}
        </div>
        {reckoned !== null && !isRefusal(reckoned.answer) && <Weeks answer={reckoned.answer} />}
      </ClientFrame>,
      isRead ? 200 : 422,
    )
  }),
)

type Asked = {
  by: string
  days: string
  weeks: string
  from: string
  nights: string
  household: string
  income: string
}

function errorsOf(asked: Asked): Record<string, string> {
  const errors: Record<string, string> = {}
  const isWhole = (text: string, least: number, most: number) =>
    /^\d{1,3}$/.test(text) && Number(text) >= least && Number(text) <= most
  if (!isWhole(asked.days, 1, 7)) errors.days = 'Give the days a week: a whole number from 1 to 7.'
  if (!isWhole(asked.weeks, 1, 52)) errors.weeks = 'Give the weeks: a whole number from 1 to 52.'
  if (!isWhole(asked.nights, 1, 365)) errors.nights = 'Give the nights: a whole number from 1 to 365.'
  if (!isDay(asked.from) || asked.from < '2000-01-01' || asked.from > '2199-12-31')
    errors.from = 'This is not a date that exists.'
  if (asked.household !== '' && !isWhole(asked.household, 1, 30))
    errors.household = 'Count the people of the household, 1 to 30.'
  if (asked.income !== '' && centsFrom(asked.income) === null) errors.income = 'Give an amount such as 24000.'
  if ((asked.household === '') !== (asked.income === ''))
    errors[asked.household === '' ? 'household' : 'income'] = 'The scale needs both: the household and its income.'
  return errors
}

async function reckon(
  work: Work,
  clientId: string,
  kind: string | null | undefined,
  plans: CoverageRow[],
  asked: Asked,
  from: Day,
) {
  const fees = await feesRecorded(work)
  const service = iopService(kind)
  const fee = feeOn(fees, service, from)?.amount ?? null
  const plan = plans.find((one) => one.id === asked.by)
  const income = centsFrom(asked.income)
  const share =
    asked.household === '' || income === null
      ? null
      : shareOf(
          { household: Number(asked.household), annualIncome: income, region: regionOf(work.clinic.state), on: from },
          await guidelinesRecorded(work),
          await scalesRecorded(work),
        )
  const granted = (await applicationsOf(work, clientId)).flatMap((one): ShareSpan[] =>
    one.isGranted === true && one.sharePercent !== null && one.startsOn !== null
      ? [
          {
            percent: one.sharePercent,
            from: one.startsOn,
            to: one.endsOn,
            why: `Help that was granted: ${one.sharePercent} % of the fee.`,
          },
        ]
      : [],
  )
  const byScale: ShareSpan[] =
    share === null || isRefusal(share) || !share.isBelowLine
      ? []
      : [
          {
            percent: share.sharePercent,
            from,
            to: null,
            why: `The clinic’s scale: ${share.sharePercent} % of the fee.`,
          },
        ]
  const [check] = plan === undefined ? [] : await benefitChecksOf(work, [plan.id])
  const source: PaySource | Refusal =
    plan === undefined
      ? { kind: 'self-pay', fee, shares: [...granted, ...byScale] }
      : check === undefined
        ? {
            refused: 'no-benefits',
            because: `The benefits of ${plan.payerName} are not checked yet. Record a call or a 271 file first.`,
          }
        : {
            kind: 'plan',
            fee,
            allowed: feeOn(fees, service, from, plan.payerId)?.amount ?? null,
            benefits: check.benefits,
          }
  const dose = { daysPerWeek: Number(asked.days), weeks: Number(asked.weeks), from }
  const residential = feeOn(fees, 'residential-day', from)
  return {
    answer: isRefusal(source) ? source : whatYouPay(dose, source),
    // The scale is a matter of self-pay: beside a plan it would promise what the plan's rules may forbid.
    share: plan === undefined ? share : null,
    comparison: compareWithResidential(
      { fee, ...dose },
      { perNight: residential?.amount ?? null, nights: Number(asked.nights) },
    ),
    source: residential?.source ?? '',
  }
}

const Sum = ({ answer }: { answer: WhatYouPay }) => (
  <Card title={`Together: ${spanWords(answer.atLeast, answer.atMost)}`}>
    {answer.because.map((why) => (
      <p>{why}</p>
    ))}
    {answer.outOfPocketLeft !== null && (
      <p class="muted">{`The plan’s own maximum leaves ${answer.isMetKnown ? '' : 'at most '}${dollars(answer.outOfPocketLeft)} this plan year.`}</p>
    )}
    {answer.notKnown.length > 0 && (
      <Notice tone="warning" title="Not known yet">
        {`Ask the payer: ${list(answer.notKnown)}. Until then the sum is a span, from the least to the most that it can be.`}
      </Notice>
    )}
  </Card>
)

const Weeks = ({ answer }: { answer: WhatYouPay }) => {
  const hasShare = answer.weeks.some((week) => week.sharePercent < 100)
  return (
    <Card title="What do they pay each week?" flush>
      <Table
        caption="Week by week"
        captionHidden
        columns={[
          { label: 'Week' },
          { label: 'Begins' },
          { label: 'Days', number: true },
          ...(hasShare ? [{ label: 'Share', number: true }] : []),
          { label: 'They pay', number: true },
        ]}
      >
        {answer.weeks.map((week) => (
          <tr>
            <th scope="row">{week.week}</th>
            <td class="coverage-when">
              <OnDay day={week.from} />
            </td>
            <td class="number">
              {week.days}
              {week.daysBeyondLimit > 0 && (
                <>
                  {' '}
                  <Sig tone="warning">{`${week.daysBeyondLimit} past the limit`}</Sig>
                </>
              )}
            </td>
            {hasShare && <td class="number">{`${week.sharePercent} %`}</td>}
            <td class="number">{spanWords(week.atLeast, week.atMost)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}

const Beside = ({ comparison, source }: { comparison: Comparison | null; source: string }) => (
  <Card title="Beside residential care" hint="Charges beside charges, before any plan pays.">
    {comparison === null ? (
      <p>{`Nothing to compare with: the clinic has recorded no fee, or no figure for residential care with its source (Fees, “${serviceNames['residential-day'].name}”).`}</p>
    ) : (
      <>
        <p>
          <b>{`${comparison.days} IOP days: ${dollars(comparison.iopCharges)}. ${comparison.nights} residential nights: ${dollars(comparison.residentialCharges)}.`}</b>{' '}
          {comparison.difference >= 0
            ? `Residential care asks ${dollars(comparison.difference)} more.`
            : `This dose of IOP asks ${dollars(-comparison.difference)} more.`}
        </p>
        <p class="muted">
          <small>{`Source of the residential figure: ${source}`}</small>
        </p>
        <p>Residential care also gives:</p>
        <ul class="coverage-list">
          {onlyResidential.map((words) => (
            <li>{words}</li>
          ))}
        </ul>
        <p>An IOP leaves in place:</p>
        <ul class="coverage-list">
          {onlyIop.map((words) => (
            <li>{words}</li>
          ))}
        </ul>
        <p>The price does not decide which is right: the placement does.</p>
      </>
    )}
  </Card>
)
