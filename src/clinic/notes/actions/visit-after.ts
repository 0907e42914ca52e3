import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { mayCosign, signsAs } from '../../programs/cosigning.ts'
import { signersOn } from '../../programs/queries/signers.ts'
import { standsAbove } from '../cosigners.ts'
import { chainAbove } from '../queries/cosigners.ts'
import { holdVisitNote } from '../queries/visit-hold.ts'
import { versionsOf, visitHour, type VisitHour, type VisitVersion } from '../queries/visit-notes.ts'
import { noSuchNote, writesIt } from './visit-write.ts'

/** Why this person may not put the second name under the version that stands, or null. */
export async function mayCosignVisit(work: Work, hour: VisitHour, version: VisitVersion): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'note.cosign')
  if (denied) return denied
  if (work.by.kind !== 'staff') return noSuchNote
  if (version.returned !== null) return refuse('returned', 'This version went back to its author. Wait for the next.')
  const refused = mayCosign('note', version.signatures, work.by, work.clinic.state, await signersOn(work, hour.heldOn))
  if (refused) return refused
  const author = version.signatures.find(({ part }) => part === 'author')
  return standsAbove(work.by, author?.name ?? 'its author', await chainAbove(work, version.writtenBy, hour.heldOn))
}

async function held(work: Work, noteId: string): Promise<{ hour: VisitHour; version: VisitVersion } | Refusal> {
  const hour = await visitHour(work, { noteId })
  if (hour === undefined) return noSuchNote
  await holdVisitNote(work, hour.id)
  const [version] = await versionsOf(work, hour.id)
  return version === undefined ? refuse('not-signed', 'Nobody has signed this note yet.') : { hour, version }
}

/** The second signature, over the same words as the first. `shown`: the version that was read. */
export async function cosignVisitNote(work: Work, noteId: string, shown: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'note.cosign')
  if (denied) return denied
  const found = await held(work, noteId)
  if (isRefusal(found)) return found
  const { hour, version } = found
  if (version.id !== shown) return refuse('newer', 'A newer version was signed since you opened this. Read it first.')
  const refused = await mayCosignVisit(work, hour, version)
  if (refused) return refused
  const author = version.signatures.find(({ part }) => part === 'author')
  if (author === undefined || work.by.kind !== 'staff') return noSuchNote
  const { id: by, name, credential } = work.by
  const written = await unlessRefused(
    work,
    { visit_note_signature_clinic_id_version_id_part_key: 'Somebody co-signed this note a moment ago.' },
    () =>
      work.db
        .insertInto('visitNoteSignature')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          noteId: hour.id,
          versionId: version.id,
          part: 'co-signer',
          signedBy: by,
          nameAndCredential: signsAs({ name, credential }),
          contentHash: author.hash,
          signedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'visit-note.cosigned', {
    clients: [hour.clientId],
    about: { note: hour.id, version: version.version },
  })
  return null
}

/** Gives a version back with what is asked for. Its author answers with a new version. */
export async function returnVisitNote(
  work: Work,
  noteId: string,
  shown: string,
  words: string,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'note.cosign')
  if (denied) return denied
  const found = await held(work, noteId)
  if (isRefusal(found)) return found
  const { hour, version } = found
  if (version.id !== shown) return refuse('newer', 'A newer version was signed since you opened this. Read it first.')
  const refused = await mayCosignVisit(work, hour, version)
  if (refused) return refused
  if (work.by.kind !== 'staff') return noSuchNote
  await work.db
    .insertInto('visitNoteReturn')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      noteId: hour.id,
      versionId: version.id,
      words,
      returnedBy: work.by.id,
      nameAndCredential: signsAs(work.by),
      returnedAt: work.at,
    })
    .execute()
  await record(work, 'visit-note.returned', {
    clients: [hour.clientId],
    about: { note: hour.id, version: version.version },
  })
  return null
}

/** Adds words to a signed note. What was signed stays as it was. */
export async function addVisitAddendum(work: Work, noteId: string, words: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'visit-note.write')
  if (denied) return denied
  const found = await held(work, noteId)
  if (isRefusal(found)) return found
  const { hour, version } = found
  if (work.by.kind !== 'staff') return noSuchNote
  if (version.returned !== null)
    return refuse('returned', 'This note is with its author again: the next version takes the words.')
  if (!writesIt(work, hour) && version.writtenBy !== work.by.id)
    return refuse('not-theirs', `${hour.holder} adds to this note, or the director.`)
  await work.db
    .insertInto('visitNoteAddendum')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      noteId: hour.id,
      words,
      addedBy: work.by.id,
      nameAndCredential: signsAs(work.by),
      addedAt: work.at,
    })
    .execute()
  await record(work, 'visit-note.addendum', { clients: [hour.clientId], about: { note: hour.id } })
  return null
}
