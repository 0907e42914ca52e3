import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, readForm, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { setPresenceRule } from '../actions/presence-rules.ts'
import { presenceRules } from '../queries/witnesses.ts'
import { ruleOn } from '../witnesses.ts'

/** From how many minutes on two witnesses differ: dated rows with who decided them. */
export const presenceRulePages = new Hono<Door>()

presenceRulePages.get(urls.presenceRules.pattern, (c) => page(c))

const saying = z.object({
  differMinutes: wholeNumber(0, 60),
  skewSeconds: wholeNumber(0, 600),
  opensMinutes: wholeNumber(0, 120),
  from: day('Give the first day on which this counts.'),
  source: line(300, 'Say who decided this, or which rule asks for it.'),
})

presenceRulePages.post(urls.presenceRules.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, saying)
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors })
  const refusal = await setPresenceRule(work, form.values)
  if (refusal) return page(c, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: 'Set, for every meeting from that day on.' })
  return c.redirect(urls.presenceRules(), 303)
})

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const rules = await presenceRules(work)
  const now = ruleOn(rules, today)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Three witnesses"
      answer={`From ${now.differMinutes + 1} min on, witnesses differ`}
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
      intro={now.source}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="What counts today?">
        <Facts
          facts={[
            { term: 'No difference up to', detail: `${now.differMinutes} min` },
            { term: 'Clocks may differ by', detail: `${now.skewSeconds} s` },
            { term: 'Check-in opens', detail: `${now.opensMinutes} min before the start` },
          ]}
        />
      </Card>
      {may(work.by, 'rules.change') && (
        <Card title="Set another rule" hint="Meetings that were held keep the rule of their day.">
          <form method="post" action={urls.presenceRules()} class="form">
            <NumberField
              name="differMinutes"
              label="Roster and video differ when they are more apart than"
              value={now.differMinutes}
              min={0}
              max={60}
              unit="min"
              form={form}
            />
            <NumberField
              name="skewSeconds"
              label="Two right clocks may differ by"
              hint="Gaps and late joinings this short are closed."
              value={now.skewSeconds}
              min={0}
              max={600}
              unit="s"
              form={form}
            />
            <NumberField
              name="opensMinutes"
              label="Clients check in from so long before the start"
              value={now.opensMinutes}
              min={0}
              max={120}
              unit="min"
              form={form}
            />
            <DateField name="from" label="For meetings from" value={today} min={today} form={form} />
            <TextField name="source" label="Who decided this, or which rule asks for it" maxlength={300} form={form} />
            <FormActions>
              <Button kind="main">Set</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {rules.length > 0 && (
        <Card title="What was set" flush>
          <Table
            caption="What was set, the newest first"
            captionHidden
            columns={[
              { label: 'From' },
              { label: 'Differ', number: true },
              { label: 'Clocks', number: true },
              { label: 'Opens', number: true },
              { label: 'Why' },
            ]}
          >
            {rules.toReversed().map((rule) => (
              <tr>
                <th scope="row">{shortDay(rule.from)}</th>
                <td class="number">{`${rule.differMinutes} min`}</td>
                <td class="number">{`${rule.skewSeconds} s`}</td>
                <td class="number">{`${rule.opensMinutes} min`}</td>
                <td dir="auto">{rule.source}</td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
