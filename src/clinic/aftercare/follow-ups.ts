import { addDays, type Day } from '../../basics/dates.ts'
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
  for (const [n, step] of sorted.entries()) {
    const own = tried.filter((one) => one.dayAfter === step.dayAfter)
    const triesLeft = step.tries - own.length
    if (own.some((one) => one.outcome !== 'not-reached') || triesLeft <= 0) continue
    const next = sorted[n + 1]
    const lastTried =
      own
        .map((one) => one.on)
        .toSorted()
        .at(-1) ?? null
    // Another step has begun: it takes over. The last one stays for a month.
    const closes = next === undefined ? addDays(lastDay, step.dayAfter + 30) : addDays(lastDay, next.dayAfter)
    const planned = addDays(lastDay, step.dayAfter)
    const on = lastTried !== null && lastTried >= planned ? addDays(lastTried, 1) : planned
    if (today >= closes || on >= closes) continue
    return { state: 'due', dayAfter: step.dayAfter, on, triesLeft, lastTried }
  }
  return { state: 'over', because: 'done' }
}

/** May this be noted? 'no-such-step', 'not-yet' (its day has not come), 'words' (what somebody said is wanted but for a try). */
export function mayNote(
  next: Next,
  said: { dayAfter: number; outcome: FollowUpOutcome; words: string },
  today: Day,
): Refusal | null {
  if (next.state === 'over')
    return refuse('over', 'Nothing is to be asked any more: this was settled while you looked.')
  if (next.dayAfter !== said.dayAfter)
    return refuse('no-such-step', 'A colleague has noted this already. What comes next stands below.')
  if (next.on > today && next.lastTried === null)
    return refuse('not-yet', `It is due on ${next.on}. Call then, or record an outreach call today.`)
  if (next.on > today) return refuse('tried-today', 'It was tried today already. The next try is tomorrow.')
  if (said.outcome !== 'not-reached' && said.words.trim() === '')
    return refuse('words', 'Say in a few words how they are.')
  return null
}
