import { type Day, dayAt, timeAt } from '../basics/dates.ts'

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
