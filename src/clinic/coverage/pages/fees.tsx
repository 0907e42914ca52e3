import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Button, ErrorSummary, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import {
  day,
  line,
  oneOf,
  optionalDay,
  optionalId,
  optionalLine,
  readForm,
  ticked,
  wholeNumber,
  type Read,
} from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import {
  addDeadline,
  addFee,
  addGuideline,
  addScale,
  federalRowsMissing,
  furnishMoney,
  setBillingIdentity,
} from '../actions/fees.ts'
import { services } from '../fees.ts'
import { centsFrom } from '../money.ts'
import { payersOf } from '../queries/coverages.ts'
import {
  billingIdentityOf,
  deadlinesRecorded,
  feesRecorded,
  guidelinesRecorded,
  scalesRecorded,
} from '../queries/fees.ts'
import { BillingForm, DeadlineForm, FeeForm, GuidelineForm, ScaleForm } from './fee-forms.tsx'
import { BillingCard, DeadlinesCard, FeesCard, GuidelinesCard, ScalesCard, withStanding } from './fee-tables.tsx'

export const fees = new Hono<Door>()

type Part = 'fee' | 'scale' | 'guideline' | 'deadline' | 'billing'
type Back = { part: Part; form: FormState; refusal?: Refusal }

fees.get(urls.fees.pattern, (c) => feesPage(c))

const money = z.string({ error: 'Give an amount such as 385 or 385.50.' }).transform((text, context) => {
  const cents = centsFrom(text)
  if (cents === null) context.addIssue({ code: 'custom', message: 'Give an amount such as 385 or 385.50.' })
  return cents ?? 0
})
const dated = {
  from: day('Give the first day.'),
  to: optionalDay,
  source: line(300, 'Say where this stands, so that anyone can read it.'),
  mark: oneOf(['V', 'C', 'K'], 'Say how sure this is.'),
}

const fee = z.object({
  service: oneOf(services, 'Choose the service.'),
  payerId: optionalId,
  code: optionalLine(10),
  amount: money,
  isPublic: ticked,
  ...dated,
})
fees.post(urls.feeRows.pattern, async (c) =>
  recorded(c, 'fee', await readForm(c, fee), 'The fee is recorded.', ({ to, payerId, code, ...said }) =>
    addFee(workOf(c), { ...said, code: code.toUpperCase(), payerId: payerId ?? null, to: to ?? null }),
  ),
)

const scale = z.object({
  bands: z.preprocess((value) => (typeof value === 'string' ? value : ''), z.string().transform(bandsFrom)),
  ...dated,
})
/** Bands as lines: 'up to 100: 10'. The two numbers of each line count, percent of the guideline and share of the fee. */
function bandsFrom(text: string, context: z.RefinementCtx): { upToPercent: number; sharePercent: number }[] {
  const lines = text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)
  const bands = lines.slice(0, 40).map((one) => /^\D*(\d{1,4})\s*%?\D+?(\d{1,3})\s*%?\D*$/.exec(one))
  if (lines.length === 0 || bands.some((band) => band === null)) {
    context.addIssue({ code: 'custom', message: 'Write a line for each band with its two numbers, such as “100: 10”.' })
    return []
  }
  return bands.flatMap((band) =>
    band === null ? [] : [{ upToPercent: Number(band[1]), sharePercent: Number(band[2]) }],
  )
}
fees.post(urls.scales.pattern, async (c) =>
  recorded(c, 'scale', await readForm(c, scale), 'The scale is recorded.', ({ to, ...said }) =>
    addScale(workOf(c), { ...said, to: to ?? null }),
  ),
)

const guideline = z.object({
  region: oneOf(['contiguous', 'alaska', 'hawaii'], 'Choose where it holds.'),
  firstPerson: money,
  eachFurther: money,
  ...dated,
})
fees.post(urls.guidelines.pattern, async (c) =>
  recorded(c, 'guideline', await readForm(c, guideline), 'The guideline is recorded.', ({ to, ...said }) =>
    addGuideline(workOf(c), { ...said, to: to ?? null }),
  ),
)

const deadline = z.object({
  occasion: oneOf(['scheduled', 'requested'], 'Choose what starts the clock.'),
  leastAhead: wholeNumber(0, 365),
  dueWithin: wholeNumber(0, 60),
  ...dated,
})
fees.post(urls.estimateDeadlines.pattern, async (c) =>
  recorded(c, 'deadline', await readForm(c, deadline), 'The deadline is recorded.', ({ to, ...said }) =>
    addDeadline(workOf(c), { ...said, to: to ?? null }),
  ),
)

const billing = z.object({
  legalName: line(200, 'Give the legal name, as on the tax return.'),
  npi: line(10, 'Give the NPI: ten digits.'),
  taxNumber: line(12, 'Give the tax number: nine digits.').transform((text) => text.replaceAll('-', '')),
  address: line(300, 'Give the address where care is given.'),
  phone: optionalLine(40),
})
fees.post(urls.billingIdentity.pattern, async (c) =>
  recorded(c, 'billing', await readForm(c, billing), 'Recorded. New estimates carry it.', (said) =>
    setBillingIdentity(workOf(c), said),
  ),
)

fees.post(urls.federalRows.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'fee.change')
  if (denied) return forbidden(c, denied.because)
  await furnishMoney(workOf(c))
  said(c, { tone: 'good', text: 'The federal rows are in the record, each with its source.' })
  return c.redirect(urls.fees(), 303)
})

async function recorded<T>(
  c: Context<Door>,
  part: Part,
  form: Read<T>,
  text: string,
  verb: (values: T) => Promise<null | Refusal>,
) {
  const denied = mayNot(workOf(c).by, 'fee.change')
  if (denied) return forbidden(c, denied.because)
  const back: FormState = { values: form.typed, prefix: part }
  if (!form.ok) return feesPage(c, { part, form: { ...back, errors: form.errors } })
  const refusal = await verb(form.values)
  if (refusal) return feesPage(c, { part, form: back, refusal })
  said(c, { tone: 'good', text })
  return c.redirect(urls.fees(), 303)
}

async function feesPage(c: Context<Door>, back?: Back) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'fee.see')
  if (denied) return forbidden(c, denied.because)
  const changes = may(work.by, 'fee.change')
  const today = dayAt(work.at, work.clinic.timeZone)
  const rows = withStanding(await feesRecorded(work), today, (row) => `${row.service} ${row.payerId ?? ''}`)
  const scales = withStanding(await scalesRecorded(work), today, () => '')
  const own = rows.filter((row) => row.stands && row.payerId === null && row.service !== 'residential-day')
  const formOf = (part: Part): FormState => (back?.part === part ? back.form : { prefix: part })
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Fees and payers"
      answer={
        own.length === 0
          ? 'No fee is recorded yet'
          : `${plural(own.length, 'fee stands', 'fees stand')}${scales.some((row) => row.stands) ? '' : ', and no sliding scale'}`
      }
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
      intro="What care costs here, who pays less, and by when an estimate is due. A newer row takes the place of an older one from its first day; nothing is overwritten."
      actions={<Button href={urls.payers()}>Payers</Button>}
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {changes && (await federalRowsMissing(work)) > 0 && (
        <Notice tone="warning" title="Federal rows are missing">
          <p>
            Stepwell brings the poverty guidelines and the deadlines of estimates that it knows. Some are not in your
            record yet.
          </p>
          <form method="post" action={urls.federalRows()}>
            <Button small>Add the federal rows</Button>
          </form>
        </Notice>
      )}
      <FeesCard rows={rows} />
      <ScalesCard rows={scales} />
      <GuidelinesCard
        rows={withStanding(await guidelinesRecorded(work), today, (row) => row.region)}
        state={work.clinic.state}
      />
      <DeadlinesCard
        rows={withStanding(await deadlinesRecorded(work), today, (row) => `${row.occasion} ${row.leastAhead}`)}
      />
      <BillingCard identity={await billingIdentityOf(work)} />
      {changes && (
        <div class="columns even">
          <div class="stack">
            <FeeForm form={formOf('fee')} today={today} payers={await payersOf(work)} />
            <BillingForm form={formOf('billing')} identity={await billingIdentityOf(work)} />
          </div>
          <div class="stack">
            <ScaleForm form={formOf('scale')} today={today} />
            <GuidelineForm form={formOf('guideline')} today={today} />
            <DeadlineForm form={formOf('deadline')} today={today} />
          </div>
        </div>
      )}
    </StaffPage>,
    back === undefined ? 200 : 422,
  )
}
