import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Evidence } from '../evidence.ts'
import type { ClientView, StepKind, TaskKind } from '../steps.ts'
import type { Counted } from './silence.ts'

/** What a decision did, as it was shown before it was done: names, not ids. */
export type Did = {
  program: { from: string; to: string } | null
  gives: string[]
  takes: string[]
  dose: { before: string | null; after: string; fromWeek: Day } | null
  tasks: string[]
}

export type StepFacts = {
  id: string
  episodeId: string
  clientId: string
  kind: StepKind
  fromLevel: string
  toLevel: string
  toProgram: string | null
  fromDay: Day
  payerLevel: string
  reasons: string
  tookPart: string
  clientView: ClientView
  clientWords: string
  evidence: Evidence
  did: Did
  lookAgainOn: Day | null
  by: string
  decidedAt: Date
  undoneAt: Date | null
  undoneBy: string | null
  undoneBecause: string | null
  couldNot: string[]
}

const steps = sql`
  select d.id, d.episode_id as "episodeId", d.client_id as "clientId", d.kind, d.from_level as "fromLevel", d.to_level as "toLevel",
    p.name as "toProgram", d.from_day::text as "fromDay", d.payer_level as "payerLevel", d.reasons, d.took_part as "tookPart",
    d.client_view as "clientView", d.client_words as "clientWords", d.evidence, d.did, d.look_again_on::text as "lookAgainOn",
    d.name_and_credential as by, d.decided_at as "decidedAt", u.undone_at as "undoneAt", b.given_name || ' ' || b.family_name as "undoneBy",
    u.because as "undoneBecause", coalesce(u.could_not, '[]') as "couldNot"
  from step_decision d
  left join program p on p.clinic_id = d.clinic_id and p.id = d.to_program_id
  left join step_undo u on u.clinic_id = d.clinic_id and u.decision_id = d.id
  left join staff_member b on b.clinic_id = u.clinic_id and b.id = u.undone_by`

/** Every decision of a stay on its level, the latest first, those taken back among them. */
export const stepsOf = async (work: Work, episodeId: string): Promise<StepFacts[]> =>
  (
    await sql<StepFacts>`${steps} where d.episode_id = ${episodeId}::uuid order by d.decided_at desc, d.id desc`.execute(
      work.db,
    )
  ).rows

export const stepById = async (work: Work, id: string): Promise<StepFacts | undefined> =>
  isId(id) ? (await sql<StepFacts>`${steps} where d.id = ${id}::uuid`.execute(work.db)).rows[0] : undefined

export type Dissent = { id: string; decisionId: string; who: string; words: string; by: string; at: Date }

export const dissentsOf = async (work: Work, decisionId: string): Promise<Dissent[]> =>
  (
    await sql<Dissent>`
      select x.id, x.decision_id as "decisionId", x.who, x.words, b.given_name || ' ' || b.family_name as by, x.noted_at as at
      from step_dissent x join staff_member b on b.clinic_id = x.clinic_id and b.id = x.noted_by
      where x.decision_id = ${decisionId}::uuid order by x.noted_at, x.id`.execute(work.db)
  ).rows

export type StepTask = {
  id: string
  decisionId: string
  clientId: string
  episodeId: string
  name: string
  kind: TaskKind
  what: string
  dueOn: Day
  ownerId: string
  owner: string
  outcome: 'done' | 'taken-back' | null
}

const tasks = sql`
  select t.id, t.decision_id as "decisionId", d.client_id as "clientId", d.episode_id as "episodeId",
    coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name, t.kind, t.what, t.due_on::text as "dueOn",
    t.owner_id as "ownerId", o.given_name || ' ' || o.family_name as owner, x.outcome
  from step_task t join step_decision d on d.clinic_id = t.clinic_id and d.id = t.decision_id
  join client_now n on n.clinic_id = d.clinic_id and n.id = d.client_id
  join staff_member o on o.clinic_id = t.clinic_id and o.id = t.owner_id
  left join step_task_end x on x.clinic_id = t.clinic_id and x.task_id = t.id`

export const tasksOfStep = async (work: Work, decisionId: string): Promise<StepTask[]> =>
  (await sql<StepTask>`${tasks} where t.decision_id = ${decisionId}::uuid order by t.due_on, t.id`.execute(work.db))
    .rows

type AskedTasks = { ownerId: string | null; by?: Day; limit: number }

/** Open tasks of decisions, the soonest due first: everybody's, or those of one person; only those due by a day. */
export async function openStepTasks(work: Work, { ownerId, by, limit }: AskedTasks): Promise<Counted<StepTask>> {
  const open = sql`true ${ownerId === null ? sql`` : sql`and w.owner_id = ${ownerId}::uuid`} ${by === undefined ? sql`` : sql`and w.due_on <= ${by}::date`}`
  const { rows: list } = await sql<StepTask>`
    with open as materialized (select w.clinic_id, w.task_id from step_task_open w where ${open} order by w.due_on, w.task_id limit ${limit})
    select q.* from open w cross join lateral (${tasks} where t.clinic_id = w.clinic_id and t.id = w.task_id limit 1) q
    order by q."dueOn", q.id`.execute(work.db)
  if (list.length < limit) return { list, total: list.length }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from step_task_open w where ${open}`.execute(
    work.db,
  )
  return { list, total: rows[0]?.n ?? list.length }
}

export const stepTaskById = async (work: Work, id: string): Promise<StepTask | undefined> =>
  isId(id) ? (await sql<StepTask>`${tasks} where t.id = ${id}::uuid`.execute(work.db)).rows[0] : undefined

export type LookDue = { episodeId: string; clientId: string; name: string; program: string; on: Day }

/** Stays whose level is to be looked at again by a day: the latest decision that stands says when. */
export async function looksDue(work: Work, until: Day, limit: number): Promise<Counted<LookDue>> {
  const due = sql`w.level_look_on <= ${until}::date`
  const { rows: list } = await sql<LookDue>`
    with due as materialized (select w.* from stay_watch w where ${due} order by w.level_look_on, w.episode_id limit ${limit})
    select w.episode_id as "episodeId", w.client_id as "clientId", n.name, g.name as program, w.level_look_on::text as on
    from due w
    cross join lateral (select y.name from episode e join program y on y.clinic_id = e.clinic_id and y.id = e.program_id
      where e.clinic_id = w.clinic_id and e.id = w.episode_id limit 1) g
    cross join lateral (select coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name, c.family_name
      from client_now c where c.clinic_id = w.clinic_id and c.id = w.client_id limit 1) n
    order by w.level_look_on, n.family_name`.execute(work.db)
  if (list.length < limit) return { list, total: list.length }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from stay_watch w where ${due}`.execute(work.db)
  return { list, total: rows[0]?.n ?? list.length }
}

export type LevelOnDay = {
  fromDay: Day
  level: string
  program: string
  was: string
  wasProgram: string
  isUndone: boolean
}

/** The rows that say a stay's level from a day on, the latest first. */
export const levelsOf = async (work: Work, episodeId: string): Promise<LevelOnDay[]> =>
  (
    await sql<LevelOnDay>`
      select l.from_day::text as "fromDay", l.level_of_care as level, p.name as program, l.was_level as was, w.name as "wasProgram",
        exists (select from stay_level_undo u where u.clinic_id = l.clinic_id and u.level_id = l.id) as "isUndone"
      from stay_level l join program p on p.clinic_id = l.clinic_id and p.id = l.program_id
      join program w on w.clinic_id = l.clinic_id and w.id = l.was_program_id
      where l.episode_id = ${episodeId}::uuid order by l.from_day desc, l.moved_at desc`.execute(work.db)
  ).rows

/** Whose plan pays on a day by name: whom to ask for an authorization; null without one. */
export const payerNamed = async (work: Work, clientId: string, day: Day): Promise<string | null> =>
  (
    await sql<{ name: string }>`
      select payer_name as name from coverage_now where client_id = ${clientId}::uuid and ended_on is null
        and (starts_on is null or starts_on <= ${day}::date) and (ends_on is null or ends_on >= ${day}::date)
        order by priority, recorded_at desc limit 1`.execute(work.db)
  ).rows[0]?.name ?? null
