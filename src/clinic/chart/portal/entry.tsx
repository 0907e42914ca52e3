import { Hono, type Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { z } from 'zod'
import { isDay } from '../../../basics/dates.ts'
import { Fieldset } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { readForm } from '../../../web/forms.ts'
import { ownCookie, ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { enterOwnPage } from '../../clients/actions/own-page.ts'
import { MOST_TRIES } from '../../clients/own-page.ts'
import { pageTriesOf } from '../../clients/queries/own-page.ts'
import { langOf, OwnPage } from './frame.tsx'
import { words } from './words.ts'

/** The way in, where the link asks for the birth date: nothing is shown before. */
export const entry = new Hono<MineDoor>()

const proof = z.object({
  month: z.string().max(4).default(''),
  day: z.string().max(4).default(''),
  year: z.string().max(6).default(''),
})

entry.post(urls.mineEntry.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const here = urls.mine({ token: own.token }, langOf(c))
  if (own.isIn) return c.redirect(here, 303)
  const form = await readForm(c, proof)
  const given = form.ok ? form.values : { month: '', day: '', year: '' }
  const born = `${given.year.trim()}-${given.month.trim().padStart(2, '0')}-${given.day.trim().padStart(2, '0')}`
  // What is no date at all is a slip, not a try.
  if (!isDay(born)) return askWho(c, { values: form.typed, errors: { month: words(own.lang)('fillBorn') } })
  const answer = await enterOwnPage(work, own, born)
  if (typeof answer === 'object')
    setCookie(c, ownCookie(own.secureCookies), answer.secret, {
      path: '/',
      httpOnly: true,
      secure: own.secureCookies,
      sameSite: 'Lax',
      maxAge: own.visitMinutes * 60,
    })
  // What was tried is written in every case, so this is no refusal: the next page says how it went.
  return c.redirect(here, 303)
})

export async function askWho(c: Context<MineDoor>, form?: FormState) {
  const { work, own } = ownOf(c)
  const t = words(own.lang)
  const tries = await pageTriesOf(work, work.by.id ?? '')
  const wrong = tries.filter(({ succeeded }) => !succeeded).length
  const justMissed = tries.at(-1)?.succeeded === false
  const quiet: FormState | undefined = form && { values: form.values }
  // Each language asks for the parts of a date in its own order.
  const month = (
    <TextField name="month" label={t('month')} inputmode="numeric" width="short" maxlength={2} form={form} />
  )
  const day = <TextField name="day" label={t('day')} inputmode="numeric" width="short" maxlength={2} form={quiet} />
  return c.html(
    <OwnPage c={c} title={t('who')} intro={t('whoWhy')}>
      {justMissed && form === undefined && (
        <Notice tone="warning" title={t('wrong')} alert>
          {t('wrongWhy', { n: MOST_TRIES - wrong })}
        </Notice>
      )}
      <ErrorSummary form={form} title={t('lookAgain')} />
      <form class="form" method="post" action={urls.mineEntry({ token: own.token }, langOf(c))}>
        <Fieldset name="born" label={t('born')} hint={t('bornHint')}>
          <div class="born-fields">
            {own.lang === 'es' ? [day, month] : [month, day]}
            <TextField name="year" label={t('year')} inputmode="numeric" width="short" maxlength={4} form={quiet} />
          </div>
        </Fieldset>
        <FormActions>
          <Button kind="main">{t('goOn')}</Button>
        </FormActions>
      </form>
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}
