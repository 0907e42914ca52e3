import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../tests/database.ts'
import pg from 'pg'

const clinic = riverbend.id
let db: TestDatabase
before(async () => {
  db = await freshDatabase()
})
after(() => db.close())

const kept = `select program_id, level_of_care, in_care from census where clinic_id = $1 and in_care <> 0 order by 1, 2`
const counted = `select program_id, level_of_care, count(*)::int as in_care from episode where clinic_id = $1 and upper_inf(during) group by 1, 2 order by 1, 2`

/** The census that is kept says what counting the open stays says. */
async function same(): Promise<number> {
  const [one, other] = await Promise.all([db.owner.query(kept, [clinic]), db.owner.query(counted, [clinic])])
  assert.deepEqual(one.rows, other.rows)
  return one.rows.reduce((sum: number, row: { in_care: number }) => sum + row.in_care, 0)
}

async function admit(on: pg.Client, level = '2.1', upto: string | null = null): Promise<string> {
  const [client, episode] = [randomUUID(), randomUUID()]
  await on.query('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
    clinic,
    client,
    client.slice(0, 8),
  ])
  await on.query(
    `insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at)
     values ($1, $2, $3, $4, $5, daterange('2026-10-01', $6::date), 'home', $7, now())`,
    [clinic, episode, client, castId('day'), level, upto, castId('dana')],
  )
  return episode
}

describe('The census', () => {
  it('follows who comes, who ends, and who was never there', async () => {
    const first = await same()
    assert.ok(first > 0)
    const [a, b, c] = [await admit(db.owner), await admit(db.owner, '2.5'), await admit(db.owner, '1.0', '2026-10-20')]
    assert.equal(await same(), first + 2)
    await db.owner.query("update episode set during = daterange(lower(during), '2026-11-01') where id = $1", [a])
    assert.equal(await same(), first + 1)
    await db.owner.query('delete from episode where id = any ($1)', [[b, c]])
    assert.equal(await same(), first)
  })

  it('counts two admissions at once, and none of one that was taken back', async () => {
    const first = await same()
    const others = [db.ownerUrl, db.ownerUrl].map((url) => new pg.Client({ connectionString: url }))
    await Promise.all(others.map((one) => one.connect()))
    const [one, other] = others
    assert.ok(one && other)
    await one.query('begin')
    await admit(one)
    const second = admit(other)
    await admit(one)
    await one.query('commit')
    await second
    assert.equal(await same(), first + 3)
    await one.query('begin')
    await admit(one)
    await one.query('rollback')
    assert.equal(await same(), first + 3)
    await Promise.all(others.map((each) => each.end()))
  })

  it('is read by nobody of another clinic, and written by no one but the rows', async () => {
    const client = await db.pool.connect()
    await client.query('begin')
    assert.equal((await client.query('select * from census')).rowCount, 0)
    await assert.rejects(client.query('update census set in_care = 0'), /permission denied/)
    await client.query('rollback')
    client.release()
  })
})
