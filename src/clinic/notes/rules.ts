import type { Day } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { type MarkKind, wasThere } from '../attendance/minutes.ts'
import { type Member, type NameFound, namesIn } from './guards.ts'
import { likeness, tooAlikeFrom } from './likeness.ts'
import type { Observed } from './observed.ts'
import { mayLead, type SignerRow, signerOf } from '../programs/signers.ts'

/** The part that everyone's chart carries: it names nobody. */
export type Shared = { topic: string; intervention: string; howItWent: string }

export const sharedFields = [
  { key: 'topic', label: 'Topic' },
  { key: 'intervention', label: 'What we did' },
  { key: 'howItWent', label: 'How it went' },
] as const satisfies readonly { key: keyof Shared; label: string }[]

/** One client's own part, tied to one of their goals, and what was observed by choice. */
export type Part = {
  clientId: string
  words: string
  goalId: string | null
  objectiveId?: string | null
  observed: Observed
}

/** Everyone in the room: who held a seat, who walked in, who did not come. */
export type InRoom = {
  clientId: string
  /** What the client is called on screen. */
  called: string
  names: Member
  mark: MarkKind | null
  /** The ids of the client's open goals. */
  goals: readonly string[]
}

export type Draft = {
  groupName: string
  /** A service kind's key. */
  kind: string
  ends: Date
  signed: boolean
  room: readonly InRoom[]
  shared: Shared
  parts: readonly Part[]
}

export type Signer = { name: string; credential: string; leads: 'lead' | 'co-lead' | null }

/** The shortest part that says something about one person, in characters. */
export const shortestPart = 40

const filled = (text: string): string => text.trim().replace(/\s+/gu, ' ')
const there = (room: readonly InRoom[]) => room.filter((one) => one.mark !== null && wasThere(one.mark))
const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/**
 * Why this note may not be signed now by this person, or null. The first reason that holds, each with everyone it
 * concerns: signed already; the group is not over; the signer does not lead it, or may not lead its kind; someone is not
 * marked; nobody was there; a shared field is empty; an attendee's part is missing or shorter than 40 characters, or is
 * tied to none of the client's open goals; a name stands where other clients' charts would show it. `details` names the
 * fields, clients or words. Source: clinical.md §0 fact 8, §7.3, §7.4.
 */
export function canSign(
  draft: Draft,
  signer: Signer,
  now: Date,
  state: string | null = null,
  table?: readonly SignerRow[],
): Refusal | null {
  if (draft.signed) {
    return refuse('signed', 'This note is signed and locked. Add an addendum instead.')
  }
  if (now < draft.ends) {
    return refuse('not-over', `${draft.groupName} is not over yet. Sign when it has ended; the draft is kept.`)
  }
  return maySign(draft, signer, state, table) ?? incomplete(draft) ?? namesSomeone(draft)
}

function maySign(draft: Draft, signer: Signer, state: string | null, table?: readonly SignerRow[]): Refusal | null {
  if (signer.leads === null) {
    return refuse('not-leader', `Whoever led ${draft.groupName} signs its note. Ask the director to change the leader.`)
  }
  const row = signerOf(signer.credential, state, table)
  if (row === null) {
    const credential = signer.credential.trim()
    return refuse(
      'credential',
      credential === ''
        ? `No credential is on file for ${signer.name}. Ask the director to sign, or an administrator to add it.`
        : `${signer.name}’s credential, ${credential}, is not in the signing table. Ask the director to sign.`,
    )
  }
  if (!mayLead(row, draft.kind)) {
    return refuse(
      'not-this-kind',
      `A ${row.label} does not sign for a group of this kind. Ask the lead facilitator or the director to sign.`,
    )
  }
  return null
}

function incomplete(draft: Draft): Refusal | null {
  const unmarked = draft.room.filter((one) => one.mark === null || one.mark === 'cleared').map((one) => one.called)
  if (unmarked.length > 0) {
    return refuse('unmarked', `Mark ${list(unmarked)} on the roster first.`, unmarked)
  }
  const attendees = there(draft.room)
  if (attendees.length === 0) {
    return refuse('nobody-there', `Nobody attended ${draft.groupName}, so there is no group note to sign.`)
  }
  const empty = sharedFields.filter(({ key }) => filled(draft.shared[key]) === '').map(({ label }) => label)
  if (empty.length > 0) return refuse('shared-empty', `Fill in ${list(empty)} before you sign.`, empty)

  const partOf = new Map(draft.parts.map((part) => [part.clientId, part]))
  const without = attendees.filter((one) => filled(partOf.get(one.clientId)?.words ?? '').length < shortestPart)
  if (without.length > 0) {
    const names = without.map((one) => one.called)
    return refuse('part-short', `Write at least ${shortestPart} characters about ${list(names)}.`, names)
  }
  const noGoals = attendees.filter((one) => one.goals.length === 0).map((one) => one.called)
  if (noGoals.length > 0) {
    return refuse(
      'no-goal',
      `${list(noGoals)} ${noGoals.length === 1 ? 'has' : 'have'} no open goal. Add one to the plan first.`,
      noGoals,
    )
  }
  const untied = attendees
    .filter((one) => !one.goals.includes(partOf.get(one.clientId)?.goalId ?? ''))
    .map((one) => one.called)
  if (untied.length > 0) return refuse('goal', `Choose one of their goals for ${list(untied)}.`, untied)

  const ids = new Set(attendees.map((one) => one.clientId))
  const stray = draft.parts.filter((part) => !ids.has(part.clientId) && filled(part.words) !== '')
  if (stray.length > 0) {
    const names = stray.map(
      (part) => draft.room.find((one) => one.clientId === part.clientId)?.called ?? 'someone else',
    )
    return refuse('part-of-absent', `${list(names)} did not attend. Remove that part, or correct the roster.`, names)
  }
  return null
}

/** Where a name stands that must not: in a shared field, or in another client's part. */
export type Leak = NameFound & { in: keyof Shared | 'part'; clientId: string | null; nameOf: string }

/**
 * Every place in a draft that names a member where other members' charts would show it: in the shared fields anyone of
 * the room, in a part anyone but that client. Ranges count within the field or part.
 */
export function leaksIn(draft: Pick<Draft, 'room' | 'shared' | 'parts'>): Leak[] {
  const everyone = draft.room.map((one) => one.names)
  const shared = sharedFields.flatMap(({ key }) =>
    namesIn(draft.shared[key], everyone).map(
      (found): Leak => ({ ...found, in: key, clientId: null, nameOf: draft.room[found.memberIndex]?.clientId ?? '' }),
    ),
  )
  const parts = draft.parts.flatMap((part) => {
    const own = draft.room.find((one) => one.clientId === part.clientId)?.names ?? null
    const others = draft.room.filter((one) => one.clientId !== part.clientId)
    return namesIn(
      part.words,
      others.map((one) => one.names),
      own,
    ).map(
      (found): Leak => ({
        ...found,
        in: 'part',
        clientId: part.clientId,
        nameOf: others[found.memberIndex]?.clientId ?? '',
      }),
    )
  })
  return [...shared, ...parts]
}

function namesSomeone(draft: Draft): Refusal | null {
  const leaks = leaksIn(draft)
  const shared = leaks.filter((leak) => leak.in !== 'part')
  const quoted = (found: readonly Leak[]) => [...new Set(found.map((leak) => `“${leak.text}”`))]
  if (shared.length > 0) {
    const words = quoted(shared)
    return refuse('name-in-shared', `Every chart shows the shared part. Put it without ${list(words)}.`, words)
  }
  const [first] = leaks
  if (first === undefined) return null
  const called = draft.room.find((one) => one.clientId === first.clientId)?.called ?? 'a client'
  const words = quoted(leaks.filter((leak) => leak.clientId === first.clientId))
  return refuse('name-in-part', `${called}’s part names someone else. Put it without ${list(words)}.`, words)
}

/** Two parts that read as copies of each other, or a part that copies what stood in the client's chart before. */
export type Copy = { clientId: string; of: { clientId: string } | { day: Day }; likeness: number }

/**
 * Warnings, not refusals: parts at least 85 % alike, between clients of this note or with one of the client's earlier
 * notes. Each pair once, the likest first. Source: clinical.md §7.3 [K].
 */
export function copiesIn(
  parts: readonly Part[],
  earlier: readonly { clientId: string; day: Day; words: string }[] = [],
): Copy[] {
  const copies: Copy[] = []
  parts.forEach((part, i) => {
    for (const other of parts.slice(i + 1)) {
      copies.push({
        clientId: part.clientId,
        of: { clientId: other.clientId },
        likeness: likeness(part.words, other.words),
      })
    }
    for (const before of earlier.filter((one) => one.clientId === part.clientId)) {
      copies.push({ clientId: part.clientId, of: { day: before.day }, likeness: likeness(part.words, before.words) })
    }
  })
  return copies.filter((copy) => copy.likeness >= tooAlikeFrom).sort((a, b) => b.likeness - a.likeness)
}

export type SignedNote = {
  sessionId: string
  groupName: string
  day: Day
  starts: Date
  ends: Date
  shared: Shared
  /** Names with credentials, as signed. */
  facilitators: readonly string[]
  attendance: readonly {
    clientId: string
    mark: MarkKind
    minutes: number
    arrivedAt: Date | null
    leftAt: Date | null
  }[]
  parts: readonly Part[]
  signatures: readonly { name: string; credential: string; signedAt: Date; part: 'author' | 'co-signer' }[]
}

/** What stands in one client's chart. */
export type ClientNote = {
  clientId: string
  sessionId: string
  groupName: string
  day: Day
  starts: Date
  ends: Date
  topic: string
  intervention: string
  howItWent: string
  facilitators: readonly string[]
  numberPresent: number
  mark: MarkKind
  minutes: number
  arrivedAt: Date | null
  leftAt: Date | null
  words: string
  goalId: string | null
  observed: Observed
  signatures: SignedNote['signatures']
}

/**
 * The client's own chart note: the shared part, their own part and minutes, and how many were present; nothing of any
 * other client. Null for whoever was not there: their chart shows that they did not attend, and no note.
 * Source: clinical.md §0 fact 8, §7.3.
 */
export function noteForClient(note: SignedNote, clientId: string): ClientNote | null {
  const own = note.attendance.find((one) => one.clientId === clientId)
  const part = note.parts.find((one) => one.clientId === clientId)
  if (own === undefined || part === undefined || !wasThere(own.mark)) return null
  // Field by field: what is not named here cannot reach a chart.
  return {
    clientId,
    sessionId: note.sessionId,
    groupName: note.groupName,
    day: note.day,
    starts: note.starts,
    ends: note.ends,
    topic: note.shared.topic,
    intervention: note.shared.intervention,
    howItWent: note.shared.howItWent,
    facilitators: note.facilitators,
    numberPresent: note.attendance.filter((one) => wasThere(one.mark)).length,
    mark: own.mark,
    minutes: own.minutes,
    arrivedAt: own.arrivedAt,
    leftAt: own.leftAt,
    words: part.words,
    goalId: part.goalId,
    observed: part.observed,
    signatures: note.signatures,
  }
}
