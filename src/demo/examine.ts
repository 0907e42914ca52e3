import type pg from 'pg'
import { castId } from '../../tests/cast.ts'

// What the tests of the demo ask of a database, whatever day it is laid on.

const boards = [
  'episode_week',
  'unreached',
  'note_due',
  'open_hand_off',
  'stay_watch',
  'plan_wait',
  'summary_due',
  'step_task_open',
]

/** Rows in which the boards differ from what `rebuild_boards` makes of the same rows: 0 when they are right. */
export async function differingBoards(owner: pg.Client): Promise<number> {
  let differ = 0
  await owner.query('begin')
  for (const board of boards)
    await owner.query(`create temp table was_${board} on commit drop as select * from ${board}`)
  await owner.query('select rebuild_boards(id), rebuild_scores(id) from clinic_ids() id')
  for (const board of boards) {
    const { rows } = await owner.query<{ n: number }>(
      `select count(*)::int as n from ((select * from was_${board} except select * from ${board})
         union all (select * from ${board} except select * from was_${board})) x`,
    )
    differ += rows[0]?.n ?? 0
  }
  await owner.query('rollback')
  return differ
}

/** One number of the whole database. */
export async function one(owner: pg.Client, question: string, given: unknown[] = []): Promise<number> {
  const { rows } = await owner.query<{ n: number | string | null }>(`select (${question})::float8 as n`, given)
  return Number(rows[0]?.n ?? 0)
}

/** A fingerprint of every table, without passwords, whose salt is drawn anew each time. */
export async function fingerprints(owner: pg.Client, but: string[] = []): Promise<Record<string, string>> {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace order by 1`,
  )
  const prints: Record<string, string> = {}
  for (const { name } of rows) {
    if (['staff_password', 'schema_migration', ...but].includes(name)) continue
    const print = await owner.query<{ print: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(x, '|' order by x)), '') as print from (select t::text as x from ${name} t) t`,
    )
    prints[name] = print.rows[0]?.print ?? ''
  }
  return prints
}

/** How often a person is in two places at one time, a leader in two rooms, or a group at another hour than its own. */
export const collisions = (owner: pg.Client): Promise<number> =>
  one(
    owner,
    `select (select count(*) from seat s join group_session g on g.clinic_id = s.clinic_id and g.series_id = s.series_id and s.during @> g.held_on
               join visit v on v.clinic_id = s.clinic_id and v.client_id = s.client_id and v.held_on = g.held_on and v.during && g.during)
          + (select count(*) from group_session g join series_leader l on l.clinic_id = g.clinic_id and l.series_id = g.series_id and l.during @> g.held_on
               join visit v on v.clinic_id = g.clinic_id and v.staff_id = l.staff_id and v.held_on = g.held_on and v.during && g.during)
          + (select count(*) from group_session g join series_leader l on l.clinic_id = g.clinic_id and l.series_id = g.series_id and l.during @> g.held_on
               join group_session h on h.clinic_id = g.clinic_id and h.held_on = g.held_on and h.id > g.id and h.during && g.during
               join series_leader m on m.clinic_id = h.clinic_id and m.series_id = h.series_id and m.during @> h.held_on and m.staff_id = l.staff_id)
          + (select count(*) from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
               where not isempty(g.during) and (lower(g.during) at time zone r.time_zone <> g.held_on + r.starts
                 or extract(isodow from g.held_on) <> r.weekday))`,
  )

/** What lies in the future of `at` and should not: marks, notes, measures, calls, looks, discharges. */
export const foreseen = (owner: pg.Client, at: Date): Promise<number> =>
  one(
    owner,
    `select (select count(*) from attendance_mark where marked_at > $1) + (select count(*) from note_signature where signed_at > $1)
          + (select count(*) from group_note where written_at > $1) + (select count(*) from measure where recorded_at > $1)
          + (select count(*) from outreach where made_at > $1) + (select count(*) from trail t where t.at > $1)
          + (select count(*) from discharge where discharged_at > $1) + (select count(*) from episode where admitted_at > $1)
          + (select count(*) from continuing_care_done where done_at > $1) + (select count(*) from seat where taken_at > $1)
          + (select count(*) from visit where booked_at > $1) + (select count(*) from group_session where laid_at > $1)
          + (select count(*) from consent where signed_at > $1) + (select count(*) from client where added_at > $1)
          + (select count(*) from hand_off where made_at > $1) + (select count(*) from hand_off_answer where recorded_at > $1)
          + (select count(*) from inquiry where came_at > $1) + (select count(*) from inquiry_stage where set_at > $1)
          + (select count(*) from inquiry_step where set_at > $1) + (select count(*) from inquiry_step_done where done_at > $1)
          + (select count(*) from inquiry_call where called_at > $1) + (select count(*) from call_booking where booked_at > $1)
          + (select count(*) from call_outcome where recorded_at > $1) + (select count(*) from thread_message where written_at > $1)
          + (select count(*) from seat_hold where held_at > $1) + (select count(*) from coverage where added_at > $1)
          + (select count(*) from benefit_check where recorded_at > $1) + (select count(*) from estimate_request where recorded_at > $1)
          + (select count(*) from estimate where made_at > $1) + (select count(*) from assistance_application where opened_at > $1)
          + (select count(*) from assistance_decision where decided_at > $1) + (select count(*) from signing where prepared_at > $1)
          + (select count(*) from signed_document where signed_at > $1) + (select count(*) from file where kept_at > $1)
          + (select count(*) from intake where started_at > $1) + (select count(*) from intake_section where written_at > $1)
          + (select count(*) from intake_signature where signed_at > $1) + (select count(*) from client_merge where merged_at > $1)
          + (select count(*) from public_review where recorded_at > $1) + (select count(*) from partner_facts where recorded_at > $1)
          + (select count(*) from time_away where set_at > $1)`,
    [at],
  )

/** Sessions that are over, had somebody seated, and carry no mark. */
export const unmarked = (owner: pg.Client, at: Date): Promise<number> =>
  one(
    owner,
    `select count(*) from group_session g where not isempty(g.during) and upper(g.during) <= $1
       and exists (select from seat s where s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.during @> g.held_on)
       and not exists (select from attendance_mark m where m.clinic_id = g.clinic_id and m.session_id = g.id)`,
    [at],
  )

export const unsigned = (owner: pg.Client, at: Date, clinic = castId('riverbend')): Promise<number> =>
  one(owner, 'select count(*) from note_due where since <= $1 and clinic_id = $2', [at, clinic])

export const inCare = (owner: pg.Client, clinic = castId('riverbend')): Promise<number> =>
  one(owner, 'select count(*) from episode where upper_inf(during) and clinic_id = $1', [clinic])

const latestStage = `cross join lateral (select s.stage from inquiry_stage s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id order by s.nth desc limit 1) z`
const latestStep = `cross join lateral (select t.id, t.due_at from inquiry_step t where t.clinic_id = i.clinic_id and t.inquiry_id = i.id order by t.nth desc limit 1) t`

/** Inquiries whose rows contradict one another: later rows of an earlier hour, an admission without a stay, a step done and no other. */
export const inquiriesAstray = (owner: pg.Client): Promise<number> =>
  one(
    owner,
    `select (select count(*) from inquiry_stage a join inquiry_stage b on b.clinic_id = a.clinic_id and b.inquiry_id = a.inquiry_id and b.nth > a.nth and b.set_at < a.set_at)
          + (select count(*) from inquiry_step a join inquiry_step b on b.clinic_id = a.clinic_id and b.inquiry_id = a.inquiry_id and b.nth > a.nth and b.set_at < a.set_at)
          + (select count(*) from inquiry i ${latestStage} where z.stage = 'admitted' and not exists (
               select from inquiry_client k join episode e on e.clinic_id = k.clinic_id and e.client_id = k.client_id where k.clinic_id = i.clinic_id and k.inquiry_id = i.id))
          + (select count(*) from inquiry i ${latestStage} ${latestStep} where z.stage not in ('admitted', 'closed')
               and exists (select from inquiry_step_done d where d.clinic_id = i.clinic_id and d.step_id = t.id))`,
  )

/** What a coordinator would count at the front door of Riverbend. */
export async function frontDoor(owner: pg.Client, at: Date, today: string): Promise<Record<string, number>> {
  const clinic = castId('riverbend')
  const open = "z.stage not in ('admitted', 'closed') and not i.held_back"
  const of = (question: string, given: unknown[] = []) => one(owner, question, given)
  return {
    'open inquiries': await of(`select count(*) from inquiry i ${latestStage} where ${open}`),
    'stages in use': await of(`select count(distinct z.stage) from inquiry i ${latestStage} where not i.held_back`),
    'overdue steps': await of(
      `select count(*) from inquiry i ${latestStage} ${latestStep} where ${open} and t.due_at < $1`,
      [at],
    ),
    'inquiries in Spanish': await of("select count(*) from inquiry where language = 'es'"),
    'held back': await of(`select count(*) from inquiry i ${latestStage} where i.held_back and z.stage <> 'closed'`),
    'admitted with an inquiry': await of(`select count(*) from inquiry i ${latestStage} where z.stage = 'admitted'`),
    'sources in use': await of('select count(distinct source) from inquiry_sender'),
    referrers: await of('select count(*) from referrer where clinic_id = $1', [clinic]),
    'pages that were reviewed within the year': await of(
      'select count(distinct page) from public_review where clinic_id = $1 and reviewed_on > $2::date - 365',
      [clinic, today],
    ),
    'people who are shown': await of('select count(*) from public_profile where is_shown'),
    'calls to come': await of('select count(*) from call_booking where starts_at > $1', [at]),
    'calls with an outcome': await of('select count(*) from call_outcome'),
    'messages that wait': await of(
      `select count(*) from message_thread m join inquiry i on i.clinic_id = m.clinic_id and i.id = m.inquiry_id ${latestStage}
       where z.stage <> 'closed' and not exists (select from thread_message w where w.clinic_id = m.clinic_id and w.thread_id = m.id and not w.by_visitor)`,
    ),
    'seats held': await of('select count(*) from seat_hold where upper(during) > $1', [at]),
    partners: await of('select count(*) from partner'),
    'partners that nobody checked for long': await of(
      'select count(*) from partner_facts where verified_on < $1::date - 180',
      [today],
    ),
    payers: await of('select count(*) from payer'),
    'in care with a plan, %': await of(
      `select 100.0 * count(*) filter (where exists (select from coverage c where c.clinic_id = e.clinic_id and c.client_id = e.client_id)) / count(*)
       from episode e where upper_inf(e.during) and e.clinic_id = $1`,
      [clinic],
    ),
    'estimates that are owed tomorrow or later': await of(
      `select count(*) from estimate_request q where due_on > $1::date
         and not exists (select from estimate x where x.client_id = q.client_id and x.made_at >= q.recorded_at)`,
      [today],
    ),
    'estimates that are late': await of(
      `select count(*) from estimate_request q where due_on < $1::date
         and not exists (select from estimate x where x.client_id = q.client_id and x.made_at >= q.recorded_at)`,
      [today],
    ),
    'estimates with their paper': await of(
      'select count(*) from estimate x join file f on f.clinic_id = x.clinic_id and f.id = x.file_id and f.sha256 = x.document_hash',
    ),
    'applications for help': await of('select count(*) from assistance_application'),
    'applications that wait': await of(
      'select count(*) from assistance_application a where not exists (select from assistance_decision d where d.application_id = a.id)',
    ),
    'papers signed': await of(
      'select count(*) from signed_document d join file_content f on f.clinic_id = d.clinic_id and f.file_id = d.file_id',
    ),
    'links that are out': await of("select count(*) from signing_link where manner = 'link' and expires_at > $1", [at]),
    'assessments signed': await of('select count(*) from intake_signed'),
    'assessments begun': await of(
      'select count(*) from intake i where not exists (select from intake_signed s where s.intake_id = i.id)',
    ),
    'assessments that wait for a co-signature': await of(
      `select count(*) from intake_signature a where needs_cosign
         and not exists (select from intake_signature o where o.intake_id = a.intake_id and o.part = 'co-signer')`,
    ),
    'records merged': await of('select count(*) from client_merge'),
    'came back from where they were sent': await of("select count(*) from hand_off_answer where answer = 'returned'"),
  }
}
