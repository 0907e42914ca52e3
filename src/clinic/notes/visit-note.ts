import type { Doc } from '../../basics/draft.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { type SignerRow, signerOf } from '../programs/signers.ts'
import { namesIn, type Member, type NameFound } from './guards.ts'
import { likeness, tooAlikeFrom } from './likeness.ts'
import { allSections, coordinatorKinds, noteKind, risks, templateOf, type Risk, type Template } from './templates.ts'
import type { Day } from '../../basics/dates.ts'

/** The hour a note is about. */
export type Hour = {
  kind: string
  /** What the client is called on screen. */
  called: string
  ends: Date
  /** For a booked visit: whether it is marked, and whether they were there. Null: a contact nobody booked. */
  mark: 'unmarked' | 'there' | 'not-there' | null
  cancelled: boolean
  goals: readonly string[]
  /** A version stands signed, and is not with its author again. */
  signed: boolean
}

/** One person's note as the rules read it. */
export type VisitDraft = {
  template: Template
  sections: Record<string, string>
  /** Words that stand under a section which the chosen layout does not have. */
  leftOver: readonly { key: string; label: string }[]
  interventions: readonly string[]
  participation: string
  mood: string
  progress: string
  goalIds: readonly string[]
  objectiveIds: readonly string[]
  risk: Risk | null
  riskWords: string
  lateBecause: string
}

export type VisitWriter = { name: string; credential: string; role: string; isTheirs: boolean }

/** The shortest note that says something about one hour, in characters over all sections. */
export const shortestNote = 60

const list = (value: string | undefined): string[] => (value ?? '').split(' ').filter((one) => one !== '')
const tidy = (text: string | undefined): string => (text ?? '').replaceAll('\r\n', '\n').trim()

/** What stands in an empty note. `was`: the version that came back, to go on from. */
export function emptyVisitDoc(template: Template, goals: readonly string[], was?: Doc): Doc {
  return {
    'pick-template': template,
    'pick-interventions': '',
    'pick-participation': '',
    'pick-mood': '',
    'pick-progress': '',
    'pick-risk': '',
    'pick-goals': goals[0] ?? '',
    'pick-objectives': '',
    riskWords: '',
    lateBecause: '',
    different: '',
    ...Object.fromEntries(allSections.map(({ key }) => [`section-${key}`, ''])),
    ...was,
  }
}

/** The note as typed, read. */
export function visitDraftFrom(doc: Doc, openGoals: readonly string[]): VisitDraft {
  const template = templateOf(doc['pick-template'] ?? '')
  const shown = new Set<string>(template.sections.map(({ key }) => key))
  const words = (key: string) => tidy(doc[`section-${key}`])
  return {
    template: template.value,
    sections: Object.fromEntries(template.sections.map(({ key }) => [key, words(key)])),
    leftOver: allSections.filter(({ key }) => !shown.has(key) && words(key) !== ''),
    interventions: list(doc['pick-interventions']),
    participation: doc['pick-participation'] ?? '',
    mood: doc['pick-mood'] ?? '',
    progress: doc['pick-progress'] ?? '',
    goalIds: list(doc['pick-goals']).filter((id) => openGoals.includes(id)),
    objectiveIds: list(doc['pick-objectives']),
    risk: risks.find(({ value }) => value === doc['pick-risk'])?.value ?? null,
    riskWords: tidy(doc.riskWords),
    lateBecause: tidy(doc.lateBecause).slice(0, 300),
  }
}

/** All prose of a note in one piece, in the order of its layout. */
export const proseOf = (sections: Readonly<Record<string, string>>): string =>
  allSections
    .map(({ key }) => sections[key] ?? '')
    .filter((text) => text !== '')
    .join('\n')

/** Whether somebody may write about this kind of hour at all. Source: clinical.md §7.4 [K]. */
export function mayWriteKind(kind: string, role: string): Refusal | null {
  if (role !== 'coordinator' || coordinatorKinds.includes(kind)) return null
  return refuse('not-this-kind', 'A coordinator writes of case management and contacts. Ask whoever held this hour.')
}

/**
 * Why this note may not be signed now by this person, or null; the first reason that holds. Refuses 'signed', 'not-over',
 * 'cancelled', 'unmarked', 'not-there', 'not-theirs', 'not-this-kind', 'credential', 'left-over', 'section-empty', 'too-short',
 * and for hours of counselling 'no-goal', 'no-intervention' and 'no-progress'; where the client was met, 'no-risk' and
 * 'risk-words'. `details` names the fields. Source: clinical.md §7.3 (what a note needs) [K], §7.4 (who signs) [K].
 */
export function canSignVisit(
  hour: Hour,
  draft: VisitDraft,
  writer: VisitWriter,
  now: Date,
  state: string | null = null,
  table?: readonly SignerRow[],
): Refusal | null {
  const kind = noteKind(hour.kind)
  if (hour.signed) return refuse('signed', 'This note is signed and locked. Add an addendum instead.')
  if (hour.cancelled) return refuse('cancelled', 'This visit was cancelled, so there is no note to sign.')
  if (now < hour.ends)
    return refuse('not-over', 'This hour is not over yet. Sign when it has ended; the draft is kept.')
  if (hour.mark === 'unmarked') return refuse('unmarked', `Mark whether ${hour.called} came first.`)
  if (hour.mark === 'not-there')
    return refuse(
      'not-there',
      `${hour.called} did not attend, so there is no note of this hour. Correct the mark if they did.`,
    )
  if (!writer.isTheirs) return refuse('not-theirs', 'Whoever held this hour signs its note, or the director.')
  const notKind = mayWriteKind(hour.kind, writer.role)
  if (notKind) return notKind
  if (kind?.isCounselling === true) {
    const row = signerOf(writer.credential, state, table)
    if (row === null || row.leads !== 'any')
      return refuse(
        'credential',
        row === null
          ? `No credential that signs for counselling is on file for ${writer.name}. Ask the director to sign, or an administrator to add it.`
          : `A ${row.label} does not sign for an hour of this kind. Ask the director to sign.`,
      )
  }
  return incomplete(hour, draft)
}

function incomplete(hour: Hour, draft: VisitDraft): Refusal | null {
  const kind = noteKind(hour.kind)
  const [stray] = draft.leftOver
  if (stray !== undefined)
    return refuse(
      'left-over',
      `Words stand under ${stray.label}, which this layout does not have. Move them, or change back.`,
      [`section-${stray.key}`],
    )
  const empty = templateOf(draft.template).sections.filter(({ key }) => draft.sections[key] === '')
  if (empty.length > 0)
    return refuse(
      'section-empty',
      `Fill in ${empty.map(({ label }) => label).join(' and ')} before you sign.`,
      empty.map(({ key }) => `section-${key}`),
    )
  if (proseOf(draft.sections).replace(/\s+/gu, ' ').length < shortestNote)
    return refuse('too-short', `Write at least ${shortestNote} characters about this hour.`)
  if (kind?.isCounselling === true) {
    if (hour.goals.length === 0)
      return refuse('no-goal', `${hour.called} has no open goal. Add one to the plan first.`, ['pick-goals'])
    if (draft.goalIds.length === 0)
      return refuse('no-goal', 'Choose at least one goal that this hour was for.', ['pick-goals'])
    if (draft.interventions.length === 0)
      return refuse('no-intervention', 'Choose at least one thing that you did.', ['pick-interventions'])
    if (draft.progress === '') return refuse('no-progress', 'Say how it stands with the goal.', ['pick-progress'])
  }
  if (kind?.meetsClient !== false) {
    if (draft.risk === null)
      return refuse('no-risk', 'Say what you learned when you asked about danger.', ['pick-risk'])
    if (draft.risk === 'present' && draft.riskWords.length < 20)
      return refuse('risk-words', 'Say what the danger was, and what was done before they left.', ['riskWords'])
    if (draft.risk === 'not-asked' && draft.riskWords.length < 3)
      return refuse('risk-words', 'Say why you did not ask about danger.', ['riskWords'])
  }
  return null
}

/** A client of the same house, whose name does not belong in this one's note. */
export type Other = { clientId: string; called: string; names: Member }
export type NoteLeak = NameFound & { field: string; nameOf: string; called: string }

/** Every place in a note that names another client. Ranges count within the field. Source: clinical.md §7.3. */
export function leaksInVisit(draft: VisitDraft, own: Member, others: readonly Other[]): NoteLeak[] {
  const fields: [string, string][] = [
    ...Object.entries(draft.sections).map(([key, text]): [string, string] => [`section-${key}`, text]),
    ['riskWords', draft.riskWords],
  ]
  return fields.flatMap(([field, text]) =>
    namesIn(
      text,
      others.map(({ names }) => names),
      own,
    ).map((found) => ({
      ...found,
      field,
      nameOf: others[found.memberIndex]?.clientId ?? '',
      called: others[found.memberIndex]?.called ?? 'another client',
    })),
  )
}

/** What somebody who has looked sends back: another place, and they would have to look again. */
export const leaksKey = (leaks: readonly NoteLeak[]): string =>
  [...new Set(leaks.map(({ field, text }) => `${field} ${text}`))].sort().join(',')

export type Earlier = { key: string; whose: 'own' | 'peer'; called: string; day: Day; words: string }
export type VisitCopy = Earlier & { likeness: number }

/**
 * Earlier notes that this one reads like, the likest first: this client's own from before, or what the same writer wrote of
 * others. A likeness of 0.85 or more. Help, not a bar. Source: clinical.md §7.3 [K].
 */
export const copiesOfVisit = (words: string, earlier: readonly Earlier[]): VisitCopy[] =>
  earlier
    .map((one) => ({ ...one, likeness: likeness(words, one.words) }))
    .filter((one) => one.likeness >= tooAlikeFrom)
    .sort((a, b) => b.likeness - a.likeness)

export const visitCopiesKey = (copies: readonly VisitCopy[]): string =>
  copies
    .map(({ key }) => key)
    .sort()
    .join(',')
