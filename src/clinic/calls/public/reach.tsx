import { dayAt, timeAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Checkbox, RadioCards, YesNo } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { GuardFields } from '../../../web/guard.tsx'
import { visitOf } from '../../../web/visitor-door.ts'
import type { Slot } from '../slots.ts'
import { callWords } from '../words.ts'
import { timeSaid, whenSaid, type Visiting } from './parts.tsx'
import { ForWhomField, LanguageField } from './who-fields.tsx'

export type ReachBack = FormState & { refusal?: Refusal }

type ReachFormProps = {
  c: Visiting
  /** The time that was chosen; without it one of `next` must be. */
  at: Date | undefined
  minutes: number
  next: Slot[]
  zone: string
  back: ReachBack | undefined
}

/** The last of three steps: the number to call, and what one should know before calling. */
export function ReachForm({ c, at, minutes, next, zone, back }: ReachFormProps) {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const words = { optional: t('optional'), yes: t('yes'), no: t('no') }
  const atClinic = at !== undefined && timeAt(at, zone) !== timeAt(at, work.clinic.timeZone)
  return (
    <form class="call-steps" method="post" action={urls.bookCall({ lang })}>
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back} title={t('wrongTitle')} />
      <input type="hidden" name="zone" value={zone} />
      {at === undefined ? (
        <RadioCards
          name="at"
          label={t('nextFree')}
          options={next.map((slot) => ({
            value: slot.at.toISOString(),
            label: `${write.day(lang, dayAt(slot.at, zone))}, ${timeSaid(lang, slot, zone, next)}`,
          }))}
          value={next[0]?.at.toISOString()}
        />
      ) : (
        <div class="call-chosen">
          <input type="hidden" name="at" value={at.toISOString()} />
          <small>{t('yourTime')}</small>
          <b>{whenSaid(lang, at, zone)}</b>
          {atClinic && <small>{t('atClinic', { time: write.time(lang, timeAt(at, work.clinic.timeZone)) })}</small>}
          <small>{t('lasts', { n: minutes })}</small>
          <a href={urls.bookCall({ lang }, { day: dayAt(at, zone), zone })}>{t('otherTime')}</a>
        </div>
      )}
      <TextField
        name="phone"
        label={t('phone')}
        hint={t('phoneHint')}
        type="tel"
        autocomplete="tel"
        maxlength={40}
        form={back}
      />
      <TextField name="name" label={t('name')} hint={t('nameHint')} maxlength={100} anyDirection form={back} />
      <TextField
        name="askFor"
        label={t('askFor')}
        hint={t('askForHint')}
        maxlength={100}
        optional
        words={words}
        anyDirection
        form={back}
      />
      <YesNo name="leaveMessage" label={t('leaveMessage')} hint={t('leaveMessageHint')} words={words} form={back} />
      <LanguageField lang={lang} form={back} />
      <ForWhomField lang={lang} form={back} />
      <TextArea name="words" label={t('anything')} maxlength={500} optional words={words} form={back} />
      <Checkbox name="agree" label={t('permission', { clinic: work.clinic.name })} required form={back} />
      <GuardFields c={c} />
      <FormActions>
        <Button kind="main">{t('book')}</Button>
      </FormActions>
      <p class="muted">{t('nothingKept')}</p>
    </form>
  )
}
