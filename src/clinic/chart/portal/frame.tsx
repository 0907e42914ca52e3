import type { Context } from 'hono'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { write, type Language } from '../../../ui/language.ts'
import { PlainPage } from '../../../ui/layout.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { words } from './words.ts'

/** Nowhere in particular: where the quick way out leads, as on the public pages. */
const neutral = 'https://www.weather.gov/'

type FrameProps = {
  c: Context<MineDoor>
  /** What the page is headed by. The window's title says no more than "My week". */
  title: string
  over?: Child
  intro?: Child
  actions?: Child
  /** What was just done, or why it was not. */
  flash?: { tone: 'good' | 'warning'; text: string }
}

/** Every page of a client's own: no name of the clinic, no kind of care, the quick way out. */
export function OwnPage({ c, title, over, intro, actions, flash, children }: PropsWithChildren<FrameProps>) {
  const { own } = ownOf(c)
  const t = words(own.lang)
  const other: Language = own.lang === 'en' ? 'es' : 'en'
  return (
    <PlainPage
      clinic={t('brand')}
      title={t('brand')}
      answer={title}
      over={over}
      intro={intro}
      actions={actions}
      home={urls.mine({ token: own.token }, langOf(c))}
      lang={own.lang}
      words={{ skip: t('skip') }}
      barEnd={
        <>
          <a class="button quiet" href={`${hereOf(c)}?lang=${other}`} lang={other} hreflang={other}>
            {t('otherLanguage')}
          </a>
          <quick-exit>
            <a class="button danger" href={neutral} rel="noreferrer nofollow" title={t('leaveHint')}>
              {t('leave')}
            </a>
          </quick-exit>
        </>
      }
      foot={
        <>
          {own.isIn && own.phone !== '' && (
            <p>
              {t('questions')} <a href={`tel:${own.phone}`}>{t('call', { phone: write.phone(own.phone) })}</a>
            </p>
          )}
          <p>{t('danger')}</p>
          <p>{t('keeps')}</p>
        </>
      }
    >
      {flash !== undefined && (
        <Notice tone={flash.tone} alert>
          {flash.text}
        </Notice>
      )}
      {children}
    </PlainPage>
  )
}

// A form that was refused is shown at its own address; one that only takes an answer has no page, and leads to the week.
const hereOf = (c: Context<MineDoor>): string => {
  const { own } = ownOf(c)
  const pages = [
    urls.mineSwitch,
    urls.minePrint,
    urls.minePlan,
    urls.mineSafetyPlan,
    urls.mineQuestions,
    urls.mineTogether,
    urls.mineHowIAm,
    urls.mineMedicine,
    urls.mineCheckIn,
    urls.mineLeaving,
    urls.mineMeetings,
    urls.mineMeetingLog,
    urls.mineMeetingSlip,
  ].map((page) => page({ token: own.token }))
  return pages.find((path) => path === c.req.path) ?? urls.mine({ token: own.token })
}

/** Keeps a language that was chosen on the way. */
export const langOf = (c: Context): { lang?: string } => {
  const asked = c.req.query('lang')
  return asked === 'en' || asked === 'es' ? { lang: asked } : {}
}

/** What the week says after something was done on it. */
export const doneWords = [
  'accepted',
  'declined',
  'saidRead',
  'saidTitles',
  'saidAsked',
  'saidWithdrawn',
  'saidHere',
] as const

/** What was done stands on the week: POST, then 303, so that a second press and a reload send nothing twice. */
export const backToWeek = (c: Context<MineDoor>, said: (typeof doneWords)[number] | 'gone') =>
  c.redirect(urls.mine({ token: ownOf(c).own.token }, { ...langOf(c), said }), 303)

/** The same words, in both languages, whether a link is wrong, over or was taken back. */
export const noSuchPage = (c: Context) => {
  const [en, es] = [words('en'), words('es')]
  return c.html(
    <PlainPage clinic={en('brand')} title={en('notOpen')} intro={en('notOpenWhy')} home={c.req.path} drawing>
      <section lang="es">
        <h2>{es('notOpen')}</h2>
        <p>{es('notOpenWhy')}</p>
      </section>
    </PlainPage>,
    404,
  )
}
