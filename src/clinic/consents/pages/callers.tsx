import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
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
import { Sig } from '../../../ui/status.tsx'
import { At, OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalDay, optionalId, optionalLine, prose, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { endMessage, takeCall, takeMessage } from '../actions/callers.ts'
import { toSay, whenTheyPress } from '../caller-words.ts'
import { recipientKind } from '../queries.ts'
import { messageById, messagesOfCall, type OutsideCall, outsideCallById, waitingMessages } from '../queries/callers.ts'
import { kindWords } from '../whom.ts'

export const callers = new Hono<Door>()

const taking = z.object({
  callerName: line(200, 'Write the name the caller gives, or “would not say”.'),
  callerKind: recipientKind.catch('person'),
  relation: optionalLine(100),
  organisation: optionalLine(200),
  phone: optionalLine(60),
  askedName: line(200, 'Write the name they ask about.'),
  askedBorn: optionalDay,
  language: oneOf(['en', 'es']).catch('en'),
})

callers.get(urls.callers.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'caller.answer')
  return denied ? forbidden(c, denied.because) : callersPage(c)
})

callers.post(urls.callers.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, taking)
  if (!form.ok) return callersPage(c, { form: { values: form.typed, errors: form.errors } })
  const { callerName, callerKind, askedBorn, ...rest } = form.values
  const taken = await takeCall(work, { ...rest, name: callerName, kind: callerKind, askedBorn: askedBorn ?? null })
  if (isRefusal(taken)) return callersPage(c, { form: { values: form.typed }, refusal: taken })
  return c.redirect(urls.outsideCall({ outsideCall: taken.id }), 303)
})

type Back = { form?: FormState; refusal?: Refusal }

async function callersPage(c: Context<Door>, { form, refusal }: Back = {}) {
  const work = workOf(c)
  const waiting = await waitingMessages(work)
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title="Somebody is calling"
      answer="Who calls, and about whom?"
      intro="The next screen has words to say, the same for every name. Nobody is looked up for it."
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="Write it as the caller says it">
        <form class="form" method="post" action={urls.callers()}>
          <TextField name="callerName" label="Caller’s name" maxlength={200} anyDirection form={form} autofocus />
          <Select
            name="callerKind"
            label="They call as"
            width="full"
            value="person"
            choose={false}
            options={recipientKind.options
              .filter((kind) => kind !== 'program-operations')
              .map((kind) => ({ value: kind, label: kindWords[kind] }))}
            form={form}
          />
          <TextField name="relation" label="Relation" hint="Mother, partner, case worker." optional form={form} />
          <TextField name="organisation" label="Organisation" optional anyDirection form={form} />
          <TextField
            name="phone"
            label="Their number"
            hint="For a message. It proves nothing about who they are."
            type="tel"
            optional
            form={form}
          />
          <TextField name="askedName" label="They ask about" maxlength={200} anyDirection form={form} />
          <DateField name="askedBorn" label="Born, as the caller says" optional form={form} />
          <Select
            name="language"
            label="They speak"
            value="en"
            choose={false}
            options={[
              { value: 'en', label: 'English' },
              { value: 'es', label: 'Español' },
            ]}
            form={form}
          />
          <FormActions>
            <Button kind="main">Show me what to say</Button>
          </FormActions>
        </form>
      </Card>
      {waiting.length > 0 && (
        <details class="disclose no-print">
          <summary>{plural(waiting.length, 'message waits', 'messages wait')} to be looked at</summary>
          <Card flush>
            <Rows label="Messages that nobody has handed on">
              {waiting.map((one) => (
                <Row
                  title={
                    <a href={urls.outsideCall({ outsideCall: one.callId })} dir="auto">
                      {one.callerName}
                    </a>
                  }
                  note={<At at={one.takenAt} zone={work.clinic.timeZone} />}
                >
                  <span dir="auto">{one.words}</span>
                </Row>
              ))}
            </Rows>
          </Card>
        </details>
      )}
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

callers.get(urls.outsideCall.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return forbidden(c, denied.because)
  const call = await outsideCallById(work, c.req.param('outsideCall'))
  return call === undefined ? notFound(c) : sayPage(c, call)
})

callers.post(urls.callerMessages.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return forbidden(c, denied.because)
  const call = await outsideCallById(work, c.req.param('outsideCall'))
  if (call === undefined) return notFound(c)
  const form = await readForm(c, z.object({ words: prose(2000, 'Write the message as the caller gave it.') }))
  if (!form.ok) return sayPage(c, call, { form: { values: form.typed, errors: form.errors } })
  const taken = await takeMessage(work, call.id, form.values.words)
  if (isRefusal(taken)) return sayPage(c, call, { form: { values: form.typed }, refusal: taken })
  said(c, { tone: 'good', text: 'The message is kept. Whether it is for somebody here is looked at apart.' })
  return c.redirect(urls.outsideCall({ outsideCall: call.id }), 303)
})

callers.post(urls.outsideMessageEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'caller.answer')
  if (denied) return forbidden(c, denied.because)
  const message = await messageById(work, c.req.param('outsideMessage'))
  const call = message && (await outsideCallById(work, message.callId))
  if (message === undefined || call === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({ client: optionalId, how: line(500, 'Say how it was handed on, or why it is laid aside.') }),
  )
  if (!form.ok) return sayPage(c, call, { form: { values: form.typed, errors: form.errors, prefix: message.id } })
  const { client, how } = form.values
  const refusal = await endMessage(work, message.id, { clientId: client ?? null, how })
  if (refusal) return sayPage(c, call, { form: { values: form.typed, prefix: message.id }, refusal })
  said(c, { tone: 'good', text: client === undefined ? 'Laid aside.' : 'Handed on, and kept on their Consents tab.' })
  return c.redirect(urls.callers(), 303)
})

/** Words to say. It looks nobody up: it is the same page, at the same pace, for a client and for a name nobody knows. */
async function sayPage(c: Context<Door>, call: OutsideCall, { form, refusal }: Back = {}) {
  const work = workOf(c)
  const messages = await messagesOfCall(work, call.id)
  const zone = work.clinic.timeZone
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title="What to say to this caller"
      answer="Say neither yes nor no"
      crumbs={[{ label: 'Somebody is calling', href: urls.callers() }]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="Read it out">
        <ol class="callers-say" lang={call.language}>
          {toSay[call.language].map((words) => (
            <li>{words}</li>
          ))}
        </ol>
        <details class="disclose no-print">
          <summary>{call.language === 'en' ? 'En español' : 'In English'}</summary>
          <ol class="callers-say" lang={call.language === 'en' ? 'es' : 'en'}>
            {toSay[call.language === 'en' ? 'es' : 'en'].map((words) => (
              <li>{words}</li>
            ))}
          </ol>
        </details>
      </Card>
      <Card
        title="The call"
        hint={
          <>
            <At at={call.cameAt} zone={zone} />, taken by {call.takenByName}
          </>
        }
      >
        <p>
          <b dir="auto">{call.callerName}</b>
          <span dir="auto">
            {[kindWords[call.callerKind], call.relation, call.organisation, call.phone]
              .filter((one) => one !== '')
              .map((one) => ` · ${one}`)
              .join('')}
          </span>{' '}
          asks about{' '}
          <b class="callers-asked" dir="auto">
            {call.askedName}
          </b>
          {call.askedBorn !== null && (
            <>
              , born <OnDay day={call.askedBorn} />
            </>
          )}
          .
        </p>
        <form class="form" method="post" action={urls.callerMessages({ outsideCall: call.id })}>
          <TextArea
            name="words"
            label="Take a message"
            hint="As the caller gives it. Promise nothing but that it is written down."
            maxlength={2000}
            form={form?.prefix === undefined ? form : undefined}
          />
          <FormActions>
            <Button kind="main">I took a message</Button>
            <Button href={urls.callers()}>The call is over</Button>
          </FormActions>
        </form>
      </Card>
      <Messages messages={messages} zone={zone} form={form} />
      <Card title="When it is more than a question" hint="Defaults: your compliance officer confirms">
        <dl class="facts">
          {whenTheyPress.map(({ who, line: words, source }) => (
            <div>
              <dt>{who}</dt>
              <dd>
                {words} <small class="muted">{source}</small>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title="For your eyes" hint="Turn the screen away first. Looking is written into the trail.">
        <div class="line-up">
          <Button href={urls.callerAnswer({ outsideCall: call.id })}>See what may be said</Button>
        </div>
      </Card>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

type Kept = Awaited<ReturnType<typeof messagesOfCall>>

const Messages = ({ messages, zone, form }: { messages: Kept; zone: string; form: FormState | undefined }) =>
  messages.length === 0 ? null : (
    <Card title="Messages of this call" flush>
      <Rows label="Messages">
        {messages.map((one) => (
          <Row
            title={<span dir="auto">{one.words}</span>}
            note={<At at={one.takenAt} zone={zone} />}
            end={one.endedAt === null ? <Sig tone="info">Written down</Sig> : <Sig tone="calm">Looked at</Sig>}
          >
            {one.endedAt === null && (
              <details class="disclose">
                <summary>Lay it aside</summary>
                <form class="form" method="post" action={urls.outsideMessageEnd({ outsideMessage: one.id })}>
                  <TextField
                    name="how"
                    label="Why"
                    hint="There is nobody it could be for. The caller took it back."
                    form={form?.prefix === one.id ? form : { prefix: one.id }}
                  />
                  <FormActions>
                    <Button small>Lay aside</Button>
                  </FormActions>
                </form>
              </details>
            )}
          </Row>
        ))}
      </Rows>
    </Card>
  )
