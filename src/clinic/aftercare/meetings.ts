import { addDays, type Day, dayAt, daysBetween, instantAt, timeAt, weekdayOf } from '../../basics/dates.ts'
import type { Meeting } from './meeting-guide.ts'

// Meetings of mutual help: what of a list changed, when they next are, and what a client counts for themself. None of it is an hour
// of treatment: nothing here is read by attendance, by the weekly dose or by claims.

export type Standing = Meeting & { id: string }
export type ListChanges = {
  add: Meeting[]
  end: { id: string; because: 'changed' | 'gone' }[]
  unchanged: number
  /** Stand on because their row was set aside this time: what cannot be read ends nothing. */
  held: number
}

const keyOf = ({ slug, weekday, starts }: Pick<Meeting, 'slug' | 'weekday' | 'starts'>): string =>
  `${slug}\n${weekday ?? '-'}\n${starts ?? '-'}`
const bodyOf = (meeting: Meeting): string =>
  JSON.stringify([
    meeting.name,
    meeting.ends,
    meeting.zone,
    [...meeting.types].sort(),
    [...meeting.languages].sort(),
    meeting.isInPerson,
    meeting.isOnline,
    meeting.place,
    meeting.address,
    meeting.notes,
    meeting.joinUrl,
    meeting.joinPhone,
    meeting.joinNotes,
  ])

/** What a list that is read again changes: by key and time what is new, different or gone. A row set aside ends nothing of its key. */
export function changesOf(
  standing: readonly Standing[],
  read: readonly Meeting[],
  setAside: ReadonlySet<string>,
): ListChanges {
  const before = new Map(standing.map((one) => [keyOf(one), one]))
  const changes: ListChanges = { add: [], end: [], unchanged: 0, held: 0 }
  const slugs = new Set(read.map(({ slug }) => slug))
  for (const meeting of read) {
    const key = keyOf(meeting)
    const was = before.get(key)
    before.delete(key)
    if (was !== undefined && bodyOf(was) === bodyOf(meeting)) changes.unchanged += 1
    else {
      if (was !== undefined) changes.end.push({ id: was.id, because: 'changed' })
      changes.add.push(meeting)
    }
  }
  for (const { id, slug } of before.values()) {
    if (setAside.has(slug) && !slugs.has(slug)) changes.held += 1
    else changes.end.push({ id, because: slugs.has(slug) ? 'changed' : 'gone' })
  }
  return changes
}

/** Whether so much would end that somebody should say so: more than half of ten or more. */
export const shrinks = (standing: number, gone: number): boolean => standing >= 10 && gone * 2 > standing

export type Next = { on: Day; starts: string; ends: string | null; at: Date }
type Weekly = Pick<Meeting, 'weekday' | 'starts' | 'ends' | 'zone'>

/** When a weekly meeting next begins on or after a day, as clocks in the reader's zone show it; null: by appointment. */
export function nextOf({ weekday, starts, ends, zone }: Weekly, from: Day, readerZone: string): Next | null {
  if (weekday === null || starts === null) return null
  const iso = weekday === 0 ? 7 : weekday
  for (let n = -1; n <= 8; n += 1) {
    const day = addDays(from, n)
    if (weekdayOf(day) !== iso) continue
    const at = instantAt(day, starts, zone)
    const on = dayAt(at, readerZone)
    if (on < from) continue
    const until = ends === null ? null : instantAt(ends <= starts ? addDays(day, 1) : day, ends, zone)
    return { on, at, starts: timeAt(at, readerZone), ends: until === null ? null : timeAt(until, readerZone) }
  }
  return null
}

export type Wish = { speaks: string; how: '' | 'in-person' | 'online'; where: string }

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether a meeting is what somebody looks for. A list that names no language is taken for English, as the format does. */
export function suits(
  meeting: Pick<Meeting, 'languages' | 'isInPerson' | 'isOnline' | 'name' | 'place' | 'address'>,
  { speaks, how, where }: Wish,
): boolean {
  if (how === 'in-person' && !meeting.isInPerson) return false
  if (how === 'online' && !meeting.isOnline) return false
  if (speaks !== '' && !(meeting.languages.length === 0 ? ['en'] : meeting.languages).includes(speaks)) return false
  const words = folded(where).split(/\s+/).filter(Boolean)
  const text = folded(`${meeting.name} ${meeting.place} ${meeting.address}`)
  return words.every((word) => text.includes(word))
}

/** Days since somebody counts: 0 on the first. */
export const daysSince = (since: Day, today: Day): number => Math.max(0, daysBetween(since, today))

const early = [1, 7, 14, 30, 60, 90, 180, 270, 365] as const

/** The last milestone that was reached (null before the first), and the next with its day. Days are whole and not negative. */
export function milestonesOf(
  since: Day,
  today: Day,
): { days: number; reached: number | null; next: number; nextOn: Day } {
  const days = daysSince(since, today)
  const years = Math.floor(days / 365)
  const all = [...early, ...Array.from({ length: years + 1 }, (_, n) => (n + 2) * 365)]
  const next = all.find((one) => one > days) ?? (years + 1) * 365
  const reached = all.filter((one) => one <= days).at(-1) ?? null
  return { days, reached, next, nextOn: addDays(since, next) }
}

const common = new Set(
  `i i’m i’ll i've i’ve i'm aa na ca ma al-anon smart dharma refuge big book higher power god dios higher step steps zoom monday tuesday
   wednesday thursday friday saturday sunday january february march april may june july august september october november december
   english spanish español christmas thanksgiving easter covid am pm ok tv lunes martes miércoles jueves viernes sábado domingo
   enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre yo navidad libro grande poder superior`
    .split(/\s+/)
    .filter(Boolean),
)
const company =
  /(?:\b(?:with|met|named|called|name is|sponsor|friend|asked|told|thanks|and|con|conocí a|llamad[oa]|amig[oa]|padrino|madrina|vi a|y)\s+)(\p{Lu}[\p{L}’'-]+(?:\s+\p{Lu}\.?(?!\p{L}))?)/gu

/**
 * Words of a log that may name somebody else: a capital in the middle of a sentence, a first name with an initial, whoever follows
 * 'with' or 'met'. A gentle question, never a bar: what people are called is told from how it is written, and is missed at times.
 */
export function namesPerhaps(text: string): string[] {
  const found = new Set<string>()
  const isCommon = (word: string) =>
    common.has(word.toLowerCase()) || common.has(word.toLowerCase().replace(/[’']s$/, ''))
  for (const [, name] of text.matchAll(company)) if (name !== undefined && !isCommon(name)) found.add(name)
  for (const [name] of text.matchAll(/\p{Lu}\p{Ll}+\s+\p{Lu}\.(?!\p{L})/gu)) found.add(name)
  for (const [, name] of text.matchAll(/(?<=[\p{Ll},;]\s)(\p{Lu}\p{Ll}{1,30})(?!\p{L})/gu))
    if (name !== undefined && !isCommon(name)) found.add(name)
  return [...found].filter((one, _, all) => !all.some((other) => other !== one && other.startsWith(one))).slice(0, 10)
}
