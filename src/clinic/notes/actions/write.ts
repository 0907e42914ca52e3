import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { StaffPerson, Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdSession, nothingHere } from '../../attendance/actions/hold.ts'
import { rosterOf, type PersonOnRoster, type Session } from '../../attendance/queries.ts'
import { emptyDoc } from '../assemble.ts'
import { mergeDraft, settle, type Doc, type Hand, type Kept } from '../draft.ts'
import { groupDrafts, type Draft } from '../queries/drafts.ts'

/** What one open page sends: its own name, the draft and the roster it was opened on, and every field. */
export type Sent = { page: string; basedOn: string | undefined; roster: string; doc: Doc }

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
  decision?: { key: string; how: 'take' | 'leave' },
): Promise<{ session: Session; draft: Kept } | Refusal> {
  const writing = await openNote(work, sessionId)
  if ('refused' in writing) return writing
  const latest = await groupDrafts.latest(work, writing.session.id)
  const hand = handOf(work, sent.page)
  const together = await bringTogether(work, writing, sent, latest)
  const draft = decision === undefined ? together : settle(together, decision.key, decision.how, hand)
  if (latest === undefined || saysMore(draft, latest)) {
    await keepDraft(work, writing.session, draft, sent.basedOn, latest)
    await record(work, 'note.drafted', { about: { session: writing.session.id } })
  }
  return { session: writing.session, draft }
}

/** Everyone's words together, as they would stand after this page is saved. */
export async function bringTogether(
  work: Work,
  { session, people }: Writing,
  sent: Sent,
  latest: Draft | undefined,
): Promise<Kept> {
  const empty = emptyDoc(session, people)
  const last = latest === undefined ? undefined : await groupDrafts.lastOfPage(work, session.id, sent.page)
  const opened = sent.basedOn === undefined ? undefined : await groupDrafts.byId(work, session.id, sent.basedOn)
  const merged = mergeDraft({
    shown: { ...empty, ...opened?.merged },
    last: last === undefined ? null : { ...empty, ...last.typed },
    mine: sent.doc,
    hand: handOf(work, sent.page),
    theirs: {
      merged: { ...empty, ...latest?.merged },
      hands: latest?.hands ?? {},
      beside: latest?.beside ?? [],
    },
  })
  return { page: sent.page, typed: sent.doc, ...merged }
}

const handOf = (work: Work, page: string): Hand => ({ page, by: work.by.name, at: work.at.toISOString() })

const saysMore = (draft: Kept, latest: Kept): boolean => {
  const beside = (kept: Kept) => JSON.stringify(kept.beside.map(({ field, page, text }) => [field, page, text]))
  return (
    Object.entries(draft.merged).some(([field, text]) => (latest.merged[field] ?? '') !== text) ||
    beside(draft) !== beside(latest)
  )
}

export async function keepDraft(
  work: Work,
  session: Session,
  draft: Kept,
  basedOn: string | undefined,
  latest: Draft | undefined,
): Promise<void> {
  // Whoever waited for the other saves last, whenever their request began.
  const savedAt = new Date(Math.max(work.at.getTime(), (latest?.at.getTime() ?? 0) + 1))
  await work.db
    .insertInto('noteDraft')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      sessionId: session.id,
      basedOn: basedOn ?? null,
      body: JSON.stringify(draft),
      savedBy: work.by.id ?? '',
      savedAt,
    })
    .execute()
}
