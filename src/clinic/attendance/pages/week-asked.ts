import { addDays, type Day, isDay, weekOf as mondayOf } from '../../../basics/dates.ts'
import { daysLaidAhead } from '../../groups/actions/lay.ts'

/** The Monday that was asked for, as far as the calendar reaches; this week when nothing sensible was. */
export function weekAsked(asked: string | undefined, now: Day): Day {
  if (!isDay(asked) || asked < '2000-01-01') return now
  const monday = mondayOf(asked)
  const last = mondayOf(addDays(now, daysLaidAhead - 7))
  return monday > last ? last : monday
}
