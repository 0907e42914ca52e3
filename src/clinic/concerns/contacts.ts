import { addDays, type Day, isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

export const ways = ['phone', 'text', 'email', 'in-person', 'emergency-contact', 'letter'] as const
export type Way = (typeof ways)[number]

export const wayName: Record<Way, string> = {
  phone: 'Phone call',
  text: 'Text message',
  email: 'Email',
  'in-person': 'In person',
  'emergency-contact': 'Emergency contact',
  letter: 'Letter',
}

/** Why somebody did not come, in our own words and as the client says it. Kept as words, so that an older list still reads. */
export const missReasons = [
  'No way to get here',
  'Work',
  'Caring for somebody',
  'Ill, or at a doctor',
  'Felt low, or too anxious',
  'Used, and stayed away',
  'Court, probation or another appointment',
  'Phone, link or internet did not work',
  'Mixed up the day or the time',
  'The group does not suit',
  'In hospital or in custody',
  'Wants to stop',
  'Something else',
  'Did not say',
  'Nothing was missed: a check-in',
] as const

export type ContactDraft = {
  how: string
  reached: boolean
  reason: string
  words: string
  nextOn?: Day | undefined
  /** Whether there was craving; null or left out: not asked. */
  craving?: boolean | null
}

/** The longest that a next try may lie ahead, in days; Stepwell default. */
const LONGEST_WAIT = 60

/**
 * May this contact be recorded? Reached means that the client themself answered. Refusals: 'no-way', 'not-the-client' (an
 * emergency contact is not the client), 'no-reason' (reached, and nobody says why they did not come), 'next-day' (not a
 * day from today to 60 days ahead), 'needs-next' (somebody in care was not reached, and no next try is set).
 * Source: clinical.md §10 missed_session_outreach.
 */
export function contactRefusal(draft: ContactDraft, today: Day, isInCare: boolean): Refusal | null {
  if (!ways.some((way) => way === draft.how)) return refuse('no-way', 'Choose how you tried.')
  if (draft.reached && draft.how === 'emergency-contact')
    return refuse(
      'not-the-client',
      'Reached means that the client answered. An emergency contact who passes it on is a try.',
    )
  if (draft.reached && !missReasons.some((reason) => reason === draft.reason))
    return refuse('no-reason', 'Choose what they said. "Did not say" is an answer too.')
  const { nextOn } = draft
  if (nextOn !== undefined && (!isDay(nextOn) || nextOn < today || nextOn > addDays(today, LONGEST_WAIT)))
    return refuse('next-day', `Choose a day for the next try, from today to ${LONGEST_WAIT} days ahead.`)
  if (!draft.reached && nextOn === undefined && isInCare)
    return refuse('needs-next', 'Not reached: say on which day somebody tries again.')
  return null
}
/** What was recorded elsewhere may name a way of its own. */
export const nameOfWay = (how: string): string =>
  Object.hasOwn(wayName, how) ? wayName[how as keyof typeof wayName] : how // hasOwn has just shown it to be one
