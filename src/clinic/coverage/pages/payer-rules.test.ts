import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openHouse, type TestHouse } from '../../../../tests/knock.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays } from '../../../basics/dates.ts'
import { urls } from '../../../urls.ts'
import { publishedRules } from '../published-rules.ts'

describe('What payers pay for', () => {
  let house: TestHouse
  let payer = ''
  const today = todayHere()
  before(async () => {
    house = await openHouse()
    const dana = await house.as('dana')
    await dana.post(urls.payers(), { name: 'River Mutual', kind: 'commercial', payerCode: '', phone: '' })
    payer = (await house.db.owner.query<{ id: string }>("select id from payer_now where name = 'River Mutual'")).rows[0]
      ?.id as string // added the line above
  })
  after(() => house.close())

  const page = async (query = {}) => (await (await house.as('dana')).get(urls.payerRule({ payer }, query))).text

  it('says that a payer has no rule, and lets each published one be adopted', async () => {
    const dana = await house.as('dana')
    assert.match((await dana.get(urls.payerRules())).text, /1 payer has no rule yet/)
    for (const rule of publishedRules) {
      const answer = await dana.post(urls.payerRuleAdoption({ payer }), { published: rule.key, from: today })
      assert.equal(answer.status, 303, answer.text)
    }
    const text = await page()
    // The last one adopted from a day about a program corrects the one before it; all of them stay in the history.
    for (const rule of publishedRules) assert.ok(text.includes(rule.source), rule.key)
    assert.match(text, /Default: your compliance officer confirms/)
    assert.match(text, /Stands in the source/)
    assert.match((await dana.get(urls.payerRules())).text, /Every payer has a rule/)
  })

  it("records the contract's own rule as a new row, which starts on its day", async () => {
    const dana = await house.as('dana')
    const form = {
      program: 'substance-use',
      unit: 'hour',
      code: 'h0015',
      revenueCode: '0906',
      modifiers: 'hf',
      placeOfService: '57',
      minutesPerDay: '',
      servicesPerDay: '1',
      'counts[]': ['group', 'individual'],
      daysPerWeek: '3',
      hoursPerWeek: '7.5',
      servicesPerWeek: '0',
      weekStart: '7',
      underWeek: 'deny',
      partial: 'downcode',
      downCodes: 'H0005 group 60 each 1\nH0004 individual 15 15 6',
      maxUnitsPerDay: '4',
      maxDaysPerWeek: '5',
      minGroup: '3',
      groupCap: '12',
      telehealth: 'none',
      needs: 'note',
      authUnit: 'hour',
      maxPerAuth: '36',
      timelyFilingDays: '90',
      from: addDays(today, 5),
      to: '',
      source: 'River Mutual contract 2026, section 4',
      mark: 'V',
    }
    const wrong = await dana.post(urls.payerRule({ payer }), { ...form, downCodes: 'H0005 group', source: '' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /cannot be read\. Write it as/)
    assert.match(wrong.text, /Say where this stands/)
    assert.match(wrong.text, /value="7\.5"/)
    assert.equal([...wrong.text.matchAll(/name="counts\[\]"[^>]* checked/g)].length, 2)
    const answer = await dana.post(urls.payerRule({ payer }), form)
    assert.equal(answer.status, 303, answer.text)
    const { rows } = await house.db.owner.query(
      "select terms, program_kind, effective_from from payer_rule where published = ''",
    )
    const [row] = rows
    assert.deepEqual(
      [
        row.terms.unit,
        row.terms.code,
        row.terms.minutesPerWeek,
        row.terms.counts,
        row.terms.needsLicence,
        row.terms.weekStart,
      ],
      ['hour', 'H0015', 450, ['group', 'individual'], false, 7],
    )
    assert.equal(row.terms.downCodes.length, 2)
    assert.match(await page(), /From its first day on/)
  })

  it('tries a week that nobody has, and says what cannot be read', async () => {
    await (await house.as('dana')).post(urls.payerRuleAdoption({ payer }), { published: 'h0015', from: today })
    const tried = await page({ mon: '90 group, 90 group', tue: '180 group' })
    assert.match(tried, /would pay for 2 of 2 days, 6 h counted/)
    assert.match(await page({ mon: 'a morning' }), /Write Monday as minutes and a word/)
  })

  it('is for those who work with rules and money: a therapist sees nothing, a coordinator changes nothing', async () => {
    assert.equal((await (await house.as('lee')).get(urls.payerRules())).status, 403)
    const noor = await house.as('noor')
    assert.equal((await noor.get(urls.payerRule({ payer }))).status, 200)
    const answer = await noor.post(urls.payerRuleAdoption({ payer }), { published: 'h0015', from: today })
    assert.equal(answer.status, 403)
  })
})
