import { Hono, type Context } from 'hono'
import { z } from 'zod'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, DateField, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import type { Door } from '../../../web/door.ts'
import { day, line, optionalLine, readForm } from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { recordCall } from '../actions/benefits.ts'
import { noBenefits } from '../benefits.ts'
import { benefitChecksOf, type CoverageRow } from '../queries/coverages.ts'
import { BenefitFields, benefitShape, benefitsOf, typedBenefits } from './benefit-fields.tsx'
import { withCoverage } from './entered.tsx'

export const benefits = new Hono<Door>()

const call = z.object({
  checkedOn: day('Give the day of the call.'),
  toldBy: line(200, 'Say who told you: the name that the person on the phone gave.'),
  reference: optionalLine(100),
  ...benefitShape,
})

benefits.get(urls.newBenefits.pattern, (c) =>
  withCoverage(c, 'benefits', async ({ work, client, today, coverage }) => {
    // The last answers stand in the form: a second call seldom changes them all.
    const [last] = await benefitChecksOf(work, [coverage.id])
    return page(c, client, coverage, { values: { ...typedBenefits(last?.benefits ?? noBenefits), checkedOn: today } })
  }),
)

benefits.post(urls.newBenefits.pattern, (c) =>
  withCoverage(c, 'benefits', async ({ work, client, coverage }) => {
    const form = await readForm(c, call)
    if (!form.ok) return page(c, client, coverage, { values: form.typed, errors: form.errors })
    const { checkedOn, toldBy, reference, words, ...values } = form.values
    const refused = await recordCall(work, coverage.id, {
      checkedOn,
      toldBy,
      reference,
      words,
      benefits: benefitsOf(values),
    })
    if (refused) return page(c, client, coverage, { values: form.typed }, refused)
    said(c, { tone: 'good', text: 'The call is recorded.' })
    return c.redirect(urls.coverage({ client: client.id }), 303)
  }),
)

const page = (c: Context<Door>, client: ClientFacts, coverage: CoverageRow, form: FormState, refusal?: Refusal) =>
  c.html(
    <ClientFrame c={c} client={client} tab="coverage" title={`${client.name}: benefits`}>
      <RefusalAlert refusal={refusal} />
      <Card
        title={`What did ${coverage.payerName} say?`}
        hint={
          coverage.payerPhone === ''
            ? undefined
            : `Call ${coverage.payerPhone}. Ask for the benefits of an intensive outpatient program.`
        }
      >
        <form method="post" action={urls.newBenefits({ coverage: coverage.id })} class="form" data-guard>
          <ErrorSummary form={form} />
          <div class="together">
            <DateField name="checkedOn" label="Day of the call" form={form} />
            <TextField name="reference" label="Reference number" optional maxlength={100} form={form} />
          </div>
          <TextField name="toldBy" label="Who told you" maxlength={200} anyDirection form={form} />
          <BenefitFields form={form} />
          <FormActions>
            <Button kind="main">Record the call</Button>
            <Button kind="quiet" href={urls.coverage({ client: client.id })}>
              Back
            </Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    refusal !== undefined || form.errors !== undefined ? 422 : 200,
  )
