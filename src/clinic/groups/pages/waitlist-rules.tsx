import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import type { Work } from '../../../db/work.ts'
import { FromAndSource } from '../../../ui/dated-rows.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions, type FormState, NumberField, Select, TextField, TimeField } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, time, wholeNumber } from '../../../web/forms.ts'
import { addRow, formOf, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { setOfferPolicy, setPriority, setWeights } from '../actions/declare.ts'
import { declaredOf, offerPolicyOf } from '../queries/declared.ts'
import type { Priority } from '../waiting.ts'

export const waitlistRules = new Hono<Door>()

waitlistRules.get(urls.waitlistRules.pattern, (c) => page(c))

const since = { from: day('Give the first day.'), source: line(300, 'Say where it was decided.') }
const deeds = z.discriminatedUnion('deed', [
  z.object({
    deed: z.literal('weights'),
    aDay: wholeNumber(0, 100),
    acuity2: wholeNumber(0, 10000),
    acuity3: wholeNumber(0, 10000),
    ...since,
  }),
  z.object({
    deed: z.literal('priority'),
    key: optionalLine(60),
    label: optionalLine(120),
    rank: oneOf(['none', '1', '2', '3', '4', '5', '6', '7', '8', '9'], 'Choose the rank.'),
    ...since,
  }),
  z.object({
    deed: z.literal('policy'),
    replyHours: wholeNumber(1, 168),
    quietFrom: time('Give when it becomes quiet.'),
    quietTo: time('Give when it ends.'),
    restDays: wholeNumber(0, 60),
    ...since,
  }),
])
waitlistRules.post(urls.waitlistRules.pattern, (c) =>
  addRow(c, {
    verb: 'waitlist.rules',
    saying: deeds,
    add: setOne,
    done: ({ from }) => `It stands from ${weekDay(from)} on.`,
    to: urls.waitlistRules(),
    page,
    prefix: ({ deed }) => deed,
  }),
)

async function setOne(work: Work, { from: effectiveFrom, source, ...said }: z.infer<typeof deeds>) {
  if (said.deed === 'weights') {
    const { deed: _, ...weights } = said
    return setWeights(work, { ...weights, effectiveFrom, source })
  }
  if (said.deed === 'policy') {
    const { deed: _, ...policy } = said
    return setOfferPolicy(work, { ...policy, effectiveFrom, source })
  }
  const known = (await declaredOf(work)).priorities.find((one) => one.key === said.key)
  return setPriority(work, {
    ...(known === undefined ? {} : { key: known.key }),
    label: said.label === '' ? (known?.label ?? '') : said.label,
    rank: said.rank === 'none' ? null : Number(said.rank),
    effectiveFrom,
    source,
  })
}

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = may(work.by, 'waitlist.rules') ? null : mayNot(work.by, 'waitlist.see')
  if (denied) return forbidden(c, denied.because)
  const { weights, priorities } = await declaredOf(work)
  const policy = await offerPolicyOf(work)
  const changes = may(work.by, 'waitlist.rules')
  const today = dayAt(work.at, work.clinic.timeZone)
  const of = (deed: string): FormState => formOf(back, deed)
  return c.html(
    <RulesPage
      c={c}
      back={back}
      current="Groups"
      title="How the order of the waitlist is made"
      answer="Priorities first, then points, then days"
      over="How the order is made"
      intro="Whoever has a priority goes first, by its rank. Then points count: a number for each day of waiting, and one for how urgent a clinician says it is. Where these are equal, whoever waits longer stands first. A day that passes never changes who of two stands first."
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        ...(may(work.by, 'waitlist.see') ? [{ label: 'Waitlist', href: urls.waitlist() }] : []),
      ]}
    >
      <div class="columns even">
        <div class="stack">
          <Card title="Who goes first?" flush={priorities.length > 0}>
            {priorities.length === 0 ? (
              <p>Nobody, whatever the reason: points alone count.</p>
            ) : (
              <Rows label="Priorities">
                {priorities.map((one) => (
                  <Row
                    lead={String(one.rank)}
                    title={one.label}
                    note={`Since ${shortDay(one.from)}. ${one.source}`}
                    end={one.mark === 'K' && <Sig tone="warning">To be confirmed</Sig>}
                  />
                ))}
              </Rows>
            )}
          </Card>
          <Card title="What counts how much?">
            <Facts
              facts={[
                { term: 'Each day of waiting', detail: plural(weights.aDay, 'point', 'points') },
                { term: 'Acuity 1', detail: '0 points' },
                { term: 'Acuity 2', detail: plural(weights.acuity2, 'point', 'points') },
                { term: 'Acuity 3', detail: plural(weights.acuity3, 'point', 'points') },
                { term: 'Decided', detail: weights.source },
              ]}
            />
          </Card>
          <Card title="How long is a seat kept for an answer?">
            <Facts
              facts={[
                { term: 'Kept for', detail: plural(policy.replyHours, 'hour', 'hours') },
                {
                  term: 'Nobody is asked',
                  detail: `from ${policy.quietFrom} to ${policy.quietTo}; a time that would end then ends two hours after`,
                },
                {
                  term: 'The same group again',
                  detail: `after ${plural(policy.restDays, 'day', 'days')}, for whoever declined or did not answer`,
                },
                { term: 'Decided', detail: policy.source },
              ]}
            />
          </Card>
        </div>
        <div class="stack">
          {changes && <PriorityForm priorities={priorities} today={today} form={of('priority')} />}
          {changes && (
            <Card title="Change the points">
              <form class="form" method="post" action={urls.waitlistRules()}>
                <input type="hidden" name="deed" value="weights" />
                <NumberField
                  name="aDay"
                  label="A day of waiting"
                  min={0}
                  max={100}
                  value={weights.aDay}
                  form={of('weights')}
                />
                <NumberField
                  name="acuity2"
                  label="Acuity 2"
                  min={0}
                  max={10000}
                  value={weights.acuity2}
                  form={of('weights')}
                />
                <NumberField
                  name="acuity3"
                  label="Acuity 3"
                  min={0}
                  max={10000}
                  value={weights.acuity3}
                  form={of('weights')}
                />
                <Since today={today} form={of('weights')} />
                <FormActions>
                  <Button>Change points</Button>
                </FormActions>
              </form>
            </Card>
          )}
          {changes && (
            <Card title="Change how long">
              <form class="form" method="post" action={urls.waitlistRules()}>
                <input type="hidden" name="deed" value="policy" />
                <NumberField
                  name="replyHours"
                  label="Hours to answer"
                  min={1}
                  max={168}
                  value={policy.replyHours}
                  form={of('policy')}
                />
                <TimeField name="quietFrom" label="Quiet from" value={policy.quietFrom} form={of('policy')} />
                <TimeField name="quietTo" label="Quiet until" value={policy.quietTo} form={of('policy')} />
                <NumberField
                  name="restDays"
                  label="Days until the same group is offered again"
                  min={0}
                  max={60}
                  value={policy.restDays}
                  form={of('policy')}
                />
                <Since today={today} form={of('policy')} />
                <FormActions>
                  <Button>Change how long</Button>
                </FormActions>
              </form>
            </Card>
          )}
        </div>
      </div>
    </RulesPage>,
    statusOf(back),
  )
}

const Since = ({ today, form }: { today: string; form: FormState }) => (
  <FromAndSource
    form={form}
    today={today}
    words={{ source: 'Where it was decided', hint: 'A law, a contract, a meeting.' }}
  />
)

type PriorityProps = { priorities: readonly Priority[]; today: string; form: FormState }

const PriorityForm = ({ priorities, today, form }: PriorityProps) => (
  <Card title="Change who goes first">
    <form class="form" method="post" action={urls.waitlistRules()}>
      <input type="hidden" name="deed" value="priority" />
      <Select
        name="key"
        label="Which"
        choose="A new one"
        required={false}
        options={priorities.map((one) => ({ value: one.key, label: one.label }))}
        form={form}
      />
      <TextField
        name="label"
        label="Its name"
        optional
        anyDirection
        hint="For a new one, or to call it otherwise."
        form={form}
      />
      <Select
        name="rank"
        label="Rank"
        choose={false}
        options={[
          ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((value) => ({ value, label: value })),
          { value: 'none', label: 'No priority any more' },
        ]}
        form={form}
      />
      <Since today={today} form={form} />
      <FormActions>
        <Button>Change priority</Button>
      </FormActions>
    </form>
  </Card>
)
