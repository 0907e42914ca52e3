import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Channel } from '../first-step.ts'
import { sourceOf, type Source } from '../senders.ts'
import { isSettled, type Stage } from '../stages.ts'

export type Inquiry = NonNullable<Awaited<ReturnType<typeof inquiryById>>>

/** One inquiry as it stands now: who, where it stands, whose it is, and what is to be done by when. */
export async function inquiryById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const { rows } = await sql<{
    id: string
    channel: Channel
    language: string
    forWhom: string
    name: string
    phone: string
    email: string
    mayLeaveMessage: boolean | null
    bestTime: string
    words: string
    about: unknown
    permission: string
    heldBack: boolean
    isReleased: boolean
    cameAt: Date
    enteredBy: string | null
    stage: Stage
    stageSince: Date
    reason: string
    because: string
    ownerId: string
    owner: string
    stepId: string
    step: string
    dueAt: Date
    isDone: boolean
    clientId: string | null
    clientNumber: string | null
    clientName: string | null
    source: Source | null
    referrerId: string | null
    referrer: string | null
  }>`
    select i.id as "id", i.channel as "channel", i.language as "language", i.for_whom as "forWhom", i.name as "name", i.phone as "phone",
      i.email as "email", i.may_leave_message as "mayLeaveMessage", i.best_time as "bestTime", i.words as "words", i.about as "about",
      i.permission as "permission", i.held_back as "heldBack", i.came_at as "cameAt",
      exists (select from inquiry_release r where r.clinic_id = i.clinic_id and r.inquiry_id = i.id) as "isReleased",
      (select e.given_name || ' ' || e.family_name from staff_member e where e.clinic_id = i.clinic_id and e.id = i.entered_by) as "enteredBy",
      s.stage as "stage", s.set_at as "stageSince", s.reason as "reason", s.because as "because",
      o.staff_id as "ownerId", m.given_name || ' ' || m.family_name as "owner", t.id as "stepId", t.what as "step", t.due_at as "dueAt",
      exists (select from inquiry_step_done d where d.clinic_id = i.clinic_id and d.step_id = t.id) as "isDone",
      n.id as "clientId", n.number as "clientNumber", coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as "clientName",
      x.source as "source", x.referrer_id as "referrerId", f.name as "referrer"
    from inquiry i
    cross join lateral (select * from inquiry_stage q where q.clinic_id = i.clinic_id and q.inquiry_id = i.id order by q.nth desc limit 1) s
    cross join lateral (select * from inquiry_owner q where q.clinic_id = i.clinic_id and q.inquiry_id = i.id order by q.nth desc limit 1) o
    cross join lateral (select * from inquiry_step q where q.clinic_id = i.clinic_id and q.inquiry_id = i.id order by q.nth desc limit 1) t
    join staff_member m on m.clinic_id = i.clinic_id and m.id = o.staff_id
    left join lateral (select * from inquiry_sender q where q.clinic_id = i.clinic_id and q.inquiry_id = i.id order by q.nth desc limit 1) x on true
    left join referrer_now f on f.clinic_id = i.clinic_id and f.id = x.referrer_id
    left join inquiry_client k on k.clinic_id = i.clinic_id and k.inquiry_id = i.id
    left join client_now n on n.clinic_id = i.clinic_id and n.id = kept_of(k.client_id)
    where i.clinic_id = ${work.clinic.id} and i.id = ${id}`.execute(work.db)
  const row = rows[0]
  if (row === undefined) return undefined
  return {
    ...row,
    source: row.source ?? sourceOf(row.channel, row.forWhom),
    isOpen: !isSettled(row.stage),
    waits: row.heldBack && !row.isReleased && row.stage !== 'closed',
  }
}

export type Event =
  | {
      kind: 'call'
      at: Date
      by: string
      direction: 'in' | 'out'
      whom: string
      outcome: string
      words: string
      offeredFor: string | null
    }
  | { kind: 'stage'; at: Date; by: string; stage: Stage; reason: string; words: string }
  | { kind: 'owner'; at: Date; by: string; owner: string; words: string }
  | { kind: 'step'; at: Date; by: string; what: string; dueAt: string }

/** Everything that happened with an inquiry, the newest first. */
export async function eventsOf(work: Work, id: string): Promise<Event[]> {
  const by = (column: string) =>
    sql.raw(
      `coalesce((select m.given_name || ' ' || m.family_name from staff_member m where m.clinic_id = q.clinic_id and m.id = q.${column}), '')`,
    )
  const { rows } = await sql<{ kind: string; at: Date; nth: number; by: string; facts: Record<string, string | null> }>`
    select 'call' as kind, q.called_at as at, q.nth as nth, ${by('called_by')} as by, jsonb_build_object('direction', q.direction, 'whom', q.whom, 'outcome', q.outcome,
        'words', q.words, 'offeredFor', q.offered_for) as facts from inquiry_call q where q.clinic_id = ${work.clinic.id} and q.inquiry_id = ${id}
    union all select 'stage', q.set_at, q.nth, ${by('set_by')}, jsonb_build_object('stage', q.stage, 'words', q.because,
        'reason', coalesce((select c.words from closing_reason c where c.clinic_id = q.clinic_id and c.code = q.reason and c.from_day <= q.set_at::date
          order by c.from_day desc limit 1), q.reason)) from inquiry_stage q where q.clinic_id = ${work.clinic.id} and q.inquiry_id = ${id}
    union all select 'owner', q.given_at, q.nth, ${by('given_by')}, jsonb_build_object('owner', o.given_name || ' ' || o.family_name, 'words', q.because)
        from inquiry_owner q join staff_member o on o.clinic_id = q.clinic_id and o.id = q.staff_id
        where q.clinic_id = ${work.clinic.id} and q.inquiry_id = ${id}
    union all select 'step', q.set_at, q.nth, ${by('set_by')}, jsonb_build_object('what', q.what, 'dueAt', q.due_at)
        from inquiry_step q where q.clinic_id = ${work.clinic.id} and q.inquiry_id = ${id}
    order by at desc, kind, nth desc limit 400`.execute(work.db)
  return rows.map(({ kind, at, by: who, facts }) => ({ kind, at, by: who, ...facts }) as Event) // the four selects above, each its own kind
}

/** Calls without an answer so far. */
export async function triesOf(work: Work, id: string): Promise<number> {
  const row = await work.db
    .selectFrom('inquiryCall')
    .where('inquiryId', '=', id)
    .where('outcome', 'in', ['no-answer', 'left-message'])
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

/** Why an inquiry may be closed, as the clinic says it today. */
export async function closingReasons(work: Work): Promise<{ code: string; words: string }[]> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const { rows } = await sql<{ code: string; words: string }>`
    select code as "code", words as "words" from (
      select distinct on (c.code) c.* from closing_reason c where c.clinic_id = ${work.clinic.id} and c.from_day <= ${today}::date
      order by c.code, c.from_day desc) latest
    where until_day is null or until_day >= ${today}::date order by place, code`.execute(work.db)
  return rows
}

/** The inquiries of one person that are not settled, under any of their records, the newest first. */
export async function openInquiriesOf(
  work: Work,
  clientId: string,
): Promise<{ id: string; stage: Stage; stepId: string; step: string }[]> {
  const { rows } = await sql<{ id: string; stage: Stage; stepId: string; step: string }>`
    select k.inquiry_id as "id", s.stage as "stage", t.id as "stepId", t.what as "step" from inquiry_client k
    cross join lateral (select q.stage from inquiry_stage q where q.clinic_id = k.clinic_id and q.inquiry_id = k.inquiry_id order by q.nth desc limit 1) s
    cross join lateral (select q.id, q.what from inquiry_step q where q.clinic_id = k.clinic_id and q.inquiry_id = k.inquiry_id order by q.nth desc limit 1) t
    where k.clinic_id = ${work.clinic.id} and k.client_id in (select person_ids(kept_of(${clientId}::uuid))) and s.stage not in ('closed', 'admitted')
    order by k.linked_at desc`.execute(work.db)
  return rows
}

/** Others that came from the same number or address. */
export async function sameReach(
  work: Work,
  inquiry: { id: string; phone: string; email: string },
): Promise<{ id: string; name: string; cameAt: Date; stage: Stage }[]> {
  if (inquiry.phone === '' && inquiry.email === '') return []
  const { rows } = await sql<{ id: string; name: string; cameAt: Date; stage: Stage }>`
    select i.id as "id", i.name as "name", i.came_at as "cameAt",
      (select q.stage from inquiry_stage q where q.clinic_id = i.clinic_id and q.inquiry_id = i.id order by q.nth desc limit 1) as "stage"
    from inquiry i where i.clinic_id = ${work.clinic.id} and i.id <> ${inquiry.id}
      and ((${inquiry.phone} <> '' and i.phone = ${inquiry.phone}) or (${inquiry.email} <> '' and i.email = ${inquiry.email}))
    order by i.came_at desc limit 20`.execute(work.db)
  return rows
}
