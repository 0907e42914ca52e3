import { sql } from 'kysely'
import { dayAt, daysBetween, type Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'

export type ClientFacts = NonNullable<Awaited<ReturnType<typeof clientById>>>

/** One person as they are now, with the stay that is open, if there is one. */
export async function clientById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const today = dayAt(work.at, work.clinic.timeZone)
  const client = await work.db
    .selectFrom('clientNow')
    .leftJoin('episode', (join) =>
      join
        .onRef('episode.clinicId', '=', 'clientNow.clinicId')
        .onRef('episode.clientId', '=', 'clientNow.id')
        .on(sql<boolean>`episode.during @> ${today}::date`),
    )
    .leftJoin('program', (join) =>
      join.onRef('program.clinicId', '=', 'episode.clinicId').onRef('program.id', '=', 'episode.programId'),
    )
    .where('clientNow.id', '=', id)
    .select([
      'clientNow.id',
      'clientNow.number',
      'givenName',
      'familyName',
      'middleNames',
      'preferredName',
      'birthDate',
      'sex',
      'pronouns',
      'language',
      'episode.id as episodeId',
      'episode.levelOfCare',
      'program.name as programName',
      'program.track',
      'program.kind as programKind',
    ])
    .select(sql<Day | null>`lower(episode.during)::text`.as('startedOn'))
    .select([
      sql<{
        id: string
        number: string
        mergeId: string
      } | null>`(select json_build_object('id', k.id, 'number', k.number, 'mergeId', m.id)
        from client_merged m join client k on k.clinic_id = m.clinic_id and k.id = kept_of(m.merged_id)
        where m.clinic_id = client_now.clinic_id and m.merged_id = client_now.id)`.as('mergedInto'),
      sql<
        { id: string; number: string }[]
      >`coalesce((select json_agg(json_build_object('id', k.id, 'number', k.number) order by m.merged_at)
        from client_merged m join client k on k.clinic_id = m.clinic_id and k.id = m.merged_id
        where m.clinic_id = client_now.clinic_id and m.kept_id = client_now.id), '[]')`.as('earlierRecords'),
      // A pause that has begun and not ended: whoever may not read why somebody is away reads no row.
      sql<{
        kind: 'hospital' | 'jail' | 'vacation' | 'other'
        from: Day
      } | null>`(select json_build_object('kind', p.kind, 'from', p.from_day) from stay_pause p
        where p.clinic_id = client_now.clinic_id and p.episode_id = episode.id and p.from_day <= ${today}::date
          and not exists (select from stay_pause_end x where x.clinic_id = p.clinic_id and x.pause_id = p.id))`.as(
        'away',
      ),
    ])
    .executeTakeFirst()
  if (client === undefined) return undefined
  return {
    ...client,
    name: nameOf(client),
    dayOfStay: client.startedOn === null ? null : daysBetween(client.startedOn, today) + 1,
  }
}

/** What a person is called on screen: the name they go by, and the family name. */
export const nameOf = (person: { givenName: string; familyName: string; preferredName: string }): string =>
  `${person.preferredName || person.givenName} ${person.familyName}`
