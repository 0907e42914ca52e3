import type { Context } from 'hono'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { write, type Language } from '../../../ui/language.ts'
import { PublicPage } from '../../../ui/public-page.tsx'
import { urls } from '../../../urls.ts'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import type { Slot } from '../slots.ts'
import { callWords } from '../words.ts'
import { zoneMark, zoneName } from '../zones.ts'

export type Visiting = Context<VisitorDoor>

type CallPageProps = {
  c: Visiting
  title: string
  there: (lang: Language) => string
  intro?: Child
  over?: Child
  /** The address is a private link. */
  secret?: boolean
  /** One sentence for search engines, on pages that may be found. */
  description?: string
}

/** A public page about calls: quiet once somebody has begun, and to be found only where it says so. */
export function CallPage({ c, children, ...props }: PropsWithChildren<CallPageProps>) {
  const { work, front } = visitOf(c)
  return (
    <PublicPage front={front} clinic={work.clinic.name} current="bookCall" {...props}>
      {children}
    </PublicPage>
  )
}

/** A page behind a private link asks not to be passed on, by its header too: a proxy may take the page apart. */
export function keepToItself(c: Visiting): void {
  c.header('x-robots-tag', 'noindex, nofollow, noarchive')
  c.header('cache-control', 'no-store')
}

/** 'Monday, November 23, 2:00 PM (Central Time)' */
export const whenSaid = (lang: Language, at: Date, zone: string): string =>
  `${write.day(lang, dayAt(at, zone))}, ${write.time(lang, timeAt(at, zone))} (${zoneName(lang, zone, at)})`

/** A slot's time, marked where the hour comes twice on this day. */
export function timeSaid(lang: Language, slot: Slot, zone: string, others: readonly Slot[]): string {
  const time = timeAt(slot.at, zone)
  const twin = others.some(
    (one) =>
      one !== slot &&
      Math.abs(one.at.getTime() - slot.at.getTime()) <= 7_200_000 &&
      timeAt(one.at, zone) === time &&
      dayAt(one.at, zone) === dayAt(slot.at, zone),
  )
  return twin ? `${write.time(lang, time)} ${zoneMark(lang, zone, slot.at)}` : write.time(lang, time)
}

/** Which clock the page shows, and the clinic's where it is another. */
export const clockSaid = (lang: Language, zone: string, clinicZone: string, at: Date): string => {
  const t = callWords(lang)
  const [mine, theirs] = [zoneName(lang, zone, at), zoneName(lang, clinicZone, at)]
  return mine === theirs ? t('zoneSame', { zone: mine }) : t('zoneDiffers', { zone: mine, clinicZone: theirs })
}

/** A refusal in the page's language. */
export function refusalIn<Key extends string>(
  lang: Language,
  refusal: Refusal,
  say: (key: Key) => string,
  known: Record<string, unknown>,
): Refusal {
  const key = `refused-${refusal.refused}`
  if (key in known) return { ...refusal, because: say(key as Key) } // just looked up
  // The guard speaks the page's language itself.
  const isSaid = lang === 'en' || refusal.refused === 'machine' || refusal.refused === 'too-many'
  return isSaid ? refusal : { ...refusal, because: say('refused-other' as Key) } // every catalog here has it
}

/** For whoever does not want what this page offers. */
export function OtherWays({ c, without }: { c: Visiting; without: 'book' | 'back' | 'message' }) {
  const { front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  return (
    <section class="call-ways" aria-label={t('otherWays')}>
      <h2>{t('otherWays')}</h2>
      <ul>
        {without !== 'book' && (
          <li>
            <a href={urls.bookCall({ lang })}>{t('wayBook')}</a>
          </li>
        )}
        {without !== 'back' && (
          <li>
            <a href={urls.callBack({ lang })}>{t('wayBack')}</a>
          </li>
        )}
        {without !== 'message' && (
          <li>
            <a href={urls.askMessage({ lang })}>{t('wayMessage')}</a>
          </li>
        )}
        {front.phone !== '' && (
          <li>
            <a href={`tel:${front.phone}`}>{t('wayPhone', { phone: write.phone(front.phone) })}</a>
          </li>
        )}
      </ul>
    </section>
  )
}
