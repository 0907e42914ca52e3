import type { Doc } from '../../basics/draft.ts'
import { sha256 } from '../../basics/ids.ts'
import { wasThere, type MarkKind } from '../attendance/minutes.ts'
import { goalField, wordsField } from './fields.ts'
import { observedIn } from './observed.ts'
import type { Draft, InRoom, Part, Shared } from './rules.ts'

/** A goal, and what is worked on for it in the signed plan: a note names the objective where there is one. */
export type GoalToName = {
  id: string
  position: number
  words: string
  objectives?: readonly { id: string; position: number; words: string }[]
}

/** What the note needs to know of someone on the roster. */
export type Person = {
  id: string
  name: string
  givenName: string
  middleNames: string
  familyName: string
  preferredName: string
  goals: readonly GoalToName[]
  mark: { kind: MarkKind } | null
}

export type Meeting = {
  name: string
  kind: string
  topic: string
  ends: Date
  noteSignedAt: Date | null
}

/** Whoever was in the room has a part in the note. */
export const attendees = <P extends Pick<Person, 'mark'>>(people: readonly P[]): P[] =>
  people.filter(({ mark }) => mark !== null && wasThere(mark.kind))

/** Who was where for how long, in one line: the page sends it back, so that nobody signs minutes that they did not see. */
export const rosterKey = (people: readonly { id: string; mark: { id: string } | null }[]): string =>
  sha256(
    people
      .map(({ id, mark }) => `${id} ${mark?.id ?? ''}`)
      .sort()
      .join(),
  ).slice(0, 16)

/** What stands in an empty note: the topic of the series, and each person's first open goal. */
export function emptyDoc(meeting: Pick<Meeting, 'topic'>, people: readonly Person[]): Doc {
  return {
    topic: meeting.topic,
    intervention: '',
    howItWent: '',
    ...Object.fromEntries(
      people.flatMap((person) => [
        [goalField(person.id), person.goals[0]?.objectives?.[0]?.id ?? person.goals[0]?.id ?? ''],
        [wordsField(person.id), ''],
      ]),
    ),
  }
}

/** A goal that was chosen and has ended since gives way to the first that is open. */
export const goalIn = (doc: Doc, person: Pick<Person, 'id' | 'goals'>): string => {
  const chosen = doc[goalField(person.id)] ?? ''
  const its = person.goals.find((goal) => goal.id === chosen || goal.objectives?.some((one) => one.id === chosen))
  return (its ?? person.goals[0])?.id ?? ''
}

/** The objective that was chosen, or the first of the goal where none was. Null where the plan has none for it. */
export const objectiveIn = (doc: Doc, person: Pick<Person, 'id' | 'goals'>): string | null => {
  const chosen = doc[goalField(person.id)] ?? ''
  const objectives = person.goals.find((goal) => goal.id === goalIn(doc, person))?.objectives ?? []
  return (objectives.find((one) => one.id === chosen) ?? objectives[0])?.id ?? null
}

const tidy = (text: string | undefined): string => (text ?? '').replaceAll('\r\n', '\n').trim()

/** The note as the rules read it. Words about someone who did not attend are a part too, so that the rules see them. */
export function draftFrom(
  meeting: Meeting,
  people: readonly Person[],
  doc: Doc,
  guarded: ReadonlyMap<string, { relatives: readonly string[]; employers: readonly string[] }>,
): Draft {
  const shared: Shared = {
    topic: tidy(doc.topic),
    intervention: tidy(doc.intervention),
    howItWent: tidy(doc.howItWent),
  }
  const there = new Set(attendees(people).map((person) => person.id))
  const room = people.map(
    (person): InRoom => ({
      clientId: person.id,
      called: person.name,
      names: {
        given: `${person.givenName} ${person.middleNames}`.trim(),
        family: person.familyName,
        preferred: person.preferredName || null,
        ...guarded.get(person.id),
      },
      mark: person.mark?.kind ?? null,
      goals: person.goals.map((goal) => goal.id),
    }),
  )
  const parts = people
    .filter((person) => there.has(person.id) || tidy(doc[wordsField(person.id)]) !== '')
    .map(
      (person): Part => ({
        clientId: person.id,
        words: tidy(doc[wordsField(person.id)]),
        goalId: goalIn(doc, person) || null,
        objectiveId: objectiveIn(doc, person),
        observed: there.has(person.id) ? observedIn(doc, person.id) : {},
      }),
    )
  return {
    groupName: meeting.name,
    kind: meeting.kind,
    ends: meeting.ends,
    signed: meeting.noteSignedAt !== null,
    room,
    shared,
    parts,
  }
}
