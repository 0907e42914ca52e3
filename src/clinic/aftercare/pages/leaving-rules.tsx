import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { FromAndSource, MarkSig, SourceOf } from '../../../ui/dated-rows.tsx'
import { Button, FormActions, NumberField, Select, TextField } from '../../../ui/form.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, wholeNumber } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
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

const saying = z.object({
  what: oneOf(leavingRuleKinds, 'Choose what is counted.'),
  state: optionalLine(2).refine(
    (text) => text === '' || /^[A-Z]{2}$/.test(text),
    'Two capital letters, such as NY; or leave it empty.',
  ),
  days: wholeNumber(1, 365),
  from: day('Give the first day from which this counts.'),
  source: line(300, 'Say which rule asks for it.'),
})

leavingRulePages.post(urls.leavingRules.pattern, (c) =>
  addRow(c, {
    verb: 'leaving-rule.set',
    saying,
    add: (work, { state, ...rest }) => setLeavingRule(work, { ...rest, state: state === '' ? null : state }),
    done: 'Kept. It counts from its day on.',
    to: urls.leavingRules(),
    page,
  }),
)

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const form = back?.form
  const own = await leavingRules(work)
  const today = dayAt(work.at, work.clinic.timeZone)
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="Days around leaving"
      intro="The state’s row before the general one, the clinic’s own before those that Stepwell came with."
    >
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
            { label: 'How sure' },
          ]}
        >
          {[...own.toReversed(), ...defaultLeavingRules.map((row) => ({ ...row, by: null }))].map((row) => (
            <tr>
              <th scope="row">{kindName[row.what]}</th>
              <td>{row.state ?? 'Any'}</td>
              <td class="number">{row.days}</td>
              <td>
                <OnDay day={row.from} />
              </td>
              <td dir="auto">
                <SourceOf source={row.source} by={row.by} />
              </td>
              <td>
                <MarkSig mark={row.mark} />
              </td>
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
            <FromAndSource form={form} today={today} min={today} words={{ source: 'Where it says so' }} />
            <FormActions>
              <Button kind="main">Keep</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </RulesPage>,
    statusOf(back),
  )
}
