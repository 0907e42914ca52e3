import type { Context } from 'hono'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { PlainPage } from '../../../ui/layout.tsx'
import { urls } from '../../../urls.ts'
import { strangersLanguage, visitOf, type LinkStanding, type SigningDoor } from '../../../web/signing-door.ts'
import { words } from './words.ts'

type FrameProps = { c: Context<SigningDoor>; title: string; over?: Child; intro?: Child; bare?: boolean }

/** A page for whoever holds a link: the clinic's name, the other language, one decision. Its title names nobody. */
export function SigningPage({ c, title, over, intro, bare, children }: PropsWithChildren<FrameProps>) {
  const { work, visit } = visitOf(c)
  const t = words(visit.lang)
  const other = visit.lang === 'en' ? 'es' : 'en'
  return (
    <PlainPage
      clinic={work.clinic.name}
      title={title}
      over={over}
      intro={intro}
      bare={bare}
      home={urls.sign({ token: tokenOf(c) }, langOf(c))}
      lang={visit.lang}
      words={{ skip: t('skip') }}
      barEnd={
        <a class="button quiet" href={`${c.req.path}?lang=${other}`} lang={other} hreflang={other}>
          {t('otherLanguage')}
        </a>
      }
    >
      {children}
    </PlainPage>
  )
}

export const tokenOf = (c: Context<SigningDoor>): string => c.req.path.split('/')[2] ?? ''
/** Keeps a language that was chosen on the way. */
export const langOf = (c: Context<SigningDoor>): { lang?: string } => {
  const asked = c.req.query('lang')
  return asked === 'en' || asked === 'es' ? { lang: asked } : {}
}

/** What a token that opens nothing gets: no hint whether it ever did. */
export function noSuchLink(c: Context): Response | Promise<Response> {
  const lang = strangersLanguage(c)
  const t = words(lang)
  return c.html(
    <PlainPage
      clinic="Stepwell"
      title={t('notValid')}
      intro={t('notValidWhy')}
      lang={lang}
      words={{ skip: t('skip') }}
      drawing
    />,
    404,
  )
}

/** A link that is over, or used to its end, or not yet proven on a tablet. */
export function closedLink(c: Context<SigningDoor>): Response | Promise<Response> {
  const { visit } = visitOf(c)
  const t = words(visit.lang)
  // A tablet's link is good for this hand-over alone, however it ended.
  const key = visit.manner === 'tablet' ? 'tabletOver' : closing[visit.standing]
  return c.html(
    <SigningPage c={c} title={t(key)} intro={t(`${key}Why`)}>
      {visit.clinicPhone !== '' && <p>{t('callUs', { phone: write.phone(visit.clinicPhone) })}</p>}
      {visit.manner === 'tablet' && (
        <FormActions>
          <Button href={urls.signIn()}>{t('staff')}</Button>
        </FormActions>
      )}
    </SigningPage>,
    410,
  )
}

const closing: Record<LinkStanding, 'used' | 'expired' | 'taken back' | 'replaced' | 'locked'> = {
  open: 'expired',
  done: 'used',
  used: 'used',
  expired: 'expired',
  'taken back': 'taken back',
  replaced: 'replaced',
  locked: 'locked',
}
