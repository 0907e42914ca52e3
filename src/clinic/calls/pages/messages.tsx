import { Hono, type Context } from 'hono'
import { z } from 'zod'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { longMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { prose, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { answerThread } from '../actions/message.ts'
import { callPolicyOf } from '../queries/slots.ts'
import { threadById, threadsSince } from '../queries/threads.ts'
import { isSilent } from '../rules.ts'
import { DeskPage, forWhomSaid, languageSaid } from './parts.tsx'

/** Messages of visitors, and our answers. */
export const messageList = new Hono<Door>()

messageList.get(urls.messages.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'call.see')
  if (denied) return forbidden(c, denied.because)
  const { silenceDays } = await callPolicyOf(work)
  const threads = await threadsSince(work, new Date(work.at.getTime() - silenceDays * 86_400_000))
  showing(c, 'messages', [...new Set(threads.flatMap((one) => one.clientId ?? []))])
  const waiting = threads.filter((one) => one.waits).length
  const answer =
    waiting === 0 ? 'Every message is answered' : `${plural(waiting, 'message waits', 'messages wait')} for an answer`
  return c.html(
    <DeskPage c={c} title="Messages" answer={answer} tab="Messages">
      <Card
        title="Open conversations"
        flush={threads.length > 0}
        hint={`They close after ${silenceDays} days of silence.`}
      >
        {threads.length === 0 ? (
          <Empty title="No messages">Visitors write from the public pages and read the answer by a private link.</Empty>
        ) : (
          <Rows label="Conversations">
            {threads.map((one) => (
              <Row
                title={one.name === '' ? 'Without a name' : one.name}
                note={`${longMoment(one.lastAt, work.clinic.timeZone)} · ${languageSaid(one.language)}`}
                end={
                  <>
                    {one.waits ? <Sig tone="warning">Waits for us</Sig> : <Sig tone="calm">Answered</Sig>}
                    <Button
                      small
                      href={urls.messageThread({ thread: one.id })}
                      label={`Open the conversation with ${one.name === '' ? 'somebody without a name' : one.name}`}
                    >
                      Open
                    </Button>
                  </>
                }
              >
                <p class="as-written" dir="auto">
                  {one.lastWords.length > 200 ? `${one.lastWords.slice(0, 200)}…` : one.lastWords}
                </p>
              </Row>
            ))}
          </Rows>
        )}
      </Card>
    </DeskPage>,
  )
})

messageList.get(urls.messageThread.pattern, (c) => threadPage(c, c.req.param('thread')))

async function threadPage(c: Context<Door>, id: string, back?: { form: FormState; refusal?: Refusal }) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'call.see')
  if (denied) return forbidden(c, denied.because)
  const thread = await threadById(work, id)
  if (thread === undefined) return notFound(c)
  showing(c, 'message', thread.clientId === null ? [] : [thread.clientId])
  const name = thread.name === '' ? 'somebody without a name' : thread.name
  const { silenceDays } = await callPolicyOf(work)
  const closed = isSilent(thread.messages, silenceDays, work.at)
  return c.html(
    <DeskPage
      c={c}
      title={`Messages with ${name}`}
      tab="Messages"
      over={`${languageSaid(thread.language)} · ${forWhomSaid[thread.forWhom] ?? ''}`}
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      <div class="columns">
        <Card title="What was written">
          <ol class="call-thread">
            {thread.messages.map((one) => (
              <li class={one.byVisitor ? undefined : 'ours'}>
                <small>
                  <b>{one.byVisitor ? 'They wrote' : one.writer}</b> {longMoment(one.writtenAt, work.clinic.timeZone)}
                </small>
                <p class="as-written" dir="auto">
                  {one.words}
                </p>
              </li>
            ))}
          </ol>
        </Card>
        <div class="stack">
          {closed ? (
            <Notice tone="info" title="This conversation is closed">
              Nobody wrote for {String(silenceDays)} days, so their link is shut.
            </Notice>
          ) : (
            <Card
              title="Answer"
              hint={`Write in ${languageSaid(thread.language)}. They read it by their link; nothing is sent.`}
            >
              <form method="post" action={urls.messageAnswers({ thread: thread.id })} class="stack">
                <TextArea name="words" label="Your answer" rows={6} maxlength={4000} form={back?.form} />
                <FormActions>
                  <Button kind="main">Send the answer</Button>
                  <Button href={urls.inquiry({ inquiry: thread.inquiryId })}>Open the inquiry</Button>
                </FormActions>
              </form>
            </Card>
          )}
        </div>
      </div>
    </DeskPage>,
    back === undefined ? 200 : 422,
  )
}

const answering = z.object({ words: prose(4000, 'Write the answer first.') })
messageList.post(urls.messageAnswers.pattern, async (c) => {
  const work = workOf(c)
  const id = c.req.param('thread')
  if ((await threadById(work, id)) === undefined) return notFound(c)
  const denied = mayNot(work.by, 'call.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, answering)
  if (!form.ok) return threadPage(c, id, { form: { values: form.typed, errors: form.errors } })
  const refused = await answerThread(work, id, form.values.words)
  if (refused) return threadPage(c, id, { form: { values: form.typed }, refusal: refused })
  said(c, { tone: 'good', text: 'The answer waits for them behind their link.' })
  return c.redirect(urls.messageThread({ thread: id }), 303)
})
