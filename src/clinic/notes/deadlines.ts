import type { Day } from '../../basics/dates.ts'

export const noteRules = ['sign', 'cosign', 'amendment', 'drafts'] as const
export type NoteRule = (typeof noteRules)[number]
/** A row of the clinic's own: from this day on so many hours. */
export type NoteRuleRow = { rule: string; hours: number | null; effectiveFrom: Day; source: string }
export type Limit = { hours: number; source: string; isDefault: boolean }

/** Common practice, each marked K until a clinic's compliance officer confirms it or sets another. */
export const defaultLimits: Record<NoteRule, { hours: number; source: string; label: string }> = {
  sign: { hours: 24, source: 'clinical.md §10 group_note_sign [K]', label: 'A note is signed within' },
  cosign: { hours: 72, source: 'clinical.md §10 cosign [K]', label: 'A co-signature follows within' },
  amendment: { hours: 1440, source: '45 CFR 164.526(b)(2), 60 days [K]', label: 'A client’s wish is answered within' },
  drafts: { hours: 24, source: 'Common practice [K]', label: 'After the signature a draft is kept for' },
}

/**
 * The hours that a rule gives on a day: the clinic's latest row that has begun by then, of those from one day the one set last
 * (`rows` newest first), or the default. Source: clinical.md §10 (24 h, 72 h) [K], §4.5 (amendment 60 days) [K]. A draft outlives the signature, should somebody look for words that did not make it into the note.
 */
export function limitOn(rule: NoteRule, day: Day, rows: readonly NoteRuleRow[]): Limit {
  const own = rows
    .filter((row) => row.rule === rule && row.hours !== null && row.effectiveFrom <= day)
    .reduce<NoteRuleRow | null>(
      (best, row) => (best === null || row.effectiveFrom > best.effectiveFrom ? row : best),
      null,
    )
  if (own !== null && own.hours !== null) return { hours: own.hours, source: own.source, isDefault: false }
  const { hours, source } = defaultLimits[rule]
  return { hours, source, isDefault: true }
}

/** Whole hours from the end of a meeting to a signature, or null when it was signed within the limit (hours). */
export function lateBy(ends: Date, signedAt: Date, hours: number): number | null {
  const taken = (signedAt.getTime() - ends.getTime()) / 3_600_000
  return taken > hours ? Math.floor(taken) : null
}

/** '30 hours', '3 days': how long something took, in the unit that one says it in. */
export const hoursInWords = (hours: number): string =>
  hours < 72 ? (hours === 1 ? '1 hour' : `${hours} hours`) : `${Math.floor(hours / 24)} days`
