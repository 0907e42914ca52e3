import { sql } from 'kysely'
import { type Day, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { type SummaryBody, summaryDueOn } from '../leaving-rules.ts'
import { leavingRules } from './silence.ts'

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

/** Discharges without a signed summary, the soonest due first: everybody's, or one person's. A stay of long ago owes none. */
export async function summariesOwed(work: Work, ownerId: string | null): Promise<SummaryOwed[]> {
  const rules = await leavingRules(work)
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<Omit<SummaryOwed, 'dueOn'>>`
    -- Who owes comes first, names after: else whose it is would be asked for every discharge and every member of staff.
    with owed as materialized (
      select d.clinic_id, d.id, d.episode_id, d.on_day, e.client_id, e.program_id, coalesce((select k.staff_id from primary_therapist k
        where k.clinic_id = e.clinic_id and k.episode_id = e.id order by k.assigned_at desc, k.id desc limit 1), d.discharged_by) as owner_id
      from discharge d join episode e on e.clinic_id = d.clinic_id and e.id = d.episode_id
      where not isempty(e.during) and d.on_day > ${today}::date - 120
        and not exists (select from discharge_summary x where x.clinic_id = d.clinic_id and x.discharge_id = d.id)),
    soonest as materialized (
      select * from owed where ${ownerId}::uuid is null or owner_id = ${ownerId}::uuid order by on_day, id limit 500)
    select d.episode_id as "episodeId", d.id as "dischargeId", d.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
      p.name as program, d.on_day::text as "lastDay", t.state, s.id as "ownerId", s.given_name || ' ' || s.family_name as owner
    from soonest d
    join program p on p.clinic_id = d.clinic_id and p.id = d.program_id join site t on t.clinic_id = p.clinic_id and t.id = p.site_id
    join client_now n on n.clinic_id = d.clinic_id and n.id = d.client_id
    join staff_member s on s.clinic_id = d.clinic_id and s.id = d.owner_id
    order by d.on_day, n.family_name`.execute(work.db)
  return rows
    .map((row) => ({ ...row, dueOn: summaryDueOn(row.lastDay, rules, row.state) }))
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
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
