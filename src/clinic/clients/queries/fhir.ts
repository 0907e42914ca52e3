import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import { plainLetters } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { sqlOperator, type DateTest } from '../../../fhir/search.ts'

export type FhirClients = {
  ids?: string[]
  numbers?: string[]
  names?: string[]
  families?: string[]
  givens?: string[]
  born?: DateTest[]
  genders?: string[]
  after?: string | null
  limit: number
}
export type ClientForFhir = Awaited<ReturnType<typeof clientsForFhir>>[number]

const begins = (text: string): string => `${plainLetters(text).replace(/[\\%_]/g, (letter) => `\\${letter}`)}%`

/** Clients in the order of their ids, with contacts and what kind of care their newest stay was. */
export function clientsForFhir(work: Work, wanted: FhirClients) {
  const ids = (wanted.ids ?? []).map((id) => id.replace(/^Patient\//, ''))
  let query = work.db
    .selectFrom('clientNow')
    .innerJoin('clientIdentity as i', (join) =>
      join.onRef('i.clinicId', '=', 'clientNow.clinicId').onRef('i.clientId', '=', 'clientNow.id'),
    )
    .select([
      'clientNow.id',
      'clientNow.number',
      'clientNow.givenName',
      'clientNow.familyName',
      'clientNow.middleNames',
      'clientNow.preferredName',
      'clientNow.birthDate',
      'clientNow.sex',
    ])
    .select((eb) => [
      eb.fn.max('i.recordedAt').as('recordedAt'),
      jsonArrayFrom(
        eb
          .selectFrom('clientContact as k')
          .whereRef('k.clinicId', '=', 'clientNow.clinicId')
          .whereRef('k.clientId', '=', 'clientNow.id')
          .where((same) =>
            same.not(
              same.exists(
                same
                  .selectFrom('clientContactEnd as z')
                  .whereRef('z.clinicId', '=', 'k.clinicId')
                  .whereRef('z.contactId', '=', 'k.id')
                  .select('z.id'),
              ),
            ),
          )
          .select(['k.kind', 'k.value'])
          .orderBy('k.recordedAt'),
      ).as('contacts'),
      sql<
        string | null
      >`(select p.kind from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id where e.clinic_id = client_now.clinic_id and e.client_id = client_now.id order by e.admitted_at desc limit 1)`.as(
        'programKind',
      ),
      sql<
        string | null
      >`(select kept_of(m.merged_id)::text from client_merged m where m.clinic_id = client_now.clinic_id and m.merged_id = client_now.id)`.as(
        'replacedBy',
      ),
      sql<boolean>`exists (select from episode e where e.clinic_id = client_now.clinic_id and e.client_id = client_now.id and upper_inf(e.during))`.as(
        'isActive',
      ),
    ])
    .groupBy([
      'clientNow.clinicId',
      'clientNow.id',
      'clientNow.number',
      'clientNow.givenName',
      'clientNow.familyName',
      'clientNow.middleNames',
      'clientNow.preferredName',
      'clientNow.birthDate',
      'clientNow.sex',
    ])
    .orderBy('clientNow.id')
    .limit(wanted.limit)
  if (ids.length > 0)
    query = query.where('clientNow.id', 'in', ids.filter(isId).concat('00000000-0000-0000-0000-000000000000'))
  if (wanted.after && isId(wanted.after)) query = query.where('clientNow.id', '>', wanted.after)
  for (const number of wanted.numbers ?? []) query = query.where('clientNow.number', '=', number)
  for (const gender of wanted.genders ?? []) query = query.where('clientNow.sex', '=', gender)
  for (const { prefix, day } of wanted.born ?? []) query = query.where('clientNow.birthDate', sqlOperator[prefix], day)
  for (const name of wanted.names ?? [])
    query = query.where(
      sql<boolean>`(client_now.search_name like ${begins(name)} or client_now.search_name like ${`% ${begins(name)}`})`,
    )
  for (const name of wanted.families ?? [])
    query = query.where(
      sql<boolean>`translate(lower(client_now.family_name), 'áàâäãåéèêëíìîïóòôöõúùûüñç', 'aaaaaaeeeeiiiiooooouuuunc') like ${begins(name)}`,
    )
  for (const name of wanted.givens ?? [])
    query = query.where(
      sql<boolean>`translate(lower(client_now.given_name), 'áàâäãåéèêëíìîïóòôöõúùûüñç', 'aaaaaaeeeeiiiiooooouuuunc') like ${begins(name)}`,
    )
  return query.execute()
}
