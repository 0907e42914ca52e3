import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
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
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalDay, optionalId, readForm, wholeNumber, type Read } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { states } from '../../access/setup-page.tsx'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { addCap, addFloor } from '../actions.ts'
import type { Mark } from '../dose.ts'
import { capsRecorded, floorsRecorded, payersNamed, programsOf } from '../queries.ts'
import { floorIsOf, markInWords, programLevels } from '../rules.ts'

export const datedRules = new Hono<Door>()

type Back = { part: 'floor' | 'cap'; form: FormState; refusal?: Refusal }

datedRules.get(urls.rules.pattern, (c) => rulesPage(c))

const marks = ['V', 'C', 'K'] as const
const dated = {
  from: day('Give the first day.'),
  to: optionalDay,
  source: line(300, 'Say where this stands: the rule, its section, the year.'),
  mark: oneOf(marks, 'Say how sure this is.'),
}

const newFloor = z.object({
  levelOfCare: oneOf(programLevels.map((level) => level.value) as [string, ...string[]], 'Choose the level.'), // not empty
  ageGroup: oneOf(['adult', 'adolescent'], 'Choose for whom it is.'),
  hours: z.coerce
    .number({ error: 'Give the hours, such as 9 or 9.5.' })
    .min(0, 'Give the hours, such as 9 or 9.5.')
    .max(84, 'Give the hours, such as 9 or 9.5.'),
  daysPerWeek: wholeNumber(0, 7),
  state: z.preprocess((value) => (value === '' ? undefined : value), z.enum(states).optional()),
  whose: z.preprocess(
    (value) => value ?? '',
    z.string().refine((value) => value === '' || /^(payer|program) [0-9a-f-]{36}$/.test(value), 'Choose whose it is.'),
  ),
  ...dated,
})
datedRules.post(urls.floors.pattern, async (c) =>
  recorded(
    c,
    'floor',
    await readForm(c, newFloor),
    'The floor is recorded. Weeks from its first day follow it.',
    ({ hours, to, state, whose, ...floor }) =>
      addFloor(workOf(c), {
        ...floor,
        ...floorIsOf(whose),
        state: state ?? null,
        minutesPerWeek: Math.round(hours * 60),
        to: to ?? null,
      }),
  ),
)

const newCap = z.object({
  state: z.preprocess((value) => (value === '' ? undefined : value), z.enum(states).optional()),
  payerId: optionalId,
  kind: oneOf(['counselling', 'education'], 'Choose the kind of group.'),
  most: wholeNumber(2, 60),
  ...dated,
})
datedRules.post(urls.groupCaps.pattern, async (c) =>
  recorded(
    c,
    'cap',
    await readForm(c, newCap),
    'The limit is recorded. New seats follow it.',
    ({ state, payerId, to, ...cap }) =>
      addCap(workOf(c), { ...cap, state: state ?? null, payerId: payerId ?? null, to: to ?? null }),
  ),
)

async function recorded<T>(
  c: Context<Door>,
  part: Back['part'],
  form: Read<T>,
  text: string,
  verb: (values: T) => Promise<null | Refusal>,
): Promise<Response> {
  const denied = mayNot(workOf(c).by, 'rules.change')
  if (denied) return forbidden(c, denied.because)
  const back: FormState = { values: form.typed, prefix: part }
  if (!form.ok) return rulesPage(c, { part, form: { ...back, errors: form.errors } })
  const refusal = await verb(form.values)
  if (refusal) return rulesPage(c, { part, form: back, refusal })
  said(c, { tone: 'good', text })
  return c.redirect(urls.rules(), 303)
}

async function rulesPage(c: Context<Door>, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const floors = standing(await floorsRecorded(work), today, (row) =>
    [row.levelOfCare, row.ageGroup, row.state, row.payerId, row.programId].join(' '),
  )
  const caps = standing(await capsRecorded(work), today, (row) => `${row.state ?? ''} ${row.payerId ?? ''} ${row.kind}`)
  const open = [...floors, ...caps].filter((row) => row.stands && row.mark === 'K').length
  const changes = may(work.by, 'rules.change')
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Rules with dates"
      answer={
        floors.length + caps.length === 0
          ? 'No rule is recorded yet'
          : open === 0
            ? 'Every standing rule is confirmed'
            : `${plural(open, 'standing rule waits', 'standing rules wait')} to be confirmed`
      }
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
      intro="The least hours of a week, and the most people in a group. A newer row takes the place of an older one from its first day; nothing is overwritten."
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      <Card title="What is the least that a week must hold?" flush={floors.length > 0}>
        {floors.length === 0 ? (
          <Empty title="No floor yet">Without one no week can fall short. Record the first below.</Empty>
        ) : (
          <Table
            caption="Weekly floors"
            captionHidden
            columns={[
              { label: 'Level and age' },
              { label: 'Hours a week', number: true },
              { label: 'Days a week', number: true },
              { label: 'Since' },
              { label: 'How sure' },
              { label: 'Source' },
            ]}
          >
            {floors.map((row) => (
              <tr>
                <th scope="row">
                  {`${row.levelOfCare}, ${row.ageGroup === 'adult' ? 'adults' : 'under 18'}`}
                  <br />
                  <small dir="auto">{whoseFloor(row)}</small>
                </th>
                <td class="number">{hoursAndMinutes(row.minutesPerWeek)}</td>
                <td class="number">{row.daysPerWeek}</td>
                <td>
                  <Dates row={row} />
                </td>
                <td>
                  <Standing row={row} />
                </td>
                <td>
                  <SourceOf row={row} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      <Card title="How many may sit in a group?" flush={caps.length > 0}>
        {caps.length === 0 ? (
          <Empty title="No limit yet">Groups are then limited by their room and by their own seats alone.</Empty>
        ) : (
          <Table
            caption="Limits on group size"
            captionHidden
            columns={[
              { label: 'Whose limit' },
              { label: 'Kind of group' },
              { label: 'Most', number: true },
              { label: 'Since' },
              { label: 'How sure' },
              { label: 'Source' },
            ]}
          >
            {caps.map((row) => (
              <tr>
                <th scope="row">{row.payerName ?? row.state ?? 'This clinic'}</th>
                <td>{row.kind === 'counselling' ? 'Counselling' : 'Education'}</td>
                <td class="number">{row.most}</td>
                <td>
                  <Dates row={row} />
                </td>
                <td>
                  <Standing row={row} />
                </td>
                <td>
                  <SourceOf row={row} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      {changes && (
        <div class="columns even">
          <FloorForm
            form={back?.part === 'floor' ? back.form : { prefix: 'floor' }}
            today={today}
            payers={await payersNamed(work)}
            programs={await programsOf(work)}
          />
          <CapForm
            form={back?.part === 'cap' ? back.form : { prefix: 'cap' }}
            payers={await payersNamed(work)}
            today={today}
          />
        </div>
      )}
    </StaffPage>,
    back === undefined ? 200 : 422,
  )
}

/** Everyone's, or the state, payer or program that a floor is of. */
const whoseFloor = (row: { state: string | null; payerName: string | null; programName: string | null }): string => {
  const owners = [row.payerName, row.programName, row.state].filter((one) => one !== null)
  return owners.length === 0 ? 'Everyone' : owners.join(', ')
}

type Dated = { effectiveFrom: string; effectiveTo: string | null }

/** Marks the row that stands today for each key; rows come newest first. */
function standing<Row extends Dated>(rows: Row[], today: string, keyOf: (row: Row) => string) {
  const found = new Set<string>()
  return rows.map((row) => {
    const holds = row.effectiveFrom <= today && (row.effectiveTo === null || row.effectiveTo >= today)
    const stands = holds && !found.has(keyOf(row))
    if (stands) found.add(keyOf(row))
    return { ...row, stands, isAhead: row.effectiveFrom > today }
  })
}

const Dates = ({ row }: { row: Dated }) => (
  <>
    <OnDay day={row.effectiveFrom} />
    {row.effectiveTo !== null && (
      <>
        {' to '}
        <OnDay day={row.effectiveTo} />
      </>
    )}
  </>
)

const Standing = ({ row }: { row: { stands: boolean; isAhead: boolean; mark: string } }) => {
  if (row.isAhead) return <Sig tone="info">From its first day on</Sig>
  if (!row.stands) return <span class="muted">Replaced</span>
  const { tone, words } = markInWords[row.mark as Mark] // the check on the table allows these three
  return <Sig tone={tone}>{words}</Sig>
}

const SourceOf = ({ row }: { row: { source: string; givenName: string | null; familyName: string | null } }) => (
  <>
    {row.source}
    <br />
    <small>
      {row.givenName === null ? 'Came with Stepwell' : `Recorded by ${row.givenName} ${row.familyName ?? ''}`}
    </small>
  </>
)

const MarkSelect = ({ form }: { form: FormState }) => (
  <Select
    name="mark"
    label="How sure is it?"
    options={marks.map((value) => ({ value, label: markInWords[value].words }))}
    form={form}
  />
)

const DatedFields = ({ form, today }: { form: FormState; today: string }) => (
  <>
    <DateField name="from" label="First day" value={form.values?.from === undefined ? today : undefined} form={form} />
    <DateField name="to" label="Last day" optional form={form} />
    <TextField
      name="source"
      label="Source"
      hint="The rule, its section and year, so that anyone can read it."
      form={form}
    />
    <MarkSelect form={form} />
  </>
)

type Named = { id: string; name: string }
type FloorFormProps = { form: FormState; today: string; payers: readonly Named[]; programs: readonly Named[] }

const FloorForm = ({ form, today, payers, programs }: FloorFormProps) => (
  <Card title="Record a floor">
    <form class="form" method="post" action={urls.floors()}>
      <Select name="levelOfCare" label="Level of care" options={[...programLevels]} form={form} />
      <Select
        name="ageGroup"
        label="For"
        options={[
          { value: 'adult', label: 'Adults' },
          { value: 'adolescent', label: 'Under 18' },
        ]}
        form={form}
      />
      <Select
        name="state"
        label="State"
        hint="A state's own floor stands in the place of the general one."
        choose="Every state"
        options={states.map((value) => ({ value, label: value }))}
        optional
        form={form}
      />
      <Select
        name="whose"
        label="Whose floor"
        hint="A payer's or a program's floor comes on top: the higher figure binds."
        choose="Everyone's"
        options={[
          ...(payers.length > 0
            ? [{ group: 'One payer', options: payers.map(({ id, name }) => ({ value: `payer ${id}`, label: name })) }]
            : []),
          {
            group: 'One program',
            options: programs.map(({ id, name }) => ({ value: `program ${id}`, label: name })),
          },
        ]}
        optional
        form={form}
      />
      <NumberField name="hours" label="Hours a week" min={0} max={84} step="any" unit="hours" form={form} />
      <NumberField name="daysPerWeek" label="Days a week" min={0} max={7} unit="days" form={form} />
      <DatedFields form={form} today={today} />
      <FormActions>
        <Button kind="main">Record floor</Button>
      </FormActions>
    </form>
  </Card>
)

type CapFormProps = { form: FormState; payers: { id: string; name: string }[]; today: string }

const CapForm = ({ form, payers, today }: CapFormProps) => (
  <Card title="Record a limit on group size">
    <form class="form" method="post" action={urls.groupCaps()}>
      <Select
        name="state"
        label="State"
        hint="Leave it open for the clinic's own limit."
        choose="This clinic, everywhere"
        options={states.map((value) => ({ value, label: value }))}
        optional
        form={form}
      />
      <Select
        name="payerId"
        label="Payer"
        hint="A payer's limit binds any group with somebody for whom it pays. Leave the state open then."
        choose="No payer's"
        options={payers.map((one) => ({ value: one.id, label: one.name }))}
        optional
        form={form}
      />
      <Select
        name="kind"
        label="Kind of group"
        options={[
          { value: 'counselling', label: 'Counselling' },
          { value: 'education', label: 'Education' },
        ]}
        form={form}
      />
      <NumberField name="most" label="Most clients" min={2} max={60} unit="clients" form={form} />
      <DatedFields form={form} today={today} />
      <FormActions>
        <Button kind="main">Record limit</Button>
      </FormActions>
    </form>
  </Card>
)
