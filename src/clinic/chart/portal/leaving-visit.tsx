import { addDays, isDay, type Day } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, DateField, FormActions, TextField, TimeField, type FormState } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { z } from 'zod'
import { type Language, write } from '../../../ui/language.ts'
import type { AftercareVisit } from '../../aftercare/queries/leaving.ts'
import { sheetWords } from '../../aftercare/sheet-words.ts'

/** What a client writes of an appointment of their own. No kind is asked: this page names no kind of care. */
export const visiting = z.object({
  withWhom: z.string().trim().min(1).max(200),
  onDay: z.string().refine(isDay),
  atTime: z.preprocess(
    (value) => (value === '' || value === undefined ? null : value),
    z.union([z.null(), z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)]),
  ),
  place: z.string().trim().max(300).default(''),
  phone: z.string().trim().max(40).default(''),
})

type Props = {
  token: string
  here: Record<string, string>
  t: ReturnType<typeof sheetWords>
  today: Day
  form: FormState
}

/** An appointment that the client has made themself, for their plan and their team. */
export const OwnVisitCard = ({ token, here, t, today, form }: Props) => {
  const optional = { optional: t('optional') }
  return (
    <Card title={t('addVisit')} hint={t('addVisitHint')}>
      <form method="post" action={urls.mineAftercareVisits({ token }, here)} class="form">
        <TextField name="withWhom" label={t('withWhom')} maxlength={200} anyDirection form={form} />
        <DateField
          name="onDay"
          label={t('visitDay')}
          value={addDays(today, 7)}
          min={today}
          max={addDays(today, 366)}
          form={form}
        />
        <TimeField name="atTime" label={t('visitTime')} optional words={optional} form={form} />
        <TextField
          name="place"
          label={t('visitPlace')}
          optional
          words={optional}
          maxlength={300}
          anyDirection
          form={form}
        />
        <TextField name="phone" type="tel" label={t('phone')} optional words={optional} maxlength={40} form={form} />
        <FormActions>
          <Button>{t('add')}</Button>
        </FormActions>
      </form>
    </Card>
  )
}

type Own = Omit<Props, 'form'> & { lang: Language; visits: readonly AftercareVisit[] }

/** The appointments to come that the client wrote down themself: theirs to take back. Those of the team are the team's. */
export const OwnVisits = ({ token, here, t, lang, today, visits }: Own) => {
  const own = visits.filter(({ byClient, how, onDay }) => byClient && how === null && onDay >= today)
  if (own.length === 0) return null
  return (
    <Card title={t('ownVisits')} hint={t('ownVisitsHint')}>
      {own.map((one) => {
        const day = write.date(lang, one.onDay)
        const when = one.atTime === null ? day : t('at', { day, time: write.time(lang, one.atTime) })
        return (
          <form method="post" action={urls.mineAftercareVisitEnd({ token, appointment: one.id }, here)}>
            <p>
              <b dir="auto">{one.withWhom}</b>
              <br />
              {when}
            </p>
            <FormActions>
              <Button label={`${t('takeBack')}: ${one.withWhom}, ${when}`}>{t('takeBack')}</Button>
            </FormActions>
          </form>
        )
      })}
    </Card>
  )
}
