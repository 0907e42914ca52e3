import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, readForm, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { setLeavingRule } from '../actions/leave-by-the-book.ts'
import { defaultLeavingRules, leavingRuleKinds, type LeavingRuleKind } from '../leaving-rules.ts'
import { leavingRules } from '../queries/silence.ts'

/** Days that a state sets around leaving: dated rows, each with its source; until a clinic writes its own, the ones Stepwell came with. */
export const leavingRulePages = new Hono<Door>()

const kindName: Record<LeavingRuleKind, string> = {
  'discharge-summary': 'Discharge summary signed within',
  'no-contact': 'Discharge proposed after silence of',
  appeal: 'Time to appeal a discharge by the clinic',
}

leavingRulePages.get(urls.leavingRules.pattern, (c) => page(c))

leavingRulePages.post(urls.leavingRules.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'leaving-rule.set')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(
    c,
    z.object({
      what: oneOf(leavingRuleKinds, 'Choose what is counted.'),
      state: optionalLine(2).refine(
        (text) => text === '' || /^[A-Z]{2}$/.test(text),
        'Two capital letters, such as NY; or leave it empty.',
      ),
      days: wholeNumber(1, 365),
      from: day('Give the first day from which this counts.'),
      source: line(300, 'Say which rule asks for it.'),
    }),
  )
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors })
  const { state, ...rest } = form.values
  const refusal = await setLeavingRule(work, { ...rest, state: state === '' ? null : state })
  if (refusal) return page(c, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: 'Kept. It counts from its day on.' })
  return c.redirect(urls.leavingRules(), 303)
})

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const own = await leavingRules(work)
  const today = dayAt(work.at, work.clinic.timeZone)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Days around leaving"
      intro="The state’s row before the general one, the clinic’s own before those that Stepwell came with. K: a compliance officer confirms it; V: the clinic has read it at its source."
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="What stands" flush>
        <Table
          caption="Days around leaving"
          captionHidden
          columns={[
            { label: 'What' },
            { label: 'State' },
            { label: 'Days', number: true },
            { label: 'From' },
            { label: 'Source' },
            { label: 'Mark' },
          ]}
        >
          {[
            ...own.toReversed().map((row) => ({ ...row, whose: row.by })),
            ...defaultLeavingRules.map((row) => ({ ...row, whose: 'Stepwell' })),
          ].map((row) => (
            <tr>
              <th scope="row">{kindName[row.what]}</th>
              <td>{row.state ?? 'Any'}</td>
              <td class="number">{row.days}</td>
              <td>{shortDay(row.from)}</td>
              <td dir="auto">{`${row.source}. ${row.whose}`}</td>
              <td>{row.mark}</td>
            </tr>
          ))}
        </Table>
      </Card>
      {may(work.by, 'leaving-rule.set') && (
        <Card title="Write the clinic’s own">
          <form class="form" method="post" action={urls.leavingRules()}>
            <Select
              name="what"
              label="What is counted"
              options={leavingRuleKinds.map((value) => ({ value, label: kindName[value] }))}
              form={form}
            />
            <TextField
              name="state"
              label="State, two letters"
              hint="Empty: everywhere."
              optional
              maxlength={2}
              form={form}
            />
            <NumberField name="days" label="Days" min={1} max={365} form={form} />
            <DateField name="from" label="From" value={today} min={today} form={form} />
            <TextField name="source" label="Where it says so" maxlength={300} anyDirection form={form} />
            <FormActions>
              <Button kind="main">Keep</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}
