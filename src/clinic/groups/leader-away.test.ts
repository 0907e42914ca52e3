import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { shortDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'

const today = todayHere()
const monday = addDays(today, 8 - weekdayOf(today))
const group = { series: seriesId('process-a', 1) }

describe('A leader who is away', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const away = (key: string, from: string, to: string) =>
    house.db.owner.query(
      `insert into time_away (clinic_id, id, staff_id, during, set_by, set_at)
       values ($1, gen_random_uuid(), $2, tstzrange($3::timestamp at time zone $5, $4::timestamp at time zone $5), $2, now())`,
      [riverbend.id, castId(key), from, to, riverbend.timeZone],
    )

  it('is flagged on every meeting in the calendar at once, until somebody covers', async () => {
    const dana = await house.as('dana')
    assert.doesNotMatch((await dana.get(urls.series(group))).text, /is away/)
    await away('lee', monday, addDays(monday, 8))
    const page = (await dana.get(urls.series(group))).text
    assert.match(page, /2 coming meetings need somebody else/)
    assert.equal(page.match(/expected\. Lee [^.<]*is away\. Arrange a cover\./g)?.length, 2, shortDay(monday))
    const { rows } = await house.db.owner.query<{ id: string }>(
      'select id from group_session where series_id = $1 and held_on = $2',
      [group.series, monday],
    )
    const session = rows[0]?.id ?? ''
    const answer = await dana.post(urls.cover(), {
      staffId: castId('lee'),
      from: monday,
      to: monday,
      because: 'Away',
      [`lead.${session}`]: 'nobody',
      [`seen.lead.${session}`]: '',
    })
    assert.equal(answer.status, 303)
    assert.match((await dana.get(urls.series(group))).text, /1 coming meeting needs somebody else/)
  })

  it('does not begin to lead then: every date is named, and the day after the last of them is none', async () => {
    const dana = await house.as('dana')
    await away('marcus', addDays(monday, 7), addDays(monday, 15))
    const change = (from: string) =>
      dana.post(urls.seriesLeaders(group), { part: 'lead', staffId: castId('marcus'), from })
    const refused = await change(addDays(monday, 5))
    assert.equal(refused.status, 422)
    assert.match(refused.text, /data-refused="away-then"/)
    assert.match(
      refused.text,
      /Marcus [^.]* is away on [A-Z][a-z]+ \d+, \d{4}; [A-Z][a-z]+ \d+, \d{4}\. Choose somebody else/,
    )
    assert.equal((await change(addDays(monday, 15))).status, 303)
  })
})
