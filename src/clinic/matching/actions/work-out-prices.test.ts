import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { riverbend, castId } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../../tests/knock.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays, instantAt } from '../../../basics/dates.ts'
import { urls } from '../../../urls.ts'
import { pricesUnderWay, workOutPrices } from './work-out-prices.ts'

describe('The prices of seats', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(async () => {
    await pricesUnderWay()
    await house.close()
  })
  const nights = async () =>
    (await house.db.owner.query('select clients, source from price_night where clinic_id = $1', [riverbend.id])).rows

  it('are worked out at night, once, and by no day', async () => {
    const at = (time: string) => instantAt(addDays(todayHere(), 1), time, riverbend.timeZone)
    await workOutPrices(house.db.pool, at('14:00'))
    await pricesUnderWay()
    assert.deepEqual(await nights(), [])
    for (const time of ['02:00', '02:15', '02:30']) {
      await workOutPrices(house.db.pool, at(time))
      await pricesUnderWay()
    }
    const [night, ...more] = await nights()
    assert.deepEqual(more, [])
    // Enough have come in the last weeks for a forecast of those who come next.
    assert.equal(night.source, 'forecast of admissions')
    assert.ok(night.clients >= 10)
    const { rows } = await house.db.owner.query('select min(points) as least, count(*)::int as n from price')
    assert.ok(rows[0].n > 0 && Number(rows[0].least) >= 0)
  })

  it('stand behind the weeks that are proposed next', async () => {
    const noor = await house.as('noor')
    const page = await noor.get(urls.composeWeek({ episode: castId('will episode') }))
    assert.equal(page.status, 200)
    assert.match(page.text, /for those who are likely to come within two weeks/)
  })

  it('are those of whoever is here, where nobody has come for long', async () => {
    await workOutPrices(house.db.pool, instantAt(addDays(todayHere(), 120), '02:00', riverbend.timeZone))
    await pricesUnderWay()
    const sources = (await nights()).map((one) => one.source)
    assert.deepEqual(sources.toSorted(), ['forecast of admissions', 'relaxation of the census'])
  })
})
