import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { furnishClinic } from './actions.ts'
import { floorOfWeek } from './queries.ts'

const today = todayHere()

describe('What the clinic offers', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('lists programs, sites and rooms, for those who manage them', async () => {
    const ada = await house.as('ada')
    const page = await ada.get(urls.programs())
    assert.equal(page.status, 200)
    assert.match(page.text, /3 programs at 2 sites/)
    for (const words of [
      'Evening program',
      'The Mill',
      'Cedar room (14 places)',
      'Video room 1 (video, 12 places)',
      '11 in care',
    ])
      assert.ok(page.text.includes(words), words)
    assert.equal((await (await house.as('lee')).get(urls.programs())).status, 403)
  })

  it('adds a site, a room in it and a program at it', async () => {
    const ada = await house.as('ada')
    const site = { name: 'Ferry Landing', address: '', state: 'NY', timeZone: 'America/New_York' }
    assert.equal((await ada.post(urls.sites(), site)).status, 303)
    const again = await ada.post(urls.sites(), { ...site, name: 'ferry landing' })
    assert.equal(again.status, 422)
    assert.match(again.text, /data-refused="name-taken"/)
    assert.match(again.text, /value="ferry landing"/, 'what was typed is kept')
    const { rows } = await house.db.owner.query("select id from site where name = 'Ferry Landing'")
    const siteId = rows[0].id
    assert.equal((await ada.post(urls.rooms(), { name: 'Quiet room', siteId, places: '8' })).status, 303)
    assert.equal((await ada.post(urls.rooms(), { name: 'Broom cupboard', siteId, places: '1' })).status, 422)
    const program = {
      name: 'Teens after school',
      siteId,
      kind: 'mental-health',
      track: 'evening',
      levelOfCare: '2.1',
      ageGroup: 'adolescent',
    }
    assert.equal((await ada.post(urls.programs(), program)).status, 303)
    assert.equal(
      (await ada.post(urls.programs(), { ...program, name: 'Elsewhere', siteId: castId('nowhere') })).status,
      422,
    )
    const page = await ada.get(urls.programs())
    assert.match(page.text, /Teens after school/)
    assert.match(page.text, /Quiet room \(8 places\)/)
    assert.equal((await (await house.as('noor')).post(urls.sites(), { ...site, name: 'Not mine' })).status, 403)
  })
})

describe('Rules with dates', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const floor = {
    levelOfCare: '2.1',
    ageGroup: 'adult',
    hours: '10.5',
    daysPerWeek: '4',
    from: addDays(today, -7),
    to: '',
    source: 'State manual, section 4, 2026',
    mark: 'V',
  }

  it('furnishes a new clinic, and says what its compliance officer confirms', async () => {
    const open = { kind: 'stepwell', id: null, name: 'First run' } as const
    await asPerson(house.db.pool, riverbend.id, open, new Date(), furnishClinic)
    const { rows } = await house.db.owner.query(
      "select level_of_care, age_group, minutes_per_week, days_per_week, mark from dose_floor where clinic_id = $1 and recorded_by is null and level_of_care = '2.1' and source like '%9 h%' order by recorded_at desc limit 1",
      [riverbend.id],
    )
    assert.deepEqual(rows[0], {
      level_of_care: '2.1',
      age_group: 'adult',
      minutes_per_week: 540,
      days_per_week: 3,
      mark: 'V',
    })
    const dana = await house.as('dana')
    const page = await dana.get(urls.rules())
    assert.match(page.text, /Default: your compliance officer confirms/)
    assert.match(page.text, /standing rules wait to be confirmed/)
    assert.match(page.text, /Came with Stepwell/)
  })

  it('records a floor from a day on, and the weeks since are judged by it', async () => {
    const dana = await house.as('dana')
    const answer = await dana.post(urls.floors(), floor)
    assert.equal(answer.status, 303, answer.text)
    const week = await asPerson(
      house.db.pool,
      riverbend.id,
      { kind: 'stepwell', id: null, name: 'Tests' },
      new Date(),
      (work) =>
        floorOfWeek(
          work,
          {
            levelOfCare: '2.1',
            ageGroup: 'adult',
            state: 'NY',
            programId: castId('evening'),
            clientId: castId('maya'),
          },
          addDays(today, -6),
        ),
    )
    assert.deepEqual([week?.minutesPerWeek, week?.daysPerWeek], [630, 4])
    const { rows } = await house.db.owner.query(
      'select distinct floor_minutes, floor_days from episode_week where week >= $1',
      [today],
    )
    assert.deepEqual(rows, [{ floor_minutes: 630, floor_days: 4 }])
    const page = await dana.get(urls.rules())
    assert.match(page.text, /State manual, section 4, 2026/)
    assert.match(page.text, /Recorded by Dana Ortiz/)
    assert.match(page.text, /Replaced/)
  })

  it('refuses what cannot be, and brings back what was typed', async () => {
    const dana = await house.as('dana')
    for (const [over, words] of [
      [{ to: addDays(today, -30) }, /data-refused="dates-turned"/],
      [{ daysPerWeek: '0' }, /data-refused="no-days"/],
      [{ hours: '30', daysPerWeek: '2' }, /data-refused="too-long"/],
      [{ source: '' }, /Say where this stands/],
      [{ from: '2026-02-30' }, /not a date that exists/],
      [{ hours: 'nine' }, /Give the hours, such as 9/],
    ] as const) {
      const answer = await dana.post(urls.floors(), { ...floor, source: 'Kept words', ...over })
      assert.equal(answer.status, 422)
      assert.match(answer.text, words)
      if (!('source' in over)) assert.match(answer.text, /Kept words/)
    }
    const noor = await house.as('noor')
    assert.equal((await noor.get(urls.rules())).status, 200)
    assert.equal((await noor.post(urls.floors(), floor)).status, 403)
    assert.equal((await (await house.as('lee')).get(urls.rules())).status, 403)
  })

  it('records a limit on group size, for a state or for the clinic', async () => {
    const dana = await house.as('dana')
    const cap = {
      state: '',
      kind: 'counselling',
      most: '10',
      from: today,
      to: '',
      source: 'Clinic policy 12',
      mark: 'V',
    }
    assert.equal((await dana.post(urls.groupCaps(), cap)).status, 303)
    assert.equal((await dana.post(urls.groupCaps(), { ...cap, most: '1' })).status, 422)
    const page = await dana.get(urls.rules())
    assert.match(page.text, /This clinic/)
    assert.match(page.text, /Clinic policy 12/)
  })
})
