import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { sessionById, type Session } from '../../attendance/queries.ts'
import { mayAdd, mayCosign } from '../after.ts'
import { standsAbove } from '../cosigners.ts'
import { chainAbove } from '../queries/cosigners.ts'
import { guardedOf } from '../queries/around.ts'
import { signsAs } from '../../programs/cosigning.ts'
import { signersOn } from '../../programs/queries/signers.ts'
import { contentHash } from '../content.ts'
import { noteOf, partsOf, type Note, type PartOfNote } from '../queries.ts'
import { leadsIt } from './write.ts'

export const noNote: Refusal = refuse('not-found', 'This note does not exist, or it is not yours to see.')

type Signed = { note: Note; session: Session; parts: PartOfNote[] }

async function signedNote(work: Work, noteId: string): Promise<Signed | undefined> {
  const note = await noteOf(work, { noteId })
  const session = note === undefined ? undefined : await sessionById(work, note.sessionId)
  if (note === undefined || session === undefined) return undefined
  return { note, session, parts: await partsOf(work, note.id) }
}

/** Why this person may not co-sign a group's note, or null: the director, and whoever stands above its writer, may. */
export async function mayCosignGroup(work: Work, session: Session, note: Note): Promise<Refusal | null> {
  if (work.by.kind !== 'staff') return noNote
  const refused = mayCosign(note.signatures, work.by, work.clinic.state, await signersOn(work, session.heldOn))
  if (refused) return refused
  const author = note.signatures.find(({ part }) => part === 'author')
  return standsAbove(work.by, author?.name ?? 'its author', await chainAbove(work, author?.by ?? '', session.heldOn))
}

/** The second signature, over the same words as the first. */
export async function cosignNote(work: Work, noteId: string): Promise<Session | Refusal> {
  const denied = mayNot(work.by, 'note.cosign')
  if (denied) return denied
  const signed = await signedNote(work, noteId)
  if (signed === undefined) return noNote
  const { note, session, parts } = signed
  if (work.by.kind !== 'staff') return noNote
  const refused = await mayCosignGroup(work, session, note)
  if (refused) return refused
  const written = await unlessRefused(
    work,
    { note_signature_clinic_id_note_id_part_key: 'Somebody co-signed this note a moment ago.' },
    () =>
      work.db
        .insertInto('noteSignature')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          noteId: note.id,
          sessionId: session.id,
          part: 'co-signer',
          signedBy: work.by.id ?? '',
          nameAndCredential: signsAs(work.by.kind === 'staff' ? work.by : { name: work.by.name, credential: '' }),
          needsCosign: false,
          contentHash: contentHash({
            sessionId: session.id,
            day: session.heldOn,
            leaders: parts[0]?.leaders ?? '',
            shared: note,
            parts,
          }),
          signedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'note.cosigned', {
    clients: parts.map((part) => part.clientId),
    about: { session: session.id, note: note.id },
  })
  return session
}

/** Adds words to a signed note, for everyone who was there or for one of them. What was signed stays as it was. */
export async function addAddendum(
  work: Work,
  noteId: string,
  said: { clientId: string | undefined; words: string },
): Promise<Session | Refusal> {
  const denied = mayNot(work.by, 'note.write')
  if (denied) return denied
  const signed = await signedNote(work, noteId)
  if (signed === undefined) return noNote
  const { note, session, parts } = signed
  if (work.by.kind !== 'staff') return noNote
  const guarded = await guardedOf(
    work,
    parts.map((part) => part.clientId),
  )
  const refused = mayAdd(
    {
      groupName: session.name,
      isTheirs:
        leadsIt(work, session) !== null ||
        note.signatures.some(({ by }) => by === work.by.id) ||
        (await mayCosignGroup(work, session, note)) === null,
      attendees: parts.map((part) => ({
        clientId: part.clientId,
        called: part.name,
        names: {
          given: `${part.givenName} ${part.middleNames}`.trim(),
          family: part.familyName,
          preferred: part.preferredName || null,
          ...guarded.get(part.clientId),
        },
      })),
    },
    said,
  )
  if (refused) return refused
  await work.db
    .insertInto('noteAddendum')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      noteId: note.id,
      clientId: said.clientId ?? null,
      words: said.words,
      addedBy: work.by.id,
      nameAndCredential: signsAs(work.by),
      addedAt: work.at,
    })
    .execute()
  await record(work, 'note.addendum', {
    clients: said.clientId === undefined ? parts.map((part) => part.clientId) : [said.clientId],
    about: { session: session.id, note: note.id },
  })
  return session
}
