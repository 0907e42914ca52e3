import type { Colleague, House } from './house.ts'
import type { Diary } from './living.ts'
import { minutesAfter } from './calendar.ts'
import type { Resident } from './residents.ts'
import type { Deed } from './trail.ts'

/** Who looked at whom in the last weeks: therapists at their own, coordinators after misses, the biller on Fridays. */
export function looks(house: House, residents: Resident[], diary: Diary): Deed[] {
  const { calendar, chance, today } = house
  const deeds: Deed[] = []
  const biller = house.staff.find((one) => one.role === 'biller')
  for (const { stay, therapist } of residents) {
    for (const day of calendar.span(diary.trailFrom, today)) {
      if (day < stay.from || (stay.isOver && day > stay.until) || calendar.weekday(day) > 5) continue
      const look = (by: Colleague, time: string, screen: string) => {
        const at = minutesAfter(calendar.instant(day, time), Math.floor(200 * chance(stay.id, screen, day)))
        if (at <= house.at) deeds.push({ at, by, verb: 'looked', clients: [stay.person.id], about: { screen } })
      }
      if (chance(stay.id, 'therapist looks', day) < 0.12) look(therapist, '12:20', 'plan')
      if (chance(stay.id, 'director looks', day) < 0.02) look(house.director, '15:10', 'face sheet')
      if (biller !== undefined && calendar.weekday(day) === 5 && chance(stay.id, 'biller looks', day) < 0.3)
        look(biller, '10:00', 'sessions')
      if (diary.expected.get(stay.id)?.get(day)?.missed === true)
        look(house.coordinators[0] ?? house.director, '13:00', 'face sheet')
    }
  }
  return deeds
}
