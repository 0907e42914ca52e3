import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, timeAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  TextField,
  TimeField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, oneOf, optionalLine, readForm, time, wholeNumber } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { visitById } from '../../visits/queries.ts'
import { openContactNote, openVisitNote } from '../actions/visit-write.ts'
import { noteKinds } from '../templates.ts'

export const newNote = new Hono<Door>()

const open = ['case-management', 'telephone', 'collateral', 'crisis'] as const
const contact = z.object({
  kind: oneOf(open, 'Choose what it was.'),
  day: day('Give the day.'),
  starts: time('Give the time at which it began.'),
  minutes: wholeNumber(1, 480),
  withWhom: optionalLine(200),
})

newNote.get(urls.newVisitNote.pattern, (c) => page(c))

newNote.post(urls.newVisitNote.pattern, async (c) => {
  const form = await readForm(c, contact)
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors })
  const answer = await openContactNote(workOf(c), c.req.param('client'), form.values)
  if (isRefusal(answer)) return page(c, { values: form.typed }, answer)
  return c.redirect(urls.visitNote({ note: answer }), 303)
})

newNote.post(urls.noteOfVisit.pattern, async (c) => {
  const work = workOf(c)
  const answer = await openVisitNote(work, c.req.param('visit'))
  if (!isRefusal(answer)) return c.redirect(urls.visitNote({ note: answer }), 303)
  const visit = await visitById(work, c.req.param('visit'))
  if (answer.refused === 'not-allowed') return forbidden(c, answer.because)
  if (visit === undefined) return notFound(c)
  said(c, { tone: 'warning', text: answer.because })
  return c.redirect(urls.chartWeek({ client: visit.clientId }, { week: visit.heldOn }), 303)
})

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'visit-note.write')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  showing(c, 'new note', [client.id])
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const values = {
    day: today,
    starts: timeAt(new Date(work.at.getTime() - 15 * 60_000), zone),
    minutes: '15',
    ...form?.values,
  }
  const back = { ...form, values }
  return c.html(
    <ClientFrame c={c} client={client} tab="notes" title={`${client.name}: new note`}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card
        title="What do you write about?"
        hint="Something that nobody booked. The note of a visit is opened from the visit."
      >
        <form class="form" method="post" action={urls.newVisitNote({ client: client.id })}>
          <RadioCards
            name="kind"
            label="What it was"
            options={noteKinds
              .filter(({ value }) => open.some((one) => one === value))
              .map(({ value, label }) => ({ value, label }))}
            form={back}
            plain
          />
          <DateField name="day" label="Day" form={back} min={addDays(today, -60)} max={today} />
          <TimeField name="starts" label="Began at" form={back} />
          <NumberField name="minutes" label="How long" form={back} min={1} max={480} unit="minutes" />
          <TextField
            name="withWhom"
            label="With whom"
            hint="A parent, a probation officer, another clinic."
            form={back}
            optional
            maxlength={200}
          />
          <FormActions>
            <Button kind="main">Write the note</Button>
            <Button href={urls.chartNotes({ client: client.id })}>Back</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
