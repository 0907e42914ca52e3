import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, instantAt } from '../../basics/dates.ts'
import { asPerson, type Work } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { leaveNobody } from './actions/looks.ts'
import { lookOn } from './next-touch.ts'
import { type Next, nextTouchOf } from './queries/next-touch.ts'

const today = todayHere()

describe('The next touch', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const inside = <T>(deed: (work: Work) => Promise<T>, at = new Date()): Promise<T> =>
    asPerson(house.db.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Test' }, at, deed)
  const ask = async (more: Parameters<typeof nextTouchOf>[1] = {}, at = new Date()): Promise<Next[]> =>
    (await inside((work) => nextTouchOf(work, more), at)).people
  const own = (list: Next[], key: string) => list.find(({ clientId }) => clientId === castId(key))
  const insert = (table: string, row: Record<string, unknown>) =>
    house.db.owner.query(
      `insert into ${table} (clinic_id, id, ${Object.keys(row).join(', ')}) values ($1, gen_random_uuid(), ${Object.keys(
        row,
      )
        .map((_, n) => `$${n + 2}`)
        .join(', ')})`,
      [riverbend.id, ...Object.values(row)],
    )
  /** Nothing is planned for them any more. */
  async function emptied(key: string) {
    await house.db.owner.query(
      `update seat set during = daterange(lower(during), $2::date) where client_id = $1 and not isempty(during) and lower(during) < $2::date`,
      [castId(key), today],
    )
    await house.db.owner.query('alter table visit disable trigger user')
    await house.db.owner.query("update visit set during = 'empty' where client_id = $1 and lower(during) > now()", [
      castId(key),
    ])
    await house.db.owner.query('alter table visit enable trigger user')
    await house.db.owner.query('delete from unreached where client_id = $1', [castId(key)])
  }

  it('names everyone in care once, with an owner', async () => {
    const { rows } = await house.db.owner.query(
      'select client_id from episode where clinic_id = $1 and upper_inf(during)',
      [riverbend.id],
    )
    const all = await ask()
    assert.deepEqual(
      new Set(all.filter(({ standing }) => standing === 'in-care').map(({ clientId }) => clientId)),
      new Set(rows.map((row) => row.client_id)),
    )
    assert.equal(all.length, new Set(all.map(({ key }) => key)).size)
    assert.equal(own(all, 'kofi')?.owner, 'Lee Park')
  })

  it('takes the nearest of a meeting, a promised call and a concern', async () => {
    const lee = await house.as('lee')
    await lee.post(urls.newConcern(), { client: castId('ruth'), words: 'Not herself', urgency: 'today' })
    const one = own(await ask(), 'ruth')
    assert.deepEqual([one?.nextOn, one?.what], [today, 'concern'])
  })

  it('counts whoever has only asked, with the step and the owner of their inquiry', async () => {
    const noor = await house.as('noor')
    const { location } = await noor.post(urls.newInquiry(), {
      channel: 'telephone',
      forWhom: 'self',
      name: 'Wanda Pike',
      phone: '(518) 555-0177',
      email: '',
      language: 'en',
      source: 'self',
      referrer: '',
    })
    assert.ok(location, 'the inquiry was kept')
    const one = (await ask()).find(({ name }) => name === 'Wanda Pike')
    assert.deepEqual([one?.standing, one?.what, one?.lack, one?.clientId], ['waiting', 'step', null, null])
    assert.ok(one?.owner)
    const seen = await noor.get(urls.nobodyLost({ standing: 'waiting' }))
    assert.match(seen.text, /Wanda Pike/)
    assert.doesNotMatch(
      (await (await house.as('lee')).get(urls.nobodyLost({ standing: 'waiting' }))).text,
      /Wanda Pike/,
    )
  })

  it('gives a day to whoever has none: a step of their therapist’s on the next working day, once', async () => {
    await emptied('devon')
    // A plan that is to be signed within two weeks counts, too.
    assert.equal(own(await ask(), 'devon')?.what, 'plan')
    await house.db.owner.query('alter table episode disable trigger user')
    await house.db.owner.query(
      'update episode set during = daterange($2::date - 200, null) where client_id = $1 and upper_inf(during)',
      [castId('devon'), today],
    )
    await house.db.owner.query('alter table episode enable trigger user')
    await house.db.owner.query('select rebuild_stay_boards($1)', [riverbend.id])
    const before = own(await ask({ exceptionsOnly: true }), 'devon')
    assert.equal(before?.lack, 'no-day')
    await leaveNobody(house.db.pool, new Date())
    await leaveNobody(house.db.pool, new Date())
    assert.deepEqual(await ask({ exceptionsOnly: true }), [])
    const one = own(await ask(), 'devon')
    assert.deepEqual([one?.nextOn, one?.what, one?.owner], [lookOn(today), 'concern', before?.named])
    const { rows } = await house.db.owner.query(
      "select id, raised_by from concern where client_id = $1 and kind = 'look'",
      [castId('devon')],
    )
    assert.deepEqual(
      rows.map((row) => row.raised_by),
      [null],
    )
    const dana = await house.as('dana')
    assert.match((await dana.get(urls.concern({ concern: rows[0].id }))).text, /Stepwell: nothing lay ahead of them/)
    // Ended without a plan, it comes again in the same act, without the clock; a promised call is a plan.
    const looks = async () =>
      (
        await house.db.owner.query(
          "select count(*)::int as n, count(*) filter (where outcome is null)::int as open from concern_now where client_id = $1 and kind = 'look'",
          [castId('devon')],
        )
      ).rows[0]
    assert.deepEqual(await looks(), { n: 1, open: 1 })
    await dana.post(urls.concernEnd({ concern: rows[0].id }), { outcome: 'settled', words: 'Looked' })
    assert.deepEqual(await looks(), { n: 2, open: 1 })
    assert.deepEqual(await ask({ exceptionsOnly: true }), [])
    const [again] = (
      await house.db.owner.query(
        "select id from concern_now where client_id = $1 and kind = 'look' and outcome is null",
        [castId('devon')],
      )
    ).rows
    const { rows: trail } = await house.db.owner.query(
      "select by_kind, by_name from trail where verb = 'concern.raised' and about ->> 'concern' = $1",
      [again.id],
    )
    assert.deepEqual(trail, [{ by_kind: 'stepwell', by_name: 'Clock' }])
    await house.db.owner.query('set session_replication_role = replica')
    await house.db.owner.query('delete from concern_step where concern_id = $1', [again.id])
    await house.db.owner.query('delete from concern where id = $1', [again.id])
    await house.db.owner.query('set session_replication_role = origin')
    await dana.post(urls.outreach({ client: castId('devon') }), {
      how: 'phone',
      reached: 'no',
      reason: '',
      craving: '',
      words: 'No answer',
      nextOn: addDays(today, 1),
    })
    assert.deepEqual([own(await ask(), 'devon')?.nextOn, own(await ask(), 'devon')?.what], [addDays(today, 1), 'call'])
  })

  it('says so when the next day is too far ahead', async () => {
    await emptied('tomasz')
    const call = (made: Date) =>
      insert('outreach', {
        client_id: castId('tomasz'),
        how: 'phone',
        reached: false,
        reason: '',
        words: '',
        next_on: addDays(today, 40),
        made_by: castId('dana'),
        made_at: made,
      })
    await call(new Date(Date.now() - 60_000))
    assert.equal(own(await ask({ exceptionsOnly: true }), 'tomasz')?.lack, 'too-far')
    // The same by a person at the door: whoever has no near day gets one in the same act.
    const dana = await house.as('dana')
    await dana.post(urls.outreach({ client: castId('tomasz') }), {
      how: 'phone',
      reached: 'no',
      reason: '',
      craving: '',
      words: '',
      nextOn: addDays(today, 40),
    })
    const near = own(await ask(), 'tomasz')
    assert.deepEqual([near?.lack, near?.what, near?.nextOn], [null, 'concern', lookOn(today)])
  })

  it('never leaves a day with whoever is away on it, or has left', async () => {
    const day = addDays(today, 3)
    await insert('time_away', {
      staff_id: castId('lee'),
      set_by: castId('ada'),
      set_at: new Date(),
      during: `[${instantAt(today, '00:00', riverbend.timeZone).toISOString()},${instantAt(day, '00:00', riverbend.timeZone).toISOString()})`,
    })
    await insert('supervision', {
      supervisor_id: castId('hana'),
      supervisee_id: castId('lee'),
      during: `[${addDays(today, -30)},)`,
      set_by: castId('dana'),
      set_at: new Date(),
    })
    const of = async (at = new Date()) => own(await ask({}, at), 'kofi')
    assert.deepEqual([(await of())?.owner, (await of())?.named], ['Hana Sato', 'Lee Park'])
    // The concern of a client of Lee's stands among what is Hana's, and says why.
    await (await house.as('noor')).post(urls.newConcern(), {
      client: castId('kofi'),
      words: 'Very quiet',
      urgency: 'today',
    })
    const hana = await house.as('hana')
    assert.match(
      (await hana.get(urls.concerns({ whose: 'mine' }))).text,
      /Very quiet[\s\S]*?Hana Sato, for Lee Park, who is away until/,
    )
    assert.doesNotMatch((await (await house.as('ines')).get(urls.concerns({ whose: 'mine' }))).text, /Very quiet/)
    await insert('staff_role', { staff_id: castId('lee'), role: 'none', given_at: new Date() })
    const page = await hana.get(urls.nobodyLost())
    assert.match(page.text, /Whose primary therapist has left/)
    assert.match(page.text, /Hana Sato, for Lee Park, who has left/)
    await insert('staff_role', { staff_id: castId('lee'), role: 'therapist', given_at: new Date() })
  })

  it('says of everybody at once what it says of each by name', async () => {
    // Somebody away whose seat is kept, and a seat that ends before the group meets again.
    await insert('stay_pause', {
      client_id: castId('ruth'),
      episode_id: castId('ruth episode'),
      kind: 'vacation',
      from_day: today,
      next_on: addDays(today, 9),
      words: 'A trip',
      owner_id: castId('dana'),
      paused_by: castId('dana'),
      paused_at: new Date(),
    })
    const all = await ask()
    const byKey = new Map(all.map((one) => [one.key, one]))
    assert.ok(byKey.size > 4, `${byKey.size}`)
    assert.equal(own(all, 'ruth')?.standing, 'paused')
    assert.deepEqual(new Map((await ask({ keys: [...byKey.keys()] })).map((one) => [one.key, one])), byKey)
    for (const key of ['kofi', 'ruth', 'devon', 'tomasz'])
      assert.deepEqual(own(await ask({ keys: [castId(key)] }), key), own(all, key), key)
  })

  it('shows everyone of a standing on demand, to those who work with concerns', async () => {
    const dana = await house.as('dana')
    const { status, text } = await dana.get(urls.nobodyLost({ standing: 'in-care' }))
    assert.equal(status, 200)
    assert.match(text, /Kofi/)
    const people = await ask({ exceptionsOnly: true })
    if (people.length === 0) assert.match(text, /There is none/)
    else for (const { name } of people) assert.ok(text.includes(name), name)
    assert.equal((await (await house.as('ben')).get(urls.nobodyLost())).status, 403)
    assert.doesNotMatch(
      (await (await house.as('sofia')).get(urls.nobodyLost({ standing: 'in-care' }))).text,
      /Lartey|Marsh|Jankowski/,
    )
  })
})
