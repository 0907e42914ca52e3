import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, weekOf, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { FindOne, findOne, mostInAList } from '../../../ui/find-one.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  type FormState,
  type Option,
  Select,
  TextField,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { longDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, optionalDay, optionalId, optionalLine, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { federalHolidays } from '../../coverage/business-days.ts'
import { roomsOf } from '../../programs/queries.ts'
import { closeDays, openDays } from '../actions/closed.ts'
import { effectOf, type Effect, type Plan } from '../closing.ts'
import { closedBetween, planOfWeeks } from '../queries/closed.ts'
import { linesRunning } from '../queries/lineage.ts'
import type { Closed } from '../recurrence.ts'

export const closedDays = new Hono<Door>()

type Back = { form: FormState; refusal?: Refusal }

const closing = z.object({
  from: day('Give the first closed day.'),
  to: optionalDay,
  siteId: optionalId,
  /** A group that was chosen or, where there are too many for a list, the name as it was typed. */
  seriesId: optionalLine(120),
  because: line(200, 'Say why: members read it.'),
})

closedDays.get(urls.daysClosed.pattern, (c) => closedPage(c))

closedDays.post(urls.daysClosed.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, closing)
  if (!form.ok) return closedPage(c, { form: { values: form.typed, errors: form.errors } })
  const { from, to, siteId, seriesId, because } = form.values
  const answer = await closeDays(work, {
    from,
    to: to ?? from,
    siteId: siteId ?? null,
    seriesId: seriesId === '' ? null : seriesId,
    because,
  })
  if (isRefusal(answer)) return closedPage(c, { form: { values: form.typed }, refusal: answer })
  const kept = answer.kept === 0 ? '' : ` ${plural(answer.kept, 'meeting stays', 'meetings stay')}: somebody is marked.`
  said(c, {
    tone: 'good',
    text: `${dates(from, to ?? from)}: closed. ${plural(answer.calledOff, 'meeting was', 'meetings were')} called off, and ${plural(answer.told, 'client is', 'clients are')} told.${kept}`,
  })
  return c.redirect(urls.daysClosed({ year: from.slice(0, 4) }), 303)
})

closedDays.post(urls.daysClosedEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const answer = await openDays(work, c.req.param('closed'))
  if (isRefusal(answer) && answer.refused === 'not-found') return notFound(c)
  if (isRefusal(answer)) return closedPage(c, { form: {}, refusal: answer })
  said(c, {
    tone: answer.roomTaken === 0 ? 'good' : 'warning',
    text: `Open again: ${plural(answer.back, 'meeting came', 'meetings came')} back.${answer.roomTaken === 0 ? '' : ` ${plural(answer.roomTaken, 'meeting has', 'meetings have')} lost the room to another group.`}`,
  })
  return c.redirect(urls.daysClosed(), 303)
})

async function closedPage(c: Context<Door>, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const asked = Number(c.req.query('year'))
  const year = Number.isInteger(asked) && asked >= 2000 && asked < 2190 ? asked : Number(today.slice(0, 4))
  const [first, last] = [`${year}-01-01`, `${year}-12-31`]
  const standing = await closedBetween(work, first, last)
  const lines = await linesRunning(work, today)
  const groups = lines.map((one) => ({ value: one.line, label: one.label }))
  const { looked, form: lookForm, among } = lookedAt(c, groups)
  const form = back?.form ?? lookForm
  const holidays = federalHolidays(year).filter(
    (one) =>
      one.day >= today && !standing.some((row) => row.siteId === null && row.line === null && covers(row, one.day)),
  )
  const shown = [...standing, ...(looked === null ? [] : [looked])]
  const weeks = new Set(holidays.map((one) => weekOf(one.day)))
  for (const one of shown) for (let week = weekOf(one.from); week <= one.to; week = addDays(week, 7)) weeks.add(week)
  const plan = weeks.size === 0 ? null : await planOfWeeks(work, [...weeks].sort())
  const others = looked === null ? [] : await closedBetween(work, weekOf(looked.from), addDays(weekOf(looked.to), 6))
  const manages = may(work.by, 'series.manage')
  const sites = new Map((await roomsOf(work)).map((room) => [room.siteId, room.site]))
  const nameOf = (one: Closed): string =>
    one.line !== null
      ? `${lines.find((row) => row.line === one.line)?.label ?? 'One group'} alone`
      : one.siteId === null
        ? 'Everywhere'
        : (sites.get(one.siteId) ?? 'One site')
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Closed days"
      answer={
        standing.length === 0
          ? `No closed day is recorded for ${year}`
          : `${plural(standing.length, 'closing is', 'closings are')} recorded for ${year}`
      }
      crumbs={[{ label: 'Groups', href: urls.groups() }]}
      intro="No group meets on these days. Meetings that stand in the calendar are called off with the reason, and come back when the day opens again."
      actions={
        <>
          <Button small href={urls.daysClosed({ year: String(year - 1) })} label={`Closed days of ${year - 1}`}>
            ←
          </Button>
          <Button small href={urls.daysClosed({ year: String(year + 1) })} label={`Closed days of ${year + 1}`}>
            →
          </Button>
        </>
      }
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={form} />
      {looked !== null && plan !== null && manages && (
        <Look looked={looked} effect={effectOf(plan, others, looked)} name={nameOf(looked)} />
      )}
      <div class="columns">
        <div class="stack">
          <Card title={`When are we closed in ${year}?`} flush={standing.length > 0}>
            {standing.length === 0 ? (
              <Empty title="Open all year">Look at a day on the right before closing it.</Empty>
            ) : (
              <Rows label="Closed days">
                {standing.map((one) => (
                  <Row
                    title={dates(one.from, one.to)}
                    note={[one.because, nameOf(one), plan === null ? '' : effectWords(effectOf(plan, standing, one))]
                      .filter(Boolean)
                      .join(' · ')}
                    end={
                      one.to < today ? (
                        <Sig tone="calm">Past</Sig>
                      ) : (
                        manages && (
                          <form method="post" action={urls.daysClosedEnd({ closed: one.id })}>
                            <Button small label={`Open again: ${one.because}, ${dates(one.from, one.to)}`}>
                              Open again
                            </Button>
                          </form>
                        )
                      )
                    }
                  />
                ))}
              </Rows>
            )}
          </Card>
        </div>
        <div class="stack">
          {manages && (
            <CloseForm
              form={form}
              today={today}
              sites={sites}
              groups={among ?? (groups.length > mostInAList ? null : groups)}
            />
          )}
          {manages && plan !== null && holidays.length > 0 && (
            <Card title="Holidays to come" hint="Federal holidays that nobody has closed yet" flush>
              <Rows label="Holidays to come">
                {holidays.map((one) => (
                  <Holiday name={one.name} on={one.day} plan={plan} standing={standing} />
                ))}
              </Rows>
            </Card>
          )}
        </div>
      </div>
    </StaffPage>,
    back === undefined ? 200 : 422,
  )
}

const covers = (one: Closed, on: Day) => one.from <= on && on <= one.to
const dates = (from: Day, to: Day): string => (from === to ? longDay(from) : `${weekDay(from)} to ${longDay(to)}`)

type LookedAt = { looked: Closed | null; form?: FormState; among?: Option[] }

/** The days that somebody asks about before closing them, from the address; a group by its id, or by its name as it was typed. */
function lookedAt(c: Context<Door>, groups: readonly Option[]): LookedAt {
  if (c.req.query('from') === undefined) return { looked: null }
  const read = closing.safeParse(c.req.query())
  if (!read.success) return { looked: null }
  const { from, to, siteId, seriesId, because } = read.data
  const last = to ?? from
  if (last < from || last > addDays(from, 365)) return { looked: null }
  const at = { id: 'looked at', from, to: last, siteId: siteId ?? null, because }
  // The guard would take a text that is no id for no text at all.
  const isChosen: boolean = isId(seriesId)
  if (seriesId === '' || isChosen) return { looked: { ...at, line: seriesId === '' ? null : seriesId } }
  const found = findOne(groups, seriesId)
  if (found.is === 'one') return { looked: { ...at, line: found.value } }
  const values = { from, to, siteId, seriesId, because }
  if (found.is === 'none')
    return { looked: null, form: { values, errors: { seriesId: `No group that meets fits “${seriesId}”.` } } }
  const errors = { seriesId: `Several groups fit “${seriesId}”: choose one, or type more of the name.` }
  return { looked: null, form: { values, errors }, among: found.options }
}

const effectWords = ({ meetings, clients, below }: Effect): string =>
  meetings === 0
    ? 'no meeting'
    : `${plural(meetings, 'meeting', 'meetings')}, ${plural(clients, 'client', 'clients')}${below.length === 0 ? '' : `, ${below.length} below their hours that week`}`

type LookProps = { looked: Closed; effect: Effect; name: string }

/** What closing would do, with nothing saved yet. */
const Look = ({ looked, effect, name }: LookProps) => (
  <Card title={`What would closing ${dates(looked.from, looked.to)} do?`} hint={`${looked.because} · ${name}`}>
    <ul>
      <li>{`${plural(effect.meetings, 'meeting', 'meetings')} would not take place; ${plural(effect.clients, 'client has', 'clients have')} a seat there.`}</li>
      <li>
        {effect.below.length === 0
          ? 'Nobody would fall below the hours of their week.'
          : `${plural(effect.below.length, 'client', 'clients')} would fall below the hours of their week. Make-up seats can be offered once it is saved.`}
      </li>
      {effect.visits > 0 && (
        <li>{`${plural(effect.visits, 'visit is', 'visits are')} booked then. Closing calls off groups alone: move visits by hand.`}</li>
      )}
    </ul>
    <form method="post" action={urls.daysClosed()}>
      <input type="hidden" name="from" value={looked.from} />
      <input type="hidden" name="to" value={looked.to} />
      <input type="hidden" name="because" value={looked.because} />
      {looked.siteId !== null && <input type="hidden" name="siteId" value={looked.siteId} />}
      {looked.line !== null && <input type="hidden" name="seriesId" value={looked.line} />}
      <FormActions>
        <Button kind="main">Close these days</Button>
        <Button href={urls.daysClosed({ year: looked.from.slice(0, 4) })}>Leave them open</Button>
      </FormActions>
    </form>
  </Card>
)

const Holiday = ({ name, on, plan, standing }: { name: string; on: Day; plan: Plan; standing: Closed[] }) => (
  <Row
    title={`${name}, ${weekDay(on)}`}
    note={effectWords(
      effectOf(plan, standing, { id: 'holiday', siteId: null, line: null, from: on, to: on, because: name }),
    )}
    end={
      <Button small href={urls.daysClosed({ year: on.slice(0, 4), from: on, because: name })} label={`Look: ${name}`}>
        Look
      </Button>
    }
  />
)

type CloseFormProps = {
  form?: FormState
  today: Day
  sites: Map<string, string>
  groups: Option[] | null
}

const CloseForm = ({ form, today, sites, groups }: CloseFormProps) => (
  <Card title="Close days">
    <form class="form" method="get" action={urls.daysClosed()}>
      <div class="together">
        <DateField
          name="from"
          label="First day"
          value={form?.values?.from === undefined ? today : undefined}
          form={form}
        />
        <DateField name="to" label="Last day" optional form={form} />
      </div>
      <Select
        name="siteId"
        label="Where"
        choose="Everywhere"
        options={[...sites].map(([value, label]) => ({ value, label }))}
        optional
        form={form}
      />
      <FindOne
        name="seriesId"
        label="One group alone"
        hint="A break of this group; then leave “Where” open."
        choose="All groups"
        typeHint="Type a part of its name."
        options={groups}
        optional
        form={form}
      />
      <TextField name="because" label="Why" hint="Members read it: “Thanksgiving”." maxlength={200} form={form} />
      <FormActions>
        <Button>Look at what it does</Button>
      </FormActions>
    </form>
  </Card>
)
