import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../../tests/database.ts'
import { asPerson, type Stepwell } from '../../../db/work.ts'
import { verifyTrail } from '../queries.ts'
import { record } from '../trail.ts'
import { sealTrail } from './seal.ts'

const by: Stepwell = { kind: 'stepwell', id: null, name: 'Test' }

describe('The trail', () => {
  let db: TestDatabase
  before(async () => {
    db = await freshDatabase()
    for (let n = 0; n < 30; n += 1) {
      await asPerson(db.pool, riverbend.id, by, new Date(), (work) =>
        record(work, 'looked', { clients: [castId('maya')], about: { n, screen: 'chart' } }),
      )
    }
    await sealTrail(db.pool, new Date())
  })
  after(() => db.close())
  const verify = () => asPerson(db.pool, riverbend.id, by, new Date(), verifyTrail)

  it('is whole after sealing', async () => {
    const verdict = await verify()
    assert.equal(verdict.intact, true)
    assert.ok(verdict.intact && verdict.sealed >= 30 && verdict.unsealed === 0)
  })

  it('seals each row once, however often and by however many copies at once', async () => {
    await asPerson(db.pool, riverbend.id, by, new Date(), (work) => record(work, 'looked'))
    await Promise.all([1, 2, 3, 4].map(() => sealTrail(db.pool, new Date())))
    const verdict = await verify()
    assert.ok(verdict.intact && verdict.unsealed === 0)
  })

  it('is append-only for the application', async () => {
    await asPerson(db.pool, riverbend.id, by, new Date(), async (work) => {
      await assert.rejects(work.db.updateTable('trail').set({ verb: 'nothing' }).execute(), /permission denied/)
    }).catch(() => {})
    await asPerson(db.pool, riverbend.id, by, new Date(), async (work) => {
      await assert.rejects(work.db.deleteFrom('trailSeal').execute(), /permission denied/)
    }).catch(() => {})
  })

  const tampering: [string, string, string][] = [
    ['a changed name', "update trail set by_name = 'Somebody else' where id = $1", 'changed'],
    ['a changed time', "update trail set at = at + interval '1 millisecond' where id = $1", 'changed'],
    ['a changed client', "update trail set client_ids = '{}' where id = $1", 'changed'],
    ['a changed detail', `update trail set about = '{"n": 7, "screen": "nothing"}' where id = $1`, 'changed'],
    ['a removed row', 'delete from trail where id = $1', 'removed'],
    ['a removed seal', 'delete from trail_seal where trail_id = $1', 'missing'],
    ['a changed seal', "update trail_seal set hash = repeat('a', 64) where trail_id = $1", 'changed'],
  ]
  for (const [name, deed, word] of tampering) {
    it(`names the first broken row after ${name}`, async () => {
      await db.owner.query('begin')
      await db.owner.query("select set_config('app.clinic', $1, true)", [riverbend.id])
      const { rows } = await db.owner.query(
        'select trail_id, position from trail_seal where clinic_id = $1 and position = 12',
        [riverbend.id],
      )
      await db.owner.query('savepoint whole')
      await db.owner.query(deed, [rows[0].trail_id])
      await db.owner.query('commit')
      const verdict = await verify()
      assert.ok(!verdict.intact)
      assert.equal(verdict.position, 12)
      assert.match(verdict.because, new RegExp(word))
      await db.close()
      db = await freshDatabase()
      for (let n = 0; n < 30; n += 1) {
        await asPerson(db.pool, riverbend.id, by, new Date(), (work) =>
          record(work, 'looked', { clients: [castId('maya')], about: { n, screen: 'chart' } }),
        )
      }
      await sealTrail(db.pool, new Date())
    })
  }
})
