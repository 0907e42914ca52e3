import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { castId, riverbend } from '../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../tests/knock.ts'
import { seriesId, todayHere, weekdayHere } from '../../tests/world.ts'
import { instantAt } from '../basics/dates.ts'
import { newId } from '../basics/ids.ts'
import { urls } from '../urls.ts'

const today = todayHere()
const at = (time: string, seconds = 0) =>
  new Date(instantAt(today, time, riverbend.timeZone).getTime() + seconds * 1000)

describe('Whoever waited for somebody else', () => {
  let house: TestHouse
  let colleague: pg.Client
  let lee: Visitor
  let noor: Visitor
  let dana: Visitor

  before(async () => {
    house = await openHouse()
    house.setNow(at('09:20'))
    lee = await house.as('lee')
    noor = await house.as('noor')
    dana = await house.as('dana')
    colleague = new pg.Client({ connectionString: house.db.ownerUrl })
    await colleague.connect()
  })
  after(async () => {
    await colleague.end()
    await house.close()
  })

  /** Presses while a colleague holds what is needed; the colleague's deed, a second later, is kept first. */
  const whileHeld = async (
    hold: () => Promise<unknown>,
    press: () => Promise<Answer>,
    deed: () => Promise<unknown>,
  ) => {
    await colleague.query('begin')
    await hold()
    const pressed = press()
    for (let n = 0; ; n += 1) {
      const { rows } = await house.db.owner.query<{ n: number }>(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
      if ((rows[0]?.n ?? 0) > 0) break
      assert.ok(n < 500, 'nobody waits')
      await new Promise((done) => setTimeout(done, 10))
    }
    await deed()
    house.setNow(at('09:20', 2))
    await colleague.query('commit')
    return pressed
  }

  it('has the last word about a mark: theirs was written after the other', async () => {
    const { rows: sessions } = await house.db.owner.query<{ id: string }>(
      'select id from group_session where series_id = $1 and held_on = $2',
      [seriesId('process-a', weekdayHere()), today],
    )
    const session = sessions[0]?.id ?? ''
    house.setNow(at('09:20'))
    const answer = await whileHeld(
      () => colleague.query('select from group_session where id = $1 for no key update', [session]),
      () => lee.post(urls.marks({ session }), { client: castId('kofi'), mark: 'late', minutesLate: '10' }),
      () =>
        colleague.query(
          `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
           values ($1, $2, $3, $4, $5, 'here', 60, $6, $7)`,
          [riverbend.id, newId(), session, castId('kofi'), today, castId('sam'), at('09:20', 1)],
        ),
    )
    assert.equal(answer.status, 303, answer.text)
    const { rows } = await house.db.owner.query(
      'select mark from attendance_now where session_id = $1 and client_id = $2',
      [session, castId('kofi')],
    )
    assert.deepEqual(rows, [{ mark: 'late' }])
  })

  it('calls off no meeting on which somebody was marked meanwhile, and trips over none that was called off', async () => {
    const { rows: sessions } = await house.db.owner.query<{ id: string }>(
      `select g.id from group_session g where g.clinic_id = $1 and g.held_on = $2 and not isempty(g.during)
         and not exists (select from attendance_mark m where m.session_id = g.id) order by g.id`,
      [riverbend.id, today],
    )
    const [marked = '', calledOff = ''] = sessions.map(({ id }) => id)
    assert.notEqual(calledOff, '')
    house.setNow(at('09:20'))
    const answer = await whileHeld(
      () => colleague.query('select from group_session where id = any ($1) for no key update', [[marked, calledOff]]),
      () => dana.post(urls.daysClosed(), { from: today, because: 'Snow' }),
      async () => {
        await colleague.query(
          `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
           values ($1, $2, $3, $4, $5, 'here', 60, $6, $7)`,
          [riverbend.id, newId(), marked, castId('kofi'), today, castId('sam'), at('09:20', 1)],
        )
        await colleague.query(
          `insert into session_cancellation (clinic_id, id, session_id, because, cancelled_by, cancelled_at)
           values ($1, $2, $3, 'Ill', $4, $5)`,
          [riverbend.id, newId(), calledOff, castId('sam'), at('09:20', 1)],
        )
        await colleague.query("update group_session set during = 'empty' where id = $1", [calledOff])
      },
    )
    assert.equal(answer.status, 303, answer.text)
    const { rows } = await house.db.owner.query('select 1 from session_cancellation where session_id = $1', [marked])
    assert.deepEqual(rows, [])
  })

  it('is sent once more where two waited for each other, and nothing of the first time is kept', async () => {
    house.setNow(at('09:20'))
    const [episode, series] = [castId('will episode'), seriesId('process-a', weekdayHere())]
    const { rows: keys } = await house.db.owner.query<{ key: string }>(
      'select key from unnest($1::text[]) key order by hashtextextended(key, 7203522)',
      [[castId('will'), series]],
    )
    const [first = '', second = ''] = keys.map(({ key }) => key)
    const hold = (key: string) => colleague.query('select pg_advisory_xact_lock(hashtextextended($1, 7203522))', [key])
    const press = () => noor.post(urls.seats({ episode }), { deed: 'take', series, from: today })
    // The database breaks off whoever asks first whether they wait in a ring.
    await colleague.query("set deadlock_timeout = '60s'")
    const broken = await whileHeld(
      () => hold(second),
      press,
      () => hold(first),
    )
    assert.equal(broken.status, 307, broken.text)
    assert.equal(broken.location, urls.seats({ episode }))
    const given = async () =>
      (await house.db.owner.query("select 1 from trail where verb = 'seat.given' and at >= $1", [at('09:20')])).rowCount
    const before = await given()
    // What a browser does with such an answer.
    const again = await press()
    assert.equal(again.status, 303, again.text)
    assert.equal(await given(), (before ?? 0) + 1)
  })

  it('sees as ended what was ended meanwhile: a place on the waitlist can be taken again', async () => {
    house.setNow(at('09:20'))
    const { rows } = await house.db.owner.query<{ id: string; client: string }>(
      `select e.id, e.client_id as client from episode e where e.client_id = $1 and upper_inf(e.during)`,
      [castId('kofi')],
    )
    const episode = rows[0]?.id ?? ''
    const { rows: groups } = await house.db.owner.query<{ id: string }>(
      `select r.id from group_series r where r.clinic_id = $1 and r.during @> $2::date
         and not exists (select from seat t where t.series_id = r.id and t.client_id = $3) order by r.id limit 1`,
      [riverbend.id, today, castId('kofi')],
    )
    const series = groups[0]?.id ?? ''
    const join = () => noor.post(urls.newWait({ episode }), { series })
    const first = await join()
    assert.equal(first.status, 303, first.text)
    const answer = await whileHeld(
      () => colleague.query('select pg_advisory_xact_lock(hashtextextended($1, 7203522))', [castId('kofi')]),
      join,
      () =>
        colleague.query(
          `update waitlist_entry set during = tstzrange(lower(during), $2::timestamptz) where client_id = $1 and upper_inf(during)`,
          [castId('kofi'), at('09:20', 1)],
        ),
    )
    assert.equal(answer.status, 303, answer.text)
    const { rows: open } = await house.db.owner.query(
      'select series_id from waitlist_entry where client_id = $1 and upper_inf(during)',
      [castId('kofi')],
    )
    assert.deepEqual(open, [{ series_id: series }])
  })
})
