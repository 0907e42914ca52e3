import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { instrument } from '../../instruments/catalog.ts'
import { noiseIn } from '../../instruments/choices.ts'
import { choicesOf } from '../../instruments/queries.ts'
import { judge, type Judged, lateAnswerDays, type StayMeasured, withinDays, type Yardstick } from '../progress.ts'

/** PHQ-9 and GAD-7 by their published cut-offs, and this clinic’s own figure for noise where it set one. */
export async function yardsticks(work: Work): Promise<Yardstick[]> {
  const choices = await choicesOf(work)
  return (['phq-9', 'gad-7'] as const).flatMap((key) => {
    const one = instrument(key)
    const reliable = noiseIn(choices, one)
    return one.caseFrom === null || reliable === null
      ? []
      : [{ instrument: key, caseFrom: one.caseFrom.points, reliable }]
  })
}

type KindsAsked = { from: Day; to: Day; today: Day; within: RawBuilder<unknown> }

/**
 * Every stay that began within two days, as rows for a larger question: `id`, `client_id`, `program_id`, `first`, `upto` (the last day
 * of its eight weeks so far), `is_over` and `kind`. Stays of one kind cannot differ in where they stand: the same yardsticks began
 * above the cut-off, fell or rose by as much as counts, and were answered late or not. Where that is, `judge` says of one of them.
 * From `stay_score`, which is kept with every measure.
 */
export const stayKinds = ({ from, to, today, within }: KindsAsked, by: readonly Yardstick[]): RawBuilder<unknown> => {
  const end = sql`lower(e.during) + ${withinDays}::int`
  const score = (place: number, column: string) => sql.ref(`x${place}.${column}`)
  const marks = by.map(({ caseFrom, reliable }, place) => {
    const [began, later] = [score(place, 'fromScore'), score(place, 'toScore')]
    return sql`+ ${8 * 32 ** place}::int * (case when ${began} is null then 0 else
      case when ${began} >= ${caseFrom}::int then 1 else 2 end
      + case when ${later} is null then 0 when ${began} - ${later} >= ${reliable}::int then 3 when ${later} - ${began} >= ${reliable}::int then 6 else 9 end
      + case when ${score(place, 'toOn')} >= least(coalesce(d.on_day, ${end}), ${end}) - ${lateAnswerDays}::int then 12 else 0 end end)`
  })
  const scores = by.map(
    ({ instrument }, place) =>
      sql`left join stay_score ${sql.raw(`x${place}`)} on ${score(place, 'clinicId')} = e.clinic_id and ${score(place, 'episodeId')} = e.id and ${score(place, 'instrument')} = ${instrument}`,
  )
  return sql`
    select e.clinic_id, e.id, e.client_id, e.program_id, lower(e.during) as first,
      least(coalesce(upper(e.during) - 1, ${today}::date), ${end}) as upto, ${end} < ${today}::date as is_over,
      case when ${end} < ${today}::date then 1 else 0 end + case when d.reason = 'completed' then 2 else 0 end
      + case when coalesce(d.on_day < ${end}, false) then 4 else 0 end ${sql.join(marks, sql` `)} as kind
    from episode e
    left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id
    ${sql.join(scores, sql` `)}
    where not isempty(e.during) and lower(e.during) between ${from}::date and ${to}::date ${within}`
}

export type StayJudged = { stay: StayMeasured & { clientId: string; name: string; program: string }; judged: Judged }

/** Some stays with the scores that speak for them, by their number, and `judge`'s word on each. */
export async function judgedStays(
  work: Work,
  ids: readonly string[],
  by: readonly Yardstick[],
  today: Day,
): Promise<Map<string, StayJudged>> {
  const { rows } = await sql<StayJudged['stay']>`
    with scored as (
      select s.episode_id, jsonb_agg(jsonb_build_object('instrument', s.instrument, 'on', s.on_day, 'score', s.score)) as scores
      from (select episode_id, instrument, from_on as on_day, from_score as score from stay_score where episode_id = any (${[...ids]}::uuid[])
            union all select episode_id, instrument, to_on, to_score from stay_score where episode_id = any (${[...ids]}::uuid[]) and to_on is not null) s
      group by 1)
    select e.id, e.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name, p.name as program, lower(e.during)::text as first, d.on_day::text as last,
      coalesce(d.reason = 'completed', false) as completed, coalesce(s.scores, '[]') as scores
    from episode e
    join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id
    left join scored s on s.episode_id = e.id
    where e.id = any (${[...ids]}::uuid[])`.execute(work.db)
  return new Map(rows.map((stay) => [stay.id, { stay, judged: judge(stay, by, today) }]))
}

/** Where stays of each kind stand: `judge`'s word on one of them. */
export async function judgedKinds(
  work: Work,
  kinds: readonly { kind: number; one: string }[],
  by: readonly Yardstick[],
  today: Day,
): Promise<Map<number, Judged>> {
  const known = await judgedStays(
    work,
    kinds.map(({ one }) => one),
    by,
    today,
  )
  return new Map(
    kinds.flatMap(({ kind, one }) => {
      const found = known.get(one)
      return found === undefined ? [] : [[kind, found.judged] as const]
    }),
  )
}

/** Of one program, or of all. */
type ProgramAsked = { program: string | null; from: Day; to: Day; today: Day }
const kindsIn = ({ program, ...asked }: ProgramAsked, by: readonly Yardstick[]): RawBuilder<unknown> =>
  stayKinds({ ...asked, within: program === null ? sql`` : sql`and e.program_id = ${program}::uuid` }, by)

export type KindCounted = { kind: number; n: number; judged: Judged }

/** How many stays there are of each kind, and where they stand. */
export async function countedKinds(work: Work, asked: ProgramAsked, by: readonly Yardstick[]): Promise<KindCounted[]> {
  const { rows } = await sql<{ kind: number; n: number; one: string }>`
    select kind, count(*)::int as n, (array_agg(id))[1] as one from (${kindsIn(asked, by)}) j group by 1 order by 1`.execute(
    work.db,
  )
  const known = await judgedKinds(work, rows, by, asked.today)
  return rows.flatMap(({ kind, n }) => {
    const judged = known.get(kind)
    return judged === undefined ? [] : [{ kind, n, judged }]
  })
}

/** The first stays of some kinds by their first day, so many at most. */
export async function staysOfKinds(
  work: Work,
  { kinds, most, ...asked }: ProgramAsked & { kinds: readonly number[]; most: number },
  by: readonly Yardstick[],
): Promise<StayJudged[]> {
  const { rows } = await sql<{ id: string }>`
    select j.id from (${kindsIn(asked, by)}) j where j.kind = any (${[...kinds]}::int[])
    order by j.first, j.id limit ${most}`.execute(work.db)
  const known = await judgedStays(
    work,
    rows.map(({ id }) => id),
    by,
    asked.today,
  )
  return rows.flatMap(({ id }) => known.get(id) ?? [])
}
