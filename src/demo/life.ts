import type { Day } from '../basics/dates.ts'
import { riverbend } from '../../tests/cast.ts'
import { admit } from './admissions.ts'
import { minutesAfter } from './calendar.ts'
import {
  addVisit,
  bookIndividual,
  bookMedication,
  chooseTherapist,
  newDiaries,
  type Standing,
  type Visit,
  visitsOf,
} from './diaries.ts'
import type { Colleague, House } from './house.ts'
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
import { addMeasures } from './measures.ts'
import type { Goal, Present, Session } from './notes.ts'
import { addOutreach, missesInRow } from './outreach.ts'
import { addContinuingCare, addDischarge } from './partings.ts'
import { addPerson } from './people.ts'
import { newSheaf, type Sheaf } from './rows.ts'
import { addAvailability, addSeat, type Chairs, coreDays, newChairs, type Seat, seatStay } from './seating.ts'
import { type Census, planStays, type Stay } from './stays.ts'
import type { Deed } from './trail.ts'
import { addHandOffs, addWaiting } from './waiting.ts'

/** Sessions and visits stand in the calendar this many days ahead, as the clock lays them. */
export const daysAhead = 42

/** How far back the trail of a fresh demo reaches. */
const trailDays = 30

type Resident = { stay: Stay; therapist: Colleague; goals: Goal[]; seats: Seat[]; hours: Standing[]; lived: boolean }

/** A whole house, from its first admission to this minute: every row but the boards. */
export function liveHouse(house: House, census: Census, firstDay: Day): { sheaf: Sheaf; deeds: Deed[] } {
  const sheaf = newSheaf()
  const stays = planStays(house, census)
  const diary: Diary = { expected: new Map(), deeds: [], trailFrom: house.calendar.add(house.today, -trailDays) }
  let number = 1000 + house.number * 1000
  const next = () => String((number += 1))

  addEveryone(house, sheaf, stays, firstDay, next)
  const residents = settle(house, sheaf, stays, firstDay)
  keepDays(house, sheaf, residents, firstDay, diary)
  for (const resident of residents.values()) follow(house, sheaf, resident, firstDay, diary)
  reachOut(house, sheaf, [...residents.values()], firstDay, diary)
  if (house.clinic.id === riverbend.id && house.number === 0) {
    addWaiting(house, sheaf, house.today, next)
    addHandOffs(house, sheaf, house.today, next)
  }
  return { sheaf, deeds: [...diary.deeds, ...looks(house, residents, diary)] }
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
    if (!stay.isOver) addAvailability(house, sheaf, stay)
  }
}

/** Admissions in the order of days; on Mondays, whoever lacks a day asks again for a chair. */
function settle(house: House, sheaf: Sheaf, stays: Stay[], firstDay: Day): Map<string, Resident> {
  const { calendar, today } = house
  const residents = new Map<string, Resident>()
  const chairs = newChairs()
  const diaries = newDiaries()
  let lacking: Resident[] = []
  let monday = calendar.monday(stays[0]?.from ?? today)
  const askAgainUntil = (day: Day) => {
    for (; monday <= day && monday <= today; monday = calendar.add(monday, 7)) {
      lacking = lacking.filter((one) => !one.stay.isOver || one.stay.until >= monday)
      for (const one of lacking) one.seats.push(...seatStay(house, chairs, one.stay, one.seats, monday, one.hours))
      lacking = lacking.filter(lacks)
    }
  }
  for (const stay of stays) {
    askAgainUntil(stay.from)
    const resident = moveIn(house, sheaf, stay, chairs, diaries, stay.until >= firstDay)
    residents.set(stay.id, resident)
    if (resident.lived && lacks(resident)) lacking.push(resident)
    if (stay.isOver) diaries.caseload.set(resident.therapist.id, (diaries.caseload.get(resident.therapist.id) ?? 1) - 1)
  }
  askAgainUntil(today)
  for (const { seats, stay } of residents.values()) {
    for (const seat of seats) addSeat(house, sheaf, seat, stay.ending)
  }
  return residents
}

const lacks = ({ stay, seats }: Resident): boolean =>
  new Set(seats.map((seat) => seat.meeting.weekday)).size < coreDays(stay)

function moveIn(
  house: House,
  sheaf: Sheaf,
  stay: Stay,
  chairs: Chairs,
  diaries: ReturnType<typeof newDiaries>,
  lived: boolean,
): Resident {
  const therapist = chooseTherapist(house, diaries, stay)
  const goals = admit(house, sheaf, stay, therapist, house.number === 0 || lived)
  addContinuingCare(house, sheaf, stay, therapist.id)
  if (stay.isOver) addDischarge(house, sheaf, stay, therapist.id)
  if (!lived) return { stay, therapist, goals, seats: [], hours: [], lived }
  const seats = seatStay(house, chairs, stay, [], stay.from)
  const hours = [bookIndividual(house, diaries, stay, therapist, seats), bookMedication(house, diaries, stay, seats)]
  return { stay, therapist, goals, seats, hours: hours.filter((one) => one !== null), lived }
}

/** Every session and visit of the time that was lived, and those that stand ahead. */
function keepDays(house: House, sheaf: Sheaf, residents: Map<string, Resident>, firstDay: Day, diary: Diary): void {
  const lastDay = house.calendar.add(house.today, daysAhead)
  const seatsOf = Map.groupBy(
    [...residents.values()].flatMap((one) => one.seats),
    (seat) => seat.meeting.id,
  )
  const sessions: { session: Session; nth: number }[] = house.blocks.flatMap((block) =>
    block.meetings.flatMap((meeting, nth) =>
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
    if (visit.ends <= house.at) keepVisit(house, sheaf, visit, stay, diary)
  }
}

/** The measures of a stay. Of the time before the clinic kept its days here only the first is known. */
function follow(house: House, sheaf: Sheaf, { stay, therapist, lived }: Resident, firstDay: Day, diary: Diary): void {
  if (lived) addMeasures(house, sheaf, stay, stay.from < firstDay ? stay.from : firstDay, house.today, therapist.id)
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
  const open = new Set(missing.slice(0, 3).map((one) => one.stay.id))
  const callers = house.coordinators.map((one) => one.id)
  for (const { stay, therapist } of residents) {
    const who = {
      clientId: stay.person.id,
      stayId: stay.id,
      callers: [...callers, therapist.id],
      isLeaving: stay.isOver && stay.ending === 'dropped-out',
    }
    addOutreach(house, sheaf, who, days.get(stay.id) ?? [], firstDay, stay.isOver ? null : open.has(stay.id))
  }
}

/** Who looked at whom in the last weeks: therapists at their own, coordinators after misses, the biller on Fridays. */
function looks(house: House, residents: Map<string, Resident>, diary: Diary): Deed[] {
  const { calendar, chance, today } = house
  const deeds: Deed[] = []
  const biller = house.staff.find((one) => one.role === 'biller')
  for (const { stay, therapist } of residents.values()) {
    for (const day of calendar.span(diary.trailFrom, today)) {
      if (day < stay.from || (stay.isOver && day > stay.until) || calendar.weekday(day) > 5) continue
      const look = (by: Colleague, time: string, screen: string) => {
        const at = minutesAfter(calendar.instant(day, time), Math.floor(200 * chance(stay.id, screen, day)))
        if (at <= house.at) deeds.push({ at, by, verb: 'looked', clients: [stay.person.id], about: { screen } })
      }
      if (chance(stay.id, 'therapist looks', day) < 0.12) look(therapist, '12:20', 'plan')
      if (chance(stay.id, 'director looks', day) < 0.02) look(house.director, '15:10', 'chart')
      if (biller !== undefined && calendar.weekday(day) === 5 && chance(stay.id, 'biller looks', day) < 0.3)
        look(biller, '10:00', 'sessions')
      if (diary.expected.get(stay.id)?.get(day)?.missed === true)
        look(house.coordinators[0] ?? house.director, '13:00', 'chart')
    }
  }
  return deeds
}
