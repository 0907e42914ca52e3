import { type Day, dayAt, Temporal, timeAt } from '../basics/dates.ts'

const inWords = (day: Day, lang: string, options: Intl.DateTimeFormatOptions): string =>
  Temporal.PlainDate.from(day).toLocaleString(lang === 'en' ? 'en-GB' : lang, options)

/** 'Saturday 21 November' */
export const longDay = (day: Day, lang = 'en'): string => {
  const words = inWords(day, lang, { weekday: 'long', day: 'numeric', month: 'long' })
  // Versions of the language tables differ on the comma.
  return lang === 'en' ? words.replace(',', '') : words
}

/** '21 Nov 2026' */
export const shortDay = (day: Day, lang = 'en'): string =>
  inWords(day, lang, { day: 'numeric', month: 'short', year: 'numeric' }).replace('Sept', 'Sep')

/** 'Sat 21 Nov' */
export const weekDay = (day: Day, lang = 'en'): string =>
  inWords(day, lang, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '').replace('Sept', 'Sep')

/** A day, as short as the place allows. */
export const OnDay = ({ day, as = 'short', lang }: { day: Day; as?: 'long' | 'short' | 'week'; lang?: string }) => (
  <time datetime={day}>{(as === 'long' ? longDay : as === 'week' ? weekDay : shortDay)(day, lang)}</time>
)

/** An instant on the clinic's wall: '21 Nov 2026, 09:18'. */
export const At = ({ at, zone, lang }: { at: Date; zone: string; lang?: string }) => (
  <time datetime={at.toISOString()}>
    {shortDay(dayAt(at, zone), lang)}, {timeAt(at, zone)}
  </time>
)
