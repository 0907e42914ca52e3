import { type Day, dayAt, daysBetween, timeAt } from '../basics/dates.ts'

type Wording = 'long' | 'short' | 'week'
const wordings: Record<Wording, Intl.DateTimeFormatOptions> = {
  long: { weekday: 'long', day: 'numeric', month: 'long' },
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  week: { weekday: 'short', day: 'numeric', month: 'short' },
}

// Making a formatter costs a hundred times what using it does, and a board says some twenty days.
const formatters = new Map<string, Intl.DateTimeFormat>()

function inWords(day: Day, lang: string, wording: Wording): string {
  const key = `${lang} ${wording}`
  const known = formatters.get(key)
  const formatter =
    known ?? new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { ...wordings[wording], timeZone: 'UTC' })
  if (known === undefined) formatters.set(key, formatter)
  return formatter.format(new Date(`${day}T00:00:00Z`))
}

/** 'Saturday 21 November' */
export const longDay = (day: Day, lang = 'en'): string => {
  const words = inWords(day, lang, 'long')
  // Versions of the language tables differ on the comma.
  return lang === 'en' ? words.replace(',', '') : words
}

/** '21 Nov 2026' */
export const shortDay = (day: Day, lang = 'en'): string => inWords(day, lang, 'short').replace('Sept', 'Sep')

/** 'Sat 21 Nov' */
export const weekDay = (day: Day, lang = 'en'): string =>
  inWords(day, lang, 'week').replace(',', '').replace('Sept', 'Sep')

/** '21 Nov 2026, 09:18' on the wall of a time zone. */
export const shortMoment = (at: Date, zone: string, lang = 'en'): string =>
  `${shortDay(dayAt(at, zone), lang)}, ${timeAt(at, zone)}`

/** 'Sat 21 Nov, 09:18' */
export const weekMoment = (at: Date, zone: string, lang = 'en'): string =>
  `${weekDay(dayAt(at, zone), lang)}, ${timeAt(at, zone)}`

/** 'Saturday 21 November, 09:18' */
export const longMoment = (at: Date, zone: string, lang = 'en'): string =>
  `${longDay(dayAt(at, zone), lang)}, ${timeAt(at, zone)}`

/** 'today 14:00', 'tomorrow 09:00', 'Mon 23 Nov 09:00': for what is due soon. */
export function nearMoment(at: Date, now: Date, zone: string): string {
  const day = dayAt(at, zone)
  const away = daysBetween(dayAt(now, zone), day)
  const word = away === 0 ? 'today' : away === 1 ? 'tomorrow' : away === -1 ? 'yesterday' : weekDay(day)
  return `${word} ${timeAt(at, zone)}`
}

/** '18:00 to 21:00' */
export const hoursFrom = (from: Date, to: Date, zone: string): string => `${timeAt(from, zone)} to ${timeAt(to, zone)}`

/** A day, as short as the place allows. */
export const OnDay = ({ day, as = 'short', lang }: { day: Day; as?: 'long' | 'short' | 'week'; lang?: string }) => (
  <time datetime={day}>{(as === 'long' ? longDay : as === 'week' ? weekDay : shortDay)(day, lang)}</time>
)

/** An instant on the clinic's wall: '21 Nov 2026, 09:18'. */
export const At = ({ at, zone, lang }: { at: Date; zone: string; lang?: string }) => (
  <time datetime={at.toISOString()}>{shortMoment(at, zone, lang)}</time>
)
