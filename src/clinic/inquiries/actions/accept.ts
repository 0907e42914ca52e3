import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import {
  addClient,
  correctIdentity,
  keepContacts,
  keepIdentifiers,
  standInLine,
  type Identity,
  type NewContact,
  type NewIdentifier,
} from '../../clients/actions.ts'
import { phoneDigits } from '../../clients/contact-points.ts'
import { formerFamilyName } from '../../clients/rules.ts'
import { clientById } from '../../clients/queries.ts'
import { contactsOf, identifiersOf } from '../../clients/queries/face.ts'
import { keptOf } from '../../clients/queries/merges.ts'
import { identityOf } from '../duplicates.ts'
import { historyLabels, likelyKnown, uploadById } from '../queries.ts'
import type { Contact, Item, Person, ReadReferral } from '../referral.ts'
import { inquiryOf } from './arrival.ts'
import { referrerNamed } from './referrers.ts'
import { acceptedBefore, alreadySettled, lockOn } from './upload.ts'

export type CorrectedField = keyof Identity
export type Acceptance =
  /** `seen`: the likely duplicates that somebody looked at before saying "somebody else". */
  { as: 'new'; seen: string[] } | { as: 'known'; clientId: string; corrections: CorrectedField[] }

export type Accepted = { clientId: string; number: string; added: number }

/** Takes a referral in: as a new person, or as more about somebody known. Everything or nothing. */
export async function acceptReferral(work: Work, uploadId: string, how: Acceptance): Promise<Accepted | Refusal> {
  const denied = mayNot(work.by, 'referral.accept')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff accepts a referral.')
  const acceptedBy = work.by.id
  await lockOn(work, uploadId)
  const upload = await uploadById(work, uploadId)
  const settled = alreadySettled(upload)
  if (settled || upload === undefined)
    return settled ?? refuse('no-such-referral', 'This referral is not in the record.')
  const { read } = upload
  const taken = how.as === 'new' ? await takeAsNew(work, read, how.seen) : await takeAsKnown(work, read, how)
  if (isRefusal(taken)) return taken
  const added = await keepHistory(work, taken.clientId, read, `referral ${uploadId}`)
  const referrerId = await referrerNamed(work, read.referrer.name ?? '', 'provider')
  const answer = await unlessRefused(work, { referral_accepted_once: acceptedBefore }, async () => {
    await work.db
      .insertInto('referral')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        clientId: taken.clientId,
        uploadId,
        source: 'FHIR document',
        referrer: read.referrer.name ?? '',
        referrerId,
        warnings: read.warnings,
        labels: read.labels,
        notUnderstood: JSON.stringify(read.notUnderstood),
        acceptedBy,
        acceptedAt: work.at,
      })
      .execute()
    return null
  })
  if (isRefusal(answer)) return answer
  const opened = await inquiryOf(work, {
    clientId: taken.clientId,
    person: read.person,
    contacts: read.contacts,
    channel: 'referral',
    source: 'provider',
    referrerId,
    mayLeaveMessage: null,
  })
  if (isRefusal(opened)) return opened
  await record(work, 'referral.accepted', {
    clients: [taken.clientId],
    about: { upload: uploadId, as: how.as, items: added },
  })
  return { ...taken, added }
}

async function takeAsNew(
  work: Work,
  read: ReadReferral,
  seen: string[],
): Promise<{ clientId: string; number: string } | Refusal> {
  const refusal = await unseenDuplicates(work, read.person, read.contacts, seen)
  if (refusal) return refusal
  const client = await addClient(work, {
    identity: identityFields(read.person),
    contacts: contactRows(read.contacts),
    identifiers: identifierRows(read.person),
  })
  return isRefusal(client) ? client : { clientId: client.id, number: client.number }
}

/** Nobody is added as new past somebody who may be the same and whom nobody has looked at. */
export async function unseenDuplicates(
  work: Work,
  person: Person,
  contacts: Contact[],
  seen: string[],
): Promise<Refusal | undefined> {
  await standInLine(work)
  const unseen = (await likelyKnown(work, identityOf(person, contacts))).filter(({ id }) => !seen.includes(id))
  if (unseen.length === 0) return undefined
  const numbers = unseen.map(({ number }) => number)
  return refuse(
    'likely-known',
    numbers.length === 1
      ? `This may be somebody who is known already: compare with number ${numbers[0]}, then say whether it is the same person.`
      : `This may be somebody who is known already: compare with numbers ${numbers.join(', ')}, then say whether it is one of them.`,
  )
}

async function takeAsKnown(
  work: Work,
  read: ReadReferral,
  how: { clientId: string; corrections: CorrectedField[] },
): Promise<{ clientId: string; number: string } | Refusal> {
  const client = await clientById(work, await keptOf(work, how.clientId))
  if (client === undefined) return refuse('no-such-client', 'This person is not in the record. Choose another.')
  const sent = identityFields(read.person)
  const now: Identity = {
    givenName: client.givenName,
    familyName: client.familyName,
    middleNames: client.middleNames,
    preferredName: client.preferredName,
    birthDate: client.birthDate,
    sex: sexOf(client.sex),
    pronouns: client.pronouns,
    language: client.language,
  }
  const ticked = how.corrections.filter((field) => sent[field] !== '' && sent[field] !== now[field])
  if (ticked.length > 0) {
    const corrected = { ...now, ...Object.fromEntries(ticked.map((field) => [field, sent[field]])) }
    const refusal = await correctIdentity(work, client.id, corrected, 'As the referral says')
    if (refusal) return refusal
  }
  const known = await contactsOf(work, client.id)
  await keepContacts(
    work,
    client.id,
    contactRows(read.contacts).filter((one) => !known.some((other) => isSameContact(one, other))),
  )
  const identifiers = await identifiersOf(work, client.id)
  await keepIdentifiers(
    work,
    client.id,
    identifierRows(read.person).filter(
      (one) => !identifiers.some((other) => other.system === one.system && other.value === one.value),
    ),
  )
  return { clientId: client.id, number: client.number }
}

const sexOf = (sex: string): Identity['sex'] =>
  sex === 'female' || sex === 'male' || sex === 'other' ? sex : 'unknown'

const isSameContact = (one: NewContact, other: { kind: string; value: string; name: string }): boolean => {
  if (one.kind !== other.kind || one.name !== other.name) return false
  const digits = phoneDigits(one.value)
  if (one.kind !== 'address' && digits !== '' && digits === phoneDigits(other.value)) return true
  return one.value.toLowerCase() === other.value.toLowerCase()
}

async function keepHistory(work: Work, clientId: string, read: ReadReferral, source: string): Promise<number> {
  const keyOf = (
    kind: string,
    { code, label, startedOn, detail, status }: Omit<Item, 'codeSystem' | 'endedOn' | 'status'> & { status: string },
  ) => JSON.stringify([kind, code ?? label.toLowerCase(), startedOn, detail, status])
  const known = new Set((await historyLabels(work, clientId)).map((item) => keyOf(item.kind, item)))
  const kinds: [string, Item[]][] = [
    ['problem', read.problems],
    ['medication', read.medications],
    ['allergy', read.allergies],
    ['coverage', read.coverages],
    ['encounter', read.encounters],
    ['result', read.results],
  ]
  const rows = kinds
    .flatMap(([kind, items]) => items.map((item) => ({ kind, ...item })))
    .filter((item) => !known.has(keyOf(item.kind, item)))
    .map((item) => ({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      ...item,
      source,
      recordedBy: work.by.id,
      recordedAt: work.at,
    }))
  for (let from = 0; from < rows.length; from += 500)
    await work.db
      .insertInto('clientHistory')
      .values(rows.slice(from, from + 500))
      .execute()
  return rows.length
}

/** Also for a person entered by hand. */
export const identityFields = (person: Person): Identity => ({
  givenName: person.givenName,
  familyName: person.familyName,
  middleNames: person.middleNames ?? '',
  preferredName: person.preferredName ?? '',
  birthDate: person.birthDate,
  sex: person.sex,
  pronouns: person.pronouns ?? '',
  language: person.language ?? '',
})

export const contactRows = (contacts: Contact[]): NewContact[] =>
  contacts.map(({ kind, value, use, name, relationship }) => ({
    kind,
    value,
    label: use ?? '',
    name: name ?? '',
    relationship: relationship ?? '',
    mayLeaveMessage: null,
  }))

const identifierRows = (person: Person): NewIdentifier[] => [
  ...person.identifiers,
  ...(person.formerFamilyNames ?? []).map((value) => ({
    system: formerFamilyName,
    value,
    label: 'Earlier family name',
  })),
]
