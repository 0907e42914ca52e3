import { addDays, type Day, daysBetween, isDay } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { isReason } from '../placement/dispositions.ts'
import type { Mark } from '../../basics/mark.ts'

/** What is counted in days by state: the summary after leaving, silence before a discharge is proposed, and the time to appeal. */
export const leavingRuleKinds = ['discharge-summary', 'no-contact', 'appeal'] as const
export type LeavingRuleKind = (typeof leavingRuleKinds)[number]
export type LeavingRule = {
  what: LeavingRuleKind
  state: string | null
  days: number
  from: Day
  source: string
  mark: Mark
}

const rule = (what: LeavingRuleKind, state: string | null, days: number, source: string): LeavingRule => ({
  what,
  state,
  days,
  from: '2020-01-01',
  source,
  mark: 'K',
})

/**
 * What stands where a clinic has no row of its own, in whole days. All are marked K: common practice that a compliance officer
 * confirms. Source: clinical.md §7.1 (state examples), §10 (administrative_discharge_review).
 */
export const defaultLeavingRules: readonly LeavingRule[] = [
  rule('discharge-summary', null, 30, 'Common practice; confirm for your state'),
  rule('discharge-summary', 'FL', 15, '65D-30 F.A.C., as commonly read; confirm'),
  rule('discharge-summary', 'TX', 30, '26 TAC 564, as commonly read; confirm'),
  rule('discharge-summary', 'NY', 45, '14 NYCRR 822, as commonly read; confirm'),
  rule('discharge-summary', 'CA', 30, 'DMC-ODS, as commonly read; confirm'),
  rule('no-contact', null, 30, 'Common practice; the review after 14 days comes first'),
  rule('appeal', null, 10, 'Common practice; confirm for your state and payer'),
]

/** The rule of a kind that stands on a day: the clinic's own before the default, the state's before the general, the latest first. */
export function leavingRuleOn(
  rows: readonly LeavingRule[],
  what: LeavingRuleKind,
  state: string,
  day: Day,
): LeavingRule {
  const standing = (list: readonly LeavingRule[]) =>
    list
      .filter((row) => row.what === what && row.from <= day && (row.state === null || row.state === state))
      // A stable sort: of two from one day the one recorded last speaks.
      .toReversed()
      .toSorted(
        (a, b) =>
          Number(a.state === null) - Number(b.state === null) || (a.from < b.from ? 1 : a.from > b.from ? -1 : 0),
      )
  const found = standing(rows)[0] ?? standing(defaultLeavingRules)[0]
  return found ?? rule(what, null, 30, 'Stepwell default')
}

/** The last day on which a summary is in time. Days are whole, counted from the day after the last one. */
export const summaryDueOn = (lastDay: Day, rows: readonly LeavingRule[], state: string): Day =>
  addDays(lastDay, leavingRuleOn(rows, 'discharge-summary', state, lastDay).days)

/** Whether a discharge is proposed: so many whole days without a word, and nobody has put the question off. */
export const isSilent = (lastContact: Day, rows: readonly LeavingRule[], state: string, today: Day): boolean =>
  daysBetween(lastContact, today) >= leavingRuleOn(rows, 'no-contact', state, today).days

/** 'last-contact': who stopped coming left on the day somebody last heard from them, and not on the day it was written down. */
export function silenceRefusal(kind: string, onDay: string, silentSince: Day | null): Refusal | null {
  return kind === 'dropped-out' && silentSince !== null && onDay !== silentSince
    ? refuse('last-contact', `Nobody has heard from them since ${silentSince}: that is the last day.`)
    : null
}

export type NoticeDraft = {
  givenOn: string
  endsOn: string
  appealBy: string
  reasons: string
  offered: string
  danger: string
}

/**
 * May the clinic give notice that it ends a stay? Refusals: 'ended-already', 'given-on' (up to today, within 60 days), 'ends-on' (not
 * before the time to appeal is over, unless staying is a danger, said in words), 'appeal-by' (fewer days than the rule), 'needs-words'
 * (reasons and what is offered instead). Source: house rule of due process; marked K with the appeal rule.
 */
export function noticeRefusal(draft: NoticeDraft, appealDays: number, isOver: boolean, today: Day): Refusal | null {
  if (isOver) return refuse('ended-already', 'This stay has ended already.')
  const { givenOn, endsOn, appealBy } = draft
  if (!isDay(givenOn) || givenOn > today || givenOn < addDays(today, -60))
    return refuse('given-on', 'Give the day on which they were told, up to today.')
  if (!isReason(draft.reasons)) return refuse('needs-words', 'Say why the clinic ends it, in a sentence.')
  if (!isReason(draft.offered)) return refuse('needs-words', 'Say what is offered instead, in a sentence.')
  if (!isDay(appealBy) || appealBy < addDays(givenOn, appealDays))
    return refuse('appeal-by', `They have ${appealDays} days to appeal: to ${addDays(givenOn, appealDays)} at least.`)
  if (!isDay(endsOn) || endsOn < givenOn) return refuse('ends-on', 'Give the day on which the stay would end.')
  if (endsOn < appealBy && !isReason(draft.danger))
    return refuse('ends-on', 'The stay ends when the time to appeal is over. Sooner only for a danger: say which.')
  return null
}

export type NoticeStanding = {
  givenBy: string
  givenOn: Day
  endsOn: Day
  appealBy: Day
  hasDanger: boolean
  reviewedBy: string | null
  /** The latest word on an appeal: null, asked for, stands (the discharge stands), granted. */
  appeal: 'appealed' | 'appeal-stands' | 'appeal-granted' | null
  isTakenBack: boolean
}

/**
 * May a stay be ended by the clinic on a day? Refusals: 'no-notice', 'taken-back', 'not-reviewed' (by somebody else than whoever gave
 * it), 'appeal-open', 'appeal-granted', 'before-notice' (the last day lies before the one that the notice named), 'appeal-time' (the
 * time to appeal is not over, and there is no danger).
 */
export function dueProcessRefusal(notice: NoticeStanding | null, onDay: Day, today: Day): Refusal | null {
  if (notice === null) return refuse('no-notice', 'Give notice first: why, what is offered, and how to appeal.')
  if (notice.isTakenBack) return refuse('taken-back', 'The notice was taken back. The stay goes on.')
  if (notice.reviewedBy === null || notice.reviewedBy === notice.givenBy)
    return refuse('not-reviewed', 'The clinical director reviews the notice first: somebody else than who gave it.')
  if (notice.appeal === 'appealed') return refuse('appeal-open', 'They have appealed. Decide on the appeal first.')
  if (notice.appeal === 'appeal-granted') return refuse('appeal-granted', 'Their appeal was granted. The stay goes on.')
  if (onDay < notice.endsOn)
    return refuse('before-notice', `The notice said ${notice.endsOn}: the last day is that day or later.`)
  if (!notice.hasDanger && today < notice.appealBy)
    return refuse('appeal-time', `They may appeal until ${notice.appealBy}. The stay ends after that.`)
  return null
}

/** The parts of a discharge summary, in order; each is written before it is signed. */
export const summaryParts = ['reason', 'course', 'attendance', 'measures', 'medicines', 'risk', 'continuing'] as const
export type SummaryPart = (typeof summaryParts)[number]
export type SummaryBody = Record<SummaryPart, string>
export const emptyBody: SummaryBody = {
  reason: '',
  course: '',
  attendance: '',
  measures: '',
  medicines: '',
  risk: '',
  continuing: '',
}
/** The parts out of whatever fields there are; one that is not there is empty. */
export const bodyFrom = (fields: Readonly<Record<string, string>>): SummaryBody => ({
  reason: fields.reason ?? '',
  course: fields.course ?? '',
  attendance: fields.attendance ?? '',
  measures: fields.measures ?? '',
  medicines: fields.medicines ?? '',
  risk: fields.risk ?? '',
  continuing: fields.continuing ?? '',
})
export const partTitle: Record<SummaryPart, string> = {
  reason: 'Why they came, and why it ended',
  course: 'What was worked on, and what came of it',
  attendance: 'How they took part',
  measures: 'Measures, first and last',
  medicines: 'Medicines at the end',
  risk: 'Safety at the end',
  continuing: 'How care goes on',
}

/** May a summary be signed? 'not-discharged', 'signed-already', 'part-missing' (names the first part that is empty). */
export function summaryRefusal(body: SummaryBody, about: { isOver: boolean; isSigned: boolean }): Refusal | null {
  if (!about.isOver) return refuse('not-discharged', 'The stay goes on. Its summary is signed after it has ended.')
  if (about.isSigned) return refuse('signed-already', 'This summary is signed already.')
  const empty = summaryParts.find((part) => body[part].trim() === '')
  return empty === undefined
    ? null
    : refuse('part-missing', `“${partTitle[empty]}” is empty. Write it, or say that nothing is known.`)
}
