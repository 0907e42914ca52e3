import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { FromAndSource } from '../../../ui/dated-rows.tsx'
import { Button, FormActions, Select, TextField } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { setStateCode } from '../actions/state-data.ts'
import { stateCodes } from '../queries/state-data.ts'
import { codedFields, usualCodes } from '../state-codes.ts'

/** How the state codes what the record holds: rows with a day and a source. */
export const stateCodePages = new Hono<Door>()

const draft = z.object({
  field: line(30, 'Choose a field.'),
  ours: line(40, 'Say which value of the record.'),
  theirs: line(20, 'Say which code the state wants.'),
  from: day('Give the first day from which this counts.'),
  source: line(300, 'Say where the state says so.'),
})

stateCodePages.get(urls.stateCodes.pattern, (c) => page(c))
stateCodePages.post(urls.stateCodes.pattern, (c) =>
  addRow(c, {
    verb: 'state-code.set',
    saying: draft,
    add: setStateCode,
    done: 'Set. Files from that day on follow it.',
    to: urls.stateCodes(),
    page,
  }),
)

const labelOf = (field: string) => codedFields.find((one) => one.field === field)?.label ?? field

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'state-code.set')
  if (denied) return forbidden(c, denied.because)
  const own = await stateCodes(work)
  const form = back?.form
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="State codes"
      answer="How the state codes what the record holds"
      crumbs={
        may(work.by, 'state-data.see')
          ? [{ label: 'State client data', href: urls.report({ report: 'state-data' }) }]
          : [{ label: 'Settings', href: urls.settings() }]
      }
      intro="TEDS 2019 names and codes, until your state’s manual says otherwise. What reads K is our reading, for your compliance officer to confirm."
    >
      <Card title="Set a code">
        <form method="post" action={urls.stateCodes()} class="form">
          <Select
            name="field"
            label="Field"
            options={codedFields.map(({ field, label }) => ({ value: field, label: `${label} (${field})` }))}
            form={form}
          />
          <TextField
            name="ours"
            label="As the record says it"
            hint="2.1, completed, female, F10.2"
            maxlength={40}
            form={form}
          />
          <TextField name="theirs" label="The state’s code" maxlength={20} form={form} />
          <FromAndSource
            form={form}
            today={dayAt(work.at, work.clinic.timeZone)}
            words={{ source: 'Where the state says so' }}
          />
          <FormActions>
            <Button kind="main">Set</Button>
          </FormActions>
        </form>
      </Card>
      <Card title="What speaks" flush>
        <Table
          caption="Codes, the clinic’s own first"
          captionHidden
          columns={[
            { label: 'Field' },
            { label: 'In the record' },
            { label: 'Code' },
            { label: 'From' },
            { label: 'Source' },
          ]}
        >
          {[...own, ...usualCodes].map((one) => (
            <tr>
              <th scope="row">{labelOf(one.field)}</th>
              <td>{one.ours}</td>
              <td>{one.theirs}</td>
              <td>{shortDay(one.from)}</td>
              <td>
                {one.source} {one.mark === 'K' && <Sig tone="calm">K: to be confirmed</Sig>}
              </td>
            </tr>
          ))}
        </Table>
      </Card>
    </RulesPage>,
    statusOf(back),
  )
}
