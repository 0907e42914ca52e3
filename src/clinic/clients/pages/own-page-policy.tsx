import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { FromAndSource, WhatWasSet } from '../../../ui/dated-rows.tsx'
import { Button, FormActions, NumberField } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, wholeNumber } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { mayNot } from '../../access/permissions.ts'
import { setOwnPagePolicy } from '../actions/own-page.ts'
import { ownPagePolicies } from '../queries/own-page.ts'

/** How long a client's own page opens: dated figures, each with who decided on them. */
export const ownPagePolicyPages = new Hono<Door>()

ownPagePolicyPages.get(urls.ownPagePolicy.pattern, (c) => policyScreen(c))

const policyForm = z.object({
  linkDays: wholeNumber(1, 366),
  visitMinutes: wholeNumber(2, 240),
  askingMinutes: wholeNumber(5, 120),
  keptDays: wholeNumber(30, 1830),
  from: day(),
  source: line(300, 'Say who decided on these figures.').refine(
    (words) => words.length >= 3,
    'Say who decided on these figures, in a few words.',
  ),
})

ownPagePolicyPages.post(urls.ownPagePolicy.pattern, (c) =>
  addRow(c, {
    verb: 'own-page.policy',
    saying: policyForm,
    add: setOwnPagePolicy,
    done: 'The new figures stand from that day on. Links that were given keep theirs.',
    to: urls.ownPagePolicy(),
    page: policyScreen,
  }),
)

async function policyScreen(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'own-page.policy')
  if (denied) return forbidden(c, denied.because)
  const form = back?.form
  const { now, rows } = await ownPagePolicies(work)
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="How long does a client’s own page open?"
      intro={`A link opens for ${now.linkDays} days; a visit lasts ${now.visitMinutes} minutes after the birth date was given. The questions about danger stand for ${now.askingMinutes} minutes, and whoever left and stays in touch keeps the page for ${now.keptDays} days${now.isUsual ? ' (K)' : ''}. ${now.source}.`}
      width="narrow"
    >
      <Card title="Set new figures">
        <form class="form" method="post" action={urls.ownPagePolicy()}>
          <NumberField
            name="linkDays"
            label="Days that a link opens"
            value={now.linkDays}
            min={1}
            max={366}
            form={form}
          />
          <NumberField
            name="visitMinutes"
            label="Minutes that a visit lasts"
            value={now.visitMinutes}
            min={2}
            max={240}
            form={form}
          />
          <NumberField
            name="askingMinutes"
            label="Minutes that the questions about danger stand"
            hint="Somebody stays with the person so long."
            value={now.askingMinutes}
            min={5}
            max={120}
            form={form}
          />
          <NumberField
            name="keptDays"
            label="Days after leaving for which a page is kept"
            hint="For whoever wants to stay in touch. The days of their last day stand."
            value={now.keptDays}
            min={30}
            max={1830}
            form={form}
          />
          <FromAndSource
            form={form}
            today={dayAt(work.at, work.clinic.timeZone)}
            words={{ source: 'Who decided this?' }}
          />
          <FormActions>
            <Button kind="main">Set these figures</Button>
          </FormActions>
        </form>
      </Card>
      <WhatWasSet
        columns={[
          { label: 'A link opens', number: true },
          { label: 'A visit lasts', number: true },
          { label: 'Danger is asked for', number: true },
          { label: 'Kept after leaving', number: true },
        ]}
        rows={rows.toReversed().map((row) => ({
          ...row,
          cells: [
            `${row.linkDays} days`,
            `${row.visitMinutes} min`,
            `${row.askingMinutes} min`,
            `${row.keptDays} days`,
          ],
        }))}
      />
    </RulesPage>,
    statusOf(back),
  )
}
