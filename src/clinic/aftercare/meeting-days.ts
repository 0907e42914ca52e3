import { addDays, type Day } from '../../basics/dates.ts'
import { languageName } from './meeting-words.ts'
import { type Next, nextOf, suits, type Wish } from './meetings.ts'
import type { MeetingRow } from './queries/meetings.ts'

export type OnDay = { meeting: MeetingRow; next: Next }

/** The meetings that begin on one day, the house's own first, then by the clock. */
export const meetingsOn = (all: readonly MeetingRow[], day: Day, zone: string, wish: Wish): OnDay[] =>
  all
    .filter((meeting) => suits(meeting, wish))
    .flatMap((meeting) => {
      const next = nextOf(meeting, day, zone)
      return next?.on === day ? [{ meeting, next }] : []
    })
    .sort(
      (one, other) =>
        Number(other.meeting.isOnSite) - Number(one.meeting.isOnSite) ||
        one.next.at.getTime() - other.next.at.getTime(),
    )

/** What somebody looks for, from an address. */
export function wishFrom(query: (name: string) => string | undefined): Wish {
  const how = query('how')
  return {
    speaks: (query('speaks') ?? '').slice(0, 8),
    how: how === 'in-person' || how === 'online' ? how : '',
    where: (query('where') ?? '').slice(0, 80),
  }
}

/** The languages of some meetings, as a list to choose from. */
export const languagesIn = (all: readonly MeetingRow[], lang: 'en' | 'es') =>
  [...new Set(all.flatMap(({ languages }) => languages))]
    .map((value) => ({ value, label: languageName(value, lang) }))
    .sort((one, other) => one.label.localeCompare(other.label))

/** The day of a week from today that an address names; else today. */
export const dayFrom = (asked: string | undefined, today: Day): Day =>
  Array.from({ length: 7 }, (_, n) => addDays(today, n)).find((day) => day === asked) ?? today
