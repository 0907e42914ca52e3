import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDays } from '../src/basics/dates.ts'
import { urls } from '../src/urls.ts'
import { castId } from './cast.ts'
import { openHouse, type TestHouse } from './knock.ts'
import { seriesId, todayHere } from './world.ts'

// Moving somebody to another group, as it is done at a desk: on the page, with what stands in the way said there.

describe('Moving to another group', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const client = castId('amina')
  const from = addDays(todayHere(), 3)
  const ask = async (sql: string, values: unknown[] = []) => (await house.db.owner.query(sql, values)).rows
  const stands = () =>
    ask('select id, series_id, number, during::text from seat where client_id = $1 order by id', [client])
  const seatIn = async (series: string) =>
    (
      await ask('select id from seat where client_id = $1 and series_id = $2 and upper_inf(during)', [client, series])
    )[0]?.id
  const offered = (page: string) =>
    [...page.matchAll(/name="series" value="([0-9a-f-]{36})"/g)].flatMap(([, id]) => id ?? [])

  it('offers what fits, moves at one press, and a second press moves nothing more', async () => {
    const noor = await house.as('noor')
    // Two of her groups are given back, so that there is somewhere to go and back.
    const [old, next] = [seriesId('process-a', 1), seriesId('relapse-prevention', 2)]
    const given = await seatIn(next)
    assert.equal(
      (await noor.post(urls.seatRelease({ seat: given }), { lastDay: todayHere(), because: 'Rests' })).status,
      303,
    )
    const seat = await seatIn(old)
    const page = await noor.get(`${urls.seatTransfer({ seat })}?from=${from}`)
    assert.equal(page.status, 200)
    assert.ok(offered(page.text).includes(next), 'the group that was left is offered')
    assert.ok(!offered(page.text).includes(old))

    const before = await stands()
    const said = { from, series: next, because: 'Wants Tuesday' }
    assert.equal((await noor.post(urls.seatTransfer({ seat }), { ...said, because: '' })).status, 422)
    assert.equal((await noor.post(urls.seatTransfer({ seat }), { ...said, series: old })).status, 422)
    assert.deepEqual(await stands(), before)

    const both = await Promise.all(
      [noor, await house.as('theo')].map((desk) => desk.post(urls.seatTransfer({ seat }), said)),
    )
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    const transfers = await ask('select to_seat_id from seat_transfer where seat_id = $1', [seat])
    assert.equal(transfers.length, 1)
    const [left] = await ask('select (upper(during) - 1)::text as last from seat where id = $1', [seat])
    const [begun] = await ask('select series_id, lower(during)::text as first from seat where id = $1', [
      transfers[0].to_seat_id,
    ])
    assert.deepEqual([left.last, begun], [addDays(from, -1), { series_id: next, first: from }])
    assert.equal((await ask("select 1 from notice where client_id = $1 and kind = 'week-changed'", [client])).length, 1)
  })

  it('says the same sentence of every room that a director keeps, offers it to nobody, and leaves the old seat', async () => {
    const [dana, noor] = [await house.as('dana'), await house.as('noor')]
    const [old, kept] = [seriesId('process-a', 3), seriesId('relapse-prevention', 4)]
    const given = await seatIn(kept)
    await noor.post(urls.seatRelease({ seat: given }), { lastDay: todayHere(), because: 'Rests' })
    assert.equal(await seatIn(kept), undefined)
    const seat = await seatIn(old)
    const at = `${urls.seatTransfer({ seat })}?from=${from}`
    assert.ok(offered((await noor.get(at)).text).includes(kept))
    const meets = async () => {
      const before = await stands()
      const page = await noor.get(at)
      assert.ok(!offered(page.text).includes(kept))
      const answer = await noor.post(urls.seatTransfer({ seat }), { from, series: kept, because: 'Thursday' })
      assert.equal(answer.status, 422)
      assert.deepEqual(await stands(), before)
      const sentence = /Relapse prevention[^<]*now[^<]*/.exec(
        /role="alert"[\s\S]*?<\/(?:section|div)>/.exec(answer.text)?.[0] ?? '',
      )?.[0]
      assert.ok(sentence, 'says why in one sentence')
      return sentence
    }
    const decided = { deed: 'room', series: kept, client, because: 'The mix', from: todayHere(), to: '' }
    assert.equal((await dana.post(urls.roomDecisions(), decided)).status, 303)
    const one = await meets()
    const decision = (await ask('select id from room_decision order by decided_at desc limit 1'))[0].id
    await dana.post(urls.roomDecisionEnd({ decision }), {})
    const other = (
      await ask('select client_id from seat where series_id = $1 and client_id <> $2 and upper_inf(during) limit 1', [
        kept,
        client,
      ])
    )[0].client_id
    const rule = { deed: 'apart', one: client, other, kind: 'former-partners', because: '', lastDay: '' }
    assert.equal((await dana.post(urls.roomDecisions(), rule)).status, 303)
    assert.equal(await meets(), one)
  })
})
