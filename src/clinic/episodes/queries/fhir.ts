import { sql } from 'kysely'
import { type Day, dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { sqlOperator, type DateTest } from '../../../fhir/search.ts'
import { therapistName } from '../../staff/queries/therapist.ts'

export type FhirEpisodes = {
  ids?: string[]
  clients?: string[]
  statuses?: string[]
  dates?: DateTest[]
  after?: string | null
  limit: number
}
export type EpisodeForFhir = Awaited<ReturnType<typeof episodesForFhir>>[number]
const nobody = '00000000-0000-0000-0000-000000000000'

/** Stays in the order of their ids, with the program and the primary therapist. */
export function episodesForFhir(work: Work, wanted: FhirEpisodes) {
  const today = dayAt(work.at, work.clinic.timeZone)
  let query = work.db
    .selectFrom('episode as e')
    .innerJoin('program as p', (join) => join.onRef('p.clinicId', '=', 'e.clinicId').onRef('p.id', '=', 'e.programId'))
    .leftJoin('discharge as d', (join) => join.onRef('d.clinicId', '=', 'e.clinicId').onRef('d.episodeId', '=', 'e.id'))
    .select([
      'e.id',
      'e.clientId',
      'e.levelOfCare',
      'e.admittedAt',
      'p.name as programName',
      'p.kind as programKind',
      'd.reason',
      'd.dischargedAt',
    ])
    .select([
      sql<Day | null>`lower(e.during)::text`.as('startsOn'),
      sql<Day | null>`(upper(e.during) - 1)::text`.as('lastDay'),
      therapistName('e.clinic_id', 'e.id').as('therapist'),
    ])
    // That somebody is away, and not why: what another system reads of a pause.
    .select(
      sql<Day | null>`(select w.from_day::text from away_between(array[e.client_id], ${today}::date, ${today}::date) w limit 1)`.as(
        'awaySince',
      ),
    )
    .where(sql<boolean>`not isempty(e.during)`)
    .orderBy('e.id')
    .limit(wanted.limit)
  if (wanted.ids && wanted.ids.length > 0) query = query.where('e.id', 'in', wanted.ids.filter(isId).concat(nobody))
  if (wanted.clients && wanted.clients.length > 0)
    query = query.where('e.clientId', 'in', wanted.clients.filter(isId).concat(nobody))
  if (wanted.after && isId(wanted.after)) query = query.where('e.id', '>', wanted.after)
  for (const status of wanted.statuses ?? [])
    query = query.where(
      status === 'active' || status === 'onhold'
        ? sql<boolean>`upper_inf(e.during) and ${sql.raw(status === 'onhold' ? '' : 'not')} exists (select from away_between(array[e.client_id], ${today}::date, ${today}::date))`
        : status === 'finished'
          ? sql<boolean>`not upper_inf(e.during)`
          : sql<boolean>`false`,
    )
  for (const { prefix, day } of wanted.dates ?? []) {
    query = query.where(
      prefix === 'eq'
        ? sql<boolean>`e.during @> ${day}::date`
        : prefix === 'ge' || prefix === 'gt'
          ? sql<boolean>`coalesce(upper(e.during) - 1, 'infinity'::date) ${sql.raw(sqlOperator[prefix])} ${day}::date`
          : sql<boolean>`lower(e.during) ${sql.raw(sqlOperator[prefix])} ${day}::date`,
    )
  }
  return query.execute()
}
