import { sql } from 'kysely'
import { z } from 'zod'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import type { ConsentRow, Revocation } from './consent.ts'

const cameAt = (kind: 'ended' | 'revocable' | 'known-false') =>
  sql<Date | null>`(select e.happened_at from consent_event e
    where e.clinic_id = consent.clinic_id and e.consent_id = consent.id and e.kind = ${kind})`

/** Every consent a client ever signed, newest first, with what became of it. */
export const consentsOf = async (work: Work, clientId: string) =>
  work.db
    .selectFrom('consent')
    .leftJoin('consentRevocation as r', (join) =>
      join.onRef('r.clinicId', '=', 'consent.clinicId').onRef('r.consentId', '=', 'consent.id'),
    )
    .where('consent.clientId', '=', clientId)
    .select([
      'consent.id',
      'scope',
      'documentId',
      'documentVersion',
      'signerName',
      'signerCapacity',
      'method',
      'signedAt',
      'expiresOn',
      'expiresWhen',
      'expiresBy',
      'recipients',
      'terms',
      'textHash',
      'r.revokedAt',
      'r.how',
    ])
    .select([cameAt('ended').as('endedAt'), cameAt('known-false').as('knownFalseAt')])
    .orderBy('signedAt', 'desc')
    .execute()

export async function consentById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('consent')
    .leftJoin('consentRevocation as r', (join) =>
      join.onRef('r.clinicId', '=', 'consent.clinicId').onRef('r.consentId', '=', 'consent.id'),
    )
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'consent.clinicId').onRef('s.id', '=', 'consent.takenBy'),
    )
    .where('consent.id', '=', id)
    .selectAll('consent')
    .select(['r.revokedAt', 'r.how', 's.givenName as takerGivenName', 's.familyName as takerFamilyName'])
    .select([
      cameAt('ended').as('endedAt'),
      cameAt('revocable').as('revocableAt'),
      cameAt('known-false').as('knownFalseAt'),
    ])
    .executeTakeFirst()
}

export type ConsentFacts = {
  clientId: string
  birthDate: string
  programKind: 'substance-use' | 'mental-health' | null
  consents: ConsentRow[]
  revocations: Revocation[]
}

/** The kinds of recipient, as rows hold them. */
export const recipientKind = z.enum([
  'treating-provider',
  'health-plan',
  'third-party-payer',
  'program-operations',
  'intermediary',
  'person',
  'court',
  'law-enforcement',
  'employer',
  'school',
  'other',
])
const recipients = z.array(
  z.object({
    kind: recipientKind,
    name: z.string().nullable(),
    members: z.union([z.array(z.string()), z.literal('treating-providers')]).optional(),
  }),
)
const information = z.array(z.enum(['record', 'presence', 'attendance', 'plan', 'billing', 'counselling-notes']))
const purposes = z.array(
  z.enum([
    'treatment',
    'payment',
    'operations',
    'patient-request',
    'family',
    'fundraising',
    'legal-proceedings',
    'criminal-justice',
    'other',
  ]),
)
const scope = z.enum(['treatment', 'tpo', 'specific', 'counselling-notes', 'legal', 'criminal-justice'])
const capacity = z.enum(['client', 'guardian', 'representative'])

const noLater = (at: Date | undefined, now: Date): Date | null => (at === undefined ? null : at > now ? now : at)

/** What the consent rules weigh, for many clients at once. */
export async function consentFacts(work: Work, clientIds: string[]): Promise<ConsentFacts[]> {
  if (clientIds.length === 0) return []
  const clients = await work.db
    .selectFrom('clientNow')
    .where('clientNow.id', 'in', clientIds)
    .select((eb) => [
      'clientNow.id',
      'birthDate',
      eb
        .selectFrom('episode')
        .innerJoin('program', (join) =>
          join.onRef('program.clinicId', '=', 'episode.clinicId').onRef('program.id', '=', 'episode.programId'),
        )
        .whereRef('episode.clientId', '=', 'clientNow.id')
        .orderBy('episode.admittedAt', 'desc')
        .limit(1)
        .select('program.kind')
        .as('programKind'),
    ])
    .execute()
  const signed = await work.db.selectFrom('consent').where('clientId', 'in', clientIds).selectAll().execute()
  const revoked = await work.db
    .selectFrom('consentRevocation as r')
    .innerJoin('consent as c', (join) => join.onRef('c.clinicId', '=', 'r.clinicId').onRef('c.id', '=', 'r.consentId'))
    .where('c.clientId', 'in', clientIds)
    .select(['r.consentId', 'r.revokedAt', 'c.clientId'])
    .execute()
  const happened = await work.db
    .selectFrom('consentEvent as e')
    .innerJoin('consent as c', (join) => join.onRef('c.clinicId', '=', 'e.clinicId').onRef('c.id', '=', 'e.consentId'))
    .where('c.clientId', 'in', clientIds)
    .where('e.kind', 'in', ['ended', 'known-false'])
    .select(['e.consentId', 'e.kind', 'e.happenedAt'])
    .execute()
  const endedAt = new Map(happened.filter(({ kind }) => kind === 'ended').map((one) => [one.consentId, one.happenedAt]))
  const isFalse = new Set(happened.filter(({ kind }) => kind === 'known-false').map(({ consentId }) => consentId))
  const consentsByClient = Map.groupBy(signed, (row) => row.clientId)
  const revokedByClient = Map.groupBy(revoked, (row) => row.clientId)
  return clients.map((client) => ({
    clientId: client.id,
    birthDate: client.birthDate,
    programKind:
      client.programKind === 'mental-health' ? 'mental-health' : client.programKind === null ? null : 'substance-use',
    consents: (consentsByClient.get(client.id) ?? []).map((row) => ({
      id: row.id,
      scope: scope.parse(row.scope),
      document: `${row.documentId} ${row.documentVersion}`,
      information: information.parse(row.information),
      recipients: recipients.parse(row.recipients),
      purposes: purposes.parse(row.purposes),
      signerCapacity: capacity.parse(row.signerCapacity),
      signedAt: row.signedAt,
      expiresOn: row.expiresOn,
      endedAt: noLater(endedAt.get(row.id), work.at),
      knownFalse: isFalse.has(row.id),
    })),
    // Whoever can see a revocation tells nothing more, even a request that began a moment before it was written.
    revocations: (revokedByClient.get(client.id) ?? []).map(({ consentId, revokedAt }) => ({
      consentId,
      revokedAt: revokedAt > work.at ? work.at : revokedAt,
    })),
  }))
}
