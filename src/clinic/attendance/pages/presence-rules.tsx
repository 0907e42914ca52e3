import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { FromAndSource, WhatWasSet } from '../../../ui/dated-rows.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions, NumberField } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, wholeNumber } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { setPresenceRule } from '../actions/presence-rules.ts'
import { presenceRules } from '../queries/witnesses.ts'
import { pressesOn, ruleOn, usualRule } from '../witnesses.ts'

/** From how many minutes on two witnesses differ: dated rows with who decided them. */
export const presenceRulePages = new Hono<Door>()

presenceRulePages.get(urls.presenceRules.pattern, (c) => page(c))

const saying = z.object({
  differMinutes: wholeNumber(0, 60),
  skewSeconds: wholeNumber(0, 600),
  opensMinutes: wholeNumber(0, 120),
  pressesInMinute: wholeNumber(1, 600),
  pressesInTenMinutes: wholeNumber(1, 6000),
  from: day('Give the first day on which this counts.'),
  source: line(300, 'Say who decided this, or which rule asks for it.'),
})

presenceRulePages.post(urls.presenceRules.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying,
    add: setPresenceRule,
    done: 'Set, for every meeting from that day on.',
    to: urls.presenceRules(),
    page,
  }),
)

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const form = back?.form
  const rules = await presenceRules(work)
  const now = ruleOn(rules, today)
  const presses = pressesOn(now)
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="Three witnesses"
      answer={`From ${now.differMinutes + 1} min on, witnesses differ`}
      intro={now.source}
    >
      <Card title="What counts today?">
        <Facts
          facts={[
            { term: 'No difference up to', detail: `${now.differMinutes} min` },
            { term: 'Clocks may differ by', detail: `${now.skewSeconds} s` },
            { term: 'Check-in opens', detail: `${now.opensMinutes} min before the start` },
            {
              term: 'A tablet at a door takes',
              detail: `${presses.inAMinute} presses in 1 min, ${presses.inTenMinutes} in 10 min${now.pressesInMinute === null || now === usualRule ? ' (K)' : ''}`,
            },
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
            <NumberField
              name="pressesInMinute"
              label="A tablet at a door takes so many presses in a minute"
              hint="Right or wrong, each counts: whoever tries numbers needs thousands."
              value={presses.inAMinute}
              min={1}
              max={600}
              form={form}
            />
            <NumberField
              name="pressesInTenMinutes"
              label="And so many in ten minutes"
              value={presses.inTenMinutes}
              min={1}
              max={6000}
              form={form}
            />
            <FromAndSource form={form} today={today} min={today} words={{ from: 'For meetings from' }} />
            <FormActions>
              <Button kind="main">Set</Button>
            </FormActions>
          </form>
        </Card>
      )}
      <WhatWasSet
        columns={['Differ', 'Clocks', 'Opens', 'Presses'].map((label) => ({ label, number: true }))}
        rows={rules.toReversed().map((rule) => ({
          ...rule,
          cells: [
            `${rule.differMinutes} min`,
            `${rule.skewSeconds} s`,
            `${rule.opensMinutes} min`,
            rule.pressesInMinute === null ? '' : `${rule.pressesInMinute}, ${rule.pressesInTenMinutes}`,
          ],
        }))}
      />
    </RulesPage>,
    statusOf(back),
  )
}
