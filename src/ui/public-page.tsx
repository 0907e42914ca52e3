import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Day } from '../basics/dates.ts'
import { urls } from '../urls.ts'
import { write, type Language } from './language.ts'
import { PlainPage, type PlainPageProps } from './layout.tsx'
import { publicWords } from './public-words.ts'

export type PublicPageProps = Pick<
  PlainPageProps,
  'title' | 'answer' | 'over' | 'intro' | 'actions' | 'bare' | 'drawing' | 'width'
> & {
  front: { lang: Language; phone: string; crisisPhone: string }
  clinic: string
  /** This page in the other language. */
  there: (lang: Language) => string
  current?: 'home' | 'programs' | 'groups' | 'people' | 'costs' | 'family' | 'contact' | 'selfCheck' | 'bookCall'
  /** The clinician who stands for what this page says, and since when. */
  reviewed?: { by: string; on: Day } | null
  /** One sentence for search engines. A page with a private link in its address has none, and is not to be found. */
  description?: string
  /** The address holds a private link: not to be found. */
  secret?: boolean
  /** Without the menu: in the middle of a questionnaire there is one thing to do, and the way out. */
  quiet?: boolean
  /** The page itself shows the numbers for danger, large: they are not said twice. */
  showsNumbers?: boolean
  children?: Child
}

const neutral = 'https://www.weather.gov/'

/** Every public page: where one can go, the quick way out, the numbers for danger, who stands for the words. */
export function PublicPage({
  front,
  clinic,
  there,
  current,
  reviewed,
  description,
  secret,
  quiet,
  showsNumbers,
  children,
  ...props
}: PropsWithChildren<PublicPageProps>) {
  const { lang } = front
  const t = publicWords(lang)
  const other: Language = lang === 'en' ? 'es' : 'en'
  const entries = [
    ['programs', urls.publicPrograms({ lang })],
    ['groups', urls.publicGroups({ lang })],
    ['people', urls.publicPeople({ lang })],
    ['costs', urls.publicCosts({ lang })],
    ['family', urls.publicFamily({ lang })],
    ['contact', urls.publicContact({ lang })],
  ] as const
  return (
    <PlainPage
      {...props}
      clinic={clinic}
      lang={lang}
      home={urls.publicHome({ lang })}
      nav={quiet ? undefined : entries.map(([key, href]) => ({ label: t(key), href, current: key === current }))}
      words={{ skip: t('skip'), menu: t('menu'), mainNav: t('mainNav') }}
      description={secret ? undefined : description}
      barEnd={
        <>
          <a class="button quiet" href={there(other)} lang={other} hreflang={other}>
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
          {!showsNumbers && <DangerNumbers front={front} />}
          {reviewed && <p>{t('reviewed', { name: reviewed.by, date: write.date(lang, reviewed.on) })}</p>}
          <p>{t('disclaimer')}</p>
          <p>{t('keepsNothing')}</p>
          <p>
            {front.phone !== '' && (
              <a href={`tel:${front.phone}`}>{t('telephone', { phone: write.phone(front.phone) })}</a>
            )}{' '}
            <a href={urls.signIn()}>{t('staff')}</a>
          </p>
        </>
      }
    >
      {children}
    </PlainPage>
  )
}

/** 988, 911 and the clinic's own line: on every public page, and large where somebody may be in danger. */
export function DangerNumbers({ front, large }: { front: { lang: Language; crisisPhone: string }; large?: boolean }) {
  const t = publicWords(front.lang)
  return (
    // The foot has them too: only one of the two is a landmark.
    <section class={large ? 'danger-numbers large' : 'danger-numbers'} aria-label={large ? undefined : t('inDanger')}>
      <b>{t('inDanger')}</b>
      <ul>
        <li>
          <a href="tel:988">{t('call988')}</a> <span>{t('for988')}</span>
        </li>
        <li>
          <a href="tel:911">{t('call911')}</a> <span>{t('for911')}</span>
        </li>
        {front.crisisPhone !== '' && (
          <li>
            <a href={`tel:${front.crisisPhone}`}>{t('callCrisis', { phone: write.phone(front.crisisPhone) })}</a>{' '}
            <span>{t('forCrisis')}</span>
          </li>
        )}
      </ul>
    </section>
  )
}
