import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'

type Named = { id: string; givenName: string; familyName: string; preferredName: string }

export type ApartRule = {
  id: string
  one: Named
  other: Named
  kind: string
  because: string
  lastDay: Day | null
  notedBy: string
  notedAt: Date
  /** Groups in which both sit today or later. */
  together: { id: string; name: string; weekday: number; starts: string; from: Day }[]
}

/** The rules that stand, the newest first: rows that exist for directors alone. Somebody else is answered with none. */
export async function apartRules(work: Work): Promise<ApartRule[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<ApartRule>`
    select r.id, r.kind, r.because, r.last_day::text as last_day, r.noted_at,
      m.given_name || ' ' || m.family_name as noted_by,
      jsonb_build_object('id', a.id, 'givenName', a.given_name, 'familyName', a.family_name, 'preferredName', a.preferred_name) as one,
      jsonb_build_object('id', b.id, 'givenName', b.given_name, 'familyName', b.family_name, 'preferredName', b.preferred_name) as other,
      coalesce((select jsonb_agg(distinct jsonb_build_object('id', g.id, 'name', g.name, 'weekday', g.weekday, 'starts', to_char(g.starts, 'HH24:MI'),
                  'from', greatest(lower(s.during), lower(t.during), ${today}::date)))
                from seat s join seat t on t.clinic_id = s.clinic_id and t.series_id = s.series_id and t.client_id = b.id
                join group_series g on g.clinic_id = s.clinic_id and g.id = s.series_id
                where s.clinic_id = r.clinic_id and s.client_id = a.id
                  and s.during && t.during and s.during && daterange(${today}::date, null) and t.during && daterange(${today}::date, null)), '[]') as together
    from apart_rule r
    join client_now a on a.clinic_id = r.clinic_id and a.id = kept_of(r.client_a)
    join client_now b on b.clinic_id = r.clinic_id and b.id = kept_of(r.client_b)
    left join staff_member m on m.clinic_id = r.clinic_id and m.id = r.noted_by
    where coalesce(r.last_day, 'infinity') >= ${today}::date
      and not exists (select from apart_end e where e.clinic_id = r.clinic_id and e.rule_id = r.id)
    order by r.noted_at desc, r.id desc`.execute(work.db)
  return rows
}

export async function apartRuleById(work: Work, id: string): Promise<ApartRule | undefined> {
  return isId(id) ? (await apartRules(work)).find((rule) => rule.id === id) : undefined
}

export type RoomDecision = {
  id: string
  seriesId: string
  group: string
  client: Named | null
  kind: 'mix' | 'reserve'
  because: string
  from: Day
  to: Day | null
  decidedBy: string
  decidedAt: Date
}

/** What directors have decided about rooms and what stands today or later. */
export async function roomDecisions(work: Work): Promise<RoomDecision[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<RoomDecision>`
    select d.id, d.series_id, g.name as "group", d.kind, d.because, lower(d.days)::text as "from", (upper(d.days) - 1)::text as "to",
      m.given_name || ' ' || m.family_name as decided_by, d.decided_at,
      case when c.id is null then null else jsonb_build_object('id', c.id, 'givenName', c.given_name, 'familyName', c.family_name,
        'preferredName', c.preferred_name) end as client
    from room_decision d
    join group_series g on g.clinic_id = d.clinic_id and g.id = d.series_id
    left join client_now c on c.clinic_id = d.clinic_id and c.id = d.client_id
    left join staff_member m on m.clinic_id = d.clinic_id and m.id = d.decided_by
    where d.days && daterange(${today}::date, null)
      and not exists (select from room_decision_end e where e.clinic_id = d.clinic_id and e.decision_id = d.id)
    order by d.decided_at desc, d.id desc`.execute(work.db)
  return rows
}

/** People in care, to choose from: the director names two of them. `most`: so many are enough to know that there are too many. */
export async function inCareToChoose(work: Work, most?: number): Promise<(Named & { number: string })[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<Named & { number: string }>`
    with here as materialized (
      select distinct e.clinic_id, e.client_id from episode e where e.during && daterange(${today}::date, null)
      ${given(most, (n) => sql`limit ${n}`)}
    )
    select c.id, c.number, c.given_name, c.family_name, c.preferred_name from here h
    join client_now c on c.clinic_id = h.clinic_id and c.id = h.client_id
    order by c.family_name, c.given_name, c.number`.execute(work.db)
  return rows
}

/** Everybody in care today: among them nobody stands out. */
export async function everybodyInCare(work: Work): Promise<string[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<{ id: string }>`
    select distinct client_id as id from episode where during && daterange(${today}::date, null) order by 1`.execute(
    work.db,
  )
  return rows.map(({ id }) => id)
}

/** The number of one client, as somebody types it. */
export async function clientByNumber(work: Work, number: string): Promise<string | undefined> {
  return (await work.db.selectFrom('client').where('number', '=', number.trim()).select('id').executeTakeFirst())?.id
}
