import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { addDays, dayAt, instantAt } from '../basics/dates.ts'
import { hashPassword } from '../clinic/access/passwords.ts'
import { sealTrail } from '../clinic/access/actions/seal.ts'
import { verifyTrail } from '../clinic/access/queries.ts'
import { asPerson } from '../db/work.ts'
import { castId, riverbend } from '../../tests/cast.ts'
import { setFileKeys } from '../db/sealing.ts'
import { freshDatabase, type TestDatabase } from '../../tests/database.ts'
import { catchUpDemo } from './catch-up.ts'
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
import { loadDemo } from './load.ts'

// Cheap on purpose: these passwords open nothing but test databases.
const cheaply = (password: string) => hashPassword(password, { memory: 1024, passes: 1, parallelism: 1 })
const today = dayAt(new Date(), riverbend.timeZone)
const at = (day: string, time: string) => instantAt(day, time, riverbend.timeZone)

setFileKeys([Buffer.alloc(32, 5).toString('base64')])

const open: TestDatabase[] = []
after(() => Promise.all(open.map((database) => database.close())))

const clients = 26

async function laid(day: string, time: string) {
  const database = await freshDatabase('empty')
  open.push(database)
  await loadDemo(database.ownerUrl, { today: day, at: at(day, time), clients, months: 1, hash: cheaply })
  return database
}

async function looksAlive({ owner }: TestDatabase, now: Date, day: string): Promise<void> {
  assert.equal(await differingBoards(owner), 0, 'boards')
  assert.equal(await collisions(owner), 0, 'collisions')
  assert.equal(await foreseen(owner, now), 0, 'foreseen')
  assert.ok((await unmarked(owner, now)) <= 3, 'unmarked sessions')
  assert.equal(
    await one(
      owner,
      'select count(*) from visit v where upper(v.during) <= $1 and not exists (select from attendance_mark m where m.clinic_id = v.clinic_id and m.visit_id = v.id)',
      [now],
    ),
    0,
    'unmarked visits',
  )
  const due = await unsigned(owner, now)
  assert.ok(due >= 5 && due <= 8, `${due} notes unsigned`)
  assert.ok(
    (await one(owner, 'select count(*) from unreached where clinic_id = $1', [riverbend.id])) <= 3,
    'not reached',
  )
  assert.equal(
    (await one(owner, 'select count(*) from group_session where held_on = $1 and clinic_id = $2', [
      addDays(day, 42),
      riverbend.id,
    ])) > 0,
    true,
    'laid ahead',
  )
  assert.equal(await inquiriesAstray(owner), 0, 'inquiries')
  const door = await frontDoor(owner, now, day)
  const within = (name: string, least: number, most: number) => {
    const value = door[name] ?? -1
    assert.ok(value >= least && value <= most, `${name}: ${value}`)
  }
  within('open inquiries', 8, 45)
  within('overdue steps', 0, 22)
  within('held back', 1, 25)
  within('estimates that are late', 0, 1)
  within('links that are out', 0, 1)
  within('assessments begun', 0, 4)
  const here = await inCare(owner)
  assert.ok(here >= clients - 3 && here <= clients, `${here} in care`)
  assert.equal(
    await one(owner, 'select count(*) from episode where id = $1 and upper_inf(during)', [castId('maya episode')]),
    1,
    'Maya is here',
  )
}

describe('A demo that was left alone', () => {
  it('has lived on after 1, 3 and 40 days, and is still itself when asked twice', async () => {
    const start = addDays(today, -44)
    const database = await laid(start, '15:30')
    for (const [days, time] of [
      [1, '10:10'],
      [4, '21:30'],
      [44, '16:00'],
    ] as const) {
      const day = addDays(start, days)
      const now = at(day, time)
      const before = await one(database.owner, 'select count(*) from attendance_mark')
      await catchUpDemo(database.ownerUrl, { at: now })
      await looksAlive(database, now, day)
      assert.ok((await one(database.owner, 'select count(*) from attendance_mark')) > before)
      const prints = await fingerprints(database.owner)
      await catchUpDemo(database.ownerUrl, { at: now })
      assert.deepEqual(await fingerprints(database.owner), prints)
      await catchUpDemo(database.ownerUrl, { at: new Date(now.getTime() - 60_000) })
      assert.deepEqual(await fingerprints(database.owner), prints)
    }
    const { owner, pool } = database
    assert.ok((await one(owner, 'select count(*) from discharge d where on_day > $1', [start])) >= 2)
    assert.ok((await one(owner, 'select count(*) from episode e where lower(during) > $1', [start])) >= 2)
    assert.ok((await one(owner, 'select count(*) from measure where taken_on > $1', [start])) >= 20)
    assert.ok((await one(owner, 'select count(*) from visit_cancellation')) >= 1)
    while ((await sealTrail(pool, at(today, '16:01'))) > 0);
    const verdict = await asPerson(
      pool,
      riverbend.id,
      { kind: 'stepwell', id: null, name: 'Tests' },
      new Date(),
      verifyTrail,
    )
    assert.deepEqual([verdict.intact, 'unsealed' in verdict && verdict.unsealed], [true, 0], JSON.stringify(verdict))
  })

  it('is alive after sixty days, through a change of clocks', async () => {
    const database = await laid('2026-09-15', '11:00')
    const now = at('2026-11-14', '12:40')
    await catchUpDemo(database.ownerUrl, { at: now })
    assert.equal(await collisions(database.owner), 0)
    assert.equal(await foreseen(database.owner, now), 0)
    assert.ok((await unmarked(database.owner, now)) <= 3)
    assert.ok((await inCare(database.owner)) >= clients - 3)
  })

  it('goes on from this morning in the afternoon', async () => {
    const database = await laid(today, '00:20')
    const now = at(today, '21:50')
    await catchUpDemo(database.ownerUrl, { at: now })
    await looksAlive(database, now, today)
    assert.ok((await one(database.owner, 'select count(*) from attendance_mark where held_on = $1', [today])) > 0)
  })

  it('leaves alone what people did: a stay of their own, a signed note, a released seat', async () => {
    const start = addDays(today, -10)
    const database = await laid(start, '13:00')
    const { owner } = database
    await owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
    const mine = '01900000-0000-7000-8000-00000000000'
    await owner.query("insert into client (clinic_id, id, number, added_at) values ($1, $2, '9001', $3)", [
      riverbend.id,
      `${mine}1`,
      at(start, '14:00'),
    ])
    await owner.query(
      "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, $2, $3, 'Own', 'Person', '1990-01-01', 'other', 'own person', $4)",
      [riverbend.id, `${mine}2`, `${mine}1`, at(start, '14:00')],
    )
    await owner.query(
      "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5::date, null), 'home', $6, $7)",
      [riverbend.id, `${mine}3`, `${mine}1`, castId('day'), start, castId('noor'), at(start, '14:05')],
    )
    const seat = await owner.query<{ id: string; clientId: string }>(
      `update seat set during = daterange(lower(during), $2::date) where id = (
         select id from seat where clinic_id = $1 and upper_inf(during) and lower(during) < $2::date order by id limit 1) returning id, client_id as "clientId"`,
      [riverbend.id, addDays(start, 1)],
    )
    const note = await owner.query<{ id: string }>(
      'select id from group_note where clinic_id = $1 order by written_at desc limit 1',
      [riverbend.id],
    )

    const now = at(today, '17:20')
    await catchUpDemo(database.ownerUrl, { at: now })
    assert.equal(await one(owner, 'select count(*) from episode where id = $1 and upper_inf(during)', [`${mine}3`]), 1)
    assert.equal(await one(owner, 'select count(*) from measure where client_id = $1', [`${mine}1`]), 0)
    assert.equal(
      await one(owner, 'select count(*) from seat where id = $1 and upper(during) = $2::date', [
        seat.rows[0]?.id,
        addDays(start, 1),
      ]),
      1,
    )
    assert.equal(
      await one(
        owner,
        'select count(*) from attendance_mark m join group_session g on g.id = m.session_id join seat s on s.series_id = g.series_id where s.id = $1 and m.client_id = s.client_id and m.held_on > $2::date and not exists (select from seat o where o.client_id = s.client_id and o.series_id = g.series_id and o.during @> g.held_on)',
        [seat.rows[0]?.id, start],
      ),
      0,
    )
    assert.equal(
      await one(owner, 'select count(*) from note_signature where note_id = $1 and part = $2', [
        note.rows[0]?.id,
        'author',
      ]),
      1,
    )
    assert.equal(await differingBoards(owner), 0)
  })
})
