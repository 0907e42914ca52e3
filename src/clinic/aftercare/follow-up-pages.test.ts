import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'
import { stepsFrom } from './pages/follow-up-rules.tsx'

const today = todayHere()
const maya = { gone: castId('maya episode') }

describe('Days as somebody types them', () => {
  it('are read with their tries, in any order', () => {
    assert.deepEqual(stepsFrom('7 x 3, 2×2 ,30'), [
      { dayAfter: 2, tries: 2 },
      { dayAfter: 7, tries: 3 },
      { dayAfter: 30, tries: 1 },
    ])
    for (const wrong of ['', 'week', '0', '400', '7 x 0', '7 x', '7,,8', '-2'])
      assert.equal(stepsFrom(wrong), null, wrong)
  })
})

describe('After leaving', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const leave = async (key: string, ago: number, reason = 'completed') => {
    const own = house.db.owner
    await own.query('alter table episode disable trigger user')
    await own.query(
      `insert into discharge (clinic_id, id, episode_id, on_day, reason, discharged_by, discharged_at) select clinic_id, gen_random_uuid(), id, $2, $3, $4, now() from episode where id = $1`,
      [castId(`${key} episode`), addDays(today, -ago), reason, castId('dana')],
    )
    await own.query(
      'update episode set during = daterange(least(lower(during), $2::date), $2::date + 1) where id = $1',
      [castId(`${key} episode`), addDays(today, -ago)],
    )
    await own.query('alter table episode enable trigger user')
  }

  it('gives whoever left a next call with an owner; what is noted settles it once', async () => {
    await leave('maya', 2)
    await leave('will', 1)
    await leave('amina', 3, 'died')
    const noor = await house.as('noor')
    const list = (await noor.get(urls.followUps())).text
    assert.match(list, /1 person is to be called/)
    assert.match(list, /Maya/)
    assert.match(list, /2 days after/)
    assert.match(list, /In the next 14 days[\s\S]*Will/)
    assert.doesNotMatch(list, /Amina/)
    assert.equal(
      (await noor.post(urls.followUp(maya), { dayAfter: '2', how: 'phone', outcome: 'well', words: '' })).status,
      422,
    )
    const both = await Promise.all(
      ['noor', 'lee'].map(async (key) =>
        (await house.as(key)).post(urls.followUp(maya), {
          dayAfter: '2',
          how: 'phone',
          outcome: 'struggling',
          words: 'Sleeps badly.',
        }),
      ),
    )
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    const page = (await noor.get(urls.followUp(maya))).text
    assert.match(page, /Struggling/)
    assert.match(page, /The next call is on/)
    assert.match((await noor.get(urls.followUps())).text, /Nobody is to be called today/)
  })

  it('wants a person’s voice at two weeks, and shows effort that grows less', async () => {
    await leave('rosa', 14)
    const lee = await house.as('lee')
    const rosa = { gone: castId('rosa episode') }
    const page = (await lee.get(urls.followUp(rosa))).text
    assert.match(page, /a person speaks with them/)
    assert.match(page, /2 days after[\s\S]*up to 3 tries[\s\S]*365 days after[\s\S]*1 try/)
    const texted = await lee.post(urls.followUp(rosa), { dayAfter: '14', how: 'text', outcome: 'well', words: 'Fine' })
    assert.equal(texted.status, 422)
    assert.match(texted.text, /Anything else counts as a try/)
    assert.equal(
      (await lee.post(urls.followUp(rosa), { dayAfter: '14', how: 'phone', outcome: 'well', words: 'Fine' })).status,
      303,
    )
  })

  it('tries again tomorrow whom nobody reached', async () => {
    const lee = await house.as('lee')
    await leave('tomasz', 7)
    const tomasz = { gone: castId('tomasz episode') }
    const tried = { dayAfter: '7', how: 'phone', outcome: 'not-reached', words: '' }
    assert.equal((await lee.post(urls.followUp(tomasz), tried)).status, 303)
    const again = await lee.post(urls.followUp(tomasz), tried)
    assert.match(again.text, /tried today already/)
    assert.match((await lee.get(urls.followUps())).text, /2 tries left/)
  })

  it('keeps by their own word who wants to stay in touch', async () => {
    const noor = await house.as('noor')
    assert.equal((await noor.post(urls.alumniChoice(maya), {})).status, 422)
    assert.equal((await noor.post(urls.alumniChoice(maya), { wants: 'yes', how: 'By letter' })).status, 303)
    assert.match((await noor.get(urls.followUp(maya))).text, /wants to stay in touch: By letter/)
    assert.equal((await noor.post(urls.alumniChoice(maya), { wants: 'no', how: '' })).status, 303)
    assert.match((await noor.get(urls.followUp(maya))).text, /does not want to/)
  })

  it('follows the days that a director sets, for whoever leaves from then on', async () => {
    const dana = await house.as('dana')
    const set = await dana.post(urls.followUpRules(), {
      steps: '5 x 2, 14 x 2, 40',
      from: today,
      source: 'Our own policy',
    })
    assert.equal(set.status, 303, set.text)
    assert.match((await dana.get(urls.followUpRules())).text, /5 × 2, 14 × 2, 40 × 1/)
    assert.equal((await dana.post(urls.followUpRules(), { steps: 'soon', from: today, source: 'x' })).status, 422)
    for (const steps of ['5, 5', '5 x 2, 40', '5, 14 x 2'])
      assert.equal((await dana.post(urls.followUpRules(), { steps, from: today, source: 'x' })).status, 422, steps)
    assert.equal(
      (await (await house.as('noor')).post(urls.followUpRules(), { steps: '5', from: today, source: 'x' })).status,
      403,
    )
    assert.match((await dana.get(urls.followUp(maya))).text, /7 days after/, 'who had left keeps their days')
  })

  it('is closed to a biller, and to another clinic', async () => {
    assert.equal((await (await house.as('ben')).get(urls.followUps())).status, 403)
    assert.equal((await (await house.as('ben')).get(urls.followUp(maya))).status, 403)
    assert.equal((await (await house.as('tess')).get(urls.followUp(maya))).status, 404)
  })
})
