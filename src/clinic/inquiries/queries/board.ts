import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import { given } from '../../../db/given.ts'
import type { Work } from '../../../db/work.ts'
import type { Channel } from '../first-step.ts'
import type { Source } from '../senders.ts'
import { canOwn } from './owners.ts'
import type { Stage } from '../stages.ts'

/** So many are drawn at once; the rest are counted, and found by a filter. */
export const mostDrawn = 500

export type OnBoard = {
  id: string
  name: string
  channel: Channel
  language: string
  forWhom: string
  source: Source
  referrer: string | null
  cameAt: Date
  stage: Stage
  stageSince: Date
  ownerId: string
  owner: string
  stepId: string
  step: string
  dueAt: Date
  isOverdue: boolean
  clientId: string | null
  phone: string
  tries: number
  inStage: number
  overdueInStage: number
}
export type BoardFilter = {
  owner: string | null
  source: string | null
  language: string | null
  overdue: boolean
  stage: string | null
}

/** What the board can be narrowed to, of everything that is open now. */
export type BoardChoices = { owners: { id: string; name: string }[]; languages: string[] }

/** Where nobody said who sent somebody, the way they came says it: as sourceOf in senders.ts. */
const source = sql`coalesce(x.source, case when i.channel = 'referral' then 'provider' when i.for_whom = 'loved-one' then 'family'
  when i.for_whom = 'someone-i-treat' then 'provider' when i.channel = 'by-hand' then 'other' else 'self' end)`

/** Latest rows of an inquiry `i`: the owner, the step, the sender and the person it turned out to be. */
const latest = sql`
  cross join lateral (select o.staff_id from inquiry_owner o
    where o.clinic_id = i.clinic_id and o.inquiry_id = i.id order by o.nth desc limit 1) o
  join staff_member m on m.clinic_id = i.clinic_id and m.id = o.staff_id
  cross join lateral (select t.id, t.what, t.due_at from inquiry_step t
    where t.clinic_id = i.clinic_id and t.inquiry_id = i.id order by t.nth desc limit 1) t
  left join lateral (select y.source, y.referrer_id from inquiry_sender y
    where y.clinic_id = i.clinic_id and y.inquiry_id = i.id order by y.nth desc limit 1) x on true
  left join inquiry_client k on k.clinic_id = i.clinic_id and k.inquiry_id = i.id`

/** Whoever has begun since, by whatever way, waits for nothing here. */
const hasBegun = (
  work: Work,
) => sql`exists (select from episode e where e.clinic_id = i.clinic_id and e.client_id = k.client_id
  and e.admitted_at >= i.came_at and not isempty(e.during) and lower(e.during) <= ${dayAt(work.at, work.clinic.timeZone)}::date)`

/** Everyone who turned to the clinic and waits for something, what is due first on top, with how many there are in each stage. */
export async function boardFor(work: Work, filter: BoardFilter): Promise<OnBoard[]> {
  const isSettled = filter.stage === 'closed' || filter.stage === 'admitted'
  const { rows } = await sql<OnBoard>`
    select *, count(*) over (partition by "stage") as "inStage", count(*) filter (where "isOverdue") over (partition by "stage") as "overdueInStage"
    from (
      select i.id as "id", i.name as "name", i.channel as "channel", i.language as "language", i.for_whom as "forWhom", ${source} as "source",
        (select f.name from referrer_fact f where f.clinic_id = i.clinic_id and f.referrer_id = x.referrer_id order by f.nth desc limit 1) as "referrer",
        i.came_at as "cameAt", i.stage as "stage", i.stage_since as "stageSince", o.staff_id as "ownerId", m.given_name || ' ' || m.family_name as "owner",
        t.id as "stepId", t.what as "step", t.due_at as "dueAt", t.due_at < ${work.at} as "isOverdue",
        k.client_id as "clientId", i.phone as "phone",
        (select count(*)::int from inquiry_call a where a.clinic_id = i.clinic_id and a.inquiry_id = i.id and a.outcome in ('no-answer', 'left-message')) as "tries"
      from (
        -- Years of settled inquiries are left behind here, before anything else is asked about them.
        select q.*, s.stage, s.set_at as stage_since from inquiry q
        cross join lateral (select y.stage, y.set_at from inquiry_stage y where y.clinic_id = q.clinic_id and y.inquiry_id = q.id order by y.nth desc limit 1) s
        where q.clinic_id = ${work.clinic.id}
          and (not q.held_back or exists (select from inquiry_release r where r.clinic_id = q.clinic_id and r.inquiry_id = q.id))
          and ${isSettled ? sql`s.stage = ${filter.stage} and s.set_at > ${work.at}::timestamptz - interval '30 days'` : sql`s.stage not in ('closed', 'admitted')`}
        offset 0) i ${latest}
      where ${isSettled ? sql`true` : sql`not ${hasBegun(work)}`}
    ) b
    where true ${given(filter.owner, (one) => sql`and "ownerId" = ${one}`)} ${given(filter.source, (one) => sql`and "source" = ${one}`)}
      ${given(filter.language, (one) => sql`and "language" = ${one}`)} and (not ${filter.overdue} or "isOverdue")
      ${given(filter.stage, (one) => sql`and "stage" = ${one}`)}
    order by "dueAt", "id" limit ${mostDrawn}`.execute(work.db)
  return rows
}

/** For the filters: who can own an inquiry, and in which languages people came of late. */
export async function boardChoices(work: Work): Promise<BoardChoices> {
  const { rows } = await sql<{ language: string }>`
    select distinct i.language as "language" from inquiry i
    where i.clinic_id = ${work.clinic.id} and not i.held_back and i.came_at > ${work.at}::timestamptz - interval '180 days' order by 1`.execute(
    work.db,
  )
  const owners = await canOwn(work)
  return {
    owners: owners.map(({ value, label }) => ({ id: value, name: label })),
    languages: rows.map(({ language }) => language),
  }
}

/** What the flood guard holds back and nobody has looked at. */
export async function heldBackCount(work: Work): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from inquiry i where ${heldBack(work)}`.execute(work.db)
  return rows[0]?.n ?? 0
}

const heldBack = (work: Work) => sql`i.clinic_id = ${work.clinic.id} and i.held_back
  and not exists (select from inquiry_release r where r.clinic_id = i.clinic_id and r.inquiry_id = i.id)
  and not exists (select from inquiry_stage c where c.clinic_id = i.clinic_id and c.inquiry_id = i.id and c.stage = 'closed')`

export type HeldBack = {
  id: string
  name: string
  phone: string
  email: string
  channel: Channel
  words: string
  cameAt: Date
  alike: number
}

export const heldBackPage = 100

/** One page of them, the newest first, with how many came from the same number or address. */
export async function heldBackFor(work: Work, page: number): Promise<{ some: HeldBack[]; of: number }> {
  const { rows } = await sql<HeldBack & { of: number }>`
    with held as (select i.id, i.phone, i.email, i.came_at from inquiry i where ${heldBack(work)}),
    by_phone as (select phone, count(*)::int as n from held where phone <> '' group by 1),
    by_email as (select email, count(*)::int as n from held where email <> '' group by 1),
    by_both as (select phone, email, count(*)::int as n from held where phone <> '' and email <> '' group by 1, 2)
    select h.id as "id", i.name as "name", h.phone as "phone", h.email as "email", i.channel as "channel", left(i.words, 200) as "words",
      h.came_at as "cameAt", (select count(*)::int from held) as "of",
      greatest(1, coalesce(p.n, 0) + coalesce(e.n, 0) - coalesce(b.n, 0)) as "alike"
    from (select * from held order by came_at desc, id desc limit ${heldBackPage} offset ${(page - 1) * heldBackPage}) h
    join inquiry i on i.clinic_id = ${work.clinic.id} and i.id = h.id
    left join by_phone p on p.phone = h.phone
    left join by_email e on e.email = h.email
    left join by_both b on b.phone = h.phone and b.email = h.email
    order by h.came_at desc, h.id desc`.execute(work.db)
  return { some: rows.map(({ of: _, ...row }) => row), of: rows[0]?.of ?? 0 }
}

/** The held-back inquiries of the same number or address as this one, itself among them. */
export async function heldBackLike(work: Work, inquiryId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select i.id as "id" from inquiry i, inquiry one
    where ${heldBack(work)} and one.clinic_id = i.clinic_id and one.id = ${inquiryId} and one.held_back
      and (i.id = one.id or (i.phone <> '' and i.phone = one.phone) or (i.email <> '' and i.email = one.email))
    limit 20000`.execute(work.db)
  return rows.map(({ id }) => id)
}
