import { addDays, dayAt, instantAt, timeAt, weekdayOf, type Day } from '../../basics/dates.ts'

/** When one member of staff takes calls: wall times in the clinic's clock on one weekday (1 to 7), over a range of days. */
export type CallHours = {
  staffId: string
  weekday: number
  from: string
  to: string
  slotMinutes: number
  firstDay: Day
  /** The last day on which they hold; null: until further notice. */
  lastDay: Day | null
}
/** A stretch in which somebody cannot take a call; nobody says why. `to` is the first free instant. */
export type Busy = { staffId: string; from: Date; to: Date }
/** A time that can be booked, and with whom. */
export type Slot = { at: Date; free: { staffId: string; minutes: number }[] }

export type SlotFacts = {
  hours: readonly CallHours[]
  busy: readonly Busy[]
  closedDays: readonly Day[]
  /** The clinic's IANA zone, in which hours and closed days are meant. */
  zone: string
  /** The first instant at which a call may begin, and the first at which none may any more. */
  from: Date
  until: Date
}

const minute = 60_000

/**
 * The times at which somebody can be called, in order, each once however many are free.
 * A slot lies wholly within one row of hours, also on the two days of the year when the clock changes: on the short day the
 * skipped hour offers nothing, on the long one the repeated hour is offered twice, as two instants.
 */
export function freeSlots(facts: SlotFacts): Slot[] {
  const { zone, from, until } = facts
  const slots = new Map<number, Slot>()
  if (until <= from) return []
  const last = dayAt(until, zone)
  for (let day = dayAt(from, zone); day <= last; day = addDays(day, 1)) {
    if (facts.closedDays.includes(day)) continue
    for (const row of facts.hours) {
      if (row.weekday !== weekdayOf(day) || day < row.firstDay || (row.lastDay !== null && day > row.lastDay)) continue
      const busy = facts.busy.filter((one) => one.staffId === row.staffId)
      for (const at of beginnings(day, row, zone)) {
        const end = at + row.slotMinutes * minute
        if (at < from.getTime() || at >= until.getTime()) continue
        if (busy.some((one) => one.from.getTime() < end && at < one.to.getTime())) continue
        const slot = slots.get(at) ?? { at: new Date(at), free: [] }
        if (!slot.free.some((one) => one.staffId === row.staffId))
          slot.free.push({ staffId: row.staffId, minutes: row.slotMinutes })
        slots.set(at, slot)
      }
    }
  }
  return [...slots.values()].sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** Instants in milliseconds at which the slots of one row begin on one day. */
function beginnings(day: Day, { from, to, slotMinutes }: CallHours, zone: string): number[] {
  const opens = instantAt(day, from, zone).getTime()
  const closes = instantAt(day, to, zone).getTime()
  const length = slotMinutes * minute
  const all: number[] = []
  for (let at = opens; at + length <= closes; at += length) all.push(at)
  // A clock that shows both ends, as far apart as they are, did not change between them.
  const shows = (at: number): string => timeAt(new Date(at), zone)
  if (shows(opens) === from && shows(closes) === to && closes - opens === (minutesOf(to) - minutesOf(from)) * minute)
    return all
  // It changes on this day: what counts is that its face shows the first and the last moment of a call within the hours.
  return all.filter((at) => {
    const last = at + length - 1
    return shows(at) >= from && shows(last) < to && dayAt(new Date(last), zone) === day
  })
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/**
 * Who of those free takes the call: whoever has the fewest calls around now; of several, the first by id, who then has one more.
 * @param calls calls by staff id; who is not in it has none
 */
export function fairest(free: Slot['free'], calls: ReadonlyMap<string, number>): Slot['free'][number] | undefined {
  return [...free].sort(
    (a, b) => (calls.get(a.staffId) ?? 0) - (calls.get(b.staffId) ?? 0) || (a.staffId < b.staffId ? -1 : 1),
  )[0]
}

/** The days on which a clock in `zone` shows at least one of the slots, each with its slots. */
export function byDay(slots: readonly Slot[], zone: string): { day: Day; slots: Slot[] }[] {
  const days: { day: Day; slots: Slot[]; ends: number }[] = []
  for (const slot of slots) {
    const current = days.at(-1)
    if (current !== undefined && slot.at.getTime() < current.ends) current.slots.push(slot)
    else {
      const day = dayAt(slot.at, zone)
      days.push({ day, slots: [slot], ends: instantAt(addDays(day, 1), '00:00', zone).getTime() })
    }
  }
  return days.map(({ day, slots: those }) => ({ day, slots: those }))
}

/** How soon after now a call may be booked, how far ahead, and how long a silent conversation stays open. */
export type CallPolicy = { noticeMinutes: number; horizonDays: number; silenceDays: number }
/** What counts until the clinic has said its own (a default of ours, no law). */
export const usualPolicy: CallPolicy = { noticeMinutes: 60, horizonDays: 14, silenceDays: 30 }

/** From when until when calls may begin that are booked at `at`. */
export function bookable(at: Date, policy: CallPolicy, zone: string): { from: Date; until: Date } {
  return {
    from: new Date(at.getTime() + policy.noticeMinutes * minute),
    until: instantAt(addDays(dayAt(at, zone), policy.horizonDays + 1), '00:00', zone),
  }
}
