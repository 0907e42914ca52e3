import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { MarkSig, MarkSelect, FromAndSource } from '../../../ui/dated-rows.tsx'
import { Button, FormActions, NumberField, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine } from '../../../web/forms.ts'
import {
  addRow,
  RulesPage,
  statusOf,
  formOf,
  markField,
  stateField,
  type RulesBack,
} from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { payersNamed, programNames } from '../../programs/queries.ts'
import { floorIsOf, programLevels } from '../../programs/rules.ts'
import { addDeadline, addLicence } from '../actions/rule-rows.ts'
import { deadlineWhats } from '../deadlines.ts'
import { deadlineRows, licencesNow } from '../queries/rule-rows.ts'

/** By when plans are signed and reviewed, and whose licence diagnoses and signs: rows with a day and a source. */
export const planRulePages = new Hono<Door>()

planRulePages.get(urls.planRules.pattern, (c) => page(c))

const source = line(300, 'Say where this stands: the rule, its section, the year.')
const deadline = z.object({
  what: oneOf(['first-plan', 'client-signature', 'cosignature', 'review'], 'Choose what is due.'),
  state: stateField,
  level: optionalLine(8),
  whose: optionalLine(60),
  days: z.preprocess(
    (value) => (value === '' || value === undefined ? null : value),
    z.coerce.number('Give whole days.').int('Give whole days.').min(0).max(366, 'Give at most 366 days.').nullable(),
  ),
  from: day('Give the first day.'),
  source,
  mark: markField,
})
planRulePages.post(urls.planRules.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying: deadline,
    add: async (work, { whose, level, ...rest }) => {
      const { payerId, programId } = floorIsOf(whose)
      const known =
        (payerId === null || (await payersNamed(work)).some((one) => one.id === payerId)) &&
        (programId === null || (await programNames(work)).some((one) => one.id === programId)) &&
        (level === '' || programLevels.some((one) => one.value === level))
      if (!known) return { errors: { whose: 'Choose one of these.' } }
      return addDeadline(work, { ...rest, level: level === '' ? null : level, payerId, programId })
    },
    done: 'Recorded. From its first day what is due follows it.',
    to: urls.planRules(),
    page,
    prefix: 'deadline',
  }),
)

const licence = z.object({
  credential: line(30, 'Give the credential as it stands behind a name, such as LADC.'),
  state: stateField,
  diagnoses: oneOf(['yes', 'provisional', 'no'], 'Choose one.'),
  signs: oneOf(['alone', 'with-cosign', 'no'], 'Choose one.'),
  from: day('Give the first day.'),
  source,
  mark: markField,
})
planRulePages.post(urls.planCredentials.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying: licence,
    add: addLicence,
    done: 'Recorded. From its first day plans and diagnoses follow it.',
    to: urls.planRules(),
    page,
    prefix: 'licence',
  }),
)

const diagnosesWords = { yes: 'Diagnoses', provisional: 'Provisionally', no: 'Does not' }
const signsWords = { alone: 'Signs alone', 'with-cosign': 'With a second signature', no: 'Does not sign' }
const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const deadlines = await deadlineRows(work)
  const licences = await licencesNow(work)
  const [programs, payers] = [await programNames(work), await payersNamed(work)]
  const nameOf = (id: string | null) =>
    programs.find((one) => one.id === id)?.name ?? payers.find((one) => one.id === id)?.name ?? ''
  const its = (prefix: string): FormState => formOf(back, prefix)
  const changes = may(work.by, 'rules.change')
  const waiting = [...deadlines, ...licences].filter((row) => row.mark === 'K').length
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="Plans: by when, and by whose license"
      answer={`${waiting} rows wait to be confirmed`}
    >
      <Card
        title="By when?"
        hint="The state’s row takes the place of the general one; a program’s and a payer’s come on top, and whoever asks sooner is heard"
        flush
      >
        <Table
          caption="Deadlines of plans"
          captionHidden
          columns={[{ label: 'What' }, { label: 'Where' }, { label: 'Days' }, { label: 'From' }, { label: 'Source' }]}
        >
          {deadlines.map((row) => (
            <tr>
              <th scope="row">{deadlineWhats.find((one) => one.value === row.what)?.label}</th>
              <td>
                {[
                  row.state ?? 'Everywhere',
                  row.level === null ? '' : `level ${row.level}`,
                  nameOf(row.programId ?? row.payerId),
                ]
                  .filter(Boolean)
                  .join(', ')}
              </td>
              <td>{row.days ?? 'At mid-point'}</td>
              <td>
                <OnDay day={row.from} />
              </td>
              <td>
                {row.source} <MarkSig mark={row.mark} />
              </td>
            </tr>
          ))}
        </Table>
      </Card>
      {changes && (
        <Card
          title="Record or correct a deadline"
          hint="The latest row that has begun stands. Earlier rows stay readable."
        >
          <form class="form" method="post" action={urls.planRules()}>
            <Select name="what" label="What is due" options={[...deadlineWhats]} width="full" form={its('deadline')} />
            <div class="together">
              <TextField
                name="state"
                label="State"
                hint="Two letters; empty: everywhere."
                width="short"
                optional
                form={its('deadline')}
              />
              <Select
                name="level"
                label="Level"
                choose="Every level"
                required={false}
                options={[...programLevels]}
                form={its('deadline')}
              />
            </div>
            <Select
              name="whose"
              label="Whose"
              choose="Everyone’s"
              required={false}
              options={[
                {
                  group: 'Programs',
                  options: programs.map((one) => ({ value: `program ${one.id}`, label: one.name })),
                },
                { group: 'Payers', options: payers.map((one) => ({ value: `payer ${one.id}`, label: one.name })) },
              ]}
              form={its('deadline')}
            />
            <NumberField
              name="days"
              label="Days"
              hint="Calendar days. Empty: at half of the weeks that the plan expects."
              min={0}
              max={366}
              optional
              form={its('deadline')}
            />
            <FromAndSource form={its('deadline')} today={today} words={{ source: 'Where this stands' }} />
            <MarkSelect form={its('deadline')} />
            <FormActions>
              <Button kind="main">Record this deadline</Button>
            </FormActions>
          </form>
        </Card>
      )}
      <Card title="Who diagnoses, and who signs plans?" flush>
        <Table
          caption="Licenses as they stand today"
          captionHidden
          columns={[
            { label: 'Credential' },
            { label: 'State' },
            { label: 'Diagnosis' },
            { label: 'Plan' },
            { label: 'Source' },
          ]}
        >
          {licences.map((row) => (
            <tr>
              <th scope="row">{row.credential}</th>
              <td>{row.state ?? 'Everywhere'}</td>
              <td>{diagnosesWords[row.diagnoses]}</td>
              <td>{signsWords[row.signs]}</td>
              <td>
                {row.source} <MarkSig mark={row.mark} />
              </td>
            </tr>
          ))}
        </Table>
      </Card>
      {changes && (
        <Card
          title="Record or correct a license"
          hint="Who leads what stands with the credentials; here is who diagnoses and signs plans."
        >
          <form class="form" method="post" action={urls.planCredentials()}>
            <div class="together">
              <TextField
                name="credential"
                label="Credential"
                hint="As it stands behind a name."
                maxlength={30}
                form={its('licence')}
              />
              <TextField
                name="state"
                label="State"
                hint="Two letters; empty: everywhere."
                width="short"
                optional
                form={its('licence')}
              />
            </div>
            <Select name="diagnoses" label="Diagnosis" options={options(diagnosesWords)} form={its('licence')} />
            <Select name="signs" label="Plan" options={options(signsWords)} form={its('licence')} />
            <FromAndSource form={its('licence')} today={today} words={{ source: 'Where this stands' }} />
            <MarkSelect form={its('licence')} />
            <FormActions>
              <Button kind="main">Record this license</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </RulesPage>,
    statusOf(back),
  )
}
