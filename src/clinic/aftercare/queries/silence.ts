import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { therapistName } from '../../staff/queries/therapist.ts'
import { isSilent, type LeavingRule, type LeavingRuleKind, leavingRuleOn } from '../leaving-rules.ts'
import type { Mark } from '../../../basics/mark.ts'

/** The clinic's own rules, in the order in which they were recorded. */
export async function leavingRules(work: Work): Promise<(LeavingRule & { id: string; by: string })[]> {
  const { rows } = await sql<LeavingRule & { id: string; by: string; what: LeavingRuleKind; mark: Mark }>`
    select r.id, r.what, r.state, r.days, r.effective_from::text as "from", r.source, r.mark, s.given_name || ' ' || s.family_name as by
    from leaving_rule r join staff_member s on s.clinic_id = r.clinic_id and s.id = r.set_by order by r.set_at, r.id`.execute(
    work.db,
  )
  return rows
}

export type Silence = {
  episodeId: string
  clientId: string
  name: string
  program: string
  state: string
  lastContact: Day
  owner: string | null
}

/** The first of a list that is asked for in parts, and how many there are in all. */
export type Counted<T> = { list: T[]; total: number }

/** The states in which the clinic has sites: the rules speak by state. */
export const statesOf = async (work: Work): Promise<string[]> =>
  (await sql<{ state: string }>`select distinct state from site order by state`.execute(work.db)).rows.map(
    ({ state }) => state,
  )

const facts = sql`
  select w.episode_id as "episodeId", w.client_id as "clientId", w.state, w.heard_on::text as "lastContact", n.name, p.name as program,
    ${therapistName('w.clinic_id', 'w.episode_id')} as owner
  from quiet w
  cross join lateral (select e.program_id from episode e where e.clinic_id = w.clinic_id and e.id = w.episode_id limit 1) e
  cross join lateral (select g.name from program g where g.clinic_id = w.clinic_id and g.id = e.program_id limit 1) p
  cross join lateral (select coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name, c.family_name
    from client_now c where c.clinic_id = w.clinic_id and c.id = w.client_id limit 1) n
  order by w.heard_on, n.family_name, w.episode_id`

/**
 * Those in care from whom nobody has heard for as many days as the rule says, the longest first: a discharge is proposed, and done by
 * a person alone. The board of stays holds the last day on which the person themself was there, answered, or used their own page.
 * Left out: whoever is away on a pause, and whoever somebody has looked at and put off.
 */
export async function silentStays(work: Work, today: Day, limit: number): Promise<Counted<Silence>> {
  const rules = await leavingRules(work)
  const rulings = (await statesOf(work)).map((state) => ({
    state,
    until: addDays(today, -leavingRuleOn(rules, 'no-contact', state, today).days),
  }))
  const ruling = sql`select * from jsonb_to_recordset(${JSON.stringify(rulings)}::jsonb) as x(state text, until date)`
  const silent = sql`w.state = g.state and w.heard_on <= g.until and w.pause_id is null
    and (w.put_off_until is null or w.put_off_until <= ${today}::date)`
  const { rows: list } = await sql<Silence>`
    with quiet as materialized (
      select w.* from (${ruling}) g
      cross join lateral (select * from stay_watch w where ${silent} order by w.heard_on, w.episode_id limit ${limit}) w
      order by w.heard_on, w.episode_id limit ${limit})
    ${facts}`.execute(work.db)
  if (list.length < limit) return { list, total: list.length }
  const { rows } = await sql<{ total: number }>`
    select coalesce(sum(k.n), 0)::int as total from (${ruling}) g
    cross join lateral (select count(*) as n from stay_watch w where ${silent}) k`.execute(work.db)
  return { list, total: rows[0]?.total ?? list.length }
}

/** The silence of one stay, where there is one. */
export async function silenceOf(work: Work, episodeId: string, today: Day): Promise<Silence | undefined> {
  const { rows } = await sql<Silence>`
    with quiet as materialized (
      select * from stay_watch w where w.episode_id = ${episodeId}::uuid and w.pause_id is null
        and (w.put_off_until is null or w.put_off_until <= ${today}::date))
    ${facts}`.execute(work.db)
  const rules = rows.length === 0 ? [] : await leavingRules(work)
  return rows.find((one) => isSilent(one.lastContact, rules, one.state, today))
}
