import { differing, waiting, type Kept } from '../../../basics/draft.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { record } from '../../access/trail.ts'
import { draftFrom, rosterKey } from '../assemble.ts'
import { signsAs } from '../../programs/cosigning.ts'
import { contentHash } from '../content.ts'
import { keepDraft } from '../../staff/actions/drafts.ts'
import { isChoice } from '../fields.ts'
import { earlierParts } from '../queries.ts'
import { groupDrafts } from '../queries/drafts.ts'
import { guardedOf } from '../queries/around.ts'
import { canSign, copiesIn, noteForClient, type Copy, type Draft as NoteDraft, type SignedNote } from '../rules.ts'
import { signersOn } from '../../programs/queries/signers.ts'
import { mustBeCosigned } from '../../programs/signers.ts'
import { bringNoteTogether, leadsIt, openNote, type Sent, type Writing } from './write.ts'

/** Not signed, and why, with what the page needs to show it. */
export type NotSigned = {
  because: Refusal
  note?: NoteDraft
  copies?: Copy[]
}
/** Others typed here too: their words were brought in, and must be read before they are signed. */
export type ReadFirst = { readFirst: Kept }
/** `atRisk`: whose screen for danger showed any. They are seen before they leave. */
export type Signed = { signed: string; needsCosign: boolean; atRisk: { clientId: string; name: string }[] }

/**
 * Signs a note: the shared part, each attendee's own part and the signature are written together or not at all. Whoever
 * signs has seen every word: words that someone else typed meanwhile are shown first. `acknowledged` names the copies
 * that the signer has looked at and stands by.
 */
export async function signNote(
  work: Work,
  sessionId: string,
  sent: Sent,
  acknowledged: string,
): Promise<Signed | ReadFirst | NotSigned> {
  const writing = await openNote(work, sessionId)
  if ('refused' in writing) return { because: writing }
  const { session, people, by } = writing
  const latest = await groupDrafts.latest(work, session.id)
  const kept = await bringNoteTogether(work, writing, sent, latest)
  if (differing(sent.doc, kept.merged, isChoice).length > 0 || waiting(kept).length > 0) {
    await keepDraft(work, groupDrafts, session.id, kept, latest, sent.basedOn)
    return { readFirst: kept }
  }
  const guarded = await guardedOf(
    work,
    people.map((person) => person.id),
  )
  const note = draftFrom(session, people, kept.merged, guarded)
  const signer = { name: by.name, credential: by.credential, leads: leadsIt(work, session) }
  const because = canSign(note, signer, work.at, work.clinic.state, await signersOn(work, session.heldOn))
  if (because) return { because, note }
  if (sent.roster !== rosterKey(people)) {
    return {
      because: refuse('roster-changed', 'The roster changed since you opened this note. Look at the marks, then sign.'),
      note,
    }
  }
  const copies = copiesIn(note.parts, await earlierParts(work, session, people))
  if (copies.length > 0 && acknowledged !== copiesKey(copies)) {
    return {
      because: refuse('too-alike', 'Some parts say what was said before. What was different today?'),
      note,
      copies,
    }
  }
  return write(work, writing, note)
}

/** The copies that somebody acknowledges: others would have to be looked at again. */
export const copiesKey = (copies: readonly Copy[]): string =>
  copies
    .map(({ clientId, of }) => `${clientId} ${'clientId' in of ? of.clientId : of.day}`)
    .sort()
    .join(',')

async function write(work: Work, { session, people, by }: Writing, note: NoteDraft): Promise<Signed | NotSigned> {
  const facilitators = session.leaders.map(signsAs)
  const leaders = facilitators.join('; ')
  const needsCosign = mustBeCosigned(by.credential, work.clinic.state, await signersOn(work, session.heldOn)).cosign
  const whole: SignedNote = {
    sessionId: session.id,
    groupName: session.name,
    day: session.heldOn,
    starts: session.starts,
    ends: session.ends,
    shared: note.shared,
    facilitators,
    attendance: people.flatMap(({ id, mark }) =>
      mark === null ? [] : [{ clientId: id, mark: mark.kind, minutes: mark.minutes, arrivedAt: null, leftAt: null }],
    ),
    parts: note.parts,
    signatures: [],
  }
  const noteId = newId()
  const charts = people.flatMap((person) => {
    const own = noteForClient(whole, person.id)
    if (own === null) return []
    if (person.episodeId === null) throw new Error('Somebody attended without an episode of care.')
    return [
      {
        clinicId: work.clinic.id,
        id: newId(),
        noteId,
        sessionId: session.id,
        clientId: own.clientId,
        episodeId: person.episodeId,
        goalId: own.goalId,
        objectiveId: note.parts.find((part) => part.clientId === own.clientId)?.objectiveId ?? null,
        heldOn: own.day,
        topic: own.topic,
        intervention: own.intervention,
        howItWent: own.howItWent,
        ownWords: own.words,
        mark: own.mark,
        minutes: own.minutes,
        numberPresent: own.numberPresent,
        leaders,
        observed: own.observed,
      },
    ]
  })
  const hash = contentHash({ sessionId: session.id, day: session.heldOn, leaders, shared: note.shared, parts: charts })
  const signedFirst = 'Somebody signed this note a moment ago: it is locked. Add an addendum instead.'
  const written = await unlessRefused(
    work,
    { group_note_of: signedFirst, note_signature_clinic_id_note_id_part_key: signedFirst },
    async () => {
      await work.db
        .insertInto('groupNote')
        .values({
          clinicId: work.clinic.id,
          id: noteId,
          sessionId: session.id,
          ...note.shared,
          writtenBy: by.id,
          writtenAt: work.at,
        })
        .execute()
      await work.db
        .insertInto('clientNote')
        .values(charts.map(({ observed, ...chart }) => ({ ...chart, observations: JSON.stringify(observed) })))
        .execute()
      await work.db
        .insertInto('noteSignature')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          noteId,
          sessionId: session.id,
          part: 'author',
          signedBy: by.id,
          nameAndCredential: signsAs(by),
          needsCosign,
          contentHash: hash,
          signedAt: work.at,
        })
        .execute()
    },
  )
  if (isRefusal(written)) return { because: written }
  await record(work, 'note.signed', {
    clients: charts.map((chart) => chart.clientId),
    about: { session: session.id, note: noteId, hash, needsCosign },
  })
  const atRisk = people.flatMap(({ id, name }) =>
    charts.some((chart) => chart.clientId === id && chart.observed.risk === 'present') ? [{ clientId: id, name }] : [],
  )
  return { signed: noteId, needsCosign, atRisk }
}
