import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { SignedPlan } from '../signed-plan.ts'

type Asked = { ids: string[]; clients: string[]; after: string | null; limit: number }
const nobody = '00000000-0000-0000-0000-000000000000'
const list = (ids: readonly string[]) => sql`${[...ids.filter(isId), nobody]}::uuid[]`

/** The rows that were asked for, in the order of their ids. */
const among = (asked: Asked, id: string, client: string) => sql`
  ${asked.ids.length > 0 ? sql`and ${sql.raw(id)} = any (${list(asked.ids)})` : sql``}
  ${asked.clients.length > 0 ? sql`and ${sql.raw(client)} = any (${list(asked.clients)})` : sql``}
  ${asked.after !== null && isId(asked.after) ? sql`and ${sql.raw(id)} > ${asked.after}::uuid` : sql``}`

export type PlanForFhir = {
  id: string
  clientId: string
  number: number
  body: SignedPlan
  signedAt: Date
  status: 'active' | 'completed' | 'revoked'
  author: string | null
  conditionIds: string[]
  programKind: string
}

/** Signed versions: the one that stands is active, earlier ones are revoked, and all are completed when the stay is over. */
export async function plansForFhir(work: Work, asked: Asked & { statuses: string[] }): Promise<PlanForFhir[]> {
  const wanted = asked.statuses.length === 0 ? sql`` : sql`where x.status = any (${asked.statuses})`
  const { rows } = await sql<PlanForFhir>`
    select * from (
      select s.version_id as id, s.client_id as "clientId", s.number, s.body, s.signed_at as "signedAt", p.kind as "programKind",
        case when exists (select from plan_signed l where l.clinic_id = s.clinic_id and l.episode_id = s.episode_id and l.number > s.number) then 'revoked'
             when upper(e.during) <= ${dayAt(work.at, work.clinic.timeZone)}::date then 'completed' else 'active' end as status,
        (select g.name_and_credential from plan_signature g where g.clinic_id = s.clinic_id and g.version_id = s.version_id and g.review_id is null and g.part = 'author') as author,
        array(select distinct q.diagnosis_id::text from plan_problem q where q.clinic_id = s.clinic_id and q.version_id = s.version_id and q.diagnosis_id is not null) as "conditionIds"
      from plan_signed s
      join episode e on e.clinic_id = s.clinic_id and e.id = s.episode_id
      join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
      where true ${among(asked, 's.version_id', 's.client_id')}) x
    ${wanted} order by x.id limit ${asked.limit}`.execute(work.db)
  return rows
}

export type GoalForFhir = {
  id: string
  clientId: string
  words: string
  openedAt: Date
  endedAt: Date | null
  outcome: string | null
  status: 'active' | 'completed' | 'cancelled'
  objectives: { words: string; target: string; dueOn: Day }[]
  programKind: string
}

export async function goalsForFhir(work: Work, asked: Asked & { statuses: string[] }): Promise<GoalForFhir[]> {
  const wanted = asked.statuses.length === 0 ? sql`` : sql`where x.status = any (${asked.statuses})`
  const { rows } = await sql<GoalForFhir>`
    select * from (
      select g.id, e.client_id as "clientId", g.words, g.opened_at as "openedAt", d.ended_at as "endedAt", d.outcome, p.kind as "programKind",
        case d.outcome when 'met' then 'completed' when 'dropped' then 'cancelled' when 'replaced' then 'cancelled' else 'active' end as status,
        coalesce((select jsonb_agg(jsonb_build_object('words', w.words, 'target', w.target, 'dueOn', w.due_on) order by w.position)
          from plan_objective_words w where w.clinic_id = g.clinic_id and w.goal_id = g.id
            and w.version_id = (select l.version_id from plan_signed l where l.clinic_id = g.clinic_id and l.episode_id = g.episode_id order by l.number desc limit 1)), '[]') as objectives
      from plan_goal g
      join episode e on e.clinic_id = g.clinic_id and e.id = g.episode_id
      join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
      left join plan_goal_end d on d.clinic_id = g.clinic_id and d.goal_id = g.id
      where true ${among(asked, 'g.id', 'e.client_id')}) x
    ${wanted} order by x.id limit ${asked.limit}`.execute(work.db)
  return rows
}

export type ConditionForFhir = {
  id: string
  clientId: string
  code: string
  words: string
  certainty: string
  madeOn: Day
  madeAt: Date
  by: string
  endedAt: Date | null
  because: string | null
  programKind: string | null
}

export async function conditionsForFhir(
  work: Work,
  asked: Asked & { codes: string[]; statuses: string[] },
): Promise<ConditionForFhir[]> {
  const codes = asked.codes.length === 0 ? sql`` : sql`and d.code = any (${asked.codes})`
  const standing = asked.statuses.includes('active')
  const resolved = asked.statuses.includes('resolved')
  const wanted =
    asked.statuses.length === 0 || (standing && resolved)
      ? sql``
      : standing
        ? sql`and x.id is null`
        : resolved
          ? sql`and x.id is not null and x.because <> 'entered-in-error'`
          : sql`and false`
  const { rows } = await sql<ConditionForFhir>`
    select d.id, d.client_id as "clientId", d.code, d.words, d.certainty, d.made_on::text as "madeOn", d.made_at as "madeAt",
      d.name_and_credential as by, x.ended_at as "endedAt", x.because,
      (select p.kind from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
       where e.clinic_id = d.clinic_id and e.client_id = d.client_id order by e.admitted_at desc limit 1) as "programKind"
    from diagnosis d left join diagnosis_end x on x.clinic_id = d.clinic_id and x.diagnosis_id = d.id
    where true ${among(asked, 'd.id', 'd.client_id')} ${codes} ${wanted}
    order by d.id limit ${asked.limit}`.execute(work.db)
  return rows
}
