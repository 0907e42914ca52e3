import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { addDays, dayAt } from '../src/basics/dates.ts'
import { silentStays } from '../src/clinic/aftercare/queries/silence.ts'
import { awayNow } from '../src/clinic/aftercare/queries/pauses.ts'
import { openStepTasks } from '../src/clinic/aftercare/queries/steps.ts'
import { summariesCounted, summariesOwed } from '../src/clinic/aftercare/queries/summaries.ts'
import { type DeadlineWhat, deadlinesFor, dueBy } from '../src/clinic/plans/deadlines.ts'
import { plansDue } from '../src/clinic/plans/queries/due.ts'
import { deadlineRows } from '../src/clinic/plans/queries/rule-rows.ts'
import { asPerson, type Work } from '../src/db/work.ts'
import { castId, riverbend } from './cast.ts'
import { heldPeople } from '../src/clinic/today/queries/touches.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { deedsOfDays, deedTools, putIn } from './stay-deeds.ts'
import { deedsOnPaper } from './stay-papers.ts'

// What the boards of stays say is what the rows say when everybody is asked afresh: after anything at all, by whomever.

const clinic = riverbend.id
const dana = castId('dana')
const zone = riverbend.timeZone
const today = dayAt(new Date(), zone)

let db: TestDatabase
before(async () => {
  db = await freshDatabase()
})
after(() => db.close())

const ask = async (text: string, values: unknown[] = []) => (await db.owner.query(text, values)).rows
const inside = <T>(question: (work: Work) => Promise<T>): Promise<T> =>
  asPerson(
    db.pool,
    clinic,
    {
      kind: 'staff',
      id: dana,
      role: 'director',
      name: 'Dana',
      givenName: 'Dana',
      familyName: '',
      credential: '',
      sessionId: '',
    },
    new Date(),
    question,
  )

/** The whole questions, everybody read: as the screens asked before there were boards. */
const whole: Record<string, { board: string; rows: string }> = {
  'who was heard from, who is away, whose level is looked at': {
    board: `select episode_id, client_id, heard_on::text, put_off_until::text, pause_id, ask_on::text, asker_id, level_look_on::text, state from stay_watch where clinic_id = $1`,
    rows: `
      select e.id as episode_id, e.client_id, greatest(lower(e.during),
          (select max(m.held_on) from attendance_now m where m.clinic_id = e.clinic_id and m.client_id = e.client_id and m.held_on >= lower(e.during) and (m.minutes > 0 or m.mark = 'excused')),
          (select max((w.made_at at time zone $2)::date) from outreach w where w.clinic_id = e.clinic_id and w.client_id = e.client_id and w.reached),
          (select max((w.at at time zone $2)::date) from client_page_try w join client_page g on g.id = w.page_id where g.client_id = e.client_id and w.succeeded),
          (select max(y.on_day) from stay_pause q join stay_pause_end y on y.pause_id = q.id where q.episode_id = e.id and y.because = 'came-back'))::text as heard_on,
        (select max(look_again_on)::text from silence_look l where l.episode_id = e.id) as put_off_until,
        p.id as pause_id, p.next_on::text as ask_on, p.owner_id as asker_id, d.look_again_on::text as level_look_on, t.state
      from episode e join program g on g.id = e.program_id join site t on t.id = g.site_id
      left join stay_pause_now p on p.episode_id = e.id and p.end_id is null
      left join lateral (select s.* from step_decision s where s.episode_id = e.id and not exists (select from step_undo u where u.decision_id = s.id)
        order by s.decided_at desc, s.id desc limit 1) d on true
      where e.clinic_id = $1 and upper_inf(e.during)`,
  },
  'which summary is owed': {
    board:
      'select discharge_id, episode_id, client_id, last_day::text, owner_id from summary_due where clinic_id = $1 and $2::text is not null',
    rows: `
      select d.id as discharge_id, d.episode_id, e.client_id, d.on_day::text as last_day, coalesce((select k.staff_id from primary_therapist k
        where k.episode_id = e.id order by k.assigned_at desc, k.id desc limit 1), d.discharged_by) as owner_id
      from discharge d join episode e on e.id = d.episode_id
      where d.clinic_id = $1 and $2::text is not null and not isempty(e.during) and not exists (select from discharge_summary x where x.discharge_id = d.id)`,
  },
  'which safety answers nobody has dealt with': {
    board:
      'select alarm_id, is_imminent, raised_at from safety_alarm_open where clinic_id = $1 and $2::text is not null',
    rows: 'select a.id as alarm_id, a.is_imminent, a.raised_at from safety_alarm a left join safety_alarm_answer w on w.alarm_id = a.id where a.clinic_id = $1 and $2::text is not null and w.id is null',
  },
  'which task is open': {
    board: 'select task_id, owner_id, due_on::text from step_task_open where clinic_id = $1 and $2::text is not null',
    rows: `select t.id as task_id, t.owner_id, t.due_on::text from step_task t left join step_task_end x on x.task_id = t.id where t.clinic_id = $1 and $2::text is not null and x.id is null`,
  },
  'what of a plan is to come': {
    board: `select episode_id, what, client_id, program_id, level_of_care, version_id, counted_from::text, latest_on::text, midpoint_on::text from plan_wait where clinic_id = $1 and $2::text is not null`,
    rows: `
      with stay as (
        select e.*, lower(e.during) as since, s.version_id, s.from_day, s.review_on, s.expected_weeks, (s.signed_at at time zone $2)::date as signed_on,
          (r.reviewed_at at time zone $2)::date as reviewed_on, r.next_on
        from episode e left join plan_standing s on s.episode_id = e.id
        left join lateral (select * from plan_review x where x.episode_id = e.id and x.reviewed_at > s.signed_at order by x.reviewed_at desc limit 1) r on true
        where e.clinic_id = $1 and upper_inf(e.during)),
      k as (
        select 'first-plan' as what, since as base, null::date as cap, s.* from stay s where version_id is null
        union all select 'review', coalesce(reviewed_on, from_day), coalesce(next_on, review_on), s.* from stay s where version_id is not null
        union all select 'cosignature', signed_on, null, s.* from stay s
          where exists (select from plan_signature g where g.version_id = s.version_id and g.review_id is null and g.needs_cosign)
            and not exists (select from plan_signature g where g.version_id = s.version_id and g.review_id is null and g.part = 'co-signer')
        union all select 'client-signature', signed_on, null, s.* from stay s
          where version_id is not null and not exists (select from plan_client_answer a where a.version_id = s.version_id))
      select id as episode_id, what, client_id, program_id, level_of_care, version_id, base::text as counted_from, cap::text as latest_on,
        (base + case when expected_weeks is null then 30 else (expected_weeks * 7) / 2 end)::text as midpoint_on from k`,
  },
}

const lines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).toSorted()

/** Each board says what its whole question says; how many rows there are of each. */
async function same(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [name, { board, rows }] of Object.entries(whole)) {
    // Named in one order, whatever the order in which they are asked.
    const parts = `select to_jsonb(x) as row from`
    const [kept, asked] = [
      await ask(`${parts} (select * from (${board}) b where $2::text is not null) x`, [clinic, zone]),
      await ask(`${parts} (${rows}) x`, [clinic, zone]),
    ].map((list) => lines(list.map(({ row }) => Object.fromEntries(Object.entries(row).toSorted()))))
    assert.deepEqual(kept, asked, name)
    counts[name] = kept?.length ?? 0
  }
  return counts
}

/** The first meeting, task and safety answer before everyone, read from the rows themselves. */
const firstDays = `
  select key, what, min(day)::text as day from (
    select s.client_id as key, 'meeting' as what, x.held_on as day from seat s
    join group_session x on x.series_id = s.series_id and s.during @> x.held_on and x.held_on between $2::date and $2::date + 60
    where s.clinic_id = $1 and lower(x.during) > $3 and not isempty(x.during)
      and exists (select from episode e where e.client_id = s.client_id and upper_inf(e.during))
      and not exists (select from stay_pause_now p where p.client_id = s.client_id and x.held_on >= p.from_day
        and (p.end_id is null or p.back_on > $2::date) and (p.back_on is null or x.held_on < p.back_on))
    union all
    select e.client_id, 'task', t.due_on from step_task t join step_decision d on d.id = t.decision_id
    join episode e on e.id = d.episode_id and upper_inf(e.during)
    where t.clinic_id = $1 and t.kind <> 'authorization' and t.due_on >= $2::date and not exists (select from step_task_end x where x.task_id = t.id)
    union all
    select a.client_id, 'alarm', (a.raised_at at time zone $4)::date from safety_alarm a
    where a.clinic_id = $1 and not exists (select from safety_alarm_answer w where w.alarm_id = a.id)
  ) t group by 1, 2`

/** Nobody lost says no later day than the rows do, and of these three the very day. How often each came first. */
async function sameNext(): Promise<Record<string, number>> {
  const now = new Date()
  const rows = await ask(firstDays, [clinic, today, now, zone])
  const held = new Map((await inside((work) => heldPeople({ ...work, at: now }))).map((one) => [one.key, one]))
  const first: Record<string, number> = { meeting: 0, task: 0, alarm: 0 }
  for (const { key, what, day } of rows) {
    const one = held.get(key)
    if (one === undefined) continue
    assert.ok(one.day !== null && one.day <= day, `${key} ${what} on ${day}, and the page says ${one.day}`)
    if (one.what !== what) continue
    assert.equal(one.day, day, `${key} ${what}`)
    first[what] = (first[what] ?? 0) + 1
  }
  for (const one of held.values())
    if (one.what !== null && one.what in first)
      assert.ok(
        rows.some(({ key, what }) => key === one.key && what === one.what),
        `${one.key} ${one.what}`,
      )
  return first
}

describe('The boards of stays', () => {
  it('say what the rows say, whatever was done and by whomever', async () => {
    await same()
    await db.owner.query(
      "select set_config('app.role', 'director', false), set_config('app.clinic', $1, false), set_config('app.person', $2, false)",
      [clinic, dana],
    )
    const tools = deedTools(db)
    const deeds = { ...deedsOfDays(db, tools), ...deedsOnPaper(db, tools) }
    const names = ['mark', 'mark', 'mark', 'undo', 'undo', 'plan', ...Object.keys(deeds)]
    const largest: Record<string, number> = {}
    for (let n = 0; n < 600; n += 1) {
      await deeds[tools.pick(names)]?.()
      if (n % 20 !== 19) continue
      for (const [name, count] of Object.entries({ ...(await same()), ...(await sameNext()) }))
        largest[name] = Math.max(largest[name] ?? 0, count)
    }
    // Meetings, calls and alarms come before nearly every task: that none is missing, its own board says above.
    delete largest.task
    for (const [name, count] of Object.entries(largest)) assert.ok(count > 1, name)
    // And so they are made again from nothing, as an upgrade makes them.
    await db.owner.query('truncate stay_watch, plan_wait, summary_due, step_task_open')
    await db.owner.query('select rebuild_stay_boards($1)', [clinic])
    await same()
  })

  it('are counted whole where only the first are shown', async () => {
    const tools = deedTools(db)
    const deeds = { ...deedsOfDays(db, tools), ...deedsOnPaper(db, tools) }
    const away = async () =>
      (
        await ask(
          'select from stay_pause_now p join episode e on e.id = p.episode_id and upper_inf(e.during) where p.clinic_id = $1 and p.end_id is null',
          [clinic],
        )
      ).length
    for (const name of ['discharge', 'decide']) for (let n = 0; n < 6; n += 1) await deeds[name]?.()
    while ((await away()) > 2) await deeds.back?.()
    while ((await away()) < 2) await deeds.pause?.()
    for (const limit of [1, 2]) {
      const far = addDays(today, 400)
      const [some, all] = await inside(async (work) => {
        // So late that everyone is silent.
        const read = async (most: number) => [
          await silentStays(work, addDays(today, 60), most),
          await awayNow(work, { limit: most }),
          await openStepTasks(work, { ownerId: null, by: far, limit: most }),
          await summariesOwed(work, { ownerId: null, limit: most }),
        ]
        return [await read(limit), await read(1000)] as const
      })
      for (const [n, { list, total }] of some.entries()) {
        assert.equal(total, all[n]?.total)
        assert.equal(list.length, Math.min(limit, total))
        assert.equal(all[n]?.list.length, total)
        assert.ok(total > 1, `question ${n} finds more than one`)
      }
    }
    assert.equal(
      await inside((work) => summariesCounted(work, { ownerId: null, by: today })),
      (await inside((work) => summariesOwed(work, { ownerId: null, by: today, limit: 1000 }))).list.length,
    )
  })

  it('tell of each plan the day that the rules tell of it', async () => {
    const [program] = await ask(
      'select program_id as id from plan_wait where clinic_id = $1 group by 1 order by count(*) desc limit 1',
      [clinic],
    )
    const rule = (row: Record<string, unknown>) =>
      putIn(db)('plan_deadline', {
        id: randomUUID(),
        at_midpoint: false,
        effective_from: '2026-01-01',
        source: 'test',
        mark: 'K',
        set_by: dana,
        set_at: new Date(),
        ...row,
      })
    const checked = async () => {
      const { due, expected } = await inside(async (work) => {
        const rows = await deadlineRows(work)
        const waits = (
          await sql<{
            what: DeadlineWhat
            clientId: string
            programId: string
            level: string
            state: string
            since: string
            latest: string | null
            weeks: number | null
          }>`
            select w.what, w.client_id as "clientId", w.program_id as "programId", w.level_of_care as level, w.state, w.counted_from::text as since,
              w.latest_on::text as latest, (select s.expected_weeks from plan_signed s where s.version_id = w.version_id) as weeks from plan_wait w`.execute(
            work.db,
          )
        ).rows
        return {
          due: (await plansDue(work, { within: 20, limit: 1000 })).map(
            (one) => `${one.clientId} ${one.what} ${one.dueOn}`,
          ),
          expected: waits.flatMap((one) => {
            const found = dueBy(
              deadlinesFor(
                rows,
                { what: one.what, state: one.state, level: one.level, programId: one.programId, payerId: null },
                today,
              ),
              one.since,
              one.weeks,
            )
            if (found === null) return []
            const on = one.latest !== null && one.latest < found.on ? one.latest : found.on
            return on <= addDays(today, 20) ? [`${one.clientId} ${one.what} ${on}`] : []
          }),
        }
      })
      assert.deepEqual(due.toSorted(), expected.toSorted())
      return due.length
    }
    assert.ok((await checked()) > 3)
    // The first of them, and how many there are, without reading them all.
    const firstSay = async () => {
      const read = (limit: number) => inside((work) => plansDue(work, { within: 20, limit }))
      const all = await read(1000)
      for (const limit of [1, 2, 5]) {
        const some = await read(limit)
        assert.deepEqual(
          some.map(({ clientId, what, dueOn, total }) => [clientId, what, dueOn, total]),
          all.slice(0, limit).map(({ clientId, what, dueOn }) => [clientId, what, dueOn, all.length]),
        )
      }
    }
    await firstSay()
    await rule({ what: 'first-plan', days: 5, level_of_care: '2.1' })
    await rule({ what: 'review', at_midpoint: true })
    await checked()
    await firstSay()
    await rule({ what: 'client-signature', days: 1, program_id: program.id })
    await rule({ what: 'cosignature', days: 200, state: 'XX' })
    assert.ok((await checked()) > 3)
    await firstSay()
  })
})
