import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { deadlinesFor, deadlineWhats, type DeadlineRow, type DeadlineWhat } from '../deadlines.ts'
import { deadlineRows } from './rule-rows.ts'

export type PlanDue = {
  what: DeadlineWhat
  dueOn: Day
  clientId: string
  name: string
  pronouns: string
  program: string
  owner: string | null
  versionId: string | null
  /** How many there are in all. */
  total: number
}
type Asked = {
  clientId?: string
  programId?: string
  /** Only those whom this person leads. */
  ledBy?: string
  /** What is due in more days than this is not asked about. */
  within: number
  limit: number
}
type Ruling = {
  program_id: string
  level: string
  payer_id: string
  what: string
  days: number | null
  midpoint: boolean
}

const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * What is due of plans: the first one, signatures, reviews; the earliest first. The rules speak in deadlines.ts, once for each
 * program, level and payer there is; the database counts the days of everybody at once.
 */
export async function plansDue(work: Work, asked: Asked): Promise<PlanDue[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const rows = await deadlineRows(work)
  const payers = [...new Set(rows.flatMap((row) => row.payerId ?? []))]
  const rulings = await rulingsOf(work, rows, payers, today)
  const payerOf =
    payers.length === 0
      ? sql`${nobody}::uuid`
      : sql`coalesce((select p from standing_payer(e.client_id, ${today}::date) p where p = any (${payers}::uuid[])), ${nobody}::uuid)`
  const one =
    asked.clientId !== undefined && isId(asked.clientId) ? sql`and e.client_id = ${asked.clientId}::uuid` : sql``
  const program =
    asked.programId !== undefined && isId(asked.programId) ? sql`and e.program_id = ${asked.programId}::uuid` : sql``
  const led =
    asked.ledBy === undefined
      ? sql``
      : sql`and (select t.staff_id from primary_therapist t where t.clinic_id = e.clinic_id and t.episode_id = e.id and t.from_day <= ${today}::date
          order by t.assigned_at desc, t.id desc limit 1) = ${asked.ledBy}::uuid`
  const { rows: due } = await sql<PlanDue>`
    with ruling as (select * from jsonb_to_recordset(${JSON.stringify(rulings)}::jsonb)
        as x(program_id uuid, level text, payer_id uuid, what text, days int, midpoint boolean)),
    stay as (
      select e.clinic_id, e.id, e.client_id, e.program_id, e.level_of_care, lower(e.during) as since, ${payerOf} as payer_id,
        s.version_id, s.from_day, s.review_on, s.expected_weeks, (s.signed_at at time zone ${work.clinic.timeZone})::date as signed_on,
        (r.reviewed_at at time zone ${work.clinic.timeZone})::date as reviewed_on, r.next_on
      from episode e
      left join lateral (select x.* from plan_signed x where x.clinic_id = e.clinic_id and x.episode_id = e.id order by x.number desc limit 1) s on true
      left join lateral (select x.reviewed_at, x.next_on from plan_review x where x.clinic_id = e.clinic_id and x.episode_id = e.id and x.reviewed_at > s.signed_at
                         order by x.reviewed_at desc limit 1) r on true
      where upper_inf(e.during) and lower(e.during) <= ${today}::date ${one} ${program} ${led}),
    -- Of rows that bind together the soonest is heard.
    due as (
      select k.what, k.client_id, k.id as episode_id, k.program_id, k.version_id, k.clinic_id,
        least(k.cap, min(k.base + coalesce(g.days, 366) ),
              min(k.base + case when k.expected_weeks is null then 30 else (k.expected_weeks * 7) / 2 end) filter (where g.midpoint)) as due_on
      from (
        select 'first-plan' as what, since as base, null::date as cap, s.* from stay s where version_id is null
        union all
        select 'review', coalesce(reviewed_on, from_day), coalesce(next_on, review_on), s.* from stay s where version_id is not null
        union all
        select 'cosignature', signed_on, null, s.* from stay s
          where exists (select from plan_signature g where g.clinic_id = s.clinic_id and g.version_id = s.version_id and g.review_id is null and g.needs_cosign)
            and not exists (select from plan_signature g where g.clinic_id = s.clinic_id and g.version_id = s.version_id and g.review_id is null and g.part = 'co-signer')
        union all
        select 'client-signature', signed_on, null, s.* from stay s
          where version_id is not null and not exists (select from plan_client_answer a where a.clinic_id = s.clinic_id and a.version_id = s.version_id)
      ) k
      join ruling g on g.program_id = k.program_id and g.level = k.level_of_care and g.payer_id = k.payer_id and g.what = k.what
      group by k.what, k.client_id, k.id, k.program_id, k.version_id, k.clinic_id, k.cap)
    , first as (
      select d.*, count(*) over () as total from due d where d.due_on <= ${addDays(today, asked.within)}::date
      order by d.due_on, d.client_id, d.what limit ${asked.limit})
    select d.what, d.due_on::text as "dueOn", d.client_id as "clientId", d.version_id as "versionId", d.total::int as total,
      coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name, n.pronouns, p.name as program,
      (select m.given_name || ' ' || m.family_name from primary_therapist t join staff_member m on m.clinic_id = t.clinic_id and m.id = t.staff_id
       where t.clinic_id = d.clinic_id and t.episode_id = d.episode_id and t.from_day <= ${today}::date order by t.assigned_at desc, t.id desc limit 1) as owner
    from first d
    join client_now n on n.clinic_id = d.clinic_id and n.id = d.client_id
    join program p on p.clinic_id = d.clinic_id and p.id = d.program_id
    order by d.due_on, d.client_id, d.what`.execute(work.db)
  return due
}

/** What binds each program, level and payer there is: some dozens of rows, whatever the number of people. */
async function rulingsOf(work: Work, rows: readonly DeadlineRow[], payers: string[], today: Day): Promise<Ruling[]> {
  const { rows: kinds } = await sql<{ programId: string; level: string; state: string }>`
    select distinct e.program_id as "programId", e.level_of_care as level, s.state
    from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    join site s on s.clinic_id = p.clinic_id and s.id = p.site_id where upper_inf(e.during)`.execute(work.db)
  return kinds.flatMap(({ programId, level, state }) =>
    [null, ...payers].flatMap((payerId) =>
      deadlineWhats.flatMap(({ value: what }) =>
        deadlinesFor(rows, { what, state, level, programId, payerId }, today).map((row) => ({
          program_id: programId,
          level,
          payer_id: payerId ?? nobody,
          what,
          days: row.days,
          midpoint: row.days === null,
        })),
      ),
    ),
  )
}
