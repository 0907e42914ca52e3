import { sql } from 'kysely'
import { dayAt, type Day } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { clientById } from './queries.ts'
import { availabilityOf } from './queries/face.ts'
import { formerFamilyName, searchNameOf } from './rules.ts'

export type Identity = {
  givenName: string
  familyName: string
  middleNames: string
  preferredName: string
  birthDate: Day
  sex: 'female' | 'male' | 'other' | 'unknown'
  pronouns: string
  language: string
}
export type NewContact = {
  kind: 'phone' | 'email' | 'address' | 'emergency'
  value: string
  label: string
  name: string
  relationship: string
  mayLeaveMessage: boolean | null
}
export type NewIdentifier = { system: string; value: string; label: string }

/** A person who was not known before, under the clinic's next number. */
export async function addClient(
  work: Work,
  person: { identity: Identity; contacts: NewContact[]; identifiers: NewIdentifier[] },
): Promise<{ id: string; number: string } | Refusal> {
  const denied = mayNot(work.by, 'client.add')
  if (denied) return denied
  await standInLine(work)
  const id = newId()
  const number = await nextNumber(work)
  const stamp = { recordedBy: work.by.id, recordedAt: work.at }
  await work.db
    .insertInto('client')
    .values({ clinicId: work.clinic.id, id, number, addedBy: work.by.id, addedAt: work.at })
    .execute()
  await work.db
    .insertInto('clientIdentity')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: id,
      ...person.identity,
      searchName: searchNameOf({
        ...person.identity,
        formerFamilyNames: person.identifiers.filter((one) => one.system === formerFamilyName).map((one) => one.value),
      }),
      ...stamp,
    })
    .execute()
  await keepContacts(work, id, person.contacts)
  await keepIdentifiers(work, id, person.identifiers)
  await record(work, 'client.added', { clients: [id], about: { number } })
  return { id, number }
}

/** Whoever adds people to a clinic stands in one line, so that two tabs cannot add the same person past each other. */
export const standInLine = (work: Work): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended('client ' || ${work.clinic.id}, 0))`.execute(work.db)

async function nextNumber(work: Work): Promise<string> {
  const highest = await work.db
    .selectFrom('client')
    .where(sql<boolean>`number ~ '^[0-9]{1,12}$'`)
    .select(sql<number | null>`max(number::bigint)`.as('highest'))
    .executeTakeFirst()
  return String(Math.max(1000, highest?.highest ?? 0) + 1)
}

/** Who the person is, corrected: a new row with its reason. The rows before it stay. */
export async function correctIdentity(
  work: Work,
  clientId: string,
  identity: Identity,
  because: string,
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return denied
  const now = await clientById(work, clientId)
  if (now === undefined) return refuse('no-such-client', 'This person is not in the record.')
  const fields = Object.keys(identity) as (keyof Identity)[] // the type has exactly these keys
  const changed = fields.filter((field) => identity[field] !== now[field])
  if (changed.length === 0) return refuse('nothing-changed', 'Nothing was changed. Correct a field, or go back.')
  await work.db
    .insertInto('clientIdentity')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      ...identity,
      searchName: searchNameOf(identity),
      because,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'client.corrected', { clients: [clientId], about: { fields: changed.join(' ') } })
  return null
}

/** One more way to reach the person, or somebody to call in an emergency. */
export async function addContact(work: Work, clientId: string, contact: NewContact): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return denied
  await keepContacts(work, clientId, [contact])
  await record(work, 'contact.added', { clients: [clientId], about: { kind: contact.kind } })
  return null
}

/** A contact that is no longer right: it stays in the record, and nobody is reached by it any more. */
export async function endContact(work: Work, clientId: string, contactId: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return denied
  const contact = await work.db
    .selectFrom('clientContact')
    .where('id', '=', contactId)
    .where('clientId', '=', clientId)
    .select('kind')
    .executeTakeFirst()
  if (contact === undefined) return refuse('no-such-contact', 'This contact is not in the record.')
  const answer = await unlessRefused(
    work,
    { client_contact_end_of: 'This contact was taken out already.' },
    async () => {
      await work.db
        .insertInto('clientContactEnd')
        .values({ clinicId: work.clinic.id, id: newId(), contactId, endedBy: work.by.id, endedAt: work.at })
        .execute()
      return null
    },
  )
  if (isRefusal(answer)) return answer
  await record(work, 'contact.ended', { clients: [clientId], about: { kind: contact.kind } })
  return null
}

export type Weekday = { weekday: number; from: string; to: string } | { weekday: number; from: null; to: null }

/** When the person can come, from a day on. Only weekdays that changed get a row. */
export async function changeAvailability(
  work: Work,
  clientId: string,
  days: Weekday[],
  fromDay: Day,
): Promise<{ changed: number } | Refusal> {
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return denied
  if (fromDay < dayAt(work.at, work.clinic.timeZone))
    return refuse('day-past', 'Choose today or a later day: what was said about earlier days stays.')
  const known = await availabilityOf(work, clientId, fromDay)
  const changed = days.filter(({ weekday, from, to }) => {
    const now = known.find((one) => one.weekday === weekday)
    return from === null ? now?.canCome === true : !(now?.canCome === true && now.from === from && now.to === to)
  })
  if (changed.length > 0) {
    await work.db
      .insertInto('clientAvailability')
      .values(
        changed.map(({ weekday, from, to }) => ({
          clinicId: work.clinic.id,
          id: newId(),
          clientId,
          weekday,
          // One minute after midnight: no group fits, whoever reads the hours alone.
          fromTime: from ?? '00:00',
          toTime: to ?? '00:01',
          canCome: from !== null,
          fromDay,
          recordedBy: work.by.id,
          recordedAt: work.at,
        })),
      )
      .execute()
    await record(work, 'availability.changed', { clients: [clientId], about: { from: fromDay, days: changed.length } })
  }
  return { changed: changed.length }
}

/** For verbs that bring contacts along; each has asked before whether it may. */
export async function keepContacts(work: Work, clientId: string, contacts: NewContact[]): Promise<void> {
  if (contacts.length === 0) return
  await work.db
    .insertInto('clientContact')
    .values(
      contacts.map((contact) => ({
        clinicId: work.clinic.id,
        id: newId(),
        clientId,
        ...contact,
        recordedBy: work.by.id,
        recordedAt: work.at,
      })),
    )
    .execute()
}

export async function keepIdentifiers(work: Work, clientId: string, identifiers: NewIdentifier[]): Promise<void> {
  if (identifiers.length === 0) return
  await work.db
    .insertInto('clientIdentifier')
    .values(
      identifiers.map((identifier) => ({
        clinicId: work.clinic.id,
        id: newId(),
        clientId,
        ...identifier,
        recordedBy: work.by.id,
        recordedAt: work.at,
      })),
    )
    .execute()
}
