import { freeHours } from '../clients/free-times.ts'
import type { Seeker, WeekTime } from './instance.ts'
import { overlaps } from './week.ts'

/** Visits begin on the hour or the half, short ones on the quarter. */
const stepFor = (minutes: number): number => (minutes > 30 ? 30 : 15)
const upTo = (minute: number, step: number): number => Math.ceil(minute / step) * step

/**
 * The hours of one clinician in which a visit of so many minutes could stand, none overlapping another: those of `keep` as
 * they are (a visit that stands today), then as many as fit into what is left of `works` beside `busy`, first where the client
 * can come (`wanted`), so that no hour is cut where they need it. Minutes are whole.
 */
export function hoursFor(
  works: readonly WeekTime[],
  busy: readonly WeekTime[],
  keep: readonly WeekTime[],
  wanted: readonly WeekTime[],
  minutes: number,
): WeekTime[] {
  return cut(freeHours(works, [...busy, ...keep]), keep, freeHours(wanted, []), minutes)
}

/** The same of what is open once everything that is in the way is taken off, for the client's hours without overlaps. */
function cut(
  open: readonly WeekTime[],
  keep: readonly WeekTime[],
  wanted: readonly WeekTime[],
  minutes: number,
): WeekTime[] {
  const hours = [...keep]
  const pack = (open: readonly WeekTime[]) => {
    const step = stepFor(minutes)
    for (const { weekday, from, to } of open)
      for (let at = upTo(from, step); at + minutes <= to; at = upTo(at + minutes, step))
        hours.push({ weekday, from: at, to: at + minutes })
  }
  pack(both(open, wanted))
  pack(freeHours(open, hours))
  return hours.toSorted((a, b) => a.weekday - b.weekday || a.from - b.from)
}

/** The minutes that two lists of stretches share. */
export const both = (one: readonly WeekTime[], other: readonly WeekTime[]): WeekTime[] =>
  one.flatMap((a) =>
    other
      .filter((b) => b.weekday === a.weekday && b.from < a.to && a.from < b.to)
      .map((b) => ({ weekday: a.weekday, from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) })),
  )

type Diarist = {
  id: string
  role: string
  led: readonly WeekTime[]
  works: readonly (WeekTime & { site: string | null })[]
}
/** `weeks`: the weeks ahead in which it is taken, bits 0 to 7. */
type DiaryRow = WeekTime & { weeks: number; clientId: string | null }

/** What stands in one diary, laid out once for everybody who asks: what is at one time is one. */
export type Diary = {
  rows: readonly DiaryRow[]
  clients: ReadonlySet<string | null>
  times: readonly { time: WeekTime; weeks: number }[]
  /** What somebody has in six weeks of eight or more: theirs, as long as it stands. */
  often: readonly WeekTime[]
}

export function diaryOf(rows: readonly DiaryRow[]): Diary {
  const times = new Map<string, { time: WeekTime; weeks: number }>()
  for (const { weekday, from, to, weeks } of rows) {
    const key = `${weekday} ${from} ${to}`
    const one = times.get(key)
    if (one === undefined) times.set(key, { time: { weekday, from, to }, weeks })
    else one.weeks |= weeks
  }
  const all = [...times.values()]
  return {
    rows,
    clients: new Set(rows.map(({ clientId }) => clientId)),
    times: all,
    often: all.filter(({ weeks }) => bitsIn(weeks) >= 6).map(({ time }) => time),
  }
}
export type HoursAsked = {
  seeker: Seeker
  siteId: string
  /** When the groups of the house meet: the office hours where nobody entered their own. */
  groups: readonly WeekTime[]
}
/** An hour, the weeks of four (bits 0 to 3) in which somebody else has it, and whether the clinician works from afar then. */
export type HourKnown = { time: WeekTime; weeks: number; isAfar: boolean }

/**
 * The hours of one clinician for one client, from eight weeks of their diary (weeks 0 to 7 ahead). What somebody has in six
 * or more of them is theirs; what is in the way in one week alone is left out when visits are booked.
 */
export function hoursOf(one: Diarist, all: Diary, { seeker, siteId, groups }: HoursAsked): HourKnown[] {
  const { need, now } = seeker
  const minutes =
    one.role === 'prescriber'
      ? (need.medication?.minutes ?? 30)
      : Math.max(need.individual?.minutes ?? 45, need.family?.minutes ?? 0)
  const here = one.works.filter(({ site }) => site === null || site === siteId || seeker.site === null)
  const works = one.works.length > 0 ? here : officeHours(groups, one.led)
  const own = [now?.individual, now?.family, now?.medication].filter((visit) => visit?.clinician === one.id)
  const keep = own.flatMap((visit) => visit?.time ?? [])
  const distinct = keep.filter((time, n) => !keep.slice(0, n).some((other) => overlaps(other, time)))
  const diary = all.clients.has(seeker.id) ? diaryOf(all.rows.filter(({ clientId }) => clientId !== seeker.id)) : all
  const busy = [...one.led, ...diary.often]
  const isPlain = one.works.length > 0 && distinct.length === 0 && diary === all
  const open = isPlain
    ? openIn(all, one, `${seeker.site === null} ${siteId}`, () => freeHours(works, busy))
    : freeHours(works, [...busy, ...distinct])
  const hours = cut(open, distinct, joinedOnce(seeker.free), minutes)
  return hours.map((time) => ({
    time,
    weeks: weeksTaken(time, diary),
    isAfar: here.some((row) => row.site === null && overlaps(row, time)),
  }))
}

/** What is open in a diary is the same for every client of a site who has nothing in it: worked out once while neither changes. */
const openKept = new WeakMap<Diary, { led: Diarist['led']; works: Diarist['works']; open: Map<string, WeekTime[]> }>()
function openIn(diary: Diary, { led, works }: Diarist, where: string, workOut: () => WeekTime[]): readonly WeekTime[] {
  let kept = openKept.get(diary)
  if (kept === undefined || kept.led !== led || kept.works !== works) {
    kept = { led, works, open: new Map() }
    openKept.set(diary, kept)
  }
  const open = kept.open.get(where) ?? workOut()
  kept.open.set(where, open)
  return open
}

const joinedKept = new WeakMap<readonly WeekTime[], WeekTime[]>()
function joinedOnce(times: readonly WeekTime[]): readonly WeekTime[] {
  const joined = joinedKept.get(times) ?? freeHours(times, [])
  joinedKept.set(times, joined)
  return joined
}

/** The weeks of four that an hour is taken in; what is in the way in one week alone counts for none. */
function weeksTaken(hour: WeekTime, { times }: Diary): number {
  let seen = 0
  for (const { time, weeks } of times) if (overlaps(time, hour)) seen |= weeks
  return bitsIn(seen) <= 1 ? 0 : (seen | (seen >> 4)) & 15
}

function bitsIn(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count += 1
  return count
}

/** Where nobody entered working hours: the days on which they lead, or the house has groups, at least from nine to five. */
export function officeHours(groups: readonly WeekTime[], led: readonly WeekTime[]): WeekTime[] {
  const days = new Set((led.length > 0 ? led : groups).map(({ weekday }) => weekday))
  return [...days].map((weekday) => {
    const those = [...groups, ...led].filter((time) => time.weekday === weekday)
    const from = Math.min(9 * 60, ...those.map((time) => time.from))
    return { weekday, from, to: Math.max(17 * 60, ...those.map((time) => time.to)) }
  })
}
