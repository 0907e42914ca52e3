import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Row, Rows } from '../../../ui/card.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { addPayer, correctPayer } from '../actions/coverages.ts'
import { payerById, payersOf } from '../queries/coverages.ts'
import { payerKindNames, payerKinds } from '../rules.ts'

export const payers = new Hono<Door>()

const payer = z.object({
  name: line(200, 'Give the payer’s name.'),
  payerCode: optionalLine(40),
  kind: oneOf(payerKinds, 'Choose the kind.'),
  phone: optionalLine(40),
})
type Back = { payer: string | null; form: FormState; refusal?: Refusal }

payers.get(urls.payers.pattern, (c) => page(c))

payers.post(urls.payers.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, payer)
  if (!form.ok) return page(c, { payer: null, form: { values: form.typed, errors: form.errors } })
  const added = await addPayer(work, form.values)
  if (isRefusal(added)) return page(c, { payer: null, form: { values: form.typed }, refusal: added })
  said(c, { tone: 'good', text: 'The payer is in the directory.' })
  return c.redirect(urls.payers(), 303)
})

payers.post(urls.payerCorrection.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return forbidden(c, denied.because)
  const one = await payerById(work, c.req.param('payer'))
  if (one === undefined) return notFound(c)
  const form = await readForm(c, payer)
  if (!form.ok) return page(c, { payer: one.id, form: { values: form.typed, errors: form.errors } })
  const refused = await correctPayer(work, one.id, form.values)
  if (refused) return page(c, { payer: one.id, form: { values: form.typed }, refusal: refused })
  said(c, { tone: 'good', text: 'The payer is corrected.' })
  return c.redirect(urls.payers(), 303)
})

async function page(c: Context<Door>, back?: Back) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'fee.see')
  if (denied) return forbidden(c, denied.because)
  const all = await payersOf(work)
  const changes = may(work.by, 'coverage.record')
  const newForm: FormState = back?.payer === null ? { ...back.form, prefix: 'new' } : { prefix: 'new' }
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Payers"
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'Fees and payers', href: urls.fees() },
      ]}
      intro="Who pays for care. What a payer allows for a service is recorded under Fees."
      actions={may(work.by, 'rules.see') && <Button href={urls.payerRules()}>What payers pay for</Button>}
    >
      <RefusalAlert refusal={back?.refusal} />
      {changes && (
        <Card title="Add a payer">
          <form method="post" action={urls.payers()} class="form">
            <ErrorSummary form={newForm} />
            <PayerFields form={newForm} />
            <FormActions>
              <Button kind="main">Add payer</Button>
            </FormActions>
          </form>
        </Card>
      )}
      <Card title="Which payers do we know?" flush={all.length > 0}>
        {all.length === 0 ? (
          <Empty title="No payer yet">Add one, or record a client’s plan: its payer is added on the way.</Empty>
        ) : (
          <Rows label="Payers">
            {all.map((one) => {
              const form: FormState =
                back?.payer === one.id
                  ? { ...back.form, prefix: one.id }
                  : {
                      prefix: one.id,
                      values: {
                        name: one.name,
                        payerCode: one.payerCode ?? '',
                        kind: one.kind,
                        phone: one.phone ?? '',
                      },
                    }
              return (
                <Row
                  title={<span dir="auto">{one.name}</span>}
                  note={[payerKindNames[one.kind], one.payerCode ? `ID ${one.payerCode}` : '', one.phone]
                    .filter(Boolean)
                    .join(' · ')}
                >
                  {changes && (
                    <details open={back?.payer === one.id}>
                      <summary>Correct</summary>
                      <form method="post" action={urls.payerCorrection({ payer: one.id })} class="form">
                        <ErrorSummary form={form} />
                        <PayerFields form={form} />
                        <FormActions>
                          <Button label={`Record the correction of ${one.name}`}>Record the correction</Button>
                        </FormActions>
                      </form>
                    </details>
                  )}
                </Row>
              )
            })}
          </Rows>
        )}
      </Card>
    </StaffPage>,
    back === undefined ? 200 : 422,
  )
}

const PayerFields = ({ form }: { form: FormState }) => (
  <>
    <TextField name="name" label="Name" maxlength={200} width="full" anyDirection form={form} />
    <div class="together">
      <Select
        name="kind"
        label="Kind"
        options={payerKinds.map((value) => ({ value, label: payerKindNames[value] }))}
        choose={false}
        form={form}
      />
      <TextField
        name="payerCode"
        label="Payer ID"
        hint="As clearinghouses know it."
        optional
        maxlength={40}
        form={form}
      />
      <TextField name="phone" label="Phone for providers" optional type="tel" maxlength={40} form={form} />
    </div>
  </>
)
