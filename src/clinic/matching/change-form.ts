import { isId } from '../../basics/ids.ts'
import type { Change } from './changes-possible.ts'

/** A change as a form carries it; `changeRead` reads it back. */
export function changeKey(change: Change): string {
  switch (change.kind) {
    case 'window':
      return [
        'window',
        change.whose,
        change.window.weekday,
        change.window.from,
        change.window.to,
        change.side,
        change.minutes,
      ].join(' ')
    case 'day':
      return `day ${change.weekday}`
    case 'topic':
      return `topic ${change.topic}`
    case 'seat':
      return `seat ${change.series}`
    case 'caseload':
      return `caseload ${change.clinician}`
    default:
      return change.kind
  }
}

/** The change that a form carried, or null where it is none. */
export function changeRead(text: string): Change | null {
  const [kind, ...rest] = text.split(' ')
  const [one = '', two, three, four, side, minutes] = rest
  if (kind === 'video' || kind === 'gender') return { kind }
  if (kind === 'day') return isWeekday(Number(one)) ? { kind, weekday: Number(one) } : null
  if (kind === 'topic') return one === '' || one.length > 60 ? null : { kind, topic: one }
  if (kind === 'seat') return isId(one) ? { kind, series: one } : null
  if (kind === 'caseload') return isId(one) ? { kind, clinician: one } : null
  const [weekday, from, to, by] = [two, three, four, minutes].map(Number)
  if (kind !== 'window' || (one !== 'client' && one !== 'family') || (side !== 'earlier' && side !== 'later'))
    return null
  if (weekday === undefined || from === undefined || to === undefined || by === undefined || !isWeekday(weekday))
    return null
  if (![from, to, by].every(Number.isInteger) || from < 0 || to > 1440 || from >= to || by < 1 || by > 240) return null
  return { kind, whose: one, window: { weekday, from, to }, side, minutes: by }
}

const isWeekday = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= 7
