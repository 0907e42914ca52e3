import { saysMore, type Kept } from '../../../basics/draft.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { StaffPerson, Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdSession, nothingHere } from '../../attendance/actions/hold.ts'
import { rosterOf, type PersonOnRoster, type Session } from '../../attendance/queries.ts'
import { emptyDoc } from '../assemble.ts'
import { bringTogether, keepDraft, type Decision } from '../../staff/actions/drafts.ts'
import type { Draft, SentDraft } from '../../staff/queries/drafts.ts'
import { isChoice } from '../fields.ts'
import { groupDrafts } from '../queries/drafts.ts'

/** What one open page sends, and the roster it was opened on. */
export type Sent = SentDraft & { roster: string }

export type Writing = { session: Session; people: PersonOnRoster[]; by: StaffPerson }

/** Who leads the session writes its note; the director may too. Everyone else gets a sentence. */
export function mayWrite(work: Work, session: Session): Refusal | null {
  const denied = mayNot(work.by, 'note.write')
  if (denied) return denied
  if (leadsIt(work, session) !== null) return null
  const names = session.leaders.map((leader) => leader.name).join(' or ')
  return refuse(
    'not-leader',
    names === ''
      ? `Nobody leads ${session.name} yet, so the director writes its note.`
      : `${names} led ${session.name} and writes its note; the director may too.`,
  )
}

/** How this person leads the session; the director stands in as its lead. */
export const leadsIt = (work: Work, session: Session): 'lead' | 'co-lead' | null =>
  session.leaders.find((leader) => leader.id === work.by.id)?.part ??
  (work.by.kind === 'staff' && work.by.role === 'director' ? 'lead' : null)

/** Takes hold of a session to write its note: two people who save or sign at once follow one another. */
export async function openNote(work: Work, sessionId: string): Promise<Writing | Refusal> {
  const session = await holdSession(work, sessionId)
  if (session === undefined) return nothingHere
  const denied = mayWrite(work, session)
  if (denied) return denied
  if (work.by.kind !== 'staff') return refuse('not-allowed', 'A note is written by a person.')
  if (session.cancelled) return refuse('cancelled', `${session.name} was cancelled, so there is no note to write.`)
  if (session.noteSignedAt !== null) {
    return refuse(
      'signed',
      `${session.noteSignedBy} signed this note: it is locked. Copy your words into an addendum; they are still here.`,
    )
  }
  return { session, people: await rosterOf(work, session), by: work.by }
}

/** Keeps what was typed, together with what others typed meanwhile. Every save is a row. */
export async function saveDraft(
  work: Work,
  sessionId: string,
  sent: Sent,
  decision?: Decision,
): Promise<{ session: Session; draft: Kept } | Refusal> {
  const writing = await openNote(work, sessionId)
  if ('refused' in writing) return writing
  const latest = await groupDrafts.latest(work, writing.session.id)
  const draft = await bringNoteTogether(work, writing, sent, latest, decision)
  if (latest === undefined || saysMore(draft, latest)) {
    await keepDraft(work, groupDrafts, writing.session.id, draft, latest, sent.basedOn)
    await record(work, 'note.drafted', { about: { session: writing.session.id } })
  }
  return { session: writing.session, draft }
}

/** Everyone's words together, as they would stand after this page is saved. */
export const bringNoteTogether = (
  work: Work,
  { session, people }: Writing,
  sent: Sent,
  latest: Draft | undefined,
  decision?: Decision,
): Promise<Kept> =>
  bringTogether(work, groupDrafts, {
    of: session.id,
    sent,
    latest,
    isChoice,
    empty: emptyDoc(session, people),
    decision,
  })
