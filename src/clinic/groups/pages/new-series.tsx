import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Checkbox } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextField,
  TimeField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import {
  day,
  id,
  line,
  oneOf,
  optionalDay,
  optionalId,
  optionalLine,
  readForm,
  ticked,
  time,
  wholeNumber,
} from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { isServiceKind, serviceKinds } from '../../programs/library.ts'
import { programsOf, roomsOf } from '../../programs/queries.ts'
import { isSubject, subjects } from '../../programs/subjects.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'
import { openSeries } from '../actions/series.ts'
import { everyInWords } from '../recurrence.ts'
import { weekdayName } from '../times.ts'

export const newSeries = new Hono<Door>()

newSeries.get(urls.newSeries.pattern, (c) => newSeriesPage(c))

const opening = z.object({
  name: line(100, 'Name the group.'),
  programId: id('Choose its program.'),
  kind: z.string({ error: 'Choose a kind.' }).refine(isServiceKind, 'Choose a kind.'),
  subject: z.preprocess((value) => (isSubject(value) ? value : ''), z.string()),
  topic: optionalLine(200),
  affinity: optionalLine(100),
  isOpen: ticked,
  counts: ticked,
  weekday: wholeNumber(1, 7),
  starts: time('Give the time at which it begins.'),
  minutes: wholeNumber(15, 240),
  roomId: id('Choose its room.'),
  seats: wholeNumber(1, 60),
  least: wholeNumber(1, 60),
  from: day('Give the first day.'),
  to: optionalDay,
  leadId: id('Choose who leads.'),
  coLeadId: optionalId,
  every: oneOf(['1', '2', '4']).optional(),
})
newSeries.post(urls.newSeries.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, opening)
  if (!form.ok) return newSeriesPage(c, { values: form.typed, errors: form.errors })
  const { to, coLeadId, every = '1', ...rest } = form.values
  const turn = every === '4' ? 4 : every === '2' ? 2 : 1
  const answer = await openSeries(work, { ...rest, every: turn, to: to ?? null, coLeadId: coLeadId ?? null })
  if (isRefusal(answer)) return newSeriesPage(c, { values: form.typed }, answer)
  said(c, {
    tone: 'good',
    text: `The group is open, and ${plural(answer.laid, 'meeting stands', 'meetings stand')} in the calendar.`,
  })
  return c.redirect(urls.series({ series: answer.id }), 303)
})

async function newSeriesPage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const programs = await programsOf(work)
  const rooms = await roomsOf(work)
  const clinicians = await cliniciansToChoose(work)
  const today = dayAt(work.at, work.clinic.timeZone)
  const or = (name: string, value: string | number) => (form?.values?.[name] === undefined ? value : undefined)
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Open a group"
      intro="It meets at the same time each week. Its first meetings stand in the calendar at once, and seats can be given."
      crumbs={[{ label: 'Groups', href: urls.groups() }]}
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {(programs.length === 0 || rooms.length === 0) && (
        <Notice tone="warning" aside={<a href={urls.programs()}>Programs and rooms</a>}>
          A group needs a program and a room. Add them first.
        </Notice>
      )}
      <form class="form" method="post" action={urls.newSeries()}>
        <TextField name="name" label="Name" hint="As clients hear it: “DBT skills”." maxlength={100} form={form} />
        <Select
          name="programId"
          label="Program"
          options={programs.map((one) => ({ value: one.id, label: one.name }))}
          form={form}
        />
        <Select
          name="kind"
          label="Kind"
          options={[
            { group: 'Fills the hours of the week', options: kinds(true) },
            { group: 'Good for people, outside the hours', options: kinds(false) },
          ]}
          form={form}
        />
        <Select
          name="subject"
          label="About"
          choose="Nothing in particular"
          required={false}
          options={subjects.map((one) => ({ value: one.key, label: one.en }))}
          form={form}
        />
        <TextField name="topic" label="Topic" optional form={form} />
        <TextField
          name="affinity"
          label="Kept for"
          hint="Women, LGBTQ+… Leave it open for everyone in the program."
          optional
          form={form}
        />
        <Checkbox
          name="counts"
          label="Counts toward the hours of the week"
          hint="A kind that stands outside the hours never counts, ticked or not."
          checked
          form={form}
        />
        <Checkbox
          name="isOpen"
          label="People may join at any time"
          hint="Without it the group keeps the members it begins with."
          checked
          form={form}
        />
        <div class="together">
          <Select
            name="weekday"
            label="Day"
            options={[1, 2, 3, 4, 5, 6, 7].map((n) => ({ value: String(n), label: weekdayName(n) }))}
            form={form}
          />
          <TimeField name="starts" label="Begins at" step={5} form={form} />
          <NumberField
            name="minutes"
            label="Lasts"
            min={15}
            max={240}
            unit="minutes"
            value={or('minutes', 90)}
            form={form}
          />
        </div>
        <Select
          name="every"
          label="Meets"
          hint="Every second or fourth week counts from its first meeting."
          choose={false}
          options={[1, 2, 4].map((n) => ({ value: String(n), label: everyInWords(n) }))}
          form={form}
        />
        <Select
          name="roomId"
          label="Room"
          options={rooms.map((one) => ({ value: one.id, label: `${one.name}, ${one.site}: ${one.places} places` }))}
          form={form}
        />
        <div class="together">
          <NumberField name="seats" label="Seats" min={1} max={60} value={or('seats', 10)} form={form} />
          <NumberField
            name="least"
            label="Needs at least"
            min={1}
            max={60}
            unit="people"
            value={or('least', 3)}
            form={form}
          />
        </div>
        <div class="together">
          <DateField name="from" label="First day" min={today} value={or('from', today)} form={form} />
          <DateField name="to" label="Last day" optional form={form} />
        </div>
        <Select name="leadId" label="Leads" options={clinicians} form={form} />
        <Select name="coLeadId" label="Co-leads" choose="Nobody" options={clinicians} optional form={form} />
        <FormActions>
          <Button kind="main">Open group</Button>
          <Button href={urls.groups()}>Cancel</Button>
        </FormActions>
      </form>
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}

const kinds = (counts: boolean) =>
  serviceKinds
    .filter((kind) => kind.countsTowardDose === counts && !oneToOne.has(kind.key))
    .map((kind) => ({
      value: kind.key,
      label: kind.training === null ? kind.label : `${kind.label} (needs someone trained in ${kind.training})`,
    }))

// Hours of one client with one clinician are visits, not groups.
const oneToOne = new Set<string>([
  'individual',
  'family',
  'couples',
  'medication-management',
  'assessment',
  'case-management',
  'drug-test',
])
