import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { FromAndSource } from '../../../ui/dated-rows.tsx'
import { Empty } from '../../../ui/empty.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalLine, prose, readForm, wholeNumber } from '../../../web/forms.ts'
import { addRow, formOf, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { endSnippet, guardName, keepSnippet, setNoteRule, setOpenNotes, unguardName } from '../actions/keeping.ts'
import { defaultLimits, hoursInWords, limitOn, noteRules } from '../deadlines.ts'
import { noteRuleRows, openNotesRows } from '../queries/deadlines.ts'
import { contactNamesOf, guardedNamesOf } from '../queries/guarded.ts'
import { snippetsFor } from '../queries/snippets.ts'

/** What stands behind notes: snippets, rules, and the names that are guarded. */
export const keeping = new Hono<Door>()

type Back = { form?: FormState; refusal?: Refusal }
const statusFor = (back: Back) => (back.form === undefined && back.refusal === undefined ? 200 : 422)

keeping.get(urls.snippets.pattern, (c) => snippetPage(c))
const snippet = z.object({
  word: z.preprocess(
    (value) => (typeof value === 'string' ? value.trim().replace(/^\./, '').toLowerCase() : value),
    z.string().regex(/^[a-z][a-z0-9-]{1,23}$/, 'Use 2 to 24 small letters, numbers or hyphens.'),
  ),
  words: prose(4000, 'Write the words it stands for.'),
  whose: oneOf(['own', 'clinic'], 'Choose whose it is.'),
})
keeping.post(urls.snippets.pattern, async (c) => {
  const form = await readForm(c, snippet)
  if (!form.ok) return snippetPage(c, { form: { values: form.typed, errors: form.errors } })
  const answer = await keepSnippet(workOf(c), form.values)
  if (isRefusal(answer)) return snippetPage(c, { form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: `Kept. Type .${form.values.word} in a note.` })
  return c.redirect(urls.snippets(), 303)
})
keeping.post(urls.snippetEnd.pattern, async (c) => {
  const answer = await endSnippet(workOf(c), c.req.param('snippet'))
  if (isRefusal(answer)) return answer.refused === 'not-allowed' ? forbidden(c, answer.because) : notFound(c)
  said(c, { tone: 'good', text: 'Put away. Notes that carry its words keep them.' })
  return c.redirect(urls.snippets(), 303)
})

async function snippetPage(c: Context<Door>, back: Back = {}): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'note-snippet.keep')
  if (denied) return forbidden(c, denied.because)
  const all = await snippetsFor(work)
  const isDirector = work.by.kind === 'staff' && work.by.role === 'director'
  const form = { ...back.form, values: { whose: 'own', ...back.form?.values } }
  return c.html(
    <StaffPage
      c={c}
      current="Notes"
      title="Snippets"
      answer={all.length === 0 ? 'No snippets yet' : 'Words that stand for many'}
      intro="Type a point and the word in a note. It is put in full when you keep the draft or sign, and you read it before it is signed."
      crumbs={[{ label: 'Notes', href: urls.notes() }]}
    >
      <RefusalAlert refusal={back.refusal} />
      <ErrorSummary form={back.form} />
      <Card title="What you can type" flush={all.length > 0}>
        {all.length === 0 ? (
          <Empty title="Nothing yet">Name no client in a snippet: it is put into many notes.</Empty>
        ) : (
          <Rows label="Snippets">
            {all.map((one) => (
              <Row
                title={`.${one.word}`}
                note={<span dir="auto">{one.words}</span>}
                end={
                  <>
                    <Sig tone="calm">{one.isOwn ? 'Yours' : 'The clinic’s'}</Sig>
                    {(one.isOwn || isDirector) && (
                      <form method="post" action={urls.snippetEnd({ snippet: one.id })}>
                        <Button small label={`Put away .${one.word}`}>
                          Put away
                        </Button>
                      </form>
                    )}
                  </>
                }
              />
            ))}
          </Rows>
        )}
      </Card>
      <Card title="Keep a snippet" hint="A word that is there already is replaced from now on.">
        <form class="form" method="post" action={urls.snippets()}>
          <TextField
            name="word"
            label="Word"
            hint="plan, sleep, family-evening"
            form={form}
            maxlength={25}
            width="medium"
          />
          <TextArea name="words" label="Stands for" form={form} rows={3} maxlength={4000} width="full" />
          {isDirector ? (
            <RadioCards
              name="whose"
              label="Whose"
              options={[
                { value: 'own', label: 'Yours' },
                { value: 'clinic', label: 'Everybody’s' },
              ]}
              form={form}
              aside
              plain
            />
          ) : (
            <input type="hidden" name="whose" value="own" />
          )}
          <FormActions>
            <Button kind="main">Keep snippet</Button>
          </FormActions>
        </form>
      </Card>
    </StaffPage>,
    statusFor(back),
  )
}

keeping.get(urls.noteRules.pattern, (c) => rulesPage(c))
const rule = z.object({
  rule: oneOf(noteRules, 'Choose the rule.'),
  hours: wholeNumber(1, 8760),
  from: day('Give the day from which it holds.'),
  source: line(300, 'Say where it comes from.'),
})
keeping.post(urls.noteRules.pattern, (c) =>
  addRow(c, {
    verb: 'note-rules.set',
    saying: rule,
    add: setNoteRule,
    done: 'Kept. It holds from that day on.',
    to: urls.noteRules(),
    page: rulesPage,
  }),
)
const opening = z.object({
  isOpen: oneOf(['yes', 'no'], 'Choose one.'),
  afterHours: wholeNumber(0, 720),
  from: day('Give the day from which it holds.'),
  because: optionalLine(300),
})
keeping.post(urls.openNotesPolicy.pattern, (c) =>
  addRow(c, {
    verb: 'note-rules.set',
    saying: opening,
    add: (work, { isOpen, ...rest }) => setOpenNotes(work, { isOpen: isOpen === 'yes', ...rest }),
    done: ({ isOpen }) => `Notes are ${isOpen === 'yes' ? 'open' : 'closed'} from that day on.`,
    to: urls.noteRules(),
    page: rulesPage,
    prefix: 'open',
  }),
)

async function rulesPage(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'note-rules.set')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const rows = await noteRuleRows(work)
  const policies = await openNotesRows(work)
  const policy = policies.find((row) => row.effectiveFrom <= today)
  const [ruleForm, openForm] = [formOf(back), formOf(back, 'open')]
  return c.html(
    <RulesPage c={c} back={back} title="Rules for notes" answer="When notes are due, and who may read them">
      <Card title="Deadlines today" flush>
        <Rows label="Deadlines">
          {noteRules.map((one) => {
            const limit = limitOn(one, today, rows)
            return (
              <Row
                title={`${defaultLimits[one].label} ${hoursInWords(limit.hours)}`}
                note={limit.source}
                end={
                  limit.isDefault ? (
                    <Sig tone="warning">Default: your compliance officer confirms</Sig>
                  ) : (
                    <Sig tone="good">Yours</Sig>
                  )
                }
              />
            )
          })}
        </Rows>
      </Card>
      <Card title="Set a deadline">
        <form class="form" method="post" action={urls.noteRules()}>
          <Select
            name="rule"
            label="Which"
            options={noteRules.map((value) => ({ value, label: `${defaultLimits[value].label} …` }))}
            form={ruleForm}
            width="full"
          />
          <NumberField name="hours" label="Hours" form={ruleForm} min={1} max={8760} unit="hours" />
          <FromAndSource
            form={ruleForm}
            today={today}
            words={{ source: 'Where it comes from', hint: 'The state’s rule, the payer’s contract, your policy.' }}
          />
          <FormActions>
            <Button kind="main">Keep deadline</Button>
          </FormActions>
        </form>
      </Card>
      <Card
        title={policy?.isOpen === true ? 'Clients read their notes' : 'Clients’ pages show no notes'}
        hint="A client’s page is opened by a private link. It shows notes only where the link asked for the date of birth first."
      >
        <form class="form" method="post" action={urls.openNotesPolicy()}>
          <RadioCards
            name="isOpen"
            label="Finished notes on the client’s own page"
            options={[
              { value: 'yes', label: 'Open', hint: 'Their own part alone; what is withheld stays out.' },
              { value: 'no', label: 'Not open' },
            ]}
            form={openForm}
            plain
          />
          <NumberField
            name="afterHours"
            label="How long after a note is finished"
            value={0}
            form={openForm}
            min={0}
            max={720}
            unit="hours"
          />
          <DateField name="from" label="From day" value={today} form={openForm} min={today} />
          <TextField name="because" label="Why" form={openForm} optional maxlength={300} width="full" />
          <FormActions>
            <Button>Keep decision</Button>
          </FormActions>
        </form>
        {policies.map((one) => (
          <p class="muted">
            {one.isOpen ? 'Open' : 'Not open'} from {shortDay(one.effectiveFrom)}, set by {one.givenName}{' '}
            {one.familyName}
            {one.because !== '' && `: ${one.because}`}
          </p>
        ))}
      </Card>
    </RulesPage>,
    statusOf(back),
  )
}

keeping.get(urls.guardedNames.pattern, (c) => guardPage(c, c.req.param('client')))
const guarding = z.object({
  kind: oneOf(['relative', 'employer'], 'Choose one.'),
  name: line(120, 'Give the name.').pipe(z.string().min(2, 'Give the name.')),
})
keeping.post(urls.guardedNames.pattern, async (c) => {
  const client = c.req.param('client')
  const form = await readForm(c, guarding)
  if (!form.ok) return guardPage(c, client, { form: { values: form.typed, errors: form.errors } })
  const answer = await guardName(workOf(c), client, form.values)
  if (isRefusal(answer)) return guardPage(c, client, { form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: 'Guarded: other people’s notes are checked for it.' })
  return c.redirect(urls.guardedNames({ client }), 303)
})
keeping.post(urls.guardedNameEnd.pattern, async (c) => {
  const answer = await unguardName(workOf(c), c.req.param('guarded'))
  if (isRefusal(answer)) return answer.refused === 'not-allowed' ? forbidden(c, answer.because) : notFound(c)
  said(c, { tone: 'good', text: 'Taken back.' })
  return c.redirect(urls.guardedNames({ client: answer.clientId }), 303)
})

async function guardPage(c: Context<Door>, id: string, back: Back = {}): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'guarded-name.keep')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, id)
  if (client === undefined) return notFound(c)
  showing(c, 'guarded names', [client.id])
  const written = await guardedNamesOf(work, client.id)
  const contacts = await contactNamesOf(work, client.id)
  return c.html(
    <ClientFrame c={c} client={client} tab="notes" title={`${client.name}: names to guard`}>
      <RefusalAlert refusal={back.refusal} />
      <ErrorSummary form={back.form} />
      <Card
        title="Whose names give them away?"
        hint="Notes of other people are checked for these, for their own names and for their initials."
        flush
      >
        <Rows label="Guarded names">
          {contacts.map((one) => (
            <Row
              title={<span dir="auto">{one.name}</span>}
              note={`From the contacts${one.relationship === '' ? '' : `: ${one.relationship}`}`}
            />
          ))}
          {written.map((one) => (
            <Row
              title={<span dir="auto">{one.name}</span>}
              note={one.kind === 'employer' ? 'Place of work' : 'Relative or friend'}
              end={
                <form method="post" action={urls.guardedNameEnd({ guarded: one.id })}>
                  <Button small label={`Take back ${one.name}`}>
                    Take back
                  </Button>
                </form>
              }
            />
          ))}
        </Rows>
        {contacts.length + written.length === 0 && <Empty title="Only their own name, so far" />}
      </Card>
      <Card title="Guard another name">
        <form class="form" method="post" action={urls.guardedNames({ client: client.id })}>
          <RadioCards
            name="kind"
            label="What it is"
            options={[
              { value: 'relative', label: 'A relative or friend' },
              { value: 'employer', label: 'A place of work' },
            ]}
            form={back.form}
            aside
            plain
          />
          <TextField name="name" label="Name" form={back.form} maxlength={120} anyDirection width="full" />
          <FormActions>
            <Button kind="main">Guard it</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    statusFor(back),
  )
}
