import { dayAt, instantAt, type Day } from '../../../basics/dates.ts'
import { saysMore, type Doc, type Kept } from '../../../basics/draft.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type StaffPerson, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { visitById } from '../../visits/queries.ts'
import { bringTogether, keepDraft, type Decision } from '../../staff/actions/drafts.ts'
import type { Draft, SentDraft } from '../../staff/queries/drafts.ts'
import { isChoice } from '../fields.ts'
import { visitDrafts } from '../queries/drafts.ts'
import {
  goalsToAddress,
  versionsOf,
  visitHour,
  type OpenGoal,
  type VisitHour,
  type VisitVersion,
} from '../queries/visit-notes.ts'
import { holdVisitNote } from '../queries/visit-hold.ts'
import { noteKind, type NoteKind, type Template } from '../templates.ts'
import { emptyVisitDoc, mayWriteKind } from '../visit-note.ts'

/** What one open page sends, and the mark it was opened on. */
export type VisitSent = SentDraft & { mark: string }

export type VisitWriting = { hour: VisitHour; versions: VisitVersion[]; goals: OpenGoal[]; by: StaffPerson; empty: Doc }

export const noSuchNote: Refusal = refuse('not-found', 'This note does not exist, or it is not yours to see.')

/** Opens the note of a booked visit; the second press finds the one that is there. */
export async function openVisitNote(work: Work, visitId: string): Promise<string | Refusal> {
  const denied = mayNot(work.by, 'visit-note.write')
  if (denied) return denied
  const there = await visitHour(work, { visitId })
  if (there !== undefined) return there.id
  const visit = await visitById(work, visitId)
  if (visit === undefined || work.by.kind !== 'staff') return noSuchNote
  if (visit.cancelledBecause !== null)
    return refuse('cancelled', 'This visit was cancelled, so there is no note to write.')
  const kind = noteKind(visit.kind)
  if (kind === undefined) return refuse('no-note', 'A visit of this kind has no note of its own.')
  const notKind = mayWriteKind(kind.value, work.by.role)
  if (notKind) return notKind
  if (!(await holdsIt(work, visit.staffId)))
    return refuse(
      'not-theirs',
      `${visit.givenName} ${visit.familyName} held this visit and writes its note; the director may too.`,
    )
  const id = newId()
  const written = await unlessRefused(work, { visit_note_of_visit: 'Somebody opened this note a moment ago.' }, () =>
    work.db
      .insertInto('visitNote')
      .values({
        clinicId: work.clinic.id,
        id,
        clientId: visit.clientId,
        episodeId: visit.episodeId,
        visitId: visit.id,
        kind: kind.value,
        heldOn: visit.heldOn,
        startsAt: visit.begins,
        endsAt: visit.ends,
        openedBy: work.by.id ?? '',
        openedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) return (await visitHour(work, { visitId }))?.id ?? written
  await record(work, 'visit-note.opened', { clients: [visit.clientId], about: { note: id } })
  return id
}

export type NewContact = { kind: NoteKind; day: Day; starts: string; minutes: number; withWhom: string }

/** Opens the note of a contact that nobody booked: a call, somebody else, a crisis. */
export async function openContactNote(work: Work, clientId: string, said: NewContact): Promise<string | Refusal> {
  const denied = mayNot(work.by, 'visit-note.write')
  if (denied) return denied
  const client = await clientById(work, clientId)
  if (client === undefined || work.by.kind !== 'staff') return noSuchNote
  const kind = noteKind(said.kind)
  const notKind = mayWriteKind(said.kind, work.by.role)
  if (notKind) return notKind
  if (kind?.isBooked === true && said.kind !== 'case-management')
    return refuse('booked', 'Hours like this are booked as a visit first. Book it, mark it, then write its note.')
  const starts = instantAt(said.day, said.starts, work.clinic.timeZone)
  if (starts > work.at) return refuse('to-come', 'This lies in the future. Write it when it has been.')
  if (dayAt(starts, work.clinic.timeZone) < said.day)
    return refuse('no-such-hour', 'There is no such hour on that day.')
  const id = newId()
  await work.db
    .insertInto('visitNote')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: client.id,
      episodeId: client.episodeId,
      kind: said.kind,
      heldOn: said.day,
      startsAt: starts,
      endsAt: new Date(starts.getTime() + said.minutes * 60_000),
      withWhom: said.withWhom,
      openedBy: work.by.id,
      openedAt: work.at,
    })
    .execute()
  await record(work, 'visit-note.opened', { clients: [client.id], about: { note: id } })
  return id
}

const holdsIt = async (work: Work, staffId: string | null): Promise<boolean> =>
  work.by.kind === 'staff' && (work.by.id === staffId || work.by.role === 'director')

/** Whether this person writes the note of this hour. */
export const writesIt = (work: Work, hour: Pick<VisitHour, 'holderId' | 'openedBy'>): boolean =>
  work.by.kind === 'staff' && (work.by.id === hour.holderId || work.by.role === 'director')

/** Who held an hour writes its note; the director may too. Everyone else gets a sentence. */
export function mayWriteVisit(work: Work, hour: VisitHour): Refusal | null {
  const denied = mayNot(work.by, 'visit-note.write')
  if (denied) return denied
  if (work.by.kind !== 'staff') return refuse('not-allowed', 'A note is written by a person.')
  if (!writesIt(work, hour))
    return refuse('not-theirs', `${hour.holder} held this hour and writes its note; the director may too.`)
  return mayWriteKind(hour.kind, work.by.role)
}

/** A version stands signed, and is not with its author again. */
export const isSigned = (versions: readonly VisitVersion[]): boolean =>
  versions[0] !== undefined && versions[0].returned === null

/** What was signed last and came back, as fields to go on from. */
export const docOfVersion = (version: VisitVersion): Doc => ({
  'pick-template': version.template,
  'pick-interventions': version.observations.interventions.join(' '),
  'pick-participation': version.observations.participation,
  'pick-mood': version.observations.mood,
  'pick-progress': version.observations.progress,
  'pick-risk': version.risk,
  'pick-goals': version.goalIds.join(' '),
  'pick-objectives': version.objectiveIds.join(' '),
  riskWords: version.riskWords,
  ...Object.fromEntries(Object.entries(version.body).map(([key, text]) => [`section-${key}`, text])),
})

/** Takes hold of a note to write it: two people who save or sign at once follow one another. */
export async function openWriting(work: Work, noteId: string): Promise<VisitWriting | Refusal> {
  if (!isId(noteId)) return noSuchNote
  await holdVisitNote(work, noteId)
  const hour = await visitHour(work, { noteId })
  if (hour === undefined || work.by.kind !== 'staff') return noSuchNote
  const denied = mayWriteVisit(work, hour)
  if (denied) return denied
  const versions = await versionsOf(work, noteId)
  if (isSigned(versions)) {
    const author = versions[0]?.signatures.find(({ part }) => part === 'author')
    return refuse(
      'signed',
      `${author?.name ?? 'Somebody'} signed this note: it is locked. Copy your words into an addendum; they are still here.`,
    )
  }
  const goals = await goalsToAddress(work, hour.episodeId, hour.heldOn)
  return { hour, versions, goals, by: work.by, empty: startOf(versions, goals, 'dap') }
}

export const startOf = (versions: readonly VisitVersion[], goals: readonly OpenGoal[], template: Template): Doc =>
  emptyVisitDoc(
    template,
    goals.map(({ id }) => id),
    versions[0] && docOfVersion(versions[0]),
  )

/** When the last version was signed: drafts from before are its own. */
export const sinceOf = (versions: readonly VisitVersion[]): Date | null => versions[0]?.writtenAt ?? null

/** Keeps what was typed, together with what others typed meanwhile. Every save is a row. */
export async function saveVisitDraft(
  work: Work,
  noteId: string,
  sent: VisitSent,
  decision?: Decision,
): Promise<Kept | Refusal> {
  const writing = await openWriting(work, noteId)
  if ('refused' in writing) return writing
  const latest = await visitDrafts.latest(work, noteId, sinceOf(writing.versions))
  const draft = await bringVisitTogether(work, writing, sent, latest, decision)
  if (latest === undefined || saysMore(draft, latest)) {
    await keepDraft(work, visitDrafts, noteId, draft, latest, sent.basedOn)
    await record(work, 'visit-note.drafted', { about: { note: noteId } })
  }
  return draft
}

/** Everyone's words together, as they would stand after this page is saved. */
export const bringVisitTogether = (
  work: Work,
  { hour, empty }: VisitWriting,
  sent: VisitSent,
  latest: Draft | undefined,
  decision?: Decision,
): Promise<Kept> => bringTogether(work, visitDrafts, { of: hour.id, sent, latest, isChoice, empty, decision })
