import { type Refusal, refuse } from '../../basics/refusal.ts'

// Reads lists of meetings in the open meeting-guide format (github.com/code4recovery/spec, MIT): an array of weekly meetings, of
// which `name` and `slug` alone are required. A row that cannot be used is set aside whole, with one sentence; the others are read.

export type Meeting = {
  slug: string
  name: string
  /** 0 is Sunday, as the format counts. Null: by appointment. */
  weekday: number | null
  /** Wall time in `zone`; null where `weekday` is. */
  starts: string | null
  ends: string | null
  zone: string
  types: string[]
  /** Two letters each; 'ase' is American Sign Language. None where the list says none. */
  languages: string[]
  isInPerson: boolean
  isOnline: boolean
  place: string
  address: string
  notes: string
  joinUrl: string
  joinPhone: string
  joinNotes: string
}
/** A row that was set aside, or one that was kept without something that could not be read. */
export type Aside = { place: number; slug: string | null; why: string; isKept: boolean; held: Record<string, unknown> }
export type MeetingList = { rows: number; meetings: Meeting[]; aside: Aside[] }

export const mostRows = 20_000

/** The format's codes of languages. */
const languageOf: Record<string, string> = {
  AM: 'am',
  ASL: 'ase',
  DA: 'da',
  DE: 'de',
  EL: 'el',
  EN: 'en',
  FA: 'fa',
  FR: 'fr',
  HE: 'he',
  HI: 'hi',
  HR: 'hr',
  HU: 'hu',
  ITA: 'it',
  JA: 'ja',
  KOR: 'ko',
  LT: 'lt',
  ML: 'ml',
  NO: 'no',
  POL: 'pl',
  POR: 'pt',
  PUN: 'pa',
  RUS: 'ru',
  S: 'es',
  SK: 'sk',
  SV: 'sv',
  TH: 'th',
  TL: 'tl',
  UK: 'uk',
} // prettier-ignore

/**
 * The meetings of a file. `zone`: the clinic's, for meetings that name none. Refusals: 'not-json', 'not-a-list', 'too-many' (more
 * than 20,000 rows). Each weekday of a meeting is one entry; people's names, telephones and addresses in contact fields are left out.
 */
export function readMeetings(text: string, zone: string): MeetingList | Refusal {
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return refuse(
      'not-json',
      'This file cannot be read as JSON. Ask for the meeting-guide feed, a file that ends in .json.',
    )
  }
  if (!Array.isArray(json))
    return refuse(
      'not-a-list',
      'This file holds no list of meetings. The meeting-guide format is one list, in square brackets.',
    )
  if (json.length > mostRows)
    return refuse(
      'too-many',
      `This list has ${json.length} rows; at most ${mostRows} are read. Ask for the list of your area.`,
    )
  const list: MeetingList = { rows: json.length, meetings: [], aside: [] }
  const firstAt = new Map<string, number>()
  for (const [n, row] of json.entries()) {
    const place = n + 1
    const found = readRow(row, zone)
    const slug = found.slug
    const before = slug === null ? undefined : firstAt.get(slug)
    if (typeof found.answer === 'string' || before !== undefined) {
      const why =
        before === undefined && typeof found.answer === 'string'
          ? found.answer
          : `The key “${shown(slug)}” stands in row ${before} already; each meeting needs its own.`
      list.aside.push({ place, slug, why, isKept: false, held: heldOf(row) })
      continue
    }
    if (slug !== null) firstAt.set(slug, place)
    list.meetings.push(...found.answer.meetings)
    for (const why of found.answer.without) list.aside.push({ place, slug, why, isKept: true, held: heldOf(row) })
  }
  return list
}

type Found = { slug: string | null; answer: string | { meetings: Meeting[]; without: string[] } }

function readRow(row: unknown, zone: string): Found {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return { slug: null, answer: 'This row is no meeting: it has no fields.' }
  const fields = new Map(Object.entries(row))
  const slug = keyOf(fields.get('slug'))
  const no = (answer: string): Found => ({ slug, answer })
  if (slug === null) return no('The key (“slug”) is missing, or longer than 64 letters.')
  const name = plain(fields.get('name'), 1000)
  if (name === '') return no('The name is missing.')
  if (name.length > 255) return no('The name is longer than 255 letters.')
  const days = daysOf(fields.get('day'))
  if (days === null) return no('The day has to be a number from 0 (Sunday) to 6 (Saturday), or several of them.')
  const starts = timeOf(fields.get('time'))
  if (days.length > 0 && starts === null) return no('A meeting with a day needs a time, such as “18:00”.')
  if (days.length === 0 && starts !== null) return no('A meeting with a time needs its day.')
  const without: string[] = []
  const ends = timeOf(fields.get('end_time'))
  if (ends === null && isThere(fields.get('end_time'))) without.push('Kept without its end: that is no time.')
  const asked = plain(fields.get('timezone'), 100)
  const known = asked === '' || isZone(asked)
  if (!known) without.push(`Kept in your time zone: “${shown(asked)}” is none.`)
  const joinUrl = addressOf(fields.get('conference_url'))
  if (joinUrl === '' && isThere(fields.get('conference_url')))
    without.push('Kept without its link: it does not begin with https:// or http://.')
  const joinPhone = plain(fields.get('conference_phone'), 60)
    .replace(/[^\d+,*#;() .-]/g, '')
    .slice(0, 60)
  const types = typesOf(fields.get('types'))
  const { address, isExact } = whereIs(fields)
  const place = plain(fields.get('location'), 255)
  const isOnline = joinUrl !== '' || joinPhone !== ''
  const isInPerson = isExact && !types.includes('TC')
  if (!isOnline && !isInPerson)
    return no(
      types.includes('TC')
        ? 'Its place is closed for now, and it has no link: nobody could go there.'
        : 'It has neither an address nor a link nor a telephone number: nobody could go there.',
    )
  const meeting = {
    slug,
    name,
    starts,
    ends,
    zone: known && asked !== '' ? asked : zone,
    types,
    languages: types.flatMap((type) => (Object.hasOwn(languageOf, type) ? [languageOf[type] ?? ''] : [])),
    isInPerson,
    isOnline,
    place,
    address,
    notes: [plain(fields.get('notes'), 1500), plain(fields.get('location_notes'), 450)].filter(Boolean).join('\n'),
    joinUrl,
    joinPhone,
    joinNotes: [plain(fields.get('conference_url_notes'), 240), plain(fields.get('conference_phone_notes'), 240)]
      .filter(Boolean)
      .join('\n'),
  }
  const weekdays = days.length === 0 ? [null] : days
  return { slug, answer: { meetings: weekdays.map((weekday) => ({ ...meeting, weekday })), without } }
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/** Text as a person reads it: no markup, no control characters, nothing that a database cannot keep. */
const plain = (value: unknown, most: number): string =>
  typeof value !== 'string' && typeof value !== 'number'
    ? ''
    : String(value)
        .slice(0, most * 4)
        .toWellFormed()
        .replace(/<[^>]{0,500}>/g, ' ')
        // eslint-disable-next-line no-control-regex
        .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ')
        .replace(/[^\S\n]+/g, ' ')
        .trim()
        .slice(0, most)
        .toWellFormed()

const shown = (text: string | null): string => (text ?? '').slice(0, 64)

function keyOf(value: unknown): string | null {
  const key = plain(value, 200).replaceAll('\n', ' ')
  return key === '' || key.length > 64 ? null : key
}

/** Weekdays, each once, in order; none where nothing is said; null where it cannot be read. */
function daysOf(value: unknown): number[] | null {
  if (!isThere(value)) return []
  const days = (Array.isArray(value) ? value : [value]).map((one: unknown) =>
    typeof one === 'string' && /^[0-6]$/.test(one.trim()) ? Number(one) : one,
  )
  if (
    days.length > 14 ||
    !days.every((one): one is number => typeof one === 'number' && [0, 1, 2, 3, 4, 5, 6].includes(one))
  )
    return null
  return [...new Set(days)].sort((one, other) => one - other)
}

/** 'HH:MM' from '18:00', '9:30' or '18:00:00'; null where it is none. */
function timeOf(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const found = /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/.exec(value.trim())
  return found === null ? null : `${found[1]?.padStart(2, '0')}:${found[2]}`
}

function isZone(text: string): boolean {
  if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*$/.test(text)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/** A link that a browser may follow, or ''. */
function addressOf(value: unknown): string {
  const text = plain(value, 1000)
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return ''
  const { href, username, password } = new URL(text)
  return username !== '' || password !== '' || href.length > 1000 ? '' : href
}

const typesOf = (value: unknown): string[] => {
  const list: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  const codes = list.flatMap((one) => (typeof one === 'string' ? [one.trim().toUpperCase()] : []))
  return [...new Set(codes.filter((code) => /^[A-Z0-9-]{1,12}$/.test(code)))].slice(0, 40)
}

/** Where it is, and whether somebody can go there: a street, or one line with a number in it, that is not called approximate. */
function whereIs(fields: ReadonlyMap<string, unknown>): { address: string; isExact: boolean } {
  const of = (name: string) => plain(fields.get(name), 200).replaceAll('\n', ' ')
  const line = plain(fields.get('formatted_address'), 400).replaceAll('\n', ' ')
  const parts = [of('address'), of('city'), [of('state'), of('postal_code')].filter(Boolean).join(' ')].filter(Boolean)
  const address = (line === '' ? parts.join(', ') : line).slice(0, 400)
  const street = of('address') !== '' || /\d.*,/.test(line)
  return { address, isExact: street && !/^(?:yes|true|1)$/i.test(of('approximate')) }
}

/** Members of a group: neither kept nor shown. */
const isContact = (field: string): boolean =>
  /^(?:contact_|venmo$|square$|paypal$|entity_(?:email|feedback|phone))/i.test(field)

/** A row as it came, one level deep, without contacts: so much of it that a person can put it right. */
function heldOf(row: unknown): Record<string, unknown> {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    return { row: plain(typeof row === 'boolean' ? String(row) : row, 500) }
  const flat = (value: unknown): unknown => {
    if (typeof value === 'number') return Number.isFinite(value) ? value : null
    if (typeof value === 'boolean' || value === null) return value
    if (typeof value === 'string') return plain(value, 500)
    return Array.isArray(value) ? value.slice(0, 20).map((one) => plain(one, 50)) : '…'
  }
  return Object.fromEntries(
    Object.entries(row)
      .filter(([field]) => !isContact(field))
      .slice(0, 60)
      .map(([field, value]) => [plain(field, 60), flat(value)]),
  )
}
