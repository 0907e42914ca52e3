import type { Day } from '../basics/dates.ts'
import { riverbend } from '../../tests/cast.ts'
import { minutesAfter } from './calendar.ts'
import { addVisit, type Visit, visitsOf } from './diaries.ts'
import type { House } from './house.ts'
import {
  addSession,
  daysOf,
  type Diary,
  keepNote,
  keepSession,
  keepVisit,
  sessionsOf,
  unmarkedYet,
  unsignedYet,
} from './living.ts'
import { looks } from './looks.ts'
import { addMeasures } from './measures.ts'
import type { Present, Session } from './notes.ts'
import { addNurse } from './nurse.ts'
import { addOutreach, missesInRow } from './outreach.ts'
import { addPerson } from './people.ts'
import { type Resident, settle } from './residents.ts'
import { newSheaf, type Sheaf } from './rows.ts'
import { addAvailability } from './seating.ts'
import { type Census, planStays, type Stay } from './stays.ts'
import type { Deed } from './trail.ts'
import { addWishes } from './wishes.ts'
import { addHandOffs, addWaiting } from './waiting.ts'

/** Sessions and visits stand in the calendar this many days ahead, as the clock lays them. */
export const daysAhead = 42

/** How far back the trail of a fresh demo reaches. */
const trailDays = 30

/** A whole house, from its first admission to this minute: every row but the boards. */
export function liveHouse(house: House, census: Census, firstDay: Day): { sheaf: Sheaf; deeds: Deed[] } {
  const sheaf = newSheaf()
  const isFirst = house.clinic.id === riverbend.id && house.number === 0
  // One of those in care is still to be placed.
  const stays = planStays(house, isFirst ? { ...census, active: census.active - 1 } : census)
  const diary: Diary = { expected: new Map(), deeds: [], trailFrom: house.calendar.add(house.today, -trailDays) }
  let number = 1000 + house.number * 1000
  const next = () => String((number += 1))

  addEveryone(house, sheaf, stays, firstDay, next)
  if (isFirst) addNurse(house, sheaf, next())
  const residents = settle(house, sheaf, stays, firstDay)
  keepDays(house, sheaf, residents, firstDay, diary)
  for (const resident of residents.values()) follow(house, sheaf, resident, diary)
  reachOut(house, sheaf, [...residents.values()], firstDay, diary)
  if (isFirst) {
    addWaiting(house, sheaf, house.today, next)
    addHandOffs(house, sheaf, house.today, next)
  }
  return { sheaf, deeds: [...diary.deeds, ...looks(house, [...residents.values()], diary)] }
}

/** Everybody is written down once, numbered in the order in which the clinic heard of them. */
function addEveryone(house: House, sheaf: Sheaf, stays: Stay[], firstDay: Day, next: () => string): void {
  const latest = new Map(stays.map((stay) => [stay.person.id, stay]))
  const people = [...latest.values()].sort(
    (a, b) => a.person.knownSince.getTime() - b.person.knownSince.getTime() || (a.person.id < b.person.id ? -1 : 1),
  )
  for (const stay of people) {
    const full = house.number === 0 || stay.until >= firstDay
    addPerson(house, sheaf, stay.person, next(), full)
    if (stay.isOver) continue
    addAvailability(house, sheaf, stay)
    addWishes(house, sheaf, stay)
  }
}

/** Every session and visit of the time that was lived, and those that stand ahead. */
function keepDays(house: House, sheaf: Sheaf, residents: Map<string, Resident>, firstDay: Day, diary: Diary): void {
  const lastDay = house.calendar.add(house.today, daysAhead)
  const seatsOf = Map.groupBy(
    [...residents.values()].flatMap((one) => one.seats),
    (seat) => seat.meeting.id,
  )
  const changed = house.changes.map((one) => one.next)
  const sessions: { session: Session; nth: number }[] = [
    ...house.blocks.map((block) => block.meetings),
    changed,
  ].flatMap((meetings) =>
    meetings.flatMap((meeting, nth) =>
      sessionsOf(house, meeting, firstDay, lastDay).map((session) => ({ session, nth })),
    ),
  )
  sessions.sort(
    (a, b) => a.session.starts.getTime() - b.session.starts.getTime() || (a.session.id < b.session.id ? -1 : 1),
  )
  const all = sessions.map((one) => one.session)
  const unmarked = unmarkedYet(house, all)
  const unsigned = unsignedYet(house, all)
  for (const { session, nth } of sessions) {
    addSession(house, sheaf, session)
    if (session.cancelled !== null || session.ends > house.at || unmarked.has(session.id)) continue
    const room = (seatsOf.get(session.meeting.id) ?? [])
      .filter((seat) => seat.from <= session.day && (seat.until === null || seat.until >= session.day))
      .flatMap((seat) => residents.get(seat.stayId) ?? [])
    const present: Present[] = keepSession(house, sheaf, session, room, nth, diary)
    if (!unsigned.has(session.id)) keepNote(house, sheaf, session, present, diary)
  }
  const visits: { visit: Visit; stay: Stay }[] = [...residents.values()].flatMap(({ stay, hours }) =>
    hours.flatMap((standing) => visitsOf(house, standing, firstDay, lastDay).map((visit) => ({ visit, stay }))),
  )
  for (const { visit, stay } of visits) {
    addVisit(house, sheaf, visit)
    if (visit.ends <= house.at) keepVisit(house, sheaf, visit, visit.standing.staff, stay, diary)
  }
}

const longAgo = new Date(0)

/** The measures of a stay, and its admission for the trail. */
function follow(house: House, sheaf: Sheaf, { stay, therapist, lived }: Resident, diary: Diary): void {
  if (lived) addMeasures(house, sheaf, stay, longAgo, therapist.id)
  if (stay.from < diary.trailFrom || stay.from > house.today) return
  const at = minutesAfter(house.calendar.instant(stay.from, '08:00'), 22)
  const by = house.coordinators[0] ?? house.director
  diary.deeds.push({ at, by, verb: 'episode.admitted', clients: [stay.person.id], about: { episode: stay.id } })
}

/** Calls after misses. Of those who missed their last day, three are still to be reached; the rest answered. */
function reachOut(house: House, sheaf: Sheaf, residents: Resident[], firstDay: Day, diary: Diary): void {
  const days = new Map(residents.map((one) => [one.stay.id, daysOf(diary, one.stay.id)]))
  const missing = residents
    .filter(({ stay }) => !stay.isOver && missesInRow(days.get(stay.id) ?? []) > 0)
    .sort(
      (a, b) =>
        missesInRow(days.get(b.stay.id) ?? []) - missesInRow(days.get(a.stay.id) ?? []) ||
        (a.stay.id < b.stay.id ? -1 : 1),
    )
  // More than stay open: some of them are away for a while, which is told later; the rest are reached when everything is laid.
  const open = new Set(missing.slice(0, 9).map((one) => one.stay.id))
  const callers = house.coordinators.map((one) => one.id)
  for (const { stay, therapist } of residents) {
    const who = {
      clientId: stay.person.id,
      stayId: stay.id,
      callers: [...callers, therapist.id],
      isOver: stay.isOver,
      isLeaving: stay.isOver && stay.ending === 'dropped-out',
    }
    addOutreach(house, sheaf, who, days.get(stay.id) ?? [], firstDay, stay.isOver ? null : open.has(stay.id))
  }
}
