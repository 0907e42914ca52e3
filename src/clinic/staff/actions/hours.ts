import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { placesToChoose, roomsUsedBy, workingHoursById } from '../queries/hours.ts'
import { whoWrites } from './credentials.ts'
import { keepAway } from './leave.ts'

export type NewWorkingHours = {
  weekdays: number[]
  starts: string
  ends: string
  /** Null: from afar. */
  siteId: string | null
  from: Day
  to?: Day
}

/** Sets when somebody works, on one or several weekdays, from a day on. */
export async function setWorkingHours(work: Work, staffId: string, said: NewWorkingHours): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff-week.set')
  if (denied) return denied
  if (said.weekdays.length === 0) return refuse('weekdays', 'Choose at least one weekday.')
  if (said.ends <= said.starts) return refuse('hours', 'The hours end before they begin.')
  if (said.to !== undefined && said.to < said.from) return refuse('dates-turned', 'The last day is before the first.')
  if (said.siteId !== null && !(await placesToChoose(work)).sites.some((one) => one.id === said.siteId))
    return refuse('site', 'Choose the site from the list.')
  const during = sql<string>`daterange(${said.from}::date, ${said.to === undefined ? null : addDays(said.to, 1)}::date)`
  const written = await unlessRefused(
    work,
    { works_in_one_place: 'These hours overlap others of the same weekday. End those first.' },
    () =>
      work.db
        .insertInto('workingHours')
        .values(
          said.weekdays.map((weekday) => ({
            clinicId: work.clinic.id,
            id: newId(),
            staffId,
            weekday,
            starts: said.starts,
            ends: said.ends,
            siteId: said.siteId,
            during,
            setBy: whoWrites(work),
            setAt: work.at,
          })),
        )
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'working-hours.set', { about: { staff: staffId, from: said.from } })
  return null
}

/** Ends hours from today on; what was, was. */
export async function endWorkingHours(work: Work, staffId: string, hoursId: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff-week.set')
  if (denied) return denied
  const hours = await workingHoursById(work, hoursId)
  if (hours === undefined || hours.staffId !== staffId)
    return refuse('not-found', 'This does not exist, or it is not yours to see.')
  const lastDay = addDays(dayAt(work.at, work.clinic.timeZone), -1)
  const written = await unlessRefused(work, { working_hours_end_of: 'These hours were ended already.' }, () =>
    work.db
      .insertInto('workingHoursEnd')
      .values({ clinicId: work.clinic.id, id: newId(), hoursId, lastDay, endedBy: whoWrites(work), endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'working-hours.ended', { about: { staff: staffId, hours: hoursId } })
  return null
}

/** How many clients somebody is primary therapist of at most, from a day on; null: no limit. */
export async function setCaseloadCap(
  work: Work,
  staffId: string,
  said: { most: number | null; from: Day; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff-week.set')
  if (denied) return denied
  const { from, ...rest } = said
  await work.db
    .insertInto('caseloadCap')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      staffId,
      ...rest,
      effectiveFrom: from,
      setBy: whoWrites(work),
      setAt: work.at,
    })
    .execute()
  await record(work, 'caseload-limit.set', { about: { staff: staffId, most: said.most, from } })
  return null
}

/** The rooms that somebody uses: what is not among them any more is taken off. */
export async function setRooms(work: Work, staffId: string, roomIds: readonly string[]): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'staff-week.set')
  if (denied) return denied
  const { rooms } = await placesToChoose(work)
  if (roomIds.some((id) => !rooms.some((room) => room.id === id))) return refuse('room', 'Choose rooms from the list.')
  const now = new Set((await roomsUsedBy(work, staffId)).map((room) => room.id))
  const changed = rooms.filter((room) => now.has(room.id) !== roomIds.includes(room.id))
  if (changed.length === 0) return null
  await work.db
    .insertInto('staffRoom')
    .values(
      changed.map((room) => ({
        clinicId: work.clinic.id,
        id: newId(),
        staffId,
        roomId: room.id,
        uses: roomIds.includes(room.id),
        setBy: whoWrites(work),
        setAt: work.at,
      })),
    )
    .execute()
  await record(work, 'staff-rooms.set', { about: { staff: staffId, rooms: roomIds.length } })
  return null
}

/** What somebody offers to say of themselves. Their own to say, or an administrator's for them. */
export async function setGender(
  work: Work,
  staffId: string,
  gender: '' | 'woman' | 'man' | 'nonbinary',
): Promise<null | Refusal> {
  if (work.by.id !== staffId && !may(work.by, 'staff.manage')) return mayNot(work.by, 'staff.manage')
  await work.db
    .insertInto('staffGender')
    .values({ clinicId: work.clinic.id, id: newId(), staffId, gender, setBy: whoWrites(work), setAt: work.at })
    .execute()
  await record(work, 'staff-gender.set', { about: { staff: staffId } })
  return null
}

/** Whole days away of anybody on the staff. */
export async function addLeave(work: Work, staffId: string, from: Day, to: Day): Promise<null | Refusal> {
  return mayNot(work.by, 'staff-week.set') ?? keepAway(work, staffId, from, to)
}
