import type { Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { hoursAndMinutes } from '../../basics/text.ts'
import { type MarkKind, minutesOf, sessionMinutes, type SessionTimes, wasThere } from './minutes.ts'
import type { Presses } from '../tablets/rules.ts'
import { type Presence, presenceOf, type VideoEvent } from './presence.ts'

/**
 * `differMinutes`: from how many minutes more two witnesses disagree. `opensMinutes`: how long before the start check-in opens.
 * Presses: how often one tablet at a door is pressed before it asks for patience; null: a row that was set before it said so.
 */
export type PresenceRule = {
  skewSeconds: number
  differMinutes: number
  opensMinutes: number
  pressesInMinute: number | null
  pressesInTenMinutes: number | null
  from: Day
  source: string
}

/** Until a clinic sets its own: common practice, for a compliance officer to confirm. Source: clinical.md §2.4 (partial attendance) [K]. */
export const usualRule = {
  skewSeconds: 60,
  differMinutes: 5,
  opensMinutes: 15,
  pressesInMinute: 12,
  pressesInTenMinutes: 60,
  from: '2000-01-01',
  source: 'Common practice (K): to be confirmed by your compliance officer.',
} as const satisfies PresenceRule

/** The rule of a meeting's day: the last row that had begun by then; rows in the order in which they were set. */
export const ruleOn = (rules: readonly PresenceRule[], day: Day): PresenceRule =>
  rules.filter((rule) => rule.from <= day).reduce<PresenceRule>((a, b) => (b.from >= a.from ? b : a), usualRule)

/**
 * The presses that a rule takes at a door. What is usual: a group comes through in its first minutes; whoever tries numbers needs
 * thousands. Source: decisions/015-three-witnesses.md [K].
 */
export const pressesOn = ({ pressesInMinute, pressesInTenMinutes }: PresenceRule): Presses => ({
  inAMinute: pressesInMinute ?? usualRule.pressesInMinute,
  inTenMinutes: pressesInTenMinutes ?? usualRule.pressesInTenMinutes,
})

export type CheckIn = {
  id: string
  at: Date
  place: 'on-site' | 'video'
  /** By the client themself; false: said to staff, who wrote it down. */
  isOwn: boolean
}

/** What the three witnesses say of one person in one meeting. */
export type Witnessed = {
  session: SessionTimes
  isVideo: boolean
  isCancelled: boolean
  /** Whether any video event of this meeting has come, of anybody: without one nobody's absence from it means anything. */
  hasEvents: boolean
  isExpected: boolean
  mark: { id: string; kind: MarkKind; minutes: number } | null
  events: readonly VideoEvent[]
  checkIn: CheckIn | null
}

export type DifferenceKind =
  | 'called-off'
  | 'away-joined'
  | 'away-checked-in'
  | 'here-not-joined'
  | 'minutes'
  | 'unmarked'

export type Difference = { kind: DifferenceKind; words: string }

/** The video's reading; while the meeting runs, no further than now. */
export function videoOf(facts: Witnessed, rule: PresenceRule, now: Date): Presence {
  const { starts, ends } = facts.session
  const until = now < ends ? (now > starts ? now : starts) : ends
  return presenceOf({ starts, ends: until }, facts.events, rule, facts.checkIn?.isOwn ? [facts.checkIn.at] : [])
}

/** Whether the video is a witness of this person's minutes at all: whoever sat in the room is not measured by it. */
const isMeasuredByVideo = ({ checkIn, isVideo, events }: Witnessed): boolean =>
  checkIn?.place === 'video' || (checkIn?.place !== 'on-site' && (isVideo || events.length > 0))

/**
 * Where the witnesses differ, in words for whoever settles it. An empty list: they agree, or there is but one. What lies within
 * `differMinutes` is no difference. Minutes, missing joinings and missing marks are judged when the meeting is over; somebody who is
 * marked away and was there is told at once. A missing joining counts only where the meeting's video events have come.
 * Source: clinical.md §2.4, §7.3; mission M25, M32.
 */
export function differencesOf(
  facts: Witnessed,
  rule: PresenceRule,
  now: Date,
  video: Presence = videoOf(facts, rule, now),
): Difference[] {
  const { mark, checkIn, session } = facts
  const isSeen = video.minutes > rule.differMinutes
  const isOver = session.ends <= now
  const seen = `${hoursAndMinutes(video.minutes)}${video.isUncertain ? ', not sure' : ''}`
  const came = checkIn !== null && checkIn.isOwn && checkIn.at < session.ends
  if (facts.isCancelled)
    return isSeen ? [{ kind: 'called-off', words: `Called off, and the video shows ${seen}.` }] : []
  if (mark === null) {
    if (!isOver || !(isSeen || came)) return []
    const words = isSeen
      ? `The video shows ${seen}, and nobody has marked it.`
      : 'Checked in, and nobody has marked it.'
    return [{ kind: 'unmarked', words }]
  }
  if (!wasThere(mark.kind))
    return [
      ...(isSeen ? [{ kind: 'away-joined' as const, words: `Marked away, and the video shows ${seen}.` }] : []),
      ...(came ? [{ kind: 'away-checked-in' as const, words: 'Marked away, and checked in.' }] : []),
    ]
  if (!isOver || !isMeasuredByVideo(facts)) return []
  if (video.minutes === 0)
    return facts.hasEvents ? [{ kind: 'here-not-joined', words: 'Marked there, and never joined the video.' }] : []
  const apart = Math.abs(mark.minutes - video.minutes)
  return apart > rule.differMinutes
    ? [{ kind: 'minutes', words: `The roster counts ${hoursAndMinutes(mark.minutes)}, the video shows ${seen}.` }]
    : []
}

/** What the witnesses say, as one short line that changes with it: what was settled on one reading is open again on another. */
export function readingOf(
  facts: Witnessed,
  rule: PresenceRule,
  now: Date,
  { minutes, sureMinutes }: Presence = videoOf(facts, rule, now),
): string {
  const { mark, checkIn } = facts
  return [
    facts.isCancelled ? 'off' : 'held',
    `mark ${mark?.id ?? 'none'}`,
    `video ${minutes} ${sureMinutes}`,
    `check-in ${checkIn?.isOwn ? checkIn.id : 'none'}`,
  ].join(', ')
}

export type Standing = 'agree' | 'differ' | 'settled'

export type Judged = { video: Presence; differences: Difference[]; reading: string; standing: Standing }

/** All of it at once, and whether somebody has still to settle it. `settledOn`: the reading on which it was settled last. */
export function judged(facts: Witnessed, rule: PresenceRule, now: Date, settledOn: string | null): Judged {
  const video = videoOf(facts, rule, now)
  const differences = differencesOf(facts, rule, now, video)
  const reading = readingOf(facts, rule, now, video)
  const standing = settledOn === reading ? 'settled' : differences.length > 0 ? 'differ' : 'agree'
  return { video, differences, reading, standing }
}

/** What a person decides: the roster is right, the video is right, so many minutes, or that nothing counts. */
export type Choice = 'roster' | 'video' | 'minutes' | 'nothing'

/** What is marked instead, for `minutes` counted; the two ends where the video says them. */
export type MarkToBe = { kind: MarkKind; minutes: number; minutesLate: number; minutesLeftEarly: number }

/**
 * The mark that says so many whole minutes, from 0 to the session's length. With the video's reading, its first joining and last
 * leaving say late and left early; gaps between are taken off the minutes alone. 0 minutes: did not attend.
 */
export function markFor(session: SessionTimes, minutes: number, video: Presence | null): MarkToBe {
  const counted = minutesOf(session, { kind: 'here', minutesIn: minutes })
  if (counted === 0) return { kind: 'absent', minutes: 0, minutesLate: 0, minutesLeftEarly: 0 }
  const whole = (from: Date, to: Date) => Math.max(0, Math.floor((to.getTime() - from.getTime()) / 60_000))
  const minutesLate = video?.firstIn ? whole(session.starts, video.firstIn) : 0
  const minutesLeftEarly = video?.lastOut ? whole(video.lastOut, session.ends) : 0
  const kind = minutesLate > 0 ? 'late' : minutesLeftEarly > 0 ? 'left-early' : 'here'
  return { kind, minutes: counted, minutesLate, minutesLeftEarly }
}

/** Whether nothing can count: the meeting was called off, or somebody without a seat was never marked in it. */
export const nothingCounts = ({ isCancelled, isExpected, mark }: Witnessed): boolean =>
  isCancelled || (!isExpected && mark === null)

/** What a page was opened on: the reading, and who had settled it by then. */
export const sawOf = (reading: string, settlementId: string | null): string =>
  `${reading}, settled ${settlementId ?? 'never'}`

/**
 * Whether this may be settled so. 'saw-other': the witnesses said something else when the page was opened, or somebody settled it
 * meanwhile. 'not-over': while it runs, the roster is marked as always. 'agree': there is nothing to settle. 'no-mark': where nobody
 * marked anything, the roster says nothing. 'called-off', 'held': of a meeting that was called off nothing counts, of others a
 * witness is right. 'minutes': a whole number from 0 to the session's length.
 */
export function maySettle(
  facts: Witnessed,
  said: { stands: Choice; minutes: number | null; saw: string },
  now: { at: Date; saw: string; standing: Standing },
): Refusal | null {
  if (said.saw !== now.saw)
    return refuse(
      'saw-other',
      'Something changed while you looked: a mark, new evidence, or a colleague settled it. Look again.',
    )
  if (facts.session.ends > now.at) return refuse('not-over', 'The meeting still runs. Mark the roster as always.')
  if (now.standing === 'agree') return refuse('agree', 'The witnesses agree: there is nothing to settle.')
  if (facts.isCancelled && said.stands !== 'nothing')
    return refuse('called-off', 'This meeting was called off: nothing counts. Say what happened.')
  if (said.stands === 'nothing' && !nothingCounts(facts))
    return refuse('held', 'This meeting took place. Choose which witness is right, or give 0 minutes.')
  if (said.stands === 'roster' && facts.mark === null)
    return refuse('no-mark', 'Nobody has marked the roster. Choose the video, or give the minutes.')
  if (said.stands === 'minutes') {
    const most = sessionMinutes(facts.session)
    const { minutes } = said
    if (minutes === null || !Number.isInteger(minutes) || minutes < 0 || minutes > most)
      return refuse('minutes', `Give the minutes: a whole number from 0 to ${most}.`)
  }
  return null
}

export type Expected = { starts: Date; ends: Date; isCancelled: boolean }

/** Whether somebody may check in now. It opens `opensMinutes` before the start, and ends with the meeting. */
export function mayCheckIn(meeting: Expected, rule: PresenceRule, now: Date): Refusal | null {
  if (meeting.isCancelled) return refuse('cancelled', 'This meeting does not take place.')
  if (now >= meeting.ends) return refuse('over', 'This meeting is over.')
  if (now.getTime() < meeting.starts.getTime() - rule.opensMinutes * 60_000)
    return refuse('too-early', 'It is too early to check in.')
  return null
}
