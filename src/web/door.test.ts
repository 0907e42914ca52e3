import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Hono } from 'hono'
import { openHouse, type TestHouse } from '../../tests/knock.ts'
import { record } from '../clinic/access/trail.ts'
import { staffDoor, workOf, type Door } from './door.ts'

describe('The door', () => {
  let house: TestHouse
  let app: Hono<Door>
  let cookie = ''
  before(async () => {
    house = await openHouse()
    const dana = await house.as('dana')
    cookie = dana.cookie()
    app = new Hono<Door>()
    app.use(staffDoor(house.house, (c) => c.text('stranger', 401)))
    app.get('/works', async (c) => {
      await record(workOf(c), 'deed.done')
      return c.text('done')
    })
    app.get('/throws', async (c) => {
      await record(workOf(c), 'deed.half-done')
      throw new Error('half-way')
    })
    app.get('/refuses', async (c) => {
      await record(workOf(c), 'deed.refused')
      return c.text('no', 422)
    })
    app.get('/breaks-the-transaction', async (c) => {
      await workOf(c).db.selectFrom('client').select('id').where('id', '=', 'not an id').execute()
      return c.text('never')
    })
    app.onError((error, c) => c.text(error.message, 500))
  })
  after(() => house.close())

  const visit = (path: string) => app.request(path, { headers: { cookie } })
  const deeds = async (verb: string) =>
    (await house.db.owner.query('select 1 from trail where verb = $1', [verb])).rowCount

  it('keeps what a page did', async () => {
    assert.equal((await visit('/works')).status, 200)
    assert.equal(await deeds('deed.done'), 1)
  })
  // Hono swallows the handler's error; a door that merely awaits `next()` commits half-done work.
  it('undoes everything when a page throws half-way', async () => {
    assert.equal((await visit('/throws')).status, 500)
    assert.equal(await deeds('deed.half-done'), 0)
  })
  it('undoes everything when a page refuses', async () => {
    assert.equal((await visit('/refuses')).status, 422)
    assert.equal(await deeds('deed.refused'), 0)
  })
  it('gives every connection back, whatever happened', async () => {
    for (let n = 0; n < 30; n += 1) {
      await visit('/throws')
      await visit('/breaks-the-transaction')
      await app.request('/works', { headers: { cookie: '__Host-stepwell=somebody-else' } })
    }
    assert.equal((await visit('/works')).status, 200)
    assert.ok(house.db.pool.totalCount <= 8 && house.db.pool.waitingCount === 0)
  })
  it('shows a connection without a person nothing at all', async () => {
    const { rows } = await house.db.pool.query<{ n: number }>('select count(*)::int as n from client')
    assert.equal(rows[0]?.n, 0)
  })
})
