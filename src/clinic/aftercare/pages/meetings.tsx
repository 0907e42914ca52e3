import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import {
  Button,
  ErrorSummary,
  FormActions,
  Select,
  TextArea,
  TextField,
  TimeField,
  type FormState,
} from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Paging } from '../../../ui/table.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, optionalLine, optionalProse, readForm, time, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { addOnSite, withdrawMeeting } from '../actions/meetings.ts'
import { dayFrom, languagesIn, meetingsOn, wishFrom } from '../meeting-days.ts'
import { kindsOf, languageName, typeWords } from '../meeting-words.ts'
import { type Next, suits } from '../meetings.ts'
import { type MeetingRow, meetingsNow } from '../queries/meetings.ts'

/** Meetings of mutual help, in the house and nearby: when, where, in which language. They are no groups of the clinic's. */
export const meetings = new Hono<Door>()

const onAPage = 60

meetings.get(urls.meetings.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'meeting.see')
  if (denied) return forbidden(c, denied.because)
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const query = (name: string) => c.req.query(name)
  const day = dayFrom(query('on'), today)
  const wish = wishFrom(query)
  const all = await meetingsNow(work)
  const found = meetingsOn(all, day, zone, wish)
  const page = Math.min(1000, Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1))
  const shown = found.slice((page - 1) * onAPage, page * onAPage)
  const kept = { speaks: wish.speaks, how: wish.how, where: wish.where }
  const appointment = all.filter((meeting) => meeting.weekday === null && suits(meeting, wish))
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title="Meetings"
      answer={
        all.length === 0
          ? 'No list of meetings is read in yet'
          : `${plural(found.length, 'meeting', 'meetings')} on ${weekDay(day)}`
      }
      crumbs={[{ label: 'Clients', href: urls.clients() }]}
      intro="Held by others, here or nearby. They count for no hour of the program; clients find them on their own page and keep their own log."
      actions={
        may(work.by, 'meeting.manage') && (
          <>
            <Button kind="main" href={urls.meetingLists()}>
              Lists of others
            </Button>
            <Button href={urls.newMeeting()}>Add a meeting in the house</Button>
          </>
        )
      }
    >
      <Tabs
        label="Days"
        tabs={Array.from({ length: 7 }, (_, n) => addDays(today, n)).map((one) => ({
          label: weekDay(one),
          href: urls.meetings({ ...kept, on: one }),
          current: one === day,
        }))}
      />
      <form method="get" action={urls.meetings()} class="line-up meeting-wish">
        <input type="hidden" name="on" value={day} />
        <Select
          name="speaks"
          label="Language"
          value={wish.speaks}
          optional
          choose="Any"
          options={languagesIn(all, 'en')}
        />
        <Select
          name="how"
          label="How"
          value={wish.how}
          optional
          choose="Either"
          options={[
            { value: 'in-person', label: 'In person' },
            { value: 'online', label: 'Online or by telephone' },
          ]}
        />
        <TextField name="where" label="Town, street, ZIP or name" value={wish.where} optional maxlength={80} />
        <Button>Show</Button>
      </form>
      <Card title={weekDay(day)} flush={shown.length > 0}>
        {shown.length === 0 ? (
          <Empty title={all.length === 0 ? 'Nothing to show yet' : 'No meeting fits on this day'}>
            {all.length === 0
              ? 'A director reads in the list of the area, and adds what is held in the house.'
              : 'Look at another day, or leave a wish out.'}
          </Empty>
        ) : (
          <Rows label={`Meetings on ${weekDay(day)}`}>
            {shown.map(({ meeting, next }) => (
              <Row
                lead={write.time('en', next.starts)}
                title={<span dir="auto">{meeting.name}</span>}
                note={<Where meeting={meeting} next={next} />}
                end={
                  meeting.isOnSite ? (
                    <>
                      <Sig tone="info">In the house</Sig>
                      {may(work.by, 'meeting.manage') && (
                        <form method="post" action={urls.meetingEnd({ meeting: meeting.id })}>
                          <Button small kind="quiet" label={`Held no more: ${meeting.name}`}>
                            Held no more
                          </Button>
                        </form>
                      )}
                    </>
                  ) : undefined
                }
              >
                {meeting.notes !== '' && <p dir="auto">{meeting.notes}</p>}
              </Row>
            ))}
          </Rows>
        )}
      </Card>
      {found.length > onAPage && (
        <Paging
          from={(page - 1) * onAPage + 1}
          to={Math.min(found.length, page * onAPage)}
          of={found.length}
          previous={page > 1 ? urls.meetings({ ...kept, on: day, page: String(page - 1) }) : undefined}
          next={page * onAPage < found.length ? urls.meetings({ ...kept, on: day, page: String(page + 1) }) : undefined}
        />
      )}
      {appointment.length > 0 && (
        <Card title={`${plural(appointment.length, 'meeting', 'meetings')} by appointment`} flush>
          <Rows label="Meetings by appointment">
            {appointment.slice(0, onAPage).map((meeting) => (
              <Row title={<span dir="auto">{meeting.name}</span>} note={<Where meeting={meeting} next={null} />} />
            ))}
          </Rows>
        </Card>
      )}
    </StaffPage>,
  )
})

const Where = ({ meeting, next }: { meeting: MeetingRow; next: Next | null }) => (
  <span dir="auto">
    {[
      next?.ends ? `until ${write.time('en', next.ends)}` : '',
      [meeting.place, meeting.address].filter(Boolean).join(', '),
      meeting.isOnline ? (meeting.isInPerson ? 'also online' : 'online') : '',
      ...kindsOf(meeting.types, 'en'),
      ...meeting.languages.map((one) => languageName(one, 'en')),
      meeting.feed === null ? '' : `list: ${meeting.feed}`,
    ]
      .filter(Boolean)
      .join(' · ')}
  </span>
)

const adding = z.object({
  name: line(255, 'Give its name.'),
  weekday: wholeNumber(0, 6),
  starts: time('Give the beginning, such as 18:00.'),
  ends: time('Give the end, such as 19:00.'),
  place: line(255, 'Say in which room.'),
  speaks: optionalLine(8),
  types: z.array(z.string()).default([]),
  notes: optionalProse(1500),
})

meetings.get(urls.newMeeting.pattern, (c) => newPage(c))

meetings.post(urls.newMeeting.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'meeting.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, adding)
  if (!form.ok) return newPage(c, { values: form.typed, errors: form.errors })
  const { speaks, types, ...rest } = form.values
  const answer = await addOnSite(work, {
    ...rest,
    languages: speaks === '' ? [] : [speaks],
    types: Object.keys(typeWords.texts.en).filter((code) => types.includes(code)),
  })
  if (isRefusal(answer)) return newPage(c, { values: form.typed }, answer)
  said(c, { tone: 'good', text: 'It stands on the list, and on every client’s own page.' })
  return c.redirect(urls.meetings(), 303)
})

meetings.post(urls.meetingEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'meeting.manage')
  if (denied) return forbidden(c, denied.because)
  const refusal = await withdrawMeeting(work, c.req.param('meeting'))
  if (refusal?.refused === 'not-found') return notFound(c)
  said(c, refusal === null ? { tone: 'good', text: 'Taken off the list.' } : { tone: 'warning', text: refusal.because })
  return c.redirect(urls.meetings(), 303)
})

const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

function newPage(c: Context<Door>, form?: FormState, refusal?: Refusal) {
  const denied = mayNot(workOf(c).by, 'meeting.manage')
  if (denied) return forbidden(c, denied.because)
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title="Add a meeting in the house"
      crumbs={[
        { label: 'Clients', href: urls.clients() },
        { label: 'Meetings', href: urls.meetings() },
      ]}
      intro="Others hold it, and the room is here. It takes no seat, has no roster and counts for nobody’s hours."
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card>
        <form class="form" method="post" action={urls.newMeeting()}>
          <TextField name="name" label="Name" maxlength={255} anyDirection form={form} />
          <Select
            name="weekday"
            label="Day"
            options={weekdayNames.map((label, value) => ({ value: String(value), label }))}
            form={form}
          />
          <TimeField name="starts" label="Begins" form={form} />
          <TimeField name="ends" label="Ends" form={form} />
          <TextField name="place" label="Room" maxlength={255} anyDirection form={form} />
          <Select
            name="speaks"
            label="Language"
            optional
            choose="English"
            options={['es', 'fr', 'pl', 'pt', 'ru', 'ko', 'ase'].map((value) => ({
              value,
              label: languageName(value, 'en'),
            }))}
            form={form}
          />
          <Checkboxes
            name="types[]"
            label="For whom"
            optional
            options={Object.entries(typeWords.texts.en).map(([value, label]) => ({ value, label }))}
            form={form}
            plain
            aside
          />
          <TextArea
            name="notes"
            label="What to know"
            hint="Which door, whom to ask. No last names: what is said there stays there."
            optional
            maxlength={1500}
            form={form}
          />
          <FormActions>
            <Button kind="main">Add the meeting</Button>
            <Button href={urls.meetings()}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
