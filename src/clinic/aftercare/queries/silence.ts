import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { isSilent, type LeavingRule, type LeavingRuleKind } from '../leaving-rules.ts'
import type { Mark } from '../../programs/dose.ts'

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

/**
 * Stays with the last day on which the person themself was there, answered, or used their own page; the admission where nothing was.
 * Left out: whoever is away on a pause, and whoever somebody has looked at and put off.
 */
async function contacts(work: Work, today: Day, only: string | null): Promise<Silence[]> {
  const zone = work.clinic.timeZone
  const { rows } = await sql<Silence>`
    with stay as materialized (
      select e.* from episode e where upper_inf(e.during) and lower(e.during) <= ${today}::date and (${only}::uuid is null or e.id = ${only}::uuid)
        and not exists (select from stay_pause_now p where p.clinic_id = e.clinic_id and p.episode_id = e.id and p.end_id is null)
    )
    select e.id as "episodeId", e.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
      p.name as program, t.state, greatest(lower(e.during), a.day, o.day, v.day, x.day)::text as "lastContact",
      (select s.given_name || ' ' || s.family_name from primary_therapist k join staff_member s on s.clinic_id = k.clinic_id and s.id = k.staff_id
       where k.clinic_id = e.clinic_id and k.episode_id = e.id order by k.assigned_at desc, k.id desc limit 1) as owner
    from stay e
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id join site t on t.clinic_id = p.clinic_id and t.id = p.site_id
    join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
    left join lateral (select max(m.held_on) as day from attendance_now m where m.clinic_id = e.clinic_id and m.client_id = e.client_id
      and m.held_on >= lower(e.during) and (m.minutes > 0 or m.mark = 'excused')) a on true
    left join lateral (select max((w.made_at at time zone ${zone})::date) as day from outreach w where w.clinic_id = e.clinic_id and w.client_id = e.client_id and w.reached) o on true
    left join lateral (select max((w.at at time zone ${zone})::date) as day from client_page_try w join client_page g on g.clinic_id = w.clinic_id and g.id = w.page_id
      where g.clinic_id = e.clinic_id and g.client_id = e.client_id and w.succeeded) v on true
    -- Who came back from a pause was there on that day.
    left join lateral (select max(y.on_day) as day from stay_pause q join stay_pause_end y on y.clinic_id = q.clinic_id and y.pause_id = q.id
      where q.clinic_id = e.clinic_id and q.episode_id = e.id and y.because = 'came-back') x on true
    where not exists (select from silence_look l where l.clinic_id = e.clinic_id and l.episode_id = e.id and l.look_again_on > ${today}::date)
    order by greatest(lower(e.during), a.day, o.day, v.day, x.day), n.family_name`.execute(work.db)
  return rows
}

/** Everyone in care from whom nobody has heard for as many days as the rule says: a discharge is proposed, and done by a person alone. */
export async function silentStays(work: Work, today: Day, only: string | null = null): Promise<Silence[]> {
  const rules = await leavingRules(work)
  return (await contacts(work, today, only)).filter((one) => isSilent(one.lastContact, rules, one.state, today))
}
