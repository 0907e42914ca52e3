import { isQuiet, usualOfferPolicy } from '../clinic/groups/offering.ts'
import { minutesAfter } from './calendar.ts'
import type { House } from './house.ts'

/** So many minutes ago, or the evening before where nobody is called at that hour. */
export function lately({ at, today, calendar, clinic }: House, minutes: number): Date {
  const then = minutesAfter(at, -minutes)
  if (!isQuiet(then, usualOfferPolicy, clinic.timeZone)) return then
  const evenings = [0, 1].map((back) => minutesAfter(calendar.instant(calendar.add(today, -back), '20:00'), -minutes))
  return evenings.find((one) => one < then) ?? then
}
