import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { instantAt } from '../../../basics/dates.ts'
import { riverbend } from '../../../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse } from '../../../../tests/knock.ts'
import { todayHere } from '../../../../tests/world.ts'
import { urls } from '../../../urls.ts'

const at = (time: string) => instantAt(todayHere(), time, riverbend.timeZone)
const saw = (answer: Answer, words: RegExp) =>
  assert.ok(words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is not on the page (${answer.status})`)
const didNotSee = (answer: Answer, words: RegExp) =>
  assert.ok(!words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is on the page (${answer.status})`)

describe('The groups of a day', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    house.setNow(at('09:30'))
  })
  after(() => house.close())

  it('shows a leader their own groups first, in three blocks', async () => {
    const lee = await house.as('lee')
    const page = await lee.get(urls.groups())
    saw(page, /<h1[^>]*>Your groups today: 1 in progress or done<\/h1>/)
    saw(page, /Process group A/)
    didNotSee(page, /DBT skills/)
    saw(page, /10 of 12 seats filled/)
    const all = await lee.get(urls.groups({ show: 'all' }))
    saw(all, /Groups today: 2 to come, 1 in progress or done/)
    saw(all, /DBT skills/)
    saw(all, /yours/)
  })

  it('moves a group to the block of those to sign when it is over', async () => {
    house.setNow(at('10:20'))
    const page = await (await house.as('lee')).get(urls.groups())
    saw(page, /Your groups today: 1 to sign/)
    saw(page, /Write the note: Process group A/)
    house.setNow(at('09:30'))
  })

  it('goes back and forth in time, and says when nothing meets', async () => {
    const dana = await house.as('dana')
    saw(await dana.get(urls.groups({ day: '2020-01-06' })), /No group meets on Monday 6 January/)
    for (const nonsense of ['2026-02-30', 'tomorrow', '9999-12-31', "' or 1=1"]) {
      saw(await dana.get(urls.groups({ day: nonsense })), /Groups today/)
    }
  })

  it('tells an administrator that groups meet, without a way to a roster', async () => {
    const page = await (await house.as('ada')).get(urls.groups())
    saw(page, /Process group A/)
    didNotSee(page, /\/sessions\/[0-9a-f]{8}-/)
  })

  it('shows another clinic none of them', async () => {
    saw(await (await house.as('kim')).get(urls.groups()), /No group meets on/)
  })
})
