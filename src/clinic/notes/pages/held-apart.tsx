import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At, longDay, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, line, oneOf, optionalId, prose, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { kindWords } from '../../consents/whom.ts'
import { supervisionsFrom } from '../../staff/queries/credentials.ts'
import { copyHeldApart, endReading, letRead, writeHeldApart } from '../actions/held-apart.ts'
import { heldApartById, heldApartOf, readersOf } from '../queries/held-apart.ts'

/** A clinician's own notes on what was said, which stand in no chart. */
export const heldApart = new Hono<Door>()

const kinds = [
  { value: 'sud-counselling', label: 'Substance use counseling', hint: '42 CFR 2.11' },
  { value: 'psychotherapy', label: 'Psychotherapy', hint: '45 CFR 164.501' },
] as const
const recipients = ['treating-provider', 'health-plan', 'person', 'court', 'law-enforcement', 'other'] as const
const purposes = [
  { value: 'treatment', label: 'Treatment' },
  { value: 'payment', label: 'Payment' },
  { value: 'patient-request', label: 'The client asked for it' },
  { value: 'family', label: 'Family' },
  { value: 'legal-proceedings', label: 'Legal proceedings' },
  { value: 'other', label: 'Something else' },
] as const

const writing = z.object({
  kind: oneOf(['sud-counselling', 'psychotherapy'], 'Choose what it was.'),
  day: day('Give the day.'),
  words: prose(40_000, 'Write something, or leave this page.'),
  replaces: optionalId,
})

heldApart.get(urls.heldApart.pattern, (c) => page(c))

heldApart.post(urls.heldApart.pattern, async (c) => {
  const form = await readForm(c, writing)
  if (!form.ok) return page(c, { form: { values: form.typed, errors: form.errors } })
  const answer = await writeHeldApart(workOf(c), c.req.param('client'), form.values)
  if (isRefusal(answer)) return page(c, { form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: 'Kept. Nobody else reads it.' })
  return c.redirect(urls.heldApart({ client: c.req.param('client') }), 303)
})

const letting = z.object({
  readerId: id('Choose your supervisor.'),
  lastDay: day('Give the last day.'),
  because: line(300, 'Say what for.').pipe(z.string().min(3, 'Say what for.')),
})
heldApart.post(urls.heldApartGrants.pattern, async (c) => {
  const form = await readForm(c, letting)
  const prefix = 'let'
  if (!form.ok) return page(c, { form: { values: form.typed, errors: form.errors, prefix } })
  const answer = await letRead(workOf(c), c.req.param('client'), form.values)
  if (isRefusal(answer)) return page(c, { form: { values: form.typed, prefix }, refusal: answer })
  said(c, { tone: 'good', text: 'Your supervisor may read along until that day.' })
  return c.redirect(urls.heldApart({ client: c.req.param('client') }), 303)
})

heldApart.post(urls.heldApartGrantEnd.pattern, async (c) => {
  const answer = await endReading(workOf(c), c.req.param('grant'))
  if (isRefusal(answer)) return answer.refused === 'not-allowed' ? forbidden(c, answer.because) : notFound(c)
  said(c, { tone: 'good', text: 'Ended. Only you read them now.' })
  return c.redirect(urls.heldApart({ client: answer.clientId }), 303)
})

const copying = z.object({
  recipientKind: oneOf(recipients, 'Choose who receives it.'),
  recipientName: line(200, 'Name who receives it.'),
  purpose: oneOf(
    ['treatment', 'payment', 'patient-request', 'family', 'legal-proceedings', 'other'],
    'Choose what for.',
  ),
})
heldApart.post(urls.heldApartCopy.pattern, async (c) => {
  const work = workOf(c)
  const note = await heldApartById(work, c.req.param('apart'))
  if (note === undefined) return notFound(c)
  const form = await readForm(c, copying)
  const prefix = note.id
  if (!form.ok) return page(c, { form: { values: form.typed, errors: form.errors, prefix } }, note.clientId)
  const { recipientKind: kind, recipientName: name, purpose } = form.values
  const answer = await copyHeldApart(work, note.id, { kind, name, purpose })
  if (isRefusal(answer)) return page(c, { form: { values: form.typed, prefix }, refusal: answer }, note.clientId)
  const client = await clientById(work, note.clientId)
  if (client === undefined) return notFound(c)
  return c.html(
    <ClientFrame c={c} client={client} tab="notes" title="A copy to hand over">
      <Card
        title={`For ${name}`}
        hint={`By the consent that ${client.name} signed for these notes alone. Print this page.`}
      >
        <p class="note-words" dir="auto">
          {answer.note.words}
        </p>
        <p class="muted">{longDay(answer.note.heldOn)}</p>
        <p class="prose">{answer.told.notice.text}</p>
      </Card>
      <Button href={urls.heldApart({ client: client.id })}>Back</Button>
    </ClientFrame>,
  )
})

async function page(
  c: Context<Door>,
  back: { form?: FormState; refusal?: Refusal } = {},
  of?: string,
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'held-apart.write')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, of ?? c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  // That somebody looked stands in the trail as of any page of notes; that there are notes of their own is told to nobody.
  showing(c, 'notes', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const notes = await heldApartOf(work, client.id)
  const readers = await readersOf(work, client.id, today)
  const above = (await supervisionsFrom(work, today, work.by.id ?? '')).filter(
    (one) => one.superviseeId === work.by.id && one.from <= today,
  )
  const asked = c.req.query('change')
  const changing = isId(asked) ? notes.find((one) => one.id === asked && one.writtenBy === work.by.id) : undefined
  const own = back.form?.prefix === undefined ? back.form : undefined
  const values: Record<string, string | string[] | undefined> = {
    kind: changing?.kind ?? (client.programKind === 'mental-health' ? 'psychotherapy' : 'sud-counselling'),
    day: changing?.heldOn ?? today,
    words: changing?.words,
    replaces: changing?.id,
    ...own?.values,
  }
  const form = { errors: own?.errors, values }
  const let_ = back.form?.prefix === 'let' ? back.form : { prefix: 'let' }
  return c.html(
    <ClientFrame c={c} client={client} tab="notes" title={`${client.name}: your own notes`}>
      <RefusalAlert refusal={back.refusal} />
      <ErrorSummary form={back.form} />
      <Notice tone="info" title="Only you read what stands here">
        It is no part of the chart: no search, no export, no other system, no emergency and no director finds it, and
        the client’s page does not show it. What the chart needs, times, medication, diagnosis, plan and progress, goes
        into the session’s note.
      </Notice>
      <Card
        title={changing === undefined ? 'Write' : 'Write anew'}
        hint={changing && 'What stood before stays on file, for you alone.'}
      >
        <form class="form" method="post" action={urls.heldApart({ client: client.id })}>
          <input type="hidden" name="replaces" value={String(values.replaces ?? '')} />
          <RadioCards name="kind" label="What it is" options={[...kinds]} form={form} aside plain />
          <DateField name="day" label="Session of" form={form} max={today} />
          <TextArea name="words" label="Your note" form={form} rows={8} maxlength={40_000} width="full" />
          <FormActions>
            <Button kind="main">Keep</Button>
            {changing !== undefined && <Button href={urls.heldApart({ client: client.id })}>Leave as it is</Button>}
          </FormActions>
        </form>
      </Card>
      {notes.length === 0 ? (
        <Empty title="Nothing is held apart here that you may read" />
      ) : (
        notes.map((one) => (
          <Card
            title={longDay(one.heldOn)}
            id={`apart-${one.id}`}
            hint={
              <>
                {kinds.find(({ value }) => value === one.kind)?.label}
                {one.writtenBy !== work.by.id && `, by ${one.author}, who lets you read along`}, written{' '}
                <At at={one.writtenAt} zone={work.clinic.timeZone} />
              </>
            }
            action={
              one.writtenBy === work.by.id ? (
                <Button
                  small
                  href={urls.heldApart({ client: client.id }, { change: one.id })}
                  label={`Change the note of ${shortDay(one.heldOn)}`}
                >
                  Change
                </Button>
              ) : undefined
            }
          >
            <p class="note-words" dir="auto">
              {one.words}
            </p>
            {one.writtenBy === work.by.id && (
              <details open={back.form?.prefix === one.id}>
                <summary>{`Hand out a copy of ${shortDay(one.heldOn)}`}</summary>
                <CopyForm note={one.id} form={back.form?.prefix === one.id ? back.form : { prefix: one.id }} />
              </details>
            )}
          </Card>
        ))
      )}
      <Card title="Who reads along?" hint="Only whoever supervises your training, about this client, until a day.">
        {readers.length > 0 && (
          <Rows label="Who reads along">
            {readers.map((one) => (
              <Row
                title={one.reader}
                note={`Until ${shortDay(one.lastDay)}: ${one.because}`}
                end={
                  <form method="post" action={urls.heldApartGrantEnd({ grant: one.id })}>
                    <Button small label={`End it for ${one.reader}`}>
                      End
                    </Button>
                  </form>
                }
              />
            ))}
          </Rows>
        )}
        {above.length === 0 ? (
          <p class="muted">No supervision of yours is recorded, so nobody can be let in.</p>
        ) : (
          <form class="form" method="post" action={urls.heldApartGrants({ client: client.id })}>
            <Select
              name="readerId"
              label="Your supervisor"
              options={above.map((one) => ({ value: one.supervisorId, label: one.supervisor }))}
              form={let_}
            />
            <DateField
              name="lastDay"
              label="Until"
              form={{ ...let_, values: { lastDay: addDays(today, 30), ...let_.values } }}
              min={today}
              max={addDays(today, 366)}
            />
            <TextField name="because" label="What for" form={let_} maxlength={300} width="full" />
            <FormActions>
              <Button>Let them read along</Button>
            </FormActions>
          </form>
        )}
      </Card>
    </ClientFrame>,
    back.form === undefined && back.refusal === undefined ? 200 : 422,
  )
}

const CopyForm = ({ note, form }: { note: string; form: FormState }) => (
  <form class="form" method="post" action={urls.heldApartCopy({ apart: note })}>
    <Select
      name="recipientKind"
      label="Who receives it"
      options={recipients.map((value) => ({ value, label: kindWords[value] }))}
      form={form}
    />
    <TextField name="recipientName" label="Their name, as in the consent" form={form} maxlength={200} width="full" />
    <Select name="purpose" label="What for" options={[...purposes]} form={form} />
    <FormActions>
      <Button>Show the copy</Button>
    </FormActions>
  </form>
)
