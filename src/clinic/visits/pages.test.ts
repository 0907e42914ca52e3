import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, instantAt, weekdayOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const amina = { episode: castId('amina episode') }
const nextWeek = addDays(today, 8 - weekdayOf(today))
const weekly = {
  kind: 'individual',
  staffId: castId('hana'),
  first: nextWeek,
  starts: '14:00',
  minutes: '50',
  times: '4',
}

describe('Visits', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const rows = async (client: string) =>
    (
      await house.db.owner.query(
        "select id, held_on, to_char(lower(during) at time zone 'America/New_York', 'HH24:MI') as starts from visit where client_id = $1 and not isempty(during) order by held_on",
        [castId(client)],
      )
    ).rows

  it('are booked every week at one wall-clock time, and fill the hours of the plan', async () => {
    const noor = await house.as('noor')
    const answer = await noor.post(urls.visits(amina), weekly)
    assert.equal(answer.status, 303, answer.text)
    assert.deepEqual(
      (await rows('amina')).map((row) => [row.held_on, row.starts]),
      [0, 7, 14, 21].map((n) => [addDays(nextWeek, n), '14:00']),
    )
    const page = await noor.get(urls.visits(amina))
    for (const words of ['4 visits booked', 'Individual therapy', '14:00 to 14:50', 'Hana Sato'])
      assert.ok(page.text.includes(words), words)
    const { rows: weeks } = await house.db.owner.query(
      'select expected_minutes from episode_week where client_id = $1 and week = $2',
      [castId('amina'), nextWeek],
    )
    assert.equal(weeks[0].expected_minutes, 7 * 160 + 50, 'two groups a day, and the visit')
  })

  it('never run into a group or a visit of either person: each day is named', async () => {
    const noor = await house.as('noor')
    for (const [over, code, words] of [
      [{ starts: '09:30', times: '1' }, 'in-the-way', /Amina has Process group A, 09:00 to 10:20/],
      [{ starts: '14:30', times: '1', staffId: castId('lee') }, 'in-the-way', /Amina has a visit, 14:00 to 14:50/],
      [{ starts: '14:00', staffId: castId('noor') }, 'wrong-role', /Noor Haddad does not hold/],
      [{ kind: 'medication-management' }, 'wrong-role', /held by a prescriber/],
      [{ first: addDays(today, -40) }, 'before-stay', /in care from/],
    ] as const) {
      const answer = await noor.post(urls.visits(amina), { ...weekly, ...over })
      assert.equal(answer.status, 422)
      assert.match(answer.text, new RegExp(`data-refused="${code}"`), code)
      assert.match(answer.text, words)
    }
    const kofi = { episode: castId('kofi episode') }
    const busy = await noor.post(urls.visits(kofi), { ...weekly, starts: '14:20' })
    assert.match(busy.text, /None of these days work/)
    assert.match(busy.text, /Hana Sato has a visit, 14:00 to 14:50/)
    const leads = await noor.post(urls.visits({ episode: castId('maya episode') }), {
      ...weekly,
      staffId: castId('lee'),
      starts: '10:00',
      times: '1',
    })
    assert.match(leads.text, /Lee Park has Process group A, 09:00 to 10:20/)
  })

  it('never run into a call that a visitor booked', async () => {
    const dana = await house.as('dana')
    await dana.post(urls.callHours(), {
      staffId: castId('dana'),
      'weekdays[]': [String(weekdayOf(nextWeek))],
      starts: '15:00',
      ends: '16:00',
      slotMinutes: '20',
      firstDay: nextWeek,
      lastDay: '',
    })
    const call = await house.stranger().post(urls.bookCall({ lang: 'en' }), {
      at: instantAt(nextWeek, '15:20', 'America/New_York').toISOString(),
      zone: 'America/New_York',
      phone: '(518) 555-0143',
      name: 'Quinn',
      askFor: '',
      language: 'en',
      forWhom: 'self',
      leaveMessage: 'no',
      words: '',
      agree: 'yes',
    })
    assert.equal(call.status, 303, call.text)
    const visit = { ...weekly, staffId: castId('dana'), starts: '15:30', times: '1' }
    const refused = await dana.post(urls.visits({ episode: castId('kofi episode') }), visit)
    assert.match(refused.text, /has a booked call, 15:20 to 15:40/)
  })

  it('can leave out the days that do not work', async () => {
    const noor = await house.as('noor')
    const kofi = { episode: castId('kofi episode') }
    const six = { ...weekly, times: '6' }
    const asked = await noor.post(urls.visits(kofi), six)
    assert.match(asked.text, /4 days do not work, of 6/)
    assert.match(asked.text, /Leave out the days that do not work/)
    assert.equal((await noor.post(urls.visits(kofi), { ...six, leaveOut: 'yes' })).status, 303)
    assert.equal((await rows('kofi')).length, 2)
  })

  it('are free again when cancelled, and kept as what was planned', async () => {
    const noor = await house.as('noor')
    const [first] = await rows('amina')
    const cancellation = urls.visitCancellation({ visit: first.id })
    assert.equal((await noor.post(cancellation, { because: '' })).status, 422)
    assert.equal((await noor.post(cancellation, { because: 'Clinician is ill' })).status, 303)
    assert.match((await noor.post(cancellation, { because: 'Twice' })).text, /data-refused="cancelled"/)
    assert.match(
      (await noor.get(urls.visits(amina))).text,
      /14:00 to 14:50[^]*Individual therapy · Hana Sato · cancelled: Clinician is ill/,
    )
    const kofi = { episode: castId('kofi episode') }
    assert.equal((await noor.post(urls.visits(kofi), { ...weekly, times: '1' })).status, 303, 'the hour is free again')
  })

  it('hold one clinician and one client once, however many book at the same moment', async () => {
    const noor = await house.as('noor')
    const hour = { ...weekly, staffId: castId('marcus'), first: addDays(nextWeek, 1), starts: '13:00', times: '1' }
    const everyone = ['tomasz', 'kofi', 'jose', 'linh', 'peter', 'yusuf', 'clara', 'devon', 'rosa', 'amina']
    const answers = await Promise.all(
      everyone.map((key) => noor.post(urls.visits({ episode: castId(`${key} episode`) }), hour)),
    )
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, ...Array.from({ length: 9 }, () => 422)])
    const tomasz = { episode: castId('tomasz episode') }
    const two = await Promise.all(
      ['hana', 'lee', 'ines', 'owen'].map((key) =>
        noor.post(urls.visits(tomasz), { ...hour, starts: '15:00', staffId: castId(key) }),
      ),
    )
    assert.deepEqual(two.map((answer) => answer.status).sort(), [303, 422, 422, 422])
  })

  it('and seats of one client cannot be planned past each other', async () => {
    const noor = await house.as('noor')
    const will = { episode: castId('will episode') }
    const { rows: series } = await house.db.owner.query(
      "select id, weekday from group_series where name = 'Relapse prevention' order by weekday",
    )
    const answers = await Promise.all(
      series.flatMap(({ id, weekday }) => [
        noor.post(urls.seats(will), { deed: 'take', series: id, from: today }),
        noor.post(urls.visits(will), { ...weekly, first: addDays(nextWeek, weekday - 1), starts: '11:00', times: '1' }),
      ]),
    )
    assert.ok(answers.every((answer) => [303, 422].includes(answer.status)))
    const { rows: clashes } = await house.db.owner.query(
      `select 1 from visit v join seat s on s.client_id = v.client_id and s.during @> v.held_on
       join group_series r on r.id = s.series_id and r.weekday = extract(isodow from v.held_on)
       where v.client_id = $1 and not isempty(v.during)
         and (lower(v.during) at time zone r.time_zone)::time < r.starts + make_interval(mins => r.minutes)
         and (upper(v.during) at time zone r.time_zone)::time > r.starts`,
      [castId('will')],
    )
    assert.equal(clashes.length, 0)
    assert.equal(answers.filter((answer) => answer.status === 303).length, 7)
  })

  it('are for those who book, in this clinic', async () => {
    assert.equal((await (await house.as('ben')).get(urls.visits(amina))).status, 403)
    assert.equal((await (await house.as('sofia')).get(urls.visits(amina))).status, 404)
    const noor = await house.as('noor')
    const answer = await noor.post(urls.visits(amina), { ...weekly, starts: '25:00', minutes: '3', times: '99' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /whole number from 5 to 240/)
  })
})
