import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const began = addDays(today, -90)

describe('Progress within eight weeks', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    // Six of the cast, all admitted ninety days ago and still here; nobody has a score yet.
    await house.db.owner.query('alter table episode disable trigger user')
    await house.db.owner.query('delete from measure')
    await house.db.owner.query(
      'update episode set during = daterange($2::date, null) where clinic_id = $1 and upper_inf(during)',
      [riverbend.id, began],
    )
    await house.db.owner.query('alter table episode enable trigger user')
  })
  after(() => house.close())

  const scored = (key: string, day: number, score: number, instrument = 'phq-9') =>
    house.db.owner.query(
      `insert into measure (clinic_id, id, client_id, instrument, answers, score, taken_on, recorded_by, recorded_at)
       values ($1, gen_random_uuid(), $2, $3, '{}', $4, $5, $6, now())`,
      [riverbend.id, castId(key), instrument, score, addDays(began, day), castId('noor')],
    )

  it('shows the three ways side by side, with whoever is missing, and the list behind each number', async () => {
    await scored('maya', 0, 18)
    await scored('maya', 52, 9)
    await scored('amina', -3, 15)
    await scored('amina', 20, 8)
    await scored('tomasz', 2, 14)
    await scored('will', 0, 6)
    const dana = await house.as('dana')
    const page = (await dana.get(urls.progress({ from: addDays(began, -1), to: today }))).text
    assert.match(page, /2 of 3 who began above the cut-off made significant progress: too few to tell/)
    assert.match(page, /67 % \(2 of 3\)/)
    assert.match(page, /100 % \(2 of 2\)/)
    assert.match(page, /21 % to 94 %/)
    const late = (await dana.get(urls.progress({ from: addDays(began, -1), show: 'no-later' }))).text
    assert.match(late, /Tomasz/)
    assert.doesNotMatch(late, /Alvarez/)
    const completers = (await dana.get(urls.progress({ from: addDays(began, -1), show: 'completers' }))).text
    assert.match(completers, /Alvarez/)
    assert.doesNotMatch(completers, /Amina/)
    // Whose list was looked at stands in the trail; of whom nothing but a number was shown, it does not.
    await house.looksWritten()
    const { rows } = await house.db.owner.query<{ ids: string[] }>(
      "select client_ids as ids from trail where verb like 'look%' or verb like '%seen%' or verb like '%looked%' order by at desc limit 1",
    )
    assert.ok(rows[0]?.ids.includes(castId('maya')) && !rows[0].ids.includes(castId('will')), JSON.stringify(rows))
  })

  it('is a director’s, and takes any address that somebody may type', async () => {
    for (const key of ['noor', 'lee', 'priya', 'ben', 'ada'])
      assert.equal((await (await house.as(key)).get(urls.progress())).status, 403, key)
    const dana = await house.as('dana')
    for (const query of [
      { from: '2026-02-30', to: 'yesterday' },
      { from: '9999-01-01', to: '0001-01-01' },
      { program: castId('nothing') },
      { program: "'; drop" },
      { show: 'everything' },
    ]) {
      const answer = await dana.get(urls.progress(query))
      assert.equal(answer.status, 200, JSON.stringify(query))
    }
    assert.match(
      (await dana.get(urls.progress({ program: castId('nothing') }))).text,
      /Nobody was admitted in these days/,
    )
  })

  it('holds nobody of another clinic', async () => {
    const tess = await house.as('tess')
    const page = await tess.get(urls.progress({ from: addDays(began, -1), show: 'began' }))
    assert.doesNotMatch(page.text, /Alvarez|Tomasz/)
  })
})
