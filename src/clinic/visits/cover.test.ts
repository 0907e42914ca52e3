import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const monday = addDays(today, 8 - weekdayOf(today))
const processA = seriesId('process-a', 1)

describe('Cover', () => {
  let house: TestHouse
  let session = ''
  before(async () => {
    house = await openHouse()
    const { rows } = await house.db.owner.query('select id from group_session where series_id = $1 and held_on = $2', [
      processA,
      monday,
    ])
    session = rows[0].id
  })
  after(() => house.close())
  const plan = { staff: castId('lee'), from: monday, to: monday }
  const form = { staffId: castId('lee'), from: monday, to: monday, because: 'Has the flu' }
  const seenOf = (text: string, part = 'lead') =>
    new RegExp(`name="seen\\.${part}\\.${session}" value="([^"]*)"`).exec(text)?.[1]
  const leaders = async () =>
    (
      await house.db.owner.query(
        'select staff_id, part, is_cover from session_leader where session_id = $1 order by part desc',
        [session],
      )
    ).rows.map((row) => [row.part, row.staff_id, row.is_cover])

  it('shows what somebody leads and holds, with who could take over', async () => {
    const noor = await house.as('noor')
    const page = await noor.get(urls.cover(plan))
    assert.equal(page.status, 200)
    assert.match(page.text, /Process group A/)
    assert.match(page.text, /Qualified and free/)
    assert.equal(seenOf(page.text), '')
    // Nobody may be free: then it is called off, on its own page, where the dialog asks why.
    assert.ok(page.text.includes(`${urls.roster({ session })}#cancellation`))
    const dana = await house.as('dana')
    assert.match((await dana.get(urls.roster({ session }))).text, /id="cancellation"/)
  })

  it('keeps what was typed when it is refused, and changes nothing', async () => {
    const noor = await house.as('noor')
    const refused = await noor.post(urls.cover(), {
      ...form,
      because: '',
      [`lead.${session}`]: castId('marcus'),
      [`seen.lead.${session}`]: '',
    })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /data-refused="needs-words"/)
    assert.match(refused.text, new RegExp(`value="${castId('marcus')}" selected`))
    assert.deepEqual(await leaders(), [
      ['lead', castId('lee'), false],
      ['co-lead', castId('sam'), false],
    ])
  })

  it('gives the meeting to somebody else: roster, day, notes and week say so, and clients are told', async () => {
    const noor = await house.as('noor')
    const saved = await noor.post(urls.cover(), {
      ...form,
      [`lead.${session}`]: castId('marcus'),
      [`seen.lead.${session}`]: '',
    })
    assert.equal(saved.status, 303, saved.text)
    assert.deepEqual(await leaders(), [
      ['lead', castId('marcus'), true],
      ['co-lead', castId('sam'), false],
    ])
    const roster = await noor.get(urls.roster({ session }))
    assert.match(roster.text, /Marcus Webb, Sam Iyer/)
    assert.match((await noor.get(urls.groups({ day: monday, show: 'all' }))).text, /Marcus Webb/)
    const { rows } = await house.db.owner.query(
      "select n.client_id, n.about from notice n where n.kind = 'leader-changed' and n.about->>'sessionId' = $1",
      [session],
    )
    const { rows: seated } = await house.db.owner.query(
      'select client_id from seat where series_id = $1 and during @> $2::date',
      [processA, monday],
    )
    assert.equal(rows.length, seated.length)
    assert.ok(rows.every((row) => JSON.stringify(Object.keys(row.about).sort()) === '["day","sessionId"]'))
  })
})
