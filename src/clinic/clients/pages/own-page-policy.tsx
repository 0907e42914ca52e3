import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
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
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, readForm, wholeNumber } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { setOwnPagePolicy } from '../actions/own-page.ts'
import { ownPagePolicies } from '../queries/own-page.ts'

/** How long a client's own page opens: dated figures, each with who decided on them. */
export const ownPagePolicyPages = new Hono<Door>()

ownPagePolicyPages.get(urls.ownPagePolicy.pattern, (c) => policyScreen(c))

const policyForm = z.object({
  linkDays: wholeNumber(1, 366),
  visitMinutes: wholeNumber(2, 240),
  from: day(),
  source: line(300, 'Say who decided on these figures.').refine(
    (words) => words.length >= 3,
    'Say who decided on these figures, in a few words.',
  ),
})

ownPagePolicyPages.post(urls.ownPagePolicy.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'own-page.policy')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, policyForm)
  if (!form.ok) return policyScreen(c, { form: { values: form.typed, errors: form.errors } })
  const refusal = await setOwnPagePolicy(work, form.values)
  if (refusal) return policyScreen(c, { form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'The new figures stand from that day on. Links that were given keep theirs.' })
  return c.redirect(urls.ownPagePolicy(), 303)
})

async function policyScreen(c: Context<Door>, { form, refusal }: { form?: FormState; refusal?: Refusal } = {}) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'own-page.policy')
  if (denied) return forbidden(c, denied.because)
  const { now, rows } = await ownPagePolicies(work)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="How long does a client’s own page open?"
      intro={`A link opens for ${now.linkDays} days; a visit lasts ${now.visitMinutes} minutes after the birth date was given. ${now.source}.`}
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
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
          <DateField name="from" label="From" value={dayAt(work.at, work.clinic.timeZone)} form={form} />
          <TextField name="source" label="Who decided this?" form={form} />
          <FormActions>
            <Button kind="main">Set these figures</Button>
          </FormActions>
        </form>
      </Card>
      {rows.length > 0 && (
        <Card title="Which figures were set?" flush>
          <Rows label="Figures">
            {rows.toReversed().map((row) => (
              <Row
                lead={<OnDay day={row.from} />}
                title={`${row.linkDays} days, ${row.visitMinutes} minutes`}
                note={row.source}
              />
            ))}
          </Rows>
        </Card>
      )}
    </StaffPage>,
    refusal === undefined && form === undefined ? 200 : 422,
  )
}
