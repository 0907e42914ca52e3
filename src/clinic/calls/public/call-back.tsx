import { Hono } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Checkbox, RadioCards, YesNo } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { languages } from '../../../ui/language.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { line, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { GuardFields, guardVisitor } from '../../../web/guard.tsx'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { askForCallBack, windows } from '../actions/call-back.ts'
import { callWords } from '../words.ts'
import { CallPage, OtherWays, refusalIn, whenSaid, type Visiting } from './parts.tsx'
import { LanguageField } from './who-fields.tsx'

/** Asking to be called back, without choosing a time. */
export const callBack = new Hono<VisitorDoor>()

callBack.get(urls.callBack.pattern, (c) => {
  const by = c.req.query('by')
  const at =
    by !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(by) && !Number.isNaN(Date.parse(by)) ? new Date(by) : null
  return at === null ? askPage(c) : thanks(c, at)
})

function thanks(c: Visiting, by: Date) {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  return c.html(
    <CallPage
      c={c}
      title={t('backTitle')}
      intro={t('backBy', { when: whenSaid(lang, by, work.clinic.timeZone) })}
      there={(other) => urls.callBack({ lang: other }, { by: by.toISOString() })}
      secret
    >
      <p>{t('backThanks')}</p>
      <OtherWays c={c} without="back" />
    </CallPage>,
  )
}

function askPage(c: Visiting, form?: FormState, refusal?: Refusal) {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const words = { optional: t('optional'), yes: t('yes'), no: t('no') }
  return c.html(
    <CallPage
      c={c}
      title={t('backAskTitle')}
      intro={t('backIntro')}
      there={(other) => urls.callBack({ lang: other })}
      description={t('backIntro')}
    >
      <form class="call-steps" method="post" action={urls.callBack({ lang })}>
        <RefusalAlert refusal={refusal} />
        <ErrorSummary form={form} title={t('wrongTitle')} />
        <TextField
          name="phone"
          label={t('phone')}
          hint={t('phoneHint')}
          type="tel"
          autocomplete="tel"
          maxlength={40}
          form={form}
        />
        <TextField
          name="name"
          label={t('askFor')}
          hint={t('askForHint')}
          maxlength={100}
          optional
          words={words}
          anyDirection
          form={form}
        />
        <RadioCards
          name="window"
          label={t('window')}
          options={[
            { value: 'any', label: t('windowAny') },
            { value: 'morning', label: t('windowMorning') },
            { value: 'midday', label: t('windowMidday') },
            { value: 'afternoon', label: t('windowAfternoon') },
          ]}
          value="any"
          plain
          form={form}
        />
        <YesNo name="leaveMessage" label={t('leaveMessage')} hint={t('leaveMessageHint')} words={words} form={form} />
        <LanguageField lang={lang} form={form} />
        <Checkbox name="agree" label={t('permission', { clinic: work.clinic.name })} required form={form} />
        <GuardFields c={c} />
        <FormActions>
          <Button kind="main">{t('askBack')}</Button>
        </FormActions>
        <p class="muted">{t('nothingKept')}</p>
      </form>
      <OtherWays c={c} without="back" />
    </CallPage>,
    form === undefined ? 200 : 422,
  )
}

const asking = z.object({
  phone: line(40),
  name: optionalLine(100),
  window: oneOf(windows),
  leaveMessage: oneOf(['yes', 'no']),
  language: oneOf(languages),
  agree: z.literal('yes'),
})
const wrong = {
  phone: 'wrongPhone',
  name: 'wrongAskFor',
  window: 'wrongWindow',
  leaveMessage: 'wrongLeaveMessage',
  language: 'wrongLanguage',
  agree: 'wrongAgree',
} as const

callBack.post(urls.callBack.pattern, async (c) => {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const read = await readForm(c, asking)
  if (!read.ok) {
    const errors = Object.fromEntries(
      Object.entries(wrong).flatMap(([field, key]) => (field in read.errors ? [[field, t(key)]] : [])),
    )
    return askPage(c, { values: read.typed, errors })
  }
  const guard = await guardVisitor(c, read.typed)
  const said = read.values
  const answer = isRefusal(guard)
    ? guard
    : await askForCallBack(work, {
        phone: said.phone,
        name: said.name,
        window: said.window,
        language: said.language,
        mayLeaveMessage: said.leaveMessage === 'yes',
        permission: t('permission', { clinic: work.clinic.name }),
        heldBack: guard.heldBack,
      })
  if (!isRefusal(answer)) return c.redirect(urls.callBack({ lang }, { by: answer.by.toISOString() }), 303)
  const refusal = refusalIn(lang, answer, t, callWords.texts.en)
  return refusal.refused === 'phone'
    ? askPage(c, { values: read.typed, errors: { phone: refusal.because } })
    : askPage(c, { values: read.typed }, refusal)
})
