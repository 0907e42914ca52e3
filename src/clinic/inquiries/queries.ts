import { sql } from 'kysely'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { formerFamilyName } from '../clients/rules.ts'
import { THRESHOLD, type Identity, type KnownPerson, type LikelyDuplicate } from './duplicates.ts'
import { SOCIAL_SECURITY_SYSTEM, type ReadReferral } from './referral.ts'
import { duplicateKeys, likelyDuplicates } from './rules.ts'

/** What was uploaded, as it was read then, and what became of it. */
export async function uploadById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const row = await work.db
    .selectFrom('referralUpload as u')
    .leftJoin('referral as r', (join) => join.onRef('r.clinicId', '=', 'u.clinicId').onRef('r.uploadId', '=', 'u.id'))
    .leftJoin('referralSetAside as x', (join) =>
      join.onRef('x.clinicId', '=', 'u.clinicId').onRef('x.uploadId', '=', 'u.id'),
    )
    .leftJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'u.clinicId').onRef('s.id', '=', 'u.uploadedBy'),
    )
    .where('u.id', '=', id)
    .select(['u.id', 'u.fileName', 'u.documentHash', 'u.whatWasRead', 'u.uploadedAt'])
    .select(['r.clientId', 'r.acceptedAt', 'x.because as setAsideBecause', 'x.setAsideAt'])
    .select(sql<string | null>`s.given_name || ' ' || s.family_name`.as('uploadedBy'))
    .executeTakeFirst()
  if (row === undefined) return undefined
  const read = row.whatWasRead as unknown as ReadReferral // written by keepUpload from exactly this type
  return { ...row, read }
}
export type Upload = NonNullable<Awaited<ReturnType<typeof uploadById>>>

/** The same document, if it came before and was not set aside. */
export const uploadOf = (work: Work, documentHash: string) =>
  work.db
    .selectFrom('referralUpload as u')
    .leftJoin('referral as r', (join) => join.onRef('r.clinicId', '=', 'u.clinicId').onRef('r.uploadId', '=', 'u.id'))
    .leftJoin('referralSetAside as x', (join) =>
      join.onRef('x.clinicId', '=', 'u.clinicId').onRef('x.uploadId', '=', 'u.id'),
    )
    .where('u.documentHash', '=', documentHash)
    .where('x.id', 'is', null)
    .select(['u.id', 'u.uploadedAt', 'r.clientId'])
    .executeTakeFirst()

export type Likely = LikelyDuplicate & {
  number: string
  givenName: string
  familyName: string
  middleNames: string
  preferredName: string
  birthDate: string
  sex: string
  pronouns: string
  language: string
  phones: string[]
  emails: string[]
  addresses: string[]
  lastStay: string | null
}

type Candidate = Omit<Likely, keyof LikelyDuplicate> & { id: string; formerFamilyNames: string[]; last4: string | null }

/** Who of everyone the clinic has known may be this person, likeliest first. */
export async function likelyKnown(work: Work, person: Identity, from: number = THRESHOLD): Promise<Likely[]> {
  const keys = duplicateKeys(person)
  const clinic = work.clinic.id
  const lookUps = [...keys.phones.map((digits) => digits.slice(-10)), ...keys.emails]
  const values = (kind: string) =>
    sql`coalesce((select array_agg(k.value order by k.recorded_at desc) from client_contact k
          where k.clinic_id = n.clinic_id and k.client_id in (select person_ids(n.id)) and k.kind = ${kind}), '{}')`
  const { rows } = await sql<Candidate>`
    with candidate as (
      select client_id from client_identity where clinic_id = ${clinic} and birth_date = any(${keys.birthDates}::date[])
      union select client_id from client_contact where clinic_id = ${clinic} and look_up = any(${lookUps}::text[])
      union select client_id from client_identifier
        where clinic_id = ${clinic} and value = any(${keys.socialSecurityLast4s}::text[]) and system = ${SOCIAL_SECURITY_SYSTEM})
    select n.id as "id", n.number as "number", n.given_name as "givenName", n.family_name as "familyName",
      n.middle_names as "middleNames", n.preferred_name as "preferredName", n.birth_date as "birthDate", n.sex as "sex",
      n.pronouns as "pronouns", n.language as "language",
      ${values('phone')} as "phones", ${values('email')} as "emails", ${values('address')} as "addresses",
      array(select i.family_name from client_identity i where i.clinic_id = n.clinic_id and i.client_id in (select person_ids(n.id))
            union select f.value from client_identifier f
            where f.clinic_id = n.clinic_id and f.client_id = n.id and f.system = ${formerFamilyName}) as "formerFamilyNames",
      (select f.value from client_identifier f
         where f.clinic_id = n.clinic_id and f.client_id = n.id and f.system = ${SOCIAL_SECURITY_SYSTEM}
         order by f.recorded_at desc limit 1) as "last4",
      (select max(lower(e.during))::text from episode e
         where e.clinic_id = n.clinic_id and e.client_id = n.id and not isempty(e.during)) as "lastStay"
    from client_now n where n.clinic_id = ${clinic} and n.id in (select kept_of(client_id) from candidate)`.execute(
    work.db,
  )
  const known = rows.map(
    ({ last4, ...row }): KnownPerson => ({ ...row, ...(last4 !== null && { socialSecurityLast4: last4 }) }),
  )
  return likelyDuplicates(person, known, from)
    .slice(0, 8)
    .flatMap((match) => {
      const row = rows.find(({ id }) => id === match.id)
      return row === undefined ? [] : [{ ...row, ...match }]
    })
}

/** One person of the record as they are compared with a referral, though nothing says that they are alike. */
export const historyLabels = (work: Work, clientId: string) =>
  work.db
    .selectFrom('clientHistory')
    .where('clientId', '=', clientId)
    .select(['kind', 'code', 'label', 'startedOn', 'detail', 'status'])
    .execute()
