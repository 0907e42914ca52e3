import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { mayTell, recordTelling, type Told } from '../../consents/actions.ts'
import type { Purpose, RecipientKind } from '../../consents/consent.ts'
import { supervisesOn } from '../../staff/queries/credentials.ts'
import { grantById, heldApartById } from '../queries/held-apart.ts'

const nothing: Refusal = refuse('not-found', 'This does not exist, or it is not yours to see.')

// The trail of these verbs names no client: that such a note exists is nobody else's to know.

/** Writes a note that only its author reads, or puts it anew; the one before stays. 42 CFR 2.11, 45 CFR 164.501. */
export async function writeHeldApart(
  work: Work,
  clientId: string,
  said: { kind: 'sud-counselling' | 'psychotherapy'; day: Day; words: string; replaces?: string | undefined },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'held-apart.write')
  if (denied) return denied
  const client = await clientById(work, clientId)
  if (client === undefined || work.by.kind !== 'staff') return nothing
  if (said.day > dayAt(work.at, work.clinic.timeZone)) return refuse('to-come', 'This day lies in the future.')
  if (said.replaces !== undefined) {
    const before = await heldApartById(work, said.replaces)
    if (before === undefined || before.writtenBy !== work.by.id || before.clientId !== client.id) return nothing
  }
  const written = await unlessRefused(
    work,
    { held_apart_note_replaced: 'You changed this note in another window. Open it again.' },
    () =>
      work.db
        .insertInto('heldApartNote')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          clientId: client.id,
          kind: said.kind,
          heldOn: said.day,
          words: said.words,
          replaces: said.replaces ?? null,
          writtenBy: work.by.id ?? '',
          writtenAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'held-apart.written')
  return null
}

/** Lets the supervisor of the author's own training read along about one client, until a day. 45 CFR 164.508(a)(2)(i)(B). */
export async function letRead(
  work: Work,
  clientId: string,
  said: { readerId: string; lastDay: Day; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'held-apart.write')
  if (denied) return denied
  const client = await clientById(work, clientId)
  if (client === undefined || work.by.kind !== 'staff') return nothing
  const today = dayAt(work.at, work.clinic.timeZone)
  if (said.lastDay < today || said.lastDay > addDays(today, 366))
    return refuse('too-long', 'Give a last day from today to a year from now.')
  if (!(await supervisesOn(work, said.readerId, work.by.id, today)))
    return refuse(
      'not-supervisor',
      'Only whoever supervises you may read along. A supervision is recorded on the staff page.',
    )
  await work.db
    .insertInto('heldApartGrant')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      authorId: work.by.id,
      readerId: said.readerId,
      clientId: client.id,
      fromDay: today,
      lastDay: said.lastDay,
      because: said.because,
      grantedAt: work.at,
    })
    .execute()
  await record(work, 'held-apart.reader-let')
  return null
}

export async function endReading(work: Work, grantId: string): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'held-apart.write')
  if (denied) return denied
  const grant = await grantById(work, grantId)
  if (grant === undefined || grant.authorId !== work.by.id) return nothing
  const written = await unlessRefused(work, { held_apart_grant_end_of: 'This has ended already.' }, () =>
    work.db
      .insertInto('heldApartGrantEnd')
      .values({ clinicId: work.clinic.id, id: newId(), grantId: grant.id, endedBy: work.by.id ?? '', endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'held-apart.reader-ended')
  return { clientId: grant.clientId }
}

export type Copy = { note: NonNullable<Awaited<ReturnType<typeof heldApartById>>>; told: Told }

/** Hands a note out by a consent that is for these notes and nothing else; what was told goes into the accounting. */
export async function copyHeldApart(
  work: Work,
  noteId: string,
  to: { kind: RecipientKind; name: string; purpose: Purpose },
): Promise<Copy | Refusal> {
  const denied = mayNot(work.by, 'held-apart.write')
  if (denied) return denied
  const note = await heldApartById(work, noteId)
  if (note === undefined || note.writtenBy !== work.by.id) return nothing
  const told = (
    await mayTell(work, {
      what: 'counselling-notes',
      purpose: to.purpose,
      recipient: { kind: to.kind, name: to.name },
      clients: [note.clientId],
    })
  ).get(note.clientId)
  if (told === undefined)
    return refuse(
      'notes-need-own-consent',
      'No consent that is for these notes alone, and names this recipient and purpose, stands.',
    )
  await recordTelling(work, [told], {
    purpose: to.purpose,
    recipient: to.name,
    what: 'Counselling notes',
    recipientKind: to.kind,
  })
  await record(work, 'held-apart.told', { clients: [note.clientId], about: { consent: told.consentId } })
  return { note, told }
}
