import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import type { NoteRule } from '../deadlines.ts'
import { guardedById } from '../queries/guarded.ts'
import { snippetById } from '../queries/snippets.ts'

const nothing: Refusal = refuse('not-found', 'This does not exist, or it is not yours to see.')

/** Keeps a word that stands for many: one's own, or the clinic's, which the director keeps. A later row takes its place. */
export async function keepSnippet(
  work: Work,
  said: { word: string; words: string; whose: 'own' | 'clinic' },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'note-snippet.keep')
  if (denied) return denied
  if (work.by.kind !== 'staff') return nothing
  if (said.whose === 'clinic' && work.by.role !== 'director')
    return refuse('not-director', 'The clinic’s snippets are kept by the director. Keep it as your own.')
  const id = newId()
  await work.db
    .insertInto('noteSnippet')
    .values({
      clinicId: work.clinic.id,
      id,
      ownerId: said.whose === 'own' ? work.by.id : null,
      word: said.word,
      words: said.words,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'note-snippet.kept', { about: { snippet: id } })
  return null
}

export async function endSnippet(work: Work, id: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'note-snippet.keep')
  if (denied) return denied
  const one = isId(id) ? await snippetById(work, id) : undefined
  if (one === undefined || work.by.kind !== 'staff') return nothing
  if (one.ownerId === null ? work.by.role !== 'director' : one.ownerId !== work.by.id) return nothing
  const written = await unlessRefused(work, { note_snippet_end_of: 'This was put away already.' }, () =>
    work.db
      .insertInto('noteSnippetEnd')
      .values({ clinicId: work.clinic.id, id: newId(), snippetId: one.id, endedBy: work.by.id ?? '', endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'note-snippet.ended', { about: { snippet: one.id } })
  return null
}

/** Sets within how many hours something about notes is done, from a day on. */
export async function setNoteRule(
  work: Work,
  said: { rule: NoteRule; hours: number; from: Day; source: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'note-rules.set')
  if (denied) return denied
  const id = newId()
  await work.db
    .insertInto('noteRule')
    .values({
      clinicId: work.clinic.id,
      id,
      rule: said.rule,
      hours: said.hours,
      effectiveFrom: said.from,
      source: said.source,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'note-rule.set', { about: { rule: said.rule, hours: said.hours, from: said.from } })
  return null
}

/** Opens finished notes to clients’ own pages from a day on, or closes them. */
export async function setOpenNotes(
  work: Work,
  said: { isOpen: boolean; afterHours: number; from: Day; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'open-notes.set')
  if (denied) return denied
  if (said.from < dayAt(work.at, work.clinic.timeZone)) return refuse('past', 'Give today or a later day.')
  const id = newId()
  await work.db
    .insertInto('openNotesPolicy')
    .values({
      clinicId: work.clinic.id,
      id,
      isOpen: said.isOpen,
      afterHours: said.afterHours,
      effectiveFrom: said.from,
      because: said.because,
      setBy: work.by.id ?? '',
      setAt: work.at,
    })
    .execute()
  await record(work, 'open-notes.set', { about: { isOpen: said.isOpen, afterHours: said.afterHours, from: said.from } })
  return null
}

/** Writes down a name that other people's notes must not carry. */
export async function guardName(
  work: Work,
  clientId: string,
  said: { kind: 'relative' | 'employer'; name: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'guarded-name.keep')
  if (denied) return denied
  const client = await clientById(work, clientId)
  if (client === undefined || work.by.kind !== 'staff') return nothing
  await work.db
    .insertInto('guardedName')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: client.id,
      kind: said.kind,
      name: said.name,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'guarded-name.kept', { clients: [client.id] })
  return null
}

export async function unguardName(work: Work, id: string): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'guarded-name.keep')
  if (denied) return denied
  const one = isId(id) ? await guardedById(work, id) : undefined
  if (one === undefined || work.by.kind !== 'staff') return nothing
  const written = await unlessRefused(work, { guarded_name_end_of: 'This was taken back already.' }, () =>
    work.db
      .insertInto('guardedNameEnd')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        guardedNameId: one.id,
        endedBy: work.by.id ?? '',
        endedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'guarded-name.ended', { clients: [one.clientId] })
  return { clientId: one.clientId }
}
