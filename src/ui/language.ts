import { IntlMessageFormat } from 'intl-messageformat'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { Temporal, type Day } from '../basics/dates.ts'

/** The languages of the public and portal pages. Each catalog is complete in all of them, or it does not compile. */
export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]
export const isLanguage = (text: string): text is Language => (languages as readonly string[]).includes(text)

export const nameOfLanguage: Record<Language, string> = { en: 'English', es: 'Español' }
const locales: Record<Language, string> = { en: 'en-US', es: 'es-US' }

type Messages = Record<string, string>
export type Values = Record<string, string | number>
export type Say<Key extends string> = (key: Key, values?: Values) => string

const compiled = new Map<string, IntlMessageFormat>()

/**
 * One face's sentences in every language, as ICU messages: 'There {n, plural, one {is # seat} other {are # seats}}'.
 * A key that one language lacks is an error of types, not a gap on a page.
 */
export function catalog<M extends Messages>(texts: { en: M } & Record<Language, Record<keyof M & string, string>>) {
  const say =
    (lang: Language): Say<keyof M & string> =>
    (key, values) => {
      const text = texts[lang][key]
      if (!text.includes('{') && !text.includes("'")) return text
      const id = `${lang} ${text}`
      let message = compiled.get(id)
      if (message === undefined) {
        message = new IntlMessageFormat(text, locales[lang])
        compiled.set(id, message)
      }
      return String(message.format(values))
    }
  return Object.assign(say, { texts: texts as Record<Language, Messages> })
}

/** The language a browser asks for first, of those we speak. */
export function languageAsked(acceptLanguage: string | undefined): Language {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const lang = part.trim().slice(0, 2).toLowerCase()
    if (isLanguage(lang)) return lang
  }
  return 'en'
}

const dateOf = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from(day)

// Making a formatter takes the better part of a millisecond, and a list of groups says a hundred days and times.
const said = new Map<string, string>()
function once(key: string, say: () => string): string {
  const known = said.get(key)
  if (known !== undefined) return known
  if (said.size >= 5000) said.clear()
  const text = say()
  said.set(key, text)
  return text
}

/** Days, times and money as each language writes them. */
export const write = {
  /** 'Monday, November 23' · 'lunes, 23 de noviembre' */
  day: (lang: Language, day: Day): string =>
    once(`day ${lang} ${day}`, () =>
      dateOf(day).toLocaleString(locales[lang], { weekday: 'long', month: 'long', day: 'numeric' }),
    ),
  /** 'November 23, 2026' · '23 de noviembre de 2026' */
  date: (lang: Language, day: Day): string =>
    dateOf(day).toLocaleString(locales[lang], { year: 'numeric', month: 'long', day: 'numeric' }),
  /** '6:00 PM' · '6:00 p. m.', from '18:00' */
  time: (lang: Language, time: string): string =>
    once(`time ${lang} ${time}`, () =>
      Temporal.PlainTime.from(time).toLocaleString(locales[lang], { hour: 'numeric', minute: '2-digit' }),
    ),
  /** 'Monday' · 'lunes'; 1 is Monday */
  weekday: (lang: Language, weekday: number): string =>
    once(`weekday ${lang} ${weekday}`, () =>
      Temporal.PlainDate.from('2024-01-01')
        .add({ days: weekday - 1 })
        .toLocaleString(locales[lang], { weekday: 'long' }),
    ),
  /** '(518) 555-0142', from '+15185550142' */
  phone: (phone: string): string => {
    const number = parsePhoneNumberFromString(phone, 'US')
    if (number === undefined) return phone
    return number.countryCallingCode === '1' ? number.formatNational() : number.formatInternational()
  },
  /** '$1,250.00' from 125000 cents; whole dollars without cents when there are none. */
  money: (lang: Language, cents: number): string =>
    new Intl.NumberFormat(locales[lang], {
      style: 'currency',
      currency: 'USD',
      minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
    }).format(cents / 100),
}
