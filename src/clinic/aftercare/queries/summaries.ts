import { sql } from 'kysely'
import { addDays, type Day, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { leavingRuleOn, type SummaryBody } from '../leaving-rules.ts'
import { type Counted, leavingRules, statesOf } from './silence.ts'

export type SummaryOwed = {
  episodeId: string
  dischargeId: string
  clientId: string
  name: string
  program: string
  lastDay: Day
  state: string
  /** Who writes it: the last primary therapist, else who discharged. */
  ownerId: string
  owner: string
  dueOn: Day
}

/** So many days back a stay still owes its summary. */
const longest = 120

type Owing = { ownerId: string | null; by?: Day }
type Span = { state: string; first: Day; last: Day; days: number }

/** What the rules say of last days up to today: state by state, from one rule's first day to the next one's. */
async function spansOf(work: Work, by: Day | undefined): Promise<Span[]> {
  const rules = await leavingRules(work)
  const today = dayAt(work.at, work.clinic.timeZone)
  const first = addDays(today, 1 - longest)
  const turns = [...new Set(rules.map(({ from }) => from).filter((day) => day > first))].toSorted()
  return (await statesOf(work)).flatMap((state) =>
    [first, ...turns].flatMap((from, n) => {
      const { days } = leavingRuleOn(rules, 'discharge-summary', state, from)
      const until = turns[n] === undefined ? addDays(today, 366) : addDays(turns[n], -1)
      const last = by !== undefined && addDays(by, -days) < until ? addDays(by, -days) : until
      return last < from ? [] : [{ state, first: from, last, days }]
    }),
  )
}

const owing = (spans: readonly Span[]) =>
  sql`(select * from jsonb_to_recordset(${JSON.stringify(spans)}::jsonb) as x(state text, first date, last date, days int)) g`
const owed = (ownerId: string | null) =>
  sql`w.state = g.state and w.last_day between g.first and g.last ${ownerId === null ? sql`` : sql`and w.owner_id = ${ownerId}::uuid`}`

/**
 * Discharges without a signed summary, the soonest due first: everybody's, or one person's; only those due by a day. A stay of long
 * ago owes none.
 */
export async function summariesOwed(work: Work, asked: Owing & { limit: number }): Promise<Counted<SummaryOwed>> {
  const { ownerId, by, limit } = asked
  const spans = await spansOf(work, by)
  const { rows: list } = await sql<SummaryOwed>`
    -- Who owes comes first, names after.
    with soonest as materialized (
      select w.*, w.last_day + g.days as due_on from ${owing(spans)}
      cross join lateral (select * from summary_due w where ${owed(ownerId)} order by w.last_day, w.discharge_id limit ${limit}) w
      order by due_on, w.last_day, w.discharge_id limit ${limit})
    select d.episode_id as "episodeId", d.discharge_id as "dischargeId", d.client_id as "clientId", n.name, p.name as program, d.last_day::text as "lastDay",
      d.state, d.owner_id as "ownerId", s.given_name || ' ' || s.family_name as owner, d.due_on::text as "dueOn"
    from soonest d
    cross join lateral (select e.program_id from episode e where e.clinic_id = d.clinic_id and e.id = d.episode_id limit 1) e
    cross join lateral (select g.name from program g where g.clinic_id = d.clinic_id and g.id = e.program_id limit 1) p
    cross join lateral (select coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name, c.family_name
      from client_now c where c.clinic_id = d.clinic_id and c.id = d.client_id limit 1) n
    cross join lateral (select m.given_name, m.family_name from staff_member m where m.clinic_id = d.clinic_id and m.id = d.owner_id limit 1) s
    order by d.due_on, d.last_day, n.family_name`.execute(work.db)
  return { list, total: list.length < limit ? list.length : await summariesCounted(work, asked) }
}

/** How many they are. */
export async function summariesCounted(work: Work, { ownerId, by }: Owing): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(k.n), 0)::int as n from ${owing(await spansOf(work, by))}
    cross join lateral (select count(*) as n from summary_due w where ${owed(ownerId)}) k`.execute(work.db)
  return rows[0]?.n ?? 0
}

export type DischargeNow = {
  id: string
  episodeId: string
  onDay: Day
  reason: string
  kind: string
  dischargedAt: Date
  by: string
}

/** The discharge of a stay as it stands; none while it goes on. */
export async function dischargeOf(work: Work, episodeId: string): Promise<DischargeNow | undefined> {
  const { rows } = await sql<DischargeNow>`
    select d.id, d.episode_id as "episodeId", d.on_day::text as "onDay", d.reason, coalesce(nullif(d.kind, ''), d.reason) as kind,
      d.discharged_at as "dischargedAt", s.given_name || ' ' || s.family_name as by
    from discharge d join staff_member s on s.clinic_id = d.clinic_id and s.id = d.discharged_by where d.episode_id = ${episodeId}::uuid`.execute(
    work.db,
  )
  return rows[0]
}

export type DischargeUndone = { onDay: Day; because: string; by: string; at: Date; couldNot: string[] }

/** Discharges of a stay that were taken back, the latest first. */
export async function dischargesUndone(work: Work, episodeId: string): Promise<DischargeUndone[]> {
  const { rows } = await sql<DischargeUndone>`
    select u.on_day::text as "onDay", u.because, s.given_name || ' ' || s.family_name as by, u.undone_at as at, u.could_not as "couldNot"
    from discharge_undone u join staff_member s on s.clinic_id = u.clinic_id and s.id = u.undone_by
    where u.episode_id = ${episodeId}::uuid order by u.undone_at desc`.execute(work.db)
  return rows
}

export type SummarySigned = { id: string; body: SummaryBody; by: string; signedAt: Date }

export async function summaryOf(work: Work, dischargeId: string): Promise<SummarySigned | undefined> {
  const { rows } = await sql<SummarySigned>`
    select id, body, name_and_credential as by, signed_at as "signedAt" from discharge_summary where discharge_id = ${dischargeId}::uuid`.execute(
    work.db,
  )
  return rows[0]
}

/** What was typed last of a summary that nobody has signed. */
export async function summarySaved(
  work: Work,
  dischargeId: string,
): Promise<{ body: SummaryBody; by: string; at: Date } | undefined> {
  const { rows } = await sql<{ body: SummaryBody; by: string; at: Date }>`
    select v.body, s.given_name || ' ' || s.family_name as by, v.saved_at as at from discharge_summary_save v
    join staff_member s on s.clinic_id = v.clinic_id and s.id = v.saved_by
    where v.discharge_id = ${dischargeId}::uuid order by v.saved_at desc, v.id desc limit 1`.execute(work.db)
  return rows[0]
}
