import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, FormActions, NumberField, Select, TextField } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { day, line, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { may } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { orderTest, setPolicy } from '../actions/tests.ts'
import { analyteOf, analytes, usualPanel } from '../analytes.ts'
import { medicationsOf } from '../queries/list.ts'
import { drawsSince, policyOf, standingReport, testsOf, type ToxPolicy } from '../queries/tests.ts'
import { takenFrom } from '../taken-from.ts'
import { readTest } from '../toxicology.ts'
import { collectionWords, verdictWords, whyWords } from '../words.ts'
import { type Back, clientFor, Fold, MedicalFrame, stateOf, today } from './parts.tsx'

/** Drug tests of one client: how often they are drawn, what was found, and what it means beside the medication list. */
export const toxicology = new Hono<Door>()

toxicology.get(urls.toxicology.pattern, async (c) => {
  const client = await clientFor(c, 'medicine.see')
  return client instanceof Response ? client : page(c, client)
})

const panel = z
  .array(z.string())
  .default([])
  .transform((list) => list.filter((key) => analyteOf(key) !== null).slice(0, 40))

toxicology.post(urls.toxPolicies.pattern, async (c) => {
  const client = await clientFor(c, 'drug-test.order')
  if (client instanceof Response) return client
  const form = await readForm(
    c,
    z.object({
      perWeek: z.coerce
        .number({ error: 'Give 0 to 7 tests a week.' })
        .min(0, 'Give 0 to 7 tests a week.')
        .max(7, 'Give 0 to 7 tests a week.'),
      weekdays: z.array(z.string().regex(/^[1-7]$/)).default([]),
      panel,
      method: oneOf(['point-of-care', 'laboratory']),
      because: line(500, 'Say why, in a few words.'),
    }),
  )
  const back = (refusal?: Back['refusal']): Back => ({
    form: 'policy',
    state: { values: form.typed, errors: form.ok ? {} : form.errors, prefix: 'policy' },
    refusal,
  })
  if (!form.ok) return page(c, client, back())
  const refused = await setPolicy(workOf(c), client.id, { ...form.values, weekdays: form.values.weekdays.map(Number) })
  if (refused) return page(c, client, back(refused))
  said(c, {
    tone: 'good',
    text: form.values.perWeek === 0 ? 'No more draws.' : 'Set. It counts from the next draw on.',
  })
  return c.redirect(urls.toxicology({ client: client.id }), 303)
})

toxicology.post(urls.toxOrders.pattern, async (c) => {
  const client = await clientFor(c, 'drug-test.order')
  if (client instanceof Response) return client
  const form = await readForm(
    c,
    z.object({
      why: oneOf(['admission', 'concern', 'scheduled', 'asked'], 'Say why.'),
      because: optionalLine(500),
      panel,
      specimen: oneOf(['urine', 'oral-fluid', 'blood', 'breath']),
      method: oneOf(['point-of-care', 'laboratory']),
      laboratory: optionalLine(200),
      dueOn: day('Give the day on which it is taken.'),
    }),
  )
  const back = (refusal?: Back['refusal']): Back => ({
    form: 'order',
    state: { values: form.typed, errors: form.ok ? {} : form.errors, prefix: 'order' },
    refusal,
  })
  if (!form.ok) return page(c, client, back())
  const answer = await orderTest(workOf(c), client.id, form.values)
  if (isRefusal(answer)) return page(c, client, back(answer))
  said(c, { tone: 'good', text: 'The drug test is ordered.' })
  return c.redirect(urls.toxTest({ test: answer }), 303)
})

async function page(c: Context<Door>, client: ClientFacts, back?: Back): Promise<Response> {
  const work = workOf(c)
  const tests = await testsOf(work, client.id)
  const takes = takenFrom(await medicationsOf(work, client.id))
  const policy = await policyOf(work, client.id)
  const draws = await drawsSince(work, client.id, addDays(today(c), -90))
  const mayOrder = may(work.by, 'drug-test.order')
  return c.html(
    <MedicalFrame
      c={c}
      client={client}
      part="tests"
      title="Drug tests"
      back={back}
      actions={may(work.by, 'lab.import') && <Button href={urls.labImports()}>Read a laboratory’s file</Button>}
    >
      <Card
        title="What was found?"
        flush
        hint="Read beside the medication list of that day. A screen is a question; a confirming test is an answer. Neither is a judgement of a person."
      >
        {tests.length === 0 ? (
          <Empty title="No drug test yet" />
        ) : (
          <Rows label="Drug tests">
            {tests.map((test) => {
              const read = readTest({ outcome: test.outcome, report: standingReport(test), on: test.dueOn }, takes)
              const { tone, words } = verdictWords[read.verdict]
              return (
                <Row
                  title={<a href={urls.toxTest({ test: test.id })}>{shortDay(test.dueOn)}</a>}
                  note={`${whyWords[test.why]} · ${test.method === 'laboratory' ? 'laboratory' : 'on the spot'} · ${test.outcome === null ? 'not collected yet' : (collectionWords[test.outcome] ?? '').toLowerCase()}`}
                  end={<Sig tone={tone}>{words}</Sig>}
                >
                  <div class="medical-more">
                    <small>{read.sentence}</small>
                  </div>
                </Row>
              )
            })}
          </Rows>
        )}
        {mayOrder && (
          <Fold label="Order a drug test" open={back?.form === 'order'}>
            <form method="post" action={urls.toxOrders({ client: client.id })} class="form">
              <Select
                name="why"
                label="Why"
                options={[
                  { value: 'admission', label: 'At admission' },
                  { value: 'concern', label: 'For a reason, said below' },
                  { value: 'scheduled', label: 'As planned' },
                  { value: 'asked', label: 'The client asked for it' },
                ]}
                form={stateOf(back, 'order')}
              />
              <TextField name="because" label="In words" optional maxlength={500} form={stateOf(back, 'order')} />
              <Panel form="order" back={back} chosen={policy?.panel} />
              <Select
                name="specimen"
                label="Specimen"
                choose={false}
                value="urine"
                options={[
                  { value: 'urine', label: 'Urine' },
                  { value: 'oral-fluid', label: 'Oral fluid' },
                  { value: 'blood', label: 'Blood' },
                  { value: 'breath', label: 'Breath' },
                ]}
                form={stateOf(back, 'order')}
              />
              <Method form="order" back={back} policy={policy} />
              <TextField name="laboratory" label="Laboratory" optional maxlength={200} form={stateOf(back, 'order')} />
              <DateField name="dueOn" label="On" value={today(c)} min={today(c)} form={stateOf(back, 'order')} />
              <FormActions>
                <Button kind="main">Order the test</Button>
              </FormActions>
            </form>
          </Fold>
        )}
      </Card>
      <PolicyCard c={c} client={client} policy={policy} draws={draws} mayOrder={mayOrder} back={back} />
    </MedicalFrame>,
    back === undefined ? 200 : 422,
  )
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

type PolicyProps = {
  c: Context<Door>
  client: ClientFacts
  policy: ToxPolicy | undefined
  draws: Awaited<ReturnType<typeof drawsSince>>
  mayOrder: boolean
  back: Back | undefined
}

function PolicyCard({ client, policy, draws, mayOrder, back }: PolicyProps) {
  const form = stateOf(back, 'policy')
  return (
    <Card title="How often are they drawn by chance?">
      {policy === undefined ? (
        <p class="muted">They are not drawn.</p>
      ) : (
        <Facts
          facts={[
            {
              term: 'Rate',
              detail: `${policy.perWeek} a week, on ${policy.weekdays.map((n) => weekdayNames[n - 1]).join(', ')}`,
            },
            { term: 'Looked for', detail: policy.panel.map((key) => analyteOf(key)?.label ?? key).join(', ') },
            { term: 'Set', detail: `${policy.setBy}: ${policy.because}` },
            {
              term: 'Kept',
              detail:
                draws.days > 0 &&
                `${plural(draws.drawn, 'test', 'tests')} drawn on ${plural(draws.days, 'day', 'days')} of the last 90; ${Math.round(draws.asked * 10) / 10} were to be expected`,
              none: 'Nothing drawn yet',
            },
          ]}
        />
      )}
      <p class="muted">
        Each morning is drawn by itself, with the same chance whatever was drawn before. Tomorrow’s draw does not exist
        yet: nobody can look it up, and no past days tell it. A week may bring none, or several.
      </p>
      {mayOrder && (
        <Fold
          label={policy === undefined ? 'Draw them from now on' : 'Change the rate, or end it'}
          open={back?.form === 'policy'}
        >
          <form method="post" action={urls.toxPolicies({ client: client.id })} class="form">
            <NumberField
              name="perWeek"
              label="Tests a week, on average"
              hint="0 ends it. Parts are allowed: 0.5 is one in two weeks."
              min={0}
              max={7}
              step={0.01}
              value={policy?.perWeek ?? 1}
              form={form}
            />
            <Checkboxes
              name="weekdays[]"
              label="On these days"
              options={weekdayNames.map((label, n) => ({ value: String(n + 1), label }))}
              values={(policy?.weekdays ?? [1, 2, 3, 4, 5]).map(String)}
              aside
              form={form}
            />
            <Panel form="policy" back={back} chosen={policy?.panel} />
            <Method form="policy" back={back} policy={policy} />
            <TextField name="because" label="Why" maxlength={500} form={form} />
            <FormActions>
              <Button kind="main">Set the rate</Button>
            </FormActions>
          </form>
        </Fold>
      )}
    </Card>
  )
}

const Panel = ({
  form,
  back,
  chosen,
}: {
  form: string
  back: Back | undefined
  chosen: readonly string[] | undefined
}) => (
  <Checkboxes
    name="panel[]"
    label="What is looked for"
    options={analytes.map(({ key, label }) => ({ value: key, label }))}
    values={[...(chosen ?? usualPanel)]}
    aside
    form={stateOf(back, form)}
  />
)

const Method = ({ form, back, policy }: { form: string; back: Back | undefined; policy: ToxPolicy | undefined }) => (
  <Select
    name="method"
    label="Read where"
    choose={false}
    value={policy?.method ?? 'point-of-care'}
    options={[
      { value: 'point-of-care', label: 'On the spot, with a cup or a strip' },
      { value: 'laboratory', label: 'In a laboratory' },
    ]}
    form={stateOf(back, form)}
  />
)
