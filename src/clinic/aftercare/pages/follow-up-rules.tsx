import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { FromAndSource, WhatWasSet } from '../../../ui/dated-rows.tsx'
import { Button, FormActions, TextField } from '../../../ui/form.tsx'
import { Table } from '../../../ui/table.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
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

followUpRules.post(urls.followUpRules.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying,
    add: setFollowUps,
    done: 'Set, for everyone who leaves from that day on.',
    to: urls.followUpRules(),
    page,
  }),
)

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const policies = await followUpPolicies(work)
  const now = stepsOn(policies, today)
  const isUsual = !policies.some((one) => one.from <= today)
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="Calls after leaving"
      answer={`${plural(now.length, 'call', 'calls')} in the year after somebody leaves`}
      intro={
        isUsual
          ? 'Nothing is set: this is common practice (K), for your compliance officer to confirm.'
          : 'Whoever leaves keeps the days that stood on their last day.'
      }
    >
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
              form={back?.form}
            />
            <FromAndSource form={back?.form} today={today} min={today} words={{ from: 'For whoever leaves from' }} />
            <FormActions>
              <Button kind="main">Set</Button>
            </FormActions>
          </form>
        </Card>
      )}
      <WhatWasSet
        columns={[{ label: 'Days' }]}
        rows={policies.toReversed().map((one) => ({ ...one, cells: [asText(one.steps)] }))}
      />
    </RulesPage>,
    statusOf(back),
  )
}
