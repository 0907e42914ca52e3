import { addDays, type Day, daysBetween } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

/** So many days after the last one somebody asks how they are, and tries so often before the next takes over. */
export type FollowUpStep = { dayAfter: number; tries: number }
export type FollowUpPolicy = { steps: readonly FollowUpStep[]; from: Day; source: string }

/**
 * Effort that decreases, with a person's call at two weeks. Source: clinical.md §10 (7, 30, 90 days [K]), products.md E7, E15, E16
 * (early calls, active reaching out).
 */
export const usualSteps: readonly FollowUpStep[] = [
  { dayAfter: 2, tries: 3 },
  { dayAfter: 7, tries: 3 },
  { dayAfter: 14, tries: 3 },
  { dayAfter: 30, tries: 2 },
  { dayAfter: 90, tries: 2 },
  { dayAfter: 180, tries: 1 },
  { dayAfter: 365, tries: 1 },
]

export const outcomes = ['well', 'struggling', 'wants-back', 'in-care', 'declines', 'died', 'not-reached'] as const
export type FollowUpOutcome = (typeof outcomes)[number]

/** The steps that stand for a stay that ended on a day: the latest policy that had begun by then. */
export function stepsOn(policies: readonly FollowUpPolicy[], lastDay: Day): readonly FollowUpStep[] {
  const begun = policies.filter((one) => one.from <= lastDay)
  return begun.length === 0 ? usualSteps : (begun.at(-1)?.steps ?? usualSteps)
}

export type Tried = { dayAfter: number; outcome: FollowUpOutcome; on: Day }
export type Next =
  | { state: 'due'; dayAfter: number; on: Day; triesLeft: number; lastTried: Day | null }
  | { state: 'over'; because: 'done' | 'declines' | 'died' | 'in-care' }

/**
 * What comes next for somebody who left: the first step that is neither settled nor tried as often as it may be. Who was tried
 * today is next tried tomorrow. A step ends when the next one begins: what was missed is not made up for, so that nobody is called
 * twice on one day. Who declines, died or is in care here again is asked no more. Days are whole. Refuses nothing.
 */
export function nextFollowUp(
  lastDay: Day,
  steps: readonly FollowUpStep[],
  tried: readonly Tried[],
  today: Day,
  isBack: boolean,
): Next {
  const end = (['died', 'declines'] as const).find((outcome) => tried.some((one) => one.outcome === outcome))
  if (end !== undefined) return { state: 'over', because: end }
  if (isBack) return { state: 'over', because: 'in-care' }
  const sorted = steps.toSorted((one, other) => one.dayAfter - other.dayAfter)
  // In days since the last one: a board asks this of everybody who left within a year.
  const since = daysBetween(lastDay, today)
  for (const [n, step] of sorted.entries()) {
    // Another step has begun: it takes over. The last one stays for a month.
    const closes = sorted[n + 1]?.dayAfter ?? step.dayAfter + 30
    if (since >= closes) continue
    const own = tried.filter((one) => one.dayAfter === step.dayAfter)
    const triesLeft = step.tries - own.length
    if (own.some((one) => one.outcome !== 'not-reached') || triesLeft <= 0) continue
    const lastTried =
      own
        .map((one) => one.on)
        .toSorted()
        .at(-1) ?? null
    const triedAfter = lastTried === null ? -1 : daysBetween(lastDay, lastTried)
    const due = triedAfter >= step.dayAfter ? triedAfter + 1 : step.dayAfter
    if (due >= closes) continue
    return { state: 'due', dayAfter: step.dayAfter, on: addDays(lastDay, due), triesLeft, lastTried }
  }
  return { state: 'over', because: 'done' }
}

/** Days after leaving between which a person speaks with whoever left: early calls by a person reach more [products.md E7] [K]. */
export const voiceDays = { from: 12, to: 16 } as const
const spoken = ['phone', 'in-person']

/** Whether this follow-up is settled by a person's voice alone: the one at two weeks. */
export const needsVoice = (dayAfter: number): boolean => dayAfter >= voiceDays.from && dayAfter <= voiceDays.to

/**
 * May these steps be set? 'days' (none, or one twice), 'two-weeks' (none falls between 12 and 16 days after: there a person calls),
 * 'effort-grows' (a later step is tried more often than an earlier one: effort grows less with time). Days 1 to 366, tries 1 to 9.
 */
export function stepsRefusal(steps: readonly FollowUpStep[]): Refusal | null {
  const sorted = steps.toSorted((one, other) => one.dayAfter - other.dayAfter)
  if (sorted.length === 0 || new Set(sorted.map(({ dayAfter }) => dayAfter)).size !== sorted.length)
    return refuse('days', 'Give each day once, and at least one.')
  if (!sorted.some(({ dayAfter }) => needsVoice(dayAfter)))
    return refuse(
      'two-weeks',
      `Keep a call by a person at two weeks: one of the days lies between ${voiceDays.from} and ${voiceDays.to}.`,
    )
  const grows = sorted.find(({ tries }, n) => tries > (sorted[n - 1]?.tries ?? tries))
  return grows === undefined
    ? null
    : refuse(
        'effort-grows',
        `Effort grows less with time: day ${grows.dayAfter} is tried more often than the one before.`,
      )
}

/**
 * May this be noted? 'no-such-step', 'not-yet' (its day has not come), 'needs-voice' (at two weeks a text, an email or a letter is a
 * try and settles nothing), 'words' (what somebody said is wanted but for a try).
 */
export function mayNote(
  next: Next,
  said: { dayAfter: number; how: string; outcome: FollowUpOutcome; words: string },
  today: Day,
): Refusal | null {
  if (next.state === 'over')
    return refuse('over', 'Nothing is to be asked any more: this was settled while you looked.')
  if (next.dayAfter !== said.dayAfter)
    return refuse('no-such-step', 'A colleague has noted this already. What comes next stands below.')
  if (next.on > today && next.lastTried === null)
    return refuse('not-yet', `It is due on ${next.on}. Call then, or record an outreach call today.`)
  if (next.on > today) return refuse('tried-today', 'It was tried today already. The next try is tomorrow.')
  if (said.outcome !== 'not-reached' && needsVoice(said.dayAfter) && !spoken.includes(said.how))
    return refuse(
      'needs-voice',
      'Two weeks after leaving a person speaks with them, by telephone or face to face. Anything else counts as a try: choose “Not reached”.',
    )
  if (said.outcome !== 'not-reached' && said.words.trim() === '')
    return refuse('words', 'Say in a few words how they are.')
  return null
}
