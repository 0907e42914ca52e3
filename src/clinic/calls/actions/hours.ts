import { addDays, dayAt, instantAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { callHoursById, callsWithin, timeAwayById, whoTakesCalls } from '../queries/hours.ts'

export type NewHours = {
  staffId: string
  weekdays: number[]
  starts: string
  ends: string
  slotMinutes: number
  firstDay: Day
  lastDay?: Day
}
const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/** Coordinators set their own hours, a director everyone's. */
async function mayFor(work: Work, staffId: string): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'call-hours.set')
  if (denied) return denied
  if (work.by.kind !== 'staff') return nothingHere
  if (work.by.id !== staffId && work.by.role !== 'director')
    return refuse('not-yours', 'These are the hours of somebody else. Ask them, or your clinical director.')
  if (!(await whoTakesCalls(work)).some((one) => one.id === staffId))
    return refuse('takes-no-calls', 'Only coordinators and directors take calls. Choose one of them.')
  return null
}

/** Sets the hours in which somebody takes calls, on one or several weekdays. */
export async function setCallHours(work: Work, said: NewHours): Promise<Refusal | null> {
  const denied = await mayFor(work, said.staffId)
  if (denied) return denied
  const setBy = work.by.id
  if (setBy === null) return nothingHere
  if (said.weekdays.length === 0) return refuse('weekdays', 'Choose at least one weekday.')
  if (said.ends <= said.starts) return refuse('hours', 'The hours end before they begin.')
  if (minutesOf(said.ends) - minutesOf(said.starts) < said.slotMinutes)
    return refuse('hours', 'No call of this length fits into these hours.')
  if (said.lastDay !== undefined && said.lastDay < said.firstDay)
    return refuse('days', 'The last day is before the first.')
  const written = await unlessRefused(
    work,
    { one_row_of_hours: 'These hours overlap others of the same weekday. End those first.' },
    () =>
      work.db
        .insertInto('callHours')
        .values(
          said.weekdays.map((weekday) => ({
            clinicId: work.clinic.id,
            id: newId(),
            staffId: said.staffId,
            weekday,
            starts: said.starts,
            ends: said.ends,
            slotMinutes: said.slotMinutes,
            during: `[${said.firstDay},${said.lastDay === undefined ? '' : addDays(said.lastDay, 1)})`,
            setBy,
            setAt: work.at,
          })),
        )
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'call-hours.set', { about: { staff: said.staffId } })
  return null
}

/** Ends hours at once: nothing more is offered, and calls that are booked already stay. */
export async function endCallHours(work: Work, hoursId: string): Promise<Refusal | null> {
  const hours = await callHoursById(work, hoursId)
  if (hours === undefined) return nothingHere
  const denied = await mayFor(work, hours.staffId)
  if (denied) return denied
  const endedBy = work.by.id
  if (endedBy === null) return nothingHere
  const lastDay = addDays(dayAt(work.at, work.clinic.timeZone), -1)
  const written = await unlessRefused(work, { call_hours_end_of: 'These hours have been ended already.' }, () =>
    work.db
      .insertInto('callHoursEnd')
      .values({ clinicId: work.clinic.id, id: newId(), hoursId, lastDay, endedBy, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'call-hours.ended', { about: { staff: hours.staffId, hours: hoursId } })
  return null
}

export type NewAway = { staffId: string; firstDay: Day; from?: string; lastDay: Day; to?: string }

/** Time away, whole days or from a time to a time. Calls that are booked in it stay: their number is the answer. */
export async function addTimeAway(work: Work, said: NewAway): Promise<{ callsInIt: number } | Refusal> {
  const denied = await mayFor(work, said.staffId)
  if (denied) return denied
  const setBy = work.by.id
  if (setBy === null) return nothingHere
  const zone = work.clinic.timeZone
  const from = instantAt(said.firstDay, said.from ?? '00:00', zone)
  const to =
    said.to === undefined ? instantAt(addDays(said.lastDay, 1), '00:00', zone) : instantAt(said.lastDay, said.to, zone)
  if (to <= from) return refuse('away', 'This time away ends before it begins.')
  if (to <= work.at) return refuse('away', 'This time away is over already.')
  await work.db
    .insertInto('timeAway')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      staffId: said.staffId,
      during: `[${from.toISOString()},${to.toISOString()})`,
      setBy,
      setAt: work.at,
    })
    .execute()
  await record(work, 'time-away.set', { about: { staff: said.staffId } })
  return { callsInIt: await callsWithin(work, said.staffId, from, to) }
}

export async function endTimeAway(work: Work, awayId: string): Promise<Refusal | null> {
  const away = await timeAwayById(work, awayId)
  if (away === undefined) return nothingHere
  const denied = await mayFor(work, away.staffId)
  if (denied) return denied
  const endedBy = work.by.id
  if (endedBy === null) return nothingHere
  const written = await unlessRefused(work, { time_away_end_of: 'This was taken back already.' }, () =>
    work.db
      .insertInto('timeAwayEnd')
      .values({ clinicId: work.clinic.id, id: newId(), awayId, endedBy, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'time-away.taken-back', { about: { staff: away.staffId } })
  return null
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
