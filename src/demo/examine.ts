import type pg from 'pg'
import { castId } from '../../tests/cast.ts'

// What the tests of the demo ask of a database, whatever day it is laid on.

const boards = ['episode_week', 'unreached', 'note_due', 'open_hand_off']

/** Rows in which the boards differ from what `rebuild_boards` makes of the same rows: 0 when they are right. */
export async function differingBoards(owner: pg.Client): Promise<number> {
  let differ = 0
  await owner.query('begin')
  for (const board of boards)
    await owner.query(`create temp table was_${board} on commit drop as select * from ${board}`)
  await owner.query('select rebuild_boards(id) from clinic_ids() id')
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
          + (select count(*) from hand_off where made_at > $1) + (select count(*) from hand_off_answer where recorded_at > $1)`,
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
