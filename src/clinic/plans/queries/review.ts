import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import type { SignedObjective } from '../signed-plan.ts'
import { metObjectives, type PlanSignature, type Signed } from './versions.ts'

export type Review = Awaited<ReturnType<typeof reviewsOf>>[number]
export type ReviewedObjective = { objectiveId: string; outcome: 'kept' | 'changed' | 'met'; words: string }

const reviews = (work: Work) =>
  work.db
    .selectFrom('planReview as r')
    .select(['r.id', 'r.versionId', 'r.clientId', 'r.words', 'r.nextOn', 'r.nameAndCredential as by', 'r.reviewedAt'])
    .select([
      sql<ReviewedObjective[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('objectiveId', o.objective_id, 'outcome', o.outcome, 'words', o.words)), '[]')
        from plan_review_objective o where o.clinic_id = r.clinic_id and o.review_id = r.id)`.as('objectives'),
      sql<PlanSignature[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('part', g.part, 'by', g.signed_by, 'name', g.name_and_credential,
                 'needsCosign', g.needs_cosign, 'hash', g.content_hash, 'at', g.signed_at, 'reviewId', g.review_id) order by g.signed_at), '[]')
        from plan_signature g where g.clinic_id = r.clinic_id and g.review_id = r.id)`.as('signatures'),
    ])

/** Every review of a stay's plan, the newest first. */
export const reviewsOf = (work: Work, episodeId: string) =>
  reviews(work).where('r.episodeId', '=', episodeId).orderBy('r.reviewedAt', 'desc').execute()

export const reviewById = (work: Work, id: string) => reviews(work).where('r.id', '=', id).executeTakeFirst()

/** The objectives of a version that no review has found met. */
export async function openObjectives(work: Work, signed: Signed): Promise<SignedObjective[]> {
  const episode = await work.db
    .selectFrom('planVersion')
    .where('id', '=', signed.versionId)
    .select('episodeId')
    .executeTakeFirst()
  const met = await metObjectives(work, episode?.episodeId ?? '')
  return signed.body.goals.flatMap((goal) => goal.objectives).filter((one) => !met.has(one.id))
}

export type MeasureSince = {
  instrument: string
  score: number
  takenOn: Day
  before: number | null
  beforeOn: Day | null
}

/** Of each instrument the newest total since a day, beside the last one before it. */
export async function measuresSince(work: Work, clientId: string, since: Day): Promise<MeasureSince[]> {
  const { rows } = await sql<MeasureSince>`
    select n.instrument, n.score, n.taken_on::text as "takenOn", b.score as before, b.taken_on::text as "beforeOn"
    from (select distinct on (instrument) instrument, score, taken_on from measure_now
          where client_id = ${clientId}::uuid and score is not null and taken_on >= ${since}::date
          order by instrument, taken_on desc, recorded_at desc) n
    left join lateral (select m.score, m.taken_on from measure_now m
          where m.client_id = ${clientId}::uuid and m.instrument = n.instrument and m.score is not null and m.taken_on < ${since}::date
          order by m.taken_on desc, m.recorded_at desc limit 1) b on true
    order by n.instrument`.execute(work.db)
  return rows
}

export type CameSince = { kind: string; came: number; missed: number; excused: number; minutes: number }

/** What somebody came to since a day, by kind of service. */
export async function attendedSince(work: Work, clientId: string, since: Day): Promise<CameSince[]> {
  const { rows } = await sql<CameSince>`
    select coalesce(r.kind, v.kind) as kind,
      count(*) filter (where a.mark in ('here', 'late', 'left-early'))::int as came,
      count(*) filter (where a.mark = 'absent')::int as missed,
      count(*) filter (where a.mark = 'excused')::int as excused,
      coalesce(sum(a.minutes), 0)::int as minutes
    from attendance_now a
    left join group_session g on g.clinic_id = a.clinic_id and g.id = a.session_id
    left join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    left join visit v on v.clinic_id = a.clinic_id and v.id = a.visit_id
    where a.client_id = ${clientId}::uuid and a.held_on >= ${since}::date and a.mark <> 'cleared'
    group by 1 order by 1`.execute(work.db)
  return rows
}

export type TestSince = {
  id: string
  dueOn: Day
  /** What became of the specimen; null while nobody took it. */
  outcome: string | null
  status: 'none' | 'preliminary' | 'final'
  found: { name: string; certainty: 'presumptive' | 'confirmed' }[]
}

/** The drug tests that were due since a day, and what the standing reports found, the latest first. */
export async function testsSince(work: Work, clientId: string, since: Day, today: Day): Promise<TestSince[]> {
  const { rows } = await sql<TestSince>`
    select o.id, o.due_on::text as "dueOn", c.outcome,
      case when bool_or(r.status = 'preliminary') then 'preliminary' when count(r.id) > 0 then 'final' else 'none' end as status,
      coalesce((select jsonb_agg(distinct jsonb_build_object('name', t.name, 'certainty', t.certainty))
        from tox_report_now n join tox_result t on t.clinic_id = n.clinic_id and t.report_id = n.id
        where n.clinic_id = o.clinic_id and n.order_id = o.id and n.status <> 'cancelled' and t.value = 'positive'), '[]') as found
    from tox_order o
    left join tox_collection_now c on c.clinic_id = o.clinic_id and c.order_id = o.id
    left join tox_report_now r on r.clinic_id = o.clinic_id and r.order_id = o.id and r.status <> 'cancelled'
    where o.client_id = ${clientId}::uuid and o.due_on between ${since}::date and ${today}::date
    group by o.clinic_id, o.id, o.due_on, o.ordered_at, c.outcome
    order by o.due_on desc, o.ordered_at desc, o.id`.execute(work.db)
  return rows
}
