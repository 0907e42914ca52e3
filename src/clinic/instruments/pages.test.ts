import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { urls } from '../../urls.ts'

const person = (key: string) => ({ client: castId(key) })

describe('The instruments of a clinic', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('DAST-10 is used once somebody has confirmed its terms, and not before', async () => {
    const [ada, lee] = [await house.as('ada'), await house.as('lee')]
    const form = urls.newMeasure(person('maya'), { instrument: 'dast-10' })
    assert.equal((await lee.get(form)).status, 404)
    const answers = {
      instrument: 'dast-10',
      takenOn: '2026-11-02',
      mode: 'self',
      ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => [`q${n}`, '0'])),
    }
    const early = await lee.post(urls.newMeasure(person('maya')), answers)
    assert.match(early.text, /This clinic does not use DAST-10/)
    const use = { instrument: 'dast-10', setting: 'in-use', value: 'yes' }
    assert.equal((await lee.post(urls.instruments(), use)).status, 403)
    const bare = await ada.post(urls.instruments(), use)
    assert.equal(bare.status, 422)
    assert.match(bare.text, /has terms of its own/)
    assert.equal((await ada.post(urls.instruments(), { ...use, confirmed: 'yes' })).status, 303)
    assert.match((await ada.get(urls.instruments())).text, /Ada Moreno[^<]*in use: yes\. Our use is not commercial/)
    assert.equal((await lee.get(form)).status, 200)
    assert.equal((await lee.post(urls.newMeasure(person('maya')), answers)).status, 303)
  })

  it('CIWA-Ar says which bands were used, and is never handed to the client', async () => {
    const [dana, lee] = [await house.as('dana'), await house.as('lee')]
    const answers = {
      instrument: 'ciwa-ar',
      takenOn: '2026-11-02',
      mode: 'clinician',
      ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => [`q${n}`, n === 1 ? '7' : n === 2 ? '1' : '0'])),
    }
    const self = await lee.post(urls.newMeasure(person('maya')), { ...answers, mode: 'self' })
    assert.match(self.text, /observed and asked by a clinician/)
    await lee.post(urls.newMeasure(person('maya')), answers)
    assert.match(
      (await lee.get(urls.measures(person('maya')))).text,
      /8, Mild \(bands: ASAM alcohol withdrawal guideline 2020/,
    )
    const bands = { instrument: 'ciwa-ar', setting: 'bands' }
    assert.equal((await dana.post(urls.instruments(), { ...bands, value: 'made-up' })).status, 422)
    assert.equal((await dana.post(urls.instruments(), { ...bands, value: 'eight-fifteen' })).status, 303)
    await lee.post(urls.newMeasure(person('maya')), answers)
    const { rows } = await house.db.owner.query(
      "select score, band_set from measure where instrument = 'ciwa-ar' order by recorded_at",
    )
    assert.deepEqual(rows, [
      { score: 8, band_set: 'asam-2020' },
      { score: 8, band_set: 'eight-fifteen' },
    ])
    assert.match((await lee.get(urls.measures(person('maya')))).text, /8, Moderate \(bands: a published implementation/)
  })
})
