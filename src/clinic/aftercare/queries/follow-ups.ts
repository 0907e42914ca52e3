import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { therapistId } from '../../staff/queries/therapist.ts'
import {
  type FollowUpOutcome,
  type FollowUpPolicy,
  type Next,
  nextFollowUp,
  stepsOn,
  type Tried,
  usualSteps,
} from '../follow-ups.ts'
import { nextWithWord } from '../alumni.ts'

export async function followUpPolicies(work: Work): Promise<FollowUpPolicy[]> {
  const { rows } = await sql<{ days: number[]; tries: number[]; from: Day; source: string }>`
    select days, tries, effective_from::text as "from", source from follow_up_policy order by effective_from, set_at, id`.execute(
    work.db,
  )
  return rows.map(({ days, tries, ...row }) => ({
    ...row,
    steps: days.map((dayAfter, n) => ({ dayAfter, tries: tries[n] ?? 1 })),
  }))
}

export type Gone = {
  episodeId: string
  clientId: string
  name: string
  program: string
  lastDay: Day
  reason: string
  /** The last primary therapist: whose follow-up it is. Null: the director’s. */
  ownerId: string | null
  owner: string | null
  isBack: boolean
  tried: Tried[]
  /** They wrote on this day that it is hard, or that they would like to come back, and nobody has called since. */
  wroteOn: Day | null
}

const gone = (where: ReturnType<typeof sql>) => sql<Gone>`
  select e.id as "episodeId", e.client_id as "clientId", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
    p.name as program, d.on_day::text as "lastDay", d.reason, o.id as "ownerId", o.given_name || ' ' || o.family_name as owner,
    exists (select from episode later where later.clinic_id = e.clinic_id and later.client_id = e.client_id and lower(later.during) > d.on_day) as "isBack",
    coalesce((select jsonb_agg(jsonb_build_object('dayAfter', f.day_after, 'outcome', f.outcome, 'on', f.made_on) order by f.made_at, f.id)
              from (select f.id, f.day_after, f.outcome, f.made_on, f.made_at from follow_up f where f.clinic_id = e.clinic_id and f.episode_id = e.id
                    union all
                    select w.id, w.day_after, w.says, w.said_on, w.said_at from follow_up_word w
                      where w.clinic_id = e.clinic_id and w.episode_id = e.id and w.day_after is not null) f), '[]') as tried,
    (select min(w.said_on)::text from follow_up_word w
       where w.clinic_id = e.clinic_id and w.episode_id = e.id and w.says in ('struggling', 'wants-back')
         and not exists (select from follow_up f where f.clinic_id = w.clinic_id and f.episode_id = w.episode_id and f.made_at > w.said_at
                           and f.outcome <> 'not-reached')) as "wroteOn"
  from discharge d
  join episode e on e.clinic_id = d.clinic_id and e.id = d.episode_id
  join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
  join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
  left join lateral (
    select s.id, s.given_name, s.family_name from ${therapistId('e.clinic_id', 'e.id')} t
    join staff_member s on s.clinic_id = e.clinic_id and s.id = t.staff_id limit 1) o on true
  where not isempty(e.during) and d.reason <> 'died' and ${where}
  order by d.on_day desc, e.id`

export type GoneNext = Gone & { next: Next }

type Standing = Pick<Gone, 'episodeId' | 'clientId' | 'lastDay' | 'isBack' | 'tried' | 'wroteOn'>
export type Called = Standing & { next: Extract<Next, { state: 'due' }> }
export type Left = Standing & { next: Next }

/**
 * Everyone who left within the longest follow-up before a day, with what comes next for each: one question for all of them, without
 * names, so that a page reads those alone whom it shows (`goneByIds`).
 */
export async function everyoneGone(work: Work, today: Day): Promise<Left[]> {
  const policies = await followUpPolicies(work)
  const begun = policies.map(({ from, steps }, n) => ({ began: from, n, days: steps.map(({ dayAfter }) => dayAfter) }))
  const usual = usualSteps.map(({ dayAfter }) => dayAfter)
  const { rows } = await sql<Standing>`
    with gone as materialized (
      -- With the step that is under way: what was tried in those before it decides nothing any more.
      select d.clinic_id, d.episode_id, e.client_id, d.on_day, coalesce((
          select max(day) from unnest(coalesce(
            (select array(select jsonb_array_elements_text(p.days)::int) from jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) as p(began date, n int, days jsonb)
             where p.began <= d.on_day order by p.n desc limit 1), ${usual}::int[])) as day where day <= ${today}::date - d.on_day), 0) as step
      from discharge d
      join episode e on e.clinic_id = d.clinic_id and e.id = d.episode_id
      where d.on_day between ${today}::date - 396 and ${today}::date and not isempty(e.during) and d.reason <> 'died'
    ), calls as (
      select f.episode_id, f.id, f.day_after, f.outcome, f.made_on, f.made_at from follow_up f where f.made_on >= ${today}::date - 396
      union all
      select w.episode_id, w.id, w.day_after, w.says, w.said_on, w.said_at from follow_up_word w
        where w.day_after is not null and w.said_on >= ${today}::date - 396
    ), tried as materialized (
      select episode_id, jsonb_agg(jsonb_build_object('dayAfter', day_after, 'outcome', outcome, 'on', made_on) order by made_at, id) as made
      from gone join calls using (episode_id) where day_after >= step or outcome in ('died', 'declines') group by 1
    ), wrote as materialized (
      select w.episode_id, min(w.said_on) as on_day from follow_up_word w
      where w.says in ('struggling', 'wants-back') and w.said_on >= ${today}::date - 396
        and not exists (select from follow_up f where f.clinic_id = w.clinic_id and f.episode_id = w.episode_id and f.made_at > w.said_at
                          and f.outcome <> 'not-reached')
      group by 1
    ), latest as materialized (
      select e.client_id, max(lower(e.during)) as began from episode e where not isempty(e.during) group by 1
    )
    select g.episode_id as "episodeId", g.client_id as "clientId", g.on_day::text as "lastDay", coalesce(l.began > g.on_day, false) as "isBack",
      coalesce(t.made, '[]') as tried, w.on_day::text as "wroteOn"
    from gone g
    left join latest l on l.client_id = g.client_id
    left join tried t on t.episode_id = g.episode_id
    left join wrote w on w.episode_id = g.episode_id`.execute(work.db)
  // Of thousands who left, those who left on one day and were tried on the same ones have the same call to come.
  const known = new Map<string, Next>()
  const nextFor = (row: Standing): Next => {
    const like = `${row.lastDay} ${row.isBack} ${row.wroteOn} ${JSON.stringify(row.tried)}`
    const next = known.get(like) ?? nextOf(row, policies, today)
    known.set(like, next)
    return next
  }
  return rows.map((row) => ({ ...row, next: nextFor(row) }))
}

/** Those of them who have a call to come, the soonest first. */
export async function everyoneToCall(work: Work, today: Day): Promise<Called[]> {
  return (await everyoneGone(work, today))
    .flatMap(({ next, ...row }) => (next.state === 'due' ? [{ ...row, next }] : []))
    .toSorted((one, other) =>
      one.next.on === other.next.on ? (one.episodeId < other.episodeId ? -1 : 1) : one.next.on < other.next.on ? -1 : 1,
    )
}

/** Some of them, whole, in the order they are named. */
export async function goneByIds(work: Work, episodeIds: readonly string[], today: Day): Promise<GoneNext[]> {
  if (episodeIds.length === 0) return []
  const policies = await followUpPolicies(work)
  const { rows } = await gone(sql`e.id = any (${[...episodeIds]}::uuid[])`).execute(work.db)
  const found = new Map(rows.map((row) => [row.episodeId, { ...row, next: nextOf(row, policies, today) }]))
  return episodeIds.flatMap((id) => found.get(id) ?? [])
}

export async function goneById(work: Work, episodeId: string, today: Day): Promise<GoneNext | undefined> {
  if (!isId(episodeId)) return undefined
  const [row] = (await gone(sql`e.id = ${episodeId}::uuid`).execute(work.db)).rows
  return row && { ...row, next: nextOf(row, await followUpPolicies(work), today) }
}

/** The last stay of a client that ended, in this clinic; undefined: none has. */
export async function goneByClient(work: Work, clientId: string, today: Day): Promise<GoneNext | undefined> {
  if (!isId(clientId)) return undefined
  const [row] = (await gone(sql`e.client_id = ${clientId}::uuid`).execute(work.db)).rows
  return row && { ...row, next: nextOf(row, await followUpPolicies(work), today) }
}

const nextOf = (one: Standing, policies: readonly FollowUpPolicy[], today: Day): Next =>
  nextWithWord(
    nextFollowUp(one.lastDay, stepsOn(policies, one.lastDay), one.tried, today, one.isBack),
    one.wroteOn,
    one.lastDay,
    today,
  )

export type FollowUpMade = {
  id: string
  dayAfter: number
  how: string
  outcome: FollowUpOutcome
  words: string
  madeOn: Day
  by: string
}

export async function followUpsOf(work: Work, episodeId: string): Promise<FollowUpMade[]> {
  const { rows } = await sql<FollowUpMade>`
    select f.id, f.day_after as "dayAfter", f.how, f.outcome, f.words, f.made_on::text as "madeOn", m.given_name || ' ' || m.family_name as by
    from follow_up f join staff_member m on m.clinic_id = f.clinic_id and m.id = f.made_by
    where f.episode_id = ${episodeId}::uuid order by f.made_at desc, f.id desc`.execute(work.db)
  return rows
}

/** Whether somebody wants to stay in touch, by their latest word; null: nobody has asked. */
export async function alumniWish(
  work: Work,
  clientId: string,
): Promise<{ wants: boolean; how: string; on: Date } | null> {
  const { rows } = await sql<{ wants: boolean; how: string; on: Date }>`
    select wants, how, noted_at as "on" from alumni_choice where client_id = ${clientId}::uuid order by noted_at desc, id desc limit 1`.execute(
    work.db,
  )
  return rows[0] ?? null
}
