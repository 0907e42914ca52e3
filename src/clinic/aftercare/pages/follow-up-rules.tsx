import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, DateField, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { setFollowUps } from '../actions/follow-ups.ts'
import { type FollowUpStep, needsVoice, stepsOn } from '../follow-ups.ts'
import { followUpPolicies } from '../queries/follow-ups.ts'

/** On which days after leaving somebody calls: dated rows with who decided them. */
export const followUpRules = new Hono<Door>()

followUpRules.get(urls.followUpRules.pattern, (c) => page(c))

/** "2 x 3, 7 x 3, 14": so many days after, and how often each is tried; without a number, once. Null: cannot be read. */
export function stepsFrom(text: string): FollowUpStep[] | null {
  const steps = text
    .split(',')
    .map((part) => /^\s*(\d{1,3})\s*(?:[x×]\s*(\d))?\s*$/.exec(part))
    .map((found) => found && { dayAfter: Number(found[1]), tries: Number(found[2] ?? 1) })
  const read = steps.filter((step) => step !== null)
  return read.length === steps.length &&
    read.length <= 20 &&
    read.every(({ dayAfter, tries }) => dayAfter >= 1 && dayAfter <= 366 && tries >= 1 && tries <= 9)
    ? read.toSorted((one, other) => one.dayAfter - other.dayAfter)
    : null
}
const asText = (steps: readonly FollowUpStep[]): string =>
  steps.map(({ dayAfter, tries }) => `${dayAfter} × ${tries}`).join(', ')

const saying = z.object({
  steps: line(200, 'Give the days.').transform((text, at) => {
    const steps = stepsFrom(text)
    if (steps !== null) return steps
    at.addIssue({ code: 'custom', message: 'Write days from 1 to 366, each with its tries: 2 × 3, 7 × 3, 30 × 2.' })
    return z.NEVER
  }),
  from: day('Give the first day from which this counts.'),
  source: line(300, 'Say who decided this, or which rule asks for it.'),
})

followUpRules.post(urls.followUpRules.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, saying)
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors })
  const refusal = await setFollowUps(work, form.values)
  if (refusal) return page(c, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: 'Set, for everyone who leaves from that day on.' })
  return c.redirect(urls.followUpRules(), 303)
})

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const policies = await followUpPolicies(work)
  const now = stepsOn(policies, today)
  const isUsual = !policies.some((one) => one.from <= today)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Calls after leaving"
      answer={`${plural(now.length, 'call', 'calls')} in the year after somebody leaves`}
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
      intro={
        isUsual
          ? 'Nothing is set: this is common practice (K), for your compliance officer to confirm.'
          : 'Whoever leaves keeps the days that stood on their last day.'
      }
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="Who leaves today is called" flush>
        <Table
          caption="Calls after leaving"
          captionHidden
          columns={[{ label: 'After' }, { label: 'Tried', number: true }]}
        >
          {now.map(({ dayAfter, tries }) => (
            <tr>
              <th scope="row">
                {plural(dayAfter, 'day', 'days')}
                {needsVoice(dayAfter) && <span class="muted"> · a person calls</span>}
              </th>
              <td class="number">{plural(tries, 'time', 'times')}</td>
            </tr>
          ))}
        </Table>
      </Card>
      {may(work.by, 'rules.change') && (
        <Card title="Set other days">
          <form method="post" action={urls.followUpRules()} class="form">
            <TextField
              name="steps"
              label="Days after the last one, each with how often it is tried"
              hint="2 × 3, 7 × 3, 14 × 3, 30 × 2: after two days up to three tries, and so on. A person calls at two weeks, and effort never grows."
              value={asText(now)}
              maxlength={200}
              form={form}
            />
            <DateField name="from" label="For whoever leaves from" value={today} min={today} form={form} />
            <TextField name="source" label="Who decided this, or which rule asks for it" maxlength={300} form={form} />
            <FormActions>
              <Button kind="main">Set</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {policies.length > 0 && (
        <Card title="What was set" flush>
          <Table
            caption="What was set, the newest first"
            captionHidden
            columns={[{ label: 'From' }, { label: 'Days' }, { label: 'Why' }]}
          >
            {policies.toReversed().map((one) => (
              <tr>
                <th scope="row">{shortDay(one.from)}</th>
                <td>{asText(one.steps)}</td>
                <td>{one.source}</td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
