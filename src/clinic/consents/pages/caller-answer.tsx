import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox, Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { id, line, oneOf, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { tellCaller } from '../actions/callers.ts'
import { verificationKinds, verifications } from '../callers.ts'
import { noticeOn } from '../notice.ts'
import { consentsOf } from '../queries.ts'
import { type Match, matchesOf, messagesOfCall, type OutsideCall, outsideCallById } from '../queries/callers.ts'
import { askedOf, informationWords } from '../whom.ts'
import { AnswerWords } from './whom-table.tsx'

export const callerAnswer = new Hono<Door>()

const telling = z.object({
  client: id('Choose whom this is about.'),
  what: z.array(oneOf(askedOf)).catch([]),
  words: line(500, 'Write what you said, in a sentence.'),
  verified: oneOf(verificationKinds, 'Verify the caller first: call back on the number on file.'),
  notice: z.string().optional(),
})

callerAnswer.get(urls.callerAnswer.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return forbidden(c, denied.because)
  const call = await outsideCallById(work, c.req.param('outsideCall'))
  return call === undefined ? notFound(c) : answerPage(c, call)
})

callerAnswer.post(urls.callerTellings.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return forbidden(c, denied.because)
  const call = await outsideCallById(work, c.req.param('outsideCall'))
  if (call === undefined) return notFound(c)
  const form = await readForm(c, telling)
  const prefix = form.typed.client ?? ''
  if (!form.ok) return answerPage(c, call, { form: { values: form.typed, errors: form.errors, prefix } })
  const { client, what, words, verified, notice } = form.values
  const refusal = await tellCaller(work, call.id, client, { what, words, verified, noticeSaid: notice !== undefined })
  if (refusal) {
    const values = { ...form.typed, 'what[]': what }
    return answerPage(c, call, { form: { values, prefix }, refusal })
  }
  said(c, { tone: 'good', text: 'Written into the accounting of disclosures.' })
  return c.redirect(urls.callerAnswer({ outsideCall: call.id }), 303)
})

/** For staff alone: who could be meant, and what may be said of each to this caller, with what it rests on. */
async function answerPage(
  c: Context<Door>,
  call: OutsideCall,
  { form, refusal }: { form?: FormState; refusal?: Refusal } = {},
) {
  const work = workOf(c)
  const { matches, of } = await matchesOf(work, call)
  showing(
    c,
    'what may be said to a caller',
    matches.map(({ id: client }) => client),
  )
  const waiting = (await messagesOfCall(work, call.id)).filter(({ endedAt }) => endedAt === null)
  const cards = []
  for (const match of matches)
    cards.push(
      <MatchCard
        c={c}
        call={call}
        match={match}
        consents={await consentsOf(work, match.id)}
        waiting={waiting}
        form={form?.prefix === match.id ? form : { prefix: match.id }}
      />,
    )
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title="What may be said"
      answer="For your eyes, not for the caller"
      crumbs={[
        { label: 'Somebody is calling', href: urls.callers() },
        { label: 'What to say', href: urls.outsideCall({ outsideCall: call.id }) },
      ]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Notice tone="warning" title="Verify before you say anything">
        Hang up, and call back on the number that is on file, never on the one they gave. For an office, call its public
        number and ask for them. If you cannot, say neither yes nor no.
      </Notice>
      {matches.length === 0 ? (
        <Empty
          title="Nobody here is found under that name"
          next={<Button href={urls.outsideCall({ outsideCall: call.id })}>Back to what to say</Button>}
        >
          Say the same as to everybody: neither yes nor no.
        </Empty>
      ) : (
        cards
      )}
      {of > matches.length && (
        <p class="muted">{of - matches.length} more have such a name. Ask the caller for the birth date.</p>
      )}
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

type CardProps = {
  c: Context<Door>
  call: OutsideCall
  match: Match
  consents: Awaited<ReturnType<typeof consentsOf>>
  waiting: Awaited<ReturnType<typeof messagesOfCall>>
  form: FormState
}

function MatchCard({ c, call, match, consents, waiting, form }: CardProps) {
  const { at, clinic } = workOf(c)
  const allowed = match.answers.filter((answer) => !('because' in answer))
  return (
    <Card
      title={match.name}
      id={`c-${match.id}`}
      hint={
        <>
          No. {match.number}, born <OnDay day={match.birthDate} />.{' '}
          {match.bornAsSaid === null
            ? 'The caller gave no birth date.'
            : match.bornAsSaid
              ? 'The caller gave this birth date.'
              : 'The caller gave another birth date.'}
        </>
      }
      action={allowed.length === 0 ? <Sig tone="danger">Tell nothing</Sig> : <Sig tone="good">Some may be told</Sig>}
    >
      <Table
        caption={`What may be said about ${match.name} to ${call.callerName}`}
        captionHidden
        columns={[{ label: 'What they may ask' }, { label: 'May it be said?' }]}
      >
        {match.answers.map((answer) => (
          <tr>
            <th scope="row">{informationWords[answer.what]}</th>
            <td>
              <AnswerWords answer={answer} consents={consents} />
            </td>
          </tr>
        ))}
      </Table>
      <p>
        {match.onFile.length === 0 ? (
          'No number is on file under this caller’s name. Ask the client for it first.'
        ) : (
          <>
            Call back:{' '}
            {match.onFile.map(({ value, relationship }) => (
              <b>
                {write.phone(value)}
                {relationship === '' ? ' ' : ` (${relationship}) `}
              </b>
            ))}
          </>
        )}
      </p>
      {allowed.length > 0 && (
        <form class="form" method="post" action={urls.callerTellings({ outsideCall: call.id })}>
          <input type="hidden" name="client" value={match.id} />
          <Checkboxes
            name="what[]"
            label="What I told"
            plain
            aside
            options={allowed.map(({ what }) => ({ value: what, label: informationWords[what] }))}
            form={form}
          />
          <TextField name="words" label="In words" hint="What you said, in a sentence." maxlength={500} form={form} />
          <RadioCards
            name="verified"
            label="How I know who it is"
            plain
            options={verificationKinds.map((one) => ({ value: one, label: verifications[one] }))}
            form={form}
          />
          <Checkbox
            name="notice"
            label={<>I said: “{noticeOn(dayAt(at, clinic.timeZone)).short}”</>}
            hint="And what the consent covers: the row above has it (42 CFR 2.32)."
            required
            form={form}
          />
          <FormActions>
            <Button kind="main">I told them this</Button>
          </FormActions>
        </form>
      )}
      {waiting.map((message) => (
        <form
          method="post"
          action={urls.outsideMessageEnd({ outsideMessage: message.id })}
          class="form callers-hand-on"
        >
          <input type="hidden" name="client" value={match.id} />
          <p>
            Message: <q dir="auto">{message.words}</q>
          </p>
          <Select
            name="how"
            label={`How ${match.name} gets it`}
            choose={false}
            options={[
              { value: 'Told in person', label: 'I tell them in person' },
              { value: 'Told by telephone', label: 'I tell them on their own telephone' },
              { value: 'Given on paper', label: 'I give it to them on paper' },
            ]}
            form={{ prefix: `${match.id}-${message.id}` }}
          />
          <FormActions>
            <Button>Handed on</Button>
          </FormActions>
        </form>
      ))}
    </Card>
  )
}
