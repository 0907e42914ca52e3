import { addDays, timeAt, type Day } from '../../../basics/dates.ts'
import { write, type Language } from '../../../ui/language.ts'
import { Sig } from '../../../ui/status.tsx'
import type { Titles } from '../../clients/own-page.ts'
import { titleOf } from '../../clients/week-words.ts'
import type { OwnEntry } from '../queries/own-week.ts'
import { words } from './words.ts'

/** 'Sam' · 'Sam and Inés' · 'Sam e Inés' */
export const namesOf = (names: readonly string[], lang: Language): string =>
  new Intl.ListFormat(lang === 'es' ? 'es-US' : 'en-US', { type: 'conjunction' }).format(names)

/** 'Eastern Time' · 'hora del este' */
export const zoneName = (zone: string, lang: Language, at: Date): string =>
  new Intl.DateTimeFormat(lang === 'es' ? 'es-US' : 'en-US', { timeZone: zone, timeZoneName: 'longGeneric' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone

export const timesOf = (
  entry: { starts: Date; ends: Date; zone: string },
  lang: Language,
): { from: string; to: string } => ({
  from: write.time(lang, timeAt(entry.starts, entry.zone)),
  to: write.time(lang, timeAt(entry.ends, entry.zone)),
})

/** 'Monday, November 23', and that it is today. */
export function dayName(day: Day, today: Day | null, lang: Language): string {
  const t = words(lang)
  const name = write.day(lang, day)
  const capital = name.charAt(0).toLocaleUpperCase(lang) + name.slice(1)
  if (today === null) return capital
  if (day === today) return `${capital} (${t('today')})`
  return day === addDays(today, 1) ? `${capital} (${t('tomorrow')})` : capital
}

type DaysProps = { entries: readonly OwnEntry[]; lang: Language; titles: Titles; today: Day | null; level?: 2 | 3 }

/** Day by day, as it is read on a small screen and on paper. */
export function OwnDays({ entries, lang, titles, today, level = 3 }: DaysProps) {
  const days = [...new Set(entries.map(({ heldOn }) => heldOn))].toSorted()
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <ol class="own-days">
      {days.map((day) => (
        <li>
          <Heading>
            <time datetime={day}>{dayName(day, today, lang)}</time>
          </Heading>
          <ul>
            {entries
              .filter(({ heldOn }) => heldOn === day)
              .map((entry) => (
                <OwnHour entry={entry} lang={lang} title={titleOf(entry, titles, lang)} />
              ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function OwnHour({ entry, lang, title }: { entry: OwnEntry; lang: Language; title: string }) {
  const t = words(lang)
  const place = entry.byVideo ? t('video') : [entry.place, entry.room].filter((one) => one !== '').join(', ')
  return (
    <li class={entry.isOff ? 'off' : undefined}>
      <b>{t('fromTo', timesOf(entry, lang))}</b>
      <span dir="auto">
        {title}
        {entry.with.length > 0 && ` ${t('by', { name: namesOf(entry.with, lang) })}`}
      </span>
      {entry.isOff ? <Sig tone="warning">{t('off')}</Sig> : <small dir="auto">{place}</small>}
    </li>
  )
}
