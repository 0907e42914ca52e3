import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal } from '../../basics/refusal.ts'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../ui/form.tsx'
import { isLanguage, type Language } from '../../ui/language.ts'
import { PlainPage } from '../../ui/layout.tsx'
import { Notice } from '../../ui/status.tsx'
import { urls } from '../../urls.ts'
import { readForm } from '../../web/forms.ts'
import { strangersLanguage } from '../../web/signing-door.ts'
import { type AtDoor, doorOf } from '../../web/tablet-door.ts'
import { pressAtDoor } from './actions/door.ts'
import { doorWords } from './portal/words.ts'

/** What stands at the door: a field for six digits, and one answer for everybody. No name is ever on it. */
export const doorPages = new Hono<AtDoor>()

const asked = (c: Context): Language | undefined => {
  const lang = c.req.query('lang')
  return lang !== undefined && isLanguage(lang) ? lang : undefined
}

doorPages.get(urls.atDoor.pattern, (c) => page(c))

doorPages.post(urls.atDoor.pattern, async (c) => {
  const { work, token } = doorOf(c)
  const form = await readForm(c, z.object({ number: z.string().max(40).default('') }))
  const answer = await pressAtDoor(work, form.ok ? form.values.number : '')
  // Every press is counted, so none of them is a refusal to the database: the next page says how it went. What was typed is gone.
  const said = isRefusal(answer) ? (answer.refused === 'wait' ? 'wait' : 'slip') : 'thanks'
  return c.redirect(urls.atDoor({ token }, { lang: asked(c), said }), 303)
})

function page(c: Context<AtDoor>) {
  const { work, token } = doorOf(c)
  const lang = asked(c) ?? 'en'
  const t = doorWords(lang)
  const said = c.req.query('said')
  const form: FormState | undefined = said === 'slip' ? { values: {}, errors: { number: t('slip') } } : undefined
  const other: Language = lang === 'en' ? 'es' : 'en'
  return c.html(
    <PlainPage
      clinic={work.clinic.name}
      title={t('title')}
      answer={t('hello')}
      intro={t('why')}
      home={urls.atDoor({ token }, { lang: asked(c) })}
      lang={lang}
      words={{ skip: t('skip') }}
      barEnd={
        <a class="button quiet" href={urls.atDoor({ token }, { lang: other })} lang={other} hreflang={other}>
          {t('otherLanguage')}
        </a>
      }
    >
      {(said === 'thanks' || said === 'wait') && (
        <Notice tone={said === 'thanks' ? 'good' : 'warning'} alert>
          {t(said)}
        </Notice>
      )}
      <ErrorSummary form={form} title={t('lookAgain')} />
      {/* What a browser remembers of a form, it would offer to whoever comes next. */}
      <form method="post" action={urls.atDoor({ token }, { lang: asked(c) })} class="form" autocomplete="off">
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
      <FormActions>
        <Button kind="quiet" href={urls.signIn({ next: urls.doors() })}>
          {t('staff')}
        </Button>
      </FormActions>
    </PlainPage>,
  )
}

/** The same words whether a tablet was taken away, its day is over, or it never stood there. */
export function noSuchDoor(c: Context): Response | Promise<Response> {
  const lang = strangersLanguage(c)
  const t = doorWords(lang)
  return c.html(
    <PlainPage
      clinic="Stepwell"
      title={t('over')}
      intro={t('overWhy')}
      lang={lang}
      words={{ skip: t('skip') }}
      actions={<Button href={urls.signIn()}>{t('staff')}</Button>}
      drawing
    />,
    404,
  )
}
