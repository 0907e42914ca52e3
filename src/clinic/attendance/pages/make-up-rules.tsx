import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
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
import { setMakeUpRule } from '../actions/make-ups-ahead.ts'
import { makeUpRuleOn } from '../ahead.ts'
import { makeUpRules } from '../queries/closures.ts'

/** How long before a closure other hours are offered by themselves, and how often: dated rows with who decided them. */
export const makeUpRulePages = new Hono<Door>()

makeUpRulePages.get(urls.makeUpRules.pattern, (c) => page(c))

const saying = z.object({
  daysAhead: wholeNumber(0, 28),
  uncoveredDays: wholeNumber(0, 28),
  standsHours: wholeNumber(1, 168),
  mostTimes: wholeNumber(1, 5),
  from: day('Give the first day on which this counts.'),
  source: line(300, 'Say who decided this, or which rule asks for it.'),
})

makeUpRulePages.post(urls.makeUpRules.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying,
    add: setMakeUpRule,
    done: 'Set, for what is offered from that day on.',
    to: urls.makeUpRules(),
    page,
  }),
)

const days = (n: number) => plural(n, 'day', 'days')

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const form = back?.form
  const rules = await makeUpRules(work)
  const now = makeUpRuleOn(rules, today)
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="Make-ups before a closure"
      answer={
        now.daysAhead === 0
          ? 'Nothing is offered ahead by itself'
          : `Other hours are offered ${days(now.daysAhead)} before a closure`
      }
      intro={now.source}
    >
      <Card title="What counts today?">
        <Facts
          facts={[
            { term: 'Before a closed day or a cancelled meeting', detail: days(now.daysAhead) },
            { term: 'Before a meeting that nobody leads', detail: days(now.uncoveredDays) },
            { term: 'An offer made ahead stands', detail: `${now.standsHours} h` },
            { term: 'One client is asked for one week', detail: plural(now.mostTimes, 'time', 'times') },
          ]}
        />
      </Card>
      {may(work.by, 'rules.change') && (
        <Card
          title="Set another rule"
          hint="Asked is who would hold their hours without the closure, outside the quiet hours. A chair is offered to two at most."
        >
          <form method="post" action={urls.makeUpRules()} class="form">
            <NumberField
              name="daysAhead"
              label="Before a closed day or a cancelled meeting"
              hint="0: nothing is offered by itself. Staff can still offer."
              value={now.daysAhead}
              min={0}
              max={28}
              unit="days"
              form={form}
            />
            <NumberField
              name="uncoveredDays"
              label="Before a meeting whose leader is away"
              hint="Until then somebody may still cover it."
              value={now.uncoveredDays}
              min={0}
              max={28}
              unit="days"
              form={form}
            />
            <NumberField
              name="standsHours"
              label="An offer made ahead stands"
              value={now.standsHours}
              min={1}
              max={168}
              unit="h"
              form={form}
            />
            <NumberField
              name="mostTimes"
              label="One client is asked for one week at most"
              value={now.mostTimes}
              min={1}
              max={5}
              unit="times"
              form={form}
            />
            <FromAndSource form={form} today={today} min={today} words={{ from: 'For offers from' }} />
            <FormActions>
              <Button kind="main">Set</Button>
            </FormActions>
          </form>
        </Card>
      )}
      <WhatWasSet
        columns={['Closures', 'No leader', 'Stands', 'Times'].map((label) => ({ label, number: true }))}
        rows={rules.toReversed().map((rule) => ({
          ...rule,
          cells: [days(rule.daysAhead), days(rule.uncoveredDays), `${rule.standsHours} h`, String(rule.mostTimes)],
        }))}
      />
    </RulesPage>,
    statusOf(back),
  )
}
