import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'
import { watchForTrouble } from './actions/watch.ts'

const today = todayHere()
const client = (key: string) => ({ client: castId(key) })

describe('Trouble and concerns', () => {
  let house: TestHouse
  let dana: Visitor
  let lee: Visitor
  before(async () => {
    house = await openHouse()
    dana = await house.as('dana')
    lee = await house.as('lee')
  })
  after(() => house.close())

  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows
  const minutes = (n: number) => new Date(Date.now() + n * 60_000)

  /** Marks somebody in the process group on each of so many days before today. */
  async function miss(key: string, days: number): Promise<void> {
    for (let ago = days; ago >= 1; ago -= 1) {
      const day = addDays(today, -ago)
      const [session] = await ask('select id from group_session where series_id = $1 and held_on = $2', [
        seriesId('process-a', weekdayOf(day)),
        day,
      ])
      if (session === undefined) continue
      await ask(
        `insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at)
         values ($1, $2, $3, $4, $5, 'absent', 0, $6, now())`,
        [riverbend.id, randomUUID(), session.id, castId(key), day, castId('lee')],
      )
    }
  }

  describe('the clock', () => {
    it('works out a signal for everyone in care, once, and raises at most three alerts a day for each person', async () => {
      for (const key of ['tomasz', 'amina', 'kofi', 'jose', 'grace-l', 'maya']) await miss(key, 9).catch(() => {})
      await ask(
        `insert into trouble_rule (clinic_id, id, key, value, effective_from, source, set_by, set_at) values ($1, $2, 'alert-from', 5, current_date - 30, 'A test', $3, now() - interval '1 hour')`,
        [riverbend.id, randomUUID(), castId('dana')],
      )
      await watchForTrouble(house.db.pool, minutes(0))
      const [{ n: inCare }] = await ask(
        'select count(*)::int as n from episode where clinic_id = $1 and upper_inf(during) and lower(during) <= current_date',
        [riverbend.id],
      )
      const signals = await ask('select episode_id, points, reasons from trouble_signal where clinic_id = $1', [
        riverbend.id,
      ])
      assert.equal(signals.length, inCare)
      for (const { points, reasons } of signals)
        assert.equal(
          reasons.reduce((sum: number, one: { points: number }) => sum + one.points, 0),
          points,
          'the reasons reproduce the points',
        )
      const perPerson = await ask(
        'select staff_id, count(*)::int as n from trouble_alert where clinic_id = $1 group by staff_id',
        [riverbend.id],
      )
      assert.ok(perPerson.length > 0)
      for (const { n } of perPerson) assert.ok(n <= 3, `${n}`)
      // Nothing changed: nothing is written.
      await watchForTrouble(house.db.pool, minutes(0.2))
      assert.equal((await ask('select id from trouble_signal where clinic_id = $1', [riverbend.id])).length, inCare)
      assert.deepEqual(
        await ask('select staff_id, count(*)::int as n from trouble_alert where clinic_id = $1 group by staff_id', [
          riverbend.id,
        ]),
        perPerson,
      )
    })

    it('gives each person their highest', async () => {
      const rows = await ask(
        `select coalesce(p.staff_id, '00000000-0000-0000-0000-000000000000'::uuid) as staff, g.points, a.id is not null as alerted
         from trouble_signal g left join trouble_alert a on a.signal_id = g.id
         left join lateral (select staff_id from primary_therapist x where x.episode_id = g.episode_id order by assigned_at desc limit 1) p on true
         where g.clinic_id = $1 and g.points >= 5`,
        [riverbend.id],
      )
      for (const own of Map.groupBy(rows, ({ staff }) => staff).values()) {
        const lowest = Math.min(...own.filter(({ alerted }) => alerted).map(({ points }) => points))
        for (const one of own)
          if (!one.alerted && own.filter(({ alerted }) => alerted).length === 3) assert.ok(one.points <= lowest)
      }
    })

    it('looks again at whoever was marked, within its next turn', async () => {
      const before = (await ask('select id from trouble_signal where client_id = $1', [castId('kofi')])).length
      await lee.post(urls.outreach(client('kofi')), {
        how: 'phone',
        reached: 'yes',
        reason: 'Work',
        craving: 'yes',
        words: 'Two shifts',
        nextOn: '',
      })
      await watchForTrouble(house.db.pool, minutes(0.4))
      const [last, ...others] = await ask(
        'select reasons from trouble_signal where client_id = $1 order by worked_out_at desc, id desc',
        [castId('kofi')],
      )
      assert.equal(others.length, before)
      assert.ok(last.reasons.some((one: { key: string }) => one.key === 'barriers'))
      assert.ok(
        last.reasons.some((one: { key: string; words: string }) => one.key === 'cravings' && /Craving/.test(one.words)),
      )
    })
  })

  describe('an alert', () => {
    let alert: { id: string; client_id: string }
    before(async () => {
      ;[alert] = (await ask(
        'select id, client_id from trouble_alert where clinic_id = $1 and staff_id = $2 order by id',
        [riverbend.id, castId('lee')],
      )) as [typeof alert] // the clock has raised some for Lee
    })
    const answer = (change: Record<string, string> = {}) => ({
      answer: 'acted',
      words: 'Called; comes tomorrow',
      untilDay: '',
      seen: '',
      ...change,
    })

    it('shows its reasons in words, with points and days', async () => {
      const { text, status } = await lee.get(urls.trouble())
      assert.equal(status, 200)
      assert.match(text, /alerts? waits? for an answer/)
      assert.match(text, /<b>\+\d+<\/b>/)
      assert.match(text, /never a reason to end or refuse care/)
      assert.match(
        (await lee.get(urls.clientTrouble({ client: alert.client_id }))).text,
        /What points to trouble today/,
      )
    })

    for (const [name, change, says] of [
      ['without what came of it', { answer: '' }, /Choose what came of it/],
      ['without words', { words: '' }, /Say what you did/],
      ['watching without a day', { answer: 'watching' }, /Choose until when you watch/],
    ] as const)
      it(`refuses an answer ${name}`, async () => {
        const got = await lee.post(urls.troubleAnswers({ alert: alert.id }), answer(change))
        assert.equal(got.status, 422)
        assert.match(got.text, says)
        assert.deepEqual(await ask('select id from trouble_answer'), [])
      })

    it('is answered as a row; a second tab that has not seen the answer is told', async () => {
      assert.equal((await lee.post(urls.troubleAnswers({ alert: alert.id }), answer())).status, 303)
      const late = await dana.post(
        urls.troubleAnswers({ alert: alert.id }),
        answer({ answer: 'not-a-concern', words: 'On vacation' }),
      )
      assert.equal(late.status, 422)
      assert.match(late.text, /Somebody answered this meanwhile/)
      assert.match(late.text, /On vacation/)
      const rows = await ask('select answer, words from trouble_answer')
      assert.deepEqual(rows, [{ answer: 'acted', words: 'Called; comes tomorrow' }])
    })

    it('is reported back by week, and is too early to judge', async () => {
      const { text } = await dana.get(urls.troubleReport())
      assert.match(text, /too early/)
      assert.match(text, /1 of \d+/)
    })

    it('came true when nobody saw them for four weeks, and did not when they came', async () => {
      const day = addDays(today, -40)
      const stay = async (key: string) =>
        (await ask('select id from episode where client_id = $1', [castId(key)]))[0].id
      for (const key of ['ruth', 'maya']) {
        const [signal, episode] = [randomUUID(), await stay(key)]
        await ask('insert into trouble_signal values ($1, $2, $3, $4, $5, 50, 3000, $6, 1, now())', [
          riverbend.id,
          signal,
          castId(key),
          episode,
          day,
          '[]',
        ])
        await ask('insert into trouble_alert values ($1, $2, $3, $4, $5, $6, $7, now(), now())', [
          riverbend.id,
          randomUUID(),
          castId(key),
          episode,
          signal,
          castId('lee'),
          day,
        ])
      }
      await ask('update attendance_mark set mark = mark where false')
      const [came] = await ask(
        'select count(*)::int as n from attendance_now where client_id = any($1) and held_on > $2::date and held_on <= $2::date + 28 and minutes > 0',
        [[castId('ruth'), castId('maya')], day],
      )
      const { text } = await dana.get(urls.troubleReport())
      const judged = /(\d+) of 2 alerts came true/.exec(text)
      assert.ok(judged, 'two can be judged')
      if (came.n === 0) assert.equal(judged[1], '2')
    })
  })

  it('lets a clinic confirm its thresholds, and no therapist', async () => {
    assert.equal((await lee.get(urls.troubleRules())).status, 403)
    assert.match((await dana.get(urls.troubleRules())).text, /Our default, to be confirmed/)
    assert.match(
      (await dana.post(urls.troubleRules(), { key: 'alerts-a-day', value: '50', source: 'x' })).text,
      /from 1 to 20 alerts/,
    )
    assert.equal(
      (await dana.post(urls.troubleRules(), { key: 'alerts-a-day', value: '2', source: 'Meeting of May 3' })).status,
      303,
    )
    assert.match((await dana.get(urls.troubleRules())).text, /Meeting of May 3\. Dana Ortiz/)
  })

  it('is nobody’s business next door', async () => {
    const sofia = await house.as('sofia')
    const [alert] = await ask('select id from trouble_alert where clinic_id = $1 limit 1', [riverbend.id])
    assert.equal((await sofia.get(urls.clientTrouble(client('kofi')))).status, 404)
    assert.equal(
      (
        await sofia.post(urls.troubleAnswers({ alert: alert.id }), {
          answer: 'acted',
          words: 'x',
          untilDay: '',
          seen: '',
        })
      ).status,
      404,
    )
    assert.doesNotMatch((await sofia.get(urls.trouble({ whose: 'all', from: '0' }))).text, /Lartey|Jankowski/)
    const ben = await house.as('ben')
    for (const url of [urls.trouble(), urls.troubleReport(), urls.clientTrouble(client('kofi'))])
      assert.equal((await ben.get(url)).status, 403, url)
  })
})
