import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal } from '../../basics/refusal.ts'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../ui/form.tsx'
import { Notice } from '../../ui/status.tsx'
import { urls } from '../../urls.ts'
import { readForm } from '../../web/forms.ts'
import { lentOf, type TabletDoor } from '../../web/tablet-door.ts'
import { askedLanguage, TabletPage } from '../tablets/tablet-page.tsx'
import { tabletWords } from '../tablets/words.ts'
import { pressAtDoor } from './actions/door.ts'
import { doorWords } from './portal/words.ts'

/** What stands at the door: a field for six digits, and one answer for everybody. No name is ever on it. */
export const doorPages = new Hono<TabletDoor>()

doorPages.get(urls.atDoor.pattern, (c) => page(c))

doorPages.post(urls.atDoor.pattern, async (c) => {
  const { work, token } = lentOf(c)
  const form = await readForm(c, z.object({ number: z.string().max(40).default('') }))
  const answer = await pressAtDoor(work, form.ok ? form.values.number : '')
  // Every press is counted, so none of them is a refusal to the database: the next page says how it went. What was typed is gone.
  const said = isRefusal(answer) ? (answer.refused === 'wait' ? 'wait' : 'slip') : 'thanks'
  return c.redirect(urls.atDoor({ token }, { lang: askedLanguage(c), said }), 303)
})

function page(c: Context<TabletDoor>) {
  const { token } = lentOf(c)
  const lang = askedLanguage(c) ?? 'en'
  const t = doorWords(lang)
  const said = c.req.query('said')
  const form: FormState | undefined = said === 'slip' ? { values: {}, errors: { number: t('slip') } } : undefined
  const here = urls.atDoor({ token }, { lang: askedLanguage(c) })
  return c.html(
    <TabletPage
      c={c}
      lang={lang}
      title={t('title')}
      answer={t('hello')}
      intro={t('why')}
      home={here}
      path={urls.atDoor({ token })}
      staff={urls.doors()}
    >
      {(said === 'thanks' || said === 'wait') && (
        <Notice tone={said === 'thanks' ? 'good' : 'warning'} alert>
          {t(said)}
        </Notice>
      )}
      <ErrorSummary form={form} title={tabletWords(lang)('lookAgain')} />
      {/* What a browser remembers of a form, it would offer to whoever comes next. */}
      <form method="post" action={here} class="form" autocomplete="off">
        <TextField
          name="number"
          label={t('number')}
          inputmode="numeric"
          autocomplete="off"
          width="short"
          maxlength={12}
          form={form}
        />
        <FormActions>
          <Button kind="main">{t('press')}</Button>
        </FormActions>
      </form>
    </TabletPage>,
  )
}
