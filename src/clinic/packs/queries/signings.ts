import { sql } from 'kysely'
import { z } from 'zod'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { SignerCapacity } from '../../consents/consent.ts'
import type { Blanks } from '../filling.ts'
import type { PackItem } from '../rules.ts'
import type { Tongue } from '../wordings.ts'
import { readItems } from './packs.ts'

const words = z.record(z.string(), z.string())
const blanks = z.object({ en: words, es: words })
const capacity = z.enum(['client', 'guardian', 'representative'])
const tongue = z.enum(['en', 'es'])

export type Signing = {
  id: string
  clientId: string
  programId: string
  clientNames: string[]
  clientBorn: string
  signerName: string
  signerBorn: string
  capacity: SignerCapacity
  authorityKind: string
  authorityEvidence: string
  language: Tongue
  papers: PackItem[]
  blanks: Blanks
  preparedBy: string
  preparedAt: Date
}

/** One preparation: who is to sign what. Through a link's door only its own is there. */
export async function signingById(work: Work, id: string): Promise<Signing | undefined> {
  if (!isId(id)) return undefined
  const row = await work.db.selectFrom('signing').where('id', '=', id).selectAll().executeTakeFirst()
  if (row === undefined) return undefined
  const { clinicId: _, ...rest } = row
  return {
    ...rest,
    capacity: capacity.parse(row.capacity),
    language: tongue.parse(row.language),
    papers: readItems(row.papers),
    blanks: blanks.parse(row.blanks),
  }
}

export type Answered = {
  kind: string
  answer: 'signed' | 'declined'
  at: Date
  id: string
  /** The PDF of what was signed. */
  fileId: string | null
  reason: string
}

/** What has become of the papers of a signing. */
export async function answersOf(work: Work, signingId: string): Promise<Answered[]> {
  const signed = await work.db
    .selectFrom('signedDocument')
    .where('signingId', '=', signingId)
    .select(['kind', 'signedAt as at', 'id', 'fileId'])
    .execute()
  const declined = await work.db
    .selectFrom('declinedDocument')
    .where('signingId', '=', signingId)
    .select(['kind', 'declinedAt as at', 'id', 'reason'])
    .execute()
  return [
    ...signed.map((row) => ({ ...row, answer: 'signed' as const, reason: '' })),
    ...declined.map((row) => ({ ...row, answer: 'declined' as const, fileId: null })),
  ]
}

/** Every preparation for a client, newest first, with how far it has come. */
export const signingsOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('signing as s')
    .innerJoin('program as p', (join) => join.onRef('p.clinicId', '=', 's.clinicId').onRef('p.id', '=', 's.programId'))
    .where('s.clientId', '=', clientId)
    .select(['s.id', 's.signerName', 's.capacity', 's.language', 's.preparedAt', 'p.name as program'])
    .select([
      sql<number>`jsonb_array_length(s.papers)`.as('papers'),
      sql<number>`(select count(*)::int from signed_document d where d.clinic_id = s.clinic_id and d.signing_id = s.id)`.as(
        'signed',
      ),
      sql<number>`(select count(*)::int from declined_document d where d.clinic_id = s.clinic_id and d.signing_id = s.id)`.as(
        'declined',
      ),
    ])
    .orderBy('s.preparedAt', 'desc')
    .limit(100)
    .execute()

/** The links of a signing, newest first, and how each ended. */
export const linksOf = (work: Work, signingId: string) =>
  work.db
    .selectFrom('signingLink as l')
    .leftJoin('signingLinkEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 'l.clinicId').onRef('e.linkId', '=', 'l.id'),
    )
    .innerJoin('staffMember as s', (join) => join.onRef('s.clinicId', '=', 'l.clinicId').onRef('s.id', '=', 'l.madeBy'))
    .where('l.signingId', '=', signingId)
    .select(['l.id', 'l.manner', 'l.expiresAt', 'l.madeAt', 'e.because', 'e.endedAt', 's.givenName', 's.familyName'])
    .select(
      sql<number>`(select count(*)::int from signing_try t where t.clinic_id = l.clinic_id and t.link_id = l.id and not t.succeeded)`.as(
        'wrong',
      ),
    )
    .orderBy('l.madeAt', 'desc')
    .orderBy('l.id', 'desc')
    .execute()

export async function linkById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('signingLink')
    .innerJoin('signing as s', (join) =>
      join.onRef('s.clinicId', '=', 'signingLink.clinicId').onRef('s.id', '=', 'signingLink.signingId'),
    )
    .where('signingLink.id', '=', id)
    .select(['signingLink.id', 'signingLink.signingId', 's.clientId'])
    .executeTakeFirst()
}

/** The tries at the second factor of a link, oldest first. */
export const triesOf = (work: Work, linkId: string) =>
  work.db
    .selectFrom('signingTry')
    .where('linkId', '=', linkId)
    .select(['succeeded', 'at'])
    .orderBy('at')
    .orderBy('id')
    .execute()

/** What a client has signed, newest first. */
export const signedPapersOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('signedDocument')
    .where('clientId', '=', clientId)
    .select([
      'id',
      'kind',
      'title',
      'documentVersion',
      'language',
      'signerName',
      'capacity',
      'manner',
      'signedAt',
      'fileId',
    ])
    .orderBy('signedAt', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** What a client did not want to sign, newest first. */
export const declinedPapersOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('declinedDocument as d')
    .innerJoin('signing as s', (join) => join.onRef('s.clinicId', '=', 'd.clinicId').onRef('s.id', '=', 'd.signingId'))
    .where('d.clientId', '=', clientId)
    .select(['d.id', 'd.kind', 'd.reason', 'd.declinedAt', 's.signerName', 's.capacity'])
    .orderBy('d.declinedAt', 'desc')
    .execute()

export async function signedPaperById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('signedDocument as d')
    .innerJoin('signing as s', (join) => join.onRef('s.clinicId', '=', 'd.clinicId').onRef('s.id', '=', 'd.signingId'))
    .innerJoin('staffMember as m', (join) =>
      join.onRef('m.clinicId', '=', 's.clinicId').onRef('m.id', '=', 's.preparedBy'),
    )
    .where('d.id', '=', id)
    .selectAll('d')
    .select(['m.givenName as preparerGivenName', 'm.familyName as preparerFamilyName'])
    .executeTakeFirst()
}
