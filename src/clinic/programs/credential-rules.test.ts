import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'
import { defaultSigners, mustBeCosigned, signerOf, withOwnRows } from './signers.ts'

const today = todayHere()

describe('Credentials of a clinic’s own', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const rule = {
    credential: 'LMFT',
    label: 'marriage and family therapist',
    state: '',
    leads: 'education',
    cosign: 'yes',
    cosignedBy: 'the director',
    from: today,
    source: 'State manual 4.2, 2026',
    mark: 'V',
  }

  it('stand over the rows that came, from their day on, and bind whoever leads', async () => {
    const dana = await house.as('dana')
    const page = await dana.get(urls.credentialRules())
    assert.match(page.text, /Default: your compliance officer confirms/)
    const wrong = await dana.post(urls.credentialRules(), { ...rule, source: '', state: 'New York' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /value="LMFT"/)
    assert.equal((await dana.post(urls.credentialRules(), { ...rule, from: addDays(today, 30) })).status, 303)
    assert.match((await dana.get(urls.comingUnheld())).text, /Everything ahead/, 'not yet')
    const leads = { part: 'lead', staffId: castId('marcus'), from: addDays(today, 1) }
    const { rows } = await house.db.owner.query(
      "select id from group_series where name = 'Process group A' and weekday = 4",
    )
    assert.equal((await dana.post(urls.credentialRules(), rule)).status, 303)
    const refused = await dana.post(urls.seriesLeaders({ series: rows[0].id }), leads)
    assert.match(refused.text, /data-refused="beyond-credential"/)
    assert.match((await dana.get(urls.credentialRules())).text, /State manual 4.2, 2026/)
  })

  it('are changed by administrators and directors alone', async () => {
    assert.equal((await (await house.as('noor')).get(urls.credentialRules())).status, 200)
    for (const key of ['noor', 'lee', 'priya', 'ben'])
      assert.equal((await (await house.as(key)).post(urls.credentialRules(), rule)).status, 403, key)
    assert.doesNotMatch((await (await house.as('sofia')).get(urls.credentialRules())).text, /State manual 4.2/)
  })

  it('speak for their credential and state alone', () => {
    const [first] = defaultSigners.filter((row) => row.credential === 'LADC')
    assert.ok(first)
    const own = withOwnRows([
      { ...first, cosign: false, by: null },
      { ...first, state: 'TX', leads: 'none' },
    ])
    assert.equal(mustBeCosigned('LADC', 'NY', own).cosign, false)
    assert.equal(signerOf('LADC', 'TX', own)?.leads, 'none')
    assert.equal(mustBeCosigned('CASAC', 'NY', own).cosign, true)
    assert.equal(own.length, defaultSigners.length + 1)
  })
})
