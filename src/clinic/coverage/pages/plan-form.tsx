import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
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
import { Table } from '../../../ui/table.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { Door } from '../../../web/door.ts'
import { day, line, oneOf, optionalDay, optionalId, optionalLine, readForm, wholeNumber } from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { addCoverage, addPayer, correctCoverage, endCoverage } from '../actions/coverages.ts'
import {
  coverageHeard,
  coveragesOf,
  factsOfCoverage,
  payersOf,
  type CoverageRow,
  type PayerNow,
} from '../queries/coverages.ts'
import { payerKindNames, payerKinds, relationNames, relations, type CoverageSaid } from '../rules.ts'
import { withClient, withCoverage } from './entered.tsx'

export const planForm = new Hono<Door>()

const plan = z.object({
  payerId: optionalId,
  newPayer: optionalLine(200),
  newPayerKind: oneOf(payerKinds),
  plan: optionalLine(200),
  memberNumber: optionalLine(80),
  groupNumber: optionalLine(80),
  relation: oneOf(relations, 'Say who holds the plan.'),
  subscriberName: optionalLine(200),
  subscriberBirthDate: optionalDay,
  priority: wholeNumber(1, 9),
  startsOn: optionalDay,
  endsOn: optionalDay,
  heard: optionalId,
})
const correction = plan.extend({ because: line(300, 'Say what was wrong.') })
const fieldOf: Record<string, string> = {
  'no-such-payer': 'payerId',
  'payer-known': 'newPayer',
  'needs-subscriber': 'subscriberName',
  'born-ahead': 'subscriberBirthDate',
  'bad-priority': 'priority',
  'priority-taken': 'priority',
  'dates-turned': 'endsOn',
  'ends-before': 'on',
  'ends-ahead': 'on',
}

/** A payer from the directory, or a new one that is added to it. */
async function payerOf(
  work: Parameters<typeof addPayer>[0],
  values: z.infer<typeof plan>,
): Promise<{ id: string } | Refusal> {
  if (values.payerId !== undefined) return { id: values.payerId }
  if (values.newPayer === '')
    return { refused: 'no-such-payer', because: 'Choose the payer, or write the name of a new one.' }
  return addPayer(work, { name: values.newPayer, payerCode: '', kind: values.newPayerKind, phone: '' })
}

const saidOf = (values: z.infer<typeof plan>, payerId: string): CoverageSaid => ({
  payerId,
  plan: values.plan,
  memberNumber: values.memberNumber,
  groupNumber: values.groupNumber,
  relation: values.relation,
  subscriberName: values.subscriberName,
  subscriberBirthDate: values.subscriberBirthDate ?? null,
  priority: values.priority,
  startsOn: values.startsOn ?? null,
  endsOn: values.endsOn ?? null,
})

planForm.get(urls.newCoverage.pattern, (c) =>
  withClient(c, 'coverage.record', 'a new plan', async ({ work, client }) => {
    const heardId = c.req.query('heard') ?? ''
    const heard = isId(heardId) ? (await coverageHeard(work, client.id)).find((one) => one.id === heardId) : undefined
    const taken = new Set(
      (await coveragesOf(work, client.id)).filter((one) => one.endedOn === null).map((one) => one.priority),
    )
    const told = (word: string) =>
      new RegExp(`(?:^|[;,·] *)${word} ([^;,·]+)`).exec(heard?.detail ?? '')?.[1]?.trim() ?? ''
    const values: Record<string, string> = {
      priority: String([1, 2, 3, 4, 5, 6, 7, 8, 9].find((place) => !taken.has(place)) ?? 9),
      newPayerKind: 'commercial',
      ...(heard === undefined
        ? { relation: 'self' }
        : {
            heard: heard.id,
            newPayer: heard.label,
            relation: 'other',
            plan: told('plan'),
            memberNumber: told('member'),
            groupNumber: told('group'),
            startsOn: heard.startedOn ?? '',
            endsOn: heard.endedOn ?? '',
          }),
    }
    return page(c, client, await payersOf(work), { values })
  }),
)

planForm.post(urls.newCoverage.pattern, (c) =>
  withClient(c, 'coverage.record', 'a new plan', async ({ work, client }) => {
    const form = await readForm(c, plan)
    const payers = await payersOf(work)
    if (!form.ok) return page(c, client, payers, { values: form.typed, errors: form.errors })
    const payer = await payerOf(work, form.values)
    const added = isRefusal(payer)
      ? payer
      : await addCoverage(work, client.id, saidOf(form.values, payer.id), form.values.heard ?? null)
    if (isRefusal(added)) return page(c, client, payers, { values: form.typed }, added)
    said(c, { tone: 'good', text: 'The plan is recorded. Next: check its benefits with the payer.' })
    return c.redirect(urls.coverage({ client: client.id }), 303)
  }),
)

planForm.get(urls.coverageCorrection.pattern, (c) =>
  withCoverage(c, 'a plan', ({ client, coverage }) =>
    correctionPage(c, client, coverage, { values: typedOf(coverage) }),
  ),
)

planForm.post(urls.coverageCorrection.pattern, (c) =>
  withCoverage(c, 'a plan', async ({ work, client, coverage }) => {
    const form = await readForm(c, correction)
    if (!form.ok) return correctionPage(c, client, coverage, { values: form.typed, errors: form.errors })
    const payer = await payerOf(work, form.values)
    const refused = isRefusal(payer)
      ? payer
      : await correctCoverage(work, coverage.id, saidOf(form.values, payer.id), form.values.because)
    if (refused) return correctionPage(c, client, coverage, { values: form.typed }, refused)
    said(c, { tone: 'good', text: 'The plan is corrected. What stood before is kept.' })
    return c.redirect(urls.coverage({ client: client.id }), 303)
  }),
)

planForm.post(urls.coverageEnd.pattern, (c) =>
  withCoverage(c, 'a plan', async ({ work, client, coverage }) => {
    const form = await readForm(c, z.object({ on: day('Give the last day.'), because: line(300, 'Say why it ended.') }))
    if (!form.ok)
      return correctionPage(c, client, coverage, { values: typedOf(coverage) }, undefined, {
        values: form.typed,
        errors: form.errors,
      })
    const refused = await endCoverage(work, coverage.id, form.values.on, form.values.because)
    if (refused)
      return correctionPage(
        c,
        client,
        coverage,
        { values: typedOf(coverage) },
        undefined,
        { values: form.typed },
        refused,
      )
    said(c, { tone: 'good', text: 'The plan is ended.' })
    return c.redirect(urls.coverage({ client: client.id }), 303)
  }),
)

const typedOf = (one: CoverageRow): Record<string, string> => ({
  payerId: one.payerId,
  plan: one.plan,
  memberNumber: one.memberNumber,
  groupNumber: one.groupNumber,
  relation: one.relation,
  subscriberName: one.subscriberName,
  subscriberBirthDate: one.subscriberBirthDate ?? '',
  priority: String(one.priority),
  startsOn: one.startsOn ?? '',
  endsOn: one.endsOn ?? '',
  newPayerKind: 'commercial',
})

/** A refusal that belongs to one field is said there; the rest stands above the form. */
const placed = (
  form: FormState,
  refusal: Refusal | undefined,
  prefix?: string,
): { form: FormState; refusal: Refusal | undefined } => {
  const field = refusal && fieldOf[refusal.refused]
  const back = prefix === undefined ? form : { ...form, prefix }
  return field === undefined || refusal === undefined
    ? { form: back, refusal }
    : { form: { ...back, errors: { ...form.errors, [field]: refusal.because } }, refusal: undefined }
}

function page(c: Context<Door>, client: ClientFacts, payers: PayerNow[], given: FormState, refused?: Refusal) {
  const { form, refusal } = placed(given, refused)
  return c.html(
    <ClientFrame c={c} client={client} tab="coverage" title={`${client.name}: a plan`}>
      <RefusalAlert refusal={refusal} />
      <Card title="Who pays?" hint="As it stands on the card.">
        <form method="post" action={urls.newCoverage({ client: client.id })} class="form" data-guard>
          <ErrorSummary form={form} />
          <input type="hidden" name="heard" value={String(form.values?.heard ?? '')} />
          <PlanFields form={form} payers={payers} />
          <FormActions>
            <Button kind="main">Record the plan</Button>
            <Button kind="quiet" href={urls.coverage({ client: client.id })}>
              Back
            </Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    refused !== undefined || given.errors !== undefined ? 422 : 200,
  )
}

async function correctionPage(
  c: Context<Door>,
  client: ClientFacts,
  coverage: CoverageRow,
  given: FormState,
  refused?: Refusal,
  endGiven?: FormState,
  endRefused?: Refusal,
) {
  const work = c.get('work')
  const { form, refusal } = placed(given, refused)
  const end = placed(endGiven ?? {}, endRefused, 'end')
  const facts = await factsOfCoverage(work, coverage.id)
  return c.html(
    <ClientFrame c={c} client={client} tab="coverage" title={`${client.name}: correct a plan`}>
      <RefusalAlert refusal={refusal ?? end.refusal} />
      <div class="columns even">
        <Card title="Correct this plan" hint="What stands now is kept; the correction takes its place.">
          <form method="post" action={urls.coverageCorrection({ coverage: coverage.id })} class="form" data-guard>
            <ErrorSummary form={form} />
            <PlanFields form={form} payers={await payersOf(work)} />
            <TextField name="because" label="What was wrong" maxlength={300} width="full" form={form} />
            <FormActions>
              <Button kind="main">Record the correction</Button>
              <Button kind="quiet" href={urls.coverage({ client: client.id })}>
                Back
              </Button>
            </FormActions>
          </form>
        </Card>
        <div class="stack">
          <Card title="End this plan">
            <form method="post" action={urls.coverageEnd({ coverage: coverage.id })} class="form">
              <ErrorSummary form={end.form} />
              <DateField name="on" label="Last day" form={end.form} />
              <TextField
                name="because"
                label="Why it ended"
                hint="Such as: a new employer."
                maxlength={300}
                width="full"
                form={end.form}
              />
              <FormActions>
                <Button>End the plan</Button>
              </FormActions>
            </form>
          </Card>
          <Card title="What was recorded before" flush>
            <Table
              caption="Earlier rows, the newest first"
              captionHidden
              columns={[{ label: 'When' }, { label: 'Plan and member' }, { label: 'Why' }]}
            >
              {facts.map((fact) => (
                <tr>
                  <th scope="row">
                    <At at={fact.recordedAt} zone={work.clinic.timeZone} />
                  </th>
                  <td>{[fact.plan, fact.memberNumber].filter(Boolean).join(', ') || '–'}</td>
                  <td dir="auto">{fact.because || 'First recorded'}</td>
                </tr>
              ))}
            </Table>
          </Card>
        </div>
      </div>
    </ClientFrame>,
    [refused, endRefused].some(Boolean) || given.errors !== undefined || endGiven?.errors !== undefined ? 422 : 200,
  )
}

const PlanFields = ({ form, payers }: { form: FormState; payers: PayerNow[] }) => (
  <>
    <Select
      name="payerId"
      label="Payer"
      options={payers.map((payer) => ({
        value: payer.id,
        label: `${payer.name} (${payerKindNames[payer.kind].toLowerCase()})`,
      }))}
      choose={payers.length === 0 ? 'None in the directory yet' : 'A new payer, named below'}
      required={false}
      width="full"
      form={form}
    />
    <div class="together">
      <TextField name="newPayer" label="New payer" optional maxlength={200} anyDirection form={form} />
      <Select
        name="newPayerKind"
        label="Its kind"
        required={false}
        options={payerKinds.map((value) => ({ value, label: payerKindNames[value] }))}
        choose={false}
        form={form}
      />
    </div>
    <TextField name="plan" label="Plan" optional maxlength={200} anyDirection form={form} />
    <div class="together">
      <TextField name="memberNumber" label="Member number" optional maxlength={80} form={form} />
      <TextField name="groupNumber" label="Group" optional maxlength={80} form={form} />
    </div>
    <Select
      name="relation"
      label="Who holds the plan?"
      options={relations.map((value) => ({ value, label: relationNames[value] }))}
      choose={false}
      width="full"
      form={form}
    />
    <div class="together">
      <TextField
        name="subscriberName"
        label="Holder’s name, if it is somebody else"
        optional
        maxlength={200}
        anyDirection
        form={form}
      />
      <DateField name="subscriberBirthDate" label="Holder’s birth date" optional form={form} />
    </div>
    <NumberField name="priority" label="Pays in which place?" hint="1 pays first." min={1} max={9} form={form} />
    <div class="together">
      <DateField name="startsOn" label="First day" optional form={form} />
      <DateField name="endsOn" label="Last day" optional form={form} />
    </div>
  </>
)
