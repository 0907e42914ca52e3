import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../../tests/knock.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays, instantAt, weekOf } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { asPerson, type Person } from '../../../db/work.ts'
import { urls } from '../../../urls.ts'
import { answerMakeUp } from '../actions/make-ups.ts'
import { makeUpOffersOf } from '../queries/make-up-offers.ts'

const clinic = riverbend.id
const zone = riverbend.timeZone
const monday = weekOf(todayHere())
const at = (n: number, time: string) => instantAt(addDays(monday, n), time, zone)
const amina = { client: castId('amina') }
const episode = castId('amina episode')

describe('Make-up seats', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    // In the cast everyone sits on seven days; here they come on Monday, Wednesday and Friday, 8 h of groups.
    await house.db.owner.query(
      `update seat s set during = 'empty' from group_series r where r.id = s.series_id and s.clinic_id = $1 and r.weekday not in (1, 3, 5)`,
      [clinic],
    )
  })
  beforeEach(async () => {
    house.setNow(at(0, '07:30'))
    await house.db.owner.query('delete from make_up_answer')
    await house.db.owner.query('delete from make_up_offer')
    await house.db.owner.query("update seat set during = 'empty' where upper(during) = lower(during) + 1")
  })
  after(() => house.close())

  const offers = async (client = amina.client) =>
    (
      await house.db.owner.query<{ id: string; answer: string | null; held: string; seat: string | null }>(
        `select o.id, a.answer, o.held_on::text as held, a.seat_id as seat from make_up_offer o left join make_up_answer a on a.offer_id = o.id
         where o.client_id = $1 order by o.held_on, o.id`,
        [client],
      )
    ).rows
  const seatsOnce = async () =>
    (
      await house.db.owner.query<{ n: number }>(
        'select count(*)::int as n from seat where client_id = $1 and not isempty(during) and upper(during) = lower(during) + 1',
        [amina.client],
      )
    ).rows[0]?.n
  const herself: Person = {
    kind: 'client',
    id: castId('amina page'),
    clientId: amina.client,
    name: 'On their own page',
  }
  const asOwner = <T>(by: Person, deed: Parameters<typeof asPerson<T>>[4], when = at(0, '08:00')) =>
    asPerson(house.db.pool, clinic, by, when, async (work) => {
      // As the door of their own page does it.
      if (by.kind === 'client') {
        await sql`set local role stepwell_client`.execute(work.db)
        await sql`select set_config('app.own_client', ${by.clientId}, true)`.execute(work.db)
      }
      return deed(work)
    })

  it('lists who is short with the seats that mend it, and offers the best to one', async () => {
    const noor = await house.as('noor')
    const page = await noor.get(urls.makeUps())
    assert.equal(page.status, 200)
    assert.match(page.text, /will fall short, and \d+ of those shown can be offered a seat/)
    assert.match(page.text, /closes the gap/)
    const answer = await noor.post(urls.makeUpOffers({ episode }), { back: 'week' })
    assert.equal(answer.location, urls.chartWeek(amina))
    assert.equal((await offers()).length, 4)
    const chart = await noor.get(urls.chartWeek(amina))
    assert.match(chart.text, /Offered/)
    const again = await noor.post(urls.makeUpOffers({ episode }), {})
    assert.equal(again.status, 422)
    assert.match(again.text, /has these offers already/)
    const { rows } = await house.db.owner.query(
      "select about from notice where client_id = $1 and kind = 'make-up-offered'",
      [amina.client],
    )
    assert.equal(rows.length, 4)
    assert.deepEqual(Object.keys(rows[0].about).sort(), ['offerId', 'sessionId'])
  })

  it('the one that closes the gap is a seat for one meeting, and withdraws the others', async () => {
    const noor = await house.as('noor')
    await noor.post(urls.makeUpOffers({ episode }), {})
    const [first, second] = await offers()
    assert.ok(first !== undefined && second !== undefined)
    const accepted = await noor.post(urls.makeUpAnswer({ offer: first.id }), { answer: 'accepted', back: 'week' })
    assert.equal(accepted.status, 303, accepted.text)
    assert.deepEqual((await offers()).map((offer) => offer.answer).sort(), [
      'accepted',
      'withdrawn',
      'withdrawn',
      'withdrawn',
    ])
    assert.equal(await seatsOnce(), 1)
    assert.match((await noor.get(urls.chartWeek(amina))).text, /On course: nothing attended yet, 9 h 20 to come/)
    const late = await noor.post(urls.makeUpAnswer({ offer: second.id }), { answer: 'accepted' })
    assert.equal(late.status, 422)
    assert.match(late.text, /taken back, or another one was accepted first/)
  })

  it('two tabs accept at once: one seat, and no tab is told a lie', async () => {
    await (await house.as('noor')).post(urls.makeUpOffers({ episode }), {})
    const [offer] = await offers()
    const press = () => asOwner(herself, (work) => answerMakeUp(work, offer?.id ?? '', 'accepted'))
    const answers = await Promise.all([press(), press()])
    assert.ok(answers.every((answer) => !isRefusal(answer)))
    assert.equal(await seatsOnce(), 1)
    assert.equal((await offers()).filter((one) => one.answer === 'accepted').length, 1)
    const { rows } = await house.db.owner.query('select by_client from make_up_answer where answer = $1', ['accepted'])
    assert.deepEqual(rows, [{ by_client: true }])
  })

  it('two tabs accept two offers at once: one seat, the other is withdrawn', async () => {
    await (await house.as('noor')).post(urls.makeUpOffers({ episode }), {})
    const [one, two] = await offers()
    const answers = await Promise.all(
      [one, two].map((offer) => asOwner(herself, (work) => answerMakeUp(work, offer?.id ?? '', 'accepted'))),
    )
    assert.equal(answers.filter((answer) => isRefusal(answer) && answer.refused === 'offer-withdrawn').length, 1)
    assert.equal(await seatsOnce(), 1)
  })

  it('a client answers their own alone, and sees what is open to them', async () => {
    await (await house.as('noor')).post(urls.makeUpOffers({ episode }), {})
    const [offer] = await offers()
    const another: Person = { ...herself, clientId: castId('kofi') }
    const denied = await asOwner(another, (work) => answerMakeUp(work, offer?.id ?? '', 'accepted'))
    assert.ok(isRefusal(denied) && denied.refused === 'not-found')
    assert.equal((await asOwner(herself, (work) => makeUpOffersOf(work, amina.client))).length, 4)
    const declined = await asOwner(herself, (work) => answerMakeUp(work, offer?.id ?? '', 'declined'))
    assert.ok(!isRefusal(declined))
    assert.equal((await asOwner(herself, (work) => makeUpOffersOf(work, amina.client))).length, 3)
    assert.equal(await seatsOnce(), 0)
  })

  it('whoever declines the last offer is offered what else would do at once, and nothing a second time', async () => {
    await (await house.as('noor')).post(urls.makeUpOffers({ episode }), {})
    for (const offer of await offers()) {
      const declined = await asOwner(herself, (work) => answerMakeUp(work, offer.id, 'declined'))
      assert.ok(!isRefusal(declined))
    }
    const open = await asOwner(herself, (work) => makeUpOffersOf(work, amina.client))
    assert.ok(open.length > 0)
    const { rows } = await house.db.owner.query<{ n: number; sessions: number }>(
      'select count(*)::int as n, count(distinct session_id)::int as sessions from make_up_offer where client_id = $1',
      [amina.client],
    )
    assert.deepEqual(rows, [{ n: 4 + open.length, sessions: 4 + open.length }])
    assert.equal(await seatsOnce(), 0)
  })

  /** A group of one chair, late on Tuesday: offered to Amina, and taken by Kofi meanwhile. */
  const lastChairGone = async () => {
    const [series, session, offer] = [newId(), newId(), newId()]
    const day = addDays(monday, 1)
    const ask = (words: string, values: unknown[]) => house.db.owner.query(words, [clinic, series, ...values])
    await ask(
      `insert into group_series (clinic_id, id, program_id, room_id, name, kind, is_open, weekday, starts, minutes, time_zone, during, opened_at)
       values ($1, $2, $3, $4, 'Night group', 'process', true, 2, '21:00', 30, $5, daterange($6, null), now())`,
      [castId('day'), castId('loft'), zone, addDays(monday, -30)],
    )
    await ask('insert into series_chair (clinic_id, series_id, number) values ($1, $2, 1)', [])
    await ask(
      `insert into group_session (clinic_id, id, series_id, room_id, held_on, during, laid_at)
       values ($1, $3, $2, $4, $5, tstzrange($6::timestamptz, $6::timestamptz + interval '30 minutes'), now())`,
      [session, castId('loft'), day, at(1, '21:00')],
    )
    await ask(
      `insert into make_up_offer (clinic_id, id, client_id, episode_id, series_id, session_id, held_on, expires_at, offered_by, offered_at)
       values ($1, $3, $4, $5, $2, $6, $7, $8, $9, $10)`,
      [offer, amina.client, episode, session, day, at(1, '07:00'), castId('noor'), at(0, '07:00')],
    )
    await ask(
      `insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
       values ($1, $3, $2, 1, $4, $5, daterange($6::date, $6::date + 1), '[2700,2730)', $7, now())`,
      [newId(), castId('kofi'), castId('kofi episode'), day, castId('noor')],
    )
    return { series, offer }
  }
  const nightGroupEnds = async (series: string) => {
    await house.db.owner.query("update group_session set during = 'empty' where series_id = $1", [series])
    await house.db.owner.query("update group_series set during = 'empty' where id = $1", [series])
  }

  it('whoever comes too late for the last chair is told so, and offered what else is free', async () => {
    const { series, offer } = await lastChairGone()
    const late = await asOwner(herself, (work) => answerMakeUp(work, offer, 'accepted'))
    assert.ok(isRefusal(late) && late.refused === 'seat-gone', JSON.stringify(late))
    assert.equal(
      late.because,
      'Somebody else took the last chair in Night group first. What else is free is offered now.',
    )
    assert.equal((await offers()).find((one) => one.id === offer)?.answer, 'withdrawn')
    const open = await asOwner(herself, (work) => makeUpOffersOf(work, amina.client))
    assert.ok(open.length > 0)
    // What is offered instead can be had.
    const instead = await asOwner(herself, (work) => answerMakeUp(work, open[0]?.id ?? '', 'accepted'))
    assert.ok(!isRefusal(instead), JSON.stringify(instead))
    assert.equal(await seatsOnce(), 1)
    await nightGroupEnds(series)
  })

  it('told on the telephone, too: what the desk reads is kept, and no word that is not an answer is taken for one', async () => {
    const { series, offer } = await lastChairGone()
    const noor = await house.as('noor')
    for (const answer of ['', 'perhaps', 'constructor']) {
      const unclear = await noor.post(urls.makeUpAnswer({ offer }), { answer })
      assert.equal(unclear.status, 422)
      assert.match(unclear.text, /Choose whether they take it/)
    }
    assert.equal((await offers()).find((one) => one.id === offer)?.answer, null)
    const late = await noor.post(urls.makeUpAnswer({ offer }), { answer: 'accepted', back: 'week' })
    assert.equal(late.location, urls.chartWeek(amina))
    assert.match((await noor.get(urls.chartWeek(amina))).text, /Somebody else took the last chair in Night group first/)
    assert.equal((await offers()).find((one) => one.id === offer)?.answer, 'withdrawn')
    assert.ok((await asOwner(herself, (work) => makeUpOffersOf(work, amina.client))).length > 0)
    await nightGroupEnds(series)
  })

  it('an offer that is over says so, and takes no seat', async () => {
    await (await house.as('noor')).post(urls.makeUpOffers({ episode }), {})
    const [offer] = await offers()
    const answer = await asOwner(herself, (work) => answerMakeUp(work, offer?.id ?? '', 'accepted'), at(1, '07:31'))
    assert.ok(isRefusal(answer) && answer.refused === 'offer-over')
    assert.equal(await seatsOnce(), 0)
  })

  it('a meeting that the clinic calls off ends what was offered in it', async () => {
    const noor = await house.as('noor')
    await noor.post(urls.makeUpOffers({ episode }), {})
    const [offer] = await offers()
    const { rows } = await house.db.owner.query('select session_id from make_up_offer where id = $1', [offer?.id])
    const off = await noor.post(urls.sessionCancellation({ session: rows[0].session_id }), {
      because: 'The heating failed',
    })
    assert.equal(off.status, 303, off.text.slice(0, 200))
    const answer = await asOwner(herself, (work) => answerMakeUp(work, offer?.id ?? '', 'accepted'))
    assert.ok(isRefusal(answer) && answer.refused === 'offer-over')
  })

  it('one press offers to everyone shown, and no chair to more than two', async () => {
    const noor = await house.as('noor')
    const sent = await noor.post(urls.makeUps())
    assert.equal(sent.status, 303, sent.text)
    const { rows } = await house.db.owner.query<{ over: number }>(
      `select count(*)::int as over from (
         select o.session_id, count(*) as offered,
           (select count(*) from series_chair c where c.series_id = o.series_id)
           - (select count(*) from seat s where s.series_id = o.series_id and s.during @> o.held_on) as free
         from make_up_offer o group by o.session_id, o.series_id, o.held_on) x where offered > 2 * free`,
    )
    assert.deepEqual(rows, [{ over: 0 }])
    const { rows: all } = await house.db.owner.query<{ people: number }>(
      'select count(distinct client_id)::int as people from make_up_offer',
    )
    assert.ok((all[0]?.people ?? 0) > 1)
  })

  it('on Sunday evening the week of the clinic still runs; at its midnight another begins', async () => {
    const noor = await house.as('noor')
    house.setNow(at(6, '23:30'))
    assert.match((await noor.get(urls.makeUps())).text, /Nothing that is free in the days left both fits and counts/)
    const none = await noor.post(urls.makeUpOffers({ episode }), {})
    assert.match(none.text, /No seat that fits Amina is free in the days that are left/)
    house.setNow(at(7, '00:10'))
    assert.match((await noor.get(urls.makeUps())).text, /can be offered a seat/)
    await noor.post(urls.makeUpOffers({ episode }), {})
    assert.ok((await offers()).every((offer) => offer.held >= addDays(monday, 7)))
  })

  it('is for those who give seats', async () => {
    assert.equal((await (await house.as('ben')).get(urls.makeUps())).status, 403)
    assert.equal((await (await house.as('ben')).post(urls.makeUps())).status, 403)
  })
})
