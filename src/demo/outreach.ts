import type { Day } from '../basics/dates.ts'
import type { missReasons } from '../clinic/concerns/contacts.ts'
import { minutesAfter } from './calendar.ts'
import { pick, weighted, whole } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'

/** One day on which somebody was expected: missed whole or not, and when the last thing missed began. */
export type ExpectedDay = { day: Day; missed: boolean; came: boolean; began: Date }

/** Whom to call, and who calls. */
type Missing = { clientId: string; stayId: string; callers: string[]; isOver: boolean; isLeaving: boolean }

/** How many days in a row were missed up to the last one that was marked. */
export function missesInRow(days: ExpectedDay[]): number {
  let n = 0
  while (n < days.length && days[days.length - 1 - n]?.missed === true) n += 1
  return n
}

const reasons: (typeof missReasons)[number][] = [
  'No way to get here',
  'No way to get here',
  'Work',
  'Caring for somebody',
  'Ill, or at a doctor',
  'Felt low, or too anxious',
  'Felt low, or too anxious',
  'Used, and stayed away',
  'Court, probation or another appointment',
  'Phone, link or internet did not work',
  'Mixed up the day or the time',
  'Did not say',
]
type How = 'phone' | 'text' | 'email' | 'emergency-contact'
const reachedWords: Record<How, string[]> = {
  phone: [
    'Talked for ten minutes. Coming to the next group.',
    'Short call; offered a ride from Monday on.',
    'Sounded tired. Asked about safety: no thoughts of self-harm. Coming tomorrow.',
    'Wants to come back and was unsure whether that is allowed. It is.',
    'Agreed on an individual hour before the next group.',
  ],
  text: [
    'Wrote back within the hour. Coming to the next group.',
    'Answered by text and asked for a call tomorrow; both agreed on a time.',
  ],
  email: ['Answered the same day. Coming to the next group.'],
  'emergency-contact': [],
}
const triedWords: Record<How, string[]> = {
  phone: [
    'Left a neutral message with the call-back number.',
    'No answer, voice mailbox full.',
    'The number rings; no answer.',
  ],
  text: ['Sent a short text without any mention of the program.', 'Sent a text with the call-back number.'],
  email: ['Sent a short, neutral email.'],
  'emergency-contact': [
    'Spoke with the emergency contact, who is going to pass it on.',
    'The emergency contact has not heard from them either.',
  ],
}

/**
 * The calls after missed days. Most people are reached after the first, fewer after the second (clinical.md §6.3). For
 * someone who is still here and whose last day was missed, `open` says whether that miss is still unanswered.
 */
export function addOutreach(
  house: House,
  sheaf: Sheaf,
  who: Missing,
  days: ExpectedDay[],
  from: Day,
  open: boolean | null,
): void {
  const run = missesInRow(days)
  let inRow = 0
  days.forEach((one, n) => {
    inRow = one.missed ? inRow + 1 : 0
    if (!one.missed || one.day < from) return
    const isLast = n === days.length - 1
    const inLastRun = n >= days.length - run
    const odds = who.isLeaving && inRow > 1 ? 0.12 : ([0.72, 0.45, 0.25][Math.min(inRow, 3) - 1] ?? 0.25)
    const reachedFirst = open === true && inLastRun ? false : house.chance(who.stayId, 'reached', one.day) < odds
    const first = attempt(house, sheaf, who, one, 1, reachedFirst || (isLast && open === false))
    if (first && !reachedFirst && !(isLast && open === false)) {
      attempt(
        house,
        sheaf,
        who,
        one,
        2,
        !(open === true && inLastRun) && house.chance(who.stayId, 'reached later', one.day) < 0.3,
      )
    }
  })
}

function attempt(
  house: House,
  sheaf: Sheaf,
  who: Missing,
  { day, began }: ExpectedDay,
  n: 1 | 2,
  reached: boolean,
): boolean {
  const { calendar, chance } = house
  const x = (what: string) => chance(who.stayId, 'call', day, n, what)
  const wanted =
    n === 1
      ? minutesAfter(began, whole(35, 110, x('when')))
      : minutesAfter(calendar.instant(calendar.add(day, 1), '10:00'), whole(0, 300, x('when')))
  if (n === 2 && wanted > house.at) return false
  const madeAt = wanted > house.at ? new Date((began.getTime() + house.at.getTime()) / 2) : wanted
  // Who answers for somebody else has not been reached: an emergency contact passes a message on.
  const later = { phone: 44, text: 24, email: 12, 'emergency-contact': reached ? 0 : 20 }
  const ways: Record<How, number> = n === 1 ? { phone: 74, text: 26, email: 0, 'emergency-contact': 0 } : later
  const how: How = weighted(ways, x('how'))
  sheaf.add('outreach', {
    id: demoId(madeAt, who.stayId, 'outreach', day, n),
    clientId: who.clientId,
    how,
    reached,
    reason: reached ? pick(reasons, x('reason')) : '',
    words: pick((reached ? reachedWords : triedWords)[how], x('words')),
    // What was promised longer ago was kept, or the stay's end answered it.
    nextOn: reached || who.isOver || calendar.add(day, n + 3) < house.today ? null : calendar.add(day, n),
    madeBy: pick(who.callers, x('caller')),
    madeAt,
  })
  return true
}
