import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Mark } from '../../../basics/mark.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Dates, StandingSig, SourceOf, DatedFields } from '../../../ui/dated-rows.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, FormActions, NumberField, Select, type FormState } from '../../../ui/form.tsx'
import { Table } from '../../../ui/table.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalDay, optionalId, wholeNumber } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, formOf, markField, type RulesBack } from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { states } from '../../access/setup-page.tsx'
import { addCap, addFloor } from '../actions.ts'
import { capsRecorded, floorsRecorded, payersNamed, programsOf } from '../queries.ts'
import { floorIsOf, programLevels } from '../rules.ts'

export const datedRules = new Hono<Door>()

datedRules.get(urls.rules.pattern, (c) => rulesPage(c))

const dated = {
  from: day('Give the first day.'),
  to: optionalDay,
  source: line(300, 'Say where this stands: the rule, its section, the year.'),
  mark: markField,
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
datedRules.post(urls.floors.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying: newFloor,
    add: (work, { hours, to, state, whose, ...floor }) =>
      addFloor(work, {
        ...floor,
        ...floorIsOf(whose),
        state: state ?? null,
        minutesPerWeek: Math.round(hours * 60),
        to: to ?? null,
      }),
    done: 'The floor is recorded. Weeks from its first day follow it.',
    to: urls.rules(),
    page: rulesPage,
    prefix: 'floor',
  }),
)

const newCap = z.object({
  state: z.preprocess((value) => (value === '' ? undefined : value), z.enum(states).optional()),
  payerId: optionalId,
  kind: oneOf(['counselling', 'education'], 'Choose the kind of group.'),
  most: wholeNumber(2, 60),
  ...dated,
})
datedRules.post(urls.groupCaps.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying: newCap,
    add: (work, { state, payerId, to, ...cap }) =>
      addCap(work, { ...cap, state: state ?? null, payerId: payerId ?? null, to: to ?? null }),
    done: 'The limit is recorded. New seats follow it.',
    to: urls.rules(),
    page: rulesPage,
    prefix: 'cap',
  }),
)

async function rulesPage(c: Context<Door>, back?: RulesBack): Promise<Response> {
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
    <RulesPage
      c={c}
      back={back}
      title="Rules with dates"
      answer={
        floors.length + caps.length === 0
          ? 'No rule is recorded yet'
          : open === 0
            ? 'Every standing rule is confirmed'
            : `${plural(open, 'standing rule waits', 'standing rules wait')} to be confirmed`
      }
      intro="The least hours of a week, and the most people in a group. A newer row takes the place of an older one from its first day; nothing is overwritten."
    >
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
                <Rest row={row} />
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
                <Rest row={row} />
              </tr>
            ))}
          </Table>
        )}
      </Card>
      {changes && (
        <div class="columns even">
          <FloorForm
            form={formOf(back, 'floor')}
            today={today}
            payers={await payersNamed(work)}
            programs={await programsOf(work)}
          />
          <CapForm form={formOf(back, 'cap')} payers={await payersNamed(work)} today={today} />
        </div>
      )}
    </RulesPage>,
    statusOf(back),
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

type RestProps = {
  row: Dated & { stands: boolean; isAhead: boolean; mark: string; source: string } & Parameters<typeof recorder>[0]
}

/** Since when, how sure, and where it stands: the last three columns of both tables. */
const Rest = ({ row }: RestProps) => (
  <>
    <td>
      <Dates from={row.effectiveFrom} to={row.effectiveTo} />
    </td>
    <td>
      {/* The check on the table allows these three marks. */}
      <StandingSig stands={row.stands} isAhead={row.isAhead} mark={row.mark as Mark} />
    </td>
    <td>
      <SourceOf source={row.source} by={recorder(row)} />
    </td>
  </>
)

const recorder = (row: { givenName: string | null; familyName: string | null }): string | null =>
  row.givenName === null ? null : `${row.givenName} ${row.familyName ?? ''}`

const sourceHint = 'The rule, its section and year, so that anyone can read it.'

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
      <DatedFields form={form} today={today} hint={sourceHint} />
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
      <DatedFields form={form} today={today} hint={sourceHint} />
      <FormActions>
        <Button kind="main">Record limit</Button>
      </FormActions>
    </form>
  </Card>
)
