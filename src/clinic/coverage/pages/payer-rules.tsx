import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { MarkSig } from '../../../ui/dated-rows.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { adoptPayerRule, recordPayerRule } from '../actions/payer-rules.ts'
import { type PayRule, ruleOn, usualTerms } from '../payer-terms.ts'
import { publishedRules } from '../published-rules.ts'
import { payerById, payersOf, type PayerNow } from '../queries/coverages.ts'
import { payerRulesOf, type RuleRow } from '../queries/payer-rules.ts'
import { payerKindNames } from '../rules.ts'
import { RuleForm } from './payer-rule-form.tsx'
import { ruleForm, ruleFrom } from './payer-rule-typed.ts'
import { TermsTable } from './payer-terms-table.tsx'
import { TryWeek } from './try-week.tsx'

/** What each payer pays for: the rules with their dates and sources, adopted or the clinic's own, and a week to try them on. */
export const payerRules = new Hono<Door>()

const kinds = ['substance-use', 'mental-health', 'any'] as const
export const programWords: Record<PayRule['program'], string> = {
  any: 'Every program',
  'substance-use': 'Substance use',
  'mental-health': 'Mental health',
}

payerRules.get(urls.payerRules.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const payers = await payersOf(work)
  const rules = await payerRulesOf(work)
  const standing = (payer: PayerNow) =>
    standingFor(
      rules.filter((rule) => rule.payerId === payer.id),
      today,
    )
  const without = payers.filter((payer) => standing(payer).length === 0).length
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="What payers pay for"
      answer={
        payers.length === 0
          ? 'No payer yet'
          : without === 0
            ? 'Every payer has a rule'
            : `${plural(without, 'payer has', 'payers have')} no rule yet`
      }
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'Payers', href: urls.payers() },
      ]}
      intro="Each week is held against its payer’s rule before anyone arrives, and again as it was. The claim will use the same rule."
    >
      <Card title="Which payers have a rule?" flush={payers.length > 0}>
        {payers.length === 0 ? (
          <Empty title="No payer yet">
            Add one under <a href={urls.payers()}>Payers</a>; its rule is recorded here.
          </Empty>
        ) : (
          <Rows label="Payers and their rules">
            {payers.map((payer) => {
              const now = standing(payer)
              return (
                <Row
                  title={
                    <a href={urls.payerRule({ payer: payer.id })} dir="auto">
                      {payer.name}
                    </a>
                  }
                  note={
                    now.map((rule) => `${programWords[rule.program]}: ${rule.source}`).join(' · ') ||
                    payerKindNames[payer.kind]
                  }
                  end={
                    now.length === 0 ? <Sig tone="warning">No rule yet</Sig> : <MarkSig mark={now[0]?.mark ?? 'K'} />
                  }
                />
              )
            })}
          </Rows>
        )}
      </Card>
    </StaffPage>,
  )
})

/** The rules that hold on a day, one for each kind of program that has its own. */
const standingFor = (rules: readonly RuleRow[], on: Day): RuleRow[] => [
  ...new Set(kinds.map((kind) => ruleOn(rules, kind, on)).filter((rule) => rule !== null)),
]

type Back = { part: 'rule' | 'adopt'; form: FormState; refusal?: Refusal }

payerRules.get(urls.payerRule.pattern, (c) => rulePage(c, c.req.param('payer')))

payerRules.post(urls.payerRule.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'fee.change')
  if (denied) return forbidden(c, denied.because)
  const payer = c.req.param('payer')
  const form = await readForm(c, ruleForm)
  // Ticks come several to a name: all of them come back with a refused form.
  const body = await c.req.parseBody({ all: true })
  const ticks = ['counts[]', 'separate[]', 'primary[]'].map((name) => [
    name,
    [body[name] ?? []].flat().filter((one) => typeof one === 'string'),
  ])
  const back: FormState = { values: { ...form.typed, ...Object.fromEntries(ticks) }, prefix: 'rule' }
  if (!form.ok) return rulePage(c, payer, { part: 'rule', form: { ...back, errors: form.errors } })
  const today = dayAt(work.at, work.clinic.timeZone)
  const before = ruleOn(await payerRulesOf(work, payer), form.values.program, today)
  const recorded = await recordPayerRule(work, payer, ruleFrom(form.values, before?.terms ?? usualTerms))
  if (isRefusal(recorded)) return rulePage(c, payer, { part: 'rule', form: back, refusal: recorded })
  said(c, { tone: 'good', text: 'The rule is recorded. Weeks from its first day follow it.' })
  return c.redirect(urls.payerRule({ payer }), 303)
})

const adoption = z.object({ published: line(60, 'Choose a published rule.'), from: day('Give the first day.') })
payerRules.post(urls.payerRuleAdoption.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'fee.change')
  if (denied) return forbidden(c, denied.because)
  const payer = c.req.param('payer')
  const form = await readForm(c, adoption)
  const back: FormState = { values: form.typed, prefix: 'adopt' }
  if (!form.ok) return rulePage(c, payer, { part: 'adopt', form: { ...back, errors: form.errors } })
  const adopted = await adoptPayerRule(work, payer, form.values)
  if (isRefusal(adopted)) return rulePage(c, payer, { part: 'adopt', form: back, refusal: adopted })
  said(c, { tone: 'good', text: 'The published rule is this payer’s now. Confirm what its source leaves open.' })
  return c.redirect(urls.payerRule({ payer }), 303)
})

async function rulePage(c: Context<Door>, payerId: string, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const payer = await payerById(work, payerId)
  if (payer === undefined) return notFound(c)
  const today = dayAt(work.at, work.clinic.timeZone)
  const rules = await payerRulesOf(work, payer.id)
  const standing = standingFor(rules, today)
  const [first] = standing
  const changes = may(work.by, 'fee.change')
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title={`What ${payer.name} pays for`}
      answer={
        first === undefined
          ? 'No rule yet'
          : standing.some((rule) => rule.mark === 'K')
            ? 'A rule stands, and waits to be confirmed'
            : 'A confirmed rule stands'
      }
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'What payers pay for', href: urls.payerRules() },
      ]}
    >
      <RefusalAlert refusal={back?.refusal} />
      {first === undefined && (
        <Card>
          <Empty title="No rule stands today">
            Until one does, nobody is told whether this payer would pay for a week.
            {changes ? ' Adopt a published one below, or record the one of your contract.' : ''}
          </Empty>
        </Card>
      )}
      {standing.map((rule) => (
        <Card title={programWords[rule.program]} hint={rule.source} action={<MarkSig mark={rule.mark} />} flush>
          <TermsTable
            terms={rule.terms}
            published={rule.published}
            caption={`The rule for ${programWords[rule.program]}`}
          />
        </Card>
      ))}
      {first !== undefined && <TryWeek c={c} payer={payer} rule={first} today={today} />}
      {changes && <Adopt payer={payer} today={today} form={back?.part === 'adopt' ? back.form : { prefix: 'adopt' }} />}
      {changes && (
        <details open={back?.part === 'rule'}>
          <summary>
            {first === undefined ? 'Record the rule of your contract' : 'Correct the rule, or record a new one'}
          </summary>
          <RuleForm
            title={first === undefined ? 'Record a rule' : 'Record the next rule'}
            action={urls.payerRule({ payer: payer.id })}
            terms={first?.terms ?? usualTerms}
            program={first?.program ?? 'any'}
            today={today}
            form={back?.part === 'rule' ? back.form : { prefix: 'rule' }}
          />
        </details>
      )}
      {rules.length > 0 && <History rules={rules} standing={standing} today={today} />}
    </StaffPage>,
    back === undefined ? 200 : 422,
  )
}

const Adopt = ({ payer, today, form }: { payer: PayerNow; today: Day; form: FormState }) => (
  <Card
    title="Adopt a published rule"
    hint="It becomes this payer’s rule as it stands, from the day you give. You can correct it afterwards."
  >
    <form method="post" action={urls.payerRuleAdoption({ payer: payer.id })} class="form">
      <ErrorSummary form={form} />
      <Select
        name="published"
        label="Published rule"
        options={publishedRules.map((rule) => ({ value: rule.key, label: rule.label }))}
        width="full"
        form={form}
      />
      <DateField
        name="from"
        label="First day"
        value={form.values?.from === undefined ? today : undefined}
        form={form}
      />
      <FormActions>
        <Button>Adopt this rule</Button>
      </FormActions>
    </form>
    <details>
      <summary>What each of them says</summary>
      <Rows label="Published rules">
        {publishedRules.map((rule) => (
          <Row title={rule.label} note={`${rule.note} ${rule.source}.`} />
        ))}
      </Rows>
    </details>
  </Card>
)

const History = ({
  rules,
  standing,
  today,
}: {
  rules: readonly RuleRow[]
  standing: readonly RuleRow[]
  today: Day
}) => (
  <Card title="Every rule that was recorded" flush>
    <Rows label="Rules, the latest first">
      {rules.map((rule) => (
        <Row
          title={
            <>
              {programWords[rule.program]}
              {', from '}
              <OnDay day={rule.from} />
              {rule.to !== null && (
                <>
                  {' to '}
                  <OnDay day={rule.to} />
                </>
              )}
            </>
          }
          note={`${rule.source} · recorded by ${rule.recordedBy}`}
          end={
            standing.includes(rule) ? (
              <MarkSig mark={rule.mark} />
            ) : rule.from > today ? (
              <Sig tone="info">From its first day on</Sig>
            ) : (
              <span class="muted">Replaced</span>
            )
          }
        />
      ))}
    </Rows>
  </Card>
)
