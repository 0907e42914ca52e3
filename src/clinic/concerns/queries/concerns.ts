import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { therapistId } from '../../staff/queries/therapist.ts'
import type { Outcome, Urgency } from '../worries.ts'
import { colleagues, standIns } from './stand-ins.ts'

export type Concern = {
  id: string
  clientId: string | null
  name: string | null
  /** Where they are in care; null: nowhere, or nobody is named. */
  programId: string | null
  about: string
  kind: 'worry' | 'help' | 'review' | 'look'
  help: string
  words: string
  urgency: Urgency
  /** Null: Stepwell itself, because nothing lay ahead of them. */
  raisedBy: string | null
  raisedAt: Date
  stepId: string
  ownerId: string
  owner: string
  step: string
  dueOn: Day
  isEscalation: boolean
  outcome: Outcome | null
  endWords: string | null
  endedBy: string | null
  endedAt: Date | null
}

const person = (column: string) =>
  sql`(select given_name || ' ' || family_name from staff_member where clinic_id = c.clinic_id and id = ${sql.ref(column)})`

const concerns = sql`
  select c.id, c.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
    (select e.program_id from episode e where e.clinic_id = c.clinic_id and e.client_id = c.client_id and upper_inf(e.during)) as "programId", c.about, c.kind, c.help,
    c.words, c.urgency, ${person('c.raised_by')} as "raisedBy", c.raised_at as "raisedAt", c.step_id as "stepId", c.owner_id as "ownerId",
    ${person('c.owner_id')} as owner, c.step, c.due_on as "dueOn", c.is_escalation as "isEscalation", c.outcome, c.end_words as "endWords",
    ${person('c.ended_by')} as "endedBy", c.ended_at as "endedAt"
  from concern_now c left join lateral (select * from client_now z where z.clinic_id = c.clinic_id and z.id = c.client_id offset 0) n on true`

export async function concernById(work: Work, id: string): Promise<Concern | undefined> {
  const { rows } = await sql<Concern>`${concerns} where c.id = ${id}`.execute(work.db)
  return rows[0]
}

/** Open concerns, those due first; `mine`: of some owners. */
export async function openConcerns(work: Work, mine: readonly string[] | null = null, most = 200): Promise<Concern[]> {
  const { rows } = await sql<Concern>`${concerns}
    where c.outcome is null ${mine === null ? sql`` : sql`and c.owner_id = any(${[...mine]}::uuid[])`}
    order by c.due_on, array_position(array['danger', 'today', 'soon', 'mention'], c.urgency), c.raised_at limit ${most}`.execute(
    work.db,
  )
  return rows
}

/** Everything that was ever raised about one client, open first, then newest. */
export async function concernsOf(work: Work, clientId: string): Promise<Concern[]> {
  const { rows } =
    await sql<Concern>`${concerns} where c.client_id = ${clientId} order by c.outcome is not null, c.raised_at desc limit 100`.execute(
      work.db,
    )
  return rows
}

export type ConcernStep = {
  id: string
  step: string
  dueOn: Day
  isEscalation: boolean
  because: string
  owner: string
  /** Null: Stepwell itself. */
  by: string | null
  setAt: Date
}

/** What was to happen, oldest first. */
export async function stepsOf(work: Work, concernId: string): Promise<ConcernStep[]> {
  const { rows } = await sql<ConcernStep>`
    select c.id, c.step, c.due_on as "dueOn", c.is_escalation as "isEscalation", c.because, ${person('c.owner_id')} as owner, ${person('c.set_by')} as by, c.set_at as "setAt"
    from concern_step c where c.concern_id = ${concernId} order by c.set_at, c.id`.execute(work.db)
  return rows
}

/**
 * Whose a concern is at first: the primary therapist of the open stay, also while they are away for some days (who answers
 * for them is asked by day); whoever answers for them where they have left, or where nobody is named.
 */
export async function ownerFor(work: Work, clientId: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select t.staff_id as id from episode e cross join lateral ${therapistId('e.clinic_id', 'e.id')} t
    where e.client_id = ${clientId} and upper_inf(e.during) limit 1`.execute(work.db)
  const therapist = rows[0]?.id ?? null
  const here = await standIns(work)
  return therapist !== null && here.isHere(therapist) ? therapist : here.answers(therapist)
}

/** Somebody who holds a role and is here today, whoever was added first; where nobody is, whoever answers for them. */
export async function anyWith(work: Work, role: string): Promise<string | null> {
  const first = (await colleagues(work)).filter((one) => one.role === role)
  const here = await standIns(work)
  return first.find(({ id }) => here.answers(id) === id)?.id ?? here.answers(first[0]?.id ?? null)
}

/** People in care or known by a name that was typed, a few: exact number first. */
export async function whoIsMeant(work: Work, typed: string): Promise<{ id: string; name: string; number: string }[]> {
  const { rows } = await sql<{ id: string; name: string; number: string }>`
    select n.id, coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name, n.number from client_now n
    where n.number = ${typed.trim()}
      or lower(coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name) = lower(${typed.trim()})
      or lower(n.given_name || ' ' || n.family_name) = lower(${typed.trim()})
    order by exists (select from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id and upper_inf(e.during)) desc limit 6`.execute(
    work.db,
  )
  return rows
}
