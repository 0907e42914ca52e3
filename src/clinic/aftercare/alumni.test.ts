import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { urls } from '../../urls.ts'
import { ownPageDefault } from '../clients/own-page.ts'
import { nextWithWord, settledBy } from './alumni.ts'
import type { Next } from './follow-ups.ts'

const due = (dayAfter: number, on: string): Next => ({ state: 'due', dayAfter, on, triesLeft: 2, lastTried: null })
const last = '2026-01-01'

describe('What somebody says of themself after leaving', () => {
  for (const [what, says, next, today, settles] of [
    ['well, when it is due', 'well', due(7, '2026-01-08'), '2026-01-09', 7],
    ['well, before it is due', 'well', due(7, '2026-01-08'), '2026-01-07', null],
    ['well, at two weeks: a voice is wanted', 'well', due(14, '2026-01-15'), '2026-01-15', null],
    ['hard', 'struggling', due(7, '2026-01-08'), '2026-01-09', null],
    ['back', 'wants-back', due(7, '2026-01-08'), '2026-01-09', null],
    ['no more calls', 'declines', due(14, '2026-01-15'), '2026-01-09', 8],
    ['well, when all is over', 'well', { state: 'over', because: 'done' } as Next, '2026-12-09', null],
  ] as const)
    it(`${what}: settles ${settles}`, () => assert.equal(settledBy(says, next, last, today), settles))

  it('makes a call due at once, whatever the steps say, but for those who died or are in care here', () => {
    assert.deepEqual(nextWithWord(due(30, '2026-01-31'), '2026-01-20', last, '2026-01-20'), due(30, '2026-01-20'))
    assert.deepEqual(nextWithWord(due(7, '2026-01-08'), '2026-01-20', last, '2026-01-20'), due(7, '2026-01-08'))
    for (const because of ['done', 'declines'] as const) {
      const next = nextWithWord({ state: 'over', because }, '2026-02-01', last, '2026-02-02')
      assert.deepEqual(next, { state: 'due', dayAfter: 32, on: '2026-02-01', triesLeft: 1, lastTried: null })
    }
    for (const because of ['died', 'in-care'] as const)
      assert.deepEqual(nextWithWord({ state: 'over', because }, '2026-02-01', last, '2026-02-02'), {
        state: 'over',
        because,
      })
    assert.deepEqual(nextWithWord(due(7, '2026-01-08'), null, last, '2026-01-02'), due(7, '2026-01-08'))
  })
})

describe('A client’s own page after they left', () => {
  let house: TestHouse
  let token = ''
  const kofi = castId('kofi')
  const episode = castId('kofi episode')
  const today = todayHere()
  const lastDay = addDays(today, -8)
  before(async () => {
    house = await openHouse()
    token = await linkOf('kofi')
    const own = house.db.owner
    await own.query('alter table episode disable trigger user')
    await own.query(
      `insert into discharge (clinic_id, id, episode_id, on_day, reason, discharged_by, discharged_at) values ($1, $2, $3, $4, 'completed', $5, now() - interval '8 days')`,
      [riverbend.id, newId(), episode, lastDay, castId('dana')],
    )
    await own.query('update episode set during = daterange(lower(during), $2::date + 1) where id = $1', [
      episode,
      lastDay,
    ])
    await own.query('alter table episode enable trigger user')
  })
  after(() => house.close())
  const linkOf = async (key: string) => {
    const given = await (await house.as('noor')).post(urls.ownPage({ client: castId(key) }), {
      language: 'en',
      birthDate: 'left-out',
    })
    return /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? ''
  }
  const rows = async (sql: string) => (await house.db.owner.query(sql)).rows
  const days = (n: number) => house.setNow(new Date(Date.now() + n * 86_400_000))
  const home = async () => (await house.stranger().get(urls.mine({ token }))).text

  it('is a page for afterwards: how to come back, the plan, meetings, and the question whether to stay in touch', async () => {
    const text = await home()
    for (const words of [
      /This page is still yours/,
      /Coming back/,
      /My plan for afterwards/,
      /Shall we stay in touch\?/,
      /988/,
    ])
      assert.match(text, words)
    assert.doesNotMatch(text, /How are you\?|This week|therapy|recovery|Stepwell/)
    assert.match(text, /stays yours until [A-Z][a-z]+ \d+, \d{4}, and we ask now and then/)
    const phone = house.stranger()
    assert.equal((await phone.get(urls.mineHowIAm({ token }))).status, 303, 'who was not asked is not asked')
    await phone.post(urls.mineHowIAm({ token }), { says: 'well' })
    assert.deepEqual(await rows('select says from follow_up_word'), [])
    for (const url of [urls.mineLeaving, urls.mineMeetings, urls.mineSafetyPlan])
      assert.equal((await phone.get(url({ token }))).status, 200)
  })

  it('is not what somebody in care sees, and their word is not taken there', async () => {
    const other = await linkOf('maya')
    const phone = house.stranger()
    assert.match((await phone.get(urls.mine({ token: other }))).text, /This week/)
    await phone.post(urls.mineTouch({ token: other }), { wants: 'yes' })
    await phone.post(urls.mineHowIAm({ token: other }), { says: 'wants-back' })
    assert.deepEqual(await rows('select says from follow_up_word'), [])
    assert.deepEqual(await rows(`select wants from alumni_choice where client_id = '${castId('maya')}'`), [])
  })

  it('is kept for whoever wants to stay in touch, beyond the link’s own end, and closes when they say no', async () => {
    const phone = house.stranger()
    days(61)
    assert.equal((await phone.get(urls.mine({ token }))).status, 404, 'without a word the link ends')
    house.setNow(null)
    assert.equal((await phone.post(urls.mineTouch({ token }), { wants: 'yes' })).status, 303)
    await phone.post(urls.mineTouch({ token }), { wants: 'yes' })
    assert.equal(
      (await rows('select 1 from alumni_choice where page_id is not null')).length,
      1,
      'a second press says nothing new',
    )
    assert.match((await (await house.as('noor')).get(urls.followUp({ gone: episode }))).text, /wants to stay in touch/)
    days(200)
    assert.match(await home(), /We stay in touch/)
    days(ownPageDefault.keptDays + 2)
    assert.equal((await phone.get(urls.mine({ token }))).status, 404, 'not for ever')
    days(200)
    assert.equal((await phone.post(urls.mineTouch({ token }), { wants: 'no' })).status, 303)
    assert.equal((await phone.get(urls.mine({ token }))).status, 404, 'at once')
    house.setNow(null)
    await house.db.owner.query('truncate alumni_choice')
    // Said to staff by telephone, it keeps the page too; taken back there, it closes it.
    const noor = await house.as('noor')
    await noor.post(urls.alumniChoice({ gone: episode }), { wants: 'yes', how: 'Text on Fridays' })
    days(100)
    const text = await home()
    assert.match(text, /We stay in touch/)
    assert.doesNotMatch(text, /Text on Fridays/)
    await (await house.as('noor')).post(urls.alumniChoice({ gone: episode }), { wants: 'no', how: '' })
    assert.equal((await phone.get(urls.mine({ token }))).status, 404)
    house.setNow(null)
    await house.db.owner.query('truncate alumni_choice')
  })

  it('stays shut when staff take the link back, whatever was wished', async () => {
    const mine = await linkOf('kofi')
    await house.stranger().post(urls.mineTouch({ token: mine }), { wants: 'yes' })
    token = await linkOf('kofi')
    assert.equal((await house.stranger().get(urls.mine({ token: mine }))).status, 404)
    days(100)
    assert.equal((await house.stranger().get(urls.mine({ token: mine }))).status, 404)
    assert.equal(
      (await house.stranger().get(urls.mine({ token }))).status,
      200,
      'the one in its place is kept by the same wish',
    )
    house.setNow(null)
  })

  it('asks how they are, and settles what is due', async () => {
    await house.db.owner.query('truncate alumni_choice')
    const phone = house.stranger()
    await phone.post(urls.mineTouch({ token }), { wants: 'yes' })
    assert.match(await home(), /We would like to know/)
    assert.equal((await phone.post(urls.mineHowIAm({ token }), { says: 'bad' })).status, 422)
    const sent = await phone.post(urls.mineHowIAm({ token }), { says: 'well', words: 'New job' })
    assert.match((await phone.get(sent.location ?? '')).text, /Thank you/)
    await phone.post(urls.mineHowIAm({ token }), { says: 'well', words: 'New job' })
    assert.deepEqual(await rows('select says, day_after from follow_up_word'), [{ says: 'well', day_after: 7 }])
    const page = (await (await house.as('noor')).get(urls.followUp({ gone: episode }))).text
    assert.match(page, /They wrote on their own page/)
    assert.match(page, /New job/)
    assert.match(page, /The next call is on/)
    assert.doesNotMatch(await home(), /We would like to know/)
  })

  it('makes a call due at once where it is hard, and shows whom to call now', async () => {
    const phone = house.stranger()
    const told = await phone.post(urls.mineHowIAm({ token }), { says: 'struggling', words: 'Cannot sleep' })
    assert.equal(told.status, 200)
    for (const words of [/tel:911/, /tel:988/, /next working day/]) assert.match(told.text, words)
    const noor = await house.as('noor')
    const list = (await noor.get(urls.followUps())).text
    assert.match(list, /They wrote: call them/)
    const page = (await noor.get(urls.followUp({ gone: episode }))).text
    assert.match(page, /Cannot sleep/)
    const dayAfter = /name="dayAfter" value="(\d+)"/.exec(page)?.[1] ?? ''
    house.setNow(new Date(Date.now() + 60_000))
    const called = await (await house.as('noor')).post(urls.followUp({ gone: episode }), {
      dayAfter,
      how: 'phone',
      outcome: 'well',
      words: 'Talked for an hour',
    })
    assert.equal(called.status, 303, called.text)
    assert.doesNotMatch((await (await house.as('noor')).get(urls.followUps())).text, /They wrote: call them/)
    house.setNow(null)
  })

  it('takes the wish to come back from whoever left, and tells nobody who bills or administers', async () => {
    const phone = house.stranger()
    house.setNow(new Date(Date.now() + 120_000))
    const sent = await phone.post(urls.mineHowIAm({ token }), { says: 'wants-back' })
    assert.match((await phone.get(sent.location ?? '')).text, /Somebody calls you on the next working day/)
    assert.match((await (await house.as('noor')).get(urls.followUps())).text, /They wrote: call them/)
    for (const key of ['ben', 'ada']) assert.equal((await (await house.as(key)).get(urls.followUps())).status, 403)
    assert.equal((await (await house.as('kim')).get(urls.followUp({ gone: episode }))).status, 404)
    const { rowCount } = await house.db.owner.query('select from follow_up_word where client_id <> $1', [kofi])
    assert.equal(rowCount, 0)
  })
})
