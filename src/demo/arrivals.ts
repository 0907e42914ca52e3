import type { Day } from '../basics/dates.ts'
import type { Diaries } from './diaries.ts'
import type { House } from './house.ts'
import { madeByDemo } from './ids.ts'
import { nurseStayId } from './nurse.ts'
import { addPerson, type Person } from './people.ts'
import { lacks, moveIn, type Resident } from './residents.ts'
import type { Sheaf } from './rows.ts'
import { addAvailability, addSeat, type Chairs, seatStay } from './seating.ts'
import { endingOf, lastDay, programFor, type Stay, stayOf } from './stays.ts'
import { addWishes } from './wishes.ts'

/** A clinic admits a few people a day. */
const mostADay = 4

/**
 * People come in the place of those who left, on working days, those who waited at the front door first. On Mondays
 * whoever lacks a day asks for a chair again.
 */
export function letIn(
  house: House,
  sheaf: Sheaf,
  o: {
    days: Day[]
    census: number
    residents: Resident[]
    waiting: Person[]
    chairs: Chairs
    diaries: Diaries
    number: () => string
  },
): Resident[] {
  const { calendar } = house
  const everyone = [...o.residents]
  const arrived: Resident[] = []
  const isHere = (one: Resident, day: Day) => one.stay.from <= day && (!one.stay.isOver || one.stay.until >= day)
  for (const day of o.days) {
    if (calendar.weekday(day) === 1)
      askAgain(
        house,
        sheaf,
        everyone.filter((one) => isHere(one, day)),
        o.chairs,
        day,
      )
    if (calendar.weekday(day) > 5 || calendar.instant(day, '09:15') > house.at) continue
    let here = everyone.filter((one) => isHere(one, day)).length
    for (let n = 0; n < mostADay && here < o.census; n += 1, here += 1) {
      const stay = newcomer(house, day, n, o.waiting)
      if (stay.person.isKnown !== true) addPerson(house, sheaf, stay.person, o.number())
      if (!stay.isOver) {
        addAvailability(house, sheaf, stay)
        addWishes(house, sheaf, stay)
      }
      const resident = moveIn(house, sheaf, stay, o.chairs, o.diaries, true)
      for (const seat of resident.seats) addSeat(house, sheaf, seat, stay.ending)
      everyone.push(resident)
      arrived.push(resident)
    }
  }
  return arrived
}

function newcomer(house: House, day: Day, n: number, waiting: Person[]): Stay {
  const { chance } = house
  const key = `came ${day} ${n}`
  const patient = waiting.findIndex(
    (one) => house.calendar.instant(day, '08:00').getTime() - one.knownSince.getTime() > 2 * 86_400_000,
  )
  const [known] = patient === -1 ? [] : waiting.splice(patient, 1)
  const program = programFor(house, chance(key, 'program'))
  const stay =
    known === undefined ? stayOf(house, key, program, day, null) : stayOf(house, key, program, day, null, known)
  const until = lastDay(house, stay.id, day, day)
  return { ...stay, until, isOver: until < house.today, ending: endingOf(chance, stay.id) }
}

function askAgain(house: House, sheaf: Sheaf, here: Resident[], chairs: Chairs, monday: Day): void {
  for (const one of here) {
    if (!one.lived || !lacks(house, one) || !isOurs(one)) continue
    const more = seatStay(house, chairs, one.stay, one.seats, monday, one.hours)
    one.seats.push(...more)
    for (const seat of more) addSeat(house, sheaf, seat, one.stay.ending)
  }
}

/** The nurse waits for somebody to compose her week. */
const isOurs = ({ stay }: Resident): boolean => stay.id !== nurseStayId && (stay.cast !== null || madeByDemo(stay.id))
