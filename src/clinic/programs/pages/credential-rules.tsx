import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { MarkSig, MarkSelect, FromAndSource } from '../../../ui/dated-rows.tsx'
import { Button, FormActions, Select, TextField } from '../../../ui/form.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, ticked } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, markField, stateField, type RulesBack } from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { addCredentialRule } from '../actions/credential-rules.ts'
import { credentialRules, signersOn } from '../queries/signers.ts'
import type { Leads } from '../signers.ts'

/** What each credential may lead, and whose signature must follow: rows with a day and a source. */
export const credentialTable = new Hono<Door>()

credentialTable.get(urls.credentialRules.pattern, (c) => page(c))

const reach: Record<Leads, string> = {
  any: 'Any group, and visits',
  education: 'Education groups',
  'peer-support': 'Peer support and mutual aid',
  none: 'Co-leads only',
}
const schema = z.object({
  credential: line(30, 'Give the credential as it stands behind a name, such as LADC.'),
  label: line(100, 'Say in words what it is.'),
  state: stateField,
  leads: oneOf(['any', 'education', 'peer-support', 'none'], 'Choose what it may lead.'),
  cosign: ticked,
  cosignedBy: optionalLine(100),
  from: day('Give the first day.'),
  source: line(300, 'Say where this stands: the rule, its section, the year.'),
  mark: markField,
})
credentialTable.post(urls.credentialRules.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying: schema,
    add: addCredentialRule,
    done: 'Recorded. From its first day groups, notes and assessments follow it.',
    to: urls.credentialRules(),
    page,
  }),
)

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const form = back?.form
  const today = dayAt(work.at, work.clinic.timeZone)
  const standing = await signersOn(work, today)
  const own = await credentialRules(work)
  const waiting = standing.filter((row) => row.mark === 'K').length
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="Credentials: who may lead and sign what"
      answer={`${waiting} of ${standing.length} rows wait to be confirmed`}
    >
      <Card title="What stands today" flush>
        <Table
          caption="Credentials as they stand today"
          captionHidden
          columns={[
            { label: 'Credential' },
            { label: 'State' },
            { label: 'Leads' },
            { label: 'Second signature' },
            { label: 'Source' },
          ]}
        >
          {standing.map((row) => (
            <tr>
              <th scope="row">
                {row.credential} <small>{row.label}</small>
              </th>
              <td>{row.state ?? 'Everywhere'}</td>
              <td>{reach[row.leads]}</td>
              <td>{row.cosign ? (row.by ?? 'A supervisor') : 'Signs alone'}</td>
              <td>
                {row.source} <MarkSig mark={row.mark} />
              </td>
            </tr>
          ))}
        </Table>
      </Card>
      {own.length > 0 && (
        <Card title="What this clinic recorded" flush>
          <Table
            caption="Rows of this clinic, newest first"
            captionHidden
            columns={[{ label: 'Credential' }, { label: 'From' }, { label: 'Recorded by' }]}
          >
            {own.map((row) => (
              <tr>
                <th scope="row">{`${row.credential}${row.state === null ? '' : `, ${row.state}`}`}</th>
                <td>
                  <OnDay day={row.effectiveFrom} />
                </td>
                <td dir="auto">{`${row.givenName ?? ''} ${row.familyName ?? ''}`}</td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
      {may(work.by, 'rules.change') && (
        <Card
          title="Record or correct a credential"
          hint="The latest row that has begun stands. Earlier rows stay readable."
        >
          <form class="form" method="post" action={urls.credentialRules()}>
            <div class="together">
              <TextField
                name="credential"
                label="Credential"
                hint="As it stands behind a name."
                maxlength={30}
                form={form}
              />
              <TextField
                name="state"
                label="State"
                hint="Two letters; empty: everywhere."
                width="short"
                optional
                form={form}
              />
            </div>
            <TextField
              name="label"
              label="In words"
              hint="Such as: alcohol and drug counselor."
              maxlength={100}
              form={form}
            />
            <Select
              name="leads"
              label="What it may lead"
              options={Object.entries(reach).map(([value, label]) => ({ value, label }))}
              form={form}
            />
            <Checkbox name="cosign" label="What they sign needs a second signature" form={form} />
            <TextField name="cosignedBy" label="Whose" hint="Such as: a clinical supervisor." optional form={form} />
            <FromAndSource form={form} today={today} words={{ source: 'Where this stands' }} />
            <MarkSelect form={form} />
            <FormActions>
              <Button kind="main">Record it</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </RulesPage>,
    statusOf(back),
  )
}
