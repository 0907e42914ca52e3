import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, instantAt, timeAt, weekdayOf, weekOf } from '../../basics/dates.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { asPerson, type StaffPerson, type Work } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { closeDays, openDays } from '../groups/actions/closed.ts'
import { laySessions } from '../groups/actions/lay.ts'
import { offerAhead, offerAheadEverywhere } from './actions/make-ups-ahead.ts'
import { staysLosingHours, makeUpRuleNow } from './queries/closures.ts'

const clinic = riverbend.id
const zone = riverbend.timeZone
const monday = weekOf(todayHere())
const at = (n: number, time: string) => instantAt(addDays(monday, n), time, zone)
const dana: StaffPerson = {
  kind: 'staff',
  id: castId('dana'),
  role: 'director',
  name: 'Dana Ortiz',
  givenName: 'Dana',
  familyName: 'Ortiz',
  credential: 'LCSW',
  sessionId: castId('dana'),
}
const clock = { kind: 'stepwell', id: null, name: 'Clock' } as const

describe('Hours that are offered before a closure takes others', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    // In the cast everyone sits on seven days; here they come on four, 10 h 40 of groups for a floor of 9 h on 3 days.
    await house.db.owner.query(
      `update seat s set during = 'empty' from group_series r where r.id = s.series_id and s.clinic_id = $1 and r.weekday not in (1, 2, 3, 5)`,
      [clinic],
    )
  })
  beforeEach(async () => {
    house.setNow(at(0, '10:00'))
    for (const table of ['make_up_answer', 'make_up_offer', 'make_up_look', 'make_up_rule'])
      await house.db.owner.query(`delete from ${table}`)
    await house.db.owner.query('delete from time_away where staff_id = $1', [castId('lee')])
    await house.db.owner.query("update seat set during = 'empty' where upper(during) = lower(during) + 1")
    for (const id of closed.splice(0)) await as((work) => openDays(work, id))
  })
  after(() => house.close())

  const closed: string[] = []
  const as = <T>(deed: (work: Work) => Promise<T>, when = at(0, '10:00')) =>
    asPerson(house.db.pool, clinic, dana, when, deed)
  const rows = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await house.db.owner.query<Row>(text, values)).rows
  async function close(n: number, when = at(0, '10:00')): Promise<string> {
    const day = addDays(monday, n)
    const done = await as(
      (work) => closeDays(work, { siteId: null, seriesId: null, from: day, to: day, because: 'Holiday' }),
      when,
    )
    assert.ok(!isRefusal(done), JSON.stringify(done))
    closed.push(done.id)
    return done.id
  }
  const run = (when = at(0, '10:00')) => offerAheadEverywhere(house.db.pool, when)
  const offers = () =>
    rows<{ client: string; held: string; ahead: boolean; session: string; answer: string | null; expires: Date }>(
      `select o.client_id as client, o.held_on::text as held, o.ahead, o.session_id as session, a.answer, o.expires_at as expires
       from make_up_offer o left join make_up_answer a on a.offer_id = o.id where o.clinic_id = $1 order by o.held_on, o.id`,
      [clinic],
    )

  it('are offered in the week in question, days before it, to whoever held their hours without the closure; nobody is flooded', async () => {
    await close(9)
    await run()
    const made = await offers()
    const people = new Set(made.map((one) => one.client))
    assert.ok(people.size > 1, `${people.size} were asked`)
    assert.ok(
      made.every((one) => one.ahead && weekOf(one.held) === addDays(monday, 7) && one.held !== addDays(monday, 9)),
    )
    for (const client of people) assert.ok(made.filter((one) => one.client === client).length <= 4)
    assert.ok(made.every((one) => one.expires.getTime() <= at(2, '10:00').getTime()))
    const over = await rows(
      `select 1 from make_up_offer o group by o.session_id, o.series_id, o.held_on
       having count(*) > 2 * ((select count(*) from series_chair c where c.series_id = o.series_id)
         - (select count(*) from seat s where s.series_id = o.series_id and s.during @> o.held_on))`,
    )
    assert.deepEqual(over, [])
    const told = await rows('select 1 from notice where kind = $1 and made_at = $2', [
      'make-up-offered',
      at(0, '10:00'),
    ])
    assert.equal(told.length, made.length)
    // The next minute, and the next day, nobody is asked anew; when the offers are over, once more, and then no more.
    await run(at(0, '10:10'))
    await run(at(1, '10:00'))
    const asked = async () =>
      (await rows<{ n: number }>('select count(*)::int as n from make_up_look where offered > 0'))[0]?.n
    assert.equal((await offers()).filter((one) => people.has(one.client)).length, made.length)
    assert.ok(((await asked()) ?? 0) >= people.size)
    for (const day of [2, 4]) await run(at(day, '10:30'))
    const [most] = await rows<{ n: number }>(
      'select max(n)::int as n from (select count(*) as n from make_up_look where offered > 0 group by episode_id, week) x',
    )
    assert.equal(most?.n, 2)
  })

  it('leave whoever is away in that week in peace', async () => {
    await house.db.owner.query(
      `insert into stay_pause (clinic_id, id, episode_id, client_id, kind, from_day, expected_back, next_on, owner_id, words, seats_until, paused_by, paused_at)
       values ($1, $2, $3, $4, 'vacation', $5, $6, $6, $7, 'At the sea', $6, $7, $8)`,
      [
        clinic,
        castId('kofi pause'),
        castId('kofi episode'),
        castId('kofi'),
        addDays(monday, 8),
        addDays(monday, 12),
        castId('lee'),
        at(0, '09:00'),
      ],
    )
    await close(9)
    await run()
    const asked = new Set((await offers()).map((one) => one.client))
    assert.ok(asked.size > 0 && !asked.has(castId('kofi')))
    await house.db.owner.query('delete from stay_pause where id = $1', [castId('kofi pause')])
    await house.db.owner.query('delete from make_up_look')
    await run(at(0, '10:20'))
    assert.ok((await offers()).some((one) => one.client === castId('kofi')))
  })

  it('wait for the morning, for the days that the rule says, and are none where the rule says nought', async () => {
    await close(9)
    await run(at(0, '22:30'))
    assert.equal((await offers()).length, 0)
    const page = await house.as('dana')
    const rule = { uncoveredDays: '4', standsHours: '48', mostTimes: '2', from: monday, source: 'The director' }
    assert.equal((await page.post(urls.makeUpRules(), { ...rule, daysAhead: '3' })).status, 303)
    assert.equal((await (await house.as('lee')).post(urls.makeUpRules(), { ...rule, daysAhead: '3' })).status, 403)
    assert.equal((await page.post(urls.makeUpRules(), { ...rule, daysAhead: '40' })).status, 422)
    assert.match((await page.get(urls.makeUpRules())).text, /offered 3 days before a closure/)
    await run()
    assert.equal((await offers()).length, 0)
    await run(at(6, '10:00'))
    assert.ok((await offers()).length > 0)
    await house.db.owner.query('delete from make_up_offer')
    await house.db.owner.query('delete from make_up_look')
    assert.equal((await page.post(urls.makeUpRules(), { ...rule, daysAhead: '0' })).status, 303)
    await run(at(6, '10:00'))
    assert.equal((await offers()).length, 0)
  })

  it('see a day that was closed before its meetings were ever laid', async () => {
    const far = addDays(monday, 51)
    await close(51)
    assert.equal(weekdayOf(far), 3)
    await as((work) => laySessions(work, addDays(far, -2), addDays(far, 4)), at(40, '10:00'))
    assert.deepEqual(await rows('select 1 from group_session where held_on = $1', [far]), [])
    await run(at(40, '10:00'))
    assert.ok((await offers()).some((one) => weekOf(one.held) === weekOf(far)))
  })

  it('go back when the day is open again, and are made once by two clocks at one moment', async () => {
    await close(9)
    await Promise.all([run(), run(), run()])
    const made = await offers()
    assert.equal(new Set(made.map((one) => `${one.client} ${one.session}`)).size, made.length)
    const twice = await rows('select 1 from make_up_look group by episode_id, week having count(*) > 1')
    assert.deepEqual(twice, [])
    for (const id of closed.splice(0)) await as((work) => openDays(work, id))
    await run(at(0, '10:30'))
    assert.deepEqual(
      (await offers()).filter((one) => one.answer !== 'withdrawn'),
      [],
    )
  })

  it('are whole or not at all, whatever ends the work between', async () => {
    await close(9)
    const work = <T>(deed: (work: Work) => Promise<T>) => asPerson(house.db.pool, clinic, clock, at(0, '10:00'), deed)
    const [first] = await work(async (one) => staysLosingHours(one, await makeUpRuleNow(one), 5))
    assert.ok(first !== undefined)
    await assert.rejects(
      work(async (one) => {
        assert.ok((await offerAhead(one, first)) > 0)
        throw new Error('killed')
      }),
    )
    assert.equal((await offers()).length, 0)
    assert.deepEqual(await rows('select 1 from make_up_look'), [])
    assert.ok((await work((one) => offerAhead(one, first))) > 0)
    assert.equal(await work((one) => offerAhead(one, first)), 0)
  })

  it('are taken with one press on the own page, where it says why, and only by whom they were made for', async () => {
    await close(9)
    await run()
    const given = await (await house.as('noor')).post(urls.ownPage({ client: castId('amina') }), {
      language: 'en',
      birthDate: 'left-out',
    })
    const token = /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? ''
    const phone = house.stranger()
    const page = await phone.get(urls.mine({ token }))
    assert.match(page.text, /Instead of time that is called off that week/)
    const [own] = await rows<{ id: string }>('select id from make_up_offer where client_id = $1 order by held_on, id', [
      castId('amina'),
    ])
    const [others] = await rows<{ id: string }>('select id from make_up_offer where client_id <> $1', [castId('amina')])
    await phone.post(urls.mineMakeUp({ token, offer: others?.id ?? '' }), { answer: 'accepted' })
    assert.deepEqual(await rows("select 1 from make_up_answer where answer = 'accepted'"), [])
    const pressed = await Promise.all(
      [1, 2].map(() => phone.post(urls.mineMakeUp({ token, offer: own?.id ?? '' }), { answer: 'accepted' })),
    )
    assert.ok(pressed.every((answer) => answer.status === 303))
    assert.equal((await rows("select 1 from make_up_answer where answer = 'accepted'")).length, 1)
    const seats = await rows('select 1 from seat where client_id = $1 and upper(during) = lower(during) + 1', [
      castId('amina'),
    ])
    assert.equal(seats.length, 1)
  })

  it('keep their time on the wall in the week in which the clock changes', async () => {
    // New York, March 14, 2027: the night has 23 hours.
    const when = instantAt('2027-03-02', '10:00', zone)
    await as((work) => laySessions(work, '2027-03-08', '2027-03-15'), when)
    const done = await as(
      (work) =>
        closeDays(work, { siteId: null, seriesId: null, from: '2027-03-10', to: '2027-03-10', because: 'Snow' }),
      when,
    )
    assert.ok(!isRefusal(done))
    closed.push(done.id)
    await run(when)
    const made = await rows<{ starts: Date; wall: string; held: string }>(
      `select lower(g.during) as starts, to_char(r.starts, 'HH24:MI') as wall, o.held_on::text as held from make_up_offer o
       join group_session g on g.id = o.session_id join group_series r on r.id = o.series_id`,
    )
    assert.ok(made.length > 0)
    assert.ok(made.every((one) => timeAt(one.starts, zone) === one.wall && weekOf(one.held) === '2027-03-08'))
  })

  it('follow a leader who is away and whom nobody covers, when it is too late to hope; staff see it on Today', async () => {
    const noor = await house.as('noor')
    assert.doesNotMatch((await noor.get(urls.today())).text, /Away, and nobody covers/)
    await house.db.owner.query(
      `insert into time_away (clinic_id, id, staff_id, during, set_by, set_at) values ($1, gen_random_uuid(), $2, tstzrange($3, $4), $2, now())`,
      [clinic, castId('lee'), at(7, '00:00'), at(8, '00:00')],
    )
    const page = (await noor.get(urls.today())).text
    assert.match(page, /Away, and nobody covers/)
    const link = /\/cover\?[^"]*staff=[^"]+/.exec(page)?.[0] ?? ''
    assert.ok(link.includes(castId('lee')) && link.includes(`from=${addDays(monday, 7)}`), link)
    assert.doesNotMatch((await (await house.as('lee')).get(urls.today())).text, /Away, and nobody covers/)
    assert.doesNotMatch((await (await house.as('ben')).get(urls.today())).text, /Away, and nobody covers/)
    // One of two leads alone: the meeting takes place, and nobody's week loses it.
    await run(at(4, '10:00'))
    assert.deepEqual(await offers(), [])
    await house.db.owner.query(
      `insert into time_away (clinic_id, id, staff_id, during, set_by, set_at)
       select distinct on (l.staff_id) l.clinic_id, gen_random_uuid(), l.staff_id, tstzrange($3, $4), l.staff_id, $3 from session_leader l
       where l.clinic_id = $1 and l.held_on = $2 and l.staff_id <> $5`,
      [clinic, addDays(monday, 7), at(7, '00:00'), at(8, '00:00'), castId('lee')],
    )
    // Days before, somebody may still cover it.
    await house.db.owner.query('delete from make_up_look')
    await run(at(0, '10:00'))
    assert.deepEqual(await offers(), [])
    await run(at(4, '14:00'))
    const made = await offers()
    assert.ok(made.length > 0)
    assert.ok(made.every((one) => one.ahead && one.held > addDays(monday, 7)))
    house.setNow(at(4, '14:00'))
    const week = await noor.get(urls.makeUps({ week: addDays(monday, 7) }))
    assert.equal(week.status, 200)
    const [client] = made
    const chart = await noor.get(urls.chartWeek({ client: client?.client ?? '' }, { week: addDays(monday, 7) }))
    assert.match(chart.text, /before a closure/)
    assert.match(chart.text, /nobody leads it yet/)
    assert.match(chart.text, /Will fall 1 h short/)
    // They are back: what was offered goes back too.
    await house.db.owner.query('delete from time_away where clinic_id = $1', [clinic])
    await run(at(4, '14:30'))
    assert.ok((await offers()).every((one) => one.answer === 'withdrawn'))
  })
})
