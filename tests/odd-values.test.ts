import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDays } from '../src/basics/dates.ts'
import { newId } from '../src/basics/ids.ts'
import { urls } from '../src/urls.ts'
import { castId, riverbend } from './cast.ts'
import { openHouse, type TestHouse, type Visitor } from './knock.ts'
import { seriesId, todayHere } from './world.ts'

// What no screen offers and a form can carry all the same: each is answered by a sentence, never by an error.

describe('A form with what no screen offers', () => {
  let house: TestHouse
  let dana: Visitor
  before(async () => {
    house = await openHouse()
    dana = await house.as('dana')
  })
  after(() => house.close())
  const [client, episode] = [castId('maya'), castId('maya episode')]
  const series = seriesId('process-a', 1)
  const count = async (table: string) =>
    Number(
      (await house.db.owner.query(`select count(*) as n from ${table} where clinic_id = $1`, [riverbend.id])).rows[0].n,
    )

  it('names a day that no calendar of a clinic has', async () => {
    for (const day of ['9999-12-31', '0001-01-01', '2200-01-01', '1849-12-31'])
      for (const url of [
        `${urls.weekBoard()}?week=${day}`,
        `${urls.roomBoard()}?week=${day}`,
        `${urls.cover()}?staff=${castId('lee')}&from=${day}&to=${day}`,
        `${urls.composeWeek({ episode })}?from=${day}`,
        `${urls.seats({ episode })}?from=${day}`,
      ])
        assert.equal((await dana.get(url)).status, 200, url)
    const dose = await dana.get(urls.dose({ episode }))
    assert.equal(dose.status, 200)
    const order = { fromWeek: '9999-12-31', because: 'A slip' }
    assert.equal((await dana.post(urls.dose({ episode }), order)).status, 422)
  })

  it('asks for a seat that ends before it begins', async () => {
    const from = addDays(todayHere(), 14)
    const seats = await count('seat')
    const answer = await dana.post(urls.seats({ episode: castId('kofi episode') }), {
      deed: 'take',
      series,
      from,
      to: addDays(from, -1),
    })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /The last day comes before the first/)
    assert.equal(await count('seat'), seats)
  })

  it('keeps somebody out of a room who is not in the record, or asks for a co-leader who is nobody', async () => {
    const decisions = await count('room_decision')
    const odd = { deed: 'room', series, because: '', from: todayHere(), to: '' }
    assert.equal((await dana.post(urls.roomDecisions(), { ...odd, client: newId() })).status, 422)
    assert.equal((await dana.post(urls.roomDecisions(), { ...odd, client: castId('sofia') })).status, 422)
    assert.equal(await count('room_decision'), decisions)
    const change = {
      from: addDays(todayHere(), 7),
      weekday: '2',
      starts: '19:00',
      minutes: '80',
      roomId: castId('birch'),
      coLeadId: 'x',
      seats: '12',
      every: '1',
      because: 'Evenings',
    }
    const look = await dana.get(`${urls.seriesChanges({ series })}?${new URLSearchParams(change).toString()}`)
    assert.ok(look.status < 500, String(look.status))
    assert.match(look.text, /Choose somebody from the list/)
    assert.equal((await dana.post(urls.seriesChanges({ series }), change)).status, 422)
  })

  it('ticks half a weekday, or sends what no keyboard types', async () => {
    const hours = { deed: 'commitment', whose: 'client', what: 'work', firmness: 'cannot', from: '09:00', to: '10:00' }
    const half = await dana.post(urls.clientWishes({ client }), { ...hours, 'weekdays[]': ['1.5', '2'] })
    assert.ok([303, 422].includes(half.status), String(half.status))
    const wishes = {
      deed: 'wishes',
      place: 'either',
      'wanted[]': ['a\0b'],
      'languages[]': ['e\0s'],
      'prescribed[]': ['\0'],
    }
    const answer = await dana.post(urls.clientWishes({ client }), wishes)
    assert.ok([303, 422].includes(answer.status), String(answer.status))
    const figures = { linkDays: '7', visitMinutes: '5', askingMinutes: '20', keptDays: '390' }
    assert.equal((await dana.post(urls.ownPagePolicy(), { ...figures, from: todayHere(), source: 'x' })).status, 422)
  })

  it('answers a question beside the questionnaire with what it does not offer: it counts as left open', async () => {
    const form = (await dana.get(`${urls.newMeasure({ client })}?instrument=gad-7`)).text
    assert.match(form, /name="difficulty"/)
    const answers = Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`q${n + 1}`, '0']))
    for (const difficulty of ['1.5', '99999999999', 'NaN'])
      assert.equal(
        (
          await dana.post(urls.newMeasure({ client }), {
            ...answers,
            instrument: 'gad-7',
            mode: 'self',
            difficulty,
            takenOn: todayHere(),
          })
        ).status,
        303,
        difficulty,
      )
  })
})
