import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, isDay } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
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
import { Notice, Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, errorsOf, id, line, oneOf, optionalId, readForm, time, wholeNumber } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { roomsOf } from '../../programs/queries.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'
import { changeSeries, consequencesOf, type Consequences, type SeriesChange } from '../actions/change-series.ts'
import { everyWeek } from '../opening.ts'
import { leadersOf } from '../queries/leaders.ts'
import { lineageOf, standingOn } from '../queries/lineage.ts'
import { seriesById, type SeriesRow } from '../queries/series.ts'
import { everyInWords } from '../recurrence.ts'
import { endOf, inWords, weekdayName } from '../times.ts'

export const changeForms = new Hono<Door>()

const nobody = 'nobody'
const fields = z.object({
  from: day('Give the first day of the new time.'),
  weekday: wholeNumber(1, 7),
  starts: time('Give the time at which it begins.'),
  minutes: wholeNumber(15, 240),
  roomId: id('Choose its room.'),
  leadId: optionalId,
  coLeadId: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z
      .string()
      .refine((value) => value === nobody || isId(value), 'Choose somebody from the list.')
      .optional(),
  ),
  seats: wholeNumber(1, 60),
  every: oneOf(['1', '2', '4']),
  because: line(300, 'Say why: it stands in the history of the group.'),
  leave: z.array(z.string()).optional(),
})

const changeFrom = ({ every, coLeadId, leave, ...rest }: z.infer<typeof fields>): SeriesChange => ({
  ...rest,
  every: every === '4' ? 4 : every === '2' ? 2 : 1,
  ...(coLeadId !== undefined && { coLeadId: coLeadId === nobody ? null : coLeadId }),
  leaveBehind: leave ?? [],
})

changeForms.get(urls.seriesChanges.pattern, async (c) => {
  const asked = c.req.query()
  if (asked.from === undefined) return changePage(c, c.req.param('series'))
  // The week board leads here with a day and an hour alone: nobody has filled in the form yet, so nothing of it is wrong.
  if (asked.because === undefined) return changePage(c, c.req.param('series'), { form: { values: asked } })
  const read = fields.safeParse(asked)
  return read.success
    ? changePage(c, c.req.param('series'), { form: { values: asked }, change: changeFrom(read.data) })
    : changePage(c, c.req.param('series'), { form: { values: asked, errors: errorsOf(read.error) } })
})

changeForms.post(urls.seriesChanges.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const series = c.req.param('series')
  const form = await readForm(c, fields)
  if (!form.ok) return changePage(c, series, { form: { values: form.typed, errors: form.errors } }, 422)
  const change = changeFrom(form.values)
  const answer = await changeSeries(work, series, change)
  if (isRefusal(answer)) return changePage(c, series, { form: { values: form.typed }, change, refusal: answer }, 422)
  said(c, {
    tone: 'good',
    text: `The group changes on ${weekDay(change.from)}. ${plural(answer.carried, 'seat goes', 'seats go')} along${answer.left.length === 0 ? '' : `, and ${plural(answer.left.length, 'seat ends', 'seats end')}`}; ${plural(answer.told, 'client is', 'clients are')} to be told.`,
  })
  return c.redirect(urls.series({ series: answer.id }), 303)
})

type Asked = { form: FormState; change?: SeriesChange; refusal?: Refusal }

async function changePage(c: Context<Door>, asked: string, back?: Asked, status: 200 | 422 = 200): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const on = back?.form.values?.from
  // The row that stands on the day before the change is the one that changes.
  const row = standingOn(await lineageOf(work, asked), isDay(on) && on > today ? addDays(on, -1) : today)
  const one = row && (await seriesById(work, row.id, today))
  if (row === undefined || one === undefined) return notFound(c)
  const seen = back?.change && (await consequencesOf(work, row.id, back.change))
  if (seen) showing(c, 'group', [...new Set(seen.members.map((member) => member.clientId))])
  const leaders = await leadersOf(work, row.id, today)
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={`Change time, day or room: ${one.name}`}
      over={everyWeek(one)}
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: one.name, href: urls.series({ series: one.id }) },
      ]}
      intro="From a day on. What was stays as it was, and everyone keeps their chair without being entered again."
      width={seen ? undefined : 'narrow'}
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      {back !== undefined && back.change === undefined && back.form.errors === undefined && (
        <Notice tone="info">
          Nothing is saved yet. Say why, then look at what it does to each member before you save it.
        </Notice>
      )}
      {seen && back?.change ? (
        <div class="columns even">
          <Seen series={row.id} seen={seen} change={back.change} typed={back.form.values ?? {}} />
          <ChangeForm c={c} one={one} leaders={leaders} form={back.form} today={today} again {...(await choices(c))} />
        </div>
      ) : (
        <ChangeForm c={c} one={one} leaders={leaders} form={back?.form} today={today} {...(await choices(c))} />
      )}
    </StaffPage>,
    back?.form.errors === undefined ? status : 422,
  )
}

const choices = async (c: Context<Door>) => ({
  rooms: await roomsOf(workOf(c)),
  clinicians: await cliniciansToChoose(workOf(c)),
})

type SeenProps = {
  series: string
  seen: Consequences
  change: SeriesChange
  typed: NonNullable<FormState['values']>
}

/** What the change does to whom, before anything is saved. */
const Seen = ({ series, seen, change, typed }: SeenProps) => {
  const clashes = seen.members.filter((one) => one.isClash)
  const unsure = seen.members.filter((one) => one.problem !== null && !one.isClash)
  const fine = seen.members.length - clashes.length - unsure.length
  const hour = inWords({ ...change, ends: endOf(change.starts, change.minutes) })
  const stopped = seen.refused !== undefined || seen.room.problem !== null || seen.leaders.some((one) => one.problem)
  return (
    <Card title="What does it do?" hint={`${hour}, from ${weekDay(change.from)}`}>
      {seen.refused && <Notice tone="warning">{seen.refused.because}</Notice>}
      {seen.room.problem !== null && (
        <Notice tone="warning" title="The room">
          {seen.room.problem}
        </Notice>
      )}
      {seen.leaders.map(
        (one) =>
          one.problem !== null && (
            <Notice tone="warning" title={one.part === 'lead' ? 'Who leads' : 'Who co-leads'}>
              {one.problem}
            </Notice>
          ),
      )}
      <p>
        {seen.members.length === 0
          ? 'Nobody has a seat then.'
          : `${plural(fine, 'member moves', 'members move')} along with nothing in the way${unsure.length === 0 ? '' : `, ${unsure.length} may not be able to come`}${clashes.length === 0 ? '.' : `, and ${clashes.length} would be in two places.`}`}
      </p>
      {clashes.length + unsure.length > 0 && (
        <Rows label="For whom is it difficult?">
          {[...clashes, ...unsure].map((one) => (
            <Row
              title={<span dir="auto">{one.name}</span>}
              note={one.problem}
              end={one.isClash ? <Sig tone="warning">Two places at once</Sig> : <Sig tone="info">Ask first</Sig>}
            />
          ))}
        </Rows>
      )}
      <ul>
        {seen.others.map((words) => (
          <li>{words}</li>
        ))}
      </ul>
      {!stopped && (
        <form class="form" method="post" action={urls.seriesChanges({ series })}>
          {Object.entries(typed).map(([name, value]) =>
            name === 'leave[]' || typeof value !== 'string' ? null : <input type="hidden" name={name} value={value} />,
          )}
          {(clashes.length > 0 || unsure.length > 0) && (
            <Checkboxes
              name="leave[]"
              label="Whose seat in this group ends instead?"
              hint={`Their last day is ${weekDay(addDays(change.from, -1))}. They need another seat. Whoever would be in two places cannot move along.`}
              options={[...clashes, ...unsure].map((one) => ({
                value: one.clientId,
                label: `${one.name}: the seat ends`,
                hint: one.problem ?? '',
              }))}
              plain
            />
          )}
          <FormActions>
            <Button kind="main">Save the change</Button>
            <Button href={urls.series({ series })}>Leave it as it is</Button>
          </FormActions>
        </form>
      )}
    </Card>
  )
}

type ChangeFormProps = {
  c: Context<Door>
  one: SeriesRow
  leaders: Awaited<ReturnType<typeof leadersOf>>
  rooms: Awaited<ReturnType<typeof roomsOf>>
  clinicians: Awaited<ReturnType<typeof cliniciansToChoose>>
  form?: FormState
  today: string
  again?: boolean
}

const ChangeForm = ({ one, leaders, rooms, clinicians, form, today, again }: ChangeFormProps) => {
  const or = (name: string, value: string | number) => (form?.values?.[name] === undefined ? value : undefined)
  const leads = (part: string) => leaders.find((leader) => leader.part === part)?.staffId ?? ''
  return (
    <Card title={again ? 'Look at another change' : 'The new time'}>
      <form class="form" method="get" action={urls.seriesChanges({ series: one.id })}>
        <DateField name="from" label="From" min={today} value={or('from', addDays(today, 7))} form={form} />
        <div class="together">
          <Select
            name="weekday"
            label="Day"
            choose={false}
            options={[1, 2, 3, 4, 5, 6, 7].map((n) => ({ value: String(n), label: weekdayName(n) }))}
            value={or('weekday', String(one.weekday))?.toString()}
            form={form}
          />
          <TimeField
            name="starts"
            label="Begins at"
            step={5}
            value={or('starts', one.starts.slice(0, 5))?.toString()}
            form={form}
          />
          <NumberField
            name="minutes"
            label="Lasts"
            min={15}
            max={240}
            unit="minutes"
            value={or('minutes', one.minutes)}
            form={form}
          />
        </div>
        <Select
          name="every"
          label="Meets"
          choose={false}
          options={[1, 2, 4].map((n) => ({ value: String(n), label: everyInWords(n) }))}
          value={or('every', String(one.every))?.toString()}
          form={form}
        />
        <Select
          name="roomId"
          label="Room"
          choose={false}
          options={rooms.map((room) => ({
            value: room.id,
            label: `${room.name}, ${room.site}: ${room.places} places`,
          }))}
          value={or('roomId', one.roomId)?.toString()}
          form={form}
        />
        <NumberField
          name="seats"
          label="Seats"
          hint="As many as now, or more. For fewer, record a limit."
          min={one.chairs.length}
          max={60}
          value={or('seats', one.chairs.length)}
          form={form}
        />
        <Select
          name="leadId"
          label="Leads"
          choose={false}
          options={clinicians}
          value={or('leadId', leads('lead'))?.toString()}
          form={form}
        />
        <Select
          name="coLeadId"
          label="Co-leads"
          choose={false}
          options={[{ value: nobody, label: 'Nobody' }, ...clinicians]}
          value={or('coLeadId', leads('co-lead') || nobody)?.toString()}
          form={form}
        />
        <TextField name="because" label="Why" hint="It stands in the history of the group." form={form} />
        <FormActions>
          <Button kind={again ? 'plain' : 'main'}>Look at what it does</Button>
          <Button href={urls.series({ series: one.id })}>Cancel</Button>
        </FormActions>
      </form>
    </Card>
  )
}
