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
import { Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { payersNamed, programNames } from '../../programs/queries.ts'
import { floorIsOf, markInWords, programLevels } from '../../programs/rules.ts'
import { addDeadline, addLicence } from '../actions/rule-rows.ts'
import { deadlineWhats } from '../deadlines.ts'
import { deadlineRows, licencesNow } from '../queries/rule-rows.ts'

/** By when plans are signed and reviewed, and whose licence diagnoses and signs: rows with a day and a source. */
export const planRulePages = new Hono<Door>()

planRulePages.get(urls.planRules.pattern, (c) => page(c))

const state = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim().toUpperCase() : null),
  z
    .string()
    .regex(/^[A-Z]{2}$/, 'Give the state as two letters.')
    .nullable(),
)
const source = line(300, 'Say where this stands: the rule, its section, the year.')
const mark = oneOf(['V', 'C', 'K'], 'Say how sure this is.')
const deadline = z.object({
  what: oneOf(['first-plan', 'client-signature', 'cosignature', 'review'], 'Choose what is due.'),
  state,
  level: optionalLine(8),
  whose: optionalLine(60),
  days: z.preprocess(
    (value) => (value === '' || value === undefined ? null : value),
    z.coerce.number('Give whole days.').int('Give whole days.').min(0).max(366, 'Give at most 366 days.').nullable(),
  ),
  from: day('Give the first day.'),
  source,
  mark,
})
planRulePages.post(urls.planRules.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, deadline)
  const prefix = 'deadline'
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors, prefix })
  const { whose, level, ...rest } = form.values
  const { payerId, programId } = floorIsOf(whose)
  const known =
    (payerId === null || (await payersNamed(work)).some((one) => one.id === payerId)) &&
    (programId === null || (await programNames(work)).some((one) => one.id === programId)) &&
    (level === '' || programLevels.some((one) => one.value === level))
  if (!known) return page(c, { values: form.typed, errors: { whose: 'Choose one of these.' }, prefix })
  const refusal = await addDeadline(work, { ...rest, level: level === '' ? null : level, payerId, programId })
  if (refusal) return page(c, { values: form.typed, prefix }, refusal)
  said(c, { tone: 'good', text: 'Recorded. From its first day what is due follows it.' })
  return c.redirect(urls.planRules(), 303)
})

const licence = z.object({
  credential: line(30, 'Give the credential as it stands behind a name, such as LADC.'),
  state,
  diagnoses: oneOf(['yes', 'provisional', 'no'], 'Choose one.'),
  signs: oneOf(['alone', 'with-cosign', 'no'], 'Choose one.'),
  from: day('Give the first day.'),
  source,
  mark,
})
planRulePages.post(urls.planCredentials.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'rules.change')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, licence)
  const prefix = 'licence'
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors, prefix })
  const refusal = await addLicence(workOf(c), form.values)
  if (refusal) return page(c, { values: form.typed, prefix }, refusal)
  said(c, { tone: 'good', text: 'Recorded. From its first day plans and diagnoses follow it.' })
  return c.redirect(urls.planRules(), 303)
})

const diagnosesWords = { yes: 'Diagnoses', provisional: 'Provisionally', no: 'Does not' }
const signsWords = { alone: 'Signs alone', 'with-cosign': 'With a second signature', no: 'Does not sign' }
const marks = (['V', 'C', 'K'] as const).map((value) => ({ value, label: markInWords[value].words }))
const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

async function page(c: Context<Door>, back?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const deadlines = await deadlineRows(work)
  const licences = await licencesNow(work)
  const [programs, payers] = [await programNames(work), await payersNamed(work)]
  const nameOf = (id: string | null) =>
    programs.find((one) => one.id === id)?.name ?? payers.find((one) => one.id === id)?.name ?? ''
  const its = (prefix: string): FormState => (back?.prefix === prefix ? back : { prefix })
  const fresh = (prefix: string, value: string) => (back?.prefix === prefix ? undefined : value)
  const changes = may(work.by, 'rules.change')
  const waiting = [...deadlines, ...licences].filter((row) => row.mark === 'K').length
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Plans: by when, and by whose license"
      answer={`${waiting} rows wait to be confirmed`}
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={back} />
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
              <td>{row.from}</td>
              <td>
                {row.source} <Sig tone={markInWords[row.mark].tone}>{markInWords[row.mark].words}</Sig>
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
            <DateField name="from" label="From" value={fresh('deadline', today)} form={its('deadline')} />
            <TextField name="source" label="Where this stands" maxlength={300} form={its('deadline')} />
            <Select name="mark" label="How sure is this?" options={marks} form={its('deadline')} />
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
                {row.source} <Sig tone={markInWords[row.mark].tone}>{markInWords[row.mark].words}</Sig>
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
            <DateField name="from" label="From" value={fresh('licence', today)} form={its('licence')} />
            <TextField name="source" label="Where this stands" maxlength={300} form={its('licence')} />
            <Select name="mark" label="How sure is this?" options={marks} form={its('licence')} />
            <FormActions>
              <Button kind="main">Record this license</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </StaffPage>,
    back === undefined && refusal === undefined ? 200 : 422,
  )
}
