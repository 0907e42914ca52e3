import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { hashPassword } from '../clinic/access/passwords.ts'
import { verifyTrail } from '../clinic/access/queries.ts'
import { asPerson } from '../db/work.ts'
import { addDays, dayAt, instantAt, weekdayOf } from '../basics/dates.ts'
import { castId, clients, lakeside, riverbend } from '../../tests/cast.ts'
import { setFileKeys } from '../db/sealing.ts'
import { freshDatabase, type TestDatabase } from '../../tests/database.ts'
import {
  collisions,
  differingBoards,
  fingerprints,
  foreseen,
  frontDoor,
  inCare,
  inquiriesAstray,
  one,
  unmarked,
  unsigned,
} from './examine.ts'
import { isDemoLoaded, isEmpty, loadDemo } from './load.ts'

// Cheap on purpose: these passwords open nothing but test databases.
const cheaply = (password: string) => hashPassword(password, { memory: 1024, passes: 1, parallelism: 1 })

// Papers are sealed with it, as at a clinic.
setFileKeys([Buffer.alloc(32, 5).toString('base64')])
// Sealing draws a number each time; reasons for closing are laid by the database itself.
const drawn = ['file_content', 'closing_reason']

const open: TestDatabase[] = []
after(() => Promise.all(open.map((database) => database.close())))

async function laid(day: string, time: string, more: { clients?: number; months?: number; seed?: number } = {}) {
  const database = await freshDatabase('empty')
  open.push(database)
  const at = instantAt(day, time, riverbend.timeZone)
  await loadDemo(database.ownerUrl, { today: day, at, clients: 12, months: 1, hash: cheaply, ...more })
  return { ...database, at }
}

const today = dayAt(new Date(), riverbend.timeZone)

describe('A small demo', () => {
  it('holds to every rule of the database and to its boards, and foresees nothing', async () => {
    const { owner, ownerUrl, pool, at } = await laid(today, '14:40')
    assert.equal(await isDemoLoaded(ownerUrl), true)
    assert.equal(await isEmpty(ownerUrl), false)
    assert.equal(await differingBoards(owner), 0)
    assert.equal(await collisions(owner), 0)
    assert.equal(await foreseen(owner, at), 0)
    assert.equal(await inCare(owner), 12)
    assert.equal(await one(owner, 'select count(*) from clinic where is_demo'), 2)
    assert.equal(
      (await one(owner, 'select count(*) from trail_seal')) - (await one(owner, 'select count(*) from trail')),
      0,
    )
    assert.ok((await one(owner, 'select count(*) from group_session where held_on >= $1', [addDays(today, 41)])) > 0)
    const verdict = await asPerson(pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Tests' }, at, verifyTrail)
    assert.deepEqual([verdict.intact, 'unsealed' in verdict && verdict.unsealed], [true, 0], JSON.stringify(verdict))
  })

  it('is the same twice, another with another seed, and refuses to be laid over the first', async () => {
    const day = '2026-06-17'
    const first = await laid(day, '15:05')
    const second = await laid(day, '15:05')
    const other = await laid(day, '15:05', { seed: 8 })
    const prints = await fingerprints(first.owner, drawn)
    assert.deepEqual(await fingerprints(second.owner, drawn), prints)
    const others = await fingerprints(other.owner, drawn)
    for (const table of [
      'client_identity',
      'episode',
      'attendance_mark',
      'client_note',
      'measure',
      'inquiry',
      'coverage',
    ]) {
      assert.notEqual(others[table], prints[table], table)
    }
    const whole = await fingerprints(first.owner)
    const again = { today: day, at: first.at, clients: 12, months: 1, hash: cheaply }
    await assert.rejects(loadDemo(first.ownerUrl, again), /clinic_pkey/)
    assert.deepEqual(await fingerprints(first.owner), whole)
  })

  const oddDays = [
    ['a leap day, before anyone is admitted', '2028-02-29', '06:10'],
    ['the day when clocks go forward', '2027-03-14', '20:00'],
    ['the day when clocks go back', '2026-11-01', '20:00'],
    ['a minute past midnight on New Year’s Day', '2027-01-01', '00:01'],
  ] as const
  for (const [name, day, time] of oddDays) {
    it(`can be laid on ${name}`, async () => {
      const { owner, at } = await laid(day, time, { clients: 40 })
      assert.equal(await collisions(owner), 0)
      assert.equal(await foreseen(owner, at), 0)
      assert.equal(await inquiriesAstray(owner), 0)
      assert.equal(await inCare(owner), 40)
      assert.ok((await unmarked(owner, at)) <= 3)
      if (weekdayOf(day) === 7 || weekdayOf(day) === 6) {
        assert.ok(
          (await one(owner, 'select count(*) from group_session where held_on = $1 and not isempty(during)', [day])) >=
            2,
        )
      }
    })
  }
})

/** What a coordinator finds on a weekday, whatever the day. */
const expectedAtTheDoor: Record<string, [least: number, most: number]> = {
  'open inquiries': [10, 45],
  'stages in use': [8, 9],
  'overdue steps': [1, 20],
  'inquiries in Spanish': [8, 80],
  'held back': [3, 25],
  'admitted with an inquiry': [40, 160],
  'sources in use': [5, 7],
  referrers: [7, 7],
  'pages that were reviewed within the year': [9, 9],
  'people who are shown': [9, 9],
  'calls to come': [1, 12],
  'calls with an outcome': [10, 40],
  'messages that wait': [1, 6],
  'seats held': [2, 2],
  partners: [10, 10],
  'partners that nobody checked for long': [2, 2],
  payers: [6, 6],
  'in care with a plan, %': [75, 95],
  'estimates that are owed tomorrow or later': [1, 3],
  'estimates that are late': [0, 0],
  'estimates with their paper': [2, 12],
  'applications for help': [3, 3],
  'applications that wait': [1, 1],
  'papers signed': [30, 60],
  'links that are out': [1, 1],
  'assessments signed': [18, 20],
  'assessments begun': [1, 2],
  'assessments that wait for a co-signature': [1, 5],
  'records merged': [1, 1],
  'came back from where they were sent': [1, 1],
}

describe('The whole demo', () => {
  it('looks like the clinics that were counted', async (t) => {
    const began = performance.now()
    const { owner, at } = await laid(today, '16:20', { clients: 90, months: 12 })
    const seconds = (performance.now() - began) / 1000
    const of = (question: string, given: unknown[] = []) => one(owner, question, given)
    const share = (part: string, whole: string) =>
      of(`select 100.0 * count(*) filter (where ${part}) / count(*) from ${whole}`)

    const figures = {
      'did not attend, % of everything expected': await share("mark = 'absent'", 'attendance_mark'),
      'excused, %': await share("mark = 'excused'", 'attendance_mark'),
      'median days in care': await of(
        'select percentile_cont(0.5) within group (order by upper(during) - lower(during)) from episode where not upper_inf(during)',
      ),
      'completed, %': await share("reason = 'completed'", 'discharge'),
      'transferred, %': await share("reason = 'transferred'", 'discharge'),
      'dropped out, %': await share("reason = 'dropped-out'", 'discharge'),
      'terminated, %': await share("reason = 'terminated'", 'discharge'),
      'median days of who dropped out': await of(
        "select percentile_cont(0.5) within group (order by d.on_day - lower(e.during) + 1) from discharge d join episode e on e.id = d.episode_id where d.reason = 'dropped-out'",
      ),
      'missed in the last week before dropping out, %': await of(
        `select 100.0 * count(*) filter (where m.mark = 'absent') / count(*) from discharge d join episode e on e.id = d.episode_id
           join attendance_mark m on m.client_id = e.client_id and m.held_on between d.on_day - 6 and d.on_day where d.reason = 'dropped-out'`,
      ),
      'weeks ahead that reach the floor, %': await of(
        // Of the coming weeks the second, or the first after it in which no holiday closes the clinic.
        `select 100.0 * count(*) filter (where not is_short) / count(*) from episode_week where floor_minutes > 0 and week = (
           select min(w)::date from generate_series(week_of($1::date) + 14, week_of($1::date) + 35, interval '7 days') w
           where not exists (select from closed_day d where d.series_id is null and d.first_day between w and w + interval '6 days'))`,
        [today],
      ),
      'PHQ-9 at the start': await of(
        "select avg(m.score) from measure m join episode e on e.id = m.episode_id where instrument = 'phq-9' and taken_on = lower(e.during)",
      ),
      'PHQ-9 six weeks later': await of(
        "select avg(m.score) from measure m join episode e on e.id = m.episode_id where instrument = 'phq-9' and taken_on - lower(e.during) between 40 and 48",
      ),
      'got worse by 6 or more, %': await of(
        `select 100.0 * count(*) filter (where last.score - first.score >= 6) / count(*) from episode e
           cross join lateral (select score from measure m where m.episode_id = e.id and instrument = 'phq-9' order by taken_on limit 1) first
           cross join lateral (select score from measure m where m.episode_id = e.id and instrument = 'phq-9' order by taken_on desc limit 1) last`,
      ),
      series: await of('select count(*) from group_series where clinic_id = $1', [riverbend.id]),
      'groups by name': await of('select count(distinct name) from group_series where clinic_id = $1', [riverbend.id]),
      sessions: await of('select count(*) from group_session'),
      marks: await of('select count(*) from attendance_mark'),
      'notes of clients': await of('select count(*) from client_note'),
      trail: await of('select count(*) from trail'),
      'seconds to lay it': seconds,
    }
    const within = (name: keyof typeof figures, least: number, most: number) => {
      const value = figures[name]
      t.diagnostic(`${name}: ${Math.round(value * 10) / 10} (${least} to ${most})`)
      assert.ok(value >= least && value <= most, `${name}: ${value}`)
    }
    within('did not attend, % of everything expected', 18, 25)
    within('excused, %', 2, 6)
    within('median days in care', 36, 46)
    within('completed, %', 34.7, 40.7)
    within('transferred, %', 15, 21)
    within('dropped out, %', 20, 26)
    within('terminated, %', 11, 17)
    within('median days of who dropped out', 20, 32)
    within('missed in the last week before dropping out, %', 70, 100)
    within('weeks ahead that reach the floor, %', 85, 100)
    within('PHQ-9 at the start', 11, 16)
    within('PHQ-9 six weeks later', 7, 11.5)
    within('got worse by 6 or more, %', 0.5, 8)
    within('series', 40, 56)
    within('groups by name', 24, 24)
    within('sessions', 1500, 4000)
    within('marks', 15_000, 40_000)
    within('notes of clients', 9_000, 30_000)
    within('trail', 1_000, 8_000)
    t.diagnostic(`seconds to lay it: ${seconds.toFixed(1)} (reach: 20 on two quiet cores)`)

    assert.equal(await differingBoards(owner), 0)
    assert.equal(await collisions(owner), 0)
    assert.equal(await foreseen(owner, at), 0)
    assert.equal(await inCare(owner), 90)
    assert.equal(await inCare(owner, lakeside.id), 5)
    assert.ok(
      (await of(
        "select count(*) from discharge d join episode e on e.id = d.episode_id where d.clinic_id = $1 and e.level_of_care = '2.1'",
        [riverbend.id],
      )) >= 400,
    )
    assert.equal(await of('select count(*) from staff_member where clinic_id = $1', [riverbend.id]), 14)
    assert.equal(
      await of('select count(*) from staff_license where expires_on between $1::date and $1::date + 40', [today]),
      1,
    )
    const due = await unsigned(owner, at)
    assert.ok(due >= 5 && due <= 8, `${due} notes unsigned`)
    assert.ok(
      (await of(
        "select count(*) from note_signature s where needs_cosign and not exists (select from note_signature o where o.note_id = s.note_id and o.part = 'co-signer')",
      )) >= 2,
    )
    const missed = await of('select count(*) from unreached where clinic_id = $1', [riverbend.id])
    assert.ok(missed >= 1 && missed <= 3, `${missed} not reached`)
    assert.equal(await of('select count(*) from open_hand_off'), 3)
    assert.equal(await of('select count(*) from open_hand_off where due_at < $1 and answer is null', [at]), 1)
    assert.equal(await of("select count(*) from open_hand_off where answer = 'accepted'"), 1)
    assert.equal(
      await of(
        'select count(*) from client c where not exists (select from episode e where e.client_id = c.id) and not exists (select from hand_off h where h.client_id = c.id)',
      ),
      // Four who wait, and two whom somebody wrote down twice.
      6,
    )
    const door = await frontDoor(owner, at, today)
    for (const [name, [least, most]] of Object.entries(expectedAtTheDoor)) {
      const value = door[name] ?? -1
      t.diagnostic(`${name}: ${value} (${least} to ${most})`)
      assert.ok(value >= least && value <= most, `${name}: ${value}`)
    }
    assert.equal(await inquiriesAstray(owner), 0)
    const days = await owner.query<{ id: string; day: number }>(
      'select client_id as id, $1::date - lower(during) + 1 as day from episode where upper_inf(during)',
      [today],
    )
    const dayOf = new Map(days.rows.map((row) => [row.id, row.day]))
    assert.deepEqual(
      clients.map((one) => dayOf.get(castId(one.key))),
      clients.map((one) => one.daysHere),
    )
  })
})
