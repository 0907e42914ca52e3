import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, withHouseEyes, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { signsAs } from '../../programs/cosigning.ts'
import { amendmentInWords } from '../after.ts'
import { limitOn } from '../deadlines.ts'
import {
  noteOfClient,
  statementById,
  statementsSince,
  withheldById,
  withheldOf,
  type NoteKey,
} from '../queries/chart.ts'
import { noteRuleRows } from '../queries/deadlines.ts'

const nothing: Refusal = refuse('not-found', 'This note does not exist, or it is not yours to see.')

export type Ground = 'danger' | 'other-person' | 'confidence'

/** Keeps one note from the client's page until a day: who, why, on which ground. 45 CFR 164.524(a)(2), (a)(3). */
export async function withholdNote(
  work: Work,
  clientId: string,
  key: NoteKey,
  said: { ground: Ground; because: string; until: Day },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'note.withhold')
  if (denied) return denied
  const note = await noteOfClient(work, key)
  if (note === undefined || note.clientId !== clientId || work.by.kind !== 'staff') return nothing
  const today = dayAt(work.at, work.clinic.timeZone)
  if (said.until <= today || said.until > addDays(today, 366))
    return refuse('until', 'Give a day from tomorrow to a year from now: then it is opened, or somebody decides anew.')
  const standing = (await withheldOf(work, clientId)).some(
    (one) => one.stands && one.clientNoteId === key.clientNoteId && one.visitNoteId === key.visitNoteId,
  )
  if (standing) return refuse('withheld', 'This note is withheld already.')
  await work.db
    .insertInto('noteWithheld')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      ...key,
      heldOn: note.heldOn,
      ground: said.ground,
      because: said.because,
      until: said.until,
      withheldBy: work.by.id,
      nameAndCredential: signsAs(work.by),
      withheldAt: work.at,
    })
    .execute()
  await record(work, 'note.withheld', {
    clients: [clientId],
    about: { note: note.id, ground: said.ground, until: said.until },
  })
  return null
}

/** Looks again at a withheld note. Whoever withheld it may open it; that it stands is for somebody else to say. */
export async function reviewWithheld(
  work: Work,
  withheldId: string,
  said: { outcome: 'stands' | 'opened'; because: string },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'note.withhold')
  if (denied) return denied
  const one = await withheldById(work, withheldId)
  if (one === undefined || work.by.kind !== 'staff') return nothing
  if (said.outcome === 'stands' && one.withheldBy === work.by.id)
    return refuse('own-decision', 'You withheld this note, so somebody else looks at it. You may open it.')
  await work.db
    .insertInto('noteWithheldReview')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      withheldId: one.id,
      outcome: said.outcome,
      because: said.because,
      reviewedBy: work.by.id,
      nameAndCredential: signsAs(work.by),
      reviewedAt: work.at,
    })
    .execute()
  await record(work, 'note.withheld-reviewed', {
    clients: [one.clientId],
    about: { withheld: one.id, outcome: said.outcome },
  })
  return { clientId: one.clientId }
}

export type StatementKind = 'statement' | 'amendment' | 'review'

const mostADay = 10

/** Words of a client to a note: from their own page, or written down by staff who heard them. 45 CFR 164.526. */
export async function sayToNote(
  work: Work,
  clientId: string,
  key: NoteKey,
  said: { kind: StatementKind; words: string },
): Promise<null | Refusal> {
  const { by } = work
  if (by.kind === 'client') {
    // With the client's own eyes: what their page does not show, nobody answers from it.
    const visible =
      said.kind === 'review'
        ? await isWithheldHere(work, clientId, key)
        : (await noteOfClient(work, key))?.clientId === clientId
    if (!visible || by.clientId !== clientId) return nothing
    if ((await statementsSince(work, clientId, new Date(work.at.getTime() - 86_400_000))) >= mostADay)
      return refuse('enough', 'We have many words of yours from today. Please call us.')
  } else {
    const denied = mayNot(by, 'note-statement.write-down')
    if (denied) return denied
    const note = await noteOfClient(work, key)
    if (note === undefined || note.clientId !== clientId || by.kind !== 'staff') return nothing
  }
  return withHouseEyes(work, async () => {
    const today = dayAt(work.at, work.clinic.timeZone)
    const { hours } = limitOn('amendment', today, await noteRuleRows(work))
    const id = newId()
    await work.db
      .insertInto('noteStatement')
      .values({
        clinicId: work.clinic.id,
        id,
        clientId,
        ...key,
        kind: said.kind,
        words: said.words,
        byKind: by.kind === 'client' ? 'client' : 'staff',
        madeBy: by.id ?? '',
        madeAt: work.at,
        dueOn: said.kind === 'statement' ? null : addDays(today, Math.floor(hours / 24)),
      })
      .execute()
    await record(work, 'note.spoken-to', { clients: [clientId], about: { statement: id, kind: said.kind } })
    return null
  })
}

async function isWithheldHere(work: Work, clientId: string, key: NoteKey): Promise<boolean> {
  const rows = await work.db
    .selectFrom('noteWithheld')
    .where('clientId', '=', clientId)
    .$if(key.clientNoteId !== null, (query) => query.where('clientNoteId', '=', key.clientNoteId))
    .$if(key.visitNoteId !== null, (query) => query.where('visitNoteId', '=', key.visitNoteId))
    .select('id')
    .execute()
  return rows.length > 0
}

export type Decline = 'not-ours' | 'not-in-record' | 'not-open' | 'is-right'

/**
 * Answers what a client asked: accepted, or declined on a ground that the law knows. An amendment that is accepted is added to the
 * note in the same breath, to their own part of it alone. 45 CFR 164.526(c)(1).
 */
export async function answerStatement(
  work: Work,
  statementId: string,
  said: { outcome: 'accepted' | 'declined'; ground: Decline | null; words: string },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'note-statement.answer')
  if (denied) return denied
  const statement = await statementById(work, statementId)
  if (statement === undefined || work.by.kind !== 'staff') return nothing
  if (statement.kind === 'statement')
    return refuse('no-answer', 'This is the client’s own view. It stands beside the note.')
  if (statement.answerId !== null) return refuse('answered', 'This was answered already.')
  if (said.outcome === 'declined' && said.ground === null) return refuse('no-ground', 'Choose why it is declined.')
  const name = signsAs(work.by)
  const by = work.by.id
  const written = await unlessRefused(
    work,
    { note_statement_answer_of: 'Somebody answered this a moment ago.' },
    async () => {
      const answerId = newId()
      await work.db
        .insertInto('noteStatementAnswer')
        .values({
          clinicId: work.clinic.id,
          id: answerId,
          statementId: statement.id,
          outcome: said.outcome,
          ground: said.outcome === 'declined' ? said.ground : null,
          words: said.words,
          answeredBy: by,
          nameAndCredential: name,
          answeredAt: work.at,
        })
        .execute()
      if (said.outcome === 'accepted' && statement.kind === 'amendment') {
        const addendum = {
          clinicId: work.clinic.id,
          id: newId(),
          words: amendmentInWords(dayAt(statement.madeAt, work.clinic.timeZone), said.words),
          addedBy: by,
          nameAndCredential: name,
          addedAt: work.at,
          answerId,
        }
        if (statement.groupNoteId !== null)
          await work.db
            .insertInto('noteAddendum')
            .values({ ...addendum, noteId: statement.groupNoteId, clientId: statement.clientId })
            .execute()
        else if (statement.visitNoteId !== null)
          await work.db
            .insertInto('visitNoteAddendum')
            .values({ ...addendum, noteId: statement.visitNoteId })
            .execute()
      }
      return null
    },
  )
  if (isRefusal(written)) return written
  await record(work, 'note.statement-answered', {
    clients: [statement.clientId],
    about: { statement: statement.id, outcome: said.outcome },
  })
  return { clientId: statement.clientId }
}
