import { addDays, dayAt, timeAt, weekOf, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { write, type Language } from '../../../ui/language.ts'
import type { Titles } from '../../clients/own-page.ts'
import { entriesOf, type OwnEntry } from '../queries/own-week.ts'
import { OwnDays, zoneName } from './days.tsx'
import { words } from './words.ts'

export type Sheet = { lang: Language; titles: Titles; today: Day; weeks: { monday: Day; entries: OwnEntry[] }[] }

/** Two weeks as they go onto paper: from this Monday, or from another. */
export async function sheetOf(work: Work, clientId: string, about: { lang: Language; titles: Titles; from?: Day }) {
  const today = dayAt(work.at, work.clinic.timeZone)
  const first = about.from ?? weekOf(today)
  const entries = await entriesOf(work, clientId, first, addDays(first, 13))
  const weeks = [first, addDays(first, 7)].map((monday) => ({
    monday,
    entries: entries.filter(({ heldOn }) => heldOn >= monday && heldOn < addDays(monday, 7)),
  }))
  return { lang: about.lang, titles: about.titles, today, weeks }
}

/** Black on white, one page, and nothing on it that names a kind of care unless the client chose names. */
export function WeekSheet({ sheet, work, name }: { sheet: Sheet; work: Work; name: string }) {
  const { lang, titles, weeks } = sheet
  const t = words(lang)
  const zone = work.clinic.timeZone
  const zones = [...new Set(weeks.flatMap(({ entries }) => entries.map((entry) => entry.zone)))]
  return (
    <section class="week-sheet" lang={lang}>
      {name !== '' && (
        <p class="over" dir="auto">
          {name}
        </p>
      )}
      <div class="sheet-weeks">
        {weeks.map(({ monday, entries }) => (
          <section>
            <h2>{`${write.date(lang, monday)} – ${write.date(lang, addDays(monday, 6))}`}</h2>
            {entries.length === 0 ? (
              <p>{t('nothing')}</p>
            ) : (
              <OwnDays entries={entries} lang={lang} titles={titles} today={null} />
            )}
          </section>
        ))}
      </div>
      <p class="muted">
        {zones.map((one) => t('zone', { zone: zoneName(one, lang, work.at) })).join(' ')}{' '}
        {t('asOf', { day: write.date(lang, dayAt(work.at, zone)), time: write.time(lang, timeAt(work.at, zone)) })}
      </p>
    </section>
  )
}
