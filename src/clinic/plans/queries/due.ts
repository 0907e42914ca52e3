import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { therapistIdOn, therapistNameOn } from '../../staff/queries/therapist.ts'
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
  state: string
  level: string
  program_id: string
  payer_id: string
  what: string
  days: number | null
  midpoint: boolean
}

const everybody = sql``
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * What is due of plans: the first one, signatures, reviews; the earliest first. The rules speak in deadlines.ts, once for each
 * state and level there is, and for each program and payer that a rule names; the board of plans holds the day from which each is
 * counted, so that only what comes due is read.
 */
export async function plansDue(work: Work, asked: Asked): Promise<PlanDue[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const until = addDays(today, asked.within)
  const rows = await deadlineRows(work)
  const programs = [...new Set(rows.flatMap((row) => row.programId ?? []))]
  const payers = [...new Set(rows.flatMap((row) => row.payerId ?? []))]
  const rulings = await rulingsOf(work, rows, programs, payers, today)
  const payerOf =
    payers.length === 0
      ? sql`${nobody}::uuid`
      : sql`coalesce((select p from standing_payer(w.client_id, ${today}::date) p where p = any (${payers}::uuid[])), ${nobody}::uuid)`
  const named =
    programs.length === 0
      ? sql`${nobody}::uuid`
      : sql`case when w.program_id = any (${programs}::uuid[]) then w.program_id else ${nobody}::uuid end`
  const one =
    asked.clientId !== undefined && isId(asked.clientId) ? sql`and w.client_id = ${asked.clientId}::uuid` : everybody
  const program =
    asked.programId !== undefined && isId(asked.programId)
      ? sql`and w.program_id = ${asked.programId}::uuid`
      : everybody
  const led =
    asked.ledBy === undefined
      ? everybody
      : sql`and ${therapistIdOn('w.clinic_id', 'w.episode_id', today)} = ${asked.ledBy}::uuid`
  const columns = sql`w.clinic_id, w.episode_id, w.what, w.client_id, w.program_id, w.level_of_care, w.state, w.began_on, w.version_id,
    w.counted_from, w.latest_on, w.midpoint_on`
  // What belongs to a state, level and kind of due, by each of the three days that may be the soonest.
  const group = sql`w.state = r.state and w.level_of_care = r.level and w.what = r.what and w.began_on <= ${today}::date`
  // Where nobody's rule differs from the state's and everybody is asked about, only the first are read, and the others counted.
  const isPlain = programs.length + payers.length === 0 && [one, program, led].every((part) => part === everybody)
  const first = (day: string) => (isPlain ? sql`order by w.${sql.raw(day)}, w.client_id limit ${asked.limit}` : sql``)
  const heads = sql`
    ruling as materialized (select * from jsonb_to_recordset(${JSON.stringify(rulings)}::jsonb)
        as x(state text, level text, program_id uuid, payer_id uuid, what text, days int, midpoint boolean)),
    -- What the soonest rule of a state and level brings within reach; whose rule it is shows below.
    reach as materialized (select state, level, what, ${until}::date - min(days) as until, bool_or(midpoint) as midpoint from ruling group by 1, 2, 3)`
  const { rows: due } = await sql<PlanDue>`
    with ${heads},
    near as materialized (
      select ${columns} from reach r cross join lateral (select * from plan_wait w
        where ${group} and w.counted_from <= r.until ${one} ${first('counted_from')}) w
      union
      select ${columns} from reach r cross join lateral (select * from plan_wait w
        where r.midpoint and ${group} and w.midpoint_on <= ${until}::date ${one} ${first('midpoint_on')}) w
      union
      select ${columns} from reach r cross join lateral (select * from plan_wait w
        where ${group} and w.latest_on <= ${until}::date ${one} ${first('latest_on')}) w),
    whose as materialized (select w.*, ${named} as ruled_program, ${payerOf} as ruled_payer from near w
      where true ${program} ${led}),
    -- Of rows that bind together the soonest is heard.
    due as (
      select k.what, k.client_id, k.episode_id, k.program_id, k.version_id, k.clinic_id,
        least(k.latest_on, min(k.counted_from + coalesce(g.days, 366)), min(k.midpoint_on) filter (where g.midpoint)) as due_on
      from whose k
      join ruling g on g.state = k.state and g.level = k.level_of_care and g.program_id = k.ruled_program and g.payer_id = k.ruled_payer and g.what = k.what
      group by k.what, k.client_id, k.episode_id, k.program_id, k.version_id, k.clinic_id, k.latest_on)
    , first as materialized (
      select d.*, count(*) over () as total from due d where d.due_on <= ${until}::date
      order by d.due_on, d.client_id, d.what limit ${asked.limit})
    select d.what, d.due_on::text as "dueOn", d.client_id as "clientId", d.version_id as "versionId", d.total::int as total,
      n.name, n.pronouns, p.name as program,
      ${therapistNameOn('d.clinic_id', 'd.episode_id', today)} as owner
    from first d
    cross join lateral (select coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name, c.pronouns
      from client_now c where c.clinic_id = d.clinic_id and c.id = d.client_id limit 1) n
    cross join lateral (select g.name from program g where g.clinic_id = d.clinic_id and g.id = d.program_id limit 1) p
    order by d.due_on, d.client_id, d.what`.execute(work.db)
  if (!isPlain || due.length < asked.limit) return due
  const { rows: counted } = await sql<{ n: number }>`
    with ${heads}
    select coalesce(sum(k.n), 0)::int as n from reach r cross join lateral (select
      (select count(*) from plan_wait w where ${group} and w.counted_from <= r.until)
      + case when r.midpoint then (select count(*) from plan_wait w where ${group} and w.midpoint_on <= ${until}::date
          and (w.counted_from <= r.until) is not true) else 0 end
      + (select count(*) from plan_wait w where ${group} and w.latest_on <= ${until}::date and (w.counted_from <= r.until) is not true
          and not (r.midpoint and w.midpoint_on <= ${until}::date)) as n) k`.execute(work.db)
  return due.map((row) => ({ ...row, total: counted[0]?.n ?? row.total }))
}

/** What binds each state and level there is, and each program and payer that is named: some dozens of rows, whatever the number of people. */
async function rulingsOf(
  work: Work,
  rows: readonly DeadlineRow[],
  programs: readonly string[],
  payers: readonly string[],
  today: Day,
): Promise<Ruling[]> {
  const { rows: kinds } = await sql<{ level: string; state: string }>`
    select distinct k.level_of_care as level, s.state
    from census k join program p on p.clinic_id = k.clinic_id and p.id = k.program_id
    join site s on s.clinic_id = p.clinic_id and s.id = p.site_id where k.in_care > 0`.execute(work.db)
  return kinds.flatMap(({ level, state }) =>
    [nobody, ...programs].flatMap((programId) =>
      [null, ...payers].flatMap((payerId) =>
        deadlineWhats.flatMap(({ value: what }) =>
          deadlinesFor(rows, { what, state, level, programId, payerId }, today).map((row) => ({
            state,
            level,
            program_id: programId,
            payer_id: payerId ?? nobody,
            what,
            days: row.days,
            midpoint: row.days === null,
          })),
        ),
      ),
    ),
  )
}
