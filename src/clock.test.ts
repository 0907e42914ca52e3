import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { riverbend } from '../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../tests/database.ts'
import { chores, startClock } from './clock.ts'
import { record } from './clinic/access/trail.ts'
import { asPerson } from './db/work.ts'

describe('The clock', () => {
  let db: TestDatabase
  before(async () => {
    db = await freshDatabase()
  })
  after(() => db.close())

  it('does every chore on a real clinic without complaint, twice', async () => {
    for (const chore of [...chores, ...chores]) await chore.does(db.pool, new Date())
  })

  it('lays sessions six weeks ahead, at the wall clock, through the clock change', async () => {
    const { rows } = await db.owner.query<{ n: number; wrong: number }>(
      `select count(*)::int as n, count(*) filter (where to_char(lower(g.during) at time zone r.time_zone, 'HH24:MI') <> to_char(r.starts, 'HH24:MI'))::int as wrong
       from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id where g.held_on > current_date + 30`,
    )
    assert.ok((rows[0]?.n ?? 0) > 20)
    assert.equal(rows[0]?.wrong, 0)
  })

  it('seals while it runs, and stops when it is told', async () => {
    const complaints: unknown[] = []
    const stop = startClock(
      db.pool,
      () => new Date(),
      (_, error) => complaints.push(error),
    )
    await asPerson(db.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Test' }, new Date(), (work) =>
      record(work, 'deed.done'),
    )
    for (let n = 0; n < 50 && (await unsealed()) > 0; n += 1) await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal(await unsealed(), 0)
    await stop()
    assert.deepEqual(complaints, [])
  })

  const unsealed = async () =>
    (
      await db.owner.query<{ n: number }>(
        'select count(*)::int as n from trail t where not exists (select from trail_seal s where s.trail_id = t.id)',
      )
    ).rows[0]?.n ?? -1
})
