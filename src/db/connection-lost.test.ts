import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { freshDatabase, type TestDatabase } from '../../tests/database.ts'

let db: TestDatabase
before(async () => {
  db = await freshDatabase('empty')
})
after(() => db.close())

it('outlives a connection that the server cuts while a request holds it', async () => {
  const held = await db.pool.connect()
  const { rows } = await held.query<{ pid: number }>('select pg_backend_pid() as pid')
  const cut = new Promise<void>((resolve) => held.once('end', resolve))
  await db.owner.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await cut
  await assert.rejects(held.query('select 1'))
  held.release(true)
  assert.equal((await db.pool.query('select 1 as one')).rows[0]?.one, 1)
})
