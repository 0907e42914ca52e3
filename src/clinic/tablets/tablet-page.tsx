import type { Context } from 'hono'
import type { PropsWithChildren } from 'hono/jsx'
import { Button, FormActions } from '../../ui/form.tsx'
import { isLanguage, type Language } from '../../ui/language.ts'
import { PlainPage } from '../../ui/layout.tsx'
import { urls } from '../../urls.ts'
import { strangersLanguage } from '../../web/signing-door.ts'
import { lentOf, type Purpose, type TabletDoor } from '../../web/tablet-door.ts'
import { tabletWords } from './words.ts'

/** The language that was asked for on this tablet; undefined: none was. */
export function askedLanguage(c: Context): Language | undefined {
  const lang = c.req.query('lang')
  return lang !== undefined && isLanguage(lang) ? lang : undefined
}

type TabletPageProps = {
  c: Context<TabletDoor>
  lang: Language
  title: string
  answer: string
  intro: string
  /** Where the brand leads, and which page the other language shows. */
  home: string
  path: string
  /** Where staff go on who sign in on it. */
  staff?: string
}

/** The frame of what a lent tablet shows: the clinic's name, the other language, and the way back for staff. */
export function TabletPage({ c, lang, path, staff, children, ...frame }: PropsWithChildren<TabletPageProps>) {
  const t = tabletWords(lang)
  const other: Language = lang === 'en' ? 'es' : 'en'
  return (
    <PlainPage
      {...frame}
      clinic={lentOf(c).work.clinic.name}
      lang={lang}
      words={{ skip: t('skip') }}
      barEnd={
        <a class="button quiet" href={`${path}?lang=${other}`} lang={other} hreflang={other}>
          {t('otherLanguage')}
        </a>
      }
    >
      {children}
      {staff !== undefined && (
        <FormActions>
          <Button kind="quiet" href={urls.signIn({ next: staff })}>
            {t('staff')}
          </Button>
        </FormActions>
      )}
    </PlainPage>
  )
}

/** The same words whether a tablet was taken back, its time is over, or it never was lent. */
export const tabletOver =
  (purpose: Purpose) =>
  (c: Context): Response | Promise<Response> => {
    const lang = strangersLanguage(c)
    const t = tabletWords(lang)
    return c.html(
      <PlainPage
        clinic="Stepwell"
        title={t('over')}
        intro={t(`${purpose}Why`)}
        lang={lang}
        words={{ skip: t('skip') }}
        actions={<Button href={urls.signIn()}>{t('staff')}</Button>}
        drawing
      />,
      404,
    )
  }
