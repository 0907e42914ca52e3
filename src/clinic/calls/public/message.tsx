import { Hono } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { DangerNumbers } from '../../../ui/public-page.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { oneOf, optionalLine, prose, readForm } from '../../../web/forms.ts'
import { GuardFields, guardVisitor } from '../../../web/guard.tsx'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { openThread, writeByLink } from '../actions/message.ts'
import { deskOf } from '../../inquiries/queries/desk.ts'
import { threadByToken } from '../queries/by-link.ts'
import { callPolicyOf } from '../queries/slots.ts'
import { messageWords } from '../message-words.ts'
import { promisedBy, staffedFrom } from '../promise.ts'
import { isSilent, mayWrite } from '../rules.ts'
import { CallPage, keepToItself, refusalIn, whenSaid, type Visiting } from './parts.tsx'
import { ForWhomField } from './who-fields.tsx'

/** Writing a message and reading the answer by a private link: no account, no email. */
export const messages = new Hono<VisitorDoor>()

messages.get(urls.askMessage.pattern, (c) => writePage(c))

/** When somebody will read it: said only where the clinic has said when its desk is staffed. */
async function readBy(c: Visiting): Promise<string | undefined> {
  const { work, front } = visitOf(c)
  const t = messageWords(front.lang)
  const zone = work.clinic.timeZone
  const desk = await deskOf(work)
  if (promisedBy(work.at, zone, desk) !== null) return t('withinTheHour')
  const from = staffedFrom(work.at, zone, desk)
  if (from === null) return undefined
  if (from > work.at) return t('nextTime', { when: whenSaid(front.lang, from, zone) })
  const tomorrow = staffedFrom(new Date(work.at.getTime() + 3_600_000), zone, desk)
  return tomorrow === null ? undefined : t('closesSoon', { when: whenSaid(front.lang, tomorrow, zone) })
}

async function writePage(c: Visiting, form?: FormState, refusal?: Refusal) {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = messageWords(lang)
  const words = { optional: t('optional') }
  const by = await readBy(c)
  return c.html(
    <CallPage
      c={c}
      title={t('title')}
      intro={t('intro')}
      there={(other) => urls.askMessage({ lang: other })}
      description={t('intro')}
    >
      <div class="call-steps">
        <p>{t('urgent')}</p>
        <DangerNumbers front={front} large />
        {by !== undefined && <p>{by}</p>}
        <form class="call-steps" method="post" action={urls.askMessage({ lang })}>
          <RefusalAlert refusal={refusal} />
          <ErrorSummary form={form} title={t('wrongTitle')} />
          <TextArea name="words" label={t('words')} hint={t('wordsHint')} rows={6} maxlength={2000} form={form} />
          <TextField
            name="name"
            label={t('name')}
            hint={t('nameHint')}
            maxlength={100}
            optional
            words={words}
            anyDirection
            form={form}
          />
          <ForWhomField lang={lang} form={form} />
          <Checkbox name="agree" label={t('permission', { clinic: work.clinic.name })} required form={form} />
          <GuardFields c={c} />
          <FormActions>
            <Button kind="main">{t('send')}</Button>
          </FormActions>
          <p class="muted">{t('nothingKept')}</p>
        </form>
      </div>
    </CallPage>,
    form === undefined ? 200 : 422,
  )
}

const writing = z.object({
  words: prose(2000),
  name: optionalLine(100),
  forWhom: oneOf(['self', 'loved-one', 'someone-i-treat']),
  agree: z.literal('yes'),
})
const wrong = { words: 'wrongWords', name: 'wrongName', forWhom: 'wrongForWhom', agree: 'wrongAgree' } as const

messages.post(urls.askMessage.pattern, async (c) => {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = messageWords(lang)
  const read = await readForm(c, writing)
  if (!read.ok) {
    const errors = Object.fromEntries(
      Object.entries(wrong).flatMap(([field, key]) => (field in read.errors ? [[field, t(key)]] : [])),
    )
    return writePage(c, { values: read.typed, errors })
  }
  const guard = await guardVisitor(c, read.typed)
  const { words, name, forWhom } = read.values
  const permission = t('permission', { clinic: work.clinic.name })
  const answer = isRefusal(guard)
    ? guard
    : await openThread(work, { words, name, forWhom, language: lang, permission, heldBack: guard.heldBack })
  if (!isRefusal(answer)) return c.redirect(urls.messageLink({ lang, token: answer.token }), 303)
  return writePage(c, { values: read.typed }, refusalIn(lang, answer, t, messageWords.texts.en))
})

messages.get(urls.messageLink.pattern, (c) => threadPage(c))

async function threadPage(c: Visiting, form?: FormState, refusal?: Refusal) {
  keepToItself(c)
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = messageWords(lang)
  const token = c.req.param('token') ?? ''
  const there = (other: typeof lang) => urls.messageLink({ lang: other, token })
  const thread = await threadByToken(work, token)
  const { silenceDays } = await callPolicyOf(work)
  const closed = thread !== undefined && isSilent(thread.messages, silenceDays, work.at)
  if (thread === undefined || closed)
    return c.html(
      <CallPage
        c={c}
        title={t(closed ? 'closedTitle' : 'goneTitle')}
        intro={closed ? t('closedNow', { n: silenceDays }) : t('goneNow')}
        there={there}
        secret
      >
        <FormActions>
          <Button kind="main" href={urls.askMessage({ lang })}>
            {t('newMessage')}
          </Button>
          <Button href={urls.bookCall({ lang })}>{t('bookCall')}</Button>
        </FormActions>
      </CallPage>,
      thread === undefined ? 404 : form === undefined ? 200 : 422,
    )
  const last = thread.messages.at(-1)
  const waits = last?.byVisitor === true
  const full = mayWrite(thread.messages, silenceDays, work.at)
  // Said once, when it was written: read again later, the same words would promise another hour.
  const isFresh = last !== undefined && work.at.getTime() - last.writtenAt.getTime() < 300_000
  const by = waits && isFresh ? await readBy(c) : undefined
  return c.html(
    <CallPage c={c} title={t('threadTitle')} intro={t(waits ? 'waiting' : 'answered')} there={there} secret>
      <div class="call-steps">
        {by !== undefined && <p>{by}</p>}
        <ol class="call-thread">
          {thread.messages.map((one) => (
            <li class={one.byVisitor ? undefined : 'ours'}>
              <small>
                <b>{one.byVisitor ? t('you') : t('we', { clinic: work.clinic.name })}</b>{' '}
                {whenSaid(lang, one.writtenAt, work.clinic.timeZone)}
              </small>
              <p class="as-written" dir="auto">
                {one.words}
              </p>
            </li>
          ))}
        </ol>
        <Notice tone="warning" title={t('keep')}>
          {t('keepWhy')} {t('closesAfter', { n: silenceDays })}
        </Notice>
        <RefusalAlert refusal={refusal ?? (full && refusalIn(lang, full, t, messageWords.texts.en))} />
        {full === null && (
          <form class="call-steps" method="post" action={urls.messageLink({ lang, token })}>
            <ErrorSummary form={form} title={t('wrongTitle')} />
            <TextArea name="words" label={t('writeMore')} rows={4} maxlength={2000} form={form} />
            <FormActions>
              <Button kind="main">{t('sendMore')}</Button>
            </FormActions>
          </form>
        )}
      </div>
    </CallPage>,
    form === undefined ? 200 : 422,
  )
}

const more = z.object({ words: prose(2000) })
messages.post(urls.messageLink.pattern, async (c) => {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = messageWords(lang)
  const token = c.req.param('token')
  const read = await readForm(c, more)
  if (!read.ok) return threadPage(c, { values: read.typed, errors: { words: t('wrongWords') } })
  // The link is proof enough; how much may be written behind it is limited by itself.
  const refused = await writeByLink(work, token, read.values.words)
  if (refused) return threadPage(c, { values: read.typed }, refusalIn(lang, refused, t, messageWords.texts.en))
  return c.redirect(urls.messageLink({ lang, token }), 303)
})
