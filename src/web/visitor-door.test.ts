import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openHouse, type TestHouse } from '../../tests/knock.ts'

// What a visitor's role may read of a client, table by table: nothing. The list comes from the schema.
const aboutClients = `select distinct c.relname as name from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
  union select unnest(array['client', 'trail', 'staff_password', 'session', 'referral_upload', 'inquiry']) order by 1`

describe('The visitors’ door', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('lets the visitor’s role read no client, even with the clinic named', async () => {
    const { rows: tables } = await house.db.owner.query<{ name: string }>(aboutClients)
    assert.ok(tables.length > 30)
    const read: string[] = []
    const client = await house.db.pool.connect()
    const may = (sql: string) =>
      client.query(`savepoint s; ${sql}; rollback to savepoint s`).then(
        () => true,
        () => client.query('rollback to savepoint s').then(() => false),
      )
    for (const { name } of tables) {
      await client.query('begin')
      await client.query('set local role stepwell_visitor')
      await client.query("select begin_visit('')")
      const rows = await may(`select client_id from "${name}"`)
      const all = await may(`select * from "${name}" limit 1`)
      await client.query('rollback')
      if (rows || all) read.push(name)
    }
    client.release()
    assert.deepEqual(read, [])
  })

  it('is shut for a clinic without public pages', async () => {
    const empty = await openHouse('empty')
    assert.equal((await empty.stranger().get('/en')).status, 404)
    await empty.close()
  })

  it('takes a strange host name for none', async () => {
    const answer = await house.stranger().get('/en', { host: "x'; drop table client; --" })
    assert.ok(answer.status === 200 || answer.status === 404)
  })
})
