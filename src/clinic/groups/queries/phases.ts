import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import { type Mix, mixOf, type Phase, phaseOn, type PhasePolicy, usualPhasePolicy } from '../phase.ts'

/** The policy that stands on a day: the latest row that has begun, or Stepwell's own figures. */
export async function phasePolicyOn(work: Work, day: Day): Promise<PhasePolicy> {
  const row = await work.db
    .selectFrom('phasePolicy')
    .where('effectiveFrom', '<=', day)
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .select(['newcomerDays', 'furtherDays', 'mostNewcomers', 'source'])
    .limit(1)
    .executeTakeFirst()
  return row ?? usualPhasePolicy
}

/** What a clinician said of the stay `e` by a day; null where nobody did, or it went back to the count of days. */
const saidOf = (day: ReturnType<typeof sql>) => sql<Phase | null>`nullif((select p.phase from stay_phase p
  where p.clinic_id = e.clinic_id and p.episode_id = e.id and p.from_day <= ${day}
  order by p.from_day desc, p.set_at desc, p.id desc limit 1), 'by-days')`

/** The phase of some stays on a day. */
export async function phasesOf(work: Work, episodeIds: readonly string[], day: Day): Promise<Map<string, Phase>> {
  if (episodeIds.length === 0) return new Map()
  const policy = await phasePolicyOn(work, day)
  const { rows } = await sql<{ id: string; dayOfStay: number; said: Phase | null }>`
    select e.id, ${day}::date - lower(e.during) + 1 as "dayOfStay", ${saidOf(sql`${day}::date`)} as said
    from episode e where e.id = any (${[...episodeIds]}::uuid[])`.execute(work.db)
  return new Map(rows.map((row) => [row.id, phaseOn(policy, row.dayOfStay, row.said)]))
}

/** Who sits in each group on a day, by phase; for a group that begins later, on its first day. */
export async function mixesOn(work: Work, day: Day, only?: string | readonly string[]): Promise<Map<string, Mix>> {
  const named = only === undefined ? null : [only].flat()
  const policy = await phasePolicyOn(work, day)
  const on = sql`greatest(${day}::date, lower(r.during))`
  const { rows } = await sql<{ seriesId: string; dayOfStay: number; said: Phase | null }>`
    select t.series_id as "seriesId", ${on} - lower(e.during) + 1 as "dayOfStay",
           case when e.id in (select episode_id from stay_phase) then ${saidOf(on)} end as said
    from seat t join group_series r on r.clinic_id = t.clinic_id and r.id = t.series_id
    join episode e on e.clinic_id = t.clinic_id and e.id = t.episode_id
    where r.during && daterange(${day}::date, null) and t.during @> ${on}
      ${given(named, (one) => sql`and (t.series_id = any (${one}::uuid[]) and r.id = any (${one}::uuid[]))`)}`.execute(
    work.db,
  )
  const groups = Map.groupBy(rows, (row) => row.seriesId)
  return new Map(
    [...groups].map(([id, members]) => [id, mixOf(members.map((one) => phaseOn(policy, one.dayOfStay, one.said)))]),
  )
}

/** The stays that are peer mentors of a group on a day, whichever of its rows is named. */
export async function mentorsOf(work: Work, seriesId: string, day: Day): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select distinct on (m.episode_id) m.episode_id as id, m.is_mentor from seat_mentor m
      where m.line_id = (select coalesce(r.line_id, r.id) from group_series r where r.id = ${seriesId}::uuid) and m.from_day <= ${day}::date
      order by m.episode_id, m.from_day desc, m.set_at desc, m.id desc) x where is_mentor`.execute(work.db)
  return new Set(rows.map((row) => row.id))
}

/** What was said of one stay, the newest first. */
export const phaseRowsOf = (work: Work, episodeId: string) =>
  work.db
    .selectFrom('stayPhase as p')
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'p.clinicId').onRef('m.id', '=', 'p.setBy'))
    .where('p.episodeId', '=', episodeId)
    .orderBy('p.fromDay', 'desc')
    .orderBy('p.setAt', 'desc')
    .orderBy('p.id', 'desc')
    .select(['p.id', 'p.phase', 'p.fromDay', 'p.because', 'm.givenName', 'm.familyName'])
    .execute()

/** Every policy as it was recorded, the newest first. */
export const phasePolicies = (work: Work) =>
  work.db
    .selectFrom('phasePolicy as p')
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'p.clinicId').onRef('m.id', '=', 'p.setBy'))
    .orderBy('p.effectiveFrom', 'desc')
    .orderBy('p.setAt', 'desc')
    .select(['p.newcomerDays', 'p.furtherDays', 'p.mostNewcomers', 'p.effectiveFrom', 'p.source'])
    .select(['m.givenName', 'm.familyName'])
    .execute()
