import type { Day } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import { conceptOf, field, firstText, listOf, roughDate, textOf } from './foreign.ts'
import type { Item } from './referral.ts'

/** One record on its way to becoming a line on the page; the same thing recorded twelve times becomes one line. */
export type Draft = Item & { lastOn: Day | null }

/** Longest list of one kind that a page can show and a person can read. */
export const MOST_ITEMS = 300

/**
 * One line for each thing, whatever the number of records: current if any record is, from the first day to the last,
 * with the latest record's detail and how often it was recorded. Current ones first, then the latest.
 */
export function mergeSame(drafts: readonly Draft[], often: string): Item[] {
  const groups = new Map<string, Draft[]>()
  for (const draft of drafts) {
    const key = (draft.code === null ? draft.label : `${draft.codeSystem}|${draft.code}|${draft.label}`).toLowerCase()
    const group = groups.get(key)
    if (group) group.push(draft)
    else groups.set(key, [draft])
  }
  const order = { active: 0, unknown: 1, resolved: 2 }
  return [...groups.values()]
    .map((group) => mergeGroup(group, often))
    .sort((a, b) => order[a.status] - order[b.status] || later(a.lastOn, b.lastOn) || (a.label < b.label ? -1 : 1))
    .map(withoutLast)
}

function mergeGroup(group: Draft[], often: string): Draft {
  const [latest, ...others] = group.toSorted((a, b) => later(a.lastOn, b.lastOn))
  if (latest === undefined) throw new Error('a group of records is never empty')
  if (others.length === 0) return latest
  const statuses = group.map(({ status }) => status)
  const status = statuses.includes('active') ? 'active' : statuses.includes('unknown') ? 'unknown' : 'resolved'
  const starts = group.flatMap(({ startedOn }) => startedOn ?? []).sort()
  const ends = group.flatMap(({ endedOn }) => endedOn ?? []).sort()
  const count = `${often} ${plural(group.length, 'time', 'times')}${latest.lastOn ? `, last on ${latest.lastOn}` : ''}`
  return {
    ...latest,
    status,
    startedOn: starts[0] ?? null,
    endedOn: status === 'active' ? null : (ends.at(-1) ?? null),
    detail: joined([latest.detail, count]),
  }
}

export const withoutLast = ({ codeSystem, code, label, status, startedOn, endedOn, detail }: Draft): Item => ({
  codeSystem,
  code,
  label,
  status,
  startedOn,
  endedOn,
  detail,
})

/** For sorting the latest first; what has no date comes last. */
export const later = (a: Day | null, b: Day | null): number =>
  a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? 1 : -1

/** Several remarks as one, '·' between them; null when there is none. */
export const joined = (remarks: readonly (string | null | undefined)[]): string | null => {
  const said = [...new Set(remarks.filter((remark) => remark !== null && remark !== undefined && remark !== ''))]
  return said.length === 0 ? null : said.join(' · ')
}

/** 'since 1985': what a date says when it is not a whole day. */
export const roughly = (word: string, value: unknown): string | null => {
  const rough = roughDate(value)
  return rough === null ? null : `${word} ${rough}`
}

/** The sender's free remarks on a record, shortened. */
export const notesOf = (resource: unknown): string[] =>
  listOf(field(resource, 'note'))
    .slice(0, 3)
    .flatMap((note) => textOf(field(note, 'text'), 200) ?? [])

/** A FHIR value of any kind as short text: '15', '23.4 kg/m2', 'Never smoker'; undefined when there is none. */
export function valueText(resource: unknown): string | undefined {
  const quantity = field(resource, 'valueQuantity')
  const amount = field(quantity, 'value')
  if (typeof amount === 'number' && Number.isFinite(amount)) {
    const unit = firstText(field(quantity, 'unit'), field(quantity, 'code'))
    return `${Math.round(amount * 10) / 10}${unit && !/^(\{.*\}|score)$/i.test(unit) ? ` ${unit}` : ''}`
  }
  return (
    conceptOf(field(resource, 'valueCodeableConcept'))?.label ??
    firstText(field(resource, 'valueInteger'), field(resource, 'valueDecimal'), field(resource, 'valueString')) ??
    (typeof field(resource, 'valueBoolean') === 'boolean'
      ? field(resource, 'valueBoolean')
        ? 'Yes'
        : 'No'
      : undefined)
  )
}
