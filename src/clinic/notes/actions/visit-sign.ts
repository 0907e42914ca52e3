import { differing, waiting, type Kept } from '../../../basics/draft.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'
import { signsAs } from '../../programs/cosigning.ts'
import { signersOn } from '../../programs/queries/signers.ts'
import { mustBeCosigned } from '../../programs/signers.ts'
import { lateBy, limitOn } from '../deadlines.ts'
import { keepDraft } from '../../staff/actions/drafts.ts'
import { isChoice } from '../fields.ts'
import { earlierVisitNotes, othersAround } from '../queries/around.ts'
import { noteRuleRows } from '../queries/deadlines.ts'
import { visitDrafts } from '../queries/drafts.ts'
import type { VisitHour } from '../queries/visit-notes.ts'
import { visitContentHash } from '../visit-content.ts'
import {
  canSignVisit,
  copiesOfVisit,
  leaksInVisit,
  leaksKey,
  proseOf,
  visitCopiesKey,
  visitDraftFrom,
  type NoteLeak,
  type VisitCopy,
  type VisitDraft,
} from '../visit-note.ts'
import { bringVisitTogether, isSigned, openWriting, sinceOf, writesIt, type VisitSent } from './visit-write.ts'

/** Not signed, and why, with what the page needs to show it. */
export type VisitNotSigned = { because: Refusal; leaks?: NoteLeak[]; copies?: VisitCopy[] }
export type VisitSigned = { signed: string; version: number; needsCosign: boolean }

/** From when to when the client was there: as marked for a visit, as told for a contact. */
export function presenceIn(hour: VisitHour): { arrivedAt: Date; leftAt: Date; minutes: number } {
  const arrivedAt = new Date(hour.startsAt.getTime() + (hour.minutesLate ?? 0) * 60_000)
  const leftAt = new Date(Math.max(arrivedAt.getTime(), hour.endsAt.getTime() - (hour.minutesLeftEarly ?? 0) * 60_000))
  const minutes =
    hour.visitId === null ? Math.round((leftAt.getTime() - arrivedAt.getTime()) / 60_000) : (hour.minutesThere ?? 0)
  return { arrivedAt, leftAt, minutes }
}

export const markOf = (hour: VisitHour): 'unmarked' | 'there' | 'not-there' | null =>
  hour.visitId === null ? null : hour.mark === null ? 'unmarked' : (hour.minutesThere ?? 0) > 0 ? 'there' : 'not-there'

/**
 * Signs a note of one person's hour: a version and its signature, together or not at all. Words that somebody typed meanwhile
 * are read first. A name of another client, or a note that reads like an earlier one, is shown once; whoever has looked signs.
 */
export async function signVisitNote(
  work: Work,
  noteId: string,
  sent: VisitSent,
  looked: { names: string; alike: string },
): Promise<VisitSigned | { readFirst: Kept } | VisitNotSigned> {
  const writing = await openWriting(work, noteId)
  if ('refused' in writing) return { because: writing }
  const { hour, versions, goals, by } = writing
  const latest = await visitDrafts.latest(work, noteId, sinceOf(versions))
  const kept = await bringVisitTogether(work, writing, sent, latest)
  if (differing(sent.doc, kept.merged, isChoice).length > 0 || waiting(kept).length > 0) {
    await keepDraft(work, visitDrafts, noteId, kept, latest, sent.basedOn)
    return { readFirst: kept }
  }
  const draft = visitDraftFrom(
    kept.merged,
    goals.map(({ id }) => id),
  )
  const table = await signersOn(work, hour.heldOn)
  const { arrivedAt, leftAt, minutes } = presenceIn(hour)
  const because = canSignVisit(
    {
      kind: hour.kind,
      called: hour.name,
      ends: hour.endsAt,
      mark: markOf(hour),
      cancelled: hour.cancelled,
      goals: goals.map(({ id }) => id),
      signed: isSigned(versions),
    },
    draft,
    { name: by.name, credential: by.credential, role: by.role, isTheirs: writesIt(work, hour) },
    work.at,
    work.clinic.state,
    table,
  )
  if (because) return { because }
  if (sent.mark !== (hour.markId ?? ''))
    return {
      because: refuse(
        'mark-changed',
        'The mark of this visit changed since you opened the note. Look at the minutes, then sign.',
      ),
    }
  const own = {
    given: `${hour.givenName} ${hour.middleNames}`.trim(),
    family: hour.familyName,
    preferred: hour.preferredName || null,
  }
  const leaks = leaksInVisit(draft, own, await othersAround(work, hour.clientId, hour.heldOn))
  if (leaks.length > 0 && looked.names !== leaksKey(leaks))
    return {
      because: refuse(
        'names-another',
        'These may be other clients. Put it without them, or say that it is somebody else.',
      ),
      leaks,
    }
  const copies = copiesOfVisit(
    proseOf(draft.sections),
    await earlierVisitNotes(work, noteId, hour.clientId, hour.heldOn),
  )
  if (copies.length > 0 && looked.alike !== visitCopiesKey(copies))
    return { because: refuse('too-alike', 'Much of this was said before. What was different today?'), copies, leaks }
  return write(
    work,
    hour,
    versions.length + 1,
    draft,
    { arrivedAt, leftAt, minutes },
    mustBeCosigned(by.credential, work.clinic.state, table).cosign,
  )
}

async function write(
  work: Work,
  hour: VisitHour,
  version: number,
  draft: VisitDraft,
  presence: { arrivedAt: Date; leftAt: Date; minutes: number },
  needsCosign: boolean,
): Promise<VisitSigned | VisitNotSigned> {
  if (draft.risk === null && hour.kind !== 'collateral')
    throw new Error('A note was let through without its risk screen.')
  if (work.by.kind !== 'staff') throw new Error('A note is signed by a person.')
  const versionId = newId()
  const hash = visitContentHash({
    noteId: hour.id,
    version,
    clientId: hour.clientId,
    kind: hour.kind,
    day: hour.heldOn,
    ...presence,
    draft,
  })
  const { hours } = limitOn('sign', hour.heldOn, await noteRuleRows(work))
  const { id: by, name, credential } = work.by
  const first = 'Somebody signed this note a moment ago: it is locked. Add an addendum instead.'
  const written = await unlessRefused(work, { visit_note_version_clinic_id_note_id_version_key: first }, async () => {
    await work.db
      .insertInto('visitNoteVersion')
      .values({
        clinicId: work.clinic.id,
        id: versionId,
        noteId: hour.id,
        clientId: hour.clientId,
        version,
        template: draft.template,
        body: JSON.stringify(draft.sections),
        observations: JSON.stringify({
          interventions: draft.interventions,
          participation: draft.participation,
          mood: draft.mood,
          progress: draft.progress,
        }),
        risk: draft.risk ?? 'not-asked',
        riskWords: draft.riskWords,
        goalIds: [...draft.goalIds],
        objectiveIds: [...draft.objectiveIds],
        ...presence,
        writtenBy: by,
        writtenAt: work.at,
      })
      .execute()
    await work.db
      .insertInto('visitNoteSignature')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        noteId: hour.id,
        versionId,
        part: 'author',
        signedBy: by,
        nameAndCredential: signsAs({ name, credential }),
        needsCosign,
        lateHours: lateBy(hour.endsAt, work.at, hours),
        lateBecause: draft.lateBecause,
        contentHash: hash,
        signedAt: work.at,
      })
      .execute()
  })
  if (isRefusal(written)) return { because: written }
  await record(work, 'visit-note.signed', {
    clients: [hour.clientId],
    about: { note: hour.id, version, hash, needsCosign },
  })
  return { signed: hour.id, version, needsCosign }
}
