import type { Day } from '../basics/dates.ts'
import { admit } from './admissions.ts'
import {
  bookFamily,
  bookIndividual,
  bookMedication,
  chooseTherapist,
  type Diaries,
  newDiaries,
  type Standing,
} from './diaries.ts'
import type { Colleague, House } from './house.ts'
import type { Goal } from './notes.ts'
import { makeUpDays } from './make-up-days.ts'
import { addContinuingCare, addDischarge } from './partings.ts'
import type { Sheaf } from './rows.ts'
import { addSeat, type Chairs, coreDays, lasting, newChairs, type Seat, seatStay } from './seating.ts'
import type { Stay } from './stays.ts'

/** Someone in care with all that belongs to the stay. `lived`: the clinic keeps the days of this stay. */
export type Resident = {
  stay: Stay
  therapist: Colleague
  goals: Goal[]
  seats: Seat[]
  hours: Standing[]
  lived: boolean
}

/** Holidays are arranged this many days before. */
export const arranged = 20

/** Admissions in the order of days; on Mondays, whoever lacks a day asks again for a chair. */
export function settle(house: House, sheaf: Sheaf, stays: Stay[], firstDay: Day): Map<string, Resident> {
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
      lacking = lacking.filter((one) => lacks(house, one))
    }
  }
  for (const stay of stays) {
    askAgainUntil(stay.from)
    const resident = moveIn(house, sheaf, stay, chairs, diaries, stay.until >= firstDay)
    residents.set(stay.id, resident)
    if (resident.lived && lacks(house, resident)) lacking.push(resident)
    if (stay.isOver) diaries.caseload.set(resident.therapist.id, (diaries.caseload.get(resident.therapist.id) ?? 1) - 1)
  }
  askAgainUntil(today)
  for (const { seats, stay } of residents.values()) {
    for (const seat of seats) addSeat(house, sheaf, seat, stay.ending)
  }
  makeUpDays(house, sheaf, [...residents.values()], calendar.add(today, -30), calendar.add(today, arranged))
  return residents
}

export const lacks = (house: House, { stay, seats }: Resident): boolean =>
  new Set(lasting(stay, seats).map((seat) => seat.meeting.weekday)).size < coreDays(house, stay)

export function moveIn(
  house: House,
  sheaf: Sheaf,
  stay: Stay,
  chairs: Chairs,
  diaries: Diaries,
  lived: boolean,
): Resident {
  const seats = lived ? seatStay(house, chairs, stay, [], stay.from) : []
  const therapist = chooseTherapist(house, diaries, stay, seats)
  const full = house.number === 0 || lived
  const goals = admit(house, sheaf, stay, therapist, full)
  if (full) addContinuingCare(house, sheaf, stay, therapist.id)
  if (stay.isOver) addDischarge(house, sheaf, stay, therapist.id)
  if (!lived) return { stay, therapist, goals, seats: [], hours: [], lived }
  const hours = [
    bookIndividual(house, diaries, stay, therapist, seats),
    bookMedication(house, diaries, stay, seats),
    bookFamily(house, diaries, stay, therapist, seats),
  ]
  return { stay, therapist, goals, seats, hours: hours.filter((one) => one !== null), lived }
}
