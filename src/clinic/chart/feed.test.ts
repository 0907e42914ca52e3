import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import ICAL from 'ical.js'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { nextClockChange, seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, instantAt, weekdayOf } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { urls } from '../../urls.ts'
import { feedTokenOf } from '../clients/own-page.ts'

const maya = castId('maya')
let house: TestHouse
let noor: Visitor
let token = ''
before(async () => {
  house = await openHouse()
  noor = await house.as('noor')
  token = await give()
})
after(() => house.close())

const give = async (): Promise<string> => {
  const answer = await noor.post(urls.ownPage({ client: maya }), { language: 'en', birthDate: 'asked' })
  return /\/mine\/([\w-]{43})/.exec(answer.text)?.[1] ?? `none in ${answer.status}`
}
const feed = (key = feedTokenOf(token), lang = 'en') => house.stranger().get(urls.mineFeed({ token: key }, { lang }))

/** Read by another library, with the clock's rules that stand in the file and no others. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const zones = calendar.getAllSubcomponents('vtimezone').map((one) => new ICAL.Timezone(one))
  return calendar.getAllSubcomponents('vevent').map((event) => {
    const property = event.getFirstProperty('dtstart')
    const time = property?.getFirstValue()
    assert.ok(property && time instanceof ICAL.Time)
    const tzid = property.getFirstParameter('tzid')
    const zone = zones.find((one) => one.tzid === tzid)
    assert.ok(zone, `the rules of ${String(tzid)} are in the file`)
    time.zone = zone
    const value = (name: string) => String(event.getFirstPropertyValue(name) ?? '')
    return {
      uid: value('uid'),
      at: time.toJSDate().toISOString(),
      day: time.toString().slice(0, 10),
      status: value('status'),
      sequence: Number(value('sequence')),
      summary: value('summary'),
    }
  })
}

describe('The calendar of a client’s week', () => {
  it('has a key of its own, that opens no page; and the page’s key opens no calendar', async () => {
    const answer = await feed()
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/calendar/)
    const key = feedTokenOf(token)
    for (const path of [urls.mine({ token: key }), urls.mineSwitch({ token: key }), urls.minePrint({ token: key })])
      assert.equal((await house.stranger().get(path)).status, 404, path)
    assert.equal((await feed(token)).status, 404)
    assert.ok(!answer.text.includes(token))
  })

  it('says times and “Appointment”, and nothing else', async () => {
    const { text } = await feed()
    const events = read(text)
    assert.ok(events.length > 7)
    assert.deepEqual([...new Set(events.map(({ summary }) => summary))], ['Appointment'])
    for (const word of [
      'Maya',
      'Inés',
      'DBT',
      'Studio',
      'Mill',
      'Riverbend',
      'Stepwell',
      'LOCATION',
      'DESCRIPTION',
      'URL',
    ])
      assert.ok(!text.includes(word), `the calendar says ${word}`)
    assert.equal(read((await feed(feedTokenOf(token), 'es')).text)[0]?.summary, 'Cita')
    // What is said of the calendar stands before its parts (RFC 5545, 3.6).
    assert.ok(text.indexOf('REFRESH-INTERVAL') < text.indexOf('BEGIN:VTIMEZONE'))
  })

  it('keeps each entry’s id, and says with a higher number that it is called off, and that it is back', async () => {
    const day = addDays(todayHere(), 3)
    const before = read((await feed()).text).find((one) => one.day === day)
    assert.ok(before)
    assert.deepEqual([before.status, before.sequence], ['CONFIRMED', 0])
    const { rows } = await house.db.owner.query('select id from group_session where series_id = $1 and held_on = $2', [
      seriesId('dbt-evening', weekdayOf(day)),
      day,
    ])
    const off = await (await house.as('dana')).post(urls.sessionCancellation({ session: rows[0].id }), {
      because: 'The leader is ill.',
    })
    assert.equal(off.status, 303)
    const called = read((await feed()).text).filter((one) => one.day === day)
    assert.deepEqual(
      called.map(({ uid, status, sequence, at }) => ({ uid, status, sequence, at })),
      [{ uid: before.uid, status: 'CANCELLED', sequence: 1, at: before.at }],
    )
    // The day opens again: the meeting comes back as a further row.
    await house.db.owner.query(
      `insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at)
       select g.clinic_id, $2, g.series_id, g.room_id, g.held_on,
         tstzrange((g.held_on + r.starts) at time zone r.time_zone, (g.held_on + r.starts) at time zone r.time_zone + make_interval(mins => r.minutes)), now()
       from group_session g join group_series r on r.id = g.series_id where g.id = $1`,
      [rows[0].id, newId()],
    )
    const back = read((await feed()).text).filter((one) => one.day === day)
    assert.deepEqual(
      back.map(({ uid, status, sequence }) => ({ uid, status, sequence })),
      [{ uid: before.uid, status: 'CONFIRMED', sequence: 2 }],
    )
  })

  it('keeps the ids when the link is replaced, and ends with the link it came from', async () => {
    const old = token
    const ids = read((await feed()).text).map(({ uid }) => uid)
    token = await give()
    assert.equal((await feed(feedTokenOf(old))).status, 404)
    assert.deepEqual(
      read((await feed()).text).map(({ uid }) => uid),
      ids,
    )
  })

  it('holds the hour on the wall through a change of the clock', async () => {
    // Meetings on both sides of New York's next change, beyond those that the world lays.
    const change = nextClockChange(addDays(todayHere(), 56))
    const [first, last] = [addDays(change, -3), addDays(change, 3)]
    house.setNow(instantAt(addDays(first, -1), '12:00', riverbend.timeZone))
    await house.db.owner.query(
      `insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at)
       select r.clinic_id, gen_random_uuid(), r.id, r.room_id, d::date,
         tstzrange((d::date + r.starts) at time zone r.time_zone, (d::date + r.starts) at time zone r.time_zone + make_interval(mins => r.minutes)), now()
       from group_series r cross join generate_series($2::date, $3::date, interval '1 day') d
       where r.id = any ($1::uuid[]) and extract(isodow from d) = r.weekday`,
      [Array.from({ length: 7 }, (_, n) => seriesId('dbt-evening', n + 1)), first, last],
    )
    await house.db.owner.query('update client_page set expires_at = $1', [addDays(change, 60)])
    const events = read((await feed()).text).filter(({ day }) => day >= first && day <= last)
    assert.equal(events.length, 7)
    for (const { at, day } of events) assert.equal(at, instantAt(day, '17:30', riverbend.timeZone).toISOString(), day)
    assert.equal(new Set(events.map(({ at }) => at.slice(11, 16))).size, 2)
    house.setNow(null)
  })
})
