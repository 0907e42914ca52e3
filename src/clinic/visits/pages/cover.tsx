import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, isDay, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Rows } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { longDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, id, line, optionalLine, readForm, ticked, type Typed } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { staffList } from '../../staff/queries.ts'
import { arrangeCover, mostDays, type MeetingChoice, type VisitChoice } from '../actions/cover.ts'
import { firstOffers } from '../covering.ts'
import { coverPlan } from '../queries/cover.ts'
import { coming } from './coming.tsx'
import { meetingKey, MeetingRow, visitKey, VisitRow } from './cover-parts.tsx'

/** Somebody is out: who takes over what, in one screen. */
export const cover = new Hono<Door>()
cover.route('/', coming)

type Asked = { staffId: string; from: Day; to: Day }

cover.get(urls.cover.pattern, (c) => {
  const today = dayAt(workOf(c).at, workOf(c).clinic.timeZone)
  const [staffId, from, to] = [c.req.query('staff') ?? '', c.req.query('from') ?? '', c.req.query('to') ?? '']
  const first = isDay(from) && from >= today ? from : today
  const last = isDay(to) && to >= first ? to : first
  const most = addDays(first, mostDays - 1)
  return coverPage(c, { staffId: isId(staffId) ? staffId : '', from: first, to: last > most ? most : last })
})

const saying = z.object({
  staffId: id('Choose who is out.'),
  from: day('Give the first day.'),
  to: day('Give the last day.'),
  because: optionalLine(300),
  away: ticked,
})
const moving = z.object({
  day: day('Give the day to which it moves.'),
  starts: line(5, 'Give the time at which it begins.'),
})

cover.post(urls.cover.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'cover.arrange')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, saying)
  const today = dayAt(work.at, work.clinic.timeZone)
  const asked = (typed: Typed): Asked => {
    const [from, to] = [typed.from ?? '', typed.to ?? '']
    const first = isDay(from) ? from : today
    const last = isDay(to) && to >= first ? to : first
    const most = addDays(first, mostDays - 1)
    return { staffId: isId(typed.staffId) ? typed.staffId : '', from: first, to: last > most ? most : last }
  }
  if (!form.ok) return coverPage(c, asked(form.typed), { values: form.typed, errors: form.errors })
  const choices = choicesOf(form.typed)
  if ('errors' in choices) return coverPage(c, asked(form.typed), { values: form.typed, errors: choices.errors })
  const answer = await arrangeCover(work, { ...form.values, ...choices })
  if (isRefusal(answer)) return coverPage(c, asked(form.typed), { values: form.typed }, answer)
  const parts = [
    answer.meetings > 0 && plural(answer.meetings, 'meeting', 'meetings'),
    answer.visits > 0 && plural(answer.visits, 'visit', 'visits'),
  ].filter((part): part is string => typeof part === 'string')
  said(c, {
    tone: 'good',
    text: `${parts.length === 0 ? 'The days are kept as time away.' : `${parts.join(' and ')} arranged.`}${answer.told === 0 ? '' : ` ${plural(answer.told, 'person is', 'people are')} told on their own page, and stand in your list “To tell”.`}`,
  })
  const { staffId, from, to } = form.values
  return c.redirect(urls.cover({ staff: staffId, from, to }), 303)
})

/** What was chosen, from the fields that carry an id in their name. */
function choicesOf(
  typed: Typed,
): { meetings: MeetingChoice[]; visits: VisitChoice[] } | { errors: Record<string, string> } {
  const meetings: MeetingChoice[] = []
  const visits: VisitChoice[] = []
  const errors: Record<string, string> = {}
  for (const [name, value] of Object.entries(typed)) {
    const [, part, about = ''] = /^(lead|co-lead|visit)\.([0-9a-f-]{36})$/.exec(name) ?? []
    if (part === undefined || value === '' || !isId(about)) continue
    if (part === 'visit') {
      if (isId(value)) visits.push({ visitId: about, choice: { staffId: value } })
      else if (value === 'cancel') visits.push({ visitId: about, choice: 'cancel' })
      else if (value === 'move') {
        const time = moving.safeParse({ day: typed[`day.${name}`] ?? '', starts: typed[`starts.${name}`] ?? '' })
        if (time.success && /^([01]\d|2[0-3]):[0-5]\d$/.test(time.data.starts))
          visits.push({ visitId: about, choice: time.data })
        else errors[name] = 'Give the day and the time to which it moves.'
      }
    } else if (part === 'lead' || part === 'co-lead') {
      const seen = typed[`seen.${name}`] ?? ''
      const choice = isId(value) ? { staffId: value } : value === 'nobody' || value === 'as-usual' ? value : null
      if (choice !== null) meetings.push({ sessionId: about, part, choice, seen: isId(seen) ? seen : null })
    }
  }
  return Object.keys(errors).length > 0 ? { errors } : { meetings, visits }
}

async function coverPage(c: Context<Door>, asked: Asked, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'cover.arrange')
  if (denied) return forbidden(c, denied.because)
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const staff = (await staffList(work)).filter((one) =>
    ['director', 'therapist', 'prescriber', 'coordinator'].includes(one.role),
  )
  const person = staff.find((one) => one.id === asked.staffId)
  const plan =
    person === undefined ? { meetings: [], visits: [] } : await coverPlan(work, person.id, asked.from, asked.to)
  const hours = [
    ...plan.meetings.map((one) => ({ ...one, key: meetingKey(one) })),
    ...plan.visits.map((one) => ({ ...one, key: visitKey(one) })),
  ].sort((a, b) => a.begins.getTime() - b.begins.getTime() || (a.key < b.key ? -1 : 1))
  if (plan.visits.length > 0)
    showing(c, 'cover', [...new Set(plan.visits.flatMap((one) => one.members.map((member) => member.clientId)))])
  const offers = firstOffers(hours.filter((one) => !('how' in one) || one.how === 'as-usual'))
  const open = hours.filter((one) => !('how' in one) || one.how === 'as-usual').length
  const name = person === undefined ? '' : `${person.givenName} ${person.familyName}`
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={person === undefined ? 'Cover' : `Cover for ${name}`}
      answer={
        person === undefined
          ? 'Who is out?'
          : hours.length === 0
            ? `Nothing to cover for ${name}`
            : open === 0
              ? `Everything of ${name} is covered`
              : `${plural(open, 'hour', 'hours')} of ${name} to cover`
      }
      crumbs={[{ label: 'Groups', href: urls.groups() }]}
      intro={
        open === 0
          ? undefined
          : 'The first proposal is chosen already: change what should be otherwise, then save all of it.'
      }
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="Who is out, and when?">
        <form class="form" method="get" action={urls.cover()}>
          <div class="together">
            <Select
              name="staff"
              id="out-staff"
              label="Who"
              options={staff.map((one) => ({ value: one.id, label: `${one.givenName} ${one.familyName}` }))}
              value={asked.staffId}
            />
            <DateField name="from" id="out-from" label="First day" min={today} value={asked.from} />
            <DateField name="to" id="out-to" label="Last day" min={today} value={asked.to} />
          </div>
          <FormActions>
            <Button kind={person === undefined ? 'main' : undefined}>See what is to cover</Button>
          </FormActions>
        </form>
      </Card>
      {person !== undefined && (
        <form class="stack" method="post" action={urls.cover()}>
          <input type="hidden" name="staffId" value={person.id} />
          <input type="hidden" name="from" value={asked.from} />
          <input type="hidden" name="to" value={asked.to} />
          {hours.length === 0 && (
            <Card>
              <Empty title="Nothing is booked on these days">
                {`${name} leads no group and holds no visit then. You can still keep the days as time away.`}
              </Empty>
            </Card>
          )}
          {[...Map.groupBy(hours, (one) => one.day)].map(([on, list]) => (
            <Card title={longDay(on)} flush>
              <Rows label={longDay(on)}>
                {list.map((one) =>
                  one.what === 'meeting' ? (
                    <MeetingRow
                      one={one}
                      zone={zone}
                      offer={offers.get(one.key) ?? null}
                      cancels={may(work.by, 'attendance.mark')}
                      form={form}
                    />
                  ) : (
                    <VisitRow one={one} zone={zone} offer={offers.get(one.key) ?? null} today={today} form={form} />
                  ),
                )}
              </Rows>
            </Card>
          ))}
          <Card title="Why, and who learns of it">
            <TextField
              name="because"
              label="Why"
              hint="For colleagues. Clients read only that somebody else leads, never why."
              maxlength={300}
              anyDirection
              form={form}
            />
            <Checkbox
              name="away"
              label={`Keep these days as time away of ${name}`}
              hint="Then nothing new is booked with them on these days."
              form={form}
            />
            <FormActions>
              <Button kind="main">Save all of it</Button>
              <Button href={urls.cover()}>Choose somebody else</Button>
            </FormActions>
          </Card>
        </form>
      )}
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
