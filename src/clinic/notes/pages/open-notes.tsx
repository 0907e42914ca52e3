import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, oneOf, prose, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { answerStatement, reviewWithheld, sayToNote, withholdNote } from '../actions/open-notes.ts'
import {
  statementById,
  statementsOf,
  withheldById,
  withheldOf,
  type NoteKey,
  type Statement,
  type Withheld,
} from '../queries/chart.ts'
import { openNotesRows } from '../queries/deadlines.ts'
import { completeNotes } from '../queries/complete.ts'

/** What one client may read of their notes, what is withheld and why, and what they say to them. */
export const openNotes = new Hono<Door>()

export const grounds = [
  {
    value: 'danger',
    label: 'It would endanger somebody’s life or safety',
    hint: '45 CFR 164.524(a)(3)(i), can be looked at again',
  },
  {
    value: 'other-person',
    label: 'It tells of somebody else, who would be seriously harmed',
    hint: '45 CFR 164.524(a)(3)(ii), can be looked at again',
  },
  {
    value: 'confidence',
    label: 'Somebody told it in confidence and would be known by it',
    hint: '45 CFR 164.524(a)(2)(v)',
  },
] as const
const declines = [
  { value: 'is-right', label: 'It is accurate and complete' },
  { value: 'not-ours', label: 'It was not made here' },
  { value: 'not-in-record', label: 'It is no part of the record' },
  { value: 'not-open', label: 'It is not open to inspection' },
] as const

/** 'group-<id>' or 'visit-<id>': which note a form is about. */
const keyOf = (text: string): NoteKey => {
  const [, kind, id] = /^(group|visit)-([0-9a-f-]{36})$/.exec(text) ?? []
  return { clientNoteId: kind === 'group' ? (id ?? null) : null, visitNoteId: kind === 'visit' ? (id ?? null) : null }
}
const noteField = z.string({ error: 'Choose the note.' }).regex(/^(group|visit)-[0-9a-f-]{36}$/, 'Choose the note.')

openNotes.get(urls.clientOpenNotes.pattern, (c) => page(c, c.req.param('client')))

const withholding = z.object({
  note: noteField,
  ground: oneOf(['danger', 'other-person', 'confidence'], 'Choose the ground.'),
  because: prose(2000, 'Say why.').pipe(z.string().min(10, 'Say why, in a sentence.')),
  until: day('Give the day until which.'),
})
openNotes.post(urls.noteWithheld.pattern, async (c) => {
  const client = c.req.param('client')
  const form = await readForm(c, withholding)
  const back = { values: form.typed, prefix: 'withhold' }
  if (!form.ok) return page(c, client, { ...back, errors: form.errors })
  const { note, ...decided } = form.values
  const answer = await withholdNote(workOf(c), client, keyOf(note), decided)
  return done(c, client, answer, back, 'Withheld, with your name and the reason.')
})

const reviewing = z.object({
  outcome: oneOf(['stands', 'opened'], 'Choose one.'),
  because: prose(2000, 'Say why.').pipe(z.string().min(3, 'Say why.')),
})
openNotes.post(urls.noteWithheldReview.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'note.withhold')
  if (denied) return forbidden(c, denied.because)
  const one = await withheldById(work, c.req.param('withheld'))
  if (one === undefined) return notFound(c)
  const form = await readForm(c, reviewing)
  const back = { values: form.typed, prefix: one.id }
  if (!form.ok) return page(c, one.clientId, { ...back, errors: form.errors })
  return done(c, one.clientId, await reviewWithheld(work, one.id, form.values), back, 'Looked at, with your name.')
})

const speaking = z.object({
  note: noteField,
  kind: oneOf(['statement', 'amendment'], 'Choose one.'),
  words: prose(4000, 'Write what they said.'),
})
openNotes.post(urls.noteStatements.pattern, async (c) => {
  const client = c.req.param('client')
  const form = await readForm(c, speaking)
  const back = { values: form.typed, prefix: 'say' }
  if (!form.ok) return page(c, client, { ...back, errors: form.errors })
  const { note, kind, words } = form.values
  return done(
    c,
    client,
    await sayToNote(workOf(c), client, keyOf(note), { kind, words }),
    back,
    'Kept beside the note.',
  )
})

const answering = z.object({
  outcome: oneOf(['accepted', 'declined'], 'Choose one.'),
  ground: z.enum(['not-ours', 'not-in-record', 'not-open', 'is-right']).or(z.literal('')).default(''),
  words: prose(4000, 'Write the answer.').pipe(z.string().min(3, 'Write the answer.')),
})
openNotes.post(urls.noteStatementAnswer.pattern, async (c) => {
  const work = workOf(c)
  const one = await statementById(work, c.req.param('statement'))
  if (one === undefined) return notFound(c)
  const form = await readForm(c, answering)
  const back = { values: form.typed, prefix: one.id }
  if (!form.ok) return page(c, one.clientId, { ...back, errors: form.errors })
  const { outcome, ground, words } = form.values
  const answer = await answerStatement(work, one.id, { outcome, ground: ground === '' ? null : ground, words })
  return done(
    c,
    one.clientId,
    answer,
    back,
    outcome === 'accepted'
      ? 'Accepted. Add the correction as an addendum.'
      : 'Declined, with the reason. The client may add their own words.',
  )
})

async function done(
  c: Context<Door>,
  client: string,
  answer: unknown,
  back: FormState,
  text: string,
): Promise<Response> {
  if (isRefusal(answer)) {
    if (answer.refused === 'not-allowed') return forbidden(c, answer.because)
    if (answer.refused === 'not-found') return notFound(c)
    return page(c, client, back, answer)
  }
  said(c, { tone: 'good', text })
  return c.redirect(urls.clientOpenNotes({ client }), 303)
}

async function page(c: Context<Door>, id: string, back?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'note.read')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, id)
  if (client === undefined) return notFound(c)
  showing(c, 'open notes', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const zone = work.clinic.timeZone
  const [policy] = (await openNotesRows(work)).filter((row) => row.effectiveFrom <= today)
  const notes = await completeNotes(work, client.id)
  const withheld = await withheldOf(work, client.id)
  const statements = await statementsOf(work, client.id)
  const titleOf = (key: NoteKey, day?: Day) => {
    const one = notes.find((note) => note.id === (key.clientNoteId ?? key.visitNoteId))
    return one === undefined
      ? `Note of ${day === undefined ? 'earlier' : shortDay(day)}`
      : `${one.title}, ${shortDay(one.heldOn)}`
  }
  const options = notes.map((note) => ({
    value: `${note.kind}-${note.id}`,
    label: `${note.title}, ${shortDay(note.heldOn)}`,
  }))
  const standing = withheld.filter((one) => one.stands)
  const over = withheld.filter((one) => !one.stands)
  const open = statements.filter((one) => one.dueOn !== null && one.outcome === null)
  const settled = statements.filter((one) => one.dueOn === null || one.outcome !== null)
  const formOf = (prefix: string): FormState => (back?.prefix === prefix ? back : { prefix })
  const withholds = may(work.by, 'note.withhold')
  return c.html(
    <ClientFrame c={c} client={client} tab="notes" title={`${client.name}: what they read`}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={back} />
      <Notice tone="info" title={policy?.isOpen === true ? 'Notes are open' : 'Notes are not open'}>
        {policy?.isOpen === true
          ? `On their own page the client reads each finished note, their own part alone, ${policy.afterHours === 0 ? 'at once' : `${policy.afterHours} hours after it is finished`}, once they have given their date of birth. A link without that question shows no notes.`
          : 'The clinic has not opened notes to clients’ own pages. Asked for, a copy is given by hand.'}{' '}
        {may(work.by, 'open-notes.set') && <a href={urls.noteRules()}>Change this for the clinic</a>}
      </Notice>
      {open.length > 0 && (
        <Card title="To answer">
          {open.map((one) => (
            <Answer
              one={one}
              title={titleOf(one)}
              zone={zone}
              form={formOf(one.id)}
              may={may(work.by, 'note-statement.answer')}
              late={one.dueOn !== null && one.dueOn < today}
            />
          ))}
        </Card>
      )}
      <Card title={standing.length === 0 ? 'Nothing is withheld' : 'Withheld'}>
        {standing.map((one) => (
          <WithheldOne one={one} title={titleOf(one, one.heldOn)} zone={zone} form={formOf(one.id)} may={withholds} />
        ))}
        {withholds && options.length > 0 && (
          <details open={back?.prefix === 'withhold'}>
            <summary>Withhold a note</summary>
            <form class="form" method="post" action={urls.noteWithheld({ client: client.id })}>
              <Select name="note" label="Which note" options={options} form={formOf('withhold')} width="full" />
              <RadioCards
                name="ground"
                label="On which ground"
                options={[...grounds]}
                form={formOf('withhold')}
                plain
              />
              <TextArea
                name="because"
                label="Why"
                hint="The client sees the ground and the day, not these words."
                form={formOf('withhold')}
                maxlength={2000}
                width="full"
              />
              <DateField
                name="until"
                label="Until"
                form={{ ...formOf('withhold'), values: { until: addDays(today, 30), ...formOf('withhold').values } }}
                min={addDays(today, 1)}
                max={addDays(today, 366)}
              />
              <FormActions>
                <Button>Withhold it</Button>
              </FormActions>
            </form>
          </details>
        )}
      </Card>
      <Card title="What they said to their notes">
        {settled.length === 0 && <Empty title="Nothing yet" />}
        {settled.map((one) => (
          <div class="note-other" id={`statement-${one.id}`}>
            <small>
              {titleOf(one)} · {one.byKind === 'client' ? 'from their own page' : 'written down by staff'},{' '}
              <At at={one.madeAt} zone={zone} />
            </small>
            <p class="note-words" dir="auto">
              {one.words}
            </p>
            {one.answer !== null && (
              <p>
                <Sig tone={one.outcome === 'accepted' ? 'good' : 'info'}>
                  {one.outcome === 'accepted' ? 'Accepted' : 'Declined'}
                </Sig>{' '}
                {one.answeredBy}: <span dir="auto">{one.answer}</span>
              </p>
            )}
          </div>
        ))}
        {may(work.by, 'note-statement.write-down') && options.length > 0 && (
          <details open={back?.prefix === 'say'}>
            <summary>Write down what they say</summary>
            <form class="form" method="post" action={urls.noteStatements({ client: client.id })}>
              <Select name="note" label="To which note" options={options} form={formOf('say')} width="full" />
              <RadioCards
                name="kind"
                label="What it is"
                options={[
                  { value: 'statement', label: 'Their own view, to stand beside the note' },
                  { value: 'amendment', label: 'They want it corrected' },
                ]}
                form={formOf('say')}
                plain
              />
              <TextArea name="words" label="In their words" form={formOf('say')} maxlength={4000} width="full" />
              <FormActions>
                <Button>Keep it</Button>
              </FormActions>
            </form>
          </details>
        )}
      </Card>
      {over.length > 0 && (
        <Card title="Withheld before">
          {over.map((one) => (
            <p>
              {titleOf(one, one.heldOn)}: by {one.name}, until {shortDay(one.until)}
              {one.review !== null && `, opened by ${one.review.name}`}
            </p>
          ))}
        </Card>
      )}
    </ClientFrame>,
    back === undefined && refusal === undefined ? 200 : 422,
  )
}

type AnswerProps = { one: Statement; title: string; zone: string; form: FormState; may: boolean; late: boolean }
const Answer = ({ one, title, zone, form, may: answers, late }: AnswerProps) => (
  <div class="note-other" id={`statement-${one.id}`}>
    <small>
      {title} · {one.kind === 'review' ? 'asks to see it' : 'asks for a correction'}, <At at={one.madeAt} zone={zone} />
    </small>
    <p class="note-words" dir="auto">
      {one.words}
    </p>
    <p>{one.dueOn !== null && <Sig tone={late ? 'danger' : 'warning'}>{`Answer by ${shortDay(one.dueOn)}`}</Sig>}</p>
    {answers && (
      <form class="form" method="post" action={urls.noteStatementAnswer({ statement: one.id })}>
        <RadioCards
          name="outcome"
          label={`Your answer to ${title}`}
          options={[
            {
              value: 'accepted',
              label: one.kind === 'review' ? 'The note is opened' : 'It is corrected by an addendum',
            },
            { value: 'declined', label: 'It stays as it is' },
          ]}
          form={form}
          plain
        />
        <Select
          name="ground"
          label="Why it stays"
          options={[...declines]}
          form={form}
          required={false}
          choose="Does not apply"
          width="full"
        />
        <TextArea name="words" label="Your words to the client" form={form} maxlength={4000} width="full" />
        <FormActions>
          <Button>Answer</Button>
        </FormActions>
      </form>
    )}
  </div>
)

type WithheldProps = { one: Withheld; title: string; zone: string; form: FormState; may: boolean }
const WithheldOne = ({ one, title, zone, form, may: reviews }: WithheldProps) => (
  <div class="note-other">
    <small>
      {title} · by {one.name}, <At at={one.withheldAt} zone={zone} />, until {shortDay(one.until)}
    </small>
    <p>{grounds.find(({ value }) => value === one.ground)?.label}.</p>
    <p class="note-words" dir="auto">
      {one.because}
    </p>
    {one.review !== null && (
      <p>
        Looked at again by {one.review.name}: it stands. <span dir="auto">{one.review.because}</span>
      </p>
    )}
    {reviews && (
      <details open={form.errors !== undefined}>
        <summary>{`Look again: ${title}`}</summary>
        <form class="form" method="post" action={urls.noteWithheldReview({ withheld: one.id })}>
          <RadioCards
            name="outcome"
            label="What you decide"
            options={[
              { value: 'opened', label: 'Open it to the client' },
              { value: 'stands', label: 'It stands' },
            ]}
            form={form}
            plain
          />
          <TextArea name="because" label="Why" form={form} rows={2} maxlength={2000} width="full" />
          <FormActions>
            <Button>Keep</Button>
          </FormActions>
        </form>
      </details>
    )}
  </div>
)
