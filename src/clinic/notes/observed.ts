import type { Doc } from '../../basics/draft.ts'
import { labelIn, moods, participations, progresses, risks } from './templates.ts'

type Choice = { value: string; label: string }

const engagements: readonly Choice[] = [
  { value: 'own-life', label: 'Tied it to their own life' },
  { value: 'followed', label: 'Followed it' },
  { value: 'elsewhere', label: 'Busy with something else' },
  { value: 'kept-away', label: 'Kept away from it' },
]
const responses: readonly Choice[] = [
  { value: 'took-up', label: 'Took it up' },
  { value: 'tried', label: 'Tried it out' },
  { value: 'unsure', label: 'Not sure about it' },
  { value: 'not-now', label: 'Not for now' },
]

/**
 * What a leader may say of one person in a group by one tap each, beside their prose; none of it is required. In Stepwell's own
 * words. Source: clinical.md §7.3 (participation, affect, response, risk screen result, progress toward the objective) [K].
 */
export const observedKinds = [
  { key: 'participation', label: 'Took part', choices: participations },
  { key: 'mood', label: 'Seemed', choices: moods },
  { key: 'engagement', label: 'With the topic', choices: engagements },
  { key: 'response', label: 'What we did', choices: responses },
  { key: 'progress', label: 'Towards the goal', choices: progresses },
  { key: 'risk', label: 'Risk', choices: risks },
] as const
export type ObservedKind = (typeof observedKinds)[number]['key']

/** What was observed, by kind; a kind that nobody tapped is not there. */
export type Observed = Partial<Record<ObservedKind, string>>

export const observedField = (kind: ObservedKind, clientId: string): string => `pick-${kind}-${clientId}`

/** What a page sends of it: a choice that its kind does not have was not made. */
const known = (read: (kind: ObservedKind) => unknown): Observed =>
  Object.fromEntries(
    observedKinds.flatMap(({ key, choices }) => {
      const value = read(key)
      return choices.some((one) => one.value === value) ? [[key, value]] : []
    }),
  )

export const observedIn = (doc: Doc, clientId: string): Observed => known((kind) => doc[observedField(kind, clientId)])

/** Reads what was signed. A shape from another time says nothing, and is no error. */
export const observedFrom = (value: unknown): Observed =>
  known((kind) =>
    typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === kind)?.[1] : undefined,
  )

/** In one line, as every reader of the note sees it; '' where nothing was tapped. */
export const observedInWords = (observed: Observed): string =>
  observedKinds
    .flatMap(({ key, label, choices }) => {
      const value = observed[key]
      return value === undefined ? [] : [`${label}: ${labelIn(choices, value).toLocaleLowerCase('en')}`]
    })
    .join(' · ')
