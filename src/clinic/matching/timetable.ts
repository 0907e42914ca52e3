import type { SeriesOption, Shift, TimetableInstance, WeekTime } from './instance.ts'
import type { Violation } from './violations.ts'
import { isInside, isSameTime, minutesOf, overlaps } from './week.ts'

/** The hours left for visits: the slots of a shift that no group of theirs covers. */
export const hoursLeft = (shift: Shift, series: readonly SeriesOption[]): WeekTime[] =>
  shift.slots.filter((slot) => !series.some((one) => one.leaders.includes(shift.clinician) && overlaps(one.time, slot)))

/**
 * Everything in a timetable that must not be, each with its sentence in ids; empty: it may stand. With `before`, also
 * whatever differs from it that may not be changed: only times, rooms and leaders of series that may move.
 */
export function timetableFaults(timetable: TimetableInstance, before?: TimetableInstance): Violation[] {
  return [
    ...timetable.series.flatMap((series) => ofSeries(series, timetable)),
    ...ofRooms(timetable),
    ...ofLeaders(timetable),
    ...ofHours(timetable),
    ...(before === undefined ? [] : changedWrongly(timetable, before)),
  ]
}

const fault = (code: string, sentence: string, series: string | null, clinician: string | null = null): Violation => ({
  code,
  sentence,
  client: null,
  series,
  clinician,
})

function ofSeries(series: SeriesOption, timetable: TimetableInstance): Violation[] {
  const { placings, rooms, open, shifts, clinicians } = timetable
  const { id, time, states } = series
  const placing = placings.find((one) => one.series === id)
  if (placing === undefined) return [fault('unplaced', `Series ${id} has no place in the timetable.`, id)]
  const out: Violation[] = []
  if (!isInside(time, open)) out.push(fault('shut', `Series ${id} meets when nothing is open.`, id))
  const room = rooms.find((one) => one.id === placing.room)
  if (series.site !== null && room?.site !== series.site)
    out.push(fault('no-room', `Series ${id} has no room at its site.`, id))
  if (series.site === null && placing.room !== null)
    out.push(fault('room-by-video', `Series ${id} meets by video and holds a room.`, id))
  if (room !== undefined && room.seats < series.seats)
    out.push(fault('small-room', `Room ${room.id} holds ${room.seats}, series ${id} needs ${series.seats}.`, id))
  const leading = clinicians.filter((one) => series.leaders.includes(one.id))
  if (!(states ?? []).every((state) => leading.some((one) => one.states.includes(state))))
    out.push(fault('licence', `Series ${id} is open to a state in which nobody who leads it is licensed.`, id))
  for (const leader of series.leaders) {
    if (!placing.mayLead.includes(leader))
      out.push(fault('may-not-lead', `Clinician ${leader} may not lead series ${id}.`, id, leader))
    const shift = shifts.find((one) => one.clinician === leader)
    if (shift === undefined || !isInside(time, shift.times))
      out.push(fault('off-shift', `Clinician ${leader} does not work when series ${id} meets.`, id, leader))
  }
  return out
}

function ofRooms({ series, placings }: TimetableInstance): Violation[] {
  const roomOf = new Map(placings.map((one) => [one.series, one.room]))
  return clashes(series, (one) => [roomOf.get(one.id) ?? null].filter((id) => id !== null)).map(({ who, one, other }) =>
    fault('room-twice', `Room ${who} has ${one.id} and ${other.id} at one time.`, one.id),
  )
}

function ofLeaders({ series, mostLedMinutes }: TimetableInstance): Violation[] {
  const twice = clashes(series, (one) => one.leaders).map(({ who, one, other }) =>
    fault('leads-twice', `Clinician ${who} leads ${one.id} and ${other.id} at one time.`, one.id, who),
  )
  const led = new Map<string, number>()
  for (const one of series) for (const id of one.leaders) led.set(id, (led.get(id) ?? 0) + minutesOf(one.time))
  const tooMuch = [...led].flatMap(([id, minutes]) =>
    minutes > mostLedMinutes ? [fault('leads-too-much', `Clinician ${id} leads ${minutes} minutes.`, null, id)] : [],
  )
  return [...twice, ...tooMuch]
}

/** Two series that hold one thing (a room, a leader) at one time. */
function clashes(series: readonly SeriesOption[], holds: (one: SeriesOption) => readonly string[]) {
  const held = new Map<string, SeriesOption[]>()
  const out: { who: string; one: SeriesOption; other: SeriesOption }[] = []
  for (const one of series)
    for (const who of holds(one)) {
      const others = held.get(who) ?? []
      for (const other of others) if (overlaps(one.time, other.time)) out.push({ who, one, other })
      held.set(who, [...others, one])
    }
  return out
}

/** Hours for visits are what the groups leave of the shifts: no more, so that nobody is seen while leading. */
const ofHours = ({ clinicians, shifts, series }: TimetableInstance): Violation[] =>
  clinicians.flatMap(({ id, hours }) => {
    const shift = shifts.find((one) => one.clinician === id)
    const left = shift === undefined ? [] : hoursLeft(shift, series)
    return hours.every((hour) => left.some((one) => isSameTime(one, hour)))
      ? []
      : [fault('hours', `Clinician ${id} has hours for visits that are not theirs.`, null, id)]
  })

function changedWrongly(now: TimetableInstance, before: TimetableInstance): Violation[] {
  const after = new Map(now.series.map((one) => [one.id, one]))
  const rooms = new Map(now.placings.map((one) => [one.series, one.room]))
  return before.series.flatMap((was) => {
    const is = after.get(was.id)
    if (is === undefined) return [fault('lost', `Series ${was.id} is gone.`, was.id)]
    const placing = before.placings.find((one) => one.series === was.id)
    const out: Violation[] = []
    const isMoved =
      !isSameTime(is.time, was.time) ||
      is.leaders.join(' ') !== was.leaders.join(' ') ||
      rooms.get(was.id) !== placing?.room
    if (isMoved && placing?.mayMove === false) out.push(fault('fixed', `Series ${was.id} must stay as it is.`, was.id))
    if (minutesOf(is.time) !== minutesOf(was.time) || is.leaders.length !== was.leaders.length)
      out.push(fault('other', `Series ${was.id} has another length, or fewer or more leaders.`, was.id))
    const same = (one: SeriesOption) => JSON.stringify({ ...one, time: null, leaders: null, states: null })
    if (same(is) !== same(was)) out.push(fault('other', `Series ${was.id} is another group now.`, was.id))
    return out
  })
}
